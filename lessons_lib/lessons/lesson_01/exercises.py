"""Exercises and questions of lesson 01, one neuron."""

import numpy as np

from ...activations import sigmoid, step
from ...data import picnic
from ...exercises.gates import ONE_LINE, gate, other_gates
from ...exercises.ladder import Exercise, Mistake, number
from ...exercises.quiz import Option, Question

EXAMPLE = picnic()
WEATHER = (EXAMPLE.x, EXAMPLE.W[:, 0], EXAMPLE.b[0])
COMPANY = (EXAMPLE.x, EXAMPLE.W[:, 1], 0.5)
POINTS = np.array([[1.0, 2.0], [3.0, -1.0]])


def neuron(x, w, b):
    z = np.sum(w * x) + b
    return 1 / (1 + np.exp(-z))


def whole_batch(X, w, b):
    return X @ w + b


def distance_to_line(x, w, b):
    return (w @ x + b) / np.sqrt(w @ w)


def saturates(z):
    """Is sigmoid(z) exactly 1, and is z below 100?"""
    z = number(z)
    if np.isnan(z):
        raise ValueError("Take an ordinary number")
    return bool(sigmoid(z) == 1.0), z < 100


EXERCISES = [
    Exercise(
        "windy_day",
        solution=-2.0,
        mistakes=(
            Mistake(-3.0, "You left out the bias: add b = 1 at the end."),
            Mistake(6.0, "The weight of the wind is negative: −2 · 2 = −4 is taken away."),
            Mistake(float(sigmoid(-2.0)), "That is y, after the sigmoid. Asked for is z, the sum before it."),
            Mistake(1.0, "That is the day from the text. This one has inputs (1, 2, 0)."),
            Mistake([1.0, -4.0, 0.0], "These are the three products. Add them up, and add the bias: one number is left."),
        ),
        tolerance=0.005,  # also finds the sigmoid of -2 that somebody has rounded to 0.12
        hints=("Multiply pair by pair: 1 · 1, −2 · 2, 0 · 0.", "The three products are 1, −4 and 0. The bias is 1."),
        praise="z = 1 − 4 + 0 + 1 = −2: this neuron would rather stay at home.",
    ),
    Exercise(
        "neuron",
        solution=neuron,
        cases=(WEATHER, COMPANY, (np.array([1.0, 2.0]), np.array([-3.0, 1.0]), 0.5)),
        mistakes=(
            Mistake(lambda x, w, b: np.sum(w * x) + b, "That is z. Send it through the sigmoid: 1 / (1 + exp(−z))."),
            Mistake(lambda x, w, b: sigmoid(np.sum(w * x)), "The bias is missing: add b to the sum."),
            Mistake(lambda x, w, b: sigmoid(w * x + b), "You have one number per input. First add the products up: `z = np.sum(w * x) + b`."),
            Mistake(lambda x, w, b: step(np.sum(w * x) + b), "You took step. Here the activation is sigmoid: 1 / (1 + exp(−z))."),
            Mistake(lambda x, w, b: sigmoid(np.sum(w * x)) + b, "The bias belongs inside: add it before the sigmoid."),
            Mistake(lambda x, w, b: 1 / (1 + np.exp(-np.sum(w * x) + b)), "The minus reaches only the first part. Use brackets: `-(w @ x + b)`, or compute z first."),
            Mistake(lambda x, w, b: 1 / (1 + np.exp(np.sum(w * x) + b)), "The exponent has the wrong sign: `np.exp(-z)`."),
            Mistake(lambda x, w, b: 1 / 1 + np.exp(-np.sum(w * x) - b), "Mind the brackets: `1 / (1 + np.exp(-z))`."),
            Mistake(lambda x, w, b: np.exp(-np.sum(w * x) - b), "That is only exp(−z). The sigmoid is 1 / (1 + exp(−z))."),
        ),
        hints=("Start with the weighted sum, and call it `z`: `w @ x + b`.", "`np.exp` is the exponential function.", "Then `return 1 / (1 + np.exp(-z))`."),
        praise="Sum, bias, activation: you have built what all networks are made of.",
    ),
    Exercise(
        "nor_weights",
        solution=(-1.0, -1.0, 0.5),
        observe=gate,
        mistakes=(
            Mistake((1.0, 1.0, -0.5), "That is OR. NOR is its opposite: make both weights negative, and the bias positive but small."),
            Mistake((-1.0, -1.0, 1.5), "That is NAND: it still says 1 for (0, 1) and (1, 0). Lower the bias."),
            Mistake((1.0, 1.0, -1.5), "That is AND. NOR says 1 only for (0, 0)."),
            Mistake((-1.0, -1.0, 0.0), "It says 0 everywhere: for (0, 0) the sum is the bias alone, and that must be above 0."),
            Mistake((-1.0, -1.0, 3.0), "It says 1 everywhere: the bias outweighs both weights."),
            *other_gates(ONE_LINE, (1, 0, 0, 0), (0, 1, 1, 1), (1, 1, 1, 0), (0, 0, 0, 1), (0, 0, 0, 0), (1, 1, 1, 1)),
        ),
        hints=(
            "For (0, 0) the sum is just b, so b must be positive.",
            "Each single input must keep the sum from being above 0: w1 + b ≤ 0 and w2 + b ≤ 0.",
            "With b = 0.5, take two weights below −0.5.",
        ),
        praise="Any b > 0 with w1 ≤ −b and w2 ≤ −b does it. There are endlessly many right answers.",
    ),
    Exercise(
        "whole_batch",
        solution=whole_batch,
        cases=((POINTS, np.array([1.0, -0.5]), 0.25), (POINTS.T, np.array([2.0, 1.0]), 0.0)),
        mistakes=(
            Mistake(lambda X, w, b: w @ X + b, "This pairs w with the columns of X, as `w @ X` and `X.T @ w` do. Each row is one example: `X @ w`."),
            Mistake(lambda X, w, b: X * w + b, "These are products, one per input. Sum them along each row: `X @ w`."),
            Mistake(lambda X, w, b: np.sum(X * w) + b, "You summed over everything. One number per row is asked for."),
            Mistake(lambda X, w, b: np.sum(X * w, axis=0) + b, "You summed down the columns. Sum along each row: `X @ w`, or `axis=1`."),
            Mistake(lambda X, w, b: np.sum(X * w + b, axis=1), "You add b once for every input. It comes once per row: add it after the sum."),
            Mistake(lambda X, w, b: sigmoid(X @ w + b), "These are the outputs, after the sigmoid. Only the sums are asked for."),
            Mistake(lambda X, w, b: X @ w, "The bias is missing: add b."),
        ),
        hints=("`X @ w` takes the dot product of every row of X with w.", "The bias is added to each of them: NumPy does so by itself."),
        praise="`X @ w + b` serves one example or a million, without a loop.",
    ),
    Exercise(
        "distance_to_line",
        solution=distance_to_line,
        cases=(
            (np.array([2.0, 1.0]), np.array([3.0, 4.0]), -5.0),
            (np.array([0.0, 0.0]), np.array([1.0, 1.0]), -1.0),
            (np.array([1.0, 0.0]), np.array([0.0, 2.0]), -4.0),
        ),
        mistakes=(
            Mistake(lambda x, w, b: w @ x + b, "That is z, which grows when w gets longer. Divide it by the length of w."),
            Mistake(lambda x, w, b: (w @ x + b) / (w @ w), "You divided by the squared length. Take the square root of `w @ w`."),
            Mistake(lambda x, w, b: abs(w @ x + b) / np.sqrt(w @ w), "Keep the sign: it tells on which side of the line x lies."),
            Mistake(lambda x, w, b: w @ x + b / np.sqrt(w @ w), "Only b is divided. Put the whole sum in brackets: `(w @ x + b)`."),
            Mistake(lambda x, w, b: w @ x / np.sqrt(w @ w) + b, "Only w · x is divided. Divide the whole sum, b too."),
            Mistake(lambda x, w, b: (w @ x + b) / np.sum(w), "The length of w is not the sum of its numbers. Think of Pythagoras: the root of the sum of squares."),
            Mistake(lambda x, w, b: w @ x / np.sqrt(w @ w), "That is how far x is along w. The line does not pass through the origin: mind b."),
        ),
        hints=("The length of w is `np.sqrt(w @ w)`.", "On the line z is 0, and one step of length 1 along w raises z by the length of w.", "So divide z, the whole sum, by the length of w."),
        praise="So z tells the distance too, once you divide it by the length of w.",
    ),
    Exercise(
        "saturated",
        solution=40.0,
        observe=saturates,
        mistakes=(
            Mistake(10.0, "sigmoid(z) is still below 1 there: look at `1 - ll.sigmoid(z)`. Take a larger z."),
            Mistake(1000.0, "It is 1 there, but your z is too large: stay below 100."),
        ),
        hints=(
            "The computer keeps about 16 digits of a number: for it, 1 − 10⁻¹⁷ is 1.",
            "So exp(−z) must be smaller than 10⁻¹⁶. Each 2.3 more in z makes exp(−z) ten times smaller.",
            "16 · 2.3 is about 37.",
        ),
        praise="Mathematically it is never 1; for the computer it is, from about z = 37. There the curve is completely flat, and later you will see that such a neuron cannot learn.",
    ),
]

