"""A computational graph with its values and gradients.

It is laid out here: a column per step of the computation, and rows such that few wires cross.
"""

from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from ...pictures.marks import moving_text
from ...pictures.style import BLACK, BLUE, GREY, VERMILION


def layout(sources):
    """Columns and rows of a graph's nodes, and for every wire the rows at which it passes the columns between its ends.

    sources: for each node the numbers of the nodes it is computed from, which come before it.
    """
    columns = []
    for inputs in sources:
        columns.append(1 + max((columns[j] for j in inputs), default=-1))
    for j, inputs in enumerate(sources):  # an input stands just before its first use
        if not inputs:
            columns[j] = min((columns[i] for i, others in enumerate(sources) if j in others), default=1) - 1
    spots, wires = list(columns), []  # a wire that passes a column takes up a spot in it, like a node
    for target, inputs in enumerate(sources):
        for source in inputs:
            passed = range(columns[source] + 1, columns[target])
            wires.append([source, *range(len(spots), len(spots) + len(passed)), target])
            spots += passed
    spots = np.array(spots)
    links = np.array([link for wire in wires for link in zip(wire, wire[1:])], int).reshape(-1, 2)
    tries = [_rows(spots, links, np.random.default_rng(seed)) for seed in range(20)]
    rows = min(tries, key=lambda rows: _crossings(spots, links, rows))
    return np.array(columns), rows[: len(sources)], [rows[wire[1:-1]] for wire in wires]


def _rows(spots, links, generator):
    """The spots of a column, one row apart, in the order of where their neighbours are on average."""
    rows = generator.normal(size=len(spots))
    start, stop = links.T
    neighbours = [np.concatenate([[i], stop[start == i], start[stop == i]]) for i in range(len(spots))]
    for _ in range(12):
        for column in range(spots.max() + 1):
            here = np.flatnonzero(spots == column)
            order = np.argsort([rows[neighbours[i]].mean() for i in here], kind="stable")
            rows[here[order]] = np.arange(len(here)) - (len(here) - 1) / 2
    return rows


def _crossings(spots, links, rows):
    """How many links cross, how long they are together, and how far nodes are from the order they were made in."""
    start, stop = rows[links].T
    beside = np.equal.outer(spots[links[:, 0]], spots[links[:, 0]])
    crossed = np.subtract.outer(start, start) * np.subtract.outer(stop, stop) < 0
    return np.sum(crossed & beside), np.sum(np.abs(start - stop)), -rows @ np.arange(len(rows))


class Place(NamedTuple):
    """Where everything is, in inches: per node x, y, half its width and stub, where its wires part; points of wires."""

    x: np.ndarray
    y: np.ndarray
    half: np.ndarray
    stub: np.ndarray
    wires: list
    pitch: float
    size: float
    width: float
    height: float


def _geometry(labels, sources, letters):
    """The Place of a graph. The wires of a node leave together, on a stub with room for so many letters, and part at
    its end."""
    columns, rows, passes = layout(sources)
    pitch = np.clip(9 / (columns.max() + 1), max(1.45, 0.75 + 0.09 * letters), 2.4)
    tall = np.ptp(np.concatenate([rows, *passes]))
    gap = np.clip(2.6 / max(tall, 1), 0.85, 1.15)
    width, height = max(9.0, pitch * (columns.max() + 1)), max(2.6, gap * tall + 1.4)
    size = 15 if columns.max() < 4 else 12.5
    half = np.clip([0.08 + 0.055 * len(label) for label in labels], 0.25, 0.36 * pitch)
    x = (width - pitch * (columns.max() + 1)) / 2 + 0.4 + pitch * columns
    level = lambda row: height / 2 + 0.1 - gap * row  # noqa: E731
    y = level(rows)
    stub = np.minimum(x + half + 0.15 + 0.0072 * size * letters, x + pitch - 0.46)
    wires = []
    for target, inputs in enumerate(sources):
        ports = np.linspace(0.19, -0.19, len(inputs)) if len(inputs) > 1 else [0.0]
        upper = np.argsort(np.argsort(rows[inputs], kind="stable"))  # the upper wire arrives at the upper port
        for source, place in zip(inputs, upper):
            way = [(x[source] + half[source], y[source]), (stub[source], y[source])]
            for number, row in enumerate(passes[len(wires)], start=1):
                way += [(x[source] + pitch * number + side, level(row)) for side in (-0.25, 0.25)]
            wires.append(np.array([*way, (x[target] - half[target], y[target] + ports[place])]))
    return Place(x, y, half, stub, wires, pitch, size, width, height)


