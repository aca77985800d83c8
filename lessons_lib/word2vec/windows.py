"""From a text to examples: which words are kept, who stands in whose window."""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..arguments import as_reals, items, number, one_of, whole
from .vocabulary import END


def windows(sentence, window=2, shrink=None):
    """Every word of a sentence with the words around it: a list of pairs (target, [context words]).

    window: how many words on either side count. shrink: a NumPy generator makes the window soft: its size is drawn for
    each target from 1 … window, so that distance d counts with probability (window - d + 1) / window (Mikolov, Chen et
    al. 2013, section 3.2). At either end of the sentence only what is inside counts.
    """
    found, sentence, window = [], items(sentence, "a sentence"), whole(window, "window", 1)
    if not hasattr(shrink, "integers") and shrink is not None:
        raise ValueError(f"shrink is a NumPy generator or None, got {shrink!r:.200}")
    for i, target in enumerate(sentence):
        size = window if shrink is None else shrink.integers(1, window + 1)
        found.append((target, [*sentence[max(i - size, 0) : i], *sentence[i + 1 : i + 1 + size]]))
    return found


def pairs(sentence, window=2, shrink=None):
    """The examples of skip-gram: a list of pairs (target, context word), one for every word in every window."""
    return [(target, context) for target, around in windows(sentence, window, shrink) for context in around]


def keep_probability(frequencies, sample=1e-3, rule="program"):
    """With which probability an occurrence of each word is kept, in the shape of `frequencies`.

    frequencies: share of each word in the text, f. sample: the threshold t; 0 keeps everything.
    rule: "paper" is sqrt(t / f) (Mikolov, Sutskever et al. 2013, section 2.3, which writes 1 - sqrt(t / f) for
        dropping it), "program" is (sqrt(f / t) + 1) · t / f, as their C program and gensim have it. Never above 1.
    """
    frequencies, sample = as_reals(frequencies, "frequencies", least=0), number(sample, "sample", least=0)
    one_of(rule, "rule", ("paper", "program"))
    if not sample:
        return np.ones_like(frequencies)
    with np.errstate(divide="ignore"):  # a word that never occurs is kept
        ratio = sample / frequencies
    return np.minimum(1.0, np.sqrt(ratio) if rule == "paper" else np.sqrt(ratio) + ratio)


class Block(NamedTuple):
    """A stretch of consecutive words, and every pair whose target stands in it. Its words are numbered from 0.

    words: the distinct words of the stretch and of the windows that reach beyond it, shape (words,). number: which of
    them stands at each position of the stretch, shape (positions,). targets: the position of the target of each pair,
    contexts: the number of its context word, shape (pairs,). read: how many words of the text were read for it, dropped
    ones included.
    """

    words: np.ndarray
    number: np.ndarray
    targets: np.ndarray
    contexts: np.ndarray
    read: float


CHUNK = 2**15
"""How much of the text is prepared at a time, in words: enough for NumPy to be fast, too little to need memory."""


def blocks(text, keep, window, soft, size, rng):
    """One epoch: the text, sub-sampled and cut into Blocks of `size` words. The fast form of `windows`.

    text: word numbers with END after each sentence. keep: probability per word. soft: whether windows shrink at random.
    """
    keep = np.append(keep, 1.0)  # END finds this last one
    for start in range(0, len(text), CHUNK):
        chunk = text[start : start + CHUNK]
        read = np.count_nonzero(chunk != END)
        chunk = chunk[rng.random(len(chunk)) < keep[chunk]]
        is_word = chunk != END
        sentence, words = np.cumsum(~is_word)[is_word], chunk[is_word]
        sizes = rng.integers(1, window + 1, len(words)) if soft else np.full(len(words), window)
        if len(words):
            yield from _numbered(words, sentence, sizes, window, size, read)


def _numbered(words, sentence, sizes, window, size, read):
    """The Blocks of one chunk: words, the sentence each belongs to and the size of each window."""
    window = min(window, np.bincount(sentence - sentence[0]).max() - 1)  # the longest sentence is the widest window
    beyond = np.pad(sentence, window, constant_values=-1)  # what lies beyond the chunk belongs to no sentence
    inside = sliding_window_view(beyond, 2 * window + 1) == sentence[:, None]
    inside &= np.abs(np.arange(-window, window + 1)) <= sizes[:, None]
    inside[:, window] = False  # a word is no context of itself
    targets, column = np.nonzero(inside)
    contexts = targets + column - window
    starts = range(0, len(words), size)
    edges = np.searchsorted(targets, [*starts, len(words)])
    for i, start in enumerate(starts):
        stop, first = start + size, max(start - window, 0)
        distinct, number = np.unique(words[first : stop + window], return_inverse=True)
        pairs = slice(edges[i], edges[i + 1])
        here = number[start - first : start - first + size]
        yield Block(distinct, here, targets[pairs] - start, number[contexts[pairs] - first], read / len(starts))
