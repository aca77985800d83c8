"""Words: a window over a sentence, the way from a context to probabilities, and the map that training draws.

A word's part in a picture is told by shape, outline or hatch as well as by colour.
"""

from textwrap import wrap
from types import SimpleNamespace

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.patheffects import withStroke

from ...pictures.style import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, YELLOW, drawable, joined, styled

WORDS, LETTERS = 10, 60
"""As many words, and letters in all, as a row has room for."""
REACH = 3.8
"""The plane of word vectors goes from -REACH to REACH."""
MARKS = (("o", BLUE), ("s", ORANGE), ("^", GREEN), ("D", VERMILION), ("v", PURPLE))
"""Marker and colour of each group of words on a map."""


# ── a window over a sentence ────────────────────────────────────────────────────────────────────────────────────

@styled
def sentence_row(axes):
    """Room for a row of words and two lists of pairs. Returns boxes and words, which stand still, and what moves."""
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(0, 1))

    def rectangles(count, y, height, **look):
        return [axes.add_patch(Rectangle((0, y), 0, height, **look)) for _ in range(count)]

    moves = dict(zorder=2, animated=True)  # above the words, so that these may stand still
    boxes = rectangles(WORDS, 0.75, 0.18, facecolor="white", edgecolor=BLACK, zorder=0)
    marks = rectangles(WORDS, 0.75, 0.04, facecolor=SKY, edgecolor=BLACK, hatch="///", **moves)
    (target,) = rectangles(1, 0.75, 0.18, facecolor=(*to_rgb(YELLOW), 0.3), edgecolor=BLACK, linewidth=4, **moves)
    (frame,) = rectangles(1, 0.715, 0.25, facecolor="none", edgecolor=VERMILION, ls="--", linewidth=3, **moves)
    write = dict(y=0.85, ha="center", va="center_baseline", family="monospace", zorder=1)
    words = [axes.text(0, s="", **write) for _ in range(WORDS)]
    for x, heading in ((0.0, "CBOW: context → target"), (0.5, "skip-gram: target → context word")):
        axes.text(x, 0.6, heading, weight="bold", va="center", zorder=1)
    pairs = [axes.text(x, 0.53, "", va="top", size=12, linespacing=1.25, animated=True) for x in (0.0, 0.5)]
    return SimpleNamespace(boxes=boxes, words=words, target=target, marks=marks, frame=frame, pairs=pairs)


def places(words):
    """Left and right edge of the box of each word, shape (words, 2), and the size of the letters, in points."""
    widths = np.array([len(word) + 2 for word in words])
    total = widths.sum() + 0.8 * (len(words) - 1)
    letter = min(0.024, 0.985 / total)  # of the width of the axes
    left = (1 - letter * total) / 2 + letter * np.cumsum(np.r_[0, widths[:-1] + 0.8])
    return np.stack([left, left + letter * widths], axis=1), max(12, 1030 * letter)


def set_window(artists, words, target, context):
    """Mark the word at place `target`, those at the places `context`, and the window; list their pairs."""
    words, (edges, size) = [drawable(word, "DejaVu Sans Mono") for word in words], places(words)
    if words != [text.get_text() for text in artists.words if text.get_text()]:
        for i, (box, text) in enumerate(zip(artists.boxes, artists.words)):
            _span(box, edges[i : i + 1])
            text.set(x=edges[i : i + 1].mean() if i < len(words) else 0, text="".join(words[i : i + 1]), size=size)
    for i, mark in enumerate(artists.marks):
        _span(mark, edges[[i]] if i in context else edges[:0])
    _span(artists.target, edges[[target]])
    _span(artists.frame, edges[[target, *context]], 0.006)
    around = [words[i] for i in context]
    artists.pairs[0].set_text("\n".join(wrap(f"{', '.join(around)} → {words[target]}", 42)))
    artists.pairs[1].set_text("\n".join(f"{words[target]} → {word}" for word in around))


def _span(box, edges, margin=0.0):
    box.set_visible(edges.size > 0)
    if edges.size:
        box.set(x=edges.min() - margin, width=np.ptp(edges) + 2 * margin)


# ── from a context to probabilities ─────────────────────────────────────────────────────────────────────────────

@styled
def flow(plane, bars, words, outputs, movable):
    """The plane with the output vector of every word (□) and arrows to move, and a bar for each word.

    movable: the two words whose vectors move. Returns their arrows and names, then those of h, boxes and numbers.
    """
    plane.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xlabel="first number", ylabel="second number")
    plane.set(title="→ word vectors   □ output vectors", xticks=range(-3, 4), yticks=range(-3, 4))
    plane.grid(color="0.9")
    plane.set_axisbelow(True)
    above = dict(zorder=3, animated=True)  # an arrow that ends on a square hides neither it nor its name
    plane.plot(*outputs.T, "s", fillstyle="none", color=GREY, markersize=11, markeredgewidth=2.5, **above)
    rim = dict(path_effects=[withStroke(linewidth=3, foreground="white")])
    for word, vector in zip(words, outputs):
        x, y = np.sign(vector).astype(int)  # the name stands outwards of the square
        look = dict(ha=("center", "left", "right")[x], va=("center", "bottom", "top")[y], color="#555555", size=12)
        plane.annotate(word, vector, (9 * x, 9 * y), textcoords="offset points", **look, **rim, **above)
    looks = ((BLUE, 3), (GREEN, 3), (VERMILION, 6))
    arrow = dict(arrowstyle="-|>", mutation_scale=20, shrinkA=0, shrinkB=0, zorder=2, animated=True)
    arrows = [plane.add_patch(FancyArrowPatch((0, 0), (1, 1), color=c, linewidth=width, **arrow)) for c, width in looks]
    bold = dict(weight="bold", ha="center", va="center", size=14, zorder=4, animated=True, **rim)
    names = [plane.text(0, 0, word, color=colour, **bold) for word, (colour, _) in zip((*movable, "h"), looks)]
    rows = np.arange(len(words))
    bars.set(xlim=(0, 1.15), ylim=(len(words) - 0.4, -0.6), yticks=rows, yticklabels=words, xticks=(0, 0.5, 1))
    bars.set(xlabel="probability", title="softmax of the logits")
    boxes = bars.barh(rows, np.zeros(len(words)), height=0.6, edgecolor=BLACK, animated=True)
    numbers = [bars.text(0, row, "", va="center", animated=True) for row in rows]
    return SimpleNamespace(arrows=arrows, names=names, boxes=boxes, numbers=numbers)


