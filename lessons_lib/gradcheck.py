"""Are these gradients right? Ask the definition of the derivative.

A central difference needs two evaluations per parameter: too slow to train with, ideal to test with.
"""

from typing import NamedTuple

import numpy as np

from .arguments import as_reals, generator, number
from .graph import Node


def numerical_gradient(f, x, step=1e-5):
    """The gradient of f at x by central differences, (f(x + step) - f(x - step)) / (2 step) for each element.

    f: from an array of the shape of x to a number. Returns an array of the shape of x.
    """
    return numerical_jacobian(f, x, step).reshape(np.shape(x))[()]


def numerical_jacobian(f, x, step=1e-5):
    """All partial derivatives of f at x by central differences.

    f: from an array of the shape of x to an array. Returns shape (outputs of f, elements of x), the lecture's m×n.
    """
    x, step = np.array(as_reals(x, "x")), number(step, "step", above=0)
    if not x.size:
        raise ValueError(f"there is nothing to move in x, of shape {x.shape}: give one number or more")
    columns = []
    for index in np.ndindex(x.shape):
        nudge = np.zeros_like(x)
        nudge[index] = step
        columns.append(np.ravel(f((x + nudge)[()]) - f((x - nudge)[()])) / (2 * step))
    return np.stack(columns, axis=1)


class Comparison(NamedTuple):
    """Where and by how much two gradients differ most; true if they agree."""

    agree: bool
    largest_difference: float
    where: tuple
    claimed: float
    measured: float

    def __bool__(self):
        return self.agree

    def __repr__(self):
        if self.agree:
            return f"the gradients agree (largest difference {self.largest_difference:.1e})"
        place = f" at index {self.where}" if self.where else ""
        return f"the gradients differ{place}: claimed {self.claimed:.6g}, measured {self.measured:.6g}"


def compare_gradients(claimed, measured, tolerance=1e-6):
    """Compare two gradients of the same shape, element by element.

    tolerance: the difference allowed, relative to the measured element where that is larger than 1. NaN never agrees.
    Raises ValueError when the shapes differ.
    """
    claimed, measured = np.asarray(as_reals(claimed, "claimed")), np.asarray(as_reals(measured, "measured"))
    if claimed.shape != measured.shape or not claimed.size:
        given = f"claimed {claimed.shape}, measured {measured.shape}"
        raise ValueError(f"gradients of the same shape are compared, of one number or more, got {given}")
    tolerance = number(tolerance, "tolerance", least=0)
    difference = np.abs(claimed - measured) / np.maximum(1.0, np.abs(measured))
    where = tuple(map(int, np.unravel_index(difference.argmax(), difference.shape)))
    largest = float(difference[where])
    return Comparison(largest <= tolerance, largest, where, float(claimed[where]), float(measured[where]))


def check_gradient(f, *inputs, step=1e-5, tolerance=1e-6, seed=0):
    """Compare the back-propagated gradients of f with central differences along one random direction per input.

    A wrong gradient agrees with a random direction only by a freak of chance, and one direction costs two evaluations
    at any size. Outputs of any shape are first reduced to a number with random weights. From one number to one number
    there is one direction: what is compared is the slope itself.

    f: built from operations, so that it takes arrays as well as Nodes. inputs: arrays. Returns a Comparison whose
    index is the number of the input.
    """
    rng, step = generator(seed), number(step, "step", above=0)
    inputs = [np.array(as_reals(x, "an input")) for x in inputs]
    weights = rng.normal(size=np.shape(f(*inputs)))
    unit = 1.0 if np.ndim(weights) else weights  # a weight that is alone tells whether upstream was forgotten: undo it
    nodes = [Node(x) for x in inputs]
    (f(*nodes) * weights).sum().backward()
    claimed, measured = [], []
    for i, node in enumerate(nodes):
        gradient = np.zeros(node.shape) if node.grad is None else node.grad
        if np.shape(gradient) != node.shape:
            raise ValueError(f"the gradient of input {i} has shape {np.shape(gradient)}, the input {node.shape}")
        direction = rng.normal(size=node.shape) if node.ndim else 1.0

        def moved(amount):
            return np.sum(weights * f(*inputs[:i], inputs[i] + amount * direction, *inputs[i + 1 :]))

        claimed.append(np.sum(gradient * direction) / unit)
        measured.append((moved(step) - moved(-step)) / (2 * step * unit))
    return compare_gradients(claimed, measured, tolerance)
