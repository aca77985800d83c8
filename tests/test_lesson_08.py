"""Lesson 08, training: what the text says is true, and the widgets do what it asks of them."""

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib.lessons.lesson_08.digits import INK, bitmap

from .hands import drag, reached

THREE = "9,7 12,4 16,3 20,5 21,9 18,13 15,14; 15,14 20,16 22,21 20,26 15,28 9,25"


def test_the_step_worked_by_hand():
    w, b, x = 0.0, 0.0, 2.0
    error = 0.5 - 1
    w, b = w - 0.1 * error * x, b - 0.1 * error
    assert (w, b, round(np.log1p(np.exp(-(w * x + b))), 3)) == (0.1, 0.05, 0.576)
    assert round(2 - 0.1 * (0.5 + 0.1 * 2), 2) == 1.93


def test_a_large_learning_rate_suits_sgd_on_the_circles():
    x, labels = ll.data.circles(100, noise=0.1, seed=0)
    model = ll.multilayer_network([2, 8, 1], ll.tanh, seed=0)
    optimiser = ll.SGD(model.parameters, 3)
    history = ll.train(model, x, labels[:, None], ll.binary_cross_entropy, optimiser, epochs=20, batch_size=20)
    assert history[-1].train_loss < 0.1


def test_stopped_after_its_best_epoch_the_network_of_the_moons_has_92_per_cent():
    (x, labels), (test_x, test_labels) = (ll.data.moons(100, noise=0.4, seed=seed) for seed in (0, 1))
    model = ll.multilayer_network([2, 64, 64, 1], ll.tanh, seed=0)
    optimiser, test = ll.Adam(model.parameters, learning_rate=0.01), (test_x, test_labels[:, None])
    history = ll.train(
        model, x, labels[:, None], ll.binary_cross_entropy, optimiser, epochs=52, batch_size=20, test=test
    )
    assert min(history, key=lambda epoch: epoch.test_loss) is history[51]
    assert (round(history[51].test_loss, 3), ll.accuracy(model(test_x), test_labels)) == (0.249, 0.92)


def test_what_is_missing_to_learn_nonsense():
    check = ll.lesson("08").exercises["learn_nonsense"].check
    assert check((32, 300)) and check((64, 60)) and check((20, 250))
    for settings, said in (((32, 100), "or both"), ((8, 300), "more neurons"), ((256, 40), "few epochs")):
        assert said in check(settings).message


def test_drawings_become_bitmaps_like_those_of_the_data():
    assert not bitmap([]).any()
    for line in ([[16, 4], [16, 28]], [[14, 14], [15, 15]], [[2, 16], [30, 17]], [[1, 1], [1, 31], [31, 31], [31, 1]]):
        black = bitmap([np.array(line, float)])
        rows, columns = (np.flatnonzero(black.any(axis=axis)) for axis in (1, 0))
        assert abs(rows[0] + rows[-1] - 31) <= 1 and abs(columns[0] + columns[-1] - 31) <= 1
        assert black.mean() <= INK + 0.15
    assert bitmap([np.array([[16.0, 4.0], [16.0, 28.0]])]).any(axis=1).sum() >= 30
    assert 0.2 < bitmap([np.array([[8.0, 8.0]])]).mean() * 1024 / (np.pi * 25) < 1.5  # a dot


def test_the_share_of_black_is_that_of_the_data():
    assert ll.data.digits()[0].x.mean() == pytest.approx(INK, abs=0.01)


def test_drawing_a_three_stroke_by_stroke():
    explorer = ll.widgets.draw_digit()
    for stroke in THREE.split(";"):
        drag(explorer, 0, *([float(number) for number in point.split(",")] for point in stroke.split()))
    assert explorer.values["strokes"].count(";") == 1
    assert reached(explorer) == [True, False, False] and "read as 3" in explorer.picture.alt
    explorer.reset()
    assert explorer.values["strokes"] == "" and "empty sheet" in explorer.picture.alt


def test_the_other_goals_of_drawing_can_be_reached():
    explorer = ll.widgets.draw_digit()
    explorer.set(strokes="22,4 11,4 10,14 16,13 21,16 22,21 20,26 15,28 9,26")
    assert reached(explorer) == [False, True, False]
    explorer.set(strokes="16,16")
    assert explorer.picture.alt.startswith("Your drawing")
    explorer.set(strokes="4,4 28,28; 28,4 4,28")
    assert not explorer.picture.problem


def test_test_digits_are_read_as_they_are():
    explorer, right = ll.widgets.draw_digit(), 0
    for digit in range(10):
        explorer.set(shown=f"test digit {digit}")
        assert explorer.picture.alt.startswith(f"The test digit {digit} is read as ")
        right += f"read as {digit}" in explorer.picture.alt
    assert right >= 8


def test_a_reader_of_ones_own_draws_and_fails_in_its_own_name():
    explorer = ll.widgets.draw_digit(lambda x: np.eye(10)[[4]] * 9)
    assert "read as 4" in explorer.picture.alt
    assert "ZeroDivisionError" in ll.widgets.draw_digit(lambda x: 1 / 0).picture.problem


def test_the_mistakes_and_their_goals():
    explorer = ll.widgets.misread_digits()
    assert "of 359 digits are misread" in explorer.picture.alt
    drag(explorer, 0, (1.2, 7.9))
    assert explorer.values == {"label": 8, "guess": 1}
    ways = [reached(explorer, label=label, guess="any")[0] for label in range(10)]
    assert any(ways) and not all(ways)
    assert any(reached(explorer, label=digit, guess=digit)[1] for digit in range(10))
    assert "found, the first 10 shown" in explorer.picture.alt
