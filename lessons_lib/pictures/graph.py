"""Back-propagation: a computational graph with its values and gradients, gradients layer by layer, errors of a step.

The graph is laid out here: a column per step of the computation, rows so that wires stay short and rarely cross.
"""

from functools import lru_cache, partial
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from .style import BLACK, BLUE, GREEN, GREY, ORANGE, SKY, VERMILION, styled

WIDE, TALL = 9.0, 3.9
"""The graph's size in its own units, inches."""


def layout(sources):
    """Columns and rows of a graph's nodes, and the way of every wire.

    sources: for each node, in an order in which a node comes after what it is computed from, their numbers.
    Returns columns and rows (arrays, one number per node) and per wire, node by node, the rows at which it passes the
    columns between its ends. Of several tries the one with the fewest crossings is taken, then the shortest.
    """
    columns = _columns(sources)
    spots, wires = list(columns), []  # a wire that passes a column takes up a spot in it, like a node
    for target, inputs in enumerate(sources):
        for source in inputs:
            between = range(len(spots), len(spots) + columns[target] - columns[source] - 1)
            spots += range(columns[source] + 1, columns[target])
            wires.append([source, *between, target])
    links = np.array([link for wire in wires for link in zip(wire, wire[1:])], int).reshape(-1, 2)
    spots = np.array(spots)
    tries = [_rows(spots, links, np.random.default_rng(seed)) for seed in range(12)]
    rows = min(tries, key=lambda rows: _crossings(spots, links, rows))
    return spots[: len(sources)], rows[: len(sources)], [rows[wire[1:-1]] for wire in wires]


def _columns(sources):
    """A node stands one column after the last of what it is computed from, an input just before its first use."""
    columns = [0] * len(sources)
    for i, inputs in enumerate(sources):
        columns[i] = 1 + max((columns[j] for j in inputs), default=-1)
    for j, inputs in enumerate(sources):
        users = [columns[i] for i, others in enumerate(sources) if j in others]
        columns[j] = min(users) - 1 if users and not inputs else columns[j]
    return columns


def _rows(spots, links, generator, sweeps=24):
    """Each spot moves to the mean of its neighbours, as far as the others in its column leave room."""
    rows = np.arange(len(spots)) + generator.normal(0, len(spots) / 4, len(spots))
    for _ in range(sweeps):
        for column in range(spots.max() + 1):
            here = np.flatnonzero(spots == column)
            around = [rows[np.concatenate([links[links[:, 0] == i, 1], links[links[:, 1] == i, 0]])] for i in here]
            wanted = np.array([near.mean() if len(near) else 0.0 for near in around])
            order = np.argsort(wanted, kind="stable")
            rows[here[order]] = _apart(wanted[order])
    return rows


def _apart(wanted):
    """The numbers nearest to the wanted ones, which ascend, that are at least 1 apart: those too close share a mean."""
    means, sizes = [], []
    for i, number in enumerate(wanted):
        mean, size = number - i, 1
        while means and means[-1] > mean:
            before = sizes.pop()
            mean, size = (mean * size + means.pop() * before) / (size + before), size + before
        means.append(mean)
        sizes.append(size)
    return np.repeat(means, sizes) + np.arange(len(wanted))


def _crossings(spots, links, rows):
    """How many links cross, and how long they are together."""
    start, stop = rows[links[:, 0]], rows[links[:, 1]]
    beside = spots[links[:, 0]][:, None] == spots[links[:, 0]]
    crossed = (start[:, None] - start) * (stop[:, None] - stop) < -1e-9
    return np.sum(crossed & beside), np.sum(np.abs(start - stop)).round(6)


