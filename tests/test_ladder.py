"""The ladder of feedback: every rung is reached, and nothing a reader may write makes it fall."""

import itertools
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lessons_lib import Linear, Node, lesson
from lessons_lib.exercises import Exercise, Exercises, Mistake, Option, Question, number, read_questions

STAGES = {
    "not started",
    "raised an error",
    "returned nothing",
    "changed its input",
    "a known mistake",
    "wrong type",
    "wrong shape",
    "wrong value",
    "right",
}
FIRST, SECOND = np.array([1.0, 2.0]), np.array([3.0, 0.0])


def double(x):
    return 2 * x


FUNCTION = Exercise(
    "double",
    double,
    cases=((FIRST,), (SECOND,)),
    mistakes=(Mistake(np.square, "That is the square."),),
    hints=("Twice as much.", "Use `2 * x`, if x < 3 & x > 0."),
    praise="As it should be.",
)
NUMBER = Exercise("three", 3.0, mistakes=(Mistake(-3.0, "Mind the sign."),))
THIRDS = Exercise("thirds", (1 / 3, 2 / 3), tolerance=0.005)
ROWS = Exercise("rows", [[1.0, 2.0], [3.0, 4.0]])
TRUTH = Exercise("truth", True)
WORD = Exercise("word", "neuron")
PAIR = Exercise("pair", (1.0, FIRST, "and"))
TABLE = Exercise("table", {"neuron": 1})
MANY = Exercise("gate", (1.0, -0.5), observe=lambda weights: float(weights[0]) + float(weights[1]) > 0)
EXERCISES = (FUNCTION, NUMBER, TRUTH, WORD, PAIR, TABLE, MANY)


def prints(x):
    print(2 * x)


def divides_by_zero(x):
    n = len(x)
    return n // 0


def helper_fails(x):
    return divides_by_zero(x)


def changes(x):
    x *= 2
    return x


def recurses(x):
    return recurses(x)


def leaves(x):
    exit()


def interrupted(x):
    raise KeyboardInterrupt


def test_a_list_of_words_may_not_be_changed_either():
    exercise = Exercise("rest", solution=lambda words: words[1:], cases=((["never", "too", "late"],),))
    assert exercise.check(lambda words: words[1:])
    assert exercise.check(lambda words: words.pop(0) and words).stage == "changed its input"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (["late"], " Missing: too."),
        (["late", "too", "too"], " Too many: too."),
        (["too", "late"], " Only the order is wrong."),
        ([], "is an empty list. Missing: late."),
    ],
)
def test_a_list_that_is_wrong_is_told_what_is_missing_or_too_many_or_out_of_order(answer, words):
    feedback = Exercise("rest", solution=lambda: ["late", "too"]).check(lambda: answer)
    assert feedback.stage == "wrong value" and feedback.message.endswith(words)