def set_flow(artists, vectors, used, h, probabilities, right):
    """Show the movable vectors, faint where they are not `used`, their mean h, and a bar each; `right` is hatched."""
    inside = np.array([REACH - 0.8, REACH - 0.2])
    at = [tip + (0.8, 0.5) * _turned(tip, angle) for tip, angle in zip(vectors, (75, -75))]  # apart, for tips that meet
    at.append(0.8 * h + 0.4 * _turned(h, -90))
    for arrow, name, tip, place, counts in zip(artists.arrows, artists.names, (*vectors, h), at, (*used, True)):
        arrow.set_positions((0, 0), tip)
        arrow.set(visible=np.hypot(*tip) > 0.05, alpha=1 if counts else 0.25)
        name.set(position=np.clip(place, -inside, inside), alpha=1 if counts else 0.25)
    for i, (box, number, probability) in enumerate(zip(artists.boxes, artists.numbers, probabilities)):
        box.set(width=probability, facecolor=VERMILION if i == right else SKY, hatch="//" if i == right else "")
        number.set(x=probability + 0.02, text=f"{probability:.2f}")


def _turned(vector, degrees):
    """The direction of a vector, turned to the left: of length 1. Of the vector 0, up."""
    angle = np.arctan2(*(vector[::-1] if vector.any() else (1, 0))) + np.radians(degrees)
    return np.array([np.cos(angle), np.sin(angle)])


# ── the map that training draws ─────────────────────────────────────────────────────────────────────────────────

@styled
def vector_map(axes, curve, groups, losses):
    """A map for the points of each group of words, and the curve of the losses with all groups by name.

    groups: lists of words. Returns points (one artist a group), lines, ring, labels and now (the point on the curve).
    """
    axes.set(xlim=(-1.1, 1.9), ylim=(-1.1, 1.1), aspect="equal", xticks=[], yticks=[])
    axes.spines[:].set_visible(True)
    look = dict(linestyle="", markersize=10, markeredgecolor=BLACK)
    points = [axes.plot([], [], mark, color=colour, animated=True, **look)[0] for mark, colour in MARKS[: len(groups)]]
    (lines,) = axes.plot([], [], color=BLACK, linewidth=1.2, animated=True)
    (ring,) = axes.plot([], [], "o", fillstyle="none", color=BLACK, markersize=20, markeredgewidth=2.5, animated=True)
    labels = [axes.text(1.08, 0, "", va="center", size=14, animated=True) for _ in range(4)]  # where no point comes
    curve.plot(losses, color=BLUE)
    curve.set(xlabel="epoch", title="loss, in nats", ylim=(min(losses) - 0.2, max(losses) + 0.2))
    keys = [Line2D([], [], marker=mark, color=colour, **look) for mark, colour in MARKS[: len(groups)]]
    texts = ["\n".join(wrap(drawable(", ".join(group)), 30)) for group in groups]
    curve.legend(keys, texts, frameon=False, loc="upper right").set_zorder(0.5)  # below what moves: it may stand still
    (now,) = curve.plot([], [], "o", color=VERMILION, markersize=12, markeredgecolor=BLACK, animated=True)
    return SimpleNamespace(points=points, lines=lines, ring=ring, labels=labels, now=now)


def set_map(artists, places, groups, names, chosen, near, epoch, loss):
    """Put every word at its place, (words, 2), and write the names of the chosen one and of `near` at the side.

    groups: for each group the numbers of its words. names: of all words. chosen, near: numbers of words.
    """
    for points, group in zip(artists.points, groups):
        points.set_data(*places[group].T)
    artists.ring.set_data(*places[[chosen]].T)
    shown = np.array([chosen, *near])
    shown = shown[np.argsort(places[shown, 1])]  # in the order of their heights, so that no line crosses another
    column = np.clip(places[shown, 1].mean(), -0.8, 0.8) + 0.17 * (np.arange(len(shown)) - 1.5)
    for label, word, y in zip(artists.labels, shown, column):
        label.set(y=y, text=drawable(names[word][:12]), weight="bold" if word == chosen else "normal")
    ends = np.stack([np.full(len(shown), 1.05), column], axis=1)
    artists.lines.set_data(joined(np.stack([places[shown], ends], axis=1)))
    artists.now.set_data([epoch], [loss])
