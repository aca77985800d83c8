"""Exercises and questions of lesson 04, output layers."""

import numpy as np

import lessons_lib as ll

from ...graph import as_reals
from ...exercises.ladder import Exercise, Mistake
from ...exercises.quiz import Option, Question

LOGITS = np.array([2.0, 1.0, 0.0])
BATCH = np.array([[2.0, 1.0, 0.0], [-1.0, -2.0, 2.0], [1.0, 3.0, 1.0]])  # square: a missing keepdims gives no error
LARGE = np.array([[1000.0, 1001.0, 1002.0], [2.0, 1.0, 0.0]])
SMALL = np.array([[-1000.0, -1000.0, -1000.0], [0.0, -3.0, -3000.0]])


def naive_softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


def stable_softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def sigmoid_from_softmax(z):
    return ll.softmax([z, 0.0])[0]


def log_softmax(z):
    below = z - z.max(axis=-1, keepdims=True)
    return below - np.log(np.exp(below).sum(axis=-1, keepdims=True))


def shifted_exps(z):
    """exp of each row's logits below its largest: what a stable softmax divides by its sum."""
    return np.exp(z - z.max(axis=-1, keepdims=True))


def first_wrong(answer):
    """The number of the first question with a head that does not fit, and that head. "identity" is "linear" as well."""
    names = ["linear" if str(name).strip().lower() == "identity" else str(name).strip().lower() for name in answer]
    if isinstance(answer, str) or len(names) != 4 or not {*names} <= {"linear", "sigmoid", "softmax"}:
        raise ValueError('Write four words with commas, each "linear", "sigmoid" or "softmax"')
    wrong = [(i, name) for i, name in enumerate(names, start=1) if name != ("linear", "sigmoid", "softmax", "sigmoid")[i - 1]]
    return wrong[0] if wrong else (0, "")


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


