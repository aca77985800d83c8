"""Exercises and questions of lesson 05, losses."""

import numpy as np

import lessons_lib as ll

from ...exercises.ladder import Exercise, Mistake, number
from ...exercises.quiz import Option, Question

DAYS = np.array([3.0, 2.0, 1.0]), np.array([2.0, 1.0, 3.0])
HOURS = np.array([2.0, -2.0, 5.5]), np.array([3.0, 0.0, 5.0])
SHARES = np.array([0.6, 0.3, 0.1])
BATCH = np.array([[2.0, 1.0, 0.0], [0.0, -1.0, 3.0], [1.0, 1.0, 0.5], [-2.0, 0.0, 1.0]]), np.array([1, 2, 0, 2])
LARGE = np.array([[1000.0, 0.0], [-1000.0, 100.0]]), np.array([1, 1])  # 900 apart: each row needs its own max
STAYED = np.array([1.0, 2.0, 2.0, 3.0, 2.0])


def mse(outputs, targets):
    return np.mean((outputs - targets) ** 2)


def surprise(p, label):
    return -np.log2(p[label])


def cross_entropy(logits, labels):
    below = logits - logits.max(axis=1, keepdims=True)
    log_p = below - np.log(np.exp(below).sum(axis=1, keepdims=True))
    return -np.mean(log_p[np.arange(len(labels)), labels])


def best_constants(targets):
    return np.mean(targets), np.median(targets)


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
    "Right for ordinary logits, but 1000 breaks it. It takes two things: subtract the largest logit of each row, and never "
    "compute p, only its logarithm, ln softmax(z) = z − ln Σ exp(z)."
)
COLUMNS = (
    "`[:, labels]` takes the columns of all labels from every row. Row by row: `[np.arange(len(labels)), labels]`."
)
ONE_SUM = "You divided by the sum over the whole batch. Each row needs its own: `axis=1, keepdims=True`."


def beats(hours):
    """The mean of the six against the longest of the five: "below", "equal" or "above"; "no such day" outside 0 to 24."""
    hours = number(hours)
    excess = np.append(STAYED, hours).mean() - STAYED.max()
    return "no such day" if not 0 <= hours <= 24 else "above" if excess > 0 else "below" if excess < 0 else "equal"


