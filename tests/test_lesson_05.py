"""Lesson 05, losses: what its text claims, and what its widgets do."""

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib.lessons.lesson_05 import widgets as losses
from lessons_lib.lessons.lesson_05.widgets import squared_errors, surprise, two_losses

from .hands import drag, reached

PICNIC = ll.data.picnic()
OUTPUTS, STAYED = ll.relu(PICNIC.days @ PICNIC.W + PICNIC.b) @ PICNIC.u, np.array([3.0, 0.0, 5.0])


# ── claims ──────────────────────────────────────────────────────────────────────────────────────────────────────

def test_the_picnic_network_and_its_squared_errors():
    np.testing.assert_array_equal(OUTPUTS, [2, -2, 5.5])
    np.testing.assert_array_equal((OUTPUTS - STAYED) ** 2, [1, 4, 0.25])
    assert ll.mean_squared_error(OUTPUTS, STAYED) == 1.75


def test_the_lecture_by_hand_with_numpy_and_with_the_library():
    p = np.array([0.6, 0.3, 0.1])
    np.testing.assert_allclose(-np.log2(p), [0.74, 1.74, 3.32], atol=0.005)
    np.testing.assert_allclose(-np.log(p), [0.51, 1.20, 2.30], atol=0.005)
    np.testing.assert_allclose([ll.cross_entropy(np.log(p), label) for label in range(3)], -np.log(p))


def test_the_plans_of_lesson_04_and_their_loss():
    np.testing.assert_allclose(ll.softmax([2.0, 1.0, 0.0]), [0.665, 0.245, 0.090], atol=0.0005)
    assert ll.cross_entropy([2.0, 1.0, 0.0], 1) == pytest.approx(1.41, abs=0.005)
    assert ll.cross_entropy(ll.softmax([2.0, 1.0, 0.0]), 0) == pytest.approx(0.80, abs=0.005)
    assert ll.cross_entropy([-800.0, 0.0], 0) == 800


def test_the_cautious_forecaster_wins_by_a_hair():
    def score(p, right):
        return -(right * np.log(p) + (1 - right) * np.log(1 - p))

    a, b, honest = score(0.6, 0.6), score(0.999, 0.9), score(0.9, 0.9)
    assert honest < a < b and (round(a, 2), round(b, 2), round(honest, 2)) == (0.67, 0.69, 0.33)
    assert 0.1 * -np.log(0.001) > a  # the one wrong day alone


def test_cross_entropy_in_general_is_the_mean_surprise_of_the_forecaster():
    shares, days = np.array([0.9, 0.1]), np.arange(10) < 9
    general = {p: -np.sum(shares * np.log([p, 1 - p])) for p in (0.999, 0.9, 0.5)}
    for p, loss in general.items():
        assert loss == pytest.approx(ll.binary_cross_entropy(np.full(10, np.log(p / (1 - p))), days))
    forecasts = np.linspace(0.01, 0.99, 99)
    losses = -0.9 * np.log(forecasts) - 0.1 * np.log(1 - forecasts)
    assert forecasts[losses.argmin()] == pytest.approx(0.9)


def test_surprises_add_where_chances_multiply():
    assert -np.log2(0.5**10) == 10 and -np.log(0.6 * 0.3) == pytest.approx(-np.log(0.6) - np.log(0.3))


def test_on_a_saturated_sigmoid_only_cross_entropy_has_a_slope():
    assert ll.numerical_gradient(losses.squared_error, -6.0) == pytest.approx(-0.0049, abs=5e-5)
    assert ll.numerical_gradient(losses.cross_entropy, -6.0) == pytest.approx(-0.9975, abs=5e-5)
    assert ll.numerical_gradient(losses.squared_error, 0.0) == pytest.approx(-0.25)
    assert ll.numerical_gradient(losses.cross_entropy, 0.0) == pytest.approx(-0.5)
    z = np.linspace(-8, 8, 33)
    p = ll.sigmoid(z)
    for loss, slopes in ((losses.squared_error, 2 * (p - 1) * p * (1 - p)), (losses.cross_entropy, p - 1)):
        np.testing.assert_allclose(np.diag(ll.numerical_jacobian(loss, z)), slopes, atol=1e-9)


@pytest.mark.parametrize("loss, steps", [(losses.squared_error, 249), (losses.cross_entropy, 17)])
def test_steps_from_a_bad_start(loss, steps):
    path = ll.gradient_descent(loss, -6.0, learning_rate=1.0, steps=300)
    assert np.argmax(ll.sigmoid(path.points) > 0.9) == steps


def test_mean_and_median_are_the_best_constants():
    targets = np.array([1.0, 2.0, 2.0, 3.0, 12.0])
    c = np.linspace(0, 12, 1201)
    assert c[np.mean((targets[:, None] - c) ** 2, axis=0).argmin()] == pytest.approx(targets.mean())
    assert c[np.mean(np.abs(targets[:, None] - c), axis=0).argmin()] == pytest.approx(np.median(targets))


# ── squares ─────────────────────────────────────────────────────────────────────────────────────────────────────

def test_the_goals_of_the_squares_can_be_reached():
    explorer = squared_errors()
    explorer.set(slope=0.6, intercept=0.5)
    assert reached(explorer) == [True, False, False]
    explorer.set(slope=-0.5, intercept=4.7)
    assert reached(explorer) == [False, True, False] and "their mean is 0.00" in explorer.picture.alt
    explorer.set(y="1, 2, 2.5, 4, 0")  # one point is enough
    assert reached(explorer)[2]


