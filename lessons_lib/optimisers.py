"""Optimisers: rules for a step downhill, once the gradients are known.

All parameters of a model live in one vector while it trains, so a step is a few operations however many layers there
are, and it is written by a single one: whoever interrupts the kernel finds parameters from before or after a step.
"""

from typing import NamedTuple

import numpy as np

from .gradcheck import numerical_gradient
from .graph import Node, as_reals


class Optimiser:
    """A rule for a step. Subclasses say `_change(gradient)`: what to subtract from the vector of all parameters.

    parameters: the Nodes to train, such as `model.parameters`. weight_decay: adds weight_decay · parameter to each
    gradient, which pulls weights towards 0.
    """

    def __init__(self, parameters, learning_rate, weight_decay=0.0):
        self.parameters = list(parameters)
        if not self.parameters:
            raise ValueError("an optimiser needs parameters: give it model.parameters")
        for name, value in (("learning_rate", learning_rate), ("weight_decay", weight_decay)):
            if not value >= 0:
                raise ValueError(f"{name} must be 0 or more, got {value}")
        self.learning_rate, self.weight_decay = learning_rate, weight_decay
        self._gather()

    def step(self):
        """Move the parameters against their gradients. Raises ValueError before the first `backward()`."""
        if any(p.grad is None for p in self.parameters):
            raise ValueError("a parameter has no gradient: call loss.backward() on a loss that depends on all of them")
        if any(p.value.base is not self._vector for p in self.parameters):
            self._gather()
        gradient = np.concatenate([p.grad.ravel() for p in self.parameters])
        if self.weight_decay:
            gradient += self.weight_decay * self._vector
        self._vector -= self._change(gradient)

    def _gather(self):
        """Copy all parameters into one vector and let each be a view of its part."""
        self._vector = np.concatenate([np.ravel(p.value) for p in self.parameters])
        start = 0
        for p in self.parameters:
            size = np.size(p.value)
            p.value = self._vector[start : start + size].reshape(np.shape(p.value))
            start += size


class SGD(Optimiser):
    """Stochastic gradient descent: step = learning_rate · velocity, velocity = momentum · velocity + gradient."""

    def __init__(self, parameters, learning_rate=0.1, momentum=0.0, weight_decay=0.0):
        super().__init__(parameters, learning_rate, weight_decay)
        if not 0 <= momentum < 1:
            raise ValueError(f"momentum lies from 0 up to, but not including, 1, got {momentum}")
        self.momentum, self.velocity = momentum, 0.0

    def _change(self, gradient):
        if self.momentum:
            gradient = self.velocity = self.momentum * self.velocity + gradient
        return self.learning_rate * gradient


class Adam(Optimiser):
    """Adam: each parameter's step is scaled by its own recent gradients (Kingma and Ba 2015, algorithm 1)."""

    def __init__(self, parameters, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.0):
        super().__init__(parameters, learning_rate, weight_decay)
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self.mean, self.square, self.steps = 0.0, 0.0, 0

    def _change(self, gradient):
        self.steps += 1
        self.mean = self.beta1 * self.mean + (1 - self.beta1) * gradient
        self.square = self.beta2 * self.square + (1 - self.beta2) * gradient**2
        # Both averages start at 0; dividing takes that bias out (section 3).
        rate = self.learning_rate / (1 - self.beta1**self.steps)
        return rate * self.mean / (np.sqrt(self.square / (1 - self.beta2**self.steps)) + self.epsilon)


class Path(NamedTuple):
    """Where gradient descent went. points: (steps + 1, variables); values: (steps + 1,), f at each of them."""

    points: np.ndarray
    values: np.ndarray


def gradient_descent(f, start, learning_rate=0.1, steps=50, momentum=0.0):
    """Walk downhill on f from `start`, against the gradient, and return the Path.

    f: from a number, or an array of shape (variables,), to a number. It is back-propagated if it is built from
    operations, else its gradient is measured by central differences.
    The path ends early where f or its gradient stops being finite: it has diverged.
    """
    point = np.array(as_reals(start, "start"))
    points, values, velocity = [point], [float(f(point[()]))], np.zeros_like(point)
    with np.errstate(over="ignore", invalid="ignore"):  # too large a step overflows sooner or later: that is the lesson
        for _ in range(steps):
            velocity = momentum * velocity + gradient_of(f, point)
            point = point - learning_rate * velocity
            value = float(f(point[()])) if np.isfinite(point).all() else np.inf
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
    except TypeError:  # f asks for something that has no rule, or that a Node is not
        pass
    return numerical_gradient(f, point)