EXERCISES = [
    Exercise(
        "ninety",
        solution=2.197,
        tolerance=0.005,
        mistakes=(
            Mistake(float(ll.sigmoid(0.9)), "That is sigmoid(0.9). You need the way back: which z has sigmoid(z) = 0.9?"),
            Mistake(9.0, "Those are the odds, 0.9 / 0.1 = 9. The logit is their natural logarithm."),
            Mistake(-2.197, "The right size, the wrong sign: that z gives 0.1. Divide 0.9 by 0.1, not 0.1 by 0.9."),
            Mistake(float(np.log10(9)), "That is the logarithm to base 10. `np.log` is the natural one."),
            Mistake(float(np.log(0.9)), "That is the logarithm of p alone. Take the logarithm of the odds p / (1 − p)."),
        ),
        hints=("What are the odds, if the probability is 0.9?", "The odds are 9 to 1, and the logit is `np.log(9)`."),
        praise="ln 9 = 2.2. You can read logits now: 0 is a coin toss, 2.2 is nine to one, 4.6 is 99 to one.",
    ),
    Exercise(
        "naive_softmax",
        solution=naive_softmax,
        cases=((LOGITS,), (BATCH,), (np.array([0.0, 0.0]),)),
        mistakes=(
            Mistake(lambda z: np.exp(z) / np.exp(z).sum(), "You summed over the whole batch. Each row must sum to 1: `axis=-1, keepdims=True`."),
            Mistake(lambda z: np.exp(z) / np.exp(z).sum(axis=0), "You summed down the columns, over examples. Sum along the row, over classes: `axis=-1`."),
            Mistake(lambda z: np.exp(z) / np.exp(z).sum(axis=-1), "Right for one row. In a batch the sums must stay a column, one for each row: add `keepdims=True`."),
            Mistake(lambda z: z / z.sum(axis=-1, keepdims=True), "You divide by the sum, but of what? First make every logit positive with `np.exp`."),
            Mistake(
                lambda z: np.exp(z) / z.sum(axis=-1, keepdims=True),
                "You divide by the sum of the logits. Divide by the sum of the exps.",
            ),
            Mistake(
                lambda z: np.exp(z) / np.exp(z.sum(axis=-1, keepdims=True)),
                "That is exp of the sum. Below the line stands the sum of the exps.",
            ),
            Mistake(lambda z: np.exp(z), "All positive, but they do not sum to 1 yet: divide by their sum."),
            Mistake(lambda z: np.exp(z) / np.exp(z).max(axis=-1, keepdims=True), "You divided by the largest. Divide by the sum."),
            Mistake(lambda z: naive_softmax(LOGITS), "You use the `e` of an earlier cell. Write `e = np.exp(z)` inside the function."),
            Mistake(lambda z: ll.sigmoid(z), "That is a sigmoid for each logit by itself. In a softmax all logits share one sum."),
        ),
        hints=(
            "Two steps: `e = np.exp(z)`, then divide by the sum of e.",
            "For a batch, the sum must run along each row and stay a column: `e.sum(axis=-1, keepdims=True)`.",
        ),
        praise="`axis=-1` is the last axis, the classes: so it works for one row and for a whole batch.",
    ),
    Exercise(
        "thousand",
        solution=(0.09, 0.245, 0.665),
        tolerance=0.005,  # also with two decimals
        mistakes=(
            Mistake((0.665, 0.245, 0.09), "The right numbers in the wrong order: here the last logit is the largest."),
            Mistake((9.0, 24.5, 66.5), "These are per cent. As probabilities they sum to 1: divide by 100."),
            Mistake((np.nan, np.nan, np.nan), "That is what the naive formula gives. What would it give if nothing overflowed?"),
            Mistake((1 / 3, 1 / 3, 1 / 3), "A third each comes out if you divide the logits by their sum. Softmax looks at differences, and each is 1."),
            Mistake((0.0, 0.0, 1.0), "1002 leads by only 1, as in (0, 1, 2). How large a number is does not matter, only the lead."),
        ),
        hints=("Take 1000 away from all three.", "(0, 1, 2) is (2, 1, 0) in reverse, and you know its softmax."),
        praise="Subtracting 1002 gives (−2, −1, 0): numbers that no computer is afraid of.",
    ),
    Exercise(
        "sigmoid_from_softmax",
        solution=sigmoid_from_softmax,
        cases=((2.0,), (0.0,), (-3.5,)),
        mistakes=(
            Mistake(lambda z: ll.softmax([z, 0.0])[1], "That is the other class, 1 − sigmoid(z). Take the first one: `[0]`."),
            Mistake(lambda z: ll.softmax([z, 0.0]), "These are both probabilities. Pick that of yes: `[0]`."),
            Mistake(lambda z: ll.softmax([z, 1.0])[0], "The other class has logit 0, not 1: exp(0) is the 1 in the formula."),
            Mistake(lambda z: ll.softmax([z, -z])[0], "(z, −z) differ by 2z: that is sigmoid(2z). The other class has logit 0."),
            Mistake(lambda z: ll.softmax([z])[0], "A softmax of one class is always 1. Give it a second class, with logit 0."),
        ),
        hints=("The two logits are z for yes and 0 for no.", "`ll.softmax([z, 0.0])` gives two probabilities. Which is that of yes?"),
        praise="So a sigmoid is not a thing of its own: it is the softmax of two classes, with one logit saved.",
    ),
    Exercise(
        "heads",
        solution=("linear", "sigmoid", "softmax", "sigmoid"),
        observe=first_wrong,
        mistakes=(
            Mistake(("sigmoid", "sigmoid", "softmax", "sigmoid"), "The first: a bus can be more than 1 minute late. Which head can say 7?"),
            Mistake(("softmax", "sigmoid", "softmax", "sigmoid"), "The first asks for one number of minutes, and a softmax over one logit is always 1."),
            Mistake(("linear", "linear", "softmax", "sigmoid"), "The second asks for a probability, and a linear head may say 3 or −1."),
            Mistake(("linear", "softmax", "softmax", "sigmoid"), "The second has one logit, and a softmax over one logit is always 1."),
            Mistake(("linear", "sigmoid", "linear", "sigmoid"), "The third asks for probabilities of 20 birds, and a linear head gives any numbers."),
            Mistake(("linear", "sigmoid", "sigmoid", "sigmoid"), "The third: exactly one bird is right, so the twenty answers must share 1."),
            Mistake(("linear", "sigmoid", "softmax", "linear"), "The last one asks yes or no of each instrument, and a linear head gives any numbers."),
            Mistake(("linear", "sigmoid", "softmax", "softmax"), "The last one: drum and guitar may sound together. With softmax they would have to share 1."),
        ),
        hints=(
            "Ask of each: any number? yes or no? exactly one of many? or several yes-or-no questions at once?",
            "Minutes are any number. Several instruments may sound at once, but only one bird sings.",
        ),
        praise="The question chooses the head, not the size of the network.",
    ),
    Exercise(
        "stable_softmax",
        solution=stable_softmax,
        cases=((LOGITS,), (LARGE,), (SMALL,)),
        mistakes=(
            Mistake(naive_softmax, "Fine for ordinary logits, nan for 1000 and for −1000. First subtract the largest of each row."),
            Mistake(lambda z: naive_softmax(z - z.max()), "You subtracted the largest of the whole batch: a row far below it loses everything. Use `axis=-1, keepdims=True`."),
            Mistake(lambda z: naive_softmax(z - z.max(axis=0)), "You subtracted the largest of each column. Each row needs its own: `axis=-1, keepdims=True`."),
            Mistake(
                lambda z: naive_softmax(z - z.min(axis=-1, keepdims=True)),
                "The largest exponent may still be thousands, and overflow. Subtract the largest of each row.",
            ),
            Mistake(lambda z: np.exp(z - z.max(axis=-1, keepdims=True)) / np.exp(z).sum(axis=-1, keepdims=True), "You subtracted the largest above the line only. Below the line it must be the same exps."),
            Mistake(lambda z: naive_softmax(z / np.abs(z).max(axis=-1, keepdims=True)), "Dividing by the largest changes the differences, so the result. Subtract it."),
            Mistake(lambda z: (np.exp(z) - np.exp(z).max(axis=-1, keepdims=True)) / np.exp(z).sum(axis=-1, keepdims=True), "You subtract after exp, when it has overflowed already. Subtract from z, before."),
            Mistake(
                lambda z: shifted_exps(z) / shifted_exps(z).sum(),
                "You summed over the whole batch. Sum along each row: `axis=-1, keepdims=True`.",
            ),
            Mistake(lambda z: np.exp(z - z.max(axis=-1, keepdims=True)), "Stable, but the rows do not sum to 1: divide by the sum of these exps."),
        ),
        hints=(
            "Only differences count: subtract from each row its own largest logit.",
            "`z.max(axis=-1, keepdims=True)` is a column with the largest of each row.",
        ),
        praise="Now try it: `ll.widgets.overflow(stable_softmax)` runs your function in the lower half of the table.",
    ),
    Exercise(
        "log_softmax",
        solution=log_softmax,
        cases=((LOGITS,), (LARGE,), (np.array([0.0, -800.0]),)),
        mistakes=(
            Mistake(lambda z: np.log(ll.softmax(z)), "Where the probability rounds to 0 its logarithm is −inf. Do not go through softmax: stay with logits."),
            Mistake(lambda z: z - np.log(np.exp(z).sum(axis=-1, keepdims=True)), "Right on paper, but exp overflows at 1000. Subtract the largest first."),
            Mistake(lambda z: z - np.log(np.exp(z - z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True)), "You subtracted the largest inside the sum only. Subtract it from the z in front, too."),
            Mistake(lambda z: z - z.max() - np.log(np.exp(z - z.max()).sum(axis=-1, keepdims=True)), "You subtracted the largest of the whole batch. Each row needs its own: `axis=-1, keepdims=True`."),
            Mistake(
                lambda z: np.log(naive_softmax(z)),
                "Right on paper, but softmax overflows at 1000, and rounds to 0 at −800. Stay with logits.",
            ),
            Mistake(
                lambda z: z - z.max(axis=-1, keepdims=True) - np.log(np.exp(z).sum(axis=-1, keepdims=True)),
                "You subtracted the largest in front only. Subtract it inside the sum, too.",
            ),
            Mistake(
                lambda z: z - z.max(axis=-1, keepdims=True) - np.log(shifted_exps(z).sum()),
                "You summed over the whole batch. Sum along each row: `axis=-1, keepdims=True`.",
            ),
            Mistake(lambda z: -log_softmax(z), "Turn the sign: the logarithm of a probability is never positive."),
            Mistake(lambda z: np.log10(ll.softmax(z)), "That is the logarithm to base 10. `np.log` is the natural one."),
            Mistake(lambda z: ll.softmax(z), "These are probabilities. Asked for are their logarithms."),
            Mistake(lambda z: z - z.max(axis=-1, keepdims=True), "That is the logarithm of exp(z − max). Take the logarithm of the sum away, too."),
        ),
        hints=(
            "ln(a / b) = ln a − ln b, and ln exp(z) = z: the division turns into a subtraction.",
            "With `below = z - max`, the answer is `below - np.log(np.exp(below).sum(...))`.",
        ),
        praise="The loss of lesson 05 works on this, so that a surely wrong answer costs 800 and not infinity.",
    ),
    Exercise(
        "certain_zero",
        solution=[0.0, -800.0],
        observe=certainties,
        mistakes=(
            Mistake([0.0, -100.0], "No class gets exactly 0 yet. Even exp(−100) is 4 · 10⁻⁴⁴, and a float can hold that. Make the gap wider."),
            Mistake([0.0, -2000.0], "That does it, but stay within −1000 and 1000: one can do with less."),
            Mistake([-2000.0, -2000.0], "No class gets exactly 0. Write two or more logits within −1000 and 1000, far apart."),
        ),
        hints=("After subtracting the largest, exp of the other must round to 0.", "Two logits more than 746 apart."),
        praise="Exactly 0 means “impossible”. If just that class is right, its logarithm is minus infinity; lesson 05 avoids that.",
    ),
]