@pytest.mark.parametrize(
    ("answer", "stage", "words"),
    [
        (..., "not started", "in place of the `...`"),
        (lambda x: ..., "not started", "in place of the `...`"),
        (lambda x: (..., x), "not started", "in place of the `...`"),
        (lambda x: None, "returned nothing", "forget `return`"),
        (prints, "returned nothing", "`return` instead of `print`"),
        (lambda x: 2 * x if x[1] else None, "returned nothing", "For [3., 0.]: your function runs but gives nothing"),
        (divides_by_zero, "raised an error", "For [1., 2.]: ZeroDivisionError in line 3 of your function"),
        (helper_fails, "raised an error", "ZeroDivisionError in line 2 of your function"),
        (lambda: 2, "raised an error", "TypeError when it was called with 1 argument:"),
        (recurses, "raised an error", "RecursionError"),
        (leaves, "raised an error", "SystemExit in line 2"),
        (lambda x: math.exp(x), "raised an error", "For arrays take `np.exp`"),
        (lambda x: max(0, x), "raised an error", "For arrays take `np.where`, `np.maximum(x, y)`"),
        (lambda x: x ^ 2, "raised an error", "written `**`"),
        (lambda x: x.tolist() * 0.5, "raised an error", "make an array of it"),
        (lambda x: x.tolist() - 1, "raised an error", "make an array of it"),
        (lambda x: x @ np.ones((3, 2)), "raised an error", "as many columns in x as rows in W"),
        (lambda x: x + np.ones(3), "raised an error", "look at the `.shape` of both"),
        (lambda x: len(x)(2), "raised an error", "needs its `*`"),
        (lambda x: x(1), "raised an error", "One element is `p[2]`, in square brackets"),
        (lambda x: x.tolist()[2], "raised an error", "the places of a list go from 0"),
        (interrupted, "raised an error", "a loop that never ends"),
        (changes, "changed its input", "x.copy()"),
        (np.square, "a known mistake", "That is the square."),
        (3.0, "wrong type", "A function is asked for, this is a single number, 3. Name it without brackets: `double`."),
        (None, "wrong type", "A function is asked for, this is None. Name it"),
        (lambda x: "six", "wrong type", "An array of shape (2,) is asked for, this is a text, six."),
        (lambda x: {1: 2}, "wrong type", "this is a dict, {1: 2}"),
        (lambda x: double, "wrong type", "this is the function `double`"),
        (lambda x: True, "wrong type", "this is a truth value (True or False), True"),
        (lambda x: ["2", "4"], "wrong type", "this is a list, ['2', '4']"),
        (lambda x: [None, 4.0], "wrong type", "this is a list, [None, 4.0]"),
        (lambda x: x * 2j, "wrong type", "this is a ndarray"),
        (lambda x: (y for y in x), "wrong value", "For [1., 2.]: [2., 4.] is expected, yours is [1., 2.]."),
        (lambda x: (y / 0 for y in x.tolist()), "raised an error", "ZeroDivisionError"),
        (lambda x: itertools.count(), "wrong shape", "yours is an array of shape (100000,)."),
        (lambda x: 2 * x + 3e-5, "wrong value", "[2., 4.] is expected, yours is [2.00003, 4.00003]."),
        (np.sum, "wrong shape", "For [1., 2.]: an array of shape (2,) is expected, yours is a single number."),
        (lambda x: [2 * x], "wrong shape", "yours is an array of shape (1, 2)"),
        (lambda x: x + 1, "wrong value", "For [1., 2.]: [2., 4.] is expected, yours is [2., 3.]."),
        (lambda x: 2 * x + (x == 0), "wrong value", "For [3., 0.]: [6., 0.] is expected, yours is [6., 1.]."),
        (lambda x: x * np.nan, "wrong value", "yours is [nan, nan]"),
        (double, "right", "As it should be."),
        (lambda x: [2 * y for y in x], "right", ""),
        (lambda x: 2 * Node(x), "right", ""),
        (lambda x: [2 * Node(y) for y in x], "right", ""),
        (lambda x: (2 * y for y in x), "right", ""),
        (lambda x: map(lambda y: 2 * Fraction(y), x), "right", ""),
        (lambda x: np.array([2 * Fraction(y) for y in x]), "right", ""),
        (lambda x: 2 * x + 1e-9, "right", ""),
    ],
)
def test_a_function_climbs_to_its_rung(answer, stage, words):
    feedback = FUNCTION.check(answer)
    assert feedback.stage == stage and words in feedback.message
    assert bool(feedback) is (stage == "right")