class GraphDrawing:
    """A computational graph from left to right: inputs as squares, operations round, room for numbers at every wire.

    labels: one per node; sources: as for `layout`; letters: of the longest number to be written. The figure grows with
    the graph. bounds: of each node, (left, bottom, width, height).
    """

    def __init__(self, axes, labels, sources, letters=4):
        place = _geometry(labels, sources, letters)
        x, y, half, stub = place.x, place.y, place.half, place.stub
        axes.figure.set_size_inches(place.width, place.height)
        axes.set_axis_off()
        axes.set(xlim=(0, place.width), ylim=(0, place.height))
        origins = [j for inputs in sources for j in inputs]
        uses = np.bincount(origins, minlength=len(sources))
        _draw_nodes_and_wires(axes, labels, sources, place, uses)
        self.bounds = np.column_stack([x - half - 0.07, y - 0.32, 2 * half + 0.14, np.full(len(x), 0.64)])
        self.wires, self.size = place.wires, place.size
        middle = (x + half + stub) / 2 + 0.04  # a little more room on the side of the ring
        self.above = np.column_stack([middle, y + 0.08])
        self.below = np.column_stack([middle, y - 0.06 - 0.0105 * place.size])
        forked = uses > (1 if place.pitch >= 1.5 else np.inf)  # a deep graph has no room for numbers at branches
        self.forks = [0.45 * wire[1] + 0.55 * wire[2] if forked[j] else None for j, wire in zip(origins, place.wires)]
        paint = partial(PathPatch, Path(np.zeros((1, 2))), animated=True)
        self.values = axes.add_patch(paint(color=BLACK, linewidth=0, zorder=6))
        self.halo = axes.add_patch(paint(color="white", linewidth=6, zorder=6))
        self.gradients = axes.add_patch(paint(color=VERMILION, linewidth=0.4, zorder=7))
        ring = Rectangle((0, 0), 0, 0, fill=False, edgecolor=VERMILION, lw=3.5, zorder=5, animated=True)
        self.ring = axes.add_patch(ring)
        self.lit = axes.add_collection(LineCollection([], linewidths=4, zorder=4, animated=True))
        self.direction = moving_text(axes, 0.05, 0.05, size=14, weight="bold", zorder=6)

    def set(self, values, gradients, branches, hand, wires, direction, forward):
        """Write values and gradients (a text per node) and branches (one per wire); ring the node in hand, or None."""
        forks = [(word, at - (0, 0.005 * self.size)) for word, at in zip(branches, self.forks) if at is not None]
        self.values.set_path(_outlines(zip(values, self.above), self.size))
        self.halo.set_path(_outlines(forks, self.size))
        self.gradients.set_path(_outlines([*zip(gradients, self.below), *forks], self.size))
        self.ring.set_bounds(self.bounds[hand] if hand is not None else (0, 0, 0, 0))
        self.ring.set_visible(hand is not None)
        self.lit.set_segments([self.wires[wire] for wire in wires])
        self.lit.set_color(BLUE if forward else VERMILION)
        self.direction.set_text(direction)


def _draw_nodes_and_wires(axes, labels, sources, place, uses):
    """What stands still: wires, forks, nodes and their labels. uses: how many wires leave each node."""
    x, y, half, stub = place.x, place.y, place.half, place.stub
    ends = [[(x[i] + half[i], y[i]), (stub[i], y[i])] for i in np.flatnonzero(uses == 0)]
    axes.add_collection(LineCollection([*place.wires, *ends], colors=GREY, linewidths=2, zorder=1))
    axes.plot(stub[uses > 1], y[uses > 1], "o", color=BLACK, markersize=7, zorder=2)
    for i, label in enumerate(labels):
        style, face = ("round,pad=0,rounding_size=0.22", "white") if sources[i] else ("square,pad=0", "#EEEEEE")
        box = dict(boxstyle=style, facecolor=face, edgecolor=BLACK, linewidth=2, zorder=2)
        axes.add_patch(FancyBboxPatch((x[i] - half[i], y[i] - 0.25), 2 * half[i], 0.5, **box))
        axes.text(x[i], y[i] - 0.01, label, size=15 if len(label) < 3 else 12, ha="center", va="center", zorder=2.5)
    axes.text(place.width, 0.05, "above a wire: value      below: gradient", size=12, color=GREY, ha="right", zorder=2)


def _outlines(words, size):
    """Words with the places of their baselines' middles as one path: many texts would take a tenth of a second."""
    outlines = [(*_outline(word, size), place) for word, place in words if word]
    if not outlines:
        return Path(np.zeros((1, 2)))
    vertices = np.concatenate([vertices + place for vertices, _, place in outlines])
    return Path(vertices, np.concatenate([codes for _, codes, _ in outlines]))


@lru_cache(1000)
def _outline(word, size):
    path = TextPath((0, 0), word, size=size, prop="DejaVu Sans")
    box = path.get_extents()
    return (path.vertices - ((box.x0 + box.x1) / 2, 0)) / 72, path.codes
