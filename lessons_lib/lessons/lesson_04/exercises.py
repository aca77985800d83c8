"""Exercises of lesson 04, output layers."""

import numpy as np

import lessons_lib as ll

from ...arguments import as_reals
from ...exercises import Exercises

LOGITS = np.array([2.0, 1.0, 0.0])
BATCH = np.array([[2.0, 1.0, 0.0], [-1.0, -2.0, 2.0], [1.0, 3.0, 1.0]])  # square: a missing keepdims gives no error
LARGE = np.array([[1000.0, 1001.0, 1002.0], [2.0, 1.0, 0.0]])
SMALL = np.array([[-1000.0, -1000.0, -1000.0], [0.0, -3.0, -3000.0]])


def shifted_exps(z):
    """exp of each row's logits below its largest: what a stable softmax divides by its sum."""
    return np.exp(z - z.max(axis=-1, keepdims=True))


def logits_in(answer):
    """An answer as an array of ordinary numbers."""
    try:
        z = np.asarray(as_reals(answer, "an answer"))
    except ValueError:
        z = np.array([])
    if z.ndim == 0 or z.size == 0 or not np.all(np.isfinite(z)):
        raise ValueError("Write a list of ordinary numbers, as many as you like, such as `[-1.0, -2.0]`")
    return z


def certainties(z):
    """Does a class get exactly 0, and are there several logits, all of an ordinary size?"""
    z = logits_in(z)
    return bool((ll.softmax(z) == 0).any()), bool(z.size > 1 and np.all(np.abs(z) <= 1000))


exercises = Exercises()


exercises.value(
    "ninety",
    2.197,
    tolerance=0.005,
    hints=(
        "What are the odds, if the probability is 0.9?",
        "The odds are 9 to 1, and the logit is `np.log(9)`.",
    ),
    praise="ln 9 = 2.2. You can read logits now: 0 is a coin toss, 2.2 is nine to one, 4.6 is 99 to one.",
)


exercises.mistakes(
    float(ll.sigmoid(0.9)),
    "That is sigmoid(0.9). You need the way back: which z has sigmoid(z) = 0.9?",
    9.0,
    "Those are the odds, 0.9 / 0.1 = 9. The logit is their natural logarithm.",
    -2.197,
    "The right size, the wrong sign: that z gives 0.1. Divide 0.9 by 0.1, not 0.1 by 0.9.",
    float(np.log10(9)),
    "That is the logarithm to base 10. `np.log` is the natural one.",
    float(np.log(0.9)),
    "That is the logarithm of p alone. Take the logarithm of the odds p / (1 − p).",
)


@exercises.code(
    cases=((LOGITS,), (BATCH,), (np.array([0.0, 0.0]),)),
    hints=(
        "Two steps: `e = np.exp(z)`, then divide by the sum of e.",
        "For a batch, the sum must run along each row and stay a column: `e.sum(axis=-1, keepdims=True)`.",
    ),
    praise="`axis=-1` is the last axis, the classes: so it works for one row and for a whole batch.",
)
def naive_softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


exercises.mistakes(
    lambda z: np.exp(z) / np.exp(z).sum(),
    "You summed over the whole batch. Each row must sum to 1: `axis=-1, keepdims=True`.",
    lambda z: np.exp(z) / np.exp(z).sum(axis=0),
    "You summed down the columns, over examples. Sum along the row, over classes: `axis=-1`.",
    lambda z: np.exp(z) / np.exp(z).sum(axis=-1),
    "Right for one row. In a batch the sums must stay a column, one for each row: add `keepdims=True`.",
    lambda z: z / z.sum(axis=-1, keepdims=True),
    "You divide by the sum, but of what? First make every logit positive with `np.exp`.",
    lambda z: np.exp(z) / z.sum(axis=-1, keepdims=True),
    "You divide by the sum of the logits. Divide by the sum of the exps.",
    lambda z: np.exp(z) / np.exp(z.sum(axis=-1, keepdims=True)),
    "That is exp of the sum. Below the line stands the sum of the exps.",
    lambda z: np.exp(z),
    "All positive, but they do not sum to 1 yet: divide by their sum.",
    lambda z: np.exp(z) / np.exp(z).max(axis=-1, keepdims=True),
    "You divided by the largest. Divide by the sum.",
    lambda z: naive_softmax(LOGITS),
    "You use the `e` of an earlier cell. Write `e = np.exp(z)` inside the function.",
    lambda z: ll.sigmoid(z),
    "That is a sigmoid for each logit by itself. In a softmax all logits share one sum.",
)


