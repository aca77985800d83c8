"""Exercises of lesson 05, losses."""

import numpy as np

import lessons_lib as ll

from ...exercises import Exercises, number

DAYS = np.array([3.0, 2.0, 1.0]), np.array([2.0, 1.0, 3.0])
HOURS = np.array([2.0, -2.0, 5.5]), np.array([3.0, 0.0, 5.0])
TWO_DAYS = np.array([1.0, 4.0]), np.array([3.0, 5.0])
SHARES = np.array([0.6, 0.3, 0.1])
BATCH = np.array([[2.0, 1.0, 0.0], [0.0, -1.0, 3.0], [1.0, 1.0, 0.5], [-2.0, 0.0, 1.0]]), np.array([1, 2, 0, 2])
LARGE = np.array([[1000.0, 0.0], [-1000.0, 100.0]]), np.array([1, 1])  # 900 apart: each row needs its own max
STAYED = np.array([1.0, 2.0, 2.0, 3.0, 2.0])


def at_labels(scores, labels):
    return scores[np.arange(len(labels)), labels]


def naive_log_softmax(logits, axis=1):
    """ln of softmax as the formulas stand there, whatever becomes of it."""
    with np.errstate(all="ignore"):
        e = np.exp(logits)
        return np.log(e / e.sum(axis=axis, keepdims=True))


def with_one_maximum(logits, labels):
    below = logits - logits.max()  # of the whole batch: rows far below it round to 0
    return -np.mean(at_labels(below - np.log(np.exp(below).sum(axis=1, keepdims=True)), labels))


def with_one_sum(logits, labels):
    below = logits - logits.max(axis=1, keepdims=True)
    return -np.mean(at_labels(below - np.log(np.exp(below).sum()), labels))


STABLE = (
    "Right for ordinary logits, but 1000 breaks it. It takes two things: subtract the largest logit of each row, and "
    "never compute p, only its logarithm, ln softmax(z) = z − ln Σ exp(z)."
)
COLUMNS = (
    "`[:, labels]` takes the columns of all labels from every row. Row by row: `[np.arange(len(labels)), labels]`."
)
ONE_SUM = "You divided by the sum over the whole batch. Each row needs its own: `axis=1, keepdims=True`."


def beats(hours):
    """The mean of the six against the longest of the five: "below", "equal", "above"; "no such day" outside 0 to 24."""
    hours = number(hours)
    excess = np.append(STAYED, hours).mean() - STAYED.max()
    return "no such day" if not 0 <= hours <= 24 else "above" if excess > 0 else "below" if excess < 0 else "equal"


exercises = Exercises()


@exercises.code(
    cases=(DAYS, HOURS, TWO_DAYS),
    hints=(
        "`outputs - targets` are the errors, all at once.",
        "`** 2` squares each of them, `np.mean` makes one number of them.",
    ),
    praise=(
        "By hand: the errors 1, 1 and −2 cancel, their squares do not: (1 + 1 + 4) / 3 = 2. "
        "`ll.mean_squared_error` also refuses shapes that do not fit, which NumPy would quietly stretch."
    ),
)
def mse(outputs, targets):
    return np.mean((outputs - targets) ** 2)


exercises.mistakes(
    lambda o, t: np.sum((o - t) ** 2),
    "You added the squares up. The mean is asked for: `np.mean`.",
    lambda o, t: np.sum((o - t) ** 2) / 3,
    "You divided by 3, but not all arrays have three numbers: `np.mean` divides by as many as there are.",
    lambda o, t: np.mean((o - t) ** 2) / 2,
    "Some books halve it. Here it is the plain mean of the squares.",
    lambda o, t: np.mean((o - t) * 2),
    "`* 2` doubles. The square is `** 2`.",
    lambda o, t: np.mean(o - t),
    "These are plain differences: plus and minus cancel. Square them first.",
    lambda o, t: np.mean(np.abs(o - t)),
    "That is the mean absolute error. Square the differences instead.",
    lambda o, t: np.mean(o - t) ** 2,
    "You squared the mean. Square each error first, then take the mean.",
    lambda o, t: np.sqrt(np.mean((o - t) ** 2)),
    "You took the root of it (the “root mean square”). Leave the root out.",
    lambda o, t: (o - t) ** 2,
    "These are the squared errors, one for each example. Take their mean: a loss is one number.",
)


