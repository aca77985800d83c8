"""Neuron, Linear, Sequential: the picnic by hand, shapes, seeds, and what they say to a wrong input."""

from functools import partial
from unittest.mock import patch

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib import Linear, Neuron, Node, Sequential, multilayer_network
from lessons_lib.data import picnic

EXAMPLE = picnic()
HIDDEN_BY_HAND = [[1, 2, 0], [0, 0, 1], [5, 1, 0]]
OUTPUTS_BY_HAND = [2, -2, 5.5]


def picnic_network():
    return Sequential(Linear.from_weights(EXAMPLE.W, EXAMPLE.b), ll.relu, Neuron(EXAMPLE.u, activation=ll.identity))


def test_the_picnic_is_worked_by_hand():
    steps = picnic_network().trace(EXAMPLE.x)
    assert [step.name for step in steps[:3]] == ["x", "Linear(3 → 3)", "relu"]
    for step, by_hand in zip(steps, ([2, 1, 3], [1, 2, -1], [1, 2, 0], 2), strict=True):
        np.testing.assert_array_equal(step.value, by_hand)


def test_the_gradients_of_the_picnic_are_worked_by_hand():
    network, x = picnic_network(), Node(EXAMPLE.x)
    network(x).backward()
    by_hand = ([[2, 1, 0], [1, 0.5, 0], [3, 1.5, 0]], [1, 0.5, 0], [1, 2, 0], 1)
    for parameter, gradient in zip(network.parameters, by_hand, strict=True):
        np.testing.assert_array_equal(parameter.grad, gradient)
    np.testing.assert_array_equal(x.grad, [1, -2.5, 0.5])


def test_a_batch_is_its_rows_one_by_one():
    network = picnic_network()
    np.testing.assert_array_equal(network.trace(EXAMPLE.days)[2].value, HIDDEN_BY_HAND)
    np.testing.assert_array_equal(network(EXAMPLE.days), OUTPUTS_BY_HAND)
    np.testing.assert_array_equal([network(day) for day in EXAMPLE.days], OUTPUTS_BY_HAND)


LAYERS = {
    "Neuron": (Neuron([1, -2, 0.5], 1.0), ()),
    "Linear": (Linear(3, 2), (2,)),
    "network": (multilayer_network([3, 4, 2], ll.tanh, ll.softmax), (2,)),
}


