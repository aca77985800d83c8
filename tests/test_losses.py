"""Losses: published numbers, honest gradients, and a large but finite price for a certain and wrong answer."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import lessons_lib as ll
from lessons_lib import Node

PROBABILITIES = np.array([0.6, 0.3, 0.1])
quickly = settings(deadline=None, derandomize=True, max_examples=50)
reals = st.floats(-30, 30)


def stable():
    """Underflow to 0 is welcome; whatever else NumPy warns of is an error."""
    return np.errstate(over="raise", divide="raise", invalid="raise")


def loss_and_slope(loss, x, right):
    x = Node(x)
    value = loss(x, right)
    value.backward()
    return value.value, x.grad


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("label, bits, nats", [(0, 0.74, 0.51), (1, 1.74, 1.20), (2, 3.32, 2.30)])
def test_cross_entropy_of_the_lecture_in_bits_and_in_nats(label, bits, nats):
    loss = ll.cross_entropy(np.log(PROBABILITIES), label)
    assert loss == pytest.approx(nats, abs=0.005) and loss / np.log(2) == pytest.approx(bits, abs=0.005)
    assert loss == pytest.approx(-np.log(PROBABILITIES[label]), rel=1e-14)


def test_a_batch_costs_the_mean_of_its_examples():
    logits, labels = np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 3.0]]), [1, 2]
    each = [ll.cross_entropy(row, label) for row, label in zip(logits, labels)]
    assert ll.cross_entropy(logits, labels) == pytest.approx(np.mean(each))
    assert ll.binary_cross_entropy([1.0, -2.0], [1, 0]) == pytest.approx(
        np.mean([ll.binary_cross_entropy(1.0, 1), ll.binary_cross_entropy(-2.0, 0)]))
    assert ll.mean_squared_error([[2.0], [-2.0], [5.5]], [[3], [0], [5]]) == 1.75


@pytest.mark.parametrize("classes", [2, 10, 1000])
def test_guessing_costs_the_logarithm_of_the_number_of_classes(classes):
    assert ll.cross_entropy(np.zeros((3, classes)), [0, 1, 1]) == pytest.approx(np.log(classes), rel=1e-14)


@given(st.floats(-700, 700), st.sampled_from([0, 1]))
@quickly
def test_binary_cross_entropy_is_cross_entropy_with_a_second_logit_of_0(z, label):
    assert ll.binary_cross_entropy(z, label) == pytest.approx(ll.cross_entropy([0.0, z], label), rel=1e-12, abs=1e-15)


def test_a_right_and_certain_answer_costs_what_little_it_should():
    assert ll.binary_cross_entropy([40.0], [1]) == pytest.approx(4.248354255291589e-18, rel=1e-13, abs=0)
    assert ll.binary_cross_entropy([-40.0], [0]) == pytest.approx(4.248354255291589e-18, rel=1e-13, abs=0)
    assert str(ll.cross_entropy([1000.0, 0.0], 0)) == "0.0"  # and not -0.0


# ── gradients ───────────────────────────────────────────────────────────────────────────────────────────────────

@given(st.data())
@quickly
def test_gradients_agree_with_finite_differences(data):
    shape = data.draw(hnp.array_shapes(min_dims=2, max_dims=2, max_side=5))
    draw = lambda elements, shape, kind=float: data.draw(hnp.arrays(kind, shape, elements=elements))
    outputs, targets = draw(reals, shape), draw(reals, shape)
    classes, either = draw(st.integers(0, shape[1] - 1), shape[:1], int), draw(st.integers(0, 1), shape, int)
    cases = (ll.mean_squared_error, targets), (ll.cross_entropy, classes), (ll.binary_cross_entropy, either)
    for loss, right in cases:
        assert ll.check_gradient(lambda x: loss(x, right), outputs, tolerance=1e-5), loss.__name__


def test_the_slope_is_the_error_of_the_probability_over_the_batch_size():
    logits, labels = np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 3.0]]), np.array([1, 2])
    _, slope = loss_and_slope(ll.cross_entropy, logits, labels)
    np.testing.assert_allclose(slope, (ll.softmax(logits) - np.eye(3)[labels]) / 2, rtol=1e-13)
    _, slope = loss_and_slope(ll.binary_cross_entropy, [-6.0, 3.0], [1, 0])
    np.testing.assert_allclose(slope, (ll.sigmoid([-6.0, 3.0]) - [1, 0]) / 2, rtol=1e-13)
    _, slope = loss_and_slope(ll.mean_squared_error, [2.0, -2.0], [3, 0])
    np.testing.assert_allclose(slope, [-1.0, -2.0])


def test_targets_and_labels_may_be_named():
    assert ll.mean_squared_error(Node([1.0]), targets=[3.0]).value == 4
    assert ll.cross_entropy(Node([1.0, 1.0]), labels=1).value == pytest.approx(np.log(2))
    with pytest.raises(TypeError, match="target"):
        ll.mean_squared_error([1.0], target=[3.0])


def test_a_label_has_no_gradient_to_follow():
    with pytest.raises(TypeError, match="the label has no gradient here"):
        ll.cross_entropy(Node([1.0, 0.0]), Node(1)).backward()


def test_one_example_has_a_gradient_of_its_own_shape():
    _, slope = loss_and_slope(ll.cross_entropy, [2.0, 1.0, 0.0], 1)
    np.testing.assert_allclose(slope, ll.softmax([2.0, 1.0, 0.0]) - [0, 1, 0])
    assert loss_and_slope(ll.binary_cross_entropy, -6.0, 1)[1] == pytest.approx(ll.sigmoid(-6.0) - 1)


# ── stability ───────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("loss, logits, labels, expected, slope", [
    (ll.cross_entropy, [[-1000.0, 1000.0]], [0], 2000, [[-1, 1]]),
    (ll.cross_entropy, [[-1000.0, 1000.0]], [1], 0, [[0, 0]]),
    (ll.cross_entropy, [[1000.0, 1000.0]], [1], np.log(2), [[0.5, -0.5]]),
    (ll.binary_cross_entropy, [1000.0], [0], 1000, [1]),
    (ll.binary_cross_entropy, [-1000.0], [1], 1000, [-1]),
    (ll.binary_cross_entropy, [1000.0], [1], 0, [0]),
])
def test_a_certain_answer_is_no_trouble_whether_wrong_or_right(loss, logits, labels, expected, slope):
    with stable():
        value, gradient = loss_and_slope(loss, logits, labels)
    assert value == pytest.approx(expected)
    np.testing.assert_allclose(gradient, slope, atol=1e-12)


def test_a_probability_of_exactly_0_may_be_given_as_minus_infinity():
    with stable():
        assert ll.cross_entropy([-np.inf, 0.0], 1) == 0 and ll.cross_entropy([-np.inf, 0.0], 0) == np.inf
        assert ll.binary_cross_entropy(np.inf, 1) == 0 and ll.binary_cross_entropy(-np.inf, 1) == np.inf


# ── errors ──────────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("loss, x, right, message", [
    (ll.mean_squared_error, np.zeros((4, 1)), np.zeros(4), "got (4, 1) and (4,): use np.reshape(targets, (4, 1))"),
    (ll.mean_squared_error, np.zeros(3), np.zeros(4), "of the same shape, at least one of each, got (3,) and (4,)"),
    (ll.mean_squared_error, [], [], "at least one of each"),
    (ll.mean_squared_error, [1.0], [None], "expects numbers"),
    (ll.binary_cross_entropy, np.zeros((2, 1)), [0, 1], "use np.reshape(labels, (2, 1))"),
    (ll.binary_cross_entropy, [0.0, 1.0], [0.5, 2.0], "labels are 0 or 1 here, got 0.5, 2"),
    (ll.cross_entropy, np.zeros((2, 3)), [0, 3], "whole numbers from 0 to 2, got 3"),
    (ll.cross_entropy, np.zeros((2, 3)), [-1, 0], "whole numbers from 0 to 2, got -1"),
    (ll.cross_entropy, np.zeros((2, 3)), [0.5, 1.0], "whole numbers from 0 to 2, got 0.5"),
    (ll.cross_entropy, np.zeros((2, 3)), np.eye(3, dtype=int)[:2], "of one-hot labels take labels.argmax(axis=1)"),
    (ll.cross_entropy, np.zeros((2, 3)), [0], "one label per row, at least one row, got (2, 3) and (1,)"),
    (ll.cross_entropy, np.zeros((0, 3)), [], "at least one row"),
    (ll.cross_entropy, 5.0, 0, "logits of shape (batch, classes)"),
])
def test_what_does_not_fit_is_told_with_the_likely_fix(loss, x, right, message):
    for given_as in (x, Node(x)):
        with pytest.raises(ValueError, match=re.escape(message)):
            loss(given_as, right)
