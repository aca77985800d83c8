"""Activations and heads: published numbers, and the same numbers where exp would overflow."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import lessons_lib as ll
from lessons_lib import ACTIVATIONS, Node

FUNCTIONS = {name: activation.function for name, activation in ACTIVATIONS.items()}
EVERY_ACTIVATION = pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)
LOGITS = hnp.arrays(float, hnp.array_shapes(max_dims=3, max_side=4), elements=st.floats(-50, 50))
quickly = settings(deadline=None, derandomize=True, max_examples=50)

# Worked out with 60 decimal digits and rounded to the nearest float.
EXACT = {
    ll.sigmoid: {-40: 4.248354255291589e-18, -1: 0.2689414213699951, 0: 0.5, 3: 0.9525741268224333},
    ll.tanh: {-1: -0.7615941559557649, 0: 0.0, 0.5: 0.46211715726000974, 3: 0.9950547536867305},
    ll.gelu: {-2: -0.04540230591222498, -1: -0.1588080093917233, 0: 0.0, 1: 0.8411919906082767, 3: 2.996362607918227},
    ll.softplus: {-40: 4.248354255291589e-18, -1: 0.3132616875182228, 0: 0.6931471805599453, 3: 3.048587351573742},
    ll.elu: {-40: -1.0, -2: -0.8646647167633873, -0.5: -0.3934693402873666, 0: 0.0, 3: 3.0},
    ll.leaky_relu: {-2: -0.02, 0: 0.0, 3: 3.0},
    ll.relu: {-2: 0.0, 0: 0.0, 3: 3.0},
    ll.step: {-2: 0.0, 0: 0.0, 3: 1.0},
    ll.identity: {-2: -2.0, 3: 3.0},
}


def stable():
    """Underflow to 0 is welcome; whatever else NumPy warns of is an error."""
    return np.errstate(over="raise", divide="raise", invalid="raise")


def slope(f, z):
    z = Node(z)
    f(z).sum().backward()
    return z.grad


@EVERY_ACTIVATION
def test_the_value_is_exact_to_rounding(f):
    z, exact = np.array(list(EXACT[f].items()), dtype=float).T
    np.testing.assert_allclose(f(z), exact, rtol=1e-13)


# What becomes of very negative and very positive z: value and slope far left, value / z and slope far right.
ASYMPTOTES = {
    ll.identity: (None, 1, None, 1),
    ll.step: (0, 0, 1, 0),
    ll.sigmoid: (0, 0, 1, 0),
    ll.tanh: (-1, 0, 1, 0),
    ll.relu: (0, 0, None, 1),
    ll.leaky_relu: (None, 0.01, None, 1),
    ll.elu: (-1, 0, None, 1),
    ll.gelu: (0, 0, None, 1),
    ll.softplus: (0, 0, None, 1),
}


@EVERY_ACTIVATION
@pytest.mark.parametrize("size", [1e3, 1e300])
def test_far_out_it_is_its_asymptote_without_a_warning(f, size):
    left, left_slope, right, right_slope = ASYMPTOTES[f]
    z = np.array([-size, size])
    expected = [left_slope * -size if left is None else left, right_slope * size if right is None else right]
    with stable():
        np.testing.assert_array_equal(f(z), expected)
        np.testing.assert_array_equal(slope(f, z), [left_slope, right_slope])


@pytest.mark.parametrize(("f", "slope_at_0"), [
    (ll.relu, 0), (ll.leaky_relu, 0.01), (ll.elu, 1), (ll.gelu, 0.5), (ll.softplus, 0.5), (ll.sigmoid, 0.25),
    (ll.tanh, 1),
])  # fmt: skip
def test_the_slope_at_0_is_the_promised_one(f, slope_at_0):
    assert slope(f, 0.0) == slope_at_0


@EVERY_ACTIVATION
def test_a_number_gives_a_number_and_an_array_its_shape(f):
    assert isinstance(f(2), float) and isinstance(f(Node(2.0)).value, float)
    assert f(np.ones((2, 3))).shape == (2, 3) and f([[1, 2]]).shape == (1, 2)


@EVERY_ACTIVATION
def test_the_input_is_left_alone(f):
    z = np.array([-1.0, 0.0, 1.0])
    f(z)
    np.testing.assert_array_equal(z, [-1, 0, 1])


@quickly
@given(st.floats(-1e300, 1e300))
def test_sigmoid_is_symmetric_to_rounding(z):
    assert ll.sigmoid(-z) == pytest.approx(1 - ll.sigmoid(z), rel=0, abs=2**-51)


@pytest.mark.parametrize(("alpha", "value"), [(1.0, np.expm1(-2)), (0.5, 0.5 * np.expm1(-2))])
def test_elu_saturates_at_alpha(alpha, value):
    assert ll.elu(-2.0, alpha=alpha) == value


def test_leaky_relu_leaks_by_its_slope():
    assert ll.leaky_relu(-2.0, slope=0.5) == -1


@quickly
@given(LOGITS)
def test_softmax_sums_to_one_and_log_softmax_is_its_logarithm(z):
    probabilities = ll.softmax(z)
    np.testing.assert_allclose(probabilities.sum(axis=-1), 1, rtol=1e-14)
    np.testing.assert_allclose(ll.log_softmax(z), np.log(probabilities), rtol=1e-12, atol=1e-12)


@quickly
@given(LOGITS, st.integers(-1000, 1000))
def test_softmax_does_not_see_a_shift(z, shift):
    np.testing.assert_allclose(ll.softmax(z + shift), ll.softmax(z), rtol=1e-11)


@quickly
@given(LOGITS, st.sampled_from([0.5, 2.0, 10.0]))
def test_a_temperature_divides_the_logits(z, temperature):
    np.testing.assert_allclose(ll.softmax(z, temperature=temperature), ll.softmax(z / temperature), rtol=1e-12)


def test_softmax_of_1_2_3_is_exact_to_rounding():
    exact = [0.09003057317038046, 0.24472847105479764, 0.6652409557748219]
    np.testing.assert_allclose(ll.softmax([1, 2, 3]), exact, rtol=1e-14)


@pytest.mark.parametrize("size", [1e3, 1e300])
def test_softmax_survives_huge_logits(size):
    with stable():
        np.testing.assert_array_equal(ll.softmax([size, 0, -size]), [1, 0, 0])
        np.testing.assert_array_equal(slope(lambda z: ll.softmax(z)[0], [size, 0, -size]), [0, 0, 0])


@pytest.mark.parametrize("size", [1e3, 1e300])
def test_log_softmax_is_exact_where_softmax_underflows(size):
    with stable():
        np.testing.assert_array_equal(ll.log_softmax([size, 0, -size]), [0, -size, -2 * size])
        np.testing.assert_array_equal(slope(lambda z: ll.log_softmax(z)[2], [size, 0, -size]), [-1, 0, 1])


def test_a_very_low_temperature_chooses_and_a_very_high_one_does_not_care():
    np.testing.assert_allclose(ll.softmax([1, 2, 3], temperature=1e-3), [0, 0, 1])
    np.testing.assert_allclose(ll.softmax([1, 2, 3], temperature=1e9), [1 / 3] * 3)


@pytest.mark.parametrize("temperature", [0, -1, np.nan])
def test_a_temperature_must_be_positive(temperature):
    with pytest.raises(ValueError, match=f"temperature of softmax is a finite number, above 0, got {temperature}"):
        ll.softmax([1.0, 2.0], temperature=temperature)


@pytest.mark.parametrize("f", [ll.softmax, ll.log_softmax])
@pytest.mark.parametrize(("z", "shape"), [(1.0, r"\(\)"), ([], r"\(0,\)"), (np.ones((2, 0)), r"\(2, 0\)")])
def test_without_logits_there_are_no_probabilities(f, z, shape):
    with pytest.raises(ValueError, match=f"{f.__name__} expects at least one logit per row.*got shape {shape}"):
        f(z)


@pytest.mark.parametrize("question", ["binary classification", "multi-class classification"])
def test_a_classifying_head_gives_probabilities(question):
    probabilities = ll.HEADS[question](np.array([-5.0, 0.0, 5.0]))
    assert np.all((0 < probabilities) & (probabilities < 1))


def test_a_regression_head_gives_any_number():
    assert ll.HEADS["regression"](-7.0) == -7


@pytest.mark.parametrize("f, at_minus_infinity, at_infinity, slopes", [
    (ll.sigmoid, 0, 1, (0, 0)), (ll.tanh, -1, 1, (0, 0)), (ll.relu, 0, np.inf, (0, 1)), (ll.elu, -1, np.inf, (0, 1)),
    (ll.gelu, 0, np.inf, (0, 1)), (ll.softplus, 0, np.inf, (0, 1)), (ll.leaky_relu, -np.inf, np.inf, (0.01, 1)),
])  # fmt: skip
def test_infinity_is_the_end_of_the_curve_and_no_reason_to_warn(f, at_minus_infinity, at_infinity, slopes):
    with np.errstate(all="raise"):
        z = ll.Node([-np.inf, np.inf])
        y = f(z)
        np.testing.assert_array_equal(y.value, [at_minus_infinity, at_infinity])
        np.testing.assert_array_equal(y.local_gradients[0](np.ones(2)), slopes)
        assert np.isnan(f(np.nan))


@pytest.mark.parametrize("logits, expected", [
    ([np.inf, 0, -np.inf], [1, 0, 0]), ([np.inf, np.inf, 1], [0.5, 0.5, 0]), ([-np.inf, -np.inf], [0.5, 0.5]),
])  # fmt: skip
def test_softmax_of_infinite_logits(logits, expected):
    with np.errstate(over="raise", invalid="raise"):
        np.testing.assert_allclose(ll.softmax(logits), expected)
    with np.errstate(over="raise", invalid="raise"):
        np.testing.assert_allclose(np.exp(ll.log_softmax(logits)), expected)


def test_a_temperature_almost_0_picks_the_largest_without_a_warning():
    with np.errstate(over="raise", invalid="raise"):
        assert ll.softmax([1.0, 2.0], temperature=1e-320).tolist() == [0, 1]


@pytest.mark.parametrize("use, message", [
    (lambda: ll.softmax([1.0, 2.0], temperature="1"), "temperature of softmax is a finite number, above 0, got '1'"),
    (lambda: ll.leaky_relu(1.0, slope=None), "slope is a finite number, got None"),
    (lambda: ll.elu(1.0, alpha="1"), "alpha is a finite number, got '1'"),
])  # fmt: skip
def test_a_setting_that_is_no_number_is_told(use, message):
    with pytest.raises(ValueError, match=message):
        use()