@pytest.mark.parametrize(("layer", "out"), LAYERS.values(), ids=LAYERS)
@pytest.mark.parametrize("shape", [(3,), (5, 3)])
class TestEveryLayer:
    def test_turns_rows_into_rows(self, layer, out, shape):
        x = np.ones(shape)
        y = layer(x)
        assert isinstance(y, np.ndarray | float) and np.shape(y) == shape[:-1] + out
        np.testing.assert_array_equal(layer(x.tolist()), y)

    def test_gives_nodes_for_nodes_and_its_parameters_gradients(self, layer, out, shape):
        x = Node(np.linspace(-1, 1, np.prod(shape)).reshape(shape))
        y = layer(x)
        np.testing.assert_array_equal(y.value, layer(x.value))
        (y**2).sum().backward()
        assert all(node.grad.shape == node.shape and np.any(node.grad) for node in [x, *layer.parameters])

    def test_has_the_gradients_that_central_differences_measure(self, layer, out, shape):
        x = Node(np.linspace(-1, 1, np.prod(shape)).reshape(shape))

        def loss_with(value, parameter):
            with patch.object(parameter, "value", value):
                return (layer(x) ** 2).sum().value

        (layer(x) ** 2).sum().backward()
        for parameter in layer.parameters:
            measured = ll.numerical_gradient(partial(loss_with, parameter=parameter), parameter.value)
            assert ll.compare_gradients(parameter.grad, measured)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Linear(3, 2)(np.ones((5, 4))), r"Linear expects 3 inputs per row, got x of shape \(5, 4\)"),
        (lambda: Linear(3, 2)(Node(np.ones(4))), r"Linear expects 3 inputs per row, got x of shape \(4,\)"),
        (lambda: Linear(3, 2)(1.0), r"Linear expects 3 inputs per row, got x of shape \(\)"),
        (lambda: Linear(3, 2)(np.ones((2, 5, 3))), r"Linear expects 3 inputs per row, got x of shape \(2, 5, 3\)"),
        (lambda: Linear(2, 2)([[1, 2], [3]]), r"linear expects numbers in a regular shape.*\[\[1, 2\], \[3\]\]"),
        (lambda: Linear(2, 2)([Node(1.0), 2]), r"linear expects numbers in a regular shape.*Node\(1.\)"),
        (lambda: Neuron([1, 2])(np.ones((2, 3))), r"Neuron expects 2 inputs per row, got x of shape \(2, 3\)"),
        (lambda: Neuron([[1, 2]]), r"the weights of a Neuron, expects shape \(n_in,\), got shape \(1, 2\)"),
        (lambda: Neuron([1, 2], [3]), r"the bias of a Neuron, expects shape \(\), got shape \(1,\)"),
        (lambda: Neuron(["1", "2"]), r"w, the weights of a Neuron, expects numbers in a regular shape.*\['1', '2'\]"),
        (lambda: Linear(0, 2), "n_in of Linear is a whole number from 1 up, got 0"),
        (lambda: Linear(3, 2.0), "n_out of Linear is a whole number from 1 up, got 2.0"),
        (lambda: Linear(3, 2, "zeros"), "initialisation is one of glorot, he, got 'zeros'"),
        (lambda: Linear.from_weights([1, 2], [3]), r"W expects shape \(n_in, n_out\), got shape \(2,\)"),
        (lambda: Linear.from_weights(np.ones((3, 2)), np.ones(3)), r"beside W of shape \(3, 2\) expects shape \(2,\), got shape \(3,\)"),
        (
            lambda: Sequential(Linear(2, 3), ll.tanh, Linear(4, 1)),
            r"Linear\(4 → 1\) cannot follow Linear\(2 → 3\): it expects 4 inputs, not 3",
        ),
        (lambda: Sequential(Linear(2, 3), ll.tanh(1.0)), "expects layers and functions, got .*0.76.*brackets"),
        (lambda: multilayer_network([3], ll.tanh), r"needs an input and an output size, got sizes=\[3\]"),
        (lambda: multilayer_network([2, 3, 1], "tanh"), "got 'tanh': write ll.tanh, without quotes"),
        (lambda: multilayer_network([2, "3", 1], ll.tanh), "n_out of Linear is a whole number from 1 up, got '3'"),
        (lambda: multilayer_network(3, ll.tanh), "sizes is a list, got 3"),
        (lambda: multilayer_network([2, 1], ll.tanh, seed="a"), "a seed is a whole number from 0 up, .* got 'a'"),
    ],
)
def test_an_error_says_what_came_and_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_an_error_changes_nothing():
    network = picnic_network()
    network(Node(EXAMPLE.x)).backward()
    before = [(parameter.value.copy(), parameter.grad.copy()) for parameter in network.parameters]
    with pytest.raises(ValueError, match="inputs per row"):
        network(Node(np.ones(4)))
    with pytest.raises(ValueError, match="single number"):
        network(Node(EXAMPLE.days)).backward()
    for parameter, (value, grad) in zip(network.parameters, before, strict=True):
        np.testing.assert_array_equal(parameter.value, value)
        np.testing.assert_array_equal(parameter.grad, grad)


@pytest.mark.parametrize("make", [lambda w: Neuron(w[0]), lambda w: Linear.from_weights(w, [0.0, 0.0])])
def test_a_layer_owns_its_weights(make):
    weights = np.ones((2, 2))
    layer = make(weights)
    weights[:] = 9
    assert np.all(layer.parameters[0].value == 1)


@pytest.mark.parametrize(("initialisation", "variance"), [("glorot", 2 / 500), ("he", 2 / 400)])
def test_weights_start_with_the_promised_variance(initialisation, variance):
    layer = Linear(400, 100, initialisation)
    assert np.var(layer.W) == pytest.approx(variance, rel=0.05)
    assert np.mean(layer.W) == pytest.approx(0, abs=0.05 * np.sqrt(variance))
    assert not layer.b.any()


def test_the_same_seed_gives_the_same_network_and_another_seed_another():
    first, again, other = (multilayer_network([3, 4, 2], ll.tanh, seed=seed)(EXAMPLE.days) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.all(first != other)


def test_layers_of_one_network_do_not_start_alike():
    first, _, second, _ = multilayer_network([3, 3, 3], ll.tanh).layers
    assert np.all(first.W != second.W)


def test_a_multilayer_network_ends_with_its_head():
    network = multilayer_network([2, 16, 3], ll.relu, ll.softmax)
    assert repr(network) == "Sequential(Linear(2 → 16), relu, Linear(16 → 3), softmax)"
    assert [parameter.shape for parameter in network.parameters] == [(2, 16), (16,), (16, 3), (3,)]


def test_a_neuron_reads_as_what_it_is():
    assert repr(Neuron([1, -2], 0.5, ll.tanh)) == "Neuron(w=[1.0, -2.0], b=0.5, activation=tanh)"


def test_a_function_between_two_layers_may_change_the_width():
    halves = Sequential(Linear(4, 6), lambda x: x[:, :3], Linear(3, 1))
    nested = Sequential(Linear(2, 3), Sequential(Linear(3, 5), ll.tanh), Linear(5, 1))
    assert halves(np.ones((2, 4))).shape == nested(np.ones((2, 2))).shape == (2, 1)
