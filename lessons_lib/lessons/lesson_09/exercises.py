"""Exercises and questions of lesson 09, words as vectors."""

import numpy as np

import lessons_lib as ll

from ...texts import SENTENCE, tokens
from ...data import five_words
from ...exercises.ladder import Exercise, Mistake
from ...exercises.quiz import Option, Question

FIVE = five_words()
LONG = "the more you learn the more you know".split()


def pairs(sentence, window):
    found = []
    for i, target in enumerate(sentence):
        for j in range(max(i - window, 0), min(i + window + 1, len(sentence))):
            if j != i:
                found.append((target, sentence[j]))
    return found


def placed(sentence, window):
    """Each pair, and whether the whole window of its target lies inside the sentence."""
    for i, j in pairs(range(len(sentence)), window):
        yield sentence[i], sentence[j], window <= i < len(sentence) - window


def in_any_order(found):
    """Pairs, sorted. Raises ValueError for what is no list of pairs."""
    if isinstance(found, dict) or any(isinstance(pair, str) or len(pair) != 2 for pair in found):
        raise ValueError("Give one list of pairs, each in brackets of its own: `(target, context word)`")
    return sorted(map(tuple, found))


def cbow_probabilities(context, inputs, outputs):
    h = inputs[context].mean(axis=0)
    return ll.softmax(h @ outputs.T)


def pair_step(target, context, inputs, outputs, learning_rate):
    h = inputs[target]
    errors = -ll.softmax(h @ outputs.T)
    errors[context] += 1   # answer - probability
    new_inputs, new_outputs = inputs.copy(), outputs.copy()
    new_inputs[target] += learning_rate * errors @ outputs
    new_outputs += learning_rate * np.outer(errors, h)
    return new_inputs, new_outputs


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
    """How far two sentences come: 0 not of three words each, 1 equal, 2 other middles, 3 other contexts, 4 all is well."""
    try:
        one, two = map(tokens, answer)
    except (TypeError, ValueError, AttributeError):
        raise ValueError("Write two sentences in quotation marks, with a comma between them") from None
    steps = (len(one) == len(two) == 3, one != two, one[1:2] == two[1:2], sorted(one[::2]) == sorted(two[::2]), False)
    return steps.index(False)


