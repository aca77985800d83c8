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
