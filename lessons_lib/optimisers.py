"""Optimisers: rules for a step downhill, once the gradients are known.

All parameters of a model live in one vector while it trains, so a step is a few operations however many layers there
are, and it is written by a single one: whoever interrupts the kernel finds parameters from before or after a step.
"""

from collections.abc import Iterable
from contextlib import suppress
from operator import is_not
from typing import NamedTuple

import numpy as np

from .arguments import as_reals, number, whole
from .gradcheck import numerical_gradient
from .graph import Node


class Optimiser:
    """A rule for a step. Subclasses say `_change(gradient)`: what to subtract from the vector of all parameters;
    it may write over the gradient.

    parameters: the Nodes to train, such as `model.parameters`. weight_decay: adds weight_decay · parameter to each
    gradient, which pulls weights towards 0.
    """

    def __init__(self, parameters, learning_rate, weight_decay=0.0):
        several = isinstance(parameters, Iterable) and not isinstance(parameters, Node)
        self.parameters = list(parameters) if several else []
        if not self.parameters or not all(isinstance(p, Node) for p in self.parameters):
            fix = "give it model.parameters"
            raise ValueError(f"an optimiser needs parameters, a list of Nodes, got {parameters!r:.200}: {fix}")
        self.learning_rate = number(learning_rate, "learning_rate", least=0)
        self.weight_decay = number(weight_decay, "weight_decay", least=0)
        self._views = [np.asarray(p.value) for p in self.parameters]
        self._gather()

    def step(self):
        """Move the parameters against their gradients. Raises ValueError before the first `backward()`."""
        # Somebody may have replaced a parameter, or copied the optimiser: views become arrays of their own.
        if self._views[0].base is not self._vector or any(map(is_not, [p.value for p in self.parameters], self._views)):
            self._gather()
        # The same memory for every step: fresh arrays of this size cost more than all that is computed in them.
        gradients = [p.grad for p in self.parameters]
        try:
            if [getattr(gradient, "shape", ()) for gradient in gradients] != self._shapes:
                raise ValueError
            gradient = np.concatenate(gradients, axis=None, out=self._gradient)
        except (TypeError, ValueError):
            missing = any(gradient is None for gradient in gradients)
            raise ValueError(
                "a parameter has no gradient: call loss.backward() on a loss that depends on all of them" if missing
                else "a gradient has the wrong shape, not that of its parameter"
            ) from None  # fmt: skip
        if self.weight_decay:
            gradient += self.weight_decay * self._vector
        change = self._change(gradient)
        Node._last_change[0] = now = next(Node._clock)
        for p in self.parameters:
            p.changed = now
        self._vector -= change

    def _gather(self):
        """Copy all parameters into one vector and let each be a view of its part. Raises ValueError for new shapes."""
        for p, view in zip(self.parameters, self._views):
            if np.shape(p.value) != view.shape:
                raise ValueError(f"a parameter of shape {view.shape} now has {np.shape(p.value)}: make a new optimiser")
        self._vector = np.concatenate([np.ravel(p.value) for p in self.parameters], dtype=float)
        self._gradient = np.empty_like(self._vector)
        ends = np.cumsum([np.size(p.value) for p in self.parameters])
        parts = np.split(self._vector, ends[:-1])
        self._shapes = [np.shape(p.value) for p in self.parameters]
        self._views = [part.reshape(shape) for part, shape in zip(parts, self._shapes)]
        for p, view in zip(self.parameters, self._views):
            p.value = view


class SGD(Optimiser):
    """Stochastic gradient descent: step = learning_rate · velocity, velocity = momentum · velocity + gradient."""

    def __init__(self, parameters, learning_rate=0.1, momentum=0.0, weight_decay=0.0):
        self.momentum, self.velocity = number(momentum, "momentum", least=0, below=1), 0.0
        super().__init__(parameters, learning_rate, weight_decay)

    def _change(self, gradient):
        if self.momentum:
            self.velocity *= self.momentum
            self.velocity += gradient
            return self.learning_rate * self.velocity
        gradient *= self.learning_rate
        return gradient


class Adam(Optimiser):
    """Adam: each parameter's step is scaled by its own recent gradients (Kingma and Ba 2015, algorithm 1)."""

    def __init__(self, parameters, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.0):
        self.beta1, self.beta2 = number(beta1, "beta1", least=0, below=1), number(beta2, "beta2", least=0, below=1)
        self.epsilon = number(epsilon, "epsilon", least=0)
        super().__init__(parameters, learning_rate, weight_decay)
        self.mean, self.square, self.steps = 0.0, 0.0, 0

    def _change(self, gradient):
        self.steps += 1
        self.mean *= self.beta1
        self.mean += (1 - self.beta1) * gradient
        gradient *= gradient
        self.square *= self.beta2
        self.square += (1 - self.beta2) * gradient
        # Both averages start at 0; dividing takes that bias out (section 3). In place: change = m / (sqrt(v) + epsilon)
        change = np.sqrt(self.square, out=gradient)
        change /= np.sqrt(1 - self.beta2**self.steps)
        change += self.epsilon
        np.divide(self.mean, change, out=change)
        change *= self.learning_rate / (1 - self.beta1**self.steps)
        return change


class Path(NamedTuple):
    """Where gradient descent went. points: (steps + 1, variables); values: (steps + 1,), f at each of them."""

    points: np.ndarray
    values: np.ndarray


@np.errstate(all="ignore")  # too large a step overflows sooner or later: that is the lesson
def gradient_descent(f, start, learning_rate=0.1, steps=50, momentum=0.0):
    """Walk downhill on f from `start`, against the gradient, and return the Path.

    f: from a number, or an array of shape (variables,), to a number. It is back-propagated if it is built from
    operations, else its gradient is measured by central differences.
    The path ends early where f or its gradient stops being finite: it has diverged. Raises ValueError where f does not
    give a finite number at the start.
    """
    learning_rate, momentum = number(learning_rate, "learning_rate"), number(momentum, "momentum")
    point, steps = np.array(as_reals(start, "start")), whole(steps, "steps")
    points, values, velocity = [point], [_number(f, point)], np.zeros_like(point)
    if not np.isfinite(values[0]):
        raise ValueError(f"f is {values[0]} at {point}: start where it is a number")
    with suppress(OverflowError):  # where NumPy gives inf, plain Python raises
        for _ in range(steps):
            velocity = momentum * velocity + gradient_of(f, point)
            point = point - learning_rate * velocity
            value = _number(f, point) if np.isfinite(point).all() else np.inf
            if not np.isfinite(value):
                break
            points.append(point)
            values.append(value)
    return Path(np.array(points), np.array(values))


def gradient_of(f, point):
    """The gradient of f at a point: by back-propagation where f allows it, else by central differences."""
    node = Node(point)
    try:
        result = f(node)
        if isinstance(result, Node):
            result.backward()
            return np.zeros_like(point) if node.grad is None else node.grad
    except (TypeError, AttributeError, ValueError):  # f asks for what has no rule or what only an array can do
        pass
    return numerical_gradient(f, point)


def _number(f, point):
    value = np.asarray(f(point[()]))
    if value.size != 1:
        raise ValueError(f"only a single number can be lowered, f gives shape {value.shape}: take its sum or mean")
    return float(value.item())
