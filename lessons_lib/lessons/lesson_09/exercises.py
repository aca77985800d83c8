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
    """Pairs, sorted. Raises ValueError for what is no list of pairs."""
    if isinstance(found, dict) or any(isinstance(pair, str) or len(pair) != 2 for pair in found):
        raise ValueError("Give one list of pairs, each in brackets of its own: `(target, context word)`")
    return sorted(map(tuple, found))


def hasty(moved_first, answers=lambda target, context: np.eye(5)[context]):
    """A wrong `pair_step`: what moves second starts from what has moved; or the answer is wrong, 1 for another word."""

    def step(target, context, inputs, outputs, learning_rate):
        inputs, outputs, h = inputs.copy(), outputs.copy(), inputs[target]
        errors = -ll.softmax(h @ outputs.T)
        errors += answers(target, context)
        if moved_first == "outputs":
            outputs += learning_rate * np.outer(errors, h)
        inputs[target] += learning_rate * errors @ outputs
        if moved_first != "outputs":
            outputs += learning_rate * np.outer(errors, inputs[target] if moved_first == "inputs" else h)
        return inputs, outputs

    return step


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
    "pairs_counted",
    22.0,
    hints=(
        "Write down for each of the seven words how many context words it has.",
        "The first has 2, the second 3, those in the middle 4.",
    ),
    praise="2 + 3 + 4 + 4 + 4 + 3 + 2 = 22.",
)


exercises.mistakes(
    28.0,
    "7 · 4 would be right without ends. The first word has 2 context words, the second 3.",
    11.0,
    "You counted each pair of neighbours once. It comes twice: each of the two is the target once.",
    12.0,
    "That is window 1. With window 2, words at distance 2 count as well.",
    14.0,
    "That is one side only, without ends. Count both sides, and nothing outside the sentence.",
    7.0,
    "That is the number of targets. Each has several context words, and each of them makes a pair.",
    42.0,
    "That is every word with every other. Only those at most two places away count.",
)


exercises.value(
    "errors_never",
    [0.652, -0.128, -0.128, -0.047, -0.348],
    tolerance=0.006,
    hints=(
        "The target is the same, so the probabilities are the same. Only the answers change.",
        "The answers are (1, 0, 0, 0, 0).",
    ),
    praise="They sum to 0: what one word gains, the others lose.",
)


exercises.mistakes(
    [-0.348, 0.872, -0.128, -0.047, -0.348],
    "These are the errors for the context word too. Now never is right: its answer is 1.",
    [0.348, 0.128, 0.128, 0.047, 0.348],
    "These are the probabilities. Take each away from its answer, 1 or 0.",
    [-0.652, 0.128, 0.128, 0.047, 0.348],
    "The signs are turned. Error = answer − probability: above 0 where there should be more.",
    [1.0, 0.0, 0.0, 0.0, 0.0],
    "These are the answers. Take the probabilities away.",
)


@exercises.code(
    cases=((SENTENCE, 1), (SENTENCE, 2), (LONG, 4), (["alone"], 2)),
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
    "Pairs are missing at the start of the sentence: there `i - window` is negative, and Python counts it "
    "from the end. Use `max(i - window, 0)`.",
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
    ll.word2vec.windows,
    "These are windows: a target with a list. Asked for are pairs, one for each context word.",
)


@exercises.code(
    cases=(
        ([0, 2], FIVE.inputs, FIVE.outputs),
        ([1, 3, 4], FIVE.inputs, FIVE.outputs),
        ([4], FIVE.outputs, FIVE.inputs),
    ),
    hints=(
        "`inputs[context]` selects the rows of all context words at once.",
        "`mean(axis=0)` averages over the rows.",
        "Then `ll.softmax(h @ outputs.T)`.",
    ),
    praise="Two tables, a mean and a softmax: that is all of CBOW.",
)
def cbow_probabilities(context, inputs, outputs):
    h = inputs[context].mean(axis=0)
    return ll.softmax(h @ outputs.T)


