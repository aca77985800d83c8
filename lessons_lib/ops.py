"""Arithmetic with gradients: each rule gives the value and, per input, how an upstream gradient passes through.

Read a rule as a sentence. "A product passes the upstream gradient on, multiplied by the other factor."
"""

import numpy as np

from .graph import operation


def unbroadcast(gradient, x):
    """The gradient summed down to the shape of the input x, the shape before NumPy repeated it.

    A value that is used in several places gets the sum of their gradients; broadcasting is one way to use it twice.
    """
    shape = np.shape(x)
    if np.shape(gradient) == shape:
        return gradient
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return gradient.sum(axis=repeated, keepdims=True)


@operation("add")
def add(x, y):
    return x + y, lambda upstream: unbroadcast(upstream, x), lambda upstream: unbroadcast(upstream, y)


@operation("subtract")
def subtract(x, y):
    return x - y, lambda upstream: unbroadcast(upstream, x), lambda upstream: unbroadcast(-upstream, y)


@operation("negative")
def negative(x):
    return -x, lambda upstream: -upstream


@operation("multiply")
def multiply(x, y):
    return x * y, lambda upstream: unbroadcast(upstream * y, x), lambda upstream: unbroadcast(upstream * x, y)


@operation("divide")
def divide(x, y):
    return x / y, lambda upstream: unbroadcast(upstream / y, x), lambda upstream: unbroadcast(-upstream * x / y**2, y)


@operation("power")
def power(x, exponent):
    """x to a fixed exponent. The exponent gets no gradient: write exp(exponent * log(x)) if it needs one."""
    one_less = np.where(exponent, exponent - 1, 0.0)[()]  # x**0 has slope 0 at x = 0 too, where 0 * x**-1 is NaN
    return x**exponent, lambda upstream: unbroadcast(upstream * exponent * x**one_less, x), no_gradient("exponent")


@operation("exp")
def exp(x):
    y = np.exp(x)
    return y, lambda upstream: upstream * y


@operation("log")
def log(x):
    """The natural logarithm."""
    return np.log(x), lambda upstream: upstream / x


@operation("maximum")
def maximum(x, y):
    """The larger of x and y, element by element; the gradient goes to the winner, to x if both are equal."""
    wins = np.greater_equal(x, y)
    to_x, to_y = (lambda upstream: unbroadcast(upstream * wins, x), lambda upstream: unbroadcast(upstream * ~wins, y))
    return np.maximum(x, y), to_x, to_y


@operation("matmul")
def matmul(x, y):
    """The matrix product, `x @ y`; a vector counts as a row on the left and as a column on the right.

    Shapes (..., n) and (n,) or (..., n, m), as in NumPy. Raises ValueError when the inner sizes differ.
    """
    if not (x.ndim and y.ndim) or x.shape[-1] != y.shape[max(y.ndim - 2, 0)]:
        raise ValueError(f"x @ y needs as many columns in x as rows in y, got shapes {x.shape} and {y.shape}")
    rows = x if x.ndim > 1 else x[None, :]
    columns = y if y.ndim > 1 else y[:, None]
    product = rows @ columns

    def to_x(upstream):
        return unbroadcast(np.reshape(upstream, product.shape) @ columns.swapaxes(-1, -2), rows).reshape(x.shape)

    def to_y(upstream):
        return unbroadcast(rows.swapaxes(-1, -2) @ np.reshape(upstream, product.shape), columns).reshape(y.shape)

    added = [axis for axis, factor in ((-2, x), (-1, y)) if factor.ndim == 1]
    return np.squeeze(product, tuple(added)), to_x, to_y


@operation("linear")
def linear(x, W, b):
    """x @ W + b in one step, for speed: as matmul and add, without the generality that a layer does not need.

    x: shape (n_in,) or (batch, n_in). W: (n_in, n_out) and b: (n_out,) of a layer, or (n_in,) and a number of a neuron.
    Raises ValueError for an x of another shape.
    """
    if not 1 <= x.ndim <= 2 or x.shape[-1] != len(W):
        user = "Linear" if W.ndim == 2 else "Neuron"
        raise ValueError(f"{user} expects {len(W)} inputs per row, got x of shape {x.shape}")
    z = x @ W
    z += b

    def to_x(upstream):
        return upstream @ W.T if W.ndim == 2 else np.multiply.outer(upstream, W)

    if x.ndim == 1:
        return z, to_x, lambda upstream: np.multiply.outer(x, upstream), lambda upstream: upstream
    return z, to_x, lambda upstream: x.T @ upstream, lambda upstream: upstream.sum(axis=0)


@operation("sum")
def sum(x, *, axis=None, keepdims=False):
    """The sum over `axis` (all axes if None): every summand gets the whole upstream gradient."""
    y = x.sum(axis=axis, keepdims=keepdims)
    return y, lambda upstream: np.ones_like(x) * _unreduce(upstream, x, axis, keepdims)


@operation("mean")
def mean(x, *, axis=None, keepdims=False):
    """The mean over `axis` (all axes if None)."""
    if not x.size:
        raise ValueError(f"a mean needs one number or more, got shape {x.shape}")
    y = x.mean(axis=axis, keepdims=keepdims)
    share = np.size(y) / x.size
    return y, lambda upstream: np.full_like(x, share) * _unreduce(upstream, x, axis, keepdims)


@operation("reshape")
def reshape(x, *, shape):
    return x.reshape(shape), lambda upstream: upstream.reshape(x.shape)


@operation("transpose")
def transpose(x, *, axes=None):
    """The axes in reverse, or in the order that `axes` says."""
    back = None if axes is None else np.argsort(np.mod(axes, x.ndim))
    return np.transpose(x, axes), lambda upstream: np.transpose(upstream, back)[()]


@operation("take")
def take(x, *, index):
    """x[index]: what was not taken gets gradient zero, what was taken twice gets both gradients."""

    def local(upstream):
        downstream = np.zeros_like(x)
        np.add.at(downstream, index, upstream)
        return downstream

    return x[index], local


def _unreduce(upstream, x, axis, keepdims):
    return upstream if keepdims or axis is None else np.expand_dims(upstream, axis)


def no_gradient(name):
    def local(upstream):
        raise TypeError(f"the {name} has no gradient here: give it as a plain number, not as a Node")

    return local
