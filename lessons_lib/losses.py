"""Losses: how wrong is an output, as one number to make smaller.

Both cross-entropies take logits, not probabilities: softmax or sigmoid and the logarithm are one operation here, so a
certain and wrong answer costs much, but never infinitely much, and its gradient stays right.
"""

import numpy as np

from .activations import sigmoid
from .graph import Node, as_reals, operation


@operation("mean_squared_error")
def _mean_squared_error(outputs, *, targets):
    error = outputs - targets
    return np.vdot(error, error) / error.size, lambda up: up * (2 / error.size) * error


@operation("cross_entropy")
def _cross_entropy(logits, *, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)  # as in softmax: exp cannot overflow
    exponentials = np.exp(shifted)
    totals = exponentials.sum(axis=1, keepdims=True)
    right = labels + logits.shape[1] * np.arange(len(labels))  # where the labels' logits are, all rows in one

    def local(up):
        error = exponentials / totals
        error.reshape(-1)[right] -= 1
        error *= up / len(labels)
        return error

    return (np.log(totals[:, 0]) - shifted.take(right)).sum() / len(labels), local


@operation("binary_cross_entropy")
def _binary_cross_entropy(logits, *, labels):
    loss = np.logaddexp(0.0, np.where(labels, -logits, logits))  # -ln sigmoid(z) is softplus(-z)
    return loss.sum() / loss.size, lambda up: (sigmoid(logits) - labels) * (up / loss.size)


def mean_squared_error(outputs, targets):
    """The mean of (output - target)² over everything: the loss of regression.

    outputs, targets: the same shape, such as (batch, 1). Raises ValueError where the shapes differ; NumPy would
    quietly subtract everything from everything.
    """
    targets = as_reals(targets, "mean_squared_error")
    _same_shape("mean_squared_error", "outputs", outputs, "targets", targets)
    return _mean_squared_error(outputs, targets=targets)


def cross_entropy(logits, labels):
    """The mean of -ln softmax(logits)[label] in nats: the loss of multi-class classification.

    logits: (batch, classes), or (classes,) for one example. labels: whole numbers from 0, shape (batch,), or one.
    Raises ValueError for labels that are no classes. Divide by ln 2 to have bits.
    """
    shape = np.shape(logits.value if isinstance(logits, Node) else logits)
    labels = np.asarray(labels)
    if len(shape) == 1 and labels.ndim == 0:
        logits, labels = logits.reshape(1, -1) if isinstance(logits, Node) else np.reshape(logits, (1, -1)), labels[None]
        shape = (1, *shape)
    if len(shape) != 2 or labels.shape != shape[:1] or not labels.size:
        fix = ": of one-hot labels take labels.argmax(axis=1)" if labels.shape == shape and labels.ndim == 2 else ""
        raise ValueError(
            "cross_entropy expects logits of shape (batch, classes) and one label per row, at least one row, "
            f"got {shape} and {labels.shape}{fix}"
        )
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= shape[1]:
        raise ValueError(f"labels are whole numbers from 0 to {shape[1] - 1}, got {_some(labels)}")
    return _cross_entropy(logits, labels=labels)


def binary_cross_entropy(logits, labels):
    """The mean of -ln of the probability given to the right answer, in nats: the loss of binary classification.

    logits: any shape, before the sigmoid. labels: 0 or 1, the same shape. Raises ValueError otherwise.
    """
    labels = as_reals(labels, "binary_cross_entropy")
    _same_shape("binary_cross_entropy", "logits", logits, "labels", labels)
    if not np.isin(labels, (0, 1)).all():
        raise ValueError(f"labels are 0 or 1 here, got {_some(labels)}")
    return _binary_cross_entropy(logits, labels=labels)


def _same_shape(user, name, x, other_name, other):
    shape = np.shape(x.value if isinstance(x, Node) else x)
    if shape != other.shape or not other.size:
        fix = f": use {other_name}.reshape{shape}" if 0 < np.prod(shape) == other.size else ""
        raise ValueError(
            f"{user} expects {name} and {other_name} of the same shape, at least one of each, got {shape} and {other.shape}{fix}"
        )


def _some(labels):
    return ", ".join(map(str, np.unique(labels)[:8].tolist()))
