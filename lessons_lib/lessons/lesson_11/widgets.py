"""Frequent words to play with: Zipf's law, what sub-sampling leaves of a text, and a window of random size."""

from collections import Counter
from collections.abc import Mapping

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.ticker import NullLocator, PercentFormatter

from ...pictures.controls import choice, entry, log_slider, slider, ticker
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Line, moving_text, spot
from ...pictures.style import BLACK, BLUE, GREY, ORANGE, SKY, VERMILION, drawable, new_figure, styled
from ...texts import tiny_world, tokens
from ...word2vec import Vocabulary, keep_probability

BEYOND = dict(clip_on=False, in_layout=False)
"""Marks that may stand over the edge of the axes."""


def _vocabulary(counts):
    if counts is None:
        return Vocabulary.of(tiny_world())
    if isinstance(counts, str):
        counts = Counter(tokens(counts))
    return Vocabulary(counts) if isinstance(counts, Mapping) else counts


# ── Zipf's law ──────────────────────────────────────────────────────────────────────────────────────────────────

@styled
def zipf_explorer(counts=None):
    """How often the words of a text occur, from the most frequent down. Drag along the ranks, or look a word up.

    counts: a Vocabulary, a mapping from word to count, or a text of your own; the tiny world's unless given.
    """
    vocabulary = _vocabulary(counts)
    words, counts, total = vocabulary.words, vocabulary.counts, vocabulary.counts.sum()
    cumulated = np.cumsum(counts) / total
    figure, (left, right) = new_figure(9, 3.9, ncols=2)
    _draw_zipf(left, right, counts, cumulated)
    guide = Line(right, ":", color=VERMILION)
    marks = [
        [spot(axes, marker, size, colour, **BEYOND) for axes in (left, right)]
        for marker, size, colour in (("o", 13, VERMILION), ("D", 11, ORANGE))
    ]
    name = moving_text(left, 1, 1, size=14, weight="bold", in_layout=False)

    def see(rank, word):
        word = word.strip() if word.strip() in vocabulary else word.strip().lower()
        place = int(np.clip(round(rank), 1, len(words)))
        return {"place": place, "other": vocabulary[word] + 1 if word else None}

    def draw(s):
        for (count_mark, share_mark), place in zip(marks, (s.place, s.other)):
            here = () if place is None else place
            count_mark.set(here, () if place is None else counts[place - 1])
            share_mark.set(here, () if place is None else cumulated[place - 1])
        share, count = cumulated[s.place - 1], counts[s.place - 1]
        guide.set([s.place, s.place, 0.8], [0, share, share])
        name.set_text(drawable(words[s.place - 1][:16]))
        if s.place > np.sqrt(len(counts)):  # so far right that only left of the mark there is room
            name.set(x=s.place / 1.6, y=count, ha="right", va="center")
        else:
            name.set(x=1.2 * s.place, y=1.25 * count, ha="left", va="bottom")

    def told(rank):
        word, count = words[rank - 1], counts[rank - 1]
        times = f"{count:,} times" if count > 1 else "once"
        return f"“{word}” stands at rank {rank:,}: it occurs {times}, {100 * count / total:.3g}% of the text"

    def tell(s):
        many = "The first word alone makes" if s.place == 1 else f"The first {s.place:,} words make"
        other = f" And {told(s.other)}." if s.other else ""
        law = f"Zipf's law says {counts[0] / s.place:,.0f}"
        return f"{told(s.place)}. {law}. {many} {cumulated[s.place - 1]:.1%} of the text.{other}"

    def drag(pointer):
        return {"rank": np.clip(pointer.x, 1, len(words))}

    def share(name, wanted):
        right = np.searchsorted(cumulated, wanted) + 1
        return Goal(f"how many words make {name}?", lambda s: abs(np.log(s.place / right)) < 0.06)

    controls = {"rank": log_slider("rank", 1.0, 0.0, np.log10(len(words)) or 1.0), "word": entry("look up", "")}
    controls["rank"].readout_format = ".0f"
    goals = share("half of the text", 0.5), share("nine tenths of it", 0.9)
    return Explorer(figure, controls, see, draw, tell, drag={left: drag, right: drag}, goals=goals)


