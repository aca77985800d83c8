"""Exercises of lesson 01, one neuron."""

import numpy as np

from ...activations import sigmoid, step
from ...data import picnic
from ...exercises import Exercises, number
from ...exercises.gates import ONE_LINE, gate, other_gates

EXAMPLE = picnic()
WEATHER = (EXAMPLE.x, EXAMPLE.W[:, 0], EXAMPLE.b[0])
COMPANY = (EXAMPLE.x, EXAMPLE.W[:, 1], 0.5)
POINTS = np.array([[1.0, 2.0], [3.0, -1.0]])


def saturates(z):
    """Is sigmoid(z) exactly 1, and is z below 100?"""
    z = number(z)
    if np.isnan(z):
        raise ValueError("Take an ordinary number")
    return bool(sigmoid(z) == 1.0), z < 100


exercises = Exercises()


exercises.value(
    "windy_day",
    -2.0,
    tolerance=0.005,
    hints=(
        "Multiply pair by pair: 1 · 1, −2 · 2, 0 · 0.",
        "The three products are 1, −4 and 0. The bias is 1.",
    ),
    praise="z = 1 − 4 + 0 + 1 = −2: this neuron would rather stay at home.",
)


exercises.mistakes(
    -3.0,
    "You left out the bias: add b = 1 at the end.",
    6.0,
    "The weight of the wind is negative: −2 · 2 = −4 is taken away.",
    float(sigmoid(-2.0)),
    "That is y, after the sigmoid. Asked for is z, the sum before it.",
    1.0,
    "That is the day from the text. This one has inputs (1, 2, 0).",
    [1.0, -4.0, 0.0],
    "These are the three products. Add them up, and add the bias: one number is left.",
)


@exercises.code(
    cases=(WEATHER, COMPANY, (np.array([1.0, 2.0]), np.array([-3.0, 1.0]), 0.5)),
    hints=(
        "Start with the weighted sum, and call it `z`: `w @ x + b`.",
        "`np.exp` is the exponential function.",
        "Then `return 1 / (1 + np.exp(-z))`.",
    ),
    praise="Sum, bias, activation: you have built what all networks are made of.",
)
def neuron(x, w, b):
    z = np.sum(w * x) + b
    return 1 / (1 + np.exp(-z))


exercises.mistakes(
    lambda x, w, b: np.sum(w * x) + b,
    "That is z. Send it through the sigmoid: 1 / (1 + exp(−z)).",
    lambda x, w, b: sigmoid(np.sum(w * x)),
    "The bias is missing: add b to the sum.",
    lambda x, w, b: sigmoid(w * x + b),
    "You have one number per input. First add the products up: `z = np.sum(w * x) + b`.",
    lambda x, w, b: step(np.sum(w * x) + b),
    "You took step. Here the activation is sigmoid: 1 / (1 + exp(−z)).",
    lambda x, w, b: sigmoid(np.sum(w * x)) + b,
    "The bias belongs inside: add it before the sigmoid.",
    lambda x, w, b: 1 / (1 + np.exp(-np.sum(w * x) + b)),
    "The minus reaches only the first part. Use brackets: `-(w @ x + b)`, or compute z first.",
    lambda x, w, b: 1 / (1 + np.exp(np.sum(w * x) + b)),
    "The exponent has the wrong sign: `np.exp(-z)`.",
    lambda x, w, b: 1 / 1 + np.exp(-np.sum(w * x) - b),
    "Mind the brackets: `1 / (1 + np.exp(-z))`.",
    lambda x, w, b: np.exp(-np.sum(w * x) - b),
    "That is only exp(−z). The sigmoid is 1 / (1 + exp(−z)).",
)


exercises.value(
    "nor_weights",
    (-1.0, -1.0, 0.5),
    observe=gate,
    hints=(
        "For (0, 0) the sum is just b, so b must be positive.",
        "Each single input must keep the sum from being above 0: w1 + b ≤ 0 and w2 + b ≤ 0.",
        "With b = 0.5, take two weights below −0.5.",
    ),
    praise="Any b > 0 with w1 ≤ −b and w2 ≤ −b does it. There are endlessly many right answers.",
)