@exercises.code(
    cases=((SHARES, 0), (SHARES, 1), (SHARES, 2), (np.array([0.5, 0.5]), 1)),
    hints=(
        "`p[label]` is the probability that the right class got.",
        "`np.log2` is the logarithm to base 2.",
        "`-np.log2(...)`, of one number.",
    ),
    praise=(
        "0.74, 1.74 and 3.32 bits. The other probabilities do not appear: all that counts is how much they left "
        "for the right class."
    ),
)
def surprise(p, label):
    return -np.log2(p[label])


exercises.mistakes(
    lambda p, label: -np.log(p[label]),
    "That is in nats. Bits take the logarithm to base 2: `np.log2`.",
    lambda p, label: -np.log(p[label]) / 0.693,
    "0.693 is rounded: take `np.log2`.",
    lambda p, label: np.log2(p[label]),
    "Turn the sign: surprise is never negative.",
    lambda p, label: np.log(p[label]),
    "Two things: turn the sign, and take the logarithm to base 2, `np.log2`.",
    lambda p, label: -np.log2(p[label - 1]),
    "Labels count from 0, as Python does: `p[label]`, without − 1.",
    lambda p, label: -np.log2(p),
    "That is the surprise for every class. Only one of them happened: take `p[label]`.",
    lambda p, label: -np.sum(np.log2(p)),
    "Only the right class counts: take `p[label]` instead of adding up.",
    lambda p, label: -np.sum(p * np.log2(p)),
    "That is a mean over all classes. One of them happened: only `p[label]` counts.",
    lambda p, label: -np.log10(p[label]),
    "That is the logarithm to base 10. Bits take base 2: `np.log2`.",
    lambda p, label: -p[label] * np.log2(p[label]),
    "You multiplied by p[label], too. That class has happened: its surprise counts in full.",
    lambda p, label: 1 - p[label],
    "That is how much p[label] is short of 1. Surprise is −log₂ of p[label].",
)


exercises.value(
    "slopes",
    (-0.25, -0.5),
    tolerance=0.005,
    hints=(
        "Here p = 0.5 and t = 1, so p − t = −0.5.",
        "p (1 − p) = 0.25.",
    ),
    praise="Even here the squared error is only half as steep. And p (1 − p) is nowhere larger than at z = 0.",
)


exercises.mistakes(
    (0.25, 0.5),
    "Signs: p − t = 0.5 − 1 is negative. A larger logit makes both losses smaller.",
    (-0.5, -0.25),
    "Both numbers are right, in the wrong order: squared error first.",
    (0.25, np.log(2)),
    "These are the losses themselves. How steep are they? Use the table.",
    (-1.0, -0.5),
    "2 (p − t) is −1, but the squared error has two more factors: p (1 − p) = 0.25.",
    (-0.5, -0.5),
    "The second is right. The first also has the factors 2 p (1 − p) = 0.5.",
    (-0.125, -0.5),
    "The factor 2 of the square is missing in the first.",
)


@exercises.code(
    cases=(BATCH, LARGE),
    hints=(
        "ln softmax is z − ln Σ exp(z). First subtract the largest logit of each row, so that exp cannot overflow.",
        "`below = logits - logits.max(axis=1, keepdims=True)`, then `log_p = below - "
        "np.log(np.exp(below).sum(axis=1, keepdims=True))`.",
        "`log_p[np.arange(len(labels)), labels]` picks one number from each row.",
    ),
    praise="Three lines that survive logits of 1000: that is how frameworks do it.",
)
def cross_entropy(logits, labels):
    below = logits - logits.max(axis=1, keepdims=True)
    log_p = below - np.log(np.exp(below).sum(axis=1, keepdims=True))
    return -np.mean(log_p[np.arange(len(labels)), labels])


