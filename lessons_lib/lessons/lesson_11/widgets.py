"""Frequent words to play with: Zipf's law, what sub-sampling leaves of a text, and a window of random size."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from ...texts import tiny_world, tokens
from . import pictures
from ...pictures.style import new_figure
from ...word2vec import Vocabulary, keep_probability
from ...pictures.controls import choice, entry, log_slider, slider, ticker
from ...pictures.explorer import Goal
from ...pictures.old import OldExplorer as Explorer

PARAGRAPH = (
    "in his beard the king of the kingdom sees his crown she is the queen whose kingdom and throne are her pride "
    "the dog barks for its bones the trams of paris love french cheese yesterday we had walked forest path already"
)
"""Five sentences that the tiny world could say."""


def zipf_explorer(counts=None):
    """How often the words of a text occur, from the most frequent down. Drag along the ranks, or look a word up.

    counts: a Vocabulary, a mapping from word to count, or a text of your own; the tiny world's unless given.
    """
    vocabulary = _vocabulary(counts)
    words, counts, total = vocabulary.words, vocabulary.counts, vocabulary.counts.sum()
    cumulated = np.cumsum(counts) / total
    figure, (left, right) = new_figure(9, 3.9, ncols=2)
    artists = pictures.zipf(left, right, counts)

    def place(rank):
        return int(np.clip(round(rank), 1, len(words)))

    def told(rank):
        word, count = words[rank - 1], counts[rank - 1]
        times = f"{count:,} times" if count > 1 else "once"
        return f"“{word}” stands at rank {rank:,}: it occurs {times}, {100 * count / total:.3g}% of the text"

    def update(rank, word):
        word = word.strip() if word.strip() in vocabulary else word.strip().lower()
        rank, other = place(rank), vocabulary[word] + 1 if word else None
        pictures.set_zipf(artists, words[rank - 1], rank, other)
        many = "The first word alone makes" if rank == 1 else f"The first {rank:,} words make"
        found = f"{told(rank)}. Zipf's law says {counts[0] / rank:,.0f}. {many} {cumulated[rank - 1]:.1%} of the text."
        return found + (f" And {told(other)}." if other else "")

    def share(name, wanted):
        right = np.searchsorted(cumulated, wanted) + 1
        return Goal(f"how many words make {name}?", lambda rank, word: abs(np.log(place(rank) / right)) < 0.06)

    controls = {"rank": log_slider("rank", 1.0, 0.0, np.log10(len(words)) or 1.0), "word": entry("look up", "")}
    controls["rank"].readout_format = ".0f"
    return Explorer(
        figure, update, controls, drag=lambda pointer, rank, word: {"rank": np.clip(pointer.x, 1, len(words))},
        goals=(share("half of the text", 0.5), share("nine tenths of it", 0.9)),
    )  # fmt: skip


def _vocabulary(counts):
    if counts is None:
        return Vocabulary.of(tiny_world())
    if isinstance(counts, str):
        counts = Counter(tokens(counts))
    return Vocabulary(counts) if isinstance(counts, Mapping) else counts


def subsampling(paragraph=PARAGRAPH, counts=None):
    """What sub-sampling leaves of a paragraph, by two rules. Each word keeps its coin: a lower t only discards more.

    paragraph: a text of your own; about fifty words fit. counts: of the text that it belongs to, as in `zipf_explorer`.
    A word that is not in them counts as seen once.
    """
    vocabulary = _vocabulary(counts)
    words = tokens(paragraph)
    words = words[: len(pictures.fitting(words))]
    if not words:
        raise ValueError("the paragraph holds no words")
    everywhere, coins = vocabulary.frequencies, np.random.default_rng(4).random(len(words))
    f = np.array([everywhere[vocabulary[w]] if w in vocabulary else 1 / vocabulary.counts.sum() for w in words])
    top = everywhere[0]  # the frequency of the most frequent word
    axis = np.logspace(-6, 0, 241)
    figure, (left, right) = new_figure(9, 3.7, ncols=2, width_ratios=(4, 5))
    curves, text = pictures.keep_curves(left, axis[0], axis[-1]), pictures.paragraph(right, words)

    def kept(t, rule):
        return coins < keep_probability(f, t, rule)

    @lru_cache(8)
    def share(t, rule):
        return everywhere @ keep_probability(everywhere, t, rule)

    def update(t, rule):
        keeps = {name: keep_probability(axis, t, name) for name in curves.curves}
        pictures.set_keep_curves(curves, axis, keeps, t, f, keep_probability(f, t, rule))
        pictures.set_paragraph(text, kept(t, rule))
        return (
            f"t = {t:.3g}, rule of the {rule}: {kept(t, rule).sum()} of these {len(words)} words are left. "
            f"“{vocabulary.words[0]}”, {top:.1%} of the text, is kept with probability "
            f"{keep_probability(top, t, rule):.1%}. Of the whole text {share(t, rule):.1%} is left on average."
        )

    def drag(pointer, t, rule):
        if pointer.axes is left:
            return {"t": np.clip(pointer.x, 1e-5, 1.0)}

    controls = {"t": log_slider("t", 0.1, -5.0, 0.0), "rule": choice("rule", ["paper", "program"])}
    goals = (
        Goal("less than half of the paragraph is left, but no word with f < 0.003 goes",
             lambda t, rule: kept(t, rule).mean() < 0.5 and kept(t, rule)[f < 0.003].all()),
        Goal("the most frequent word stays 1 time in 10", lambda t, rule: 0.09 < keep_probability(top, t, rule) < 0.11),
        Goal("a t where the paper keeps less than half of the whole text, the program more",
             lambda t, rule: share(t, "paper") < 0.5 < share(t, "program")),
    )  # fmt: skip
    return Explorer(figure, update, controls, drag=drag, goals=goals)


FIRST, LAST = 5, 1000


def uniform(window, generator):
    return generator.integers(1, window + 1)


def soft_window(draw=uniform):
    """A window whose size is drawn for each target: how often does it reach each distance?

    draw: a function of your own, of the largest size and a NumPy generator, that returns a size.
    """
    figure, (strip, axes) = new_figure(9, 4.1, nrows=2, height_ratios=(1, 6))
    artists = pictures.soft_window(strip, axes)
    distances = np.arange(1, pictures.FAR + 1)

    @lru_cache(pictures.FAR)
    def sizes(window):
        generator = np.random.default_rng(8)
        found = [draw(window, generator) for _ in range(LAST)]
        for size in found:
            if size not in range(window + 1):
                raise ValueError(f"a size is a whole number from 0 to {window}, yours drew {size}")
        return np.array(found, dtype=int)

    def look(window, draws):
        some = sizes(window)[:draws]
        return some, (some[:, None] >= distances).mean(axis=0), (window + 1 - distances[:window]) / window

    def update(window, draws):
        some, shares, expected = look(window, draws)
        pictures.set_soft_window(artists, window, some[-1], shares, expected)
        return (
            f"W = {window}. The last window reaches {some[-1]} to either side. So far {draws:,} targets have "
            f"{2 * some.sum():,} context words. If all sizes are equally likely, "
            f"{draws * (window + 1):,} are expected; hard windows have {2 * window * draws:,}."
        )

    def close(window, draws):
        _, shares, expected = look(window, draws)
        return window > 4 and np.abs(shares[:window] - expected).max() < 0.03

    draws = ticker("targets", FIRST, LAST, interval=100, step=FIRST)
    draws.min = draws.play.min = FIRST
    controls = {"window": slider("largest size W", 3, 1, pictures.FAR, 1), "draws": draws}
    goals = (
        Goal("W of 5 or more, and every bar within 3 percentage points of its diamond", close),
        Goal("distance 3 counts half as much as distance 1", lambda window, draws: window == 4),
    )
    return Explorer(figure, update, controls, goals=goals)