exercises.value(
    "thousand",
    (0.09, 0.245, 0.665),
    tolerance=0.005,
    hints=(
        "Take 1000 away from all three.",
        "(0, 1, 2) is (2, 1, 0) in reverse, and you know its softmax.",
    ),
    praise="Subtracting 1002 gives (−2, −1, 0): numbers that no computer is afraid of.",
)


exercises.mistakes(
    (0.665, 0.245, 0.09),
    "The right numbers in the wrong order: here the last logit is the largest.",
    (9.0, 24.5, 66.5),
    "These are per cent. As probabilities they sum to 1: divide by 100.",
    (np.nan, np.nan, np.nan),
    "That is what the naive formula gives. What would it give if nothing overflowed?",
    (1 / 3, 1 / 3, 1 / 3),
    "A third each comes out if you divide the logits by their sum. Softmax looks at differences, and each is 1.",
    (0.0, 0.0, 1.0),
    "1002 leads by only 1, as in (0, 1, 2). How large a number is does not matter, only the lead.",
)


@exercises.code(
    cases=((2.0,), (0.0,), (-3.5,)),
    hints=(
        "The two logits are z for yes and 0 for no.",
        "`ll.softmax([z, 0.0])` gives two probabilities. Which is that of yes?",
    ),
    praise="So a sigmoid is not a thing of its own: it is the softmax of two classes, with one logit saved.",
)
def sigmoid_from_softmax(z):
    return ll.softmax([z, 0.0])[0]


exercises.mistakes(
    lambda z: ll.softmax([z, 0.0])[1],
    "That is the other class, 1 − sigmoid(z). Take the first one: `[0]`.",
    lambda z: ll.softmax([z, 0.0]),
    "These are both probabilities. Pick that of yes: `[0]`.",
    lambda z: ll.softmax([z, 1.0])[0],
    "The other class has logit 0, not 1: exp(0) is the 1 in the formula.",
    lambda z: ll.softmax([z, -z])[0],
    "(z, −z) differ by 2z: that is sigmoid(2z). The other class has logit 0.",
    lambda z: ll.softmax([z])[0],
    "A softmax of one class is always 1. Give it a second class, with logit 0.",
)


@exercises.code(
    cases=((LOGITS,), (LARGE,), (SMALL,)),
    hints=(
        "Only differences count: subtract from each row its own largest logit.",
        "`z.max(axis=-1, keepdims=True)` is a column with the largest of each row.",
    ),
    praise="Now try it: `ll.widgets.overflow(stable_softmax)` runs your function in the lower half of the table.",
)
def stable_softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


exercises.mistakes(
    naive_softmax,
    "Fine for ordinary logits, nan for 1000 and for −1000. First subtract the largest of each row.",
    lambda z: naive_softmax(z - z.max()),
    "You subtracted the largest of the whole batch: a row far below it loses everything. Use `axis=-1, keepdims=True`.",
    lambda z: naive_softmax(z - z.max(axis=0)),
    "You subtracted the largest of each column. Each row needs its own: `axis=-1, keepdims=True`.",
    lambda z: naive_softmax(z - z.min(axis=-1, keepdims=True)),
    "The largest exponent may still be thousands, and overflow. Subtract the largest of each row.",
    lambda z: np.exp(z - z.max(axis=-1, keepdims=True)) / np.exp(z).sum(axis=-1, keepdims=True),
    "You subtracted the largest above the line only. Below the line it must be the same exps.",
    lambda z: naive_softmax(z / np.abs(z).max(axis=-1, keepdims=True)),
    "Dividing by the largest changes the differences, so the result. Subtract it.",
    lambda z: (np.exp(z) - np.exp(z).max(axis=-1, keepdims=True)) / np.exp(z).sum(axis=-1, keepdims=True),
    "You subtract after exp, when it has overflowed already. Subtract from z, before.",
    lambda z: shifted_exps(z) / shifted_exps(z).sum(),
    "You summed over the whole batch. Sum along each row: `axis=-1, keepdims=True`.",
    lambda z: np.exp(z - z.max(axis=-1, keepdims=True)),
    "Stable, but the rows do not sum to 1: divide by the sum of these exps.",
)