exercises.mistakes(
    lambda z, y: -np.mean(at_labels(naive_log_softmax(z), y)),
    STABLE,
    lambda z, y: -np.mean(naive_log_softmax(z)[:, y]),
    COLUMNS,
    lambda z, y: -np.mean(ll.log_softmax(z)[:, y]),
    COLUMNS,
    lambda z, y: -np.mean(at_labels(naive_log_softmax(z, axis=None), y)),
    ONE_SUM,
    with_one_sum,
    ONE_SUM,
    lambda z, y: -np.mean(at_labels(ll.log_softmax(ll.softmax(z)), y)),
    "You took softmax twice. What comes in are logits, and log softmax is taken of them once.",
    lambda z, y: -np.mean(np.log(at_labels(ll.softmax(z), y) + 1e-12)),
    "A small number added hides the infinity, but then the loss is wrong. Never compute p, only its logarithm.",
    lambda z, y: -np.sum(at_labels(ll.log_softmax(z), y)),
    "You added up over the batch. Take the mean: `np.mean`.",
    lambda z, y: -np.mean(ll.log_softmax(z)),
    "You averaged over all classes. Only the right one counts: `log_p[np.arange(len(labels)), labels]`.",
    lambda z, y: np.mean(at_labels(ll.log_softmax(z), y)),
    "Turn the sign: a loss is to be made smaller.",
    lambda z, y: -np.mean(at_labels(ll.log_softmax(z), y)) / np.log(2),
    "That is in bits. Frameworks use nats: `np.log`.",
    with_one_maximum,
    "You subtracted the largest of the whole batch. Each row needs its own: `axis=1, keepdims=True`.",
    lambda z, y: -np.mean(ll.log_softmax(z)[y]),
    "`[labels]` takes whole rows. One number from each: `[np.arange(len(labels)), labels]`.",
    lambda z, y: -np.mean(ll.log_softmax(z) * np.eye(z.shape[1])[y]),
    "You divided by the number of classes, too. Divide by the number of examples alone.",
    lambda z, y: -np.mean(at_labels(z, y)),
    "These are the logits of the right classes. Make log probabilities of them first.",
    lambda z, y: -np.mean(at_labels(ll.softmax(z), y)),
    "These are probabilities. The logarithm is missing.",
    lambda z, y: -at_labels(ll.log_softmax(z), y),
    "One loss for each example: now take their mean.",
)


@exercises.code(
    cases=((np.array([2.0, 12.0, 3.0, 1.0, 2.0]),), (np.array([1.0, 0.0, 5.0]),)),
    tolerance=0.05,
    hints=(
        "Try it: `[np.mean((targets - c) ** 2) for c in ...]` for many c, and see where it is smallest.",
        "One is the number at which the errors cancel. The other has as many targets above as below.",
        "NumPy knows both: `np.mean` and `np.median`.",
    ),
    praise="Mean and median. That is why the squared error listens to outliers, and the absolute error hardly does.",
)
def best_constants(targets):
    return np.mean(targets), np.median(targets)


exercises.mistakes(
    lambda t: (np.median(t), np.mean(t)),
    "The right two numbers, in the wrong order.",
    lambda t: (np.mean(t), np.mean(t)),
    "The first is right. For the absolute error, move c towards the side with more points: the error falls. "
    "Until when?",
    lambda t: (np.median(t), np.median(t)),
    "The second is right. The squared error is pulled harder by points far away.",
    lambda t: (np.var(t), np.mean(np.abs(t - np.median(t)))),
    "These are the two smallest errors. At which numbers c are they reached?",
    lambda t: (np.mean(t), t[len(t) // 2]),
    "The first is right. The second is the middle one only if you sort the targets first.",
    lambda t: (np.mean(t), t[2]),
    "The first is right. The second is the middle one of the targets in order, not always `targets[2]`.",
    lambda t: np.mean(t),
    "That is the first. Return a second number with it, for the absolute error.",
    lambda t: ((t.min() + t.max()) / 2,) * 2,
    "The middle between the smallest and the largest target: that makes the largest error small, not the mean.",
)


exercises.value(
    "outlier",
    12.0,
    observe=beats,
    hints=(
        "The five add up to 10. With a sixth number s the mean is (10 + s) / 6.",
        "(10 + s) / 6 > 3.",
    ),
    praise="The mean, the constant that the squared error likes best, is now above all five. The median is still 2.",
)


exercises.mistakes(
    4.0,
    "The mean of the six must be above 3, the largest of the five. Stay longer.",
    8.0,
    "With 8 the mean is exactly 3: as large as the largest of the five, not larger.",
    100.0,
    "A day has 24 hours: choose from 0 to 24.",
)