QUESTIONS = [
    Question(
        "surer",
        "One network gives the three plans the scores (2, 1, 0), another gives (102, 101, 100). Scores are turned into probabilities by softmax. Which network is surer that the park is best?",
        (
            Option("The second: its scores are far larger", "So it seems. Softmax never looks at the size of scores; section 4 shows what it does look at."),
            Option("The first: 2 is twice as much as 1, but 102 is hardly more than 101", "That would be dividing by the sum. Softmax looks at something else: section 4."),
            Option("Both are equally sure", "Only the differences count, and they are the same. Section 4 shows why, and why computers still care.", True),
        ),
    ),
    Question(
        "logit_doubles",
        "The logit rises from 2 to 4. What happens to the probability of yes, which is 0.88?",
        (
            Option("It doubles", "That would be 1.76, and no probability is above 1."),
            Option("It rises to 0.98", "The odds are squared, from 7.4 to 54.6: 54.6 / 55.6 = 0.98.", True),
            Option("It stays: 0.88 is as good as yes", "sigmoid keeps rising: more slowly, but always."),
        ),
    ),
    Question(
        "largest_doubles",
        "The logit of the park rises from 2 to 4, the others stay at 1 and 0. What happens to the park's share, which is 0.665?",
        (
            Option("It doubles", "That would be 1.33, and all shares together are only 1."),
            Option("It rises to about 0.94, and the others stay as they are", "They cannot stay: all three share 1. What one gains the others lose."),
            Option("It rises to about 0.94, and the others shrink", "exp(4) = 54.6, out of 54.6 + 2.7 + 1 = 58.3: 0.936.", True),
        ),
    ),
]