QUESTIONS = [
    Question(
        "four_gates",
        "Four functions of two inputs that are 0 or 1. Which one can a single neuron never compute, however you turn its knobs?",
        (
            Option("AND: 1 if both inputs are 1", "It can. In section 3 you will find out how."),
            Option("OR: 1 if at least one input is 1", "It can, and it is the easiest of the four. You will do it in section 3."),
            Option("NAND: 0 only if both inputs are 1", "It can: whoever can do AND can do its opposite. You will do it in section 3."),
            Option("XOR: 1 if exactly one input is 1", "It looks no harder than the others, but no neuron can do it. Section 5 shows why.", True),
        ),
    ),
    Question(
        "wind_doubles",
        "The wind rises from force 1 to force 2, everything else stays the same. What happens to z of the weather neuron, which is 1 now?",
        (
            Option("It rises by 1", "The input rises by 1, but it counts with its weight, and the weight is −2."),
            Option("It falls by 2", "One more unit of wind counts −2, whatever the other inputs are: z = −1.", True),
            Option("It is halved", "Inputs are weighted and added: nothing is divided. z changes by w₂ = −2."),
        ),
    ),
    Question(
        "bias_moves",
        "The line is where w·x + b = 0. You raise b and leave w alone. What does the line do?",
        (
            Option("It turns", "Only w decides which way the line faces, and w stays."),
            Option("It moves, against the direction of w", "With more bias, points further back already reach z = 0.", True),
            Option("It moves, in the direction of w", "With more bias, points further back already reach 0: the line moves the other way."),
        ),
    ),
    Question(
        "twice_all",
        "You double both weights and the bias. What changes?",
        (
            Option("The line moves", "w·x + b = 0 and 2w·x + 2b = 0 have the same solutions: the same line."),
            Option("Nothing at all", "The line stays, but z is twice as large everywhere, and sigmoid notices."),
            Option("With step nothing; with sigmoid y rises more steeply from 0 to 1", "The same line, but z grows twice as fast on the way across it.", True),
        ),
    ),
]

