"""Optimisers against steps worked by hand and published algorithms; gradient descent on all kinds of functions."""

import copy
import math
import warnings

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib import SGD, Adam, Node

GRADIENTS = np.array([[2.0, -4.0], [1.0, -1.0], [-3.0, 0.5]])


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def walk(optimiser, parameter, gradients=GRADIENTS):
    """Where the parameter is after each of the gradients."""
    points = []
    for gradient in gradients:
        parameter.grad = gradient
        optimiser.step()
        points.append(parameter.value.copy())
    return np.array(points)


# SGD, by hand.


def test_a_step_goes_against_the_gradient():
    w = Node([1.0, 1.0])
    np.testing.assert_allclose(walk(SGD([w], 0.1), w), [[0.8, 1.4], [0.7, 1.5], [1.0, 1.45]])


def test_momentum_keeps_some_of_the_last_step():
    w = Node([1.0, 1.0])  # velocities (2, -4), (2, -3), (-2, -1)
    np.testing.assert_allclose(walk(SGD([w], 0.1, momentum=0.5), w), [[0.8, 1.4], [0.6, 1.7], [0.8, 1.8]])


def test_weight_decay_pulls_towards_zero():
    w = Node([1.0, -1.0])
    np.testing.assert_allclose(walk(SGD([w], 0.1, weight_decay=0.5), w, [np.zeros(2)]), [[0.95, -0.95]])


def test_sgd_and_gradient_descent_walk_the_same_path():
    def f(p):
        return (p**2 * [1.0, 3.0]).sum()

    w = Node([2.0, 1.0])
    optimiser, points = SGD([w], 0.1, momentum=0.8), [w.value.copy()]
    for _ in range(10):
        f(w).backward()
        optimiser.step()
        points.append(w.value.copy())
    np.testing.assert_allclose(ll.gradient_descent(f, [2, 1], 0.1, 10, momentum=0.8).points, points)


# Adam, as published.


def adam(point, gradients, alpha, beta1, beta2, epsilon):
    """Kingma and Ba 2015, algorithm 1, line by line."""
    m, v, points = 0.0, 0.0, []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        point = point - alpha * m_hat / (np.sqrt(v_hat) + epsilon)
        points.append(point)
    return points


@pytest.mark.parametrize("settings", [(0.001, 0.9, 0.999, 1e-8), (0.1, 0.5, 0.9, 1e-2), (0.5, 0.0, 0.0, 1e-8)])
def test_adam_is_the_published_algorithm(settings):
    w = Node([1.0, 1.0])
    np.testing.assert_allclose(walk(Adam([w], *settings), w), adam(np.ones(2), GRADIENTS, *settings))


def test_the_first_step_of_adam_has_the_length_of_the_learning_rate():
    w = Node([1.0, 1.0])
    np.testing.assert_allclose(walk(Adam([w], 0.01), w, [np.array([1e-3, -1e3])]), [[0.99, 1.01]], rtol=1e-5)


# One vector and its views.


def test_all_parameters_live_in_one_vector():
    layer, scale = ll.Linear(3, 2), Node(2.0)
    before = [p.value.copy() for p in (*layer.parameters, scale)]
    SGD([*layer.parameters, scale])
    owners = {id(p.value.base) for p in (*layer.parameters, scale)}
    assert len(owners) == 1 and scale.shape == ()
    for p, old in zip((*layer.parameters, scale), before):
        np.testing.assert_array_equal(p.value, old)


@pytest.mark.parametrize("new", [np.array([5.0, 6.0]), np.array([5, 6]), [5, 6]], ids=["reals", "integers", "list"])
def test_a_parameter_that_was_replaced_is_trained_from_its_new_value(new):
    w = Node([1.0, 2.0])
    optimiser = SGD([w], 0.5)
    w.value = new
    np.testing.assert_allclose(walk(optimiser, w, [np.ones(2)]), [[4.5, 5.5]])


def test_a_plain_number_may_replace_a_scalar():
    b = Node(1.0)
    optimiser = SGD([b], 0.5)
    b.value = 3
    assert walk(optimiser, b, [1.0]) == [2.5]


def test_parameters_that_swapped_their_values_keep_them():
    a, b = Node([1.0]), Node([2.0])
    optimiser = SGD([a, b], 1.0)
    a.value, b.value, a.grad, b.grad = b.value, a.value, np.array([0.5]), np.array([0.0])
    optimiser.step()
    assert (a.value, b.value) == (1.5, 1.0)


