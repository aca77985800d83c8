"""The graph: what is recorded, what flows back, and what is refused."""

from copy import copy, deepcopy
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib import Node, operation
from lessons_lib.graph import OPERATIONS

CORE = ("graph", "ops", "activations", "layers", "gradcheck")
PACKAGE = Path(ll.__file__).parent


def lecture(x, y, z):
    return (x + y) * ll.maximum(y, z)


def gradients(f, *values):
    nodes = [Node(value) for value in values]
    f(*nodes).backward()
    return [node.grad for node in nodes]


def test_the_lectures_example_gives_its_numbers():
    assert lecture(1.0, 2.0, 0.0) == 6
    assert gradients(lecture, 1.0, 2.0, 0.0) == [2, 5, 0]


def test_a_layer_with_an_output_agrees_with_central_differences():
    def s(u, W, x, b):
        return u @ ll.tanh(W @ x + b)

    generator = np.random.default_rng(0)
    assert ll.check_gradient(s, *(generator.normal(size=shape) for shape in (3, (3, 4), 4, 3)))


def test_both_edges_of_a_square_count():
    assert gradients(lambda x: x * x, 3.0) == [6]


def test_a_diamond_folded_60_times_doubles_the_gradient_each_time():
    def fold(x):
        for _ in range(60):
            x = x + x
        return x

    assert gradients(fold, 1.0) == [2**60]


def test_a_chain_of_10_000_nodes_needs_no_recursion():
    def chain(x):
        for _ in range(10_000):
            x = x + 1
        return x

    assert gradients(chain, 1.0) == [1]


def test_backward_again_gives_the_same_again():
    x = Node([1.0, 2.0])
    y = (x**2).sum()
    for _ in range(2):
        y.backward()
        np.testing.assert_array_equal(x.grad, [2, 4])


def test_the_gradient_is_that_of_the_latest_backward_alone():
    x = Node(2.0)
    (x * 3).backward()
    (x * 5).backward()
    assert x.grad == 5


def test_a_node_that_played_no_part_has_no_gradient():
    x, bystander = Node(1.0), Node(1.0)
    (x + 1).backward()
    assert bystander.grad is None


def test_the_graph_lists_inputs_before_what_is_computed_from_them():
    x = Node(1.0)
    y = x * x
    z = y + x
    assert z.graph() == [x, y, z] and [node.operation for node in z.graph()] == [None, "multiply", "add"]


@pytest.mark.parametrize("shape", [(2,), (1, 3), (0,)])
def test_backward_from_more_than_one_number_is_refused(shape):
    with pytest.raises(ValueError, match=r"single number.*shape \(.*sum\(\) or .mean\(\)"):
        Node(np.ones(shape)).backward()


ARRAY = np.array([1.0, -2.0])


@pytest.mark.parametrize(
    "f",
    [
        lambda x: np.tanh(x),
        lambda x: np.maximum(0, x),
        lambda x: np.sum(x) + np.mean(x, axis=0),
        lambda x: ARRAY * x,
        lambda x: x + ARRAY,
        lambda x: [3, 4] * x,
        lambda x: np.float64(2) - x,
        lambda x: 1 / x,
        lambda x: -(x**2),
        lambda x: ARRAY @ x,
        lambda x: np.eye(2) @ x,
        lambda x: x.reshape(2, 1) @ x.reshape((1, 2)),
        lambda x: np.eye(2)[:, :1].T @ x.reshape(-1, 1).T.T,
        lambda x: sum(x) * x[0],
        lambda x: x[[0, 0, 1]],
    ],
)
def test_node_and_array_give_the_same_value_and_a_gradient(f):
    node = f(Node(ARRAY))
    assert isinstance(node, Node)
    np.testing.assert_array_equal(node.value, f(ARRAY))
    assert ll.check_gradient(f, ARRAY)


def test_adding_in_place_makes_a_new_node():
    total = x = Node(2.0)
    total += x
    total *= 3
    total.backward()
    assert (x.value, total.value, x.grad) == (2, 12, 6)


