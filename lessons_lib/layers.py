"""Neuron, linear layer, and layers one after the other.

Only forward computation is written here; gradients come from the operations that it is made of. A row of a batch is
one example, so code reads `x @ W + b` where paper reads `Wx + b`: W here is the paper's W transposed.
"""

from typing import NamedTuple

import numpy as np

from .activations import identity, sigmoid
from .arguments import as_reals, generator, items, one_of, whole
from .graph import Node
from .ops import linear


class Neuron:
    """y = f(w·x + b): a dot product, a bias, an activation.

    w: weights, shape (n_in,). b: bias, a number. activation: the function f, on arrays and Nodes.
    """

    def __init__(self, w, b=0.0, activation=sigmoid):
        w, b = as_reals(w, "w, the weights of a Neuron,", ("n_in",)), as_reals(b, "b, the bias of a Neuron,", ())
        self.parameters = [Node(w.copy(), "w"), Node(b, "b")]
        self.activation = activation

    w = property(lambda self: self.parameters[0].value, doc="The weights, shape (n_in,).")
    b = property(lambda self: self.parameters[1].value, doc="The bias, a number.")

    def pre_activation(self, x):
        """w·x + b. x: shape (n_in,) or (batch, n_in); one number per row comes out."""
        w, b = self.parameters if isinstance(x, Node) else (self.w, self.b)
        return linear(x, w, b)

    def __call__(self, x):
        """f(w·x + b). x: shape (n_in,) or (batch, n_in); one number per row comes out."""
        return self.activation(self.pre_activation(x))

    def __repr__(self):
        return f"Neuron(w={self.w.tolist()}, b={self.b:g}, activation={_name(self.activation)})"


class Linear:
    """A layer of neurons without activation: x @ W + b.

    n_in, n_out: inputs and neurons. Column j of W, shape (n_in, n_out), holds the weights of neuron j; b has shape
    (n_out,) and starts at 0.
    initialisation: "glorot" draws W with variance 2 / (n_in + n_out) (Glorot and Bengio 2010, section 4.2.1), "he" with
        2 / n_in, which suits ReLU (He et al. 2015, section 2.2).
    seed: an integer, or a NumPy generator that several layers share, so that no two start alike.

    `layer(x)` is an array for an array x and a recorded Node for a Node x.
    """

    def __init__(self, n_in, n_out, initialisation="glorot", seed=0):
        n_in, n_out = whole(n_in, "n_in of Linear", 1), whole(n_out, "n_out of Linear", 1)
        variances = {"glorot": 2 / (n_in + n_out), "he": 2 / n_in}
        variance = variances[one_of(initialisation, "initialisation", variances)]
        W = generator(seed).normal(0.0, np.sqrt(variance), (n_in, n_out))
        self.parameters = [Node(W, "W"), Node(np.zeros(n_out), "b")]

    @classmethod
    def from_weights(cls, W, b):
        """The layer with weights W, shape (n_in, n_out), and bias b, shape (n_out,)."""
        W = as_reals(W, "W", ("n_in", "n_out"))
        b = as_reals(b, f"b beside W of shape {W.shape}", W.shape[1:])
        layer = cls.__new__(cls)
        layer.parameters = [Node(W.copy(), "W"), Node(b.copy(), "b")]
        return layer

    W = property(lambda self: self.parameters[0].value, doc="The weights, shape (n_in, n_out).")
    b = property(lambda self: self.parameters[1].value, doc="The biases, shape (n_out,).")
    n_in = property(lambda self: self.W.shape[0])
    n_out = property(lambda self: self.W.shape[1])

    def __call__(self, x):
        """x @ W + b. x: shape (n_in,) or (batch, n_in), the result (n_out,) or (batch, n_out)."""
        W, b = self.parameters if isinstance(x, Node) else (self.W, self.b)
        return linear(x, W, b)

    def __repr__(self):
        return f"Linear({self.n_in} → {self.n_out})"


class Step(NamedTuple):
    """One intermediate value of a forward pass."""

    name: str
    value: np.ndarray


class Sequential:
    """Layers and activations, each computed from the one before.

    layers: Linear layers and functions such as `tanh`, in order. Raises ValueError when two neighbouring Linear
    layers do not fit each other.
    """

    def __init__(self, *layers):
        width, before = None, None
        for layer in layers:
            if not callable(layer):
                fix = f"write ll.{layer}, without quotes" if isinstance(layer, str) else "write it without brackets"
                raise ValueError(f"Sequential expects layers and functions, got {layer!r:.200}: {fix}?")
            if isinstance(layer, Linear):
                if width not in (None, layer.n_in):
                    raise ValueError(f"{layer!r} cannot follow {before!r}: it expects {layer.n_in} inputs, not {width}")
                width, before = layer.n_out, layer
            elif not hasattr(layer, "rule"):  # who knows what it does to the width
                width = None
        self.layers = layers

    @property
    def parameters(self):
        return [parameter for layer in self.layers for parameter in getattr(layer, "parameters", ())]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def trace(self, x):
        """Every value of the forward pass of x, from x itself to the output: a list of Steps (name, value)."""
        steps = [Step("x", x)]
        for layer in self.layers:
            x = layer(x)
            steps.append(Step(_name(layer), x))
        return steps

    def __repr__(self):
        return f"Sequential({', '.join(_name(layer) for layer in self.layers)})"


def multilayer_network(sizes, activation, head=identity, seed=0):
    """Linear layers of the given sizes with an activation between them and an output head at the end.

    sizes: neurons per layer from input to output, such as [2, 16, 1].
    """
    sizes = items(sizes, "sizes")
    if len(sizes) < 2:
        raise ValueError(f"a network needs an input and an output size, got sizes={sizes!r}")
    seed, layers = generator(seed), []
    for n_in, n_out in zip(sizes, sizes[1:]):
        layers += [Linear(n_in, n_out, seed=seed), activation]
    return Sequential(*layers[:-1], head)


def _name(layer):
    return repr(layer) if isinstance(layer, (Linear, Neuron)) else getattr(layer, "__name__", repr(layer))
