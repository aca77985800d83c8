"""Lesson 06: what the text claims is true, and what the widgets ask for can be reached."""

import warnings

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib import widgets
from lessons_lib.lessons.lesson_06.valleys import VALLEYS as CURVED
from lessons_lib.lessons.lesson_06.valleys import curvatures, left_by_a_step, steps_to_a_tenth
from lessons_lib.lessons.lesson_06.widgets import BOWL, CURVES, LANDSCAPES, MAPS, SADDLE, VALLEY, picnic_loss

from .hands import drag, reached

VALLEYS = CURVES["two valleys"]


def bowl(p):
    x, y = p
    return x**2 + 3 * y**2


# What the text says.


def test_the_bet():
    points = ll.gradient_descent(lambda x: x**2, 3.0, 0.1, 31).points
    assert points[31] < 0.003 < points[30]
    np.testing.assert_array_equal(ll.gradient_descent(lambda x: x**2, 3.0, 1.0, 3).points, [3, -3, 3, -3])
    assert ll.gradient_descent(lambda x: x**2, 3.0, 0.5, 1).points[-1] == 0


@pytest.mark.parametrize(("learning_rate", "converges"), [(0.3, True), (0.33, True), (0.34, False), (0.4, False)])
def test_the_limit_of_the_learning_rate_in_the_bowl(learning_rate, converges):
    values = ll.gradient_descent(bowl, [2, 1], learning_rate, 500).values
    assert (values[-1] < 1e-3) == converges


def test_the_gradient_is_the_steepest_of_all_directions():
    angles = np.radians(np.arange(360))
    slopes = ll.numerical_gradient(bowl, [2.0, 1.0]) @ [np.cos(angles), np.sin(angles)]
    assert slopes.max() == pytest.approx(np.sqrt(52), rel=1e-4)
    assert np.arctan2(6, 4) == pytest.approx(angles[slopes.argmax()], abs=np.radians(1))


def test_the_loss_of_the_picnics_is_a_long_valley():
    flat, steep = curvatures(picnic_loss)
    assert (round(flat, 2), round(steep, 1), round(2 / steep, 4)) == (0.46, 39.5, 0.0506)
    best = np.polyfit(*ll.data.five_picnics(), 1)
    np.testing.assert_allclose(best, [0.58, 0.58], atol=0.005)
    for learning_rate, arrives in ((0.0505, True), (0.0507, False)):
        path = ll.gradient_descent(picnic_loss, best + [1.0, 0.2], learning_rate, 3000)
        assert (path.values[-1] < picnic_loss(best) + 0.01) == arrives
    losses = [picnic_loss((slope, 2.0)) for slope in np.linspace(-0.5, 1.5, 201)]
    assert np.linspace(-0.5, 1.5, 201)[np.argmin(losses)] == pytest.approx(0.30, abs=0.005)


@pytest.mark.parametrize("valley, bends", [(VALLEY, (2, 40)), (BOWL, (2, 6))])
def test_the_curvatures_of_the_valleys(valley, bends):
    np.testing.assert_allclose(curvatures(CURVED[valley]), bends, rtol=1e-6)


CHOICES = [(0.01, 0.0), (0.05, 0.0), (0.06, 0.0), (0.08, 0.66), (0.04, 0.9), (0.1, 0.98)]


@pytest.mark.parametrize("rate, momentum", CHOICES)
def test_what_a_step_leaves_is_the_spectral_radius_and_what_descent_does(rate, momentum):
    for bend in curvatures(picnic_loss):
        step = np.array([[momentum, bend], [-rate * momentum, 1 - rate * bend]])  # from velocity and place to the next
        share = left_by_a_step(rate, momentum, bend)
        assert share == pytest.approx(np.abs(np.linalg.eigvals(step)).max(), rel=1e-6)
        points = ll.gradient_descent(lambda p: bend * p**2 / 2, 1.0, rate, 400, momentum).points
        sizes = np.maximum.accumulate(np.abs(points[::-1]))[::-1]  # the largest that is still to come
        measured = (sizes[350] / sizes[150]) ** (1 / 200) if share < 1 else 1
        assert measured == pytest.approx(min(share, 1), abs=0.01)