EXERCISES = [
    Exercise(
        "pairs_counted",
        solution=22.0,
        mistakes=(
            Mistake(28.0, "7 · 4 would be right without ends. The first word has 2 context words, the second 3."),
            Mistake(11.0, "You counted each pair of neighbours once. It comes twice: each of the two is the target once."),
            Mistake(12.0, "That is window 1. With window 2, words at distance 2 count as well."),
            Mistake(14.0, "That is one side only, without ends. Count both sides, and nothing outside the sentence."),
            Mistake(7.0, "That is the number of targets. Each has several context words, and each of them makes a pair."),
            Mistake(42.0, "That is every word with every other. Only those at most two places away count."),
        ),
        hints=("Write down for each of the seven words how many context words it has.", "The first has 2, the second 3, those in the middle 4."),
        praise="2 + 3 + 4 + 4 + 4 + 3 + 2 = 22.",
    ),
    Exercise(
        "errors_never",
        solution=[0.652, -0.128, -0.128, -0.047, -0.348],
        mistakes=(
            Mistake([-0.348, 0.872, -0.128, -0.047, -0.348], "These are the errors for the context word too. Now never is right: its answer is 1."),
            Mistake([0.348, 0.128, 0.128, 0.047, 0.348], "These are the probabilities. Take each away from its answer, 1 or 0."),
            Mistake([-0.652, 0.128, 0.128, 0.047, 0.348], "The signs are turned. Error = answer − probability: above 0 where there should be more."),
            Mistake([1.0, 0.0, 0.0, 0.0, 0.0], "These are the answers. Take the probabilities away."),
        ),
        tolerance=0.006,
        hints=("The target is the same, so the probabilities are the same. Only the answers change.", "The answers are (1, 0, 0, 0, 0)."),
        praise="They sum to 0: what one word gains, the others lose.",
    ),
    Exercise(
        "pairs",
        solution=pairs,
        cases=((SENTENCE, 1), (SENTENCE, 2), (LONG, 4), (["alone"], 2)),
        observe=in_any_order,
        mistakes=(
            Mistake(lambda s, n: [(t, c) for i, t in enumerate(s) for c in s[max(i - n, 0) : i + n + 1]], "Each target is also paired with itself. Leave out `j == i`."),
            Mistake(lambda s, n: [(t, c) for i, t in enumerate(s) for c in s[i - n : i] + s[i + 1 : i + 1 + n]], "Pairs are missing at the start of the sentence: there `i - window` is negative, and Python counts it from the end. Use `max(i - window, 0)`."),
            Mistake(lambda s, n: [(t, c) for i, t in enumerate(s) for c in s[i + 1 : i + 1 + n]], "You look to the right only. The context stands on both sides."),
            Mistake(lambda s, n: [(t, c) for i, t in enumerate(s) for c in s[max(i - n, 0) : i]], "You look to the left only. The context stands on both sides."),
            Mistake(lambda s, n: [(t, c) for i, t in enumerate(s) for c in s[max(i - n, 0) : i] + s[i + 1 : i + n]], "The last word of the window is missing: a slice or range stops before its end. Use `i + window + 1`."),
            Mistake(lambda s, n: {*pairs(s, n)}, "A set keeps each pair once. A word can stand twice in a sentence, so return a list."),
            Mistake(lambda s, n: [(t, c) for t, c in pairs(s, n) if t != c], "You leave out every word that is equal to the target. Leave out the target's own place only, `j == i`."),
            Mistake(lambda s, n: [(t, c) for t in s for c in s if t != c], "You pair every word with every other. Only those at most `window` places away count."),
            Mistake(
                lambda s, n: pairs(s, n - 1),
                "The words at distance `window` are missing. They belong to the window.",
            ),
            Mistake(
                lambda s, n: [(t, c) for t, c, whole in placed(s, n) if whole],
                "Targets near an end are missing. There the window is smaller, but not empty.",
            ),
            Mistake(
                lambda s, n: [(t, c) for t in s for c in s[max(s.index(t) - n, 0) : s.index(t) + n + 1] if c != t],
                "`index` finds the first place of a word only, and a word can stand twice: `enumerate(sentence)`.",
            ),
            Mistake(
                lambda s, n: pairs(range(len(s)), n),
                "These are places. Return the words that stand there: `sentence[i]`, `sentence[j]`.",
            ),
            Mistake(
                lambda s, n: [(s[0], c) for c in s[1 : n + 1]],
                "These are the pairs of the first target only. Does `return` stand inside your loop?",
            ),
            Mistake(ll.word2vec.windows, "These are windows: a target with a list. Asked for are pairs, one for each context word."),
        ),
        hints=("Two loops: over the places `i` of the targets, and over the places `j` of the window.", "`j` goes from `i - window` to `i + window`, but not below 0 and not beyond the last word; and not `i` itself.", "`for j in range(max(i - window, 0), min(i + window + 1, len(sentence)))`"),
        praise="Every pair also comes the other way round: if a is near b, then b is near a.",
    ),
    Exercise(
        "cbow_probabilities",
        solution=cbow_probabilities,
        cases=(([0, 2], FIVE.inputs, FIVE.outputs), ([1, 3, 4], FIVE.inputs, FIVE.outputs), ([4], FIVE.outputs, FIVE.inputs)),
        mistakes=(
            Mistake(lambda c, x, y: ll.softmax(x[c].sum(axis=0) @ y.T), "You took the sum of the word vectors. CBOW takes their mean."),
            Mistake(lambda c, x, y: x[c].mean(axis=0) @ y.T, "These are the logits. Send them through `ll.softmax`."),
            Mistake(lambda c, x, y: x[c].mean(axis=0), "That is h. Go on: logits `h @ outputs.T`, then softmax."),
            Mistake(lambda c, x, y: ll.softmax(x[c].mean(axis=0) @ x.T), "You compared h with the word vectors. The logits come from the output vectors: `h @ outputs.T`."),
            Mistake(lambda c, x, y: ll.softmax(x[c] @ y.T).mean(axis=0), "You averaged the probabilities. Average the word vectors first: one h, one softmax."),
            Mistake(lambda c, x, y: np.exp(x[c].mean(axis=0) @ y.T), "These are the exponentials. Divide them by their sum, or use `ll.softmax`."),
            Mistake(lambda c, x, y: ll.softmax(x[c] @ y.T), "One row for each context word: take their mean vector first, `inputs[context].mean(axis=0)`."),
            Mistake(lambda c, x, y: ll.softmax(y[c].mean(axis=0) @ x.T), "`inputs` and `outputs` are swapped: the context selects rows of `inputs`."),
            Mistake(
                lambda c, x, y: ll.softmax(x[c].mean(axis=0) @ y.T)[c],
                "You picked the context words. Asked for are the probabilities of all words.",
            ),
            Mistake(
                lambda c, x, y: ll.softmax(x[c].sum(axis=0) / 2 @ y.T),
                "You divided by 2. The context may have more or fewer words: divide by how many there are.",
            ),
        ),
        hints=("`inputs[context]` selects the rows of all context words at once.", "`mean(axis=0)` averages over the rows.", "Then `ll.softmax(h @ outputs.T)`."),
        praise="Two tables, a mean and a softmax: that is all of CBOW.",
    ),
    Exercise(
        "pair_step",
        solution=pair_step,
        cases=((2, 1, FIVE.inputs, FIVE.outputs, 1.0), (0, 4, FIVE.inputs, FIVE.outputs, 0.5)),
        mistakes=(
            Mistake(hasty("outputs"), "You moved the output vectors first and then used the new ones for the word vector. Both steps start from the old vectors."),
            Mistake(hasty("inputs"), "You moved the word vector first and then used the new one for the output vectors. Both steps start from the old vectors. (Or h is a row of `new_inputs`, and moved with it: take it from `inputs`.)"),
            Mistake(lambda t, c, x, y, rate: pair_step(t, c, x, y, -rate), "It walks uphill: check the sign. Error = answer − probability, and every step is added."),
            Mistake(lambda t, c, x, y, rate: pair_step(t, c, x, y, 1.0), "The learning rate is missing: multiply both steps by it."),
            Mistake(
                lambda t, c, x, y, rate: (pair_step(t, c, x, y, rate)[0], pair_step(t, c, x, y, 1.0)[1]),
                "The learning rate is missing in the step of the output vectors.",
            ),
            Mistake(
                lambda t, c, x, y, rate: (pair_step(t, c, x, y, 1.0)[0], pair_step(t, c, x, y, rate)[1]),
                "The learning rate is missing in the step of the word vector.",
            ),
            Mistake(
                lambda t, c, x, y, rate: (pair_step(t, c, x, y, rate)[0][t], pair_step(t, c, x, y, rate)[1]),
                "The first is only the new vector of the target. Return the whole table: copy `inputs`, change one row.",
            ),
            Mistake(lambda t, c, x, y, rate: (pair_step(t, c, x, y, rate)[0], y), "The output vectors have not moved: each takes a step along h, `np.outer(errors, h)`."),
            Mistake(lambda t, c, x, y, rate: (pair_step(t, c, x, y, rate)[0], np.where(np.eye(5)[:, [c]], pair_step(t, c, x, y, rate)[1], y)), "Only the output vector of the context word has moved. Every word has an error, so each takes a step."),
            Mistake(lambda t, c, x, y, rate: (x, pair_step(t, c, x, y, rate)[1]), "The word vector of the target has not moved: its step is `errors @ outputs`."),
            Mistake(lambda t, c, x, y, rate: pair_step(t, c, x, y, rate)[::-1], "Return the word vectors first, then the output vectors."),
            Mistake(lambda t, c, x, y, rate: pair_step(c, t, x, y, rate), "Target and context are swapped: h is the target's vector, and the context word is the right answer."),
            Mistake(
                hasty("neither", lambda target, context: 0.0),
                "The answer is missing: for the context word it is 1, so its error is 1 − probability.",
            ),
            Mistake(
                hasty("neither", lambda target, context: np.eye(5)[target]),
                "You gave the answer 1 to the target. It is the context word that should be predicted.",
            ),
            Mistake(
                lambda t, c, x, y, rate: (x + pair_step(t, c, x, y, rate)[0][t] - x[t], pair_step(t, c, x, y, rate)[1]),
                "All word vectors have moved. Only that of the target took part: `new_inputs[target] += …`.",
            ),
        ),
        hints=("Start with h, the probabilities and the errors, as in section 4.", "`new_inputs, new_outputs = inputs.copy(), outputs.copy()`, and change only these.", "`new_inputs[target] += learning_rate * errors @ outputs` and `new_outputs += learning_rate * np.outer(errors, h)`."),
        praise="Repeat this for every pair of a text, many times over, and you have trained skip-gram.",
    ),
    Exercise(
        "same_for_cbow",
        solution=("dog bites man", "man bites dog"),
        observe=blind,
        mistakes=(
            Mistake(("a dog bites a man", "a man bites a dog"), "The idea may be right. Take sentences of three words, with the target in the middle."),
            Mistake(("dog bites man", "dog bites man"), "These are the same sentence. Find two different ones."),
            Mistake(("dog bites man", "dog loves man"), "The middle words differ. Take the same word in the middle, and look for what CBOW does not notice."),
            Mistake(("dog bites man", "cat bites man"), "The contexts differ, so h differs. CBOW cannot tell apart … what?"),
        ),
        hints=("CBOW takes the mean of the context vectors. What does a mean not notice?", "Keep the middle word, swap the others."),
        praise="A mean does not notice the order. “Bag of words”, the BOW in CBOW, means just that.",
    ),
]

