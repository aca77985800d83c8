"""LivePicture in JupyterLab and Notebook 7: what only a browser can show."""

import nbformat
import pytest

from tools.store_outputs import KERNEL

SETUP = """
import ipywidgets
import numpy as np
from matplotlib.figure import Figure
from lessons_lib.pictures.live import LivePicture

figure = Figure(figsize=(6, 3))
axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 6), ylim=(0, 3))
curve, = axes.plot([0, 6], [1, 1], lw=8, animated=True)
picture = LivePicture(figure, "a thick line")
slider = ipywidgets.FloatSlider(value=1, max=2, step=0.1)
dropdown = ipywidgets.Dropdown(options=["first", "second"])
button = ipywidgets.Button(description="count")
seen = []

def lift(change):
    with picture.attempt():
        curve.set_ydata([change.new, change.new])
        picture.refresh()

def point(event):
    seen.append((event.phase, round(event.x, 2), round(event.y, 2)))
    curve.set_ydata([event.y, event.y])
    picture.refresh()

slider.observe(lift, "value")
picture.on_pointer(point)
button.on_click(lambda _: seen.append("click"))
ipywidgets.VBox([picture, ipywidgets.HBox([slider, dropdown, button])])
"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    path = tmp_path_factory.mktemp("notebook") / "live.ipynb"
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_code_cell(SETUP)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": python}), path)
    return path


@pytest.fixture(scope="module")
def page(lab, notebook):
    with lab.open(notebook) as page:
        assert page.run_all()
        yield page


def test_slider_moves_the_picture(page):
    with page.picture_changes():
        page.slider().press("End")
    with page.picture_changes():
        page.slider().press("Home")
    assert page.errors() == []


def test_mouse_drag_arrives_in_data_coordinates(page):
    page.evaluate("seen.clear()")
    with page.picture_changes():
        page.drag((1 / 6, 1 / 3), (5 / 6, 2 / 3))
    page.settle()
    seen = page.evaluate("seen")
    assert [phase for phase, *_ in (seen[0], seen[1], seen[-1])] == ["press", "drag", "release"]
    assert seen[0][1:] == pytest.approx((1, 1), abs=0.03)
    assert seen[-1][1:] == pytest.approx((5, 2), abs=0.03)


def test_keys_do_what_a_pointer_does(page):
    page.evaluate("seen.clear()")
    canvas = page.picture()
    for key in ("ArrowRight", "Space", "Shift+ArrowUp", "ArrowDown", "Enter", "Escape"):
        canvas.press(key)
    page.settle()
    seen = page.evaluate("seen")
    assert seen[0] == ("press", 3.12, 1.5)
    assert seen[-1] == ("release", 3.12, 1.74)


def test_controls_keep_their_keys(page):
    """JupyterLab would move to the next cell instead."""
    page.evaluate("seen.clear(); slider.value = 1")
    page.slider().press("ArrowRight")
    page.slider().press("ArrowUp")
    page.tab.locator(".widget-dropdown select").press("ArrowDown")
    page.tab.locator("button.jupyter-button").press("Enter")
    page.settle()
    assert page.evaluate("slider.value, dropdown.value, seen") == (1.2, "second", ["click"])


def test_jupyterlab_keeps_its_own_keys_and_escape_leads_back_to_the_cell(page):
    """On slides there is no other way to the list of commands, or to the next slide."""
    palette, focus = page.tab.locator(".jp-ModalCommandPalette:not(.lm-mod-hidden)"), "document.activeElement.className"
    for control in (page.slider(), page.picture()):
        control.press("Control+Shift+C")
        palette.wait_for()
        page.tab.keyboard.press("Escape")
        palette.wait_for(state="hidden")
        control.press("Escape")
        assert "jp-Cell" in page.tab.evaluate(focus)


def test_no_blank_or_half_frame_while_dragging(page):
    canvas = page.picture()
    canvas.evaluate("""(canvas) => {
        const samples = window.samples = [], context = canvas.getContext("2d");
        (function look() {
            const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
            let blank = 0, dark = 0;
            for (let i = 0; i < data.length; i += 4) { blank += data[i + 3] < 255; dark += data[i] < 128; }
            samples.push([blank, dark > 1000]);
            window.looking = requestAnimationFrame(look);
        })();
    }""")
    box = page.slider().bounding_box()
    page.tab.mouse.move(box["x"] + 5, box["y"] + 5)
    page.tab.mouse.down()
    for turn in range(4):
        page.tab.mouse.move(box["x"] + (-1) ** turn * 100, box["y"] + 5, steps=15)
    page.tab.mouse.up()
    page.settle()
    samples = page.tab.evaluate("() => { cancelAnimationFrame(looking); return samples; }")
    assert len(samples) > 10
    assert all(sample == [0, True] for sample in samples)


def test_problem_of_a_callback_is_shown(page):
    page.evaluate("picture.on_pointer(lambda event: 1 / 0)")
    page.drag((0.4, 0.4), (0.5, 0.5))
    page.settle()
    assert "ZeroDivisionError" in page.tab.locator(".live-picture p").inner_text()
    page.evaluate("del picture._callbacks[-1]")
    page.drag((0.4, 0.4), (0.5, 0.5))
    page.settle()
    assert page.errors() == []


def test_zooming_keeps_the_picture_sharp(page):
    zoom = page.tab.context.new_cdp_session(page.tab)
    screen = {"width": 853, "height": 667, "deviceScaleFactor": 1.5, "mobile": False}
    zoom.send("Emulation.setDeviceMetricsOverride", screen)
    page.tab.wait_for_function("() => document.querySelector('.live-picture canvas').width === 900")
    zoom.send("Emulation.clearDeviceMetricsOverride")
    page.tab.wait_for_function("() => document.querySelector('.live-picture canvas').width === 600")


def test_server_answers_without_nagles_delay(page):
    """With the delay no answer but the first few takes less than 40 ms, however idle the machine is; without it some take
    5, however busy: so the quickest tenth is asked."""
    times = page.tab.evaluate("""async () => {
        const times = [];
        for (let i = 0; i < 200; i++) {
            const start = performance.now();
            await lab.kernel().requestKernelInfo();
            times.push(performance.now() - start);
        }
        return times;
    }""")
    assert sorted(times)[20] < 30


def test_a_moving_slider_fetches_nothing(page):
    """Two icons for the browser's tab with every picture took a third of all the time."""
    fetched = []
    page.tab.on("request", lambda request: fetched.append(request.url))
    with page.picture_changes():
        page.slider().press("End")
    page.settle()
    assert [url for url in fetched if "icon" in url] == []


