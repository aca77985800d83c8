"""Exercises and questions of lesson 11, frequent words and soft windows."""

from functools import lru_cache

import numpy as np

from ...texts import ANIMALS, tiny_world
from ...word2vec import Word2Vec, keep_probability
from ...exercises.ladder import Exercise, Mistake, number
from ...exercises.quiz import Option, Question

F = np.array([0.05, 0.01, 0.002, 0.0001])
WORDS = "the king of the kingdom sees the crown".split()
KEEP = {"the": 0.1, "of": 0.15, "sees": 0.35, "king": 1.0, "kingdom": 0.7, "crown": 0.6}
COINS, OTHERS = [0.3, 0.9, 0.12, 0.04, 0.8, 0.2, 0.5, 0.4], [0.05, 0.2, 0.6, 0.4, 0.1, 0.9, 0.08, 0.61]
COUNTS = np.array([6000, 3000, 800, 150, 50])


def program_keep(f, t):
    return np.minimum(1, np.sqrt(t / f) + t / f)


def subsample(words, keep, coins):
    return [word for word, coin in zip(words, coins) if coin < keep[word]]


def removed_in_loop(words, keep, coins):
    """subsample by somebody who shortens the list while going through it."""
    words = list(words)
    for i, word in enumerate(words):
        if coins[i] >= keep[word]:
            words.remove(word)
    return words


def kept_share(counts, t):
    f = counts / np.sum(counts)
    keep = np.minimum(1, np.sqrt(t / f))
    return np.sum(f * keep)


@lru_cache(16)
def understood(t):
    """How many of an animal's five nearest words are animals, its sound or its food, in a small tiny world."""
    model = Word2Vec(tiny_world(2000), vector_size=20, window=5, sample=t, sg=1, epochs=10, alpha=0.05)
    near = ((animal, word) for animal in ANIMALS for word, _ in model.wv.most_similar(animal, topn=5))
    return np.mean([word in ANIMALS or word in ANIMALS[animal] for animal, word in near]) * 5


def deafness(t):
    """What a threshold does to a small tiny world."""
    t = number(t)
    if not 0 <= t < np.inf:
        raise ValueError("The threshold t is a number above 0")
    if t == 0 or t > 0.11:  # more frequent than 0.11 is no word
        return "off" if t == 0 else "all"
    try:
        return "deaf" if understood(t) < 1 else "hears"
    except ValueError:  # not one pair was left
        return "nothing"


