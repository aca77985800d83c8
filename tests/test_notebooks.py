"""The notebooks as they are stored: tidy, short, and as the README names them."""

import json
import re
from collections import Counter
from itertools import chain, pairwise
from pathlib import Path
from symtable import symtable

import pytest

from lessons_lib import widgets
from lessons_lib.series_map import entries

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


NOTEBOOKS = {path.name: json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
CELLS = {f"{name}[{index}]": cell
         for name, notebook in NOTEBOOKS.items() for index, cell in enumerate(notebook["cells"])}


def source(cell):
    return "".join(cell["source"])


def cells(kind):
    return pytest.mark.parametrize("cell", [name for name, cell in CELLS.items() if cell["cell_type"] == kind])


notebooks = pytest.mark.parametrize("name", NOTEBOOKS)


def test_the_readme_lists_the_lessons_as_they_name_themselves():
    lessons = entries(ROOT / "notebooks")
    assert [lesson.file for lesson in lessons] == list(NOTEBOOKS)
    rows = [f"| [{e.number}](notebooks/{e.file}) | {e.title} | {e.minutes} | {e.covers} |" for e in lessons]
    assert re.findall(r"^\| \[.+\|$", README, re.MULTILINE) == rows


def test_a_notebook_of_the_readers_own_is_not_on_the_map(tmp_path):
    for cells in ([], [{"source": ["my notes"]}]):
        (tmp_path / f"13_mine_{len(cells)}.ipynb").write_text(json.dumps({"cells": cells}))
    assert entries(tmp_path) == []


def test_each_lesson_announces_the_next_by_its_name():
    for lesson, following in pairwise(entries(ROOT / "notebooks")):
        text = "".join(map(source, NOTEBOOKS[lesson.file]["cells"]))
        assert f"**Next:** *{following.number} · {following.title}*" in text, lesson.file


@notebooks
def test_a_notebook_runs_on_the_kernel_it_is_started_with(name):
    assert NOTEBOOKS[name]["metadata"]["kernelspec"]["name"] == "python3"


@notebooks
def test_a_lesson_has_30_to_50_cells_with_names_of_their_own(name):
    names = [cell["id"] for cell in NOTEBOOKS[name]["cells"]]
    assert len(set(names)) == len(names)
    assert name.startswith("00") or 30 <= len(names) <= 50


@notebooks
def test_no_more_than_two_code_cells_in_a_row(name):
    kinds = "".join(cell["cell_type"][0] for cell in NOTEBOOKS[name]["cells"])
    assert "ccc" not in kinds, f"three code cells from cell {kinds.index('ccc')}"


def names_read(table):
    """The names of the notebook that a cell's symbol table, or a function in it, reads."""
    read = {s.get_name() for s in table.get_symbols() if s.is_referenced() and s.is_global()}
    return read.union(*map(names_read, table.get_children()))


@notebooks
def test_no_cell_reads_a_name_that_two_others_make(name):  # run again out of order, it might get the wrong one
    tables = [symtable(source(cell), name, "exec") for cell in NOTEBOOKS[name]["cells"] if cell["cell_type"] == "code"]
    made = [{s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()} for table in tables]
    several = {each for each, count in Counter(chain(*made)).items() if count > 1}
    for table, own in zip(tables, made):
        assert not several & names_read(table) - own


@cells("markdown")
def test_a_widget_to_be_tried_can_be_copied_as_it_stands(cell):
    for code in re.findall(r"`([^`]+)`", source(CELLS[cell])):
        for name in re.findall(r"(?<![\w.])(\w+)\(", code):
            assert not hasattr(widgets, name), f"ll.widgets.{name}"


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_says_how_it_appears_on_the_slides(cell):
    slideshow = CELLS[cell]["metadata"].get("slideshow")
    assert isinstance(slideshow, dict)
    # The deck hides a cell of type "-"; one without a type goes on with the slide before it.
    assert slideshow.get("slide_type", "skip") in {"slide", "subslide", "fragment", "notes", "skip"}


@cells("code")
def test_a_code_cell_is_short_and_stored_in_good_order(cell):
    lines = source(CELLS[cell]).splitlines()
    assert sum(1 for line in lines if line.strip()) <= 12
    assert max(map(len, lines)) <= 105  # what a window of 1280 pixels shows without scrolling
    for output in CELLS[cell]["outputs"]:
        assert output["output_type"] != "error" and output.get("name") != "stderr"


@cells("markdown")
def test_a_text_is_short(cell):
    prose = re.sub(r"^\|.*$", "", source(CELLS[cell]), flags=re.MULTILINE)  # a table is looked up, not read
    prose = re.sub(r"```.*?```|\$\$.*?\$\$", "", prose, flags=re.DOTALL)
    prose = re.sub(r"\$[^$]+\$", "formula", prose)
    assert len(re.findall(r"\w[\w'’-]*", prose)) <= 120