@pytest.mark.parametrize(
    ("use", "name"),
    [
        (np.sin, "np.sin"),
        (abs, "np.absolute"),
        (lambda x: x < 2, "np.less"),
        (lambda x: np.concatenate([x, x]), "np.concatenate"),
    ],
)
def test_a_function_without_a_rule_says_which_way_is_out(use, name):
    with pytest.raises(TypeError, match=rf"no rule is known for {name} .*\.value.*@operation.*tanh"):
        use(Node(ARRAY))


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (lambda x: np.add.reduce(x), "np.add.reduce has no rule"),
        (lambda x: np.add(x, 1, out=np.zeros(2)), "out"),
        (lambda x: bool(x), "neither true nor false"),
        (lambda x: list(x[0]), "cannot be iterated"),
        (lambda x: (2.0**x).sum().backward(), "exponent has no gradient"),
    ],
)
def test_what_a_node_cannot_do_is_a_type_error(use, message):
    with pytest.raises(TypeError, match=message):
        use(Node(ARRAY))


@pytest.mark.parametrize("use", [Node, ll.exp, ll.softmax, lambda x: Node(ARRAY) + x], ids="Node exp softmax +".split())
@pytest.mark.parametrize("odd", [
    [Node(1.0), Node(2.0)], [[Node(1.0)], [2.0]], np.array([Node(1.0), 2]), None, "3", 1j, {}, [1, None], [[1, 2], [3]],
], ids=repr)  # fmt: skip
def test_what_is_not_made_of_numbers_is_refused(use, odd):
    with pytest.raises(ValueError, match="expects numbers in a regular shape"):
        use(odd)


@pytest.mark.parametrize("value, shape", [(1, ()), (True, ()), ([1, 2], (2,)), (((1, 2), (3, 4)), (2, 2)), ([], (0,))])
def test_plain_python_numbers_and_lists_are_welcome(value, shape):
    node = Node(value)
    assert node.shape == shape and node.value.dtype == float


@pytest.mark.parametrize(
    "f",
    [lambda x: x, lambda x: x + 1, lambda x: x * 2, lambda x: ll.maximum(x, 0), lambda x: (x + ARRAY).sum()],
)
def test_the_gradient_of_a_number_is_a_number(f):
    (gradient,) = gradients(f, 1.0)
    assert isinstance(gradient, float)


def test_a_node_reads_as_value_and_gradient():
    x = Node([1.0, 2.0])
    assert repr(x) == "Node([1., 2.])"
    x.sum().backward()
    assert repr(x) == "Node([1., 2.], grad=[1., 1.])" and x[1].value == 2


@pytest.mark.parametrize("rule", [lambda x, y: (x * y, lambda up: up * y), lambda x, y: x * y, lambda x, y: None])
@pytest.mark.parametrize("x", [Node([1.0, 2.0]), [1.0, 2.0, 3.0], 1.0])
def test_a_rule_without_all_its_gradients_is_refused(rule, x):
    with patch.dict(OPERATIONS), pytest.raises(TypeError, match="forgetful should return value, local g.*, local g"):
        operation("forgetful")(rule)(x, 2.0)


@pytest.mark.parametrize("value", [3, 3.0, np.float32(3), True, [3, 4], np.array([3, 4])])
def test_what_a_rule_gives_becomes_real_numbers(value):
    with patch.dict(OPERATIONS):
        node = operation("odd")(lambda x: (value, lambda up: up))(Node(1.0))
    assert node.value.dtype == float and node.mean().value == np.mean(value)


def test_a_node_is_printed_like_its_number():
    loss = Node([1.0, 2.0]).mean()
    assert f"{loss:.3f}" == "1.500" and f"{loss}" == "Node(1.5)"


def test_what_becomes_constant_loses_its_gradient():
    w, v = Node([1.0, 1.0]), Node(2.0)
    (w.sum() * v).backward()
    w.constant = True
    (w * v).sum().backward()
    assert w.grad is None and v.grad == 2


def test_a_copy_of_a_node_is_a_node_of_its_own():
    x = Node([1.0, 2.0])
    y = x * 2
    (copy(y) + y).sum().backward()
    np.testing.assert_array_equal(x.grad, [4, 4])


def test_a_rule_declared_here_is_known_to_numpy_there():
    with patch.dict(OPERATIONS):
        operation("sin")(lambda x: (np.sin(x), lambda up: up * np.cos(x)))
        assert ll.check_gradient(np.sin, ARRAY)
    assert "sin" not in OPERATIONS


