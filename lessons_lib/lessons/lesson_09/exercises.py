"""Exercises of lesson 09, words as vectors."""

import numpy as np

import lessons_lib as ll

from ...data import five_words
from ...exercises import Exercises
from ...texts import SENTENCE, tokens

FIVE = five_words()
LONG = "the more you learn the more you know".split()


def placed(sentence, window):
    """Each pair, and whether the whole window of its target lies inside the sentence."""
    for i, j in pairs(range(len(sentence)), window):
        yield sentence[i], sentence[j], window <= i < len(sentence) - window


def in_any_order(found):
    """Pairs, sorted, of a list or of a generator. Raises ValueError for what is no list of pairs."""
    pairs = found if isinstance(found, dict) else list(found)
    if isinstance(pairs, dict) or any(isinstance(pair, str) or len(pair) != 2 for pair in pairs):
        raise ValueError("Give one list of pairs, each in brackets of its own: `(target, context word)`")
    if any(isinstance(context, (list, tuple)) for _, context in pairs):
        raise ValueError("These are windows: a target with a list. Make pairs of them, one for each context word")
    return sorted(map(tuple, pairs))


def one_table(answer):
    """A table, as it is. Raises ValueError for two of them."""
    if isinstance(answer, tuple):
        raise ValueError("Return one table, the new one of the word vectors")
    return answer


def steps_of(context, target, inputs, outputs, rate, answer=1.0, mean=np.mean):
    """`cbow_step` with the whole gradient for each context word; `answer` and `mean` can go wrong."""
    h = mean(inputs[context], axis=0)
    errors = ll.softmax(h @ outputs.T) - answer * np.eye(len(outputs))[target]
    new_inputs = inputs.copy()
    new_inputs[context] -= rate * errors @ outputs
    return new_inputs


def shared(context, target, inputs, *others, **wrong):
    """`cbow_step` where something of `steps_of` goes wrong, with the right shares."""
    return inputs + (steps_of(context, target, inputs, *others, **wrong) - inputs) / len(context)


def outputs_first(context, target, inputs, outputs, rate):
    """`cbow_step` by somebody who moves the output vectors first and goes on with the new ones."""
    h = inputs[context].mean(axis=0)
    errors = ll.softmax(h @ outputs.T) - np.eye(len(outputs))[target]
    new_inputs = inputs.copy()
    new_inputs[context] -= rate * errors @ (outputs - rate * np.outer(errors, h)) / len(context)
    return new_inputs


def blind(answer):
    """How far two sentences come: 0 not of three words, 1 equal, 2 other middles, 3 other contexts, 4 all is well."""
    try:
        one, two = map(tokens, answer)
    except (TypeError, ValueError, AttributeError):
        raise ValueError("Write two sentences in quotation marks, with a comma between them") from None
    steps = (len(one) == len(two) == 3, one != two, one[1:2] == two[1:2], sorted(one[::2]) == sorted(two[::2]), False)
    return steps.index(False)


exercises = Exercises()


exercises.value(
    "error_never",
    -0.652,
    tolerance=0.006,
    hints=(
        "The target is the same, so the probabilities are the same. Only the answers change.",
        "The probability of never is 0.35, and now its answer is 1.",
    ),
    praise="Below 0: there should be more of it. And too, for which there should have been more, now has +0.13.",
)


exercises.mistakes(
    0.652,
    "The sign is turned. Error = probability − answer: below 0 where there should be more.",
    0.348,
    "That is the probability, or the error of a word that is not right. never is the right word now: its answer is 1.",
    -0.872,
    "That is the error of too in the pair before. Take the probability of never, 0.35.",
    0.872,
    "That is 1 − 0.13, for too. The right word is never now, with the probability 0.35.",
    0.128,
    "That is the error of too now. What is asked for is that of never, the right word.",
    -0.348,
    "You took the answer 0. never is the right word now, so its answer is 1.",
    1.0,
    "That is the answer. The error is the probability minus this.",
)


@exercises.code(
    cases=((SENTENCE, 1), (SENTENCE, 2), (LONG, 4), (["alone"], 1)),
    observe=in_any_order,
    hints=(
        "Two loops: over the places `i` of the targets, and over the places `j` of the window.",
        "`j` goes from `i - window` to `i + window`, but not below 0 and not beyond the last word; and not `i` itself.",
        "`for j in range(max(i - window, 0), min(i + window + 1, len(sentence)))`",
    ),
    praise="Every pair also comes the other way round: if a is near b, then b is near a.",
)
def pairs(sentence, window):
    found = []
    for i, target in enumerate(sentence):
        for j in range(max(i - window, 0), min(i + window + 1, len(sentence))):
            if j != i:
                found.append((target, sentence[j]))
    return found