exercises.mistakes(
    lambda c, x, y: ll.softmax(x[c].sum(axis=0) @ y.T),
    "You took the sum of the word vectors. CBOW takes their mean.",
    lambda c, x, y: x[c].mean(axis=0) @ y.T,
    "These are the logits. Send them through `ll.softmax`.",
    lambda c, x, y: x[c].mean(axis=0),
    "That is h. Go on: logits `h @ outputs.T`, then softmax.",
    lambda c, x, y: ll.softmax(x[c].mean(axis=0) @ x.T),
    "You compared h with the word vectors. The logits come from the output vectors: `h @ outputs.T`.",
    lambda c, x, y: ll.softmax(x[c] @ y.T).mean(axis=0),
    "You averaged the probabilities. Average the word vectors first: one h, one softmax.",
    lambda c, x, y: np.exp(x[c].mean(axis=0) @ y.T),
    "These are the exponentials. Divide them by their sum, or use `ll.softmax`.",
    lambda c, x, y: ll.softmax(x[c] @ y.T),
    "One row for each context word: take their mean vector first, `inputs[context].mean(axis=0)`.",
    lambda c, x, y: ll.softmax(y[c].mean(axis=0) @ x.T),
    "`inputs` and `outputs` are swapped: the context selects rows of `inputs`.",
    lambda c, x, y: ll.softmax(x[c].mean(axis=0) @ y.T)[c],
    "You picked the context words. Asked for are the probabilities of all words.",
    lambda c, x, y: ll.softmax(x[c].sum(axis=0) / 2 @ y.T),
    "You divided by 2. The context may have more or fewer words: divide by how many there are.",
)


@exercises.code(
    cases=((2, 1, FIVE.inputs, FIVE.outputs, 1.0), (0, 4, FIVE.inputs, FIVE.outputs, 0.5)),
    hints=(
        "Start with h, the probabilities and the errors, as in section 4.",
        "`new_inputs, new_outputs = inputs.copy(), outputs.copy()`, and change only these.",
        "`new_inputs[target] += learning_rate * errors @ outputs` and `new_outputs += learning_rate * "
        "np.outer(errors, h)`.",
    ),
    praise="Repeat this for every pair of a text, many times over, and you have trained skip-gram.",
)
def pair_step(target, context, inputs, outputs, learning_rate):
    h = inputs[target]
    errors = -ll.softmax(h @ outputs.T)
    errors[context] += 1   # answer - probability
    new_inputs, new_outputs = inputs.copy(), outputs.copy()
    new_inputs[target] += learning_rate * errors @ outputs
    new_outputs += learning_rate * np.outer(errors, h)
    return new_inputs, new_outputs


exercises.mistakes(
    hasty("outputs"),
    "You moved the output vectors first and then used the new ones for the word vector. Both steps start "
    "from the old vectors.",
    hasty("inputs"),
    "You moved the word vector first and then used the new one for the output vectors. Both steps start from "
    "the old vectors. (Or h is a row of `new_inputs`, and moved with it: take it from `inputs`.)",
    lambda t, c, x, y, rate: pair_step(t, c, x, y, -rate),
    "It walks uphill: check the sign. Error = answer − probability, and every step is added.",
    lambda t, c, x, y, rate: pair_step(t, c, x, y, 1.0),
    "The learning rate is missing: multiply both steps by it.",
    lambda t, c, x, y, rate: (pair_step(t, c, x, y, rate)[0], pair_step(t, c, x, y, 1.0)[1]),
    "The learning rate is missing in the step of the output vectors.",
    lambda t, c, x, y, rate: (pair_step(t, c, x, y, 1.0)[0], pair_step(t, c, x, y, rate)[1]),
    "The learning rate is missing in the step of the word vector.",
    lambda t, c, x, y, rate: (pair_step(t, c, x, y, rate)[0][t], pair_step(t, c, x, y, rate)[1]),
    "The first is only the new vector of the target. Return the whole table: copy `inputs`, change one row.",
    lambda t, c, x, y, rate: (pair_step(t, c, x, y, rate)[0], y),
    "The output vectors have not moved: each takes a step along h, `np.outer(errors, h)`.",
    lambda t, c, x, y, rate: (
        pair_step(t, c, x, y, rate)[0],
        np.where(np.eye(5)[:, [c]], pair_step(t, c, x, y, rate)[1], y),
    ),
    "Only the output vector of the context word has moved. Every word has an error, so each takes a step.",
    lambda t, c, x, y, rate: (x, pair_step(t, c, x, y, rate)[1]),
    "The word vector of the target has not moved: its step is `errors @ outputs`.",
    lambda t, c, x, y, rate: pair_step(t, c, x, y, rate)[::-1],
    "Return the word vectors first, then the output vectors.",
    lambda t, c, x, y, rate: pair_step(c, t, x, y, rate),
    "Target and context are swapped: h is the target's vector, and the context word is the right answer.",
    hasty("neither", lambda target, context: 0.0),
    "The answer is missing: for the context word it is 1, so its error is 1 − probability.",
    hasty("neither", lambda target, context: np.eye(5)[target]),
    "You gave the answer 1 to the target. It is the context word that should be predicted.",
    lambda t, c, x, y, rate: (x + pair_step(t, c, x, y, rate)[0][t] - x[t], pair_step(t, c, x, y, rate)[1]),
    "All word vectors have moved. Only that of the target took part: `new_inputs[target] += …`.",
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