def test_a_copied_optimiser_trains_its_copies():
    w = Node([1.0, 2.0])
    optimiser = copy.deepcopy(SGD([w], 0.5))
    np.testing.assert_allclose(walk(optimiser, optimiser.parameters[0], [np.ones(2)]), [[0.5, 1.5]])
    np.testing.assert_array_equal(w.value, [1, 2])


def test_two_optimisers_may_take_turns():
    w = Node([1.0])
    first, second = SGD([w], 0.1), Adam([w], 0.1)
    w.grad = np.array([1.0])
    first.step()
    second.step()
    first.step()
    np.testing.assert_allclose(w.value, [0.7])


# Errors change nothing.


@pytest.mark.parametrize("kind", [lambda p: SGD(p, momentum=0.9), Adam], ids=["SGD", "Adam"])
@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda w: setattr(w, "grad", None), "no gradient: call loss.backward"),
        (lambda w: setattr(w, "grad", np.ones(3)), "wrong shape"),
        (lambda w: setattr(w, "value", np.ones(3)), "make a new optimiser"),
    ],
)
def test_a_step_that_fails_leaves_everything_as_it_was(kind, spoil, message):
    w, same = Node([1.0, 1.0]), Node([1.0, 1.0])
    optimiser, undisturbed = kind([w]), kind([same])
    walk(optimiser, w, GRADIENTS[:1])
    walk(undisturbed, same, GRADIENTS[:1])
    value = w.value
    spoil(w)
    with pytest.raises(ValueError, match=message):
        optimiser.step()
    w.value = value
    np.testing.assert_array_equal(walk(optimiser, w), walk(undisturbed, same))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: SGD([]), "model.parameters"),
        (lambda p: SGD([p], -1), "learning_rate is a finite number, at least 0, got -1"),
        (lambda p: SGD([p], np.nan), "learning_rate is a finite number, at least 0, got nan"),
        (lambda p: SGD([p], weight_decay=-1), "weight_decay is a finite number, at least 0"),
        (lambda p: SGD([p], momentum=1), "momentum is a finite number, at least 0, below 1, got 1"),
        (lambda p: Adam([p], beta1=1), "beta1 is a finite number, at least 0, below 1"),
        (lambda p: SGD([p], "0.1"), "learning_rate is a finite number, at least 0, got '0.1'"),
        (lambda p: SGD([p], None), "learning_rate is a finite number, at least 0, got None"),
        (lambda p: SGD([p], [0.1]), r"learning_rate is a finite number, at least 0, got \[0.1\]"),
        (lambda p: SGD([p], np.inf), "learning_rate is a finite number, at least 0, got inf"),
        (lambda p: SGD(p), r"a list of Nodes, got Node\(.*give it model.parameters"),
        (lambda p: SGD(3), "a list of Nodes, got 3: give it model.parameters"),
        (lambda p: Adam([p], beta2=-0.1), "beta2 is a finite number, at least 0, below 1"),
    ],
)
def test_settings_that_make_no_sense_are_refused_before_anything_is_touched(make, message):
    w = Node([1.0, 2.0])
    value = w.value
    with pytest.raises(ValueError, match=message):
        make(w)
    assert w.value is value


# Gradient descent on any function.


def test_on_the_parabola_each_step_multiplies_by_one_minus_twice_the_rate():
    path = ll.gradient_descent(lambda x: x**2, 3.0, 0.1, 2)
    np.testing.assert_allclose(path.points, [3, 2.4, 1.92])
    np.testing.assert_allclose(path.values, [9, 5.76, 3.6864])


def test_it_does_not_move_the_start():
    start = np.array([1.0, 2.0])
    ll.gradient_descent(lambda p: (p**2).sum(), start)
    np.testing.assert_array_equal(start, [1, 2])


BOWLS = {
    "operations": lambda p: p[0] ** 2 + 3 * p[1] ** 2,
    "unpacked": lambda p: (lambda x, y: x**2 + 3 * y**2)(*p),
    "matrix": lambda p: p @ np.diag([1.0, 3.0]) @ p,
    "plain NumPy": lambda p: np.dot(p, np.array([1, 3]) * p),
    "methods of arrays": lambda p: (p * p).dot([1, 3]),
    "plain Python": lambda p: math.pow(p[0], 2) + 3 * math.pow(p[1], 2),
    "a list": lambda p: np.sum(np.square([p[0], math.sqrt(3) * p[1]])),
    "one number in an array": lambda p: (p**2 * [1, 3]).sum(keepdims=True),
}


