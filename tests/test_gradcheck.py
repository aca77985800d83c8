"""The judge of gradients: right on what is known by hand, and not to be fooled."""

from unittest.mock import patch

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib import Node, operation
from lessons_lib.graph import OPERATIONS

X = np.array([1.0, 2.0, 3.0])

WRONG_SQUARES = {
    "forgot the 2": lambda up, x: up * x,
    "forgot x": lambda up, x: up * 2,
    "forgot the upstream gradient": lambda up, x: 2 * x,
    "wrong sign": lambda up, x: -2 * up * x,
    "wrong in one place": lambda up, x: 2 * up * x * [1, 1, 1.001],
    "not a number": lambda up, x: up * np.nan,
}


def square(wrong):
    """A square with a wrong local gradient, known to nobody else."""
    with patch.dict(OPERATIONS):
        return operation("square")(lambda x: (x**2, lambda up: wrong(up, x)))


@pytest.mark.parametrize("wrong", WRONG_SQUARES.values(), ids=WRONG_SQUARES)
def test_a_wrong_rule_is_caught(wrong):
    assert not ll.check_gradient(lambda x: square(wrong)(x) * 3.0, X)
    assert "square" not in OPERATIONS


def test_of_a_single_number_the_slope_itself_is_told():
    comparison = ll.check_gradient(square(WRONG_SQUARES["forgot the 2"]), 3.0)
    assert "claimed 3, measured 6" in repr(comparison)
    assert not ll.check_gradient(square(WRONG_SQUARES["forgot the upstream gradient"]), 3.0)


def test_a_right_rule_passes():
    assert ll.check_gradient(lambda x: square(lambda up, x: 2 * up * x)(x) * 3.0, X)


def test_the_step_is_small_enough_for_what_is_no_square():
    assert ll.check_gradient(np.exp, X)
    assert not ll.check_gradient(np.exp, X, step=1.0)


def test_the_comparison_says_which_input_is_wrong():
    comparison = ll.check_gradient(lambda x, y: x * square(WRONG_SQUARES["forgot x"])(y), X, X)
    assert comparison.where == (1,) and "at index (1,)" in repr(comparison)


def test_the_comparison_says_which_element_is_wrong():
    x = Node(X)
    square(WRONG_SQUARES["wrong in one place"])(x).sum().backward()
    comparison = ll.compare_gradients(x.grad, ll.numerical_gradient(lambda x: (x**2).sum(), X))
    assert repr(comparison) == "the gradients differ at index (2,): claimed 6.006, measured 6"


def test_a_forgotten_sum_over_what_was_broadcast_is_caught():
    with patch.dict(OPERATIONS):
        add = operation("add_up")(lambda x, y: (x + y, lambda up: up, lambda up: up))
    with pytest.raises(ValueError, match=r"gradient of input 1 has shape \(2, 3\), the input \(3,\)"):
        ll.check_gradient(add, np.ones((2, 3)), X)


def test_an_input_without_influence_has_gradient_zero():
    assert ll.check_gradient(lambda x, y: x * 2, X, X)


@pytest.mark.parametrize(
    ("f", "x", "gradient"),
    [
        (lambda x: x**2, 3.0, 6.0),
        (lambda x: (x**3).sum(), X, 3 * X**2),
        (lambda x: x[0] * x[1], [2, 5], [5.0, 2.0]),
        (lambda x: (x * np.arange(4.0).reshape(2, 2)).sum(), np.ones((2, 2)), [[0, 1], [2, 3]]),
    ],
)
def test_the_numerical_gradient_is_known_by_hand(f, x, gradient):
    measured = ll.numerical_gradient(f, x)
    assert np.shape(measured) == np.shape(x)
    np.testing.assert_allclose(measured, gradient, atol=1e-8)


def test_the_jacobian_of_a_linear_map_is_its_matrix():
    A = np.arange(6.0).reshape(2, 3)
    np.testing.assert_allclose(ll.numerical_jacobian(lambda x: A @ x, X), A, atol=1e-8)


def test_measuring_leaves_x_alone():
    x = X.copy()
    ll.numerical_gradient(lambda x: (x**2).sum(), x)
    np.testing.assert_array_equal(x, X)


@pytest.mark.parametrize(
    ("claimed", "agree"),
    [(1e6, True), (1e6 + 0.5, True), (1e6 + 2, False), (np.nan, False), (np.inf, False)],
)
def test_agreement_is_relative_to_the_size_and_never_with_nan(claimed, agree):
    assert bool(ll.compare_gradients(claimed, 1e6)) is agree


def test_agreement_is_said_in_words():
    assert repr(ll.compare_gradients(X, X)) == "the gradients agree (largest difference 0.0e+00)"


def test_different_shapes_are_not_compared():
    with pytest.raises(ValueError, match=r"claimed \(3,\), measured \(1, 3\)"):
        ll.compare_gradients(X, [X])


@pytest.mark.parametrize("use, message", [
    (lambda: ll.compare_gradients("x", [1.0]), "claimed expects numbers in a regular shape .* got 'x'"),
    (lambda: ll.compare_gradients([1.0], None), "measured expects numbers in a regular shape .* got None"),
    (lambda: ll.compare_gradients([], []), "of one number or more"),
    (lambda: ll.compare_gradients([1.0], [1.0], tolerance="1"), "tolerance is a finite number, at least 0, got '1'"),
    (lambda: ll.numerical_gradient(lambda x: x, 1.0, step=0), "step is a finite number, above 0, got 0"),
    (lambda: ll.compare_gradients(np.ma.masked_equal([1.0, 2.0], 2), [1.0, 2.0]), "masked array"),
])  # fmt: skip
def test_what_cannot_be_compared_is_told(use, message):
    with pytest.raises(ValueError, match=message):
        use()