EXERCISES = [
    Exercise(
        "discarded",
        solution=95,
        mistakes=(
            Mistake(5, "So many stay. Asked for is how many go."),
            Mistake(0.95, "That is a probability. Of 100 occurrences, how many is that?"),
            Mistake(0.05, "So likely does an occurrence stay. Of 100, how many go?"),
            Mistake(99.75, "You forgot the root: √(t / f) = √0.0025 = 0.05."),
            Mistake(94.75, "That is what the program's rule discards, which comes in the next section. Here: 1 − √(t / f)."),
        ),
        hints=("t / f = 0.0001 / 0.04 = 0.0025.", "The square root of 0.0025 is 0.05: so likely is an occurrence kept."),
        praise="95 of 100 go, on average.",
        tolerance=1e-4,
    ),
    Exercise(
        "program_keep",
        solution=program_keep,
        cases=((F, 0.001), (F, 0.0001), (np.array([0.2, 0.03]), 0.01)),
        mistakes=(
            Mistake(lambda f, t: np.sqrt(t / f) + t / f, "Rare words get more than 1, which is no probability: `np.minimum(1, …)`."),
            Mistake(lambda f, t: np.minimum(1, np.sqrt(t / f)), "That is the paper's rule. The program adds t / f."),
            Mistake(lambda f, t: np.minimum(1, np.sqrt(f / t) + f / t), "f and t have changed places: frequent words must get less."),
            Mistake(lambda f, t: np.minimum(1, np.sqrt(f / t + 1) * t / f), "The 1 stands outside the root: (√(f / t) + 1) · t / f."),
            Mistake(lambda f, t: 1 - np.minimum(1, np.sqrt(t / f) + t / f), "That is the probability to go. Asked for is that to stay."),
            Mistake(
                lambda f, t: np.maximum(1, np.sqrt(t / f) + t / f),
                "`np.maximum` takes the larger of the two. At most 1 is `np.minimum(1, …)`.",
            ),
            Mistake(
                lambda f, t: np.where(f <= t, 1, np.sqrt(t / f) + t / f),
                "Just above f = t the sum is still more than 1. Cut wherever it is: `np.minimum(1, …)`.",
            ),
        ),
        hints=("√(f / t) · t / f is the same as √(t / f).", "So it is the paper's √(t / f), plus t / f.", "At most 1: `np.minimum(1, np.sqrt(t / f) + t / f)`"),
        praise="It keeps a little more than the paper says, most of all around f = 2.6 t.",
    ),
    Exercise(
        "far_weight",
        solution=0.3,
        mistakes=(
            Mistake(0.2, "You took W − d. A window of size 8 also reaches distance 8: sizes 8, 9 and 10 do."),
            Mistake(0.8, "That is d / W. The further away, the less often: which sizes reach as far as 8?"),
            Mistake(0.7, "That is how often it is not reached."),
            Mistake(3, "Three of the ten sizes: as a probability, that is …?"),
            Mistake(30, "That is in per cent. As a probability it is a hundredth of this."),
        ),
        hints=("The sizes 1 to 10 are equally likely.", "Sizes 8, 9 and 10 reach distance 8."),
        praise="Sizes 8, 9 and 10 reach it: 3 of 10.",
    ),
    Exercise(
        "subsample",
        solution=subsample,
        cases=((WORDS, KEEP, COINS), (WORDS, KEEP, OTHERS)),
        observe=lambda kept: kept.tolist() if isinstance(kept, np.ndarray) else kept,
        mistakes=(
            Mistake(lambda w, k, c: [a for a, b in zip(w, c) if b > k[a]], "You keep what should go: an occurrence stays if its coin is below its probability."),
            Mistake(lambda w, k, c: [a for a in w if k[a] > 0.5], "Without coins a word stays always or never. Compare with the coin of each occurrence."),
            Mistake(lambda w, k, c: [a for a in w if c[0] < k[a]], "You use the first coin for all. Each occurrence has its own."),
            Mistake(lambda w, k, c: [a for a in w if c[w.index(a)] < k[a]], "All occurrences of a word share the coin of its first one. Each has its own: use `zip`."),
            Mistake(lambda w, k, c: [b < k[a] for a, b in zip(w, c)], "This says which ones stay. Return the words themselves."),
            Mistake(
                removed_in_loop,
                "Who removes words while the loop runs skips others. Build a new list of those that stay.",
            ),
            Mistake(
                lambda w, k, c: [i for i, (a, b) in enumerate(zip(w, c)) if b < k[a]],
                "These are the places of those that stay. Return the words themselves.",
            ),
            Mistake(
                lambda w, k, c: [a for a, b in zip(k, c) if b < k[a]],
                "You go through the dictionary, in which each word stands once. Go through `words`.",
            ),
            Mistake(
                lambda w, k, c: " ".join(subsample(w, k, c)),
                "That is one text. Return the list of the words.",
            ),
        ),
        hints=("`zip(words, coins)` gives each word with its coin.", "A word stays where `coin < keep[word]`."),
        praise="The coin is below 0.1 in one of ten cases: that is what “with probability 0.1” means.",
    ),
    Exercise(
        "kept_share",
        solution=kept_share,
        cases=((COUNTS, 0.01), (COUNTS, 0.1), (np.array([10, 10, 10, 10]), 0.01)),
        mistakes=(
            Mistake(lambda c, t: np.mean(np.minimum(1, np.sqrt(t * c.sum() / c))), "You gave each different word the same say. “the” fills more of the text than “crown”: weigh with f."),
            Mistake(lambda c, t: np.sum(c * np.minimum(1, np.sqrt(t * c.sum() / c))), "That is the number of words left. Asked for is their share of the text."),
            Mistake(lambda c, t: np.sum(c / c.sum() * np.sqrt(t * c.sum() / c)), "A rare word is kept with probability 1, not more: use `np.minimum`."),
            Mistake(lambda c, t: 1 - kept_share(c, t), "That is the share that goes."),
            Mistake(lambda c, t: c / c.sum() @ keep_probability(c / c.sum(), t), "That is the program's rule. Asked for is the paper's: √(t / f), at most 1."),
            Mistake(
                lambda c, t: np.sum(c / c.sum() * np.minimum(1, np.sqrt(t / c))),
                "Under the root you have the counts. The rule wants frequencies: `f = counts / counts.sum()`.",
            ),
            Mistake(
                lambda c, t: np.sum(c * np.minimum(1, np.sqrt(t / c))),
                "You took the counts for f. The rule wants frequencies: `f = counts / counts.sum()`.",
            ),
            Mistake(
                lambda c, t: np.sum(np.minimum(1, np.sqrt(t * c.sum() / c))),
                "Weigh each `keep` with f before you add.",
            ),
            Mistake(lambda c, t: 100 * kept_share(c, t), "That is in per cent. As a share it is a hundredth of this."),
        ),
        hints=("First the frequencies: `f = counts / counts.sum()`.", "A share f of the text is this word, and a share `keep` of that stays.", "The sum of `f * keep`."),
        praise="A sum over the vocabulary tells what a walk through the whole text would find, on average.",
    ),
    Exercise(
        "deaf_sample",
        solution=1e-5,
        observe=deafness,
        mistakes=(
            Mistake(0.001, "The model still hears: it finds one or more of them. Throw away more."),
            Mistake(1e-8, "Now not one pair is left, so nothing can be trained. A little higher."),
            Mistake(0, "`sample=0` switches sub-sampling off: everything stays."),
            Mistake(0.5, "No word of the tiny world is as frequent as that, so everything stays. Which way must t go?"),
        ),
        hints=("A lower t discards more.", "Go down by factors of ten from 0.001."),
        praise="Too little text is left to learn from. How low t may go depends on how much text you have.",
    ),
]