exercises.mistakes(
    (1.0, 1.0, -0.5),
    "That is OR. NOR is its opposite: make both weights negative, and the bias positive but small.",
    (-1.0, -1.0, 1.5),
    "That is NAND: it still says 1 for (0, 1) and (1, 0). Lower the bias.",
    (1.0, 1.0, -1.5),
    "That is AND. NOR says 1 only for (0, 0).",
    (-1.0, -1.0, 0.0),
    "It says 0 everywhere: for (0, 0) the sum is the bias alone, and that must be above 0.",
    (-1.0, -1.0, 3.0),
    "It says 1 everywhere: the bias outweighs both weights.",
    *other_gates(ONE_LINE, (1, 0, 0, 0), (0, 1, 1, 1), (1, 1, 1, 0), (0, 0, 0, 1), (0, 0, 0, 0), (1, 1, 1, 1)),
)


@exercises.code(
    cases=((POINTS, np.array([1.0, -0.5]), 0.25), (POINTS.T, np.array([2.0, 1.0]), 0.0)),
    hints=(
        "`X @ w` takes the dot product of every row of X with w.",
        "The bias is added to each of them: NumPy does so by itself.",
    ),
    praise="`X @ w + b` serves one example or a million, without a loop.",
)
def whole_batch(X, w, b):
    return X @ w + b


exercises.mistakes(
    lambda X, w, b: w @ X + b,
    "This pairs w with the columns of X, as `w @ X` and `X.T @ w` do. Each row is one example: `X @ w`.",
    lambda X, w, b: X * w + b,
    "These are products, one per input. Sum them along each row: `X @ w`.",
    lambda X, w, b: np.sum(X * w) + b,
    "You summed over everything. One number per row is asked for.",
    lambda X, w, b: np.sum(X * w, axis=0) + b,
    "You summed down the columns. Sum along each row: `X @ w`, or `axis=1`.",
    lambda X, w, b: np.sum(X * w + b, axis=1),
    "You add b once for every input. It comes once per row: add it after the sum.",
    lambda X, w, b: sigmoid(X @ w + b),
    "These are the outputs, after the sigmoid. Only the sums are asked for.",
    lambda X, w, b: X @ w,
    "The bias is missing: add b.",
)


@exercises.code(
    cases=(
        (np.array([2.0, 1.0]), np.array([3.0, 4.0]), -5.0),
        (np.array([0.0, 0.0]), np.array([1.0, 1.0]), -1.0),
        (np.array([1.0, 0.0]), np.array([0.0, 2.0]), -4.0),
    ),
    hints=(
        "The length of w is `np.sqrt(w @ w)`.",
        "On the line z is 0, and one step of length 1 along w raises z by the length of w.",
        "So divide z, the whole sum, by the length of w.",
    ),
    praise="So z tells the distance too, once you divide it by the length of w.",
)
def distance_to_line(x, w, b):
    return (w @ x + b) / np.sqrt(w @ w)


exercises.mistakes(
    lambda x, w, b: w @ x + b,
    "That is z, which grows when w gets longer. Divide it by the length of w.",
    lambda x, w, b: (w @ x + b) / (w @ w),
    "You divided by the squared length. Take the square root of `w @ w`.",
    lambda x, w, b: abs(w @ x + b) / np.sqrt(w @ w),
    "Keep the sign: it tells on which side of the line x lies.",
    lambda x, w, b: w @ x + b / np.sqrt(w @ w),
    "Only b is divided. Put the whole sum in brackets: `(w @ x + b)`.",
    lambda x, w, b: w @ x / np.sqrt(w @ w) + b,
    "Only w · x is divided. Divide the whole sum, b too.",
    lambda x, w, b: (w @ x + b) / np.sum(w),
    "The length of w is not the sum of its numbers. Think of Pythagoras: the root of the sum of squares.",
    lambda x, w, b: w @ x / np.sqrt(w @ w),
    "That is how far x is along w. The line does not pass through the origin: mind b.",
)


exercises.value(
    "saturated",
    40.0,
    observe=saturates,
    hints=(
        "The computer keeps about 16 digits of a number: for it, 1 − 10⁻¹⁷ is 1.",
        "So exp(−z) must be smaller than 10⁻¹⁶. Each 2.3 more in z makes exp(−z) ten times smaller.",
        "16 · 2.3 is about 37.",
    ),
    praise=(
        "Mathematically it is never 1; for the computer it is, from about z = 37. There the curve is completely "
        "flat, and later you will see that such a neuron cannot learn."
    ),
)


exercises.mistakes(
    10.0,
    "sigmoid(z) is still below 1 there: look at `1 - ll.sigmoid(z)`. Take a larger z.",
    1000.0,
    "It is 1 there, but your z is too large: stay below 100.",
)