@pytest.mark.parametrize("f", [
    lambda a, b: a + b, lambda a, b: a - b, lambda a, b: ll.identity(a) + ll.identity(b), lambda a, b: a.T + b.T,
    lambda a, b: a.reshape(4) + b.reshape(4), lambda a, b: np.transpose(a, (1, 0)) + np.transpose(b), lambda a, b: a @ b,
], ids="+ - identity T reshape transpose @".split())  # fmt: skip
def test_no_two_nodes_share_a_gradient(f):
    a, b = Node([[1.0, 2.0], [3.0, 4.0]]), Node([[5.0, 6.0], [7.0, 8.0]])
    loss = f(a, b).sum()
    loss.backward()
    gradients = [node.grad for node in loss.graph()]
    assert not any(np.shares_memory(x, y) for i, x in enumerate(gradients) for y in gradients[:i])


def test_clipping_a_gradient_in_place_clips_it_once():
    a, b = Node([1.0, 2.0]), Node([3.0, 4.0])
    (a + b).sum().backward()
    a.grad *= 0.5
    assert a.grad.tolist() == [0.5, 0.5] and b.grad.tolist() == [1, 1]


@pytest.mark.parametrize("f", [
    lambda x: np.sum(x, 0), lambda x: np.sum(x, (0, 1)), lambda x: np.sum(x, -1, keepdims=True),
    lambda x: np.mean(x, 1), lambda x: np.reshape(x, (3, 2)), lambda x: np.reshape(x, -1), lambda x: np.reshape(x, shape=6),
    lambda x: np.transpose(x, (1, 0)), lambda x: np.transpose(x, axes=(-1, 0)), np.transpose,
])  # fmt: skip
def test_numpys_functions_take_their_settings_by_place_as_on_arrays(f):
    x = np.arange(6.0).reshape(2, 3) ** 2
    np.testing.assert_array_equal(f(Node(x)).value, f(x))
    assert ll.check_gradient(f, x)


def test_transposing_three_axes_and_back():
    x = np.arange(24.0).reshape(2, 3, 4)
    assert ll.check_gradient(lambda x: np.transpose(x, (1, -1, 0)) * np.arange(24.0).reshape(3, 4, 2), x)


@pytest.mark.parametrize("use", [lambda x: np.sum(x, 0, float), lambda x: np.sum(x, dtype=float)])
def test_a_setting_that_a_rule_does_not_know_is_named(use):
    with pytest.raises(TypeError, match="sum takes x, axis, keepdims, got dtype"):
        use(Node([1.0, 2.0]))


@pytest.mark.parametrize("use", [lambda x: None * x, lambda x: x * None, lambda x: None - x, lambda x: None @ x])
def test_a_gradient_that_is_not_there_yet_is_refused_on_either_side(use):
    with pytest.raises(ValueError, match="expects numbers .*, got None"):
        use(Node([2.0, 1.0]))


def test_a_graph_from_before_a_step_is_refused():
    w = Node([1.0, 2.0])
    optimiser = ll.SGD([w], 0.1)
    first, second = (w * w).sum(), (w * w * w).sum()
    first.backward()
    optimiser.step()
    for stale in (second, second + (w * w).sum()):
        with pytest.raises(ValueError, match="optimiser has moved the parameters since .* compute it anew"):
            stale.backward()
    (w * w).sum().backward()
    np.testing.assert_allclose(w.grad, 2 * w.value)


def test_a_step_elsewhere_leaves_a_graph_as_good_as_it_was():
    w, other = Node([1.0, 2.0]), Node([3.0])
    loss = (w * w).sum()
    other.grad = np.ones(1)
    ll.Adam([other]).step()
    loss.backward()
    np.testing.assert_allclose(w.grad, [2, 4])


def test_a_deep_graph_is_copied_without_recursion_and_is_a_graph_of_its_own():
    x = Node([1.0, 2.0])
    y = x
    for _ in range(3000):
        y = y + x
    copied = deepcopy({"x": x, "loss": (y * y).sum()})
    copied["loss"].backward()
    assert x.grad is None and not np.shares_memory(copied["x"].value, x.value)
    np.testing.assert_allclose(copied["x"].grad, 2 * 3001**2 * x.value)


@pytest.mark.parametrize("use", [Node, ll.exp, ll.Neuron, lambda x: Node(ARRAY) * x, lambda x: ll.SGD([Node(x)])])
def test_masked_places_are_no_numbers_but_a_mask_that_hides_nothing_is_none(use):
    with pytest.raises(ValueError, match="masked array: use its .filled"):
        use(np.ma.masked_less([1.0, -2.0], 0))
    use(np.ma.array([1.0, -2.0]))
