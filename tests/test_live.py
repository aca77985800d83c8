"""LivePicture without a browser: what is painted, what the pointer says, what stays in the notebook."""

import base64
import gc
import io
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from jupyter_client.manager import start_new_kernel
from PIL import Image

from lessons_lib.pictures.style import new_figure
from lessons_lib.pictures.live import LivePicture, _painted, display_bundle


def panels():
    """Two panels with all that can lie above a curve: legend, label, inset, frame."""
    figure = Figure(figsize=(5, 2.5))
    left, right = figure.subplots(1, 2)
    left.bar(range(3), [1, 2, 3], animated=True)
    left.set_title("bars")
    right.plot([0, 1], [0, 1], lw=6, animated=True, label="curve", zorder=4)
    right.plot([0, 1], [1, 0], lw=6, animated=True, color="C1")
    right.text(0.5, 0.5, "above both", zorder=6)
    right.legend(loc="upper center")
    right.inset_axes((0.6, 0.2, 0.3, 0.3)).plot([0, 1], lw=3, animated=True)
    return figure


def decoded(file):
    return np.asarray(Image.open(io.BytesIO(file)).convert("RGBA"))


def fully_drawn(figure, ratio=1):
    """The same picture without any of our short cuts."""
    figure.dpi = 100 * ratio
    for artist, _ in _painted(figure):
        artist.set_animated(False)
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())


@pytest.mark.parametrize("ratio", [1, 1.25, 2])
def test_frame_equals_full_drawing(ratio):
    picture = LivePicture(panels(), "two panels")
    picture.pixel_ratio = ratio
    left, right = picture.figure.axes
    left.patches[1].set_height(0.5)
    right.lines[0].set_ydata([1, 0.3])
    picture.refresh()
    np.testing.assert_array_equal(decoded(picture.frame), fully_drawn(picture.figure, ratio))


def test_what_stands_still_may_change_too():
    picture = LivePicture(panels(), "two panels")
    picture.refresh()
    picture.figure.axes[1].set(xlim=(-1, 2), title="new")
    picture.refresh()
    np.testing.assert_array_equal(decoded(picture.frame), fully_drawn(picture.figure))


def test_moving_artists_are_drawn_once_and_in_order(monkeypatch):
    picture = LivePicture(panels(), "two panels")
    picture.refresh()
    right, drawn = picture.figure.axes[1], []
    for artist in [*right.lines, *right.texts, right.get_legend(), right.get_legend().get_lines()[0], right.xaxis]:
        monkeypatch.setattr(artist, "draw", lambda renderer, artist=artist: drawn.append(artist))
    picture.refresh()
    assert drawn == [right.lines[1], right.lines[0], right.get_legend(), right.texts[0]]


def test_what_is_beside_stands_still():
    figure = Figure()
    left, right = figure.subplots(1, 2)
    left.plot([0, 1], animated=True)
    curve = right.plot([0, 1])[0]
    LivePicture(figure).refresh()
    assert not right.get_animated() and not curve.get_animated()


def test_size_is_known_before_the_first_frame():
    picture = LivePicture(Figure(figsize=(6, 3)))
    assert (picture.width, picture.height, picture.frame) == (600, 300, b"")


@pytest.fixture
def pad():
    """A picture whose left half is linear, 0 to 10, and whose right half is logarithmic, 1 to 100."""
    figure = Figure(figsize=(4, 2))
    figure.add_axes((0, 0, 0.5, 1), xlim=(0, 10), ylim=(0, 10))
    figure.add_axes((0.5, 0, 0.5, 1), xlim=(1, 100), ylim=(1, 100), xscale="log", yscale="log")
    picture = LivePicture(figure)
    picture.seen = []
    picture.on_pointer(picture.seen.append)
    return picture


def gesture(number, down, *trail):
    trail = [list(point) for point in trail] or [[0, 0]]
    return {"gesture": number, "down": down, "start": trail[0], "at": trail[-1], "trail": trail}


def phases(picture):
    return [event.phase for event in picture.seen]


def test_pointer_in_data_coordinates(pad):
    pad.pointer = gesture(1, True, (0.25, 0.5))
    pad.pointer = gesture(1, True, (0.25, 0.5), (0.6, 0.9))
    pad.pointer = gesture(1, False, (0.25, 0.5), (0.6, 0.9))
    assert phases(pad) == ["press", "drag", "release"]
    press, drag, _ = pad.seen
    assert (press.x, press.y) == pytest.approx((5, 5))
    assert drag.axes is press.axes, "a drag belongs to the axes where it started"
    assert (drag.x, drag.y) == pytest.approx((12, 9))
    assert drag.start == pytest.approx((5, 5))
    np.testing.assert_allclose(drag.trail, [[5, 5], [12, 9]])


def test_pointer_on_logarithmic_axes(pad):
    pad.pointer = gesture(1, True, (0.75, 0.5))
    assert (pad.seen[0].x, pad.seen[0].y) == pytest.approx((10, 10))


def test_merged_events_are_told_apart(pad):
    pad.pointer = gesture(1, False, (0.1, 0.1), (0.2, 0.2))
    assert phases(pad) == ["press", "drag", "release"]
    pad.seen.clear()
    pad.pointer = gesture(2, True, (0.1, 0.1), (0.2, 0.2))
    pad.pointer = gesture(3, False, (0.3, 0.3))
    assert phases(pad) == ["press", "drag", "release", "press", "release"]


