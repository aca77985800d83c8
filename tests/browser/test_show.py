"""The show: a lesson as slides, on a projector."""

import pytest

from tools.store_outputs import NOTEBOOKS

PROJECTOR = {"viewport": {"width": 1280, "height": 720}}
SLIDE = "document.body.dataset.lessonsSlide"
FAULTS = """() => {
    const shown = [...document.querySelectorAll(".jp-deck-mod-visible:not(.lessons-gone)")];
    const boxes = shown.map((cell) => cell.getBoundingClientRect());
    const small = (what, least) => shown.flatMap((cell) => [...cell.querySelectorAll(what)]).some(
        (node) => node.offsetWidth && parseFloat(getComputedStyle(node).fontSize) < least);
    const cut = shown.flatMap((cell) => [...cell.querySelectorAll(".cm-scroller, pre, .live-picture, .lessons")]);
    const faults = {
        "an empty slide": !boxes.some((box) => box.height > 20),
        "cut off at the top": Math.min(...boxes.map((box) => box.top)) < 0,
        "cut off at the bottom": Math.max(...boxes.map((box) => box.bottom)) > innerHeight,
        "cut off at the side": cut.some((node) => node.offsetWidth && node.scrollWidth > node.clientWidth + 2),
        "small text": small(".jp-MarkdownOutput p, .jp-MarkdownOutput li", 24),
        "small code": small(".cm-line, pre", 20),
    };
    return Object.keys(faults).filter((name) => faults[name]);
}"""


def show(page):
    """Press the button; the slide that is shown then."""
    page.tab.get_by_role("button", name="Show", exact=True).click()
    return slide(page)


def slide(page):
    """Cell and page that are shown, once they are in their places."""
    return page.tab.wait_for_function(f"() => {SLIDE}", timeout=120_000).json_value()


def press(page, key):
    page.tab.keyboard.press(key)
    return slide(page)


@pytest.mark.parametrize("lesson", ["01_neuron", "06_gradient_descent"])
def test_every_slide_is_whole_and_readable(lab, lesson):
    with lab.open(NOTEBOOKS / f"{lesson}.ipynb", **PROJECTOR) as page:
        seen, faults = [show(page)], {}
        while len(seen) < 2 or seen[-1] != seen[-2]:
            faults[seen[-1]] = page.tab.evaluate(FAULTS)
            seen.append(press(page, "PageDown"))
        assert seen[0] == "0.0" and len(seen) > 40
        assert {number: found for number, found in faults.items() if found} == {}
        assert [press(page, "PageUp") for _ in range(3)] == seen[-3:-6:-1]
        assert not page.errors()


def test_a_presenter_leads_on_whatever_has_the_focus_and_other_keys_stay_with_it(lab):
    with lab.open(NOTEBOOKS / "00_start_here.ipynb", **PROJECTOR) as page:
        show(page)
        while not page.slider().is_visible():
            press(page, "ArrowDown")
        here = slide(page)
        page.slider().focus()
        assert press(page, "ArrowRight") == here
        assert press(page, "PageDown") != here
        assert press(page, "PageUp") == here and not page.errors()