QUIZ = [
    Question(
        "ratio",
        "Among several classes, two have the logits 2 and 1. How many times as probable as the second is the first?",
        (
            Option("2 times", "Softmax does not compare logits by dividing them: exp(2) / exp(1) = exp(2 − 1)."),
            Option("e = 2.72 times", "exp(2) / exp(1) = exp(2 − 1): the difference of logits is the logarithm of the ratio.", True),
            Option("That depends on the other classes", "The other classes change the sum, and the sum is the same below both."),
        ),
    ),
    Question(
        "cold",
        "The logits are (2, 1, 0) and the temperature falls towards 0. What becomes of the shares?",
        (
            Option("(1, 0, 0)", "Every difference is blown up, and the largest logit takes all.", True),
            Option("(1/3, 1/3, 1/3)", "That is the other end: a very high temperature levels everything."),
            Option("At some point the lake wins", "Dividing by a positive number keeps the order: the winner stays."),
        ),
    ),
    Question(
        "one_logit",
        "Somebody builds a spam filter with one logit and a softmax. What does it answer?",
        (
            Option("The probability of spam", "That would need a sigmoid, or a second logit."),
            Option("Always 1", "exp(z) / exp(z) = 1, for every mail.", True),
            Option("The logit itself", "Softmax divides by the sum, and here the sum is the number itself."),
        ),
    ),
    Question(
        "negative",
        "What does the naive formula make of the logits (−1000, −1000)?",
        (
            Option("(0.5, 0.5)", "So it should, and so the stable one does. But exp(−1000) rounds to 0."),
            Option("(0, 0)", "exp gives 0 and 0, and then comes the division by their sum."),
            Option("(nan, nan)", "Both exps round to 0, and 0 / 0 is not a number.", True),
        ),
    ),
    Question(
        "sure",
        "A network says “dog: 0.99” to a photo of a ship. It has only been taught dogs and cats. What went wrong?",
        (
            Option("Nothing: shares are among the classes it knows, and it must choose", "Softmax gives out 1 among dog and cat. “Neither” is not on offer.", True),
            Option("The softmax overflowed", "Then it would say nan. The number is right as a share."),
            Option("It should have used a linear head", "That would give scores for dog and cat; it would still know no ships."),
        ),
    ),
]