QUESTIONS = [
    Question(
        "half_of_text",
        "A text of 700,000 words, with 16,000 different ones. The most frequent words make up half of the text: how many different words are that?",
        (
            Option("About 100", "So few. Section 1 counts them.", True),
            Option("About 1,000", "The first 1,000 words make up about four fifths. See section 1."),
            Option("About 4,000", "By then about 95 % of the text is covered. See section 1."),
            Option("About 8,000: half of them", "That would be so if all words were equally frequent. They are far from it: see section 1."),
        ),
    ),
    Question(
        "lower_t",
        "You lower the threshold t from 0.001 to 0.0001. What happens to a word with f = 0.05?",
        (
            Option("More of its occurrences stay", "t is in the numerator of √(t / f): a lower t keeps less."),
            Option("A tenth of what stayed before", "Under the root, a factor of 10 is only a factor of √10, about 3."),
            Option("About a third of what stayed before", "√10 is 3.2: from 14 % down to 4.5 %.", True),
        ),
    ),
    Question(
        "mean_size",
        "A hard window with W = 5 has 10 context words in the middle of a long text. How many has a soft one, on average?",
        (
            Option("5", "The mean of the sizes 1, 2, 3, 4 and 5 is 3, not 2.5."),
            Option("6", "The mean size is 3, and that to both sides.", True),
            Option("10", "So many only if size 5 is drawn, one time in five."),
        ),
    ),
    Question(
        "near_king",
        "The tiny world with window 1 and no sub-sampling. Which words will be nearest to “king”?",
        (
            Option("prince, duke and emperor, above all", "The window is too narrow to see the kingdom or the crown."),
            Option("crown and throne", "They never stand directly next to “king”, and nearest are words that have the same neighbours."),
            Option("brother, father and man as well as prince and duke", "The window sees only “the”, “sir”, “whose”, “of” and “in” next to “king”, and the same next to “brother”.", True),
        ),
    ),
    Question(
        "near_dog",
        "Now window 5, and t = 0.001. Which words will be nearest to “dog”?",
        (
            Option("the other animals only, as with window 1", "Some of them. But a wide window also sees what they do not share."),
            Option("barks and bones, before most of the animals", "With most of “the” and “for” gone, the three share most of what is in their windows: one another.", True),
            Option("the and for", "Those stand near dogs, but near much else as well, and most of their occurrences are discarded."),
        ),
    ),
]

QUIZ = [
    Question(
        "why_subsample",
        "Why does word2vec discard occurrences of frequent words?",
        (
            Option("Frequent words need no vectors", "They get vectors, and good ones: enough occurrences stay."),
            Option("They stand near nearly every word, so one more pair with them teaches little", "And it takes as much time as a pair that teaches much.", True),
            Option("The vocabulary gets smaller", "Not one word leaves the vocabulary: only occurrences go."),
        ),
    ),
    Question(
        "two_rules",
        "f = 0.04 and t = 0.01. With which probability is an occurrence kept: by the paper, by the program?",
        (
            Option("0.5 and 0.75", "√0.25 = 0.5, and the program adds t / f = 0.25.", True),
            Option("0.25 and 0.5", "0.25 is t / f. The paper takes its root, 0.5, and the program adds t / f to that."),
            Option("0.5 and 0.5", "The program adds t / f = 0.25."),
        ),
    ),
    Question(
        "wider",
        "Frequent words are discarded before the windows are cut. What does that do to a window of size 2?",
        (
            Option("It gets smaller: words are missing", "Words further away move up and fill the places."),
            Option("It reaches further in the text as it was written", "Its places are taken by words that stood further away.", True),
            Option("Nothing: the size is still 2", "Two of the words that stayed. In the original text they may stand far away."),
        ),
    ),
    Question(
        "choose_t",
        "Your text has only 50,000 words. Which t?",
        (
            Option("0.00001: the paper uses about that", "The paper had billions of words. Of 50,000 words of docstrings only about a seventh would be left."),
            Option("0.001 or more, and look at how much is left", "The less text, the less you can afford to lose.", True),
            Option("It makes no difference", "In the exercise you made a model deaf with it."),
        ),
    ),
]