QUESTIONS = [
    Question(
        "same_sentence",
        "A program reads thousands of sentences. Nobody tells it what a word means. Can it find out that dog and cat are alike?",
        (
            Option("No: letters on a page hold no meaning", "No single sentence does. But thousands of them show how a word is used, and that turns out to be enough."),
            Option("Yes: dog and cat often stand in the same sentence", "In the text of this lesson they never do, not once. Section 5 counts. Still the program finds out."),
            Option("Yes: dog and cat stand among the same other words", "Both are fed, both have a favourite food. Who keeps the same company is alike, even if the two never meet.", True),
        ),
    ),
    Question(
        "nearer_word",
        "Three words as one-hot vectors: dog, cat and parliament. Which is nearer to dog?",
        (
            Option("cat", "So it should be. But two different one-hot vectors always differ in exactly two places."),
            Option("parliament", "No closer than cat: two different one-hot vectors always differ in exactly two places."),
            Option("neither: both are equally far", "The distance is always √2, whatever the words mean.", True),
            Option("that depends on their numbers in the vocabulary", "The number only says where the 1 stands. The distance is the same for all."),
        ),
    ),
    Question(
        "first_to_part",
        "The map starts from random vectors. Which two groups of words will training tell apart first?",
        (
            Option("verbs from all others", "Their company shares hardly a word with that of the others, so almost every pair pulls them apart.", True),
            Option("men from women", "They share most of their company: is, the, in, whose. Only a few words, such as his and her, tell them apart."),
            Option("all at the same time", "Each group has a pull of its own: the more its company differs, the sooner it goes its own way."),
        ),
    ),
]

