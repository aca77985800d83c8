"""Logic gates as answers: what a neuron's weights compute, and the gates that come out instead of the wanted one."""

from itertools import product

import numpy as np

from ..activations import step
from ..data import gate_inputs
from .ladder import number


def gate(weights):
    """What a step neuron with these (w1, w2, b) gives for the four inputs, as a tuple of 0 and 1."""
    try:
        w1, w2, b = map(number, weights)
    except (TypeError, ValueError):
        raise ValueError("Write three numbers with commas between them, w1, w2, b, such as 1, 0.5, -1") from None
    return tuple(int(y) for y in step(gate_inputs() @ np.array([w1, w2]) + b))


ONE_LINE = {gate(weights): weights for weights in product((-2.0, -1.0, 0.0, 1.0, 2.0), repeat=3)}
"""All 14 answers that a step neuron can give to the four inputs, each with weights (w1, w2, b) that give it."""


def other_gates(answers, wanted, *known):
    """Mistakes for each gate in `answers` but the known ones (also wanted): which outputs come instead.

    A list of an answer, what to say to it, the next answer, and so on.
    """
    said, pairs = "For (0, 0), (0, 1), (1, 0), (1, 1) it says {}, wanted is {}. ", []
    for gate, answer in answers.items():
        if gate not in (wanted, *known):
            outputs = (", ".join(map(str, some)) for some in (gate, wanted))
            pairs += [answer, said.format(*outputs) + "Work out z for an input that is wrong."]
    return pairs