@pytest.mark.parametrize(
    ("exercise", "answer", "stage", "words"),
    [
        (NUMBER, ..., "not started", "Put your answer"),
        (NUMBER, None, "returned nothing", "None"),
        (NUMBER, -3, "a known mistake", "Mind the sign."),
        (NUMBER, 2, "wrong value", "It is not 2."),
        (THIRDS, (0.3, 0.7), "wrong value", "rounded too much"),
        (THIRDS, (0.3, 0.6), "wrong value", "It is not (0.3, 0.6)"),
        (THIRDS, (0.33, 0.5), "wrong value", "The second number, 0.5, is not right; the rest is."),
        (THIRDS, (Fraction(1, 3), Node(0.5)), "wrong value", "The second number, 0.5, is not right; the rest is."),
        (THIRDS, (Fraction(1, 3), Node(2 / 3)), "right", ""),
        (THIRDS, (Fraction(1, 3), Decimal("0.67")), "right", ""),
        (THIRDS, (share / 3 for share in (1, 2)), "right", ""),
        (THIRDS, 1 / 3, "wrong shape", "Write two numbers with a comma between them, this is a single number, 0.3333"),
        (THIRDS, (1, 2, 3), "wrong shape", "Write two numbers with a comma between them, this is an array"),
        (THIRDS, "1/3, 2/3", "wrong type", "Write two numbers with a comma between them, this is a text, 1/3, 2/3."),
        (ROWS, [[1, 2], [3, 5]], "wrong value", "The second row, [3, 5], is not right; the rest is."),
        (ROWS, [[1, 3], [3, 5]], "wrong value", "It is not [[1, 3], [3, 5]]."),
        (THIRDS, (0, 1), "wrong value", "It is not (0, 1)"),
        (THIRDS, (0.33, 0.67), "right", ""),
        (NUMBER, "3", "wrong type", "A single number is asked for, this is a text, 3."),
        (NUMBER, np.False_, "wrong type", "this is a truth value (True or False), False"),
        (NUMBER, 10**400, "wrong type", "this is a int"),
        (NUMBER, double, "wrong type", "the function `double`"),
        (NUMBER, [3.0], "wrong shape", "A single number is expected, yours is an array of shape (1,)."),
        (NUMBER, np.int64(3), "right", ""),
        (TRUTH, np.True_, "right", ""),
        (TRUTH, np.False_, "wrong value", "It is not False."),
        (TRUTH, 1, "wrong type", "A truth value (True or False) is asked for, this is a single number, 1."),
        (WORD, np.str_("neuron"), "right", ""),
        (WORD, "Neuron", "wrong value", "It is not Neuron."),
        (WORD, 1, "wrong type", "A text is asked for"),
        (PAIR, [1, [1, 2], "and"], "right", ""),
        (PAIR, (1, FIRST, "or"), "wrong value", "The third part, or, is not right; the rest is."),
        (PAIR, (2, FIRST, "or"), "wrong value", "It is not (2, "),
        (PAIR, [..., FIRST, "and"], "not started", ""),
        (PAIR, 1, "wrong shape", "Write three things with commas between them, this is a single number, 1."),
        (TABLE, {"neuron": 1.0}, "right", ""),
        (TABLE, {"neuron": 2}, "wrong value", "It is not {"),
        (MANY, [5, -4], "right", ""),
        (MANY, np.array([0.1, 0.2]), "right", ""),
        (MANY, (1, -2), "wrong value", "This is a truth value (True or False), False"),
        (MANY, 7, "wrong type", "Something like an array of shape (2,) is asked for, this is a single number, 7."),
    ],
)
def test_a_value_climbs_to_its_rung(exercise, answer, stage, words):
    feedback = exercise.check(answer)
    assert feedback.stage == stage and words in feedback.message


BOTH = Exercise("both", lambda x: (x, 2 * x), cases=((3.0,),))
GRADIENTS = Exercise("gradients", lambda x: (np.outer(x, x), 2 * x), cases=((FIRST,),))
RULE = Exercise("rule", lambda x: (x, np.negative), cases=((FIRST,),), observe=lambda rule: (rule[0], rule[1](rule[0])))


@pytest.mark.parametrize(
    ("exercise", "answer", "stage", "words"),
    [
        (BOTH, lambda x: (x, x), "wrong value", "For 3.0: the second of two results is wrong: 6 is expected, yours is"),
        (BOTH, lambda x: [Node(x), 2 * x], "right", ""),
        (BOTH, lambda x: x, "wrong shape", "For 3.0: return two numbers with a comma between them, this is a single"),
        (BOTH, lambda x: (x, FIRST), "wrong shape", "the second of two results is wrong: a single number is expected"),
        (GRADIENTS, lambda x: (x, x), "wrong shape", "the first of two results is wrong: an array of shape (2, 2) is"),
        (GRADIENTS, lambda x: (np.outer(x, x), x), "wrong value", "the second of two results is wrong: [2., 4.] is"),
        (GRADIENTS, lambda x: 2 * x[:1], "wrong shape", "return two things with a comma between them, this is"),
        (GRADIENTS, lambda x: "no", "wrong type", "return two things with a comma between them, this is a text, no."),
        (RULE, lambda x: (x, np.abs), "wrong value", "the second of two results is wrong: [-1., -2.] is expected"),
        (RULE, lambda x: (x, lambda: x), "wrong type", "this is a tuple, (array([1., 2.]), a function)."),
    ],
)
def test_an_answer_of_several_parts_is_told_which_is_wrong(exercise, answer, stage, words):
    feedback = exercise.check(answer)
    assert feedback.stage == stage and words in feedback.message


