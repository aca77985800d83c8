"""What a reader types, names or loads never becomes HTML or code, and nothing that is loaded can run."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib.exercises.quiz import Option, Question
from lessons_lib.lessons import NUMBERS
from .test_architecture import LIBRARY

SCRIPT = '</pre><script id="theirs">alert(1)</script><img src=x onerror="alert(2)">'


def elements(html):
    """The names of all elements in a piece of HTML, and the names of their attributes."""
    found = set()
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attributes: found.update([tag, *(name for name, _ in attributes)])
    reader.feed(html)
    return found


def is_text(html):
    """Whether nothing of SCRIPT is an element in this HTML."""
    return not elements(html) & {"script", "img", "onerror"}


def test_this_test_finds_what_it_looks_for():
    assert not is_text(f"<p>{SCRIPT}</p>")


@pytest.mark.parametrize("number", NUMBERS)
def test_an_answer_is_never_html(number):
    lesson = ll.lesson(number)

    def named(*arguments):
        raise ValueError(SCRIPT)

    named.__name__ = SCRIPT
    for name in lesson.exercises:
        for answer in (SCRIPT, [SCRIPT], {SCRIPT: 1}, named, lambda *_: SCRIPT):
            assert is_text(lesson.check(name, answer)._repr_html_()), name


def test_names_that_a_lesson_does_not_know_are_never_html():
    lesson = ll.lesson("01")
    for found in (lesson.check(SCRIPT, 1), Question(SCRIPT, SCRIPT, (Option(SCRIPT, SCRIPT, True),))):
        assert is_text(found._repr_html_())


def test_lines_to_write_in_are_never_html():
    """The code below a widget holds what was written in it."""
    explorer = ll.widgets.playground()
    for control in explorer.controls.values():
        if isinstance(control.value, str) and hasattr(control, "continuous_update"):
            control.value = SCRIPT
            assert is_text(explorer._code.value) and is_text(explorer._goal_list.value)
            explorer.reset()


def test_words_and_file_names_with_html_are_words_and_names(tmp_path):
    vectors = ll.word2vec.WordVectors(["<script>", "b"], np.eye(2))
    vectors.save_word2vec_format(tmp_path / "<b>.txt")
    assert type(vectors).load_word2vec_format(tmp_path / "<b>.txt").index_to_key == ["<script>", "b"]


def test_nothing_that_is_loaded_can_run():
    """No pickle, which NumPy reads only if it is told to; one eval, of formulas that the module itself names."""
    runs = re.compile(r"\bpickle\b|\ballow_pickle\s*=\s*True|(?<![\w.])(eval|exec)\(|shell\s*=\s*True|yaml\.load\(")
    found = [f"{path.name}: {match[0]}" for path in LIBRARY.rglob("*.py")
             for match in runs.finditer(path.read_text("utf-8"))]
    assert found == ["playground_run.py: eval("]


def test_no_server_of_ours_opens_its_door():
    """JupyterLab listens on loopback and asks for a token unless it is told otherwise; nothing here tells it so."""
    root = LIBRARY.parent
    files = [root / "run.py", *(path for path in (root / "etc").rglob("*.json"))]
    for path in files:
        assert not re.search(r"0\.0\.0\.0|ServerApp\.ip|token|password|disable_check_xsrf|allow_origin",
                             path.read_text("utf-8")), path


def test_settings_of_numpy_outside_change_no_verdict():
    with np.errstate(all="raise"), np.printoptions(precision=1, threshold=2, suppress=True, linewidth=20):
        for number in NUMBERS:
            lesson = ll.lesson(number)
            for name, exercise in lesson.exercises.items():
                assert lesson.check(name, exercise.solution), name