def test_no_pop_up_greets_the_reader(page):
    """JupyterLab's question about news would lie over the first picture."""
    assert page.tab.locator(".Toastify__toast").count() == 0


def test_what_is_seen_is_said_below_the_picture(page):
    assert page.tab.locator(".live-words").text_content() == "a thick line"


def test_every_control_can_be_exercised(page):
    page.exercise_controls()
    assert page.errors() == []
    assert page.evaluate("slider.value, dropdown.value") == (2.0, "second")


def test_notebook_7_on_a_sharp_screen(lab, notebook):
    with lab.open(notebook, front="notebook", device_scale_factor=2) as page:
        assert page.run_all()
        page.settle()
        assert page.picture().evaluate("(canvas) => [canvas.width, canvas.clientWidth]") == [1200, 600]
        with page.picture_changes():
            page.slider().press("End")
        assert page.errors() == []


def test_what_runs_by_itself_runs_on_where_it_is_shown_twice(lab, tmp_path):
    codes = "import lessons_lib as ll\nwidget = ll.widgets.explore_descent()\nwidget", "widget"
    cells = [nbformat.v4.new_code_cell(code) for code in codes]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), tmp_path / "twice.ipynb")
    with lab.open(tmp_path / "twice.ipynb") as page:
        assert page.run_all()
        play = page.tab.get_by_role("button", name="Play", exact=True)
        assert play.count() == 2
        page.tab.evaluate("() => { window.places = new Set() }")
        page.tab.locator(".lessons-ticker .noUi-handle").nth(1).evaluate("""(handle) => new MutationObserver(
            () => places.add(handle.getAttribute("aria-valuenow"))).observe(handle, {attributes: true})""")
        play.nth(1).click()
        page.tab.wait_for_function("() => places.size > 3")
        page.tab.get_by_role("button", name="Pause", exact=True).first.click()  # either of the two
        page.settle()
        assert play.count() == 2 and not page.errors()
        page.tab.get_by_role("button", name="Stop", exact=True).first.click()
        page.settle()
        assert page.evaluate("widget.controls['steps'].value") == 0


def test_of_a_kernel_that_is_gone_the_stored_picture_is_shown(lab, tmp_path):
    cell = nbformat.v4.new_code_cell("import lessons_lib as ll\nll.widgets.explore_descent()")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=KERNEL), tmp_path / "stored.ipynb")
    with lab.open(tmp_path / "stored.ipynb") as page:
        assert page.run_all()
        page.picture()
        page.tab.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
        page.tab.evaluate("() => lab.kernel().restart()")
        page.tab.reload()
        image = page.tab.locator(".jp-OutputArea-output img")
        image.wait_for()
        assert image.get_attribute("alt").startswith("Start at x = 3.00")
        assert "Run All Cells" in page.tab.locator(".jp-OutputArea-output p").text_content()