def test_a_number_may_be_a_fraction_or_a_node():
    assert [number(x) for x in (Fraction(1, 2), Node(0.5), np.float32(0.5), Decimal("0.5"))] == [0.5] * 4


def test_numbers_worked_by_hand_may_be_rounded():
    by_hand = Exercise("sigmoid", 0.7310586, tolerance=0.01)
    assert by_hand.check(0.73) and not by_hand.check(0.71)


def test_the_cases_survive_an_answer_that_changes_them():
    FUNCTION.check(changes)
    np.testing.assert_array_equal(FUNCTION.cases[0][0], [1, 2])
    assert FUNCTION.check(double)


def test_a_number_in_a_case_is_shown_as_a_reader_writes_it():
    third = Exercise("double", double, cases=((np.float64(1 / 3),),))
    assert third.check(lambda x: x).message == "For 0.333333: 0.666667 is expected, yours is 0.333333."


@pytest.mark.parametrize("argument", [np.tanh, Linear(2, 2), {"a": 1}, "word", np.random.default_rng(0)], ids=type)
def test_an_argument_that_is_no_array_has_not_changed(argument):
    assert Exercise("second", lambda ignored, x: x, cases=((argument, FIRST),)).check(lambda ignored, x: x)


class Odd:
    """An object that can be neither compared nor shown nor made an array."""

    def refuse(self, *arguments, **settings):
        raise RuntimeError

    __eq__ = __repr__ = __str__ = __array__ = __len__ = refuse


NESTED = [[]]
NESTED[0] = NESTED
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | hnp.arrays(hnp.scalar_dtypes(), hnp.array_shapes(max_dims=2, max_side=3))
    | st.sampled_from([..., NESTED, Node(3.0), Linear, np, np.ma.masked, {"neuron": FIRST}])
    | st.builds(Odd)
    | st.builds(pow, st.just(10), st.just(5000))
)
JUNK = st.recursive(VALUES, lambda item: st.lists(item, max_size=3) | st.tuples(item, item, item) | st.sets(st.text()))


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.sampled_from(EXERCISES), JUNK, st.booleans())
def test_whatever_comes_is_answered_in_words_and_twice_the_same(exercise, junk, as_function):
    answer = (lambda *_: junk) if as_function else junk
    feedback = exercise.check(answer)
    assert feedback.stage in STAGES and feedback.message
    assert repr(feedback) == repr(exercise.check(answer))
    assert feedback.stage in feedback._repr_html_()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_the_solution_is_right_and_each_mistake_is_known(exercise):
    assert exercise.check(exercise.solution)
    for mistake in exercise.mistakes:
        assert exercise.check(mistake.answer).message == mistake.message


def test_the_solution_is_shown_as_it_is_written():
    assert FUNCTION.solution_text == "def double(x):\n    return 2 * x"
    assert NUMBER.solution_text == "3.0"


def test_hints_unfold_one_inside_the_other_and_the_solution_last():
    html = FUNCTION.check(...)._repr_html_()
    parts = ("Hint 1 of 2", "Twice", "Hint 2 of 2", "<code>2 * x</code>", "solution", "def double")
    places = [html.index(part) for part in parts]
    assert places == sorted(places) and html.count("</details>") == 3


