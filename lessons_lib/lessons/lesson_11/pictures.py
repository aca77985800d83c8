"""Frequencies of words: rank against count, what sub-sampling leaves of a text, how far a soft window reaches.

Words of a text stand still and are covered when they are discarded: letters are the dearest thing to draw anew.
"""

from types import SimpleNamespace

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.ticker import NullLocator, PercentFormatter

from ...pictures.style import BLACK, BLUE, GREY, ORANGE, SKY, VERMILION, drawable, styled

MARK = dict(linestyle="", markeredgecolor=BLACK, animated=True, clip_on=False, in_layout=False)
COLUMNS, LINES = 38, 9
"""How many letters fit into a line of the paragraph, and how many lines into the picture."""
MONO = "DejaVu Sans Mono"
FAR = 10
"""The largest window that is drawn, in words to either side."""


@styled
def zipf(left, right, counts):
    """Left each word's count over its rank, with Zipf's law; right the share of the text that the first ranks make.

    counts: from the most frequent word down. Returns the curves, and for each of two words a mark on either.
    """
    ranks, share = np.arange(1, len(counts) + 1), np.cumsum(counts) / np.sum(counts)
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
    (guide,) = right.plot([], [], ":", color=VERMILION, animated=True)
    marks = [
        [axes.plot([], [], marker, color=colour, markersize=size, **MARK)[0] for axes in (left, right)]
        for marker, colour, size in (("o", VERMILION, 13), ("D", ORANGE, 11))
    ]
    name = left.text(1, 1, "", size=14, weight="bold", animated=True, in_layout=False)
    return SimpleNamespace(counts=counts, share=share, guide=guide, marks=marks, name=name)


def set_zipf(artists, word, rank, other=None):
    """Mark the word at this rank, and perhaps another rank."""
    for marks, place in zip(artists.marks, (rank, other)):
        for mark, heights in zip(marks, (artists.counts, artists.share)):
            mark.set_data(*([], []) if place is None else ([place], [heights[place - 1]]))
    share = artists.share[rank - 1]
    artists.guide.set_data([rank, rank, 0.8], [0, share, share])
    late = rank > np.sqrt(len(artists.counts))  # so far right that only left of the mark there is room
    x, y, ha, va = (rank / 1.6, 1, "right", "center") if late else (1.2 * rank, 1.25, "left", "bottom")
    artists.name.set(text=drawable(word[:16]), x=x, y=y * artists.counts[rank - 1], ha=ha, va=va)


@styled
def keep_curves(axes, low, high):
    """How likely an occurrence is kept, over the frequency of its word from low to high, by two rules."""
    axes.set(xscale="log", xlim=(low, high), ylim=(0, 1.04))
    axes.set(xlabel="frequency f of the word", title="kept with probability")
    axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
    axes.set_xticks([1e-5, 1e-3, 1e-1], ["0.00001", "0.001", "0.1"])
    axes.minorticks_off()
    (guide,) = axes.plot([], [], ":", color=GREY, linewidth=2, animated=True)
    curves = {
        rule: axes.plot([], [], dashes, color=colour, animated=True)[0]
        for rule, dashes, colour in (("paper", "-", BLUE), ("program", "--", ORANGE))
    }
    (words,) = axes.plot([], [], marker="o", color=VERMILION, markersize=8, **MARK)
    handles = [*curves.values(), words, guide]
    labels = ["paper", "program", "words of the paragraph", "t"]
    axes.figure.legend(handles, labels, loc="outside upper left", ncols=4, frameon=False)
    return SimpleNamespace(curves=curves, words=words, guide=guide)


def set_keep_curves(artists, frequencies, keeps, t, words, kept):
    """Show the curves: keeps by rule, over frequencies; and the words of the text at their frequency."""
    for rule, curve in artists.curves.items():
        curve.set_data(frequencies, keeps[rule])
    artists.guide.set_data([t, t], [0, 1.04])
    artists.words.set_data(words, kept)


def _boxes(left, right, low, high):
    """The corners of rectangles, shape (rectangles, 4, 2)."""
    left, right, low, high = np.broadcast_arrays(left, right, low, high)
    return np.stack([np.stack([left, right, right, left], -1), np.stack([low, low, high, high], -1)], -1)


def fitting(words):
    """How many of the words fit into the picture of a paragraph, and the (column, line) of each."""
    places, column, line = [], 0, 0
    for word in words:
        if column and column + len(word) > COLUMNS:
            column, line = 0, line + 1
        if line == LINES:
            break
        places.append((column, line))
        column += len(word) + 1
    return places


@styled
def paragraph(axes, words):
    """Words that can fade: as many as fit, in lines of equally wide letters."""
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
    return SimpleNamespace(boxes=np.array(boxes), covers=covers)


def set_paragraph(artists, kept):
    """Let every word fade that is not kept."""
    artists.covers.set_verts(artists.boxes[~kept])


@styled
def soft_window(strip, axes):
    """Above the window that was drawn last, below how often each distance was in a window."""
    strip.set(xlim=(-FAR - 0.6, FAR + 0.6), ylim=(-0.1, 1.1))
    strip.set_axis_off()
    places = np.arange(-FAR, FAR + 1)
    boxes, colours = _boxes(places - 0.45, places + 0.45, 0, 1), np.where(places == 0, ORANGE, SKY)
    strip.add_collection(PolyCollection(boxes, facecolor=colours, edgecolor=BLACK, zorder=0.4), autolim=False)
    for place in places:
        strip.text(place, 0.47, str(abs(place)) if place else "•", size=13, ha="center", va="center", zorder=0.5)
    covers = PolyCollection(boxes, linewidth=2, animated=True)
    strip.add_collection(covers, autolim=False)
    axes.set(xlim=(0.4, FAR + 0.6), ylim=(0, 1.08), xticks=range(1, FAR + 1), xlabel="distance d from the target")
    axes.set_title("in how many of the windows", size=13)
    axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
    drawn = PolyCollection([], facecolor=SKY, edgecolor=BLUE, animated=True)
    axes.add_collection(drawn, autolim=False)
    (hard,) = axes.plot([], [], ":", color=GREY, animated=True)
    (expected,) = axes.plot([], [], "D-", color=VERMILION, linewidth=1.5, markersize=9, animated=True, clip_on=False)
    labels = ["drawn", "expected, if all sizes are equally likely", "hard window"]
    axes.figure.legend([drawn, expected, hard], labels, loc="outside lower left", ncols=3, frameon=False)
    return SimpleNamespace(covers=covers, distance=np.abs(places), drawn=drawn, hard=hard, expected=expected)


def set_soft_window(artists, window, size, shares, expected):
    """Show the last size drawn inside the largest, and for each distance the share drawn and the share expected."""
    distance = artists.distance
    faded = np.select([distance <= size, distance <= window], [0.0, 0.7], 0.9)
    artists.covers.set_color([(1, 1, 1, alpha) for alpha in faded])
    x = np.arange(1, FAR + 1)
    artists.drawn.set_verts(_boxes(x - 0.3, x + 0.3, 0, shares))
    artists.expected.set_data(x[:window], expected)
    artists.hard.set_data([0.4, window + 0.5, window + 0.5], [1, 1, 0])
