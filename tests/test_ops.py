"""Every rule in the registry against central differences, on shapes that nobody chose."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import lessons_lib as ll
from lessons_lib import Node, ops
from lessons_lib.graph import OPERATIONS

SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, max_side=3)
ROWS = hnp.array_shapes(max_dims=3, max_side=3)
MATRICES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=3)
PAIRS = hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3)


def numbers(shape, offset=0.1):
    """Numbers of either sign, none near 0, nor near any with another offset: differences must not cross a corner."""
    return np.random.default_rng(0).integers(-9, 9, shape) / 5 + offset


def positive(shape):
    return np.abs(numbers(shape)) + 0.5


def of_one(name, values=numbers, shapes=SHAPES, **choices):
    """Calls of an operation with one input, and settings drawn from `choices`."""
    return st.tuples(st.fixed_dictionaries(choices), shapes).map(
        lambda drawn: (partial(OPERATIONS[name], **drawn[0]), values(drawn[1]))
    )


def of_two(name, values=numbers):
    return PAIRS.map(lambda pair: (OPERATIONS[name], numbers(pair.input_shapes[0]), values(pair.input_shapes[1])))


def halves(shape):
    return numbers(shape, offset=0.15)


@st.composite
def powers(draw):
    whole = draw(st.booleans())
    x, exponent = draw(PAIRS).input_shapes
    exponent = draw(hnp.arrays(float, exponent, elements=st.sampled_from([0, 1, 2, 3] if whole else [-1, 0, 0.5, 2.5])))
    return lambda x: x**exponent, (numbers if whole else positive)(x)


@st.composite
def products(draw):
    shapes = hnp.mutually_broadcastable_shapes(signature=np.matmul.signature, max_dims=2, max_side=3)
    left, right = draw(shapes).input_shapes
    return OPERATIONS["matmul"], numbers(left), numbers(right)


@st.composite
def reductions(draw, name):
    shape = draw(SHAPES)
    axes = st.none() | hnp.valid_tuple_axes(len(shape)) | st.sampled_from(range(-len(shape), len(shape)) or [None])
    return partial(OPERATIONS[name], axis=draw(axes), keepdims=draw(st.booleans())), numbers(shape)


@st.composite
def reshapes(draw):
    shape = draw(SHAPES)
    return partial(OPERATIONS["reshape"], shape=draw(st.sampled_from([-1, shape[::-1], (1, *shape)]))), numbers(shape)


@st.composite
def takes(draw):
    shape = draw(ROWS)
    repeated = hnp.integer_array_indices(shape, result_shape=hnp.array_shapes(max_dims=2, max_side=5))
    index = draw(hnp.basic_indices(shape, allow_newaxis=True) | repeated | hnp.arrays(bool, shape))
    return partial(OPERATIONS["take"], index=index), numbers(shape)


@st.composite
def layers(draw):
    batch, (n_in, n_out) = draw(st.sampled_from([1, 3])), draw(MATRICES)
    x = numbers(draw(st.sampled_from([(n_in,), (batch, n_in)])))
    return OPERATIONS["linear"], x, numbers((n_in, n_out)), halves(n_out)


@st.composite
def classifications(draw, name, shapes, answers):
    shape = draw(shapes)
    return lambda logits: OPERATIONS[name](logits, answers(shape)), numbers(shape)


temperature = st.sampled_from([0.5, 1.0, 3.0])
slope = st.sampled_from([0.0, 0.01, 1.0])
CALLS = {
    **{name: of_two(name, halves) for name in ("add", "subtract", "multiply", "maximum")},
    "divide": of_two("divide", positive),
    "power": powers(),
    "matmul": products(),
    "sum": reductions("sum"),
    "mean": reductions("mean"),
    "reshape": reshapes(),
    "take": takes(),
    "log": of_one("log", positive),
    **{name: of_one(name) for name in ("negative", "transpose", "exp", "identity", "step", "sigmoid", "tanh", "relu")},
    **{name: of_one(name) for name in ("gelu", "softplus")},
    "leaky_relu": of_one("leaky_relu", slope=slope),
    "elu": of_one("elu", alpha=temperature),
    "softmax": of_one("softmax", shapes=ROWS, temperature=temperature),
    "log_softmax": of_one("log_softmax", shapes=ROWS),
    "linear": layers(),
    "mean_squared_error": ROWS.map(lambda shape: (OPERATIONS["mean_squared_error"], numbers(shape), halves(shape))),
    "binary_cross_entropy": classifications("binary_cross_entropy", ROWS, lambda shape: numbers(shape) > 0),
    "cross_entropy": classifications("cross_entropy", MATRICES, lambda shape: np.arange(shape[0]) % shape[1]),
}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
@settings(deadline=None, derandomize=True, max_examples=30)
@given(data=st.data())
def test_every_rule_agrees_with_central_differences(name, data):
    f, *inputs = data.draw(CALLS[name])
    assert ll.check_gradient(f, *inputs)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
@settings(deadline=None, derandomize=True, max_examples=10)
@given(data=st.data())
def test_every_operation_gives_nodes_the_value_it_gives_arrays(name, data):
    f, *inputs = data.draw(CALLS[name])
    node = f(*map(Node, inputs))
    assert node.operation == name
    np.testing.assert_array_equal(node.value, f(*inputs), strict=True)


@pytest.mark.parametrize(
    ("rule", "inputs", "value", "edges"),
    [
        (ops.add.rule, (1.0, 2.0), 3, (1, 1)),
        (ops.subtract.rule, (1.0, 2.0), -1, (1, -1)),
        (ops.multiply.rule, (3.0, 2.0), 6, (2, 3)),
        (ops.divide.rule, (3.0, 2.0), 1.5, (0.5, -0.75)),
        (ops.maximum.rule, (2.0, 0.0), 2, (1, 0)),
        (ops.maximum.rule, (0.0, 2.0), 2, (0, 1)),
        (ops.negative.rule, (2.0,), -2, (-1,)),
        (ops.log.rule, (2.0,), np.log(2), (0.5,)),
        (ll.relu.rule, (2.0,), 2, (1,)),
        (ops.matmul.rule, (np.array([1.0, 2.0]), np.array([3.0, 4.0])), 11, ([3, 4], [1, 2])),
    ],
)
def test_a_rule_by_hand_gives_the_numbers_on_the_edges(rule, inputs, value, edges):
    result, *locals_ = rule(*inputs)
    assert result == value
    for local, edge in zip(locals_, edges, strict=True):
        np.testing.assert_array_equal(local(1.0), edge)


@pytest.mark.parametrize(("x", "y", "winner"), [(1.0, 1.0, (1, 0)), (1.0, 2.0, (0, 1)), (2.0, 1.0, (1, 0))])
def test_the_gradient_of_maximum_goes_to_the_winner_and_in_a_tie_to_the_first(x, y, winner):
    x, y = Node(x), Node(y)
    ll.maximum(x, y).backward()
    assert (x.grad, y.grad) == winner


@pytest.mark.parametrize(("exponent", "slope"), [(0, 0), (1, 1), (2, 0), (3, 0)])
def test_powers_have_their_slope_at_0_too(exponent, slope):
    x = Node(0.0)
    with np.errstate(all="raise"):
        (x**exponent).backward()
    assert x.grad == slope


@pytest.mark.parametrize("reduce", [Node.sum, Node.mean])
def test_the_gradient_of_a_sum_can_be_written_to(reduce):  # as every other gradient: to clip it, say
    x = Node(np.ones((2, 3)))
    reduce(x).backward()
    x.grad[0] = 0
    assert (x.grad[1] > 0).all()


def test_what_is_taken_twice_gets_both_gradients_and_what_is_left_none():
    x = Node([1.0, 2.0, 3.0])
    x[[0, 0, 1]].sum().backward()
    np.testing.assert_array_equal(x.grad, [2, 1, 0])


@pytest.mark.parametrize("shapes", [((2, 3), (2, 3)), ((3,), (2,)), ((), (2,)), ((2,), ()), ((5, 2, 3), (4, 3))])
def test_a_product_of_shapes_that_do_not_fit_names_both(shapes):
    with pytest.raises(ValueError, match="as many columns in x as rows in y") as error:
        Node(np.ones(shapes[0])) @ np.ones(shapes[1])
    assert all(str(shape) in str(error.value) for shape in shapes)