def test_what_the_reader_writes_is_escaped():
    html = WORD.check("<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "x &lt; 3 &amp; x &gt; 0" in FUNCTION.check(...)._repr_html_()


def test_feedback_reads_as_one_line():
    line = "three: wrong value. It is not 2. Work it out once more; the hints below go step by step."
    assert repr(NUMBER.check(2)) == line


QUESTION = Question("why", "Why <b>?", (Option("a < b", "So it is.", right=True), Option("b", "No, since `a`.")))


@pytest.fixture
def lesson_of_one(monkeypatch):
    only = lesson("00")
    monkeypatch.setattr(only, "exercises", {"double": FUNCTION})
    monkeypatch.setattr(only, "questions", {"why": QUESTION})
    monkeypatch.setattr(only, "quiz_questions", (QUESTION, QUESTION))
    return only


def test_a_lesson_checks_by_name(lesson_of_one):
    assert lesson_of_one.check("double", double)
    assert lesson_of_one.check("double").stage == "not started"


@pytest.mark.parametrize(
    ("name", "words"), [("duoble", "Did you mean “double”?"), ("xyz", "It has double."), (7, "It has"), ([], "It has")]
)
def test_an_unknown_exercise_names_the_nearest(lesson_of_one, name, words):
    feedback = lesson_of_one.check(name, double)
    assert feedback.stage == "unknown exercise" and words in feedback.message and words in feedback._repr_html_()


def test_an_unknown_lesson_names_the_known():
    with pytest.raises(ValueError, match="numbered 00, 01.*got 99"):
        lesson(99)


def test_a_question_shows_its_options_and_answers_back_when_unfolded(lesson_of_one):
    question = lesson_of_one.ask("why")
    assert repr(question) == "Why <b>?\n  (a) a < b\n  (b) b"
    html = question._repr_html_()
    for part in ("Why &lt;b&gt;?", "a &lt; b", "Right.", "So it is.", "No.", "since <code>a</code>"):
        assert part in html


def test_a_quiz_shows_its_questions_one_below_the_other(lesson_of_one):
    quiz = lesson_of_one.quiz()
    assert repr(quiz) == f"{QUESTION!r}\n\n{QUESTION!r}" and quiz._repr_html_() == 2 * QUESTION._repr_html_()


@pytest.mark.parametrize("rights", [0, 2])
def test_a_question_has_exactly_one_right_option(rights):
    options = tuple(Option(str(i), "", right=i < rights) for i in range(3))
    with pytest.raises(ValueError, match="'odd' needs exactly one right option"):
        Question("odd", "?", options)


# ── how exercises and questions are written ─────────────────────────────────────────────────────────────────────

declared = Exercises()


@declared.code(
    cases=((3.0,), (1.0,)),
    hints=("def is no part of the solution that is shown.",),
)
def triple(x):
    return 3 * x


declared.mistakes(
    lambda x: x**3,
    "That is the cube.",
    lambda x: x + 3,
    "You added 3.",
)


def test_an_exercise_is_declared_above_its_solution_and_its_mistakes_below():
    exercise = declared["triple"]
    assert triple(2) == 6 and exercise.check(triple)
    assert exercise.check(lambda x: x + 3).message == "You added 3."
    assert exercise.solution_text == "def triple(x):\n    return 3 * x"


def test_what_an_answer_prints_is_shown_and_escaped():
    def talks(x):
        print("x is", x, "<b>")
        return 2 * x

    feedback = FUNCTION.check(talks)
    assert feedback and feedback.printed == "x is [1. 2.] <b>\nx is [3. 0.] <b>\n"
    assert "x is [3. 0.] &lt;b&gt;" in feedback._repr_html_() and "It printed:" in repr(feedback)
    assert len(FUNCTION.check(lambda x: print("a" * 10_000)).printed) < 1100


QUESTIONS = """\
# In the lesson

## first
What is asked,
and goes on?

- [ ] one
      and more
  > Why one
  > is wrong.
- [x] two
  > Right.

# Quiz

## last

Again?
- [x] yes
  > So it is.
- [ ] no
  > No.
"""


def test_questions_are_read_from_markdown(tmp_path):
    (tmp_path / "questions.md").write_text(QUESTIONS, "utf-8")
    (first,), (last,) = read_questions(tmp_path / "questions.md")
    assert (first.name, first.text) == ("first", "What is asked, and goes on?")
    assert first.options == (Option("one and more", "Why one is wrong."), Option("two", "Right.", True))
    assert last.name == "last"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- [x] two", "- [ ] two", "line 14: first above needs options"),
        ("  > Right.\n", "", "line 13: '# Quiz' is not expected here"),
        ("# Quiz", "# Quizz", "line 14: a section is called In the lesson or Quiz, not 'Quizz'"),
        ("## first", "## first one", "line 3: '## first one' is not expected"),
        ("What is asked,\nand goes on?", "", "line 6: '- [ ] one' is not expected"),
        ("# In the lesson\n", "", "line 2: '## first' is not expected"),
        ("- [ ] no\n  > No.", "", "line 22: 'And' is not expected"),
    ],
)
def test_a_form_that_is_wrong_is_told_with_file_and_line(tmp_path, old, new, words):
    text = QUESTIONS.replace(old, new) + ("And\n" if "And" in words else "")
    (tmp_path / "questions.md").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=f"questions.md of {tmp_path.name}, ") as told:
        read_questions(tmp_path / "questions.md")
    assert words in str(told.value)