EXERCISES = [
    Exercise(
        "mse",
        solution=mse,
        cases=(DAYS, HOURS),
        mistakes=(
            Mistake(lambda o, t: np.sum((o - t) ** 2), "You added the squares up. The mean is asked for: `np.mean`."),
            Mistake(
                lambda o, t: np.mean((o - t) ** 2) / 2,
                "Some books halve it. Here it is the plain mean of the squares.",
            ),
            Mistake(lambda o, t: np.mean((o - t) * 2), "`* 2` doubles. The square is `** 2`."),
            Mistake(lambda o, t: np.mean(o - t), "These are plain differences: plus and minus cancel. Square them first."),
            Mistake(lambda o, t: np.mean(np.abs(o - t)), "That is the mean absolute error. Square the differences instead."),
            Mistake(lambda o, t: np.mean(o - t) ** 2, "You squared the mean. Square each error first, then take the mean."),
            Mistake(lambda o, t: np.sqrt(np.mean((o - t) ** 2)), "You took the root of it (the “root mean square”). Leave the root out."),
            Mistake(lambda o, t: (o - t) ** 2, "These are the squared errors, one for each example. Take their mean: a loss is one number."),
        ),
        hints=("`outputs - targets` are the errors, all at once.", "`** 2` squares each of them, `np.mean` makes one number of them."),
        praise="By hand: the errors 1, 1 and −2 cancel, their squares do not: (1 + 1 + 4) / 3 = 2. `ll.mean_squared_error` also refuses shapes that do not fit, which NumPy would quietly stretch.",
    ),
    Exercise(
        "surprise",
        solution=surprise,
        cases=((SHARES, 0), (SHARES, 1), (SHARES, 2), (np.array([0.5, 0.5]), 1)),
        mistakes=(
            Mistake(lambda p, label: -np.log(p[label]), "That is in nats. Bits take the logarithm to base 2: `np.log2`."),
            Mistake(lambda p, label: -np.log(p[label]) / 0.693, "0.693 is rounded: take `np.log2`."),
            Mistake(lambda p, label: np.log2(p[label]), "Turn the sign: surprise is never negative."),
            Mistake(lambda p, label: np.log(p[label]), "Two things: turn the sign, and take the logarithm to base 2, `np.log2`."),
            Mistake(lambda p, label: -np.log2(p[label - 1]), "Labels count from 0, as Python does: `p[label]`, without − 1."),
            Mistake(lambda p, label: -np.log2(p), "That is the surprise for every class. Only one of them happened: take `p[label]`."),
            Mistake(lambda p, label: -np.sum(np.log2(p)), "Only the right class counts: take `p[label]` instead of adding up."),
            Mistake(
                lambda p, label: -np.sum(p * np.log2(p)),
                "That is a mean over all classes. One of them happened: only `p[label]` counts.",
            ),
            Mistake(
                lambda p, label: -np.log10(p[label]),
                "That is the logarithm to base 10. Bits take base 2: `np.log2`.",
            ),
            Mistake(lambda p, label: 1 - p[label], "That is how much p[label] is short of 1. Surprise is −log₂ of p[label]."),
        ),
        hints=("`p[label]` is the probability that the right class got.", "`np.log2` is the logarithm to base 2.", "`-np.log2(...)`, of one number."),
        praise="0.74, 1.74 and 3.32 bits. The other probabilities do not appear: all that counts is how much they left for the right class.",
    ),
    Exercise(
        "no_rain",
        solution=0.2231435513142097,
        tolerance=0.005,
        mistakes=(
            Mistake(-np.log(0.2), "You took the probability of rain. It stayed dry, and “dry” had 0.8."),
            Mistake(np.log(0.2), "Two things: turn the sign, and take the probability of what happened. “Dry” had 0.8."),
            Mistake(-np.log2(0.8), "That is in bits. For nats use `np.log`."),
            Mistake(np.log(0.8), "Turn the sign: the logarithm of a probability is never positive, the loss never negative."),
            Mistake(0.2, "That is the probability of what did not happen. The loss is −ln of what did."),
            Mistake(0.8, "That is the probability of what happened. Take −ln of it."),
        ),
        hints=("What probability did “dry” have?", "`-np.log(0.8)`"),
        praise="A right answer that is rather sure costs little: 0.22 nats.",
    ),
    Exercise(
        "slopes",
        solution=(-0.25, -0.5),
        tolerance=0.005,
        mistakes=(
            Mistake((0.25, 0.5), "Signs: p − t = 0.5 − 1 is negative. A larger logit makes both losses smaller."),
            Mistake((-0.5, -0.25), "Both numbers are right, in the wrong order: squared error first."),
            Mistake((0.25, np.log(2)), "These are the losses. Asked is how steep they are: use the table."),
            Mistake((-1.0, -0.5), "2 (p − t) is −1, but the squared error has two more factors: p (1 − p) = 0.25."),
            Mistake((-0.5, -0.5), "The second is right. The first also has the factors 2 p (1 − p) = 0.5."),
            Mistake((-0.125, -0.5), "The factor 2 of the square is missing in the first."),
        ),
        hints=("Here p = 0.5 and t = 1, so p − t = −0.5.", "p (1 − p) = 0.25."),
        praise="Even here the squared error is only half as steep. And p (1 − p) is nowhere larger than at z = 0.",
    ),
    Exercise(
        "cross_entropy",
        solution=cross_entropy,
        cases=(BATCH, LARGE),
        mistakes=(
            Mistake(lambda z, y: -np.mean(at_labels(naive_log_softmax(z), y)), STABLE),
            Mistake(lambda z, y: -np.mean(naive_log_softmax(z)[:, y]), COLUMNS),
            Mistake(lambda z, y: -np.mean(ll.log_softmax(z)[:, y]), COLUMNS),
            Mistake(lambda z, y: -np.mean(at_labels(naive_log_softmax(z, axis=None), y)), ONE_SUM),
            Mistake(with_one_sum, ONE_SUM),
            Mistake(
                lambda z, y: -np.mean(np.log(at_labels(ll.softmax(z), y) + 1e-12)),
                "A small number added hides the infinity, but then the loss is wrong. Never compute p, only its logarithm.",
            ),
            Mistake(lambda z, y: -np.sum(at_labels(ll.log_softmax(z), y)), "You added up over the batch. Take the mean: `np.mean`."),
            Mistake(lambda z, y: -np.mean(ll.log_softmax(z)), "You averaged over all classes. Only the right one counts: `log_p[np.arange(len(labels)), labels]`."),
            Mistake(lambda z, y: np.mean(at_labels(ll.log_softmax(z), y)), "Turn the sign: a loss is to be made smaller."),
            Mistake(lambda z, y: -np.mean(at_labels(ll.log_softmax(z), y)) / np.log(2), "That is in bits. Frameworks use nats: `np.log`."),
            Mistake(
                with_one_maximum,
                "You subtracted the largest of the whole batch. Each row needs its own: `axis=1, keepdims=True`.",
            ),
            Mistake(
                lambda z, y: -np.mean(ll.log_softmax(z)[y]),
                "`[labels]` takes whole rows. One number from each: `[np.arange(len(labels)), labels]`.",
            ),
            Mistake(
                lambda z, y: -np.mean(ll.log_softmax(z) * np.eye(z.shape[1])[y]),
                "You divided by the number of classes, too. Divide by the number of examples alone.",
            ),
            Mistake(lambda z, y: -np.mean(at_labels(z, y)), "These are the logits of the right classes. Make log probabilities of them first."),
            Mistake(lambda z, y: -np.mean(at_labels(ll.softmax(z), y)), "These are probabilities. The logarithm is missing."),
            Mistake(lambda z, y: -at_labels(ll.log_softmax(z), y), "One loss for each example: now take their mean."),
        ),
        hints=(
            "ln softmax is z − ln Σ exp(z). First subtract the largest logit of each row, so that exp cannot overflow.",
            "`below = logits - logits.max(axis=1, keepdims=True)`, then `log_p = below - np.log(np.exp(below).sum(axis=1, keepdims=True))`.",
            "`log_p[np.arange(len(labels)), labels]` picks one number from each row.",
        ),
        praise="Three lines that survive logits of 1000: that is how frameworks do it.",
    ),
    Exercise(
        "best_constants",
        solution=best_constants,
        cases=((np.array([1.0, 2.0, 2.0, 3.0, 12.0]),), (np.array([5.0, 0.0, 1.0]),)),
        mistakes=(
            Mistake(lambda t: (np.median(t), np.mean(t)), "The right two numbers, in the wrong order."),
            Mistake(lambda t: (np.mean(t), np.mean(t)), "The first is right. For the absolute error, move c towards the side with more points: the error falls. Until when?"),
            Mistake(lambda t: (np.median(t), np.median(t)), "The second is right. The squared error is pulled harder by points far away."),
            Mistake(
                lambda t: (np.var(t), np.mean(np.abs(t - np.median(t)))),
                "These are the two smallest errors. Asked are the numbers c at which they are reached.",
            ),
            Mistake(
                lambda t: (np.mean(t), t[len(t) // 2]),
                "The first is right. The second is the middle one only if you sort the targets first.",
            ),
            Mistake(lambda t: ((t.min() + t.max()) / 2,) * 2, "The middle between the smallest and the largest target: that makes the largest error small, not the mean."),
        ),
        hints=(
            "Try it: `[np.mean((targets - c) ** 2) for c in ...]` for many c, and see where it is smallest.",
            "One is the number at which the errors cancel. The other has as many targets above as below.",
            "NumPy knows both: `np.mean` and `np.median`.",
        ),
        praise="Mean and median. That is why the squared error listens to outliers, and the absolute error hardly does.",
    ),
    Exercise(
        "outlier",
        solution=12.0,
        observe=beats,
        mistakes=(
            Mistake(4.0, "The mean of the six must be above 3, the largest of the five. Stay longer."),
            Mistake(8.0, "With 8 the mean is exactly 3: as large as the largest of the five, not larger."),
            Mistake(100.0, "A day has 24 hours: choose from 0 to 24."),
        ),
        hints=("The five add up to 10. With a sixth number s the mean is (10 + s) / 6.", "(10 + s) / 6 > 3."),
        praise="The mean, the constant that the squared error likes best, is now above all five. The median is still 2.",
    ),
]

QUESTIONS = [
    Question(
        "forecasters",
        "Lower is better. Who has the lower mean surprise?",
        (
            Option("B, who was right on 9 days of 10", "B is right more often. But B had almost ruled out what happened on one day: that day alone costs more than all ten of A."),
            Option("A, who promised 60 % and kept it", "A 0.67, B 0.69. It is close, and it is A. Section 4 computes both.", True),
            Option("Both the same: each was as good as promised", "A was: 60 % promised, 60 % kept. B promised 99.9 % and kept 90 %."),
        ),
    ),
    Question(
        "twice_as_wrong",
        "One error becomes twice as large, from 1 hour to 2 hours. Its squared error becomes",
        (
            Option("twice as large", "The error does. The square has twice the width and twice the height."),
            Option("four times as large", "Twice as wide and twice as high: from 1 to 4.", True),
            Option("larger by 1", "From 1² = 1 to 2² = 4: larger by 3."),
        ),
    ),
    Question(
        "plain_mean",
        "A network says 3 hours too many on half of the days, and 3 hours too few on the others. What is the mean of its errors, without squares?",
        (
            Option("3", "Each error has size 3. But half of them are +3 and half are −3."),
            Option("0: plus and minus cancel", "Such a network would look perfect. Squares are never negative, so they cannot cancel.", True),
            Option("9", "That is the mean of the squares. Without squares +3 and −3 cancel."),
        ),
    ),
    Question(
        "half_as_likely",
        "You give the right class half the probability that you gave it before. The cross-entropy in bits",
        (
            Option("doubles", "A logarithm turns a factor into a sum: log₂ (p / 2) = log₂ p − 1. So the loss rises by 1, whatever it was."),
            Option("rises by 1", "Each halving costs one bit, from 0.6 to 0.3 as well as from 0.02 to 0.01.", True),
            Option("rises by a half", "log₂ (p / 2) = log₂ p − 1: the loss rises by a whole bit."),
        ),
    ),
    Question(
        "steeper",
        "An answer that is sure and wrong: z = −6, so p = 0.0025, but t = 1. Which loss is steeper there?",
        (
            Option("The squared error: squares punish large mistakes", "An error of nearly 1 has a square of nearly 1. But the sigmoid is flat there: when z moves, p hardly moves, and the square of its error hardly either."),
            Option("The cross-entropy", "Slope −0.9975 against −0.0049: two hundred times as steep.", True),
            Option("Both the same: the error is the same", "The error p − t is, but the squared error multiplies it by p (1 − p), which is nearly 0."),
        ),
    ),
]

QUIZ = [
    Question(
        "untrained",
        "A network that knows nothing yet gives each of ten digits the probability 1/10. What is its cross-entropy in nats?",
        (
            Option("0.1", "That is p. The loss is −ln p."),
            Option("2.30", "ln 10 = 2.30. If your training starts far above, look for a bug.", True),
            Option("3.32", "That is log₂ 10, in bits."),
            Option("It depends on the labels", "Every class has 1/10, so it is the same whichever is right."),
        ),
    ),
    Question(
        "logits_in",
        "What does `ll.cross_entropy` expect as its first argument?",
        (
            Option("probabilities, after softmax", "Then softmax would be taken twice, and no error message would tell you."),
            Option("logits, before softmax", "Softmax and logarithm are inside, as one stable step.", True),
            Option("the class with the largest probability", "That is a guess, and it has no slope. The loss needs to know how sure the guess was."),
        ),
    ),
    Question(
        "outlier_effect",
        "One target of a hundred is a typing mistake: 300 instead of 3. What does that do to a fit with squared errors?",
        (
            Option("Little: it is one of a hundred", "Its error of about 300 becomes 90,000, which outweighs all others together."),
            Option("It pulls the whole fit towards that one", "Its square outweighs the rest. Look at your data before you train.", True),
            Option("Nothing: the fit ignores it", "No example is ignored, and the squared error listens most to those far away."),
        ),
    ),
    Question(
        "why_nats",
        "Why do frameworks measure cross-entropy in nats?",
        (
            Option("Bits are less exact", "Both are exact: a nat is 1.44 bits, as a metre is 3.28 feet."),
            Option("ln has the simple derivative 1/x", "log₂ would put a factor 1/ln 2 = 1.44 into every slope.", True),
            Option("The best model is a different one in bits", "A constant factor changes the size of the loss, not which model has the smallest."),
        ),
    ),
    Question(
        "which_loss",
        "A network predicts which of five birds is singing. Which loss?",
        (
            Option("mean squared error on the number of the bird", "The numbers are only names. Bird 4 is not more than bird 1, and bird 2 is not the mean of birds 1 and 3."),
            Option("cross-entropy on five logits", "One of many: softmax head, cross-entropy.", True),
            Option("binary cross-entropy on one logit", "One logit is yes or no. Five birds need five logits."),
        ),
    ),
]