def test_pointer_outside_all_axes_says_nothing():
    picture, seen = LivePicture(panels()), []
    picture.on_pointer(seen.append)
    picture.pointer = gesture(1, False, (0.001, 0.001))
    assert not seen


def test_topmost_axes_take_the_pointer():
    picture, seen = LivePicture(panels()), []
    picture.refresh()
    picture.on_pointer(seen.append)
    inset = picture.figure.axes[1].child_axes[0]
    place = picture.figure.transFigure.inverted().transform(inset.transAxes.transform((0.5, 0.5)))
    picture.pointer = gesture(1, True, place)
    assert seen[0].axes is inset


def test_one_attempt_is_one_frame():
    picture, frames = LivePicture(panels()), []
    picture.observe(lambda change: frames.append(change.new), "frame")
    with picture.attempt():
        for height in (1, 2, 3):
            picture.figure.axes[0].patches[0].set_height(height)
            with picture.attempt():
                picture.refresh()
    assert len(frames) == 1


def test_a_problem_comes_with_the_same_advice_as_in_an_exercise(pad):
    names = {"__name__": "__main__", "np": np}
    exec("def mine(x):\n    return max(0, x)", names)
    with pad.attempt():
        names["mine"](np.zeros(2))
    assert pad.problem.startswith("ValueError in line 2 of your function mine: ") and "`np.maximum(x, y)`" in pad.problem


def test_problem_names_the_place_and_leaves_the_picture(pad):
    names = {"__name__": "__main__"}
    exec("def my_f(x):\n    x = x + 1\n    return x / 0", names)
    pad.refresh()
    before = pad.frame
    with pad.attempt():
        pad.figure.axes[0].set_facecolor("red")
        pad.refresh()
        names["my_f"](1)
    assert pad.problem == "ZeroDivisionError in line 3 of your function my_f: division by zero"
    assert pad.frame == before
    pad.on_pointer(lambda event: names["my_f"](1))
    pad.pointer = gesture(1, True, (0.1, 0.1))
    assert "my_f" in pad.problem
    with pad.attempt():
        pass
    assert pad.problem == ""


def test_bundle_is_the_same_each_time_and_small():
    bundles = []
    for _ in range(2):
        picture = LivePicture(panels(), "two panels with bars and curves")
        data, metadata = display_bundle(picture, picture)
        del data["application/vnd.jupyter.widget-view+json"]
        bundles.append((data, metadata))
    assert bundles[0] == bundles[1]
    assert data["text/plain"] == metadata["image/png"]["alt"] == picture.alt
    file = base64.b64decode(data["image/png"])
    assert decoded(file).shape == (375, 750, 4) and len(file) < 60_000
    assert picture.frame, "whoever opens the notebook sees the picture before the kernel is free"


def test_figures_go_with_their_pictures():
    figures = []
    for _ in range(5):
        picture = LivePicture(panels())
        picture.refresh()
        figures.append(weakref.ref(picture.figure))
        picture.close()
    del picture
    gc.collect()
    assert not plt.get_fignums()
    assert not any(figure() for figure in figures)


def test_two_threads_may_draw_at_once():
    """As JupyterLab makes a kernel do: cells run in one, widgets are answered in another."""
    def draw(letter):
        for i in range(10):
            figure, axes = new_figure(4, 3)
            axes.set_title(rf"$f_{{{i}}}({letter}) = \ln(1 + e^{{{letter}}}) \cdot \frac{{{i}}}{{2}}$")
            LivePicture(figure).refresh()

    size, interval = plt.rcParams["font.size"], sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(draw, "yz")) == [None, None]
    finally:
        sys.setswitchinterval(interval)
    assert plt.rcParams["font.size"] == size


def test_a_widget_goes_when_the_cell_that_showed_it_shows_another_unless_it_has_a_name():
    """In a kernel that is told, as by JupyterLab, which cell runs."""
    manager, client = start_new_kernel()

    def run(code, cell):
        """What the code prints."""
        message = client.session.msg("execute_request", {"code": code, "silent": False}, metadata={"cellId": cell})
        client.shell_channel.send(message)
        printed = ""
        while True:
            answer = client.get_iopub_msg(timeout=60)
            if answer["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                assert answer["msg_type"] != "error", answer["content"]["traceback"]
                printed += answer["content"].get("text", "")
                if answer["content"].get("execution_state") == "idle":
                    return printed

    count = "import gc; gc.collect(); print(len(_instances))"
    try:
        run("import lessons_lib as ll; from ipywidgets.widgets.widget import _instances", "setup")
        run("ll.widgets.explore_descent()", "a")
        once = int(run(count, "setup"))
        for _ in range(2):
            run("ll.widgets.explore_descent()", "a")
        assert int(run(count, "setup")) == once
        run("kept = ll.widgets.explore_descent(); kept", "b")
        run("kept", "c")
        run("ll.widgets.explore_descent()", "b")
        assert int(run(count, "setup")) == 3 * once
        assert run("kept.set(steps=1); print(kept.comm is None)", "setup") == "False\n"
        run("kept = None", "setup")
        run("1", "c")  # shows nothing now, which nobody is told: the widget goes with the next one shown there
        assert int(run(count, "setup")) == 3 * once
        run("ll.widgets.explore_descent()", "c")
        assert int(run(count, "setup")) == 3 * once
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