def _draw_zipf(left, right, counts, share):
    """Left each word's count over its rank, with Zipf's law; right the share of the text that the first ranks make."""
    ranks = np.arange(1, len(counts) + 1)
    for axes in (left, right):
        axes.set(xscale="log", xlim=(0.8, max(1.3 * len(counts), 10)), xlabel="rank")
    left.set(yscale="log", ylim=(0.5 * counts[-1], 4 * counts[0]), title="count of the word")
    right.set(ylim=(0, 1.04), title="share of the text, up to this rank")
    right.yaxis.set_major_formatter(PercentFormatter(1, 0))
    for axis in (left.xaxis, left.yaxis, right.xaxis):
        axis.set_major_formatter("{x:,.0f}")
        axis.set_minor_locator(NullLocator())  # minor ticks cost more than all the rest
    left.plot(ranks, counts[0] / ranks, "--", color=GREY, linewidth=2)
    key = "- - -  Zipf: first count / rank"
    left.text(0.98, 0.93, key, size=12, color=GREY, ha="right", transform=left.transAxes, zorder=0.5)
    left.plot(ranks, counts, ".-", color=BLUE, markersize=4)
    right.plot(ranks, share, color=BLUE)
    right.axhline(0.5, color=GREY, linewidth=1)


# ── sub-sampling ────────────────────────────────────────────────────────────────────────────────────────────────

PARAGRAPH = (
    "in his beard the king of the kingdom sees his crown she is the queen whose kingdom and throne are her pride "
    "the dog barks for its bones the trams of paris love french cheese yesterday we had walked forest path already"
)
"""Five sentences that the tiny world could say."""
COLUMNS, LINES = 38, 9
"""How many letters fit into a line of the paragraph, and how many lines into the picture."""
MONO = "DejaVu Sans Mono"


@styled
def subsampling(paragraph=PARAGRAPH, counts=None):
    """What sub-sampling leaves of a paragraph, by two rules. Each word keeps its coin: a lower t only discards more.

    paragraph: a text of your own; about fifty words fit. counts: of the text that it belongs to, as in `zipf_explorer`.
    A word that is not in them counts as seen once.
    """
    vocabulary = _vocabulary(counts)
    words = tokens(paragraph)
    words = words[: len(fitting(words))]
    if not words:
        raise ValueError("the paragraph holds no words")
    everywhere, coins = vocabulary.frequencies, np.random.default_rng(4).random(len(words))
    f = np.array([everywhere[vocabulary[w]] if w in vocabulary else 1 / vocabulary.counts.sum() for w in words])
    top = everywhere[0]  # the frequency of the most frequent word
    axis = np.logspace(-6, 0, 241)
    figure, (left, right) = new_figure(9, 3.7, ncols=2, width_ratios=(4, 5))
    left.set(xscale="log", xlim=(axis[0], axis[-1]), ylim=(0, 1.04))
    left.set(xlabel="frequency f of the word", title="kept with probability")
    left.yaxis.set_major_formatter(PercentFormatter(1, 0))
    left.set_xticks([1e-5, 1e-3, 1e-1], ["0.00001", "0.001", "0.1"])
    left.minorticks_off()
    guide = Line(left, ":", color=GREY, linewidth=2)
    curves = {"paper": Line(left, "-", color=BLUE), "program": Line(left, "--", color=ORANGE)}
    points = spot(left, "o", 8, **BEYOND)
    handles = [line.artist for line in (*curves.values(), points, guide)]
    labels = ["paper", "program", "words of the paragraph", "t"]
    figure.legend(handles, labels, loc="outside upper left", ncols=4, frameon=False)
    boxes, covers = _draw_paragraph(right, words)

    def see(t, rule):
        keep = keep_probability(f, t, rule)
        shares = {name: everywhere @ keep_probability(everywhere, t, name) for name in curves}
        return {"keep": keep, "kept": coins < keep, "top": keep_probability(top, t, rule), "shares": shares}

    def draw(s):
        for name, curve in curves.items():
            curve.set(axis, keep_probability(axis, s.t, name))
        guide.set([s.t, s.t], [0, 1.04])
        points.set(f, s.keep)
        covers.set_verts(boxes[~s.kept])

    def tell(s):
        return (
            f"t = {s.t:.3g}, rule of the {s.rule}: {s.kept.sum()} of these {len(words)} words are left. "
            f"“{vocabulary.words[0]}”, {top:.1%} of the text, is kept with probability {s.top:.1%}. "
            f"Of the whole text {s.shares[s.rule]:.1%} is left on average."
        )

    def drag(pointer):
        return {"t": np.clip(pointer.x, 1e-5, 1.0)}

    controls = {"t": log_slider("t", 0.01, -5.0, 0.0), "rule": choice("rule", ["paper", "program"])}
    goals = (
        Goal("less than half of the paragraph is left, but no word with f < 0.003 goes",
             lambda s: s.kept.mean() < 0.5 and s.kept[f < 0.003].all()),
        Goal("the most frequent word stays 1 time in 10", lambda s: 0.09 < s.top < 0.11),
        Goal("a t where the paper keeps less than half of the whole text, the program more",
             lambda s: s.shares["paper"] < 0.5 < s.shares["program"]),
    )  # fmt: skip
    return Explorer(figure, controls, see, draw, tell, drag={left: drag}, goals=goals)