exercises.mistakes(
    lambda s, n: [(t, c) for i, t in enumerate(s) for c in s[max(i - n, 0) : i + n + 1]],
    "Each target is also paired with itself. Leave out `j == i`.",
    lambda s, n: [(t, c) for i, t in enumerate(s) for c in s[i - n : i] + s[i + 1 : i + 1 + n]],
    "Pairs are missing at the start of the sentence: there `i - window` is negative, and a slice counts it "
    "from the end. Use `max(i - window, 0)`.",
    lambda s, n: [(s[i], s[j]) for i in range(len(s)) for j in range(i - n, min(i + n + 1, len(s))) if j != i],
    "Near the start `j` is negative, and Python counts such places from the end: `s[-1]` is the last word. "
    "Begin at `max(i - window, 0)`.",
    lambda s, n: [(t, c) for i, t in enumerate(s) for c in s[i + 1 : i + 1 + n]],
    "You look to the right only. The context stands on both sides.",
    lambda s, n: [(t, c) for i, t in enumerate(s) for c in s[max(i - n, 0) : i]],
    "You look to the left only. The context stands on both sides.",
    lambda s, n: [(t, c) for i, t in enumerate(s) for c in s[max(i - n, 0) : i] + s[i + 1 : i + n]],
    "The last word of the window is missing: a slice or range stops before its end. Use `i + window + 1`.",
    lambda s, n: {*pairs(s, n)},
    "A set keeps each pair once. A word can stand twice in a sentence, so return a list.",
    lambda s, n: [(t, c) for t, c in pairs(s, n) if t != c],
    "You leave out every word that is equal to the target. Leave out the target's own place only, `j == i`.",
    lambda s, n: [(t, c) for t in s for c in s if t != c],
    "You pair every word with every other. Only those at most `window` places away count.",
    lambda s, n: pairs(s, n - 1),
    "The words at distance `window` are missing. They belong to the window.",
    lambda s, n: [(t, c) for t, c, whole in placed(s, n) if whole],
    "Targets near an end are missing. There the window is smaller, but not empty.",
    lambda s, n: [(t, c) for t in s for c in s[max(s.index(t) - n, 0) : s.index(t) + n + 1] if c != t],
    "`index` finds the first place of a word only, and a word can stand twice: `enumerate(sentence)`.",
    lambda s, n: pairs(range(len(s)), n),
    "These are places. Return the words that stand there: `sentence[i]`, `sentence[j]`.",
    lambda s, n: [(s[0], c) for c in s[1 : n + 1]],
    "These are the pairs of the first target only. Does `return` stand inside your loop?",
    lambda s, n: [pair for i, pair in enumerate(pairs(s, n)) if pair[::-1] not in pairs(s, n)[:i]],
    "Each pair of neighbours comes once here. It belongs in the list twice: each of the two is the target once.",
)


@exercises.code(
    cases=(
        ([0, 2], 1, FIVE.inputs, FIVE.outputs, 1.0),
        ([1, 3, 4], 2, FIVE.inputs, FIVE.outputs, 0.5),
        ([4], 0, FIVE.outputs, FIVE.inputs, 0.5),
    ),
    observe=one_table,
    hints=(
        "h is the mean of the rows `inputs[context]`; then the errors, as in section 4.",
        "`new_inputs = inputs.copy()`, and change only the rows of the context words.",
        "`new_inputs[context] -= learning_rate * errors @ outputs / len(context)`",
    ),
    praise="With a single context word this is the step of skip-gram for the word vector: one rule serves both.",
)
def cbow_step(context, target, inputs, outputs, learning_rate):
    h = inputs[context].mean(axis=0)
    errors = ll.softmax(h @ outputs.T)
    errors[target] -= 1   # probability - answer
    new_inputs = inputs.copy()
    new_inputs[context] -= learning_rate * errors @ outputs / len(context)
    return new_inputs


exercises.mistakes(
    steps_of,
    "Each context word got the whole gradient of h. It gets its share: divide by `len(context)`.",
    lambda c, t, x, y, rate: 2 * x - cbow_step(c, t, x, y, rate),
    "It walks uphill: check the sign. With error = probability − answer, every step is taken away.",
    lambda c, t, x, y, rate: cbow_step(c, t, x, y, 1.0),
    "The learning rate is missing: multiply the step by it.",
    lambda *case: shared(*case, answer=0.0),
    "The answer is missing: for the target it is 1, so its error is probability − 1.",
    lambda *case: shared(*case, mean=np.sum),
    "You took the sum of the word vectors for h. CBOW takes their mean.",
    lambda c, t, x, y, rate: x + (steps_of(c, t, x, y, rate) - x) / 2,
    "You divided by 2. The context may have more or fewer words: divide by `len(context)`.",
    lambda c, t, x, y, rate: x + (steps_of(c, t, x, y, rate) - x) / len(x),
    "You divided by the number of all words. Only the context words share the step: divide by `len(context)`.",
    lambda c, t, x, y, rate: x + (cbow_step(c, t, x, y, rate) - x)[c[0]],
    "All word vectors have moved. Only those of the context took part: `new_inputs[context] -= …`.",
    lambda c, t, x, y, rate: np.where(np.eye(5)[:, [t]] > 0, x + (cbow_step(c, t, x, y, rate) - x)[c[0]], x),
    "The target's word vector has moved. In CBOW the context words are given, so theirs move.",
    outputs_first,
    "You moved the output vectors first and went on with the new ones. Every step starts from the old vectors.",
    lambda c, t, x, y, rate: cbow_step(c, t, x, y, rate)[c],
    "These are the new vectors of the context words alone. Return the whole table: copy `inputs`, change these rows.",
    lambda c, t, x, y, rate: cbow_step(c, t, x, y, rate) - x,
    "That is the step. Return the new table: `inputs` plus this step.",
)


exercises.value(
    "same_for_cbow",
    ("dog bites man", "man bites dog"),
    observe=blind,
    hints=(
        "CBOW takes the mean of the context vectors. What does a mean not notice?",
        "Keep the middle word, swap the others.",
    ),
    praise="A mean does not notice the order. “Bag of words”, the BOW in CBOW, means just that.",
)


exercises.mistakes(
    ("a dog bites a man", "a man bites a dog"),
    "The idea may be right. Take sentences of three words, with the target in the middle.",
    ("dog bites man", "dog bites man"),
    "These are the same sentence. Find two different ones.",
    ("dog bites man", "dog loves man"),
    "The middle words differ. Take the same word in the middle, and look for what CBOW does not notice.",
    ("dog bites man", "cat bites man"),
    "The contexts differ, so h differs. CBOW cannot tell apart … what?",
)
