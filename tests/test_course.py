"""What a teacher switches and reads, and the record of what is solved."""

import json
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import nbformat
import pytest

import lessons_lib as ll
from lessons_lib import settings
from lessons_lib.lessons.record import FILE
from lessons_lib.series_map import entries
from tools.store_outputs import KERNEL, store

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("entry", entries(ROOT / "notebooks"), ids=lambda entry: entry.number)
def test_the_speaker_has_notes_for_each_section_and_its_minutes_add_up(entry):
    notes = ll.lesson(entry.number).notes
    cells = json.loads((ROOT / "notebooks" / entry.file).read_text("utf-8"))["cells"][1:]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    found = re.findall(r"(?m)^## (.+) · (\d+) minutes?\n\n(.+(?:\n.+)*)\n", notes)
    assert [heading for heading, _, _ in found] == re.findall(r"(?m)^## (.+)$", text)
    assert notes.count("## ") == len(found) and notes.startswith("**The point.**")
    assert sum(int(minutes) for _, minutes, _ in found) == entry.minutes
    for heading, _, note in found:
        assert "**Show.**" in note and len(note.split()) <= 60, heading


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A fresh folder to work in, where what is solved is recorded."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LESSONS_PROGRESS")
    return tmp_path


def solve(*names):
    lesson = ll.lesson("00")
    for name in names:
        assert lesson.check(name, lesson.exercises[name].solution)


# ── without solutions ───────────────────────────────────────────────────────────────────────────────────────────

def test_solutions_are_left_out_where_they_are_switched_off(monkeypatch):
    shown = ll.lesson("00").check("double")._repr_html_()
    monkeypatch.setenv("LESSONS_SOLUTIONS", "off")
    hidden = ll.lesson("00").check("double")._repr_html_()
    assert "2 * x</pre>" in shown and "<pre>" not in hidden
    assert "Hint 2 of 2" in hidden and ll.lesson("00").check("double", lambda x: x + x)


def test_what_is_switched_in_the_file_holds_unless_the_environment_says_otherwise(monkeypatch):
    monkeypatch.setitem(settings.SWITCHES, "solutions", "off")
    assert not settings.is_on("solutions")
    monkeypatch.setenv("LESSONS_SOLUTIONS", "on")
    assert settings.is_on("solutions")


def test_notebooks_stored_without_solutions_have_none(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONS_SOLUTIONS", "off")
    code = "import lessons_lib as ll\nll.lesson('00').check('double')"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata=KERNEL)
    nbformat.write(notebook, tmp_path / "hand_out.ipynb")
    store(tmp_path / "hand_out.ipynb")
    stored = (tmp_path / "hand_out.ipynb").read_text("utf-8")
    assert "Hint 2 of 2" in stored and "return 2 * x</pre>" not in stored


def test_the_answer_key_has_every_answer_and_none_where_solutions_are_off(monkeypatch):
    spec = spec_from_file_location("pages", ROOT / "site/pages.py")
    pages = module_from_spec(spec)
    spec.loader.exec_module(pages)
    key = pages.answers(entries(ROOT / "notebooks"))
    for number in pages.NUMBERS:
        assert all(exercise.solution_text in key for exercise in ll.lesson(number).exercises.values())
        assert all(question.text in key for question in ll.lesson(number).quiz_questions)
    monkeypatch.setenv("LESSONS_SOLUTIONS", "off")
    assert "def " not in pages.answers(entries(ROOT / "notebooks"))


# ── progress ────────────────────────────────────────────────────────────────────────────────────────────────────

def test_right_answers_are_recorded_and_others_are_not(here):
    lesson = ll.lesson("00")
    lesson.check("seven_times_six", 41)
    lesson.check("double")
    assert not (here / FILE).exists() and repr(ll.progress()).startswith("00  0 of 2: ○ seven_times_six, ○ double")
    solve("double", "double")
    assert repr(ll.progress()).startswith("00  1 of 2: ○ seven_times_six, ✓ double")
    assert (here / FILE).read_text("utf-8").split("\n") == ["", "00 double", ""]
    assert "✓ double" in ll.progress()._repr_html_()


def test_progress_survives_a_restart_and_two_kernels_at_once(here):
    code = "import lessons_lib as ll; lesson = ll.lesson('{0}'); {1}; print(ll.progress())"
    check_all = "[lesson.check(name, exercise.solution) for name, exercise in lesson.exercises.items()]"
    kernels = [subprocess.Popen([sys.executable, "-c", code.format(number, check_all)]) for number in ("00", "01")]
    assert [kernel.wait() for kernel in kernels] == [0, 0]
    lines = repr(ll.progress()).splitlines()
    assert "○" not in lines[0] + lines[1] and "✓" not in lines[2]


@pytest.mark.parametrize("damage", [
    lambda file: file.write_bytes(file.read_bytes()[:-4]),  # cut off in the middle of a line
    lambda file: file.write_bytes(b"\xff\xfe\0\n" + file.read_bytes()),
    lambda file: file.write_text("99 nothing\n00\n\n00 double and more\n"),
    lambda file: file.unlink(),
    lambda file: (file.unlink(), file.mkdir()),
])
def test_a_damaged_record_is_read_and_written_on(here, damage):
    solve("double")
    damage(here / FILE)
    ll.progress()
    solve("seven_times_six")
    assert (here / FILE).is_dir() or "✓ seven_times_six" in repr(ll.progress())


def test_progress_can_be_switched_off(here, monkeypatch):
    monkeypatch.setenv("LESSONS_PROGRESS", "off")
    solve("double")
    assert not (here / FILE).exists()


def test_a_class_is_counted_and_nobody_is_named(here):
    for student, names in {"ada": ["double"], "alan": ["double", "seven_times_six"], "grace": []}.items():
        (here / student).mkdir()
        (here / student / FILE).write_text("".join(f"00 {name}\n" for name in names))
    progress = ll.progress(here)
    assert repr(progress).startswith("00  right, of 3: seven_times_six 1, double 2")
    progress.save(here / "class.csv")
    table = (here / "class.csv").read_text("utf-8")
    assert table.startswith("lesson,exercise,right,of\n00,seven_times_six,1,3\n00,double,2,3\n01,")
    assert "ada" not in table + repr(progress) + progress._repr_html_()
