"""Exercises of lesson 11, frequent words and soft windows."""

from functools import lru_cache

import numpy as np

from ...exercises import Exercises, number
from ...texts import ANIMALS, tiny_world
from ...word2vec import Word2Vec

F = np.array([0.05, 0.01, 0.002, 0.0001])
WORDS = "the king of the kingdom sees the crown".split()
KEEP = {"the": 0.1, "of": 0.15, "sees": 0.35, "king": 1.0, "kingdom": 0.7, "crown": 0.6}
COINS, OTHERS = [0.3, 0.9, 0.12, 0.04, 0.8, 0.2, 0.5, 0.4], [0.05, 0.2, 0.6, 0.4, 0.1, 0.9, 0.08, 0.61]


def removed_in_loop(words, keep, coins):
    """subsample by somebody who shortens the list while going through it."""
    words = list(words)
    for i, word in enumerate(words):
        if coins[i] >= keep[word]:
            words.remove(word)
    return words


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


exercises = Exercises()


exercises.value(
    "discarded",
    95,
    hints=(
        "t / f = 0.0001 / 0.04 = 0.0025.",
        "The square root of 0.0025 is 0.05, the probability that an occurrence is kept.",
    ),
    praise="95 of 100 go, on average.",
    tolerance=1e-4,
)


exercises.mistakes(
    5,
    "That many stay. How many go?",
    0.95,
    "That is a probability. Of 100 occurrences, how many is that?",
    0.05,
    "That is the probability that an occurrence stays. Of 100, how many go?",
    99.75,
    "You forgot the root: √(t / f) = √0.0025 = 0.05.",
    94.75,
    "That is what the program's rule discards, which comes in the next section. Here: 1 − √(t / f).",
    5.25,
    "That many stay by the program's rule, which comes in the next section. Here: 1 − √(t / f), of 100.",
    0.25,
    "You forgot the root, and that many stay. √(t / f) = √0.0025 = 0.05. How many go?",
)


@exercises.code(
    cases=((F, 0.001), (F, 0.0001), (np.array([0.2, 0.03]), 0.01)),
    hints=(
        "√(f / t) · t / f is the same as √(t / f).",
        "So it is the paper's √(t / f), plus t / f.",
        "`np.minimum(1, …)` cuts whatever is above 1.",
    ),
    praise="It keeps a little more than the paper says, most of all around f = 2.6 t.",
)
def program_keep(f, t):
    return np.minimum(1, np.sqrt(t / f) + t / f)


exercises.mistakes(
    lambda f, t: np.sqrt(t / f) + t / f,
    "Rare words get more than 1, which is no probability: `np.minimum(1, …)`.",
    lambda f, t: np.minimum(1, np.sqrt(t / f)),
    "That is the paper's rule. The program adds t / f.",
    lambda f, t: np.minimum(1, np.sqrt(f / t) + f / t),
    "f and t have changed places: frequent words must get less.",
    lambda f, t: np.minimum(1, np.sqrt(f / t + 1) * t / f),
    "The 1 stands outside the root: (√(f / t) + 1) · t / f.",
    lambda f, t: 1 - np.minimum(1, np.sqrt(t / f) + t / f),
    "That is the probability that an occurrence goes. Return the one that it stays.",
    lambda f, t: np.maximum(1, np.sqrt(t / f) + t / f),
    "`np.maximum` takes the larger of the two. At most 1 is `np.minimum(1, …)`.",
    lambda f, t: np.where(f <= t, 1, np.sqrt(t / f) + t / f),
    "Just above f = t the sum is still more than 1. Cut wherever it is: `np.minimum(1, …)`.",
    lambda f, t: np.minimum(1, np.sqrt(f / t) + 1 * t / f),
    "All words stay in yours. Check the root and the brackets: (√(f / t) + 1) · t / f.",
    lambda f, t: np.sqrt(t / f),
    "That is the paper's rule, and not cut at 1. The program adds t / f.",
)


@exercises.code(
    cases=((WORDS, KEEP, COINS), (WORDS, KEEP, OTHERS)),
    observe=lambda kept: kept.tolist() if isinstance(kept, np.ndarray) else kept,
    hints=(
        "`zip(words, coins)` gives each word with its coin.",
        "A word stays where `coin < keep[word]`.",
    ),
    praise="The coin is below 0.1 in one of ten cases: that is what “with probability 0.1” means.",
)
def subsample(words, keep, coins):
    return [word for word, coin in zip(words, coins) if coin < keep[word]]


exercises.mistakes(
    lambda w, k, c: [a for a, b in zip(w, c) if b > k[a]],
    "You keep what should go: an occurrence stays if its coin is below its probability.",
    lambda w, k, c: [a for a in w if k[a] > 0.5],
    "Without coins a word stays always or never. Compare with the coin of each occurrence.",
    lambda w, k, c: [a for a in w if c[0] < k[a]],
    "You use the first coin for all. Each occurrence has its own.",
    lambda w, k, c: [a for a in w if c[w.index(a)] < k[a]],
    "All occurrences of a word share the coin of its first one. Each has its own: use `zip`.",
    lambda w, k, c: [b < k[a] for a, b in zip(w, c)],
    "This says which ones stay. Return the words themselves.",
    removed_in_loop,
    "Removing words from a list while a loop runs over it skips others. Build a new list of those that stay.",
    lambda w, k, c: [i for i, (a, b) in enumerate(zip(w, c)) if b < k[a]],
    "These are the places of those that stay. Return the words themselves.",
    lambda w, k, c: [a for a, b in zip(k, c) if b < k[a]],
    "You go through the dictionary, in which each word stands once. Go through `words`.",
    lambda w, k, c: " ".join(subsample(w, k, c)),
    "That is one text. Return the list of the words.",
    lambda w, k, c: [b for a, b in zip(w, c) if b < k[a]],
    "These are the coins of those that stay. Return the words.",
    lambda w, k, c: [(a, b) for a, b in zip(w, c) if b < k[a]],
    "You return the coins too. Return the words alone.",
    lambda w, k, c: [a if b < k[a] else None for a, b in zip(w, c)],
    "What goes leaves no gap: write the `if` at the end, `[… for … if …]`.",
    lambda w, k, c: [a if b < k[a] else "" for a, b in zip(w, c)],
    "What goes leaves no gap: write the `if` at the end, `[… for … if …]`.",
    lambda w, k, c: [a for a, b, p in zip(w, c, k.values()) if b < p],
    "`keep.values()` has one number for each different word, in its own order. Look each word up: `keep[word]`.",
    lambda w, k, c: list(dict.fromkeys(subsample(w, k, c))),
    "Each word stays once in yours. Every occurrence whose coin is low enough stays.",
)


exercises.value(
    "deaf_sample",
    1e-5,
    observe=deafness,
    hints=(
        "A lower t discards more.",
        "Go down by factors of ten from 0.001.",
    ),
    praise="Too little text is left to learn from. How low t may go depends on how much text you have.",
)


exercises.mistakes(
    0.001,
    "The model still hears: it finds one or more of them. Throw away more.",
    1e-8,
    "Now not one pair is left, so nothing can be trained. A little higher.",
    0,
    "`sample=0` switches sub-sampling off: everything stays.",
    0.5,
    "No word of the tiny world is as frequent as that, so everything stays. Which way must t go?",
)
