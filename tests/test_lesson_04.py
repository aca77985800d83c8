"""Lesson 04, output layers: what the text says is true, and the widgets do what it asks of them."""

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib import widgets
from lessons_lib.lessons.lesson_04.exercises import naive_softmax, stable_softmax
from lessons_lib.lessons.lesson_04.widgets import CASES, FITTING, NAMES, VERDICTS

from .hands import drag, reached

LOGITS = np.array([2.0, 1.0, 0.0])
PICNIC = ll.data.picnic()
HIDDEN = ll.relu(PICNIC.days @ PICNIC.W + PICNIC.b)


def test_the_three_days_through_the_linear_and_the_sigmoid_head():
    np.testing.assert_array_equal(HIDDEN[0], [1, 2, 0])
    np.testing.assert_array_equal(HIDDEN @ PICNIC.u, [2, -2, 5.5])
    assert round(float(ll.sigmoid(2.0)), 3) == 0.881


def test_the_logit_is_the_logarithm_of_the_odds():
    p = ll.sigmoid(np.array([-3.0, 0.0, 2.0]))
    np.testing.assert_allclose(np.log(p / (1 - p)), [-3, 0, 2], atol=1e-12)
    np.testing.assert_allclose(ll.sigmoid(np.array([4.0, 2.197])), [0.98, 0.9], atol=0.003)


def test_the_plans_worked_by_hand():
    V, c = np.array([[1.0, 1.0, -1.0], [0.5, 0.0, 0.0], [-1.0, -2.0, 1.0]]), np.array([0.0, 0.0, 1.0])
    np.testing.assert_array_equal(HIDDEN[0] @ V + c, LOGITS)
    np.testing.assert_array_equal(np.round(np.exp(LOGITS), 2), [7.39, 2.72, 1])
    np.testing.assert_array_equal(np.round(ll.softmax(LOGITS), 3), [0.665, 0.245, 0.090])
    assert round(float(ll.softmax([4.0, 1.0, 0.0])[0]), 3) == 0.936


def test_only_differences_count():
    np.testing.assert_allclose(ll.softmax(LOGITS + 100), ll.softmax(LOGITS))
    np.testing.assert_allclose(ll.softmax([1000.0, 1001.0, 1002.0]), ll.softmax(LOGITS)[::-1])
    assert np.isclose(np.divide(*ll.softmax(LOGITS)[:2]), np.e)


@pytest.mark.parametrize(
    ("kind", "fine", "breaks"),
    [("float64", 709.78, 709.79), ("float64", -745, -746), ("float32", 88, 89), ("float32", -103, -104)],
)
def test_where_the_naive_formula_breaks(kind, fine, breaks):
    with np.errstate(all="ignore"):
        assert np.isfinite(naive_softmax(np.array([fine], kind))).all()
        assert np.isnan(naive_softmax(np.array([breaks], kind))).all()


def test_just_before_it_breaks_its_shares_are_wrong():
    np.testing.assert_allclose(naive_softmax(LOGITS - 745), [4 / 7, 2 / 7, 1 / 7])
    np.testing.assert_array_equal(naive_softmax((LOGITS - 105).astype("float32")), [1, 0, 0])


def test_sigmoid_is_a_softmax_of_two():
    for z in (-30.0, -1.0, 0.0, 2.0, 800.0):
        assert np.isclose(ll.softmax([z, 0.0])[0], ll.sigmoid(z))


def test_an_untrained_network_can_be_certain():
    assert ll.softmax(ll.Linear(3, 3, seed=1)([20.0, 10.0, 30.0])).max() > 0.999


def test_the_explorers_goals_can_be_reached():
    explorer = widgets.softmax_explorer()
    ways = dict(temperature=0.2), dict(temperature=10.0), dict(logits="1, 1, 1"), dict(logits="2,1,0", shift=2.0)
    for i, values in enumerate(ways):
        explorer.set(**values)
        assert reached(explorer)[i]


def test_dragging_a_bar_moves_its_logit_and_no_other():
    explorer = widgets.softmax_explorer()
    explorer.set(shift=1.0)
    drag(explorer, 0, (0.5, 2.0), (0.9, 3.0))
    assert explorer.values["logits"] == "2, 2, 0"
    drag(explorer, 0, (0.9, 0.0), (0.9, -99.0))
    assert explorer.values["logits"].replace("−", "-") == "2, 2, -5"
    drag(explorer, 2, (0.5, 1.0))
    assert explorer.values["logits"].replace("−", "-") == "2, 2, -5"


def test_another_number_of_classes_is_welcome():
    explorer = widgets.softmax_explorer()
    explorer.controls["logits"].value = "1, -1, 0, 0"
    assert not explorer.picture.problem and "Logits 1, −1, 0, 0" in explorer.picture.alt
    labels = [tick.get_text() for tick in explorer.picture.figure.axes[0].get_xticklabels()]
    assert labels == ["1", "2", "3", "4"]
    explorer.controls["logits"].value = "1, 2, 3, 4, 5, 6"
    assert "2 to 5 numbers" in explorer.picture.problem


def test_the_readers_own_softmax_is_used_and_its_failure_told():
    for widget in (widgets.softmax_explorer, widgets.overflow):
        assert "0.665, 0.245, 0.090" in widget(softmax=stable_softmax).picture.alt
        explorer = widget(softmax=lambda z: np.exp(z).sum())
        assert "one number for each of the 3 logits" in explorer.picture.problem
    explorer = widgets.softmax_explorer(softmax=lambda z: 1 / 0 if z.max() > 2 else z)
    before = explorer.picture.frame
    explorer.set(shift=1.0)
    assert "ZeroDivisionError" in explorer.picture.problem and explorer.picture.frame == before
    assert explorer.values["shift"] == 1.0


def test_three_heads_goals_and_dragging():
    explorer = widgets.three_heads()
    explorer.set(z1=3, z2=3, z3=3)
    assert reached(explorer) == [True, False]
    explorer.set(z1=-3, z2=-3, z3=-3)
    assert reached(explorer) == [False, True] and "0.333, 0.333, 0.333, together 1.000" in explorer.picture.alt
    drag(explorer, 0, (0.8, 4.0))
    assert explorer.values == {"z1": -3, "z2": -3, "z3": 4}


@pytest.mark.parametrize(
    ("values", "goals"),
    [
        (dict(c=710, kind="float64"), [True, False, False]),
        (dict(c=90, kind="float32"), [True, True, False]),
        (dict(c=-750, kind="float64"), [True, False, True]),
        (dict(c=600, kind="float64"), [False, False, False]),
    ],
)
def test_the_overflow_widget_breaks_where_the_text_says(values, goals):
    explorer = widgets.overflow()
    explorer.set(**values)
    assert reached(explorer) == goals
    assert explorer.picture.alt.endswith("softmax gives 0.665, 0.245, 0.090.")


def test_each_question_has_one_head_that_fits_and_a_word_on_every_other():
    explorer = widgets.which_head()
    for i, question in enumerate(CASES):
        fitting = [head for head in NAMES if explorer.set(question=question, head=head) or reached(explorer)[i]]
        assert len(fitting) == 1 and NAMES[fitting[0]] is FITTING[CASES[question][0]]
    assert set(VERDICTS) == {(kind, head) for kind in FITTING for head in NAMES.values()}