def _geometry(labels, sources, letters):
    """Where nodes (x, y, half their width), the ends of their stubs and the points of every wire are; the size of numbers.

    The wires of a node leave together, on a stub with room for so many letters, and part at its end.
    """
    columns, rows, passes = layout(sources)
    pitch = min(2.4, (WIDE - 0.1) / (columns.max() + 1))
    gap = min(1.15, (TALL - 1.3) / max(np.ptp(rows), 1))
    middle = (rows.max() + rows.min()) / 2
    half = np.array([min(max(min(0.25, 0.2 * pitch), 0.08 + 0.055 * len(label)), 0.36 * pitch) for label in labels])
    x = (WIDE - pitch * (columns.max() + 1)) / 2 + 0.4 + pitch * columns
    y = (TALL + 0.1) / 2 - gap * (rows - middle)
    size = 15 if pitch > 2 else 12.5
    stub = np.minimum(x + half + 0.15 + 0.0072 * size * letters, x + pitch - 0.34)
    wires = []
    for target, inputs in enumerate(sources):
        ports = np.linspace(1, -1, len(inputs)) * 0.19 * (len(inputs) > 1)  # the upper wire arrives at the upper port
        ports = ports[np.argsort(np.argsort([rows[j] for j in inputs], kind="stable"))]
        for source, port in zip(inputs, ports):
            way = [(x[source] + half[source], y[source]), (stub[source], y[source])]
            for number, row in enumerate(passes[len(wires)], start=1):
                across = x[source] + pitch * number
                way += [(across + side, (TALL + 0.1) / 2 - gap * (row - middle)) for side in (-0.25, 0.25)]
            wires.append(np.array([*way, (x[target] - half[target], y[target] + port)]))
    return x, y, half, stub, wires, size


@styled
def graph(axes, labels, sources, letters=4):
    """A computational graph from left to right: inputs as squares, operations round, room for numbers at every wire.

    labels: one per node; sources: as for `layout`; letters: of the longest number to be written.
    Returns per node its bounds, per wire its points, where numbers go (above, below and at the forks), and the artists
    values, halo, gradients, ring, lit and direction.
    """
    x, y, half, stub, wires, size = _geometry(labels, sources, letters)
    axes.set_axis_off()
    axes.set(xlim=(0, WIDE), ylim=(0, TALL))
    origins = [j for inputs in sources for j in inputs]
    uses = np.bincount(origins, minlength=len(sources))
    ends = [[(x[i] + half[i], y[i]), (stub[i], y[i])] for i in np.flatnonzero(uses == 0)]
    axes.add_collection(LineCollection([*wires, *ends], colors=GREY, linewidths=2, zorder=1))
    axes.plot(stub[uses > 1], y[uses > 1], "o", color=BLACK, markersize=7, zorder=2)
    for i, label in enumerate(labels):
        style, face = ("round,pad=0,rounding_size=0.22", "white") if sources[i] else ("square,pad=0", "#EEEEEE")
        box = dict(boxstyle=style, facecolor=face, edgecolor=BLACK, linewidth=2, zorder=2)
        axes.add_patch(FancyBboxPatch((x[i] - half[i], y[i] - 0.25), 2 * half[i], 0.5, **box))
        axes.text(x[i], y[i] - 0.01, label, size=15 if len(label) < 3 else 12, ha="center", va="center", zorder=2.5)
    axes.text(WIDE, 0.05, "above a wire: value      below: gradient", size=12, color=GREY, ha="right", zorder=2)
    forks = [0.45 * wire[1] + 0.55 * wire[2] if uses[j] > 1 else None for j, wire in zip(origins, wires)]
    middle = (x + half + stub) / 2 + 0.04  # a little more room on the side of the ring
    paint = partial(PathPatch, Path(np.zeros((1, 2))), animated=True)
    return SimpleNamespace(
        bounds=np.column_stack([x - half - 0.07, y - 0.32, 2 * half + 0.14, np.full(len(x), 0.64)]),
        points=wires,
        size=size, above=np.column_stack([middle, y + 0.08]), below=np.column_stack([middle, y - 0.06 - 0.0105 * size]), forks=forks,
        values=axes.add_patch(paint(color=BLACK, linewidth=0, zorder=6)),
        halo=axes.add_patch(paint(color="white", linewidth=6, zorder=6)),
        gradients=axes.add_patch(paint(color=VERMILION, linewidth=0.4, zorder=7)),
        ring=axes.add_patch(Rectangle((0, 0), 0, 0, fill=False, edgecolor=VERMILION, lw=3.5, zorder=5, animated=True)),
        lit=axes.add_collection(LineCollection([], linewidths=4, zorder=4, animated=True)),
        direction=axes.text(0.05, 0.05, "", size=14, weight="bold", zorder=6, animated=True),
    )  # fmt: skip


