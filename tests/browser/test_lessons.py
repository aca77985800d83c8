"""Every lesson as its reader has it: opened in JupyterLab, run, every control moved to both ends, pictures dragged."""

import pytest

from ..store import NOTEBOOKS


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_lesson_runs_and_every_control_moves(lab, path):
    with lab.open(path) as page:
        assert page.run_all(), page.errors()
        for number in range(page.tab.locator(".live-picture canvas").count()):
            page.picture(number)
        page.exercise_controls()
        page.screenshot(path.stem)
        assert not page.errors()


def test_dragging_the_arrow_of_a_neuron_moves_picture_and_sliders(lab):
    with lab.open(NOTEBOOKS / "01_neuron.ipynb") as page:
        assert page.run_all()
        plane = 1
        readout = page.tab.locator(".widget-readout", has_text="1.00").last
        with page.picture_changes(plane):
            page.drag((0.36, 0.45), (0.3, 0.7), plane)
        page.settle()
        assert not page.errors()