def test_momentum_makes_the_picnics_nine_times_as_fast():
    flat, steep = curvatures(picnic_loss)
    shares = [max(left_by_a_step(rate, 0.0, bend) for bend in (flat, steep)) for rate in np.linspace(0.01, 0.05, 401)]
    assert round(float(steps_to_a_tenth(min(shares)))) == pytest.approx(99, abs=1)
    assert round(float(steps_to_a_tenth(max(left_by_a_step(0.08, 0.66, bend) for bend in (flat, steep))))) == 11
    assert left_by_a_step(2 * 1.5 / steep, 0.5, steep) == pytest.approx(1)  # the limit: 1 + μ times as far


def test_momentum_by_hand():
    def velocities(slopes):
        found = [0.0]
        for slope in slopes:
            found.append(0.5 * found[-1] + slope)
        return found[1:]

    assert velocities([1, 1, 1, 1]) == [1, 1.5, 1.75, 1.875]
    assert velocities([1, -1, 1, -1]) == [1, -0.5, 0.75, -0.625]


def test_two_maps_and_their_jacobians():
    def g(p):
        return np.array([p[0] ** 2 - p[1] ** 2, 2 * p[0] * p[1]])

    def k(q):
        return np.array([q[0] + q[1], q[0] * q[1]])

    p = np.array([1.0, 0.5])
    np.testing.assert_array_equal(g(p), [0.75, 1])
    product = ll.numerical_jacobian(k, g(p)) @ ll.numerical_jacobian(g, p)
    np.testing.assert_allclose(product, [[3, 1], [2.75, 0.5]], atol=1e-6)
    np.testing.assert_allclose(product, ll.numerical_jacobian(lambda p: k(g(p)), p), atol=1e-6)


def test_half_the_size_of_the_square_is_half_the_error_of_the_lens():
    point, d = np.array([1.0, 0.5]), np.array([1.0, 1.0])
    g = MAPS["square: x² − y², 2xy"]
    jacobian = ll.numerical_jacobian(g, point)
    first, second = (np.abs(g(point + s * d) - g(point) - s * jacobian @ d).max() / s for s in (0.2, 0.1))
    assert second == pytest.approx(first / 2)


@pytest.mark.parametrize("f", [f for f in LANDSCAPES.values()], ids=LANDSCAPES)
def test_the_landscapes_are_walked_by_back_propagation(f):
    node = ll.Node([0.7, -0.4])
    f(node).backward()
    np.testing.assert_allclose(node.grad, ll.numerical_gradient(f, node.value), atol=1e-6)


# The goals of the widgets can be reached with the controls.


GOALS = [
    ("line_and_loss", 0, dict(slope=0.58, intercept=0.6)),
    ("line_and_loss", 1, dict(slope=0.3, intercept=2.0)),
    ("line_and_loss", 2, dict(slope=1.0, intercept=1.0)),
    ("explore_descent", 0, dict(learning_rate=10**-0.3, steps=1)),
    ("explore_descent", 1, dict(learning_rate=10**0.1)),
    ("explore_descent", 1, dict(learning_rate=10.0, steps=60, f="two valleys")),
    ("explore_descent", 2, dict(f="two valleys", learning_rate=10**-0.45, steps=60)),
    ("explore_landscape", 0, dict(f=BOWL, learning_rate=10**-0.6)),
    ("explore_landscape", 1, dict(f=VALLEY, learning_rate=10**-1.2, momentum=0.45)),
    ("explore_landscape", 2, dict(f=SADDLE, x=-2.0, y=0.0, learning_rate=0.1, steps=60)),
    ("momentum_map", 0, dict(learning_rate=10**-1.1, momentum=0.7)),
    ("momentum_map", 1, dict(learning_rate=10**-1.1, momentum=0.66)),
    ("momentum_map", 2, dict(momentum=0.97)),
    ("slope_dial", 0, dict(angle=56)),
    ("slope_dial", 1, dict(angle=-124)),
    ("slope_dial", 2, dict(angle=-34)),
    ("slope_dial", 3, dict(x=0.0, y=0.0)),
    ("jacobian_lens", 0, dict(size=0.01)),
    ("jacobian_lens", 1, dict(x=0.0, y=0.0)),
]


@pytest.mark.parametrize(("name", "number", "values"), GOALS)
def test_a_goal_can_be_reached(name, number, values):
    explorer = getattr(widgets, name)()
    assert not reached(explorer)[number]
    assert reached(explorer, **values)[number]


