"""Lesson 03: what its text says is true, and its widgets do what it says of them."""

import math

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib.widgets import activation_gallery, collapse, hinges
from lessons_lib.pictures.controls import numbers_in
from lessons_lib.lessons.lesson_03.widgets import slopes

from .hands import drag, reached

PICNIC = ll.data.picnic()


def test_the_picnic_network_without_relu_is_one_neuron():
    w, b = PICNIC.W @ PICNIC.u, PICNIC.b @ PICNIC.u
    np.testing.assert_array_equal(w, [3, -4.5, 0.5])
    assert b == 1 and 3 * 2 - 4.5 + 0.5 * 3 + 1 == 4
    hidden = PICNIC.days @ PICNIC.W + PICNIC.b
    np.testing.assert_allclose(hidden @ PICNIC.u, PICNIC.days @ w + b)
    np.testing.assert_allclose(hidden @ PICNIC.u, [4, -5, 13.5])
    np.testing.assert_allclose(ll.relu(hidden) @ PICNIC.u, [2, -2, 5.5])


def test_100_100_1_linear_neurons_hold_10501_numbers():
    assert sum(p.value.size for p in ll.multilayer_network([2, 100, 100, 1], ll.identity).parameters) == 10_501


def test_two_hinges_compute_xor():
    s = ll.data.gate_inputs().sum(axis=1)
    np.testing.assert_array_equal(ll.relu(s) - 2 * ll.relu(s - 1), ll.data.GATES["XOR"])


def test_claims_about_slopes():
    z = np.linspace(-8, 8, 1601)
    slope = {name: slopes(a.function, z)[0] for name, a in ll.ACTIVATIONS.items()}
    assert slope["sigmoid"].max() == 0.25 == slope["sigmoid"][800] and 0.25**10 < 1e-6
    assert slope["tanh"].max() == 1 and slope["gelu"].max() > 1.1
    assert not slope["relu"][z <= 0].any() and slope["leaky_relu"].min() == 0.01
    np.testing.assert_allclose(slope["sigmoid"][-1], 0.0003, atol=5e-5)


def test_where_a_slope_comes_from_is_said():
    z = np.array([-1.0, 0.5])
    for f, source in (
        (ll.tanh, ""),
        (lambda z: ll.tanh(z), "rules of its operations"),
        (lambda z: np.where(z > 0, np.tanh(z), np.tanh(z)), "measured"),
        (lambda z: math.tanh(z) if z > 0 else math.tanh(z), "measured"),
    ):
        slope, told = slopes(f, z)
        np.testing.assert_allclose(slope, 1 - np.tanh(z) ** 2, atol=1e-8)
        assert source in told and bool(source) == bool(told)


@pytest.mark.parametrize("scale", [0.1, 1.0, 2.0])
@pytest.mark.parametrize("depth", [1, 2, 5, 8])
def test_linear_layers_collapse_at_any_depth(depth, scale):
    explorer = collapse()
    explorer.set(depth=depth, scale=scale, shift=3.0)
    assert ("rounding errors" in explorer.picture.alt) == (depth > 1)
    for own in (lambda z: 2 * z, ll.identity):
        assert "bend" not in collapse(activation=own).picture.alt


def test_other_layers_do_not_collapse_and_one_alone_always_does():
    explorer = collapse()
    for f in ("relu", "leaky_relu", "sigmoid", "tanh"):
        explorer.set(f=f, depth=3)
        assert "bend the grid" in explorer.picture.alt
        explorer.set(depth=1)
        assert "One layer alone is linear" in explorer.picture.alt


def test_goals_of_collapse():
    explorer = collapse()
    explorer.set(depth=8)
    assert reached(explorer) == [True, False, False]
    explorer.set(f="relu", depth=3, shift=3.0)
    assert reached(explorer) == [False, True, False]
    explorer.set(shift=-3.0)
    assert reached(explorer) == [False, False, True]
    assert "same spot" in explorer.picture.alt


def test_collapse_takes_a_function_of_the_reader():
    def broken(z):
        raise RuntimeError("not today")

    explorer = collapse(activation=broken)
    assert "not today" in explorer.picture.problem
    explorer.set(f="tanh")
    assert not explorer.picture.problem


def test_goals_of_the_gallery():
    explorer = activation_gallery()
    explorer.set(z=0.0)
    assert reached(explorer) == [True, False, False]
    explorer.set(f="leaky_relu", other="relu", z=-1.0)
    assert reached(explorer) == [False, True, False] and "(dead)" in explorer.picture.alt
    explorer.set(f="gelu", z=1.5)
    assert reached(explorer) == [False, False, True]


def test_dragging_in_the_gallery_moves_z():
    explorer = activation_gallery()
    drag(explorer, 1, (1.0, 0.5), (-2.5, 0.1))
    assert explorer.values["z"] == pytest.approx(-2.5)


def test_the_gallery_takes_a_function_of_the_reader():
    def relu(z):
        return 0 if z < 0 else z

    assert "your relu" in activation_gallery(relu).picture.alt
    assert "from the rules" in activation_gallery(lambda z: np.exp(-(z**2))).picture.alt
    explorer = activation_gallery(np.sqrt)
    assert "no finite value" in explorer.picture.problem
    explorer.set(f="tanh")
    assert not explorer.picture.problem and explorer.picture.alt.startswith("tanh")


def test_goals_of_the_hinges():
    explorer = hinges()
    explorer.set(curve="hat", n=6)
    assert reached(explorer) == [True, False, False]
    explorer.set(n=7)
    assert not any(reached(explorer))
    explorer.set(curve="wave", n=24)
    assert reached(explorer) == [False, True, False]
    drag(explorer, 0, (0.02, -1.0), (3.0, 1.0), (5.98, -1.0))
    assert explorer.values["curve"] == "drawn" and reached(explorer) == [False, False, True]


def test_drawing_replaces_only_what_the_hand_passed():
    explorer = hinges()
    explorer.set(heights="0, 0", curve="drawn")
    drag(explorer, 0, (2.0, 1.0), (3.0, 1.0), (2.0, -1.0))
    heights = numbers_in(explorer.values["heights"], "heights")
    places = np.linspace(0, 6, len(heights))
    assert not heights[(places < 1.9) | (places > 3.1)].any()
    np.testing.assert_allclose(heights[[16, 24]], [-1, 1])  # at 2 the way back counts
    drag(explorer, 1, (12.0, 0.1), (15.0, 0.1))
    assert explorer.values["n"] == 15


def test_the_stairs_keep_a_gap_of_half_a_step():
    explorer = hinges()
    for n in (6, 15, 24):
        explorer.set(curve="stairs", n=n)
        assert float(explorer.picture.alt.split()[-1].rstrip(".")) > 0.45


def test_hinges_take_a_function_of_the_reader_and_tell_what_is_wrong():
    assert "trace my_curve" in hinges(my_curve).picture.alt
    explorer = hinges(lambda x: x**2)
    assert "reaches 36" in explorer.picture.problem
    explorer.set(curve="hat", heights="0 1")
    assert "two or more heights" in explorer.picture.problem


def my_curve(x):
    return math.sin(x) ** 2