def fitting(words):
    """The (column, line) of each of the words that fit into the picture of a paragraph."""
    places, column, line = [], 0, 0
    for word in words:
        if column and column + len(word) > COLUMNS:
            column, line = 0, line + 1
        if line == LINES:
            break
        places.append((column, line))
        column += len(word) + 1
    return places


def _draw_paragraph(axes, words):
    """Words that stand still, in lines of equally wide letters, the box of each, and what covers the discarded ones.

    Letters are the dearest thing to draw anew: so a word does not fade, it is covered.
    """
    places = fitting(words)
    margin, boxes = (LINES - 1 - places[-1][1]) / 2, []
    axes.set(xlim=(0, COLUMNS), ylim=(LINES - margin, -margin))
    axes.set_axis_off()
    for word, (column, line) in zip(words, places):
        shown = word if len(word) <= COLUMNS else word[: COLUMNS - 1] + "…"
        axes.text(column, line + 0.5, drawable(shown, MONO), family=MONO, size=14, va="center", zorder=0.5)
        boxes.append(_boxes([column - 0.2], column + len(shown) + 0.2, line + 0.02, line + 0.98)[0])
    covers = PolyCollection([], facecolor="white", alpha=0.8, linewidth=0, animated=True)
    axes.add_collection(covers, autolim=False)
    return np.array(boxes), covers


def _boxes(left, right, low, high):
    """The corners of rectangles, shape (rectangles, 4, 2)."""
    left, right, low, high = np.broadcast_arrays(left, right, low, high)
    return np.stack([np.stack([left, right, right, left], -1), np.stack([low, low, high, high], -1)], -1)


# ── soft windows ────────────────────────────────────────────────────────────────────────────────────────────────

WIDEST = 10
"""The largest window that is drawn, in words to either side."""
FIRST, LAST = 5, 1000
"""How many targets there are at first and at most."""


def uniform(window, generator):
    return generator.integers(1, window + 1)