@exercises.code(
    cases=((LOGITS,), (LARGE,), (np.array([0.0, -800.0]),)),
    hints=(
        "ln(a / b) = ln a − ln b, and ln exp(z) = z: the division turns into a subtraction.",
        "With `below = z - max`, the answer is `below - np.log(np.exp(below).sum(...))`.",
    ),
    praise="The loss of lesson 05 works on this, so that a surely wrong answer costs 800 and not infinity.",
)
def log_softmax(z):
    below = z - z.max(axis=-1, keepdims=True)
    return below - np.log(np.exp(below).sum(axis=-1, keepdims=True))


exercises.mistakes(
    lambda z: np.log(ll.softmax(z)),
    "Where the probability rounds to 0 its logarithm is −inf. Do not go through softmax: stay with logits.",
    lambda z: z - np.log(np.exp(z).sum(axis=-1, keepdims=True)),
    "Right on paper, but exp overflows at 1000. Subtract the largest first.",
    lambda z: z - np.log(np.exp(z - z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True)),
    "You subtracted the largest inside the sum only. Subtract it from the z in front, too.",
    lambda z: z - z.max() - np.log(np.exp(z - z.max()).sum(axis=-1, keepdims=True)),
    "You subtracted the largest of the whole batch. Each row needs its own: `axis=-1, keepdims=True`.",
    lambda z: np.log(naive_softmax(z)),
    "Right on paper, but softmax overflows at 1000, and rounds to 0 at −800. Stay with logits.",
    lambda z: z - z.max(axis=-1, keepdims=True) - np.log(np.exp(z).sum(axis=-1, keepdims=True)),
    "You subtracted the largest in front only. Subtract it inside the sum, too.",
    lambda z: z - z.max(axis=-1, keepdims=True) - np.log(shifted_exps(z).sum()),
    "You summed over the whole batch. Sum along each row: `axis=-1, keepdims=True`.",
    lambda z: -log_softmax(z),
    "Turn the sign: the logarithm of a probability is never positive.",
    lambda z: np.log10(ll.softmax(z)),
    "That is the logarithm to base 10. `np.log` is the natural one.",
    lambda z: ll.softmax(z),
    "These are probabilities. Asked for are their logarithms.",
    lambda z: z - z.max(axis=-1, keepdims=True),
    "That is the logarithm of exp(z − max). Take the logarithm of the sum away, too.",
)


exercises.value(
    "certain_zero",
    [0.0, -800.0],
    observe=certainties,
    hints=(
        "After subtracting the largest, exp of the other must round to 0.",
        "Two logits more than 746 apart.",
    ),
    praise=(
        "Exactly 0 means “impossible”. If just that class is right, its logarithm is minus infinity; lesson 05 "
        "avoids that."
    ),
)


exercises.mistakes(
    [0.0, -100.0],
    "No class gets exactly 0 yet. Even exp(−100) is 4 · 10⁻⁴⁴, and a float can hold that. Make the gap wider.",
    [0.0, -2000.0],
    "That does it, but stay within −1000 and 1000: one can do with less.",
    [-2000.0, -2000.0],
    "No class gets exactly 0. Write two or more logits within −1000 and 1000, far apart.",
)
