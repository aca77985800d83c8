"""Lesson 01: what its text claims is true, and its widgets do what it says."""

import numpy as np
import pytest

import lessons_lib as ll

from .hands import drag, reached

INPUTS, GATES = ll.data.gate_inputs(), ll.data.GATES
EXAMPLE = ll.data.picnic()
WEATHER = ll.Neuron(EXAMPLE.W[:, 0], EXAMPLE.b[0])
WEIGHTS = {"AND": (1.0, 1.0, -1.5), "OR": (1.0, 1.0, -0.5), "NAND": (-1.0, -1.0, 1.5)}


def test_the_numbers_worked_by_hand():
    assert (EXAMPLE.W[:, 0] * EXAMPLE.x).tolist() == [2, -2, 0]
    assert WEATHER.pre_activation(EXAMPLE.days).tolist() == [1, -2, 5]  # today, the windy day, the third day
    assert WEATHER.pre_activation([2.0, 2.0, 3.0]) == -1  # more wind, the prediction
    assert f"{np.exp(-1):.2f} {WEATHER(EXAMPLE.x):.2f} {ll.step(1.0):.0f}" == "0.37 0.73 1"
    assert np.argmax(WEATHER(EXAMPLE.days)) == 2


def test_the_arrow_stands_at_right_angles_to_the_line_and_points_to_its_positive_side():
    plane = ll.Neuron([1.0, 1.0], -1.0)
    assert plane.pre_activation([[1.0, 0.0], [0.0, 1.0]]).tolist() == [0, 0]
    assert plane.w @ [-1.0, 1.0] == 0 and plane.pre_activation([1.0, 1.0]) > 0
    assert np.all(ll.Neuron([1.0, 1.0], -0.5).pre_activation([[1.0, 0.0], [0.0, 1.0]]) > 0)  # more bias moved it back


def test_doubling_everything_leaves_step_alone_and_steepens_sigmoid():
    once, twice = (ll.Neuron([1.0 * n, -0.5 * n], 0.2 * n) for n in (1, 2))
    assert np.array_equal(ll.step(once.pre_activation(INPUTS)), ll.step(twice.pre_activation(INPUTS)))
    assert np.all(np.abs(twice(INPUTS) - 0.5) > np.abs(once(INPUTS) - 0.5))


def test_the_misconceptions_are_refuted():
    assert ll.Neuron([1.0])([2.0]) == ll.Neuron([1.0 / 60])([120.0])
    assert [ll.Neuron(w, b=0.0)([0.0, 0.0]) for w in ([1, 1], [-5, 3], [100, 0])] == [0.5] * 3
    assert ll.sigmoid(37.0) == 1 > ll.sigmoid(36.0)


def test_none_of_100_000_neurons_computes_xor():
    rng = np.random.default_rng(seed=1)
    W, b = rng.uniform(-2, 2, size=(2, 100_000)), rng.uniform(-3, 3, size=100_000)
    agree = np.sum(ll.step(INPUTS @ W + b) == np.array(GATES["XOR"])[:, None], axis=0)
    assert np.bincount(agree, minlength=5).tolist() == [0, 11011, 78063, 10926, 0]


def test_a_sum_has_reachable_goals_and_stays_in_the_picture_at_its_ends():
    explorer = ll.widgets.neuron_sum()
    assert reached(explorer) == [False, False]
    explorer.set(b=0.0)
    assert reached(explorer) == [True, False] and "= 0.00, so y = sigmoid(z) = 0.50" in explorer.picture.alt
    explorer.set(x2=3.0)
    assert reached(explorer) == [False, True]
    left, right = explorer.picture.figure.axes
    for values in (dict(x1=0, x2=5, x3=0, b=-3), dict(x1=5, x2=0, x3=5, b=3)):
        for f in ("sigmoid", "step"):
            explorer.set(**values, f=f)
            (point,) = [line for line in right.lines if line.get_marker() == "o"]
            assert right.viewLim.contains(*point.get_xydata()[0])
            assert all(left.viewLim.contains(*corner) for bar in left.patches for corner in bar.get_bbox().get_points())
    assert "drawn at the edge" in explorer.picture.alt


@pytest.mark.parametrize("gate", WEIGHTS)
@pytest.mark.parametrize("f", ["step", "sigmoid"])
def test_the_goals_of_three_gates_can_be_reached(gate, f):
    explorer = ll.widgets.neuron_plane()
    assert not any(reached(explorer))
    explorer.set(gate=gate, f=f, **dict(zip(("w1", "w2", "b"), WEIGHTS[gate])))
    assert [goal.text for goal, done in zip(explorer.goals, reached(explorer)) if done] == [f"compute {gate}"]
    assert "4 of 4" in explorer.picture.alt


def test_the_goal_of_xor_is_never_reached():
    explorer = ll.widgets.neuron_plane(gate="XOR")
    (xor,) = [goal for goal in explorer.goals if goal.text == "compute XOR"]
    for w1, w2, b in np.random.default_rng(0).uniform((-2, -2, -3), (2, 2, 3), (25, 3)):
        for f in ("step", "sigmoid"):
            explorer.set(w1=w1, w2=w2, b=b, f=f)
            assert not xor.reached(explorer.state)


def test_dragging_the_tip_turns_the_arrow_and_dragging_elsewhere_moves_the_line():
    explorer = ll.widgets.neuron_plane(w=(1.0, -0.5), b=0.2)
    drag(explorer, 0, (0.0, 1.0))
    assert explorer.values["b"] == 0.5  # the line now passes through the pointer
    drag(explorer, 0, (0.0, 1.0), (1.0, -0.5))
    assert explorer.values["b"] == -1.25  # not the tip
    drag(explorer, 1, (0.5, 0.5))
    assert (explorer.values["w1"], explorer.values["w2"], explorer.values["b"]) == (1.0, -0.5, -1.25)
    drag(explorer, 0, (1.1, -0.4), (-0.5, 1.5))
    assert (explorer.values["w1"], explorer.values["w2"]) == (-0.5, 1.5)


def test_without_weights_there_is_no_line():
    explorer = ll.widgets.neuron_plane()
    explorer.set(w1=0.0, w2=0.0)
    assert "there is no line" in explorer.picture.alt
    explorer.set(w1=1.0)
    assert "there is no line" not in explorer.picture.alt


def test_an_activation_of_ones_own():
    def bump(z):
        return np.exp(-(z**2))

    explorer = ll.widgets.neuron_plane(gate="XOR", w=(2.0, 2.0), b=-2.0, activation=bump)
    assert "y = bump(" in explorer.picture.alt and "4 of 4" in explorer.picture.alt  # the activation decides
    assert "bump(z) = 0.37" in ll.widgets.neuron_sum(activation=bump).picture.alt


@pytest.mark.parametrize("widget", ["neuron_sum", "neuron_plane"])
def test_a_failing_activation_is_shown_and_the_state_is_kept(widget):
    def broken(z):
        raise RuntimeError("no idea")

    explorer = getattr(ll.widgets, widget)(activation=broken)
    assert "no idea" in explorer.picture.problem
    explorer.set(b=-1.0, f="sigmoid")
    before, frame = explorer.picture.alt, explorer.picture.frame
    assert not explorer.picture.problem
    explorer.set(f="broken")
    assert "no idea" in explorer.picture.problem and explorer.values["b"] == -1.0
    assert (explorer.picture.alt, explorer.picture.frame) == (before, frame)
