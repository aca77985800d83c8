"""Every exercise of every lesson, from the untouched stub to the solution, and what notebooks ask for of them."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib.lessons import NUMBERS


NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
LESSONS = {number: ll.lesson(number) for number in NUMBERS}
EXERCISES = [
    pytest.param(exercise, id=f"{number}-{name}")
    for number, lesson in LESSONS.items()
    for name, exercise in lesson.exercises.items()
]
MISTAKES = [
    pytest.param(*case.values, mistake, id=f"{case.id}-{i}")
    for case in EXERCISES
    for i, mistake in enumerate(case.values[0].mistakes, start=1)
]
QUESTIONS = [
    pytest.param(question, id=f"{number}-{question.name}")
    for number, lesson in LESSONS.items()
    for question in (*lesson.questions.values(), *lesson.quiz_questions)
]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_untouched_stub_is_not_started(exercise):
    stub = (lambda *arguments: ...) if callable(exercise.solution) else ...
    assert exercise.check(stub).stage == "not started"


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_is_right(exercise):
    assert exercise.check(exercise.solution)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_that_is_shown_runs_in_the_notebook_and_is_right(exercise):
    names = {"np": np, "ll": ll}
    if callable(exercise.solution):
        exec(exercise.solution_text, names)
        answer = names[exercise.name]
    else:  # what stands on the right: cells have names of their own on the left
        answer = eval(exercise.solution_text, names)
    assert exercise.check(answer)


@pytest.mark.parametrize("exercise, mistake", MISTAKES)
def test_each_known_mistake_gets_its_own_message(exercise, mistake):
    feedback = exercise.check(mistake.answer)
    assert (feedback.stage, feedback.message) == ("a known mistake", mistake.message)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_helps_and_never_raises(exercise):
    assert exercise.hints
    for junk in (None, "abc", [], {}, np.nan, np.zeros((2, 2)), print, lambda: 1, lambda *x: None, object()):
        assert not exercise.check(junk)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_option_of_a_question_answers(question):
    assert 2 <= len(question.options) <= 5
    assert all(option.why for option in question.options)


def sources(number):
    (path,) = NOTEBOOKS.glob(f"{number}_*.ipynb")
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")


@pytest.mark.parametrize("number", NUMBERS)
def test_notebook_and_exercises_name_the_same_things(number):
    code = sources(number)
    asked = re.findall(r'"(\w+)"', " ".join(re.findall(r"lesson\.ask\(([^)]*)\)", code)))
    assert set(re.findall(r'lesson\.check\("(\w+)"', code)) == set(LESSONS[number].exercises)
    assert sorted(asked) == sorted(LESSONS[number].questions)
    assert f'll.lesson("{number}")' in code and "lesson.quiz()" in code


def test_an_unknown_exercise_is_told_and_not_raised():
    feedback = ll.lesson("01").check("neurn", 1)
    assert not feedback and "neuron" in feedback.message
