"""Activations: the non-linear functions f of `y = f(w·x + b)`, each with its local gradient.

All of them are stable: no overflow at ±1000.
"""

import numpy as np

from .arguments import number
from .graph import operation


@operation("identity")
def identity(z):
    """No activation: what a linear layer gives."""
    return z, lambda upstream: upstream


@operation("step")
def step(z):
    """1 where z > 0, else 0 (McCulloch and Pitts 1943). Its gradient is 0 everywhere: it cannot be trained."""
    return np.where(z > 0, 1.0, 0.0)[()], lambda upstream: 0.0 * upstream


@operation("sigmoid")
def sigmoid(z):
    """1 / (1 + exp(-z)), between 0 and 1. Only exp of negative numbers is taken, so nothing overflows."""
    e = np.exp(-np.abs(z))
    a = np.where(z >= 0, 1.0, e) / (1 + e)
    return a, lambda upstream: upstream * a * (1 - a)


@operation("tanh")
def tanh(z):
    """The hyperbolic tangent, between -1 and 1."""
    a = np.tanh(z)
    return a, lambda upstream: upstream * (1 - a**2)


@operation("relu")
def relu(z):
    """max(0, z), the rectified linear unit (Nair and Hinton 2010). The slope at 0 is taken as 0."""
    return np.maximum(z, 0.0), lambda upstream: np.where(z > 0, upstream, 0.0)


@operation("leaky_relu")
def leaky_relu(z, *, slope=0.01):
    """z where z > 0, else slope * z, so that a unit never dies (Maas, Hannun, Ng 2013)."""
    slope = number(slope, "slope")
    return np.where(z > 0, z, slope * z)[()], lambda upstream: upstream * np.where(z > 0, 1.0, slope)


@operation("elu")
def elu(z, *, alpha=1.0):
    """z where z > 0, else alpha * (exp(z) - 1) (Clevert, Unterthiner, Hochreiter 2016)."""
    alpha = number(alpha, "alpha")
    below = alpha * np.expm1(np.minimum(z, 0.0))
    return np.where(z > 0, z, below)[()], lambda upstream: upstream * np.where(z > 0, 1.0, below + alpha)


@operation("gelu")
def gelu(z):
    """z · Φ(z) with the normal distribution function Φ, in the tanh form of Hendrycks and Gimpel 2016, section 2."""
    c, d = np.sqrt(2 / np.pi), 0.044715
    near = np.clip(z, -100.0, 100.0)  # farther out t is -1 or 1 anyway, and z**3 would overflow
    t = np.tanh(c * (near + d * near**3))
    slope = 0.5 * (1 + t + near * (1 - t**2) * c * (1 + 3 * d * near**2))
    return 0.5 * np.maximum(z, -100.0) * (1 + t), lambda upstream: upstream * slope


@operation("softplus")
def softplus(z):
    """log(1 + exp(z)), a smooth ReLU whose slope is the sigmoid (Dugas et al. 2001)."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z))), lambda upstream: upstream * sigmoid(z)


@operation("softmax")
def softmax(z, *, temperature=1.0):
    """exp(z_i / T) / Σ_j exp(z_j / T) over the last axis: logits become probabilities that sum to 1.

    z: shape (..., classes). Shifting all logits changes nothing, so the largest is shifted to 0 and exp cannot
    overflow. Raises ValueError for a temperature T that is not positive.
    """
    temperature = number(temperature, "temperature of softmax", above=0)
    with np.errstate(over="ignore"):  # at a temperature near 0 all but the largest go to minus infinity
        e = np.exp(_shifted(z, "softmax") / temperature)
    y = e / e.sum(axis=-1, keepdims=True)
    return y, lambda upstream: y * (upstream - (upstream * y).sum(axis=-1, keepdims=True)) / temperature


@operation("log_softmax")
def log_softmax(z):
    """The logarithm of softmax over the last axis, exact even where softmax rounds to 0. z: shape (..., classes)."""
    shifted = _shifted(z, "log_softmax")
    a = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return a, lambda upstream: upstream - np.exp(a) * upstream.sum(axis=-1, keepdims=True)


def _shifted(z, user):
    """z minus its largest; the largest is 0 even where it is infinite."""
    if np.ndim(z) == 0 or np.shape(z)[-1] == 0:
        raise ValueError(f"{user} expects at least one logit per row, shape (..., classes), got shape {np.shape(z)}")
    largest = z.max(axis=-1, keepdims=True)
    return np.subtract(z, largest, out=np.zeros_like(z), where=z != largest)
