"""The data that the lessons share."""

from types import SimpleNamespace

import numpy as np


def picnic():
    """The one example that runs through the lessons: shall we go on a picnic?

    x: three inputs, hours of sunshine, wind force and friends who come.
    W, b: three neurons, "weather", "company" and "trouble"; column j of W, shape (3, 3), belongs to neuron j.
    u: weights from the three neurons to the output, shape (3,).
    days: three days, one a row, the first of which is x; shape (3, 3).

    The numbers are made to be worked by hand: with ReLU, x gives (1, 2, 0) in the hidden layer and 2 at the output.
    """
    return SimpleNamespace(
        inputs=("sunshine", "wind", "friends"),
        neurons=("weather", "company", "trouble"),
        x=np.array([2.0, 1.0, 3.0]),
        W=np.array([[1.0, 0.0, -1.0], [-2.0, -1.0, 1.0], [0.0, 1.0, 0.0]]),
        b=np.array([1.0, 0.0, 0.0]),
        u=np.array([1.0, 0.5, -2.0]),
        days=np.array([[2.0, 1.0, 3.0], [1.0, 2.0, 0.0], [4.0, 0.0, 1.0]]),
    )


GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "XOR": (0, 1, 1, 0)}
"""Truth tables: the output for each row of `gate_inputs()`."""


def gate_inputs():
    """The four inputs of a logic gate: (0, 0), (0, 1), (1, 0), (1, 1); shape (4, 2)."""
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