def set_graph(artists, values, gradients, branches, hand, wires, direction, forward):
    """Write values and gradients (one text per node) and branches (one per wire); ring the node in hand, or None."""
    forks = [(word, fork - (0, 0.005 * artists.size)) for word, fork in zip(branches, artists.forks) if fork is not None]
    artists.values.set_path(_outlines(zip(values, artists.above), artists.size))
    artists.halo.set_path(_outlines(forks, artists.size))
    artists.gradients.set_path(_outlines([*zip(gradients, artists.below), *forks], artists.size))
    artists.ring.set_bounds(artists.bounds[hand] if hand is not None else (0, 0, 0, 0))
    artists.ring.set_visible(hand is not None)
    artists.lit.set_segments([artists.points[wire] for wire in wires])
    artists.lit.set_color(BLUE if forward else VERMILION)
    artists.direction.set_text(direction)


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


LOWEST, HIGHEST = -10, 4
"""Powers of ten between which sizes of gradients are shown."""


@styled
def layer_bars(axes, layers):
    """One bar per layer for the size of its gradient, on a scale of powers of ten. Returns bars and points (values)."""
    ticks = np.arange(-9, HIGHEST, 3)
    axes.set(xlim=(0.4, layers + 0.6), ylim=(LOWEST, HIGHEST), xticks=range(1, layers + 1), xlabel="layer, from input to output")
    axes.set_yticks(ticks, [f"$10^{{{tick}}}$" for tick in ticks])
    axes.set_title("bars: gradient, compared with the last layer's    ◆ values    green band: a factor of 3")
    axes.axhspan(-np.log10(3), np.log10(3), color=GREEN, alpha=0.3, linewidth=0, zorder=0.3)
    bars = axes.bar(range(1, layers + 1), np.zeros(layers), bottom=LOWEST, width=0.7, edgecolor=BLACK, animated=True)
    (points,) = axes.plot([], [], "D", color=ORANGE, markersize=9, markeredgecolor=BLACK, animated=True)
    return SimpleNamespace(bars=bars, points=points)


def set_layer_bars(artists, gradients, values):
    """Sizes above 0 as powers of ten; what is smaller than the scale goes is drawn at its end."""
    for bar, size in zip(artists.bars, _powers(gradients)):
        bar.set_height(size - LOWEST)
        bar.set_facecolor(GREEN if abs(size) <= np.log10(3) else SKY if size < 0 else VERMILION)
    artists.points.set_data(np.arange(1, len(values) + 1), _powers(values))


def _powers(sizes):
    return np.log10(np.clip(sizes, 10.0 ** (LOWEST + 0.1), 10.0 ** (HIGHEST - 0.1)))


@styled
def step_errors(axes):
    """The error of a central difference against the step, both on scales of powers of ten. Returns curve and point."""
    ticks = np.arange(-12, 1, 3)
    axes.set(xlim=(-12.5, -0.5), ylim=(-13, 1), xlabel="step", ylabel="error of the slope")
    axes.set_xticks(ticks, [f"$10^{{{tick}}}$" for tick in ticks])
    axes.set_yticks(ticks, [f"$10^{{{tick}}}$" for tick in ticks])
    (curve,) = axes.plot([], [], ".-", color=BLUE, linewidth=1.5, markersize=5, animated=True)
    (point,) = axes.plot([], [], "o", color=VERMILION, markersize=12, markeredgecolor=BLACK, animated=True)
    return SimpleNamespace(curve=curve, point=point)


def set_step_errors(artists, steps, errors, step, error):
    """The curve, and the point for the step in hand; an error of exactly 0 is drawn at the bottom."""
    low = lambda error: np.log10(np.clip(error, 2e-13, 5.0))  # noqa: E731
    artists.curve.set_data(np.log10(steps), low(errors))
    artists.point.set_data([np.log10(step)], [low(error)])