QUIZ = [
    Question(
        "parts",
        "A neuron has 5 inputs. How many knobs does it have: numbers that belong to the neuron and not to the example?",
        (
            Option("5", "There are 5 weights, and one more number: the bias."),
            Option("6", "Five weights and one bias.", True),
            Option("10", "The inputs come with the example. The neuron has 5 weights and 1 bias."),
        ),
    ),
    Question(
        "zero_sum",
        "For some input w·x + b is exactly 0. What does a sigmoid neuron answer?",
        (
            Option("0", "That is what z is. sigmoid(0) = 1 / (1 + 1)."),
            Option("0.5", "It stands on the line, undecided.", True),
            Option("It has no answer there", "sigmoid is defined everywhere: 1 / (1 + exp(0)) = 1/2."),
        ),
    ),
    Question(
        "normal",
        "w = (3, 4), b = −5. In which direction should you move x so that z grows fastest?",
        (
            Option("along the line w·x + b = 0", "Along the line z stays what it is."),
            Option("in the direction (3, 4)", "w stands at right angles to the line, on the side where z grows.", True),
            Option("in the direction (4, −3)", "That is along the line: 3 · 4 + 4 · (−3) = 0."),
        ),
    ),
    Question(
        "xor_why",
        "Why can no single neuron compute XOR?",
        (
            Option("Its weights would have to be very large", "No weights will do, however large: the proof asks nothing about their size."),
            Option("It has too few weights for four inputs", "AND has the same four inputs, and three numbers are enough. What counts is where the points lie."),
            Option("Its 0s and 1s lie crosswise: no straight line separates them", "A neuron's 0 and 1 are always the two sides of one line.", True),
        ),
    ),
    Question(
        "no_activation",
        "What is left of a neuron without the activation?",
        (
            Option("A weighted sum with a bias: linear", "Useful at the very end of a network; lesson 03 shows why not in between.", True),
            Option("Nothing useful", "A sum of weighted inputs is a useful model: it is called linear regression."),
            Option("A neuron that answers 0 or 1", "It is the activation `step` that makes 0 or 1. The sum can be any number."),
        ),
    ),
]
