"""Lesson 02: what its text claims is true, and its widgets do what it says."""

from itertools import product

import numpy as np
import pytest

import lessons_lib as ll

from .hands import drag, reached

INPUTS, XOR = ll.data.gate_inputs(), np.array(ll.data.GATES["XOR"])
EXAMPLE = ll.data.picnic()
LAYER = ll.Linear.from_weights(EXAMPLE.W, EXAMPLE.b)
MODEL = ll.Sequential(LAYER, ll.relu, ll.Linear.from_weights(EXAMPLE.u[:, None], [0.0]))
ONE_KIND = dict(first="1, 1, −0.5", second="1, 1, −1.5", out="1, −1, −0.5")
OTHER_KIND = dict(first="1, −1, −0.5", second="−1, 1, −0.5", out="1, 1, −0.5")


def test_the_numbers_worked_by_hand():
    assert LAYER(EXAMPLE.x).tolist() == [1, 2, -1]
    assert [step.value.tolist() for step in MODEL.trace(EXAMPLE.x)[2:]] == [[1, 2, 0], [2]]
    assert MODEL(EXAMPLE.days)[:, 0].tolist() == [2, -2, 5.5]
    assert MODEL([2.0, 2.0, 3.0]).tolist() == [0.5]  # more wind, the prediction
    assert sum(parameter.value.size for parameter in MODEL.parameters) == 16


def test_a_random_search_finds_29_networks_for_xor_among_100_000():
    rng = np.random.default_rng(seed=1)
    W1, b1 = rng.uniform(-2, 2, (100_000, 2, 2)), rng.uniform(-3, 3, (100_000, 1, 2))
    W2, b2 = rng.uniform(-2, 2, (100_000, 2, 1)), rng.uniform(-3, 3, (100_000, 1, 1))
    answers = ll.step(ll.step(INPUTS @ W1 + b1) @ W2 + b2)
    assert np.sum(np.all(answers == XOR[:, None], axis=(1, 2))) == 29


def test_sixteen_kinds_of_hidden_layer_allow_xor_eight_with_each_pair_on_one_spot():
    rng = np.random.default_rng(0)
    w, b = rng.uniform(-2, 2, (2, 20_000)), rng.uniform(-3, 3, 20_000)
    gates = set(map(tuple, ll.step(INPUTS @ w + b).T))

    def allows_xor(hidden):
        return np.any(np.all(ll.step(hidden @ w + b) == XOR[:, None], axis=0))

    able = [hidden for hidden in map(np.transpose, product(gates, repeat=2)) if allows_xor(hidden)]
    pairs = [[np.array_equal(h[1], h[2]), np.array_equal(h[0], h[3])] for h in able]
    assert (len(gates), len(able), np.sum(pairs, axis=0).tolist()) == (14, 16, [8, 8])


def test_the_goals_of_the_picnic_can_be_reached():
    explorer = ll.widgets.network_diagram()
    assert not any(reached(explorer))
    for number, day in enumerate([(0.4, 0.6, 3.0), (2.0, 2.0, 0.0), (0.0, 0.4, 0.0)]):
        explorer.set(**dict(zip(("x1", "x2", "x3"), day)))
        assert reached(explorer)[number]


def test_the_diagram_reveals_step_by_step_and_spells_out_a_sum():
    explorer = ll.widgets.network_diagram()
    explorer.set(neuron="trouble", stage=0)
    assert "= ?" in explorer.picture.alt and "weather" not in explorer.picture.alt
    explorer.set(stage=1)
    assert "z = − 1 · 2 + 1 · 1 + 0 · 3 + 0 = −1, relu(z) = ?" in explorer.picture.alt
    explorer.set(stage=3)
    assert "weather 1, company 2, trouble 0; score 2" in explorer.picture.alt


def test_a_click_chooses_the_neuron_under_it():
    explorer = ll.widgets.network_diagram(MODEL, EXAMPLE.x)
    positions = ll.lessons.lesson_02.widgets.node_positions([3, 3, 1])
    for place, neuron in ((positions[1][2], "h₃"), (positions[2][0], "y"), (positions[0][0], "y")):
        drag(explorer, 0, place)
        assert explorer.values["neuron"] == neuron


def test_the_diagram_takes_any_small_network_and_refuses_others():
    deep = ll.widgets.network_diagram(ll.multilayer_network([4, 5, 5, 3], ll.tanh, ll.softmax), [0.1, -1, 0, 1])
    assert deep.controls["x2"].value == -1 and "Stage 6 of 6" in deep.picture.alt
    with pytest.raises(ValueError, match="up to 5 neurons"):
        ll.widgets.network_diagram(ll.Linear(2, 9), [0, 0])
    with pytest.raises(ValueError, match="one name per neuron"):
        ll.widgets.network_diagram(LAYER, EXAMPLE.x, names=(("a", "b"),))


def test_both_kinds_of_solution_reach_their_goals():
    explorer = ll.widgets.xor_lines()
    assert reached(explorer) == [False, False, False]
    explorer.set(**ONE_KIND)
    assert reached(explorer) == [True, True, False] and "4 of 4" in explorer.picture.alt
    explorer.set(**OTHER_KIND)
    assert reached(explorer) == [True, False, True]


def test_dragging_moves_the_nearest_line_and_turns_it_at_its_tip():
    explorer = ll.widgets.xor_lines([[1, 1], [0, 1]], [-0.5, -1.8], [1, 1], -0.5)
    start, tip = ll.lessons.lesson_02.widgets.arrow_on_line(np.array([1.0, 0.0]), -0.5)
    drag(explorer, 0, tip, start + [0, 1])
    assert explorer.values["first"] == f"0, 1, {-start[1]:.5g}".replace("-", "−")
    explorer.reset()
    drag(explorer, 0, (0.4, -0.6))
    drag(explorer, 1, (0.0, 0.0))
    assert (explorer.values["first"], explorer.values["out"]) == ("1, 0, −0.4", "1, 1, 0")


@pytest.mark.parametrize("nonsense", ["hello", "1, 2", "1, 2, nan", "1e9, 0, 0", ""])
def test_nonsense_in_a_box_is_told_and_the_picture_stays(nonsense):
    explorer = ll.widgets.xor_lines()
    before = explorer.picture.alt
    explorer.set(first=nonsense)
    assert "three numbers" in explorer.picture.problem and explorer.picture.alt == before
    explorer.set(**ONE_KIND)
    assert not explorer.picture.problem


def test_an_activation_of_ones_own():
    def square(z):
        return z**2

    explorer = ll.widgets.xor_lines(activation=square)
    explorer.set(first="1, −1, 0", out="1, 0, −0.5", f=explorer.controls["f"].options[0])
    assert "4 of 4" in explorer.picture.alt

    def broken(z):
        raise RuntimeError("no idea")

    assert "no idea" in ll.widgets.xor_lines(activation=broken).picture.problem