@pytest.mark.parametrize("f", BOWLS.values(), ids=BOWLS)
def test_a_function_of_several_variables_however_it_is_written(f):
    path = ll.gradient_descent(f, [2, 1], 0.1, 2)
    np.testing.assert_allclose(path.points, [[2, 1], [1.6, 0.4], [1.28, 0.16]], atol=1e-8)


@pytest.mark.parametrize("sin", [np.sin, math.sin], ids=["numpy", "math"])
def test_a_function_without_a_rule_is_measured_and_not_half_seen(sin):
    path = ll.gradient_descent(lambda x: x**2 + 3 * sin(x), 2.0, 0.1, 100)
    assert 2 * path.points[-1] + 3 * np.cos(path.points[-1]) == pytest.approx(0, abs=1e-6)


def test_where_it_is_flat_it_stays():
    np.testing.assert_array_equal(ll.gradient_descent(lambda x: ll.step(x), 2.0, 1.0, 5).points, [2] * 6)
    np.testing.assert_array_equal(ll.gradient_descent(lambda x: 4.0, 2.0, 1.0, 5).points, [2] * 6)


@pytest.mark.parametrize(
    "f",
    [lambda x: x**2, lambda x: x**4, ll.exp, lambda x: math.exp(x**2), lambda x: 1 / x, np.log, lambda x: -ll.log(x)],
)
def test_divergence_ends_the_path_early_and_silently(f):
    path = ll.gradient_descent(f, 1.0, 1e3, 500)
    assert len(path.points) == len(path.values)
    assert np.isfinite(path.points).all() and np.isfinite(path.values).all()


def test_the_path_of_a_divergence_is_short_and_grows():
    path = ll.gradient_descent(lambda x: x**2, 3.0, 5.0, 1000)
    assert 10 < len(path.values) < 1000 and (np.diff(path.values) > 0).all()


def test_momentum_outruns_the_plain_walk_in_a_long_valley():
    def valley(p):
        return p[0] ** 2 + 30 * p[1] ** 2

    plain, fast = (ll.gradient_descent(valley, [2, 1], 0.01, 60, momentum=m).values[-1] for m in (0.0, 0.8))
    assert fast < plain / 100


@pytest.mark.parametrize(
    ("f", "start", "message"),
    [
        (lambda p: p**2, [1, 2], r"single number can be lowered, f gives shape \(2,\)"),
        (np.log, -1, "f is nan at -1.0"),
        (lambda x: x, "2", "numbers in a regular shape"),
    ],
)
def test_what_cannot_be_walked_on_is_told(f, start, message):
    with pytest.raises(ValueError, match=message):
        ll.gradient_descent(f, start)


def test_the_readers_own_error_comes_through():
    with pytest.raises(ZeroDivisionError):
        ll.gradient_descent(lambda x: 1 // 0, 1.0)


@pytest.mark.parametrize("parameters", [ll.Linear(2, 1), [], [np.ones(2)]])
def test_an_optimiser_asks_for_the_parameters_of_a_model(parameters):
    with pytest.raises(ValueError, match="model.parameters"):
        ll.SGD(parameters, 0.1)


def test_a_gradient_of_the_right_size_on_its_side_is_refused():
    w = Node(np.zeros((2, 3)))
    w.grad = np.ones((3, 2))
    with pytest.raises(ValueError, match="wrong shape"):
        ll.SGD([w], 0.1).step()
    assert not w.value.any()


@pytest.mark.parametrize("settings, message", [
    (dict(learning_rate="0.1"), "learning_rate is a finite number, got '0.1'"),
    (dict(steps=2.5), "steps is a whole number from 0 up, got 2.5"), (dict(steps="many"), "got 'many'"),
    (dict(momentum=None), "momentum is a finite number, got None"),
])  # fmt: skip
def test_odd_settings_of_gradient_descent_are_told(settings, message):
    with pytest.raises(ValueError, match=message):
        ll.gradient_descent(lambda x: x**2, 1.0, **settings)
