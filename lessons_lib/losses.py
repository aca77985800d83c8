"""Losses: how wrong is an output, as one number to make smaller.

Both cross-entropies take logits, not probabilities: softmax or sigmoid and the logarithm are one operation here, so a
certain and wrong answer costs much, but never infinitely much, and its gradient stays right.
"""

import numpy as np

from .activations import sigmoid
from .graph import operation
from .ops import no_gradient


@operation("mean_squared_error")
def mean_squared_error(outputs, targets):
    """The mean of (output - target)² over everything: the loss of regression.

    outputs, targets: the same shape, such as (batch, 1). Raises ValueError where the shapes differ; NumPy would
    quietly subtract everything from everything.
    """
    _same_shape("mean_squared_error", "outputs", outputs, "targets", targets)
    error = outputs - targets
    slope = 2 / error.size * error
    return np.vdot(error, error) / error.size, lambda upstream: upstream * slope, lambda upstream: -upstream * slope


@operation("cross_entropy")
def cross_entropy(logits, labels):
    """The mean of -ln softmax(logits)[label] in nats: the loss of multi-class classification.

    logits: (batch, classes), or (classes,) for one example. labels: whole numbers from 0, shape (batch,), or one.
    Raises ValueError for labels that are no classes. Divide by ln 2 to have bits.
    """
    if not 1 <= logits.ndim <= 2 or labels.shape != logits.shape[:-1] or not labels.size:
        one_hot = labels.ndim == 2 and labels.shape == logits.shape
        fix = ": of one-hot labels take labels.argmax(axis=1)" if one_hot else ""
        raise ValueError(
            "cross_entropy expects logits of shape (batch, classes) and one label per row, at least one row, "
            f"got {logits.shape} and {labels.shape}{fix}"
        )
    right = labels[..., None] == np.arange(logits.shape[-1])
    if np.count_nonzero(right) < labels.size:
        wrong = labels[~right.any(axis=-1)]
        raise ValueError(f"labels are whole numbers from 0 to {logits.shape[-1] - 1}, got {some(wrong)}")
    shifted = logits - logits.max(axis=-1, keepdims=True)  # as in softmax: exp cannot overflow
    exponentials = np.exp(shifted)
    totals = exponentials.sum(axis=-1, keepdims=True)

    def local(upstream):
        error = exponentials / totals
        error -= right
        error *= upstream / labels.size
        return error

    surprises = np.log(totals)[..., 0] - shifted[right]
    return surprises.sum() / labels.size, local, no_gradient("label")


@operation("binary_cross_entropy")
def binary_cross_entropy(logits, labels):
    """The mean of -ln of the probability given to the right answer, in nats: the loss of binary classification.

    logits: any shape, before the sigmoid. labels: 0 or 1, the same shape. Raises ValueError otherwise.
    """
    _same_shape("binary_cross_entropy", "logits", logits, "labels", labels)
    fit = (labels == 0) | (labels == 1)
    if not np.all(fit):
        raise ValueError(f"labels are 0 or 1 here, got {some(labels[~fit])}")
    loss = np.logaddexp(0.0, np.where(labels, -logits, logits))  # -ln sigmoid(z) is softplus(-z)
    local = lambda upstream: (sigmoid(logits) - labels) * (upstream / loss.size)
    return loss.sum() / loss.size, local, no_gradient("label")


def _same_shape(user, name, x, other_name, other):
    shape, other_shape = np.shape(x), np.shape(other)
    if shape != other_shape or 0 in shape:
        same = 0 not in shape and np.squeeze(x).shape == np.squeeze(other).shape
        fix = f": use np.reshape({other_name}, {shape})" if same else ""
        raise ValueError(
            f"{user} expects {name} and {other_name} of the same shape, at least one of each, "
            f"got {shape} and {other_shape}{fix}"
        )


def some(labels):
    """A few of the labels, for a message."""
    return ", ".join(f"{label:.10g}" for label in np.unique(labels)[:8])