def test_without_momentum_the_long_valley_is_too_long():
    explorer = widgets.explore_landscape()
    for exponent in np.arange(-3, 0.01, 0.05):
        for start in ((-2.5, 1.0), (3.0, 0.55), (1.05, 2.0)):
            values = dict(f=VALLEY, x=start[0], y=start[1], momentum=0.0, steps=12, learning_rate=10**exponent)
            assert not reached(explorer, **values)[1]


def test_divergence_is_told_and_not_confused_with_an_unlucky_start():
    explorer = widgets.explore_descent()
    explorer.set(learning_rate=10.0, steps=60)
    assert "diverges" in explorer.picture.alt
    explorer.set(f="two valleys", x=-2.0, learning_rate=0.3)
    assert "lead to x = −2.1" in explorer.picture.alt
    explorer.set(x=-1.2, learning_rate=10**-0.2, steps=6)  # it climbs, but only from side to side of one valley
    assert "lead to x = " in explorer.picture.alt


# The pointer, and functions of the reader's own.


@pytest.mark.parametrize(
    ("name", "start", "stop", "moved"),
    [
        ("explore_descent", (3, 9), (-2, 1), {"x": -2}),
        ("explore_landscape", (0, 0), (1, -1), {"x": 1, "y": -1}),
        ("line_and_loss", (8, 1), (8, 5), {"slope": 0.5, "intercept": 1}),
        ("line_and_loss", (0, 1), (0, 3), {"slope": -0.25, "intercept": 3}),
        ("momentum_map", (0.04, 0.0), (0.08, 0.66), {"learning_rate": 0.08, "momentum": 0.66}),
        ("slope_dial", (2, 1), (1, 0.5), {"x": 1, "y": 0.5, "angle": 0}),
        ("slope_dial", (0, 0), (2, 1.9), {"x": 2, "y": 1, "angle": 90}),
        ("jacobian_lens", (0, 0), (-1, 1), {"x": -1, "y": 1}),
    ],
)
def test_dragging_moves_what_it_should(name, start, stop, moved):
    explorer = getattr(widgets, name)()
    drag(explorer, 0, start, stop)
    assert {key: explorer.values[key] for key in moved} == pytest.approx(moved, abs=0.03)


def test_the_line_follows_its_place_on_the_map():
    explorer = widgets.line_and_loss()
    drag(explorer, 1, (0, 1), (0.5, 2))
    assert explorer.values == {"slope": 0.5, "intercept": 2.0}
    before = explorer.values
    drag(explorer, 0, (4, 5.5), (4, 1))  # nothing is there
    assert explorer.values == before


def test_dragging_along_the_curve_turns_the_arrow():
    explorer = widgets.slope_dial()
    drag(explorer, 1, (0, 0), (-90, 3))
    assert explorer.values["angle"] == -90


OWN = [
    ("explore_descent", lambda x: np.sin(3 * x) + x**2 / 4),
    ("explore_descent", lambda x: 0.0),
    ("explore_descent", lambda x: x - np.log(x)),
    ("explore_landscape", lambda p: np.linalg.norm(p)),
    ("explore_landscape", lambda p: 1.0),
    ("explore_landscape", lambda p: np.sqrt(p[1]) + p[0] ** 2),
    ("slope_dial", lambda p: p[0] * p[1]),
    ("slope_dial", lambda p: 1.0),
    ("jacobian_lens", lambda p: np.array([p[1], -p[0]])),
    ("jacobian_lens", lambda p: np.zeros(2)),
]


@pytest.mark.parametrize(("name", "f"), OWN)
def test_own_functions_are_welcome(name, f):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        explorer = getattr(widgets, name)(f)
    assert not explorer.picture.problem and len(explorer.picture.alt) > 20


@pytest.mark.parametrize("name", ["explore_descent", "explore_landscape", "slope_dial", "jacobian_lens"])
def test_an_own_function_that_fails_is_told_under_the_picture(name):
    explorer = getattr(widgets, name)(lambda p: p.nonsense)
    assert "nonsense" in explorer.picture.problem
    if "f" in explorer.controls:
        explorer.set(f=explorer.controls["f"].options[1])
        assert not explorer.picture.problem


def test_a_function_to_something_else_than_the_plane_is_told():
    assert "to two numbers" in widgets.jacobian_lens(lambda p: p[0]).picture.problem