@styled
def soft_window(draw=uniform):
    """A window whose size is drawn for each target: how often does it reach each distance?

    draw: a function of your own, of the largest size and a NumPy generator, that returns a size.
    """
    figure, (strip, axes) = new_figure(9, 4.1, nrows=2, height_ratios=(1, 6))
    places, distances = np.arange(-WIDEST, WIDEST + 1), np.arange(1, WIDEST + 1)
    covers = _draw_strip(strip, places)
    axes.set(xlim=(0.4, WIDEST + 0.6), ylim=(0, 1.08), xticks=distances, xlabel="distance d from the target")
    axes.set_title("in how many of the windows", size=13)
    axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
    bars = PolyCollection([], facecolor=SKY, edgecolor=BLUE, animated=True)
    axes.add_collection(bars, autolim=False)
    hard = Line(axes, ":", color=GREY)
    diamonds = Line(axes, "D-", color=VERMILION, linewidth=1.5, markersize=9, clip_on=False)
    labels = ["drawn", "expected, if all sizes are equally likely", "hard window"]
    figure.legend([bars, diamonds.artist, hard.artist], labels, loc="outside lower left", ncols=3, frameon=False)

    def sizes(window):
        """All that will be drawn for this window; it does not depend on how many targets are shown."""
        generator = np.random.default_rng(8)
        found = [draw(window, generator) for _ in range(LAST)]
        for size in found:
            if size not in range(window + 1):
                raise ValueError(f"a size is a whole number from 0 to {window}, yours drew {size}")
        return {"sizes": np.array(found, dtype=int)}

    def see(window, draws, sizes):
        drawn = sizes[:draws]
        shares, expected = (drawn[:, None] >= distances).mean(axis=0), (window + 1 - distances[:window]) / window
        return {"drawn": drawn, "shares": shares, "expected": expected}

    def show(s):
        near = [np.abs(places) <= s.drawn[-1], np.abs(places) <= s.window]
        covers.set_color([(1, 1, 1, alpha) for alpha in np.select(near, [0.0, 0.7], 0.9)])
        bars.set_verts(_boxes(distances - 0.3, distances + 0.3, 0, s.shares))
        diamonds.set(distances[: s.window], s.expected)
        hard.set([0.4, s.window + 0.5, s.window + 0.5], [1, 1, 0])

    def tell(s):
        return (
            f"W = {s.window}. The last window reaches {s.drawn[-1]} to either side. So far {s.draws:,} targets have "
            f"{2 * s.drawn.sum():,} context words. If all sizes are equally likely, "
            f"{s.draws * (s.window + 1):,} are expected; hard windows have {2 * s.window * s.draws:,}."
        )

    draws = ticker("targets", FIRST, LAST, interval=100, step=FIRST)
    draws.min = draws.play.min = FIRST
    controls = {"window": slider("largest size W", 3, 1, WIDEST, 1), "draws": draws}
    goals = (
        Goal("W of 5 or more, and every bar within 3 percentage points of its diamond",
             lambda s: s.window > 4 and np.abs(s.shares[: s.window] - s.expected).max() < 0.03),
        Goal("distance 3 counts half as much as distance 1", lambda s: s.window == 4),
    )  # fmt: skip
    return Explorer(figure, controls, see, show, tell, still=[sizes], goals=goals)


def _draw_strip(axes, places):
    """The words around a target, by their distance; what covers those that the last window does not reach."""
    axes.set(xlim=(-WIDEST - 0.6, WIDEST + 0.6), ylim=(-0.1, 1.1))
    axes.set_axis_off()
    boxes, colours = _boxes(places - 0.45, places + 0.45, 0, 1), np.where(places == 0, ORANGE, SKY)
    axes.add_collection(PolyCollection(boxes, facecolor=colours, edgecolor=BLACK, zorder=0.4), autolim=False)
    for place in places:
        axes.text(place, 0.47, str(abs(place)) if place else "•", size=13, ha="center", va="center", zorder=0.5)
    covers = PolyCollection(boxes, linewidth=2, animated=True)
    axes.add_collection(covers, autolim=False)
    return covers