def test_an_area_in_the_picture_is_the_number_that_is_told():
    explorer = squared_errors()
    (mean,) = (patch for patch in explorer.picture.figure.axes[0].patches if patch.get_width())
    assert mean.get_width() == mean.get_height() and mean.get_width() ** 2 == pytest.approx(4.9)
    assert "squares 4.90" in explorer.picture.alt and explorer.picture.figure.axes[0].get_aspect() == 1


def test_ends_and_points_can_be_dragged():
    explorer = squared_errors()
    drag(explorer, 0, (8, 1), (8, 5))
    assert explorer.values["slope"] == pytest.approx(0.5) and explorer.values["intercept"] == pytest.approx(1)
    drag(explorer, 0, (0, 1), (0, 3))
    assert explorer.values["intercept"] == pytest.approx(3) and explorer.values["slope"] == pytest.approx(0.25)
    drag(explorer, 0, (7, 4.5), (6, 0.5), (6, -9))
    assert explorer.values["y"] == "1, 2, 2.5, 4, 0"
    before = explorer.values
    drag(explorer, 0, (3, 0.5), (3, 5))  # nothing is there
    assert explorer.values == before


def test_a_line_that_leaves_the_field_can_be_caught_again():
    explorer = squared_errors()
    explorer.set(slope=-0.75, intercept=3.0)
    drag(explorer, 0, (4, 0), (8, 3))
    assert explorer.values["slope"] == pytest.approx(0)


# ── surprise ────────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize(
    "p, goal", [("0.5, 0.4, 0.1", 0), ("0.95, 0.05, 0", 1), ("0.01, 0.5, 0.49", 2), ("0.33, 0.33, 0.34", 3)]
)
def test_each_goal_of_surprise_can_be_reached(p, goal):
    explorer = surprise()
    explorer.set(p=p)
    assert not explorer.picture.problem and reached(explorer)[goal]


def test_surprise_in_both_units_and_for_every_class():
    explorer = surprise()
    for label, bits, nats in ((0, "0.74", "0.51"), (1, "1.74", "1.20"), (2, "3.32", "2.30")):
        explorer.set(label=label, unit="bits")
        assert f"= {bits} bits." in explorer.picture.alt
        explorer.set(unit="nats")
        assert f"= {nats} nats." in explorer.picture.alt


def test_the_other_bars_share_what_a_dragged_one_leaves_them():
    explorer = surprise()
    drag(explorer, 0, (1 / 6, 0.6), (1 / 6, 0.2))
    assert explorer.values["p"] == "0.2, 0.6, 0.2"
    drag(explorer, 0, (1 / 6, 0.2), (1 / 6, 1.4), (1 / 6, 0.2))  # to 1 and back in one go: their shares survive
    assert explorer.values["p"] == "0.2, 0.6, 0.2"
    drag(explorer, 0, (1 / 6, 0.2), (1 / 6, 1.4))
    drag(explorer, 0, (1 / 6, 1.0), (1 / 6, 0.5))
    assert explorer.values["p"] == "0.5, 0.25, 0.25"


def test_a_class_that_was_ruled_out_is_an_infinite_surprise():
    explorer = surprise()
    explorer.set(p="0, 0.5, 0.5")
    assert "infinitely many bits" in explorer.picture.alt and not explorer.picture.problem


@pytest.mark.parametrize("p", ["0.6, 0.3", "0.6, 0.3, 0.3", "1.2, -0.1, -0.1", "nan, 0, 1"])
def test_what_are_no_probabilities_is_told(p):
    explorer = surprise()
    explorer.set(p=p)
    assert "sum to 1" in explorer.picture.problem


# ── two losses ──────────────────────────────────────────────────────────────────────────────────────────────────

def test_the_goals_of_the_two_losses_can_be_reached():
    explorer = two_losses()
    assert reached(explorer) == [False, False, False]
    explorer.set(z=-5.5)
    assert reached(explorer) == [True, True, False]
    explorer.set(z=-8.0)
    assert reached(explorer)[2] is False
    explorer.set(rate=10.0)
    assert reached(explorer)[2]


def test_one_run_from_all_starts_is_the_run_from_each():
    explorer = two_losses()
    explorer.set(z=-6.0)
    assert "after 17 steps" in explorer.picture.alt and "after 249 steps" in explorer.picture.alt
    assert "slope −0.9975" in explorer.picture.alt and "slope −0.0049" in explorer.picture.alt


def test_the_logit_can_be_dragged():
    explorer = two_losses()
    drag(explorer, 0, (-2, 3), (-4.4, 3))
    assert explorer.values["z"] == -4.5


def test_a_loss_of_your_own_is_taken_with_or_without_a_rule():
    def absolute(z):
        return np.array([abs(1 - 1 / (1 + np.exp(-float(each)))) for each in z])

    assert "With absolute the loss" in two_losses(absolute).picture.alt
    assert "With yours the loss" in two_losses(lambda z: -ll.log(ll.sigmoid(z))).picture.alt


def test_a_failing_loss_is_told_and_one_of_the_wrong_shape_too():
    assert "ZeroDivisionError" in two_losses(lambda z: 1 / 0).picture.problem
    assert "one loss for each" in two_losses(lambda z: 1.0).picture.problem
