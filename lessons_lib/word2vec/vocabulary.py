"""Words and numbers: which words are known, how often each was seen, and a text as a row of word numbers."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import islice
from os import PathLike

import numpy as np

from ..arguments import as_numbers, strings, whole
from ..text_files import existing, text_lines

END = -1
"""Stands in a numbered text after the last word of each sentence, so that no window looks beyond it."""


class Vocabulary:
    """The words of a text, numbered from the most frequent down, equal counts as they first occur, with their counts.

    counts: a mapping from word to count. min_count: words seen less often are left out.

    Raises ValueError when no word is left.
    """

    def __init__(self, counts, min_count=1):
        if not isinstance(counts, Mapping):
            raise ValueError(f"counts is a mapping from word to count, got {counts!r:.200}")
        strings(list(counts), "counts")
        as_numbers(list(counts.values()), "counts", least=0)
        min_count = whole(min_count, "min_count", 1)
        kept = [(word, count) for word, count in Counter(counts).most_common() if count >= min_count]
        if not kept:
            most = max(counts.values(), default=0)
            found = f"the most frequent one was seen {most} times" if most else "there are no words at all"
            raise ValueError(f"no word was seen min_count={min_count} times: {found}. Lower it, or take more text")
        self.words = [word for word, _ in kept]
        self.counts = np.array([count for _, count in kept])
        self.number = {word: number for number, word in enumerate(self.words)}

    @classmethod
    def of(cls, sentences, min_count=1):
        """The vocabulary of sentences, each a list of words."""
        return cls(Counter(word for sentence in checked(sentences) for word in sentence), min_count)

    frequencies = property(lambda self: self.counts / self.counts.sum(), doc="f(w), shape (words,), with sum 1.")

    def __len__(self):
        return len(self.words)

    def __contains__(self, word):
        return word in self.number

    def __getitem__(self, word):
        """The number of a word. Raises KeyError, naming the nearest spelling, when it is unknown."""
        return look_up(self.number, word)

    def encode(self, sentences):
        """The text as word numbers, shape (tokens + sentences,), END after each sentence; other words are left out."""
        numbers, number = array("i"), self.number
        for sentence in checked(sentences):
            numbers.extend([number[word] for word in sentence if word in number])
            numbers.append(END)
        return np.frombuffer(numbers, dtype=np.int32)

    def __repr__(self):
        return f"Vocabulary({len(self):,} words, {self.counts.sum():,} tokens)"


class Lines:
    """The sentences of a file, one a line, words between spaces; read anew, line by line, whenever it is iterated.

    Raises FileNotFoundError, or ValueError for a file that is empty or no UTF-8 text.
    """

    def __init__(self, path):
        self.path = existing(path, "a string is taken as a path, sentences are lists of words")

    def __iter__(self):
        empty = True
        for line in text_lines(self.path):
            words = line.split()
            if words:
                empty = False
                yield words
        if empty:
            raise ValueError(f"{str(self.path)!r} is empty: there is no word in it")


def repeatable(sentences):
    """Sentences that can be read several times: a path as Lines, anything else as it is.

    Raises ValueError for an iterator, which would be used up after the first reading, and for what holds nothing.
    """
    if isinstance(sentences, (str, PathLike)):
        return Lines(sentences)
    if not isinstance(sentences, Iterable) or not getattr(sentences, "ndim", 1):
        raise ValueError(f"sentences are lists of words, or a path, got {sentences!r:.200}")
    if iter(sentences) is sentences:
        raise ValueError("sentences are read more than once, and this generator runs only once: give list(sentences)")
    return sentences


def checked(sentences):
    """The sentences one by one. Raises ValueError for a sentence that is no list of words."""
    for sentence in repeatable(sentences):
        if isinstance(sentence, str):
            raise ValueError(f"a sentence is a list of words, got the string {sentence[:40]!r}: use sentence.split()")
        yield strings(sentence, "a sentence")


class UnknownWord(KeyError):
    """A word that is not in the vocabulary. Its message names the nearest spelling."""

    def __init__(self, word, known):
        super().__init__(word)
        self.known = known

    def __str__(self):  # searched for only when somebody reads it, and among the most frequent: it takes long
        word = self.args[0]
        close = get_close_matches(str(word), islice(self.known, 50_000), n=1, cutoff=0.5)
        return f"{word!r:.200} is not in the vocabulary" + (f": did you mean {close[0]!r}?" if close else "")


def look_up(number, word):
    """number[word], or a KeyError that names the nearest spelling."""
    if isinstance(word, str) and word in number:
        return number[word]
    raise UnknownWord(word, number)