QUIZ = [
    Question(
        "two_tables",
        "A vocabulary of 10,000 words, vectors of size 100. How many numbers are learned?",
        (
            Option("1 million", "That is one table. There are word vectors and output vectors."),
            Option("2 million", "Two tables of 10,000 × 100: `inputs` and `outputs`.", True),
            Option("100 million", "So many numbers have all one-hot vectors together, and nobody learns those."),
        ),
    ),
    Question(
        "why_split",
        "Why does skip-gram predict one context word at a time?",
        (
            Option("Because the target has only one context word", "It has several, and each of them makes a pair with it."),
            Option("Because all context words together have far too many possible answers", "Four places and 10,000 words make 10¹⁶ answers; one place has 10,000.", True),
            Option("Because the order of the context words is important", "It is ignored: the pairs of a window do not know where they stood."),
        ),
    ),
    Question(
        "why_two_layers",
        "CBOW is two linear layers without an activation between them. By lesson 03 they collapse into one. Why keep two?",
        (
            Option("Two layers can express more than one", "Not without an activation. Here they express even less: everything must pass through the few numbers of h."),
            Option("Because the narrow place between them is what we want", "The few numbers of h push words with the same company close together. After training we keep the word vectors.", True),
            Option("Because softmax needs two layers", "Softmax needs logits, and does not mind where they come from."),
        ),
    ),
    Question(
        "how_many_move",
        "One pair, full softmax, a vocabulary of a million words. How many output vectors does one step move?",
        (
            Option("1", "That of the right word, and those of all others, which have to become a little less probable."),
            Option("2", "Every word has a probability above 0, hence an error, hence a step."),
            Option("a million", "All of them, for a single pair. The next lesson is about that.", True),
        ),
    ),
]
