"""Every lesson as its reader has it: opened in JupyterLab, run, every control moved to both ends, pictures dragged."""

import nbformat
import pytest

from tools.store_outputs import KERNEL, NOTEBOOKS
from ..test_lesson_08 import THREE


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_lesson_runs_and_every_control_moves(lab, path):
    with lab.open(path) as page:
        assert page.run_all(), page.errors()
        for number in range(page.tab.locator(".live-picture canvas").count()):
            page.picture(number)
        assert not page.faults()
        page.exercise_controls()
        page.screenshot(path.stem)
        assert not page.errors()


def test_dragging_the_arrow_of_a_neuron_moves_picture_and_sliders(lab):
    with lab.open(NOTEBOOKS / "01_neuron.ipynb") as page:
        assert page.run_all()
        readouts = page.tab.locator(".widget-readout")
        before, plane = readouts.all_text_contents(), 1
        with page.picture_changes(plane):
            page.drag((0.36, 0.45), (0.30, 0.72), plane)
        page.settle()
        moved = [after for was, after in zip(before, readouts.all_text_contents()) if was != after]
        assert len(moved) == 2 and not page.errors()  # w₁ and w₂, and not b


def test_a_digit_drawn_with_the_mouse_is_read(lab, tmp_path):
    cell = nbformat.v4.new_code_cell("import lessons_lib as ll\npad = ll.widgets.draw_digit()\npad")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=KERNEL), tmp_path / "draw.ipynb")
    with lab.open(tmp_path / "draw.ipynb") as page:
        assert page.run_all()
        page.evaluate("figure = pad.picture.figure; to_figure = figure.axes[0].transData - figure.transFigure")
        for stroke in THREE.split(";"):
            points = [[float(number) for number in point.split(",")] for point in stroke.split()]
            page.stroke(page.evaluate(f"to_figure.transform({points}).tolist()"))
        page.settle()
        assert "read as 3" in page.tab.locator(".live-words").text_content() and not page.errors()


def test_a_finger_drags_what_it_holds_and_scrolls_the_page_elsewhere(lab, tmp_path):
    cells = [
        nbformat.v4.new_code_cell("import lessons_lib as ll\nwidget = ll.widgets.squared_errors()\nwidget"),
        nbformat.v4.new_markdown_cell("a long page  \n" * 60),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), tmp_path / "touch.ipynb")
    phone = {"viewport": {"width": 390, "height": 800}, "has_touch": True}
    with lab.open(tmp_path / "touch.ipynb", front="notebook", **phone) as page:
        assert page.run_all()
        finger, picture = page.tab.context.new_cdp_session(page.tab), page.picture()
        page.settle()
        squares = "[square for square, _ in widget.picture.squares(widget.picture.figure.axes[0])]"
        grips, squares = page.evaluate(f"widget.picture.grips, {squares}")
        assert grips and len(grips) < len(squares)

        def swipe(square):
            """Whether the widget is taken hold of by a finger that moves up from here."""
            left, bottom, right, top = square
            box, before = picture.bounding_box(), page.evaluate("widget.picture.pointer['gesture']")
            x, y = box["x"] + box["width"] * (left + right) / 2, box["y"] + box["height"] * (1 - (bottom + top) / 2)
            places = [{"x": x, "y": y - 10 * step} for step in range(9)]
            for kind, place in zip(["touchStart"] + 8 * ["touchMove"] + ["touchEnd"], [*places, None]):
                finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place] if place else []})
                page.tab.evaluate("() => new Promise(requestAnimationFrame)")  # a hand is no faster than the screen
            page.settle()
            return page.evaluate("widget.picture.pointer['gesture']") != before

        place = "document.querySelector('.jp-WindowedPanel-outer').scrollTop"
        before = page.tab.evaluate(place)
        assert swipe(grips[-1]) and page.tab.evaluate(place) == before
        grips = page.evaluate("widget.picture.grips")  # what can be held has moved
        for _ in range(2):  # the browser scrolls little at the first
            assert not swipe(next(square for square in squares if square not in grips))
        page.tab.wait_for_function(f"() => {place} > {before} + 20")
        assert not page.errors()
