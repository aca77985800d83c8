"""The show: a lesson as slides, on a projector."""

import pytest

from tools.store_outputs import NOTEBOOKS

SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}
LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
ALWAYS = [("06_gradient_descent", "720p")]  # the others on demand, with --slow
SLIDE = "document.body.dataset.lessonsSlide"
FAULTS = """() => {
    const scale = Math.min(innerWidth / 1280, innerHeight / 720);
    const shown = [...document.querySelectorAll(".jp-deck-mod-visible:not(.lessons-gone)")];
    const boxes = shown.map((cell) => cell.getBoundingClientRect());
    const slide = document.querySelector(".jp-Deck .jp-WindowedPanel-outer").getBoundingClientRect();
    const seen = (node) => node.checkVisibility();
    const all = (what) => shown.flatMap((cell) => [...cell.querySelectorAll(what)]).filter(seen);
    const size = (node) => parseFloat(getComputedStyle(node).fontSize) * node.currentCSSZoom / scale;
    const small = (what, least) => all(what).some((node) => size(node) < least - 0.1);
    const wide = (node) => node.scrollWidth > node.clientWidth + 2 || node.getBoundingClientRect().right > innerWidth;
    const controls = all(".lessons :is(.widget-label, .widget-readout, button, select, input, li), .live-words");
    const meet = (a, b) => a.right > b.left + 3 && b.right > a.left + 3 && a.bottom > b.top + 3 && b.bottom > a.top + 3;
    const places = controls.map((node) => node.getBoundingClientRect());
    const faults = {
        "an empty slide": !boxes.some((box) => box.height > 20),
        "cut off at the top": Math.min(...boxes.map((box) => box.top)) < slide.top - 1,
        "cut off at the bottom": Math.max(...boxes.map((box) => box.bottom)) > slide.bottom + 1,
        "cut off at the side": all(".cm-scroller, pre, table, .live-picture, .lessons").some(wide),
        "small text": small(".jp-MarkdownOutput p, .jp-MarkdownOutput li", 24),
        "small code": small(".cm-line, pre", 20),
        "small table": small("td, th", 20),
        "small controls": small(".lessons :is(.widget-label, .widget-readout, button, select, li), .live-words", 20),
        "one control over another": places.some((box, i) => places.slice(i + 1).some((other) => meet(box, other))),
        "a slider without room": all(".lessons .slider-container").some((node) => node.offsetWidth < 60),
        "several questions": all(".jp-RenderedHTML > div > b:first-child").length > 1,
    };
    return Object.keys(faults).filter((name) => faults[name]);
}"""
WALK = f"""async () => {{
    const faults = {FAULTS}, found = [], slide = () => {SLIDE};
    while (found.length < 2 || found.at(-1)[0] !== found.at(-2)[0]) {{
        while (!slide()) await new Promise(requestAnimationFrame);
        found.push([slide(), faults()]);
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {{ key: "PageDown", bubbles: true }}));
    }}
    return found;
}}"""  # all in the browser: each question from outside takes as long as a slide
LOOK = """() => [...document.querySelectorAll(".jp-Notebook, .jp-Cell, .lessons, .lessons canvas")].map((node) => {
    const { width, height } = node.getBoundingClientRect(), { display, visibility, zoom } = getComputedStyle(node);
    return [display, visibility, zoom, width, node.matches(".lessons, canvas") && height].join();
})"""


def projector(size="720p"):
    """The browser's window, as wide and high as the screen."""
    width, height = SIZES[size]
    return {"viewport": {"width": width, "height": height}}


def show(page):
    """Press the button; the slide that is shown then."""
    page.tab.get_by_role("button", name="Show", exact=True).click()
    return slide(page)


def slide(page):
    """Cell and page that are shown, once they are in their places."""
    return page.tab.wait_for_function(f"() => {SLIDE}", timeout=300_000).json_value()


def press(page, key):
    page.tab.keyboard.press(key)
    return slide(page)


def leave(page):
    page.tab.keyboard.press("Escape")
    page.tab.wait_for_function("() => !document.body.dataset.jpDeckMode")


@pytest.mark.parametrize("lesson, size", [
    pytest.param(lesson, size, marks=[] if (lesson, size) in ALWAYS else pytest.mark.slow)
    for lesson in LESSONS for size in SIZES
])  # fmt: skip
def test_every_slide_is_whole_and_readable(lab, lesson, size):
    with lab.open(NOTEBOOKS / f"{lesson}.ipynb", **projector(size)) as page:
        show(page)
        found = page.tab.evaluate(WALK)
        assert found[0][0] == "0.0" and len(found) > 30
        assert [(number, faults) for number, faults in found if faults] == []
        assert [press(page, "PageUp") for _ in range(3)] == [number for number, _ in found[-3:-6:-1]]
        leave(page)
        assert not page.errors()


def test_a_presenter_leads_on_whatever_has_the_focus_and_other_keys_stay_with_it(lab):
    with lab.open(NOTEBOOKS / "00_start_here.ipynb", **projector("1080p")) as page:
        assert show(page) == "0.0"
        there = [press(page, key) for key in (" ", "ArrowDown", "PageDown")]
        assert [press(page, key) for key in ("ArrowUp", "PageUp")] == there[1::-1]
        while not page.slider().is_visible():
            press(page, "ArrowDown")
        here = slide(page)
        sharp = "(canvas) => canvas.width > canvas.getBoundingClientRect().width - 2"
        page.tab.wait_for_function(sharp, arg=page.picture().element_handle())
        with page.picture_changes():
            page.slider().focus()
            assert press(page, "ArrowRight") == here
        assert press(page, "PageDown") != here
        assert press(page, "PageUp") == here and not page.errors()  # the tab is closed during the show


def test_notes_follow_the_slides_and_after_the_show_the_notebook_looks_as_before(lab):
    with lab.open(NOTEBOOKS / "00_start_here.ipynb", **projector()) as page:
        assert page.run_all()
        page.tab.wait_for_function("() => !document.body.dataset.jpDeckMode")  # also where a tab was closed during one
        page.picture()
        page.tab.evaluate("() => (jupyterapp.shell.currentWidget.content.activeCellIndex = 5)")
        page.settle()
        before = page.tab.evaluate(LOOK)
        assert show(page) == "0.0"
        with page.tab.expect_popup() as opened:
            page.tab.keyboard.press("n")
        notes = opened.value
        notes.wait_for_function("() => document.body.textContent.startsWith('The point.')")
        notes.keyboard.press("PageDown")
        while slide(page) != "5.0":
            press(page, "PageDown")
        notes.wait_for_function("() => document.body.textContent.startsWith('A picture that you can move · 4')")
        page.slider().focus()
        page.tab.keyboard.press("Escape")  # from the slider to its slide
        leave(page)
        page.tab.wait_for_function(f"(before) => String(({LOOK})()) === before", arg=",".join(before))
        assert page.tab.evaluate(f"() => {SLIDE} === undefined && !document.querySelector('.lessons-gone')")
        assert not page.errors()
