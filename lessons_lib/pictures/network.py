"""Layers: a network as a diagram of neurons, and the plane before and after a hidden layer.

The diagram draws any small network. The planes show the four inputs of a gate as points, and neurons as lines.
"""

from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import FancyArrowPatch

from .style import BLACK, BLUE, DIVERGING, GREEN, GREY, ORANGE, PURPLE, VERMILION, plain, short, styled

WIDE, TALL = 5.8, 4.0
"""The diagram's size in its own units, about inches."""

LOW, HIGH = -0.7, 1.9
"""The planes show numbers from LOW to HIGH on both axes."""

ARROW = 0.45
"""Length of the arrow that stands on a line."""

DRAWN = [(VERMILION, "-"), (PURPLE, "--"), (BLACK, "-")]
"""How the line of the first and the second hidden neuron and of the output neuron is drawn."""


def node_positions(sizes):
    """Where the neurons of each layer stand: one array of shape (size, 2) per layer, the first neuron on top."""
    gap = min(1.05, 3.3 / max(sizes))
    return [
        np.column_stack([np.full(size, x), 2.15 + gap * (np.arange(size)[::-1] - (size - 1) / 2)])
        for x, size in zip(np.linspace(0.6, WIDE - 0.6, len(sizes)), sizes)
    ]


@styled
def diagram(axes, matrices):
    """Neurons as circles, weights as edges: wide if large, blue and solid if positive, orange and dashed if negative.

    matrices: W of each layer, shape (n_in, n_out). Returns positions, discs, values and labels (texts), lit edges.
    """
    positions = node_positions([len(matrices[0]), *(W.shape[1] for W in matrices)])
    axes.set_axis_off()
    axes.set(xlim=(0, WIDE), ylim=(0, TALL))
    for before, after, W in zip(positions, positions[1:], matrices):
        axes.add_collection(LineCollection(*_edges(before, after, W), alpha=0.35, zorder=1, **_look(W)))
        middle = (before[0, 0] + after[0, 0]) / 2
        axes.text(middle, 0.3, f"@ {W.shape} + ({W.shape[1]},)", size=12, ha="center", family="monospace")
    lit = axes.add_collection(LineCollection([], zorder=2, animated=True))
    for layer in positions:
        axes.text(layer[0, 0], 0.02, f"({len(layer)},)", size=13, weight="bold", ha="center", family="monospace")
    nodes = np.concatenate(positions)
    size = 44 if max(map(len, positions)) < 4 else 34
    discs = axes.scatter(*nodes.T, s=size**2, c="white", edgecolors=BLACK, linewidths=2, zorder=3, animated=True)
    middle = dict(ha="center", va="center", zorder=4, animated=True)
    values = [axes.text(x, y, "", size=14 if size == 44 else 12, **middle) for x, y in nodes]
    behind = dict(boxstyle="square,pad=0.05", facecolor="white", edgecolor="none", alpha=0.8)
    above = size / 144 + 0.13
    labels = [axes.text(x, y + above, "", size=12, bbox=behind, **middle) for x, y in nodes]
    return SimpleNamespace(positions=positions, discs=discs, values=values, labels=labels, lit=lit)


def set_diagram(artists, values, labels, layer, neuron, W):
    """Write values into the nodes (None: not known yet) and labels above, light up the edges W into one neuron."""
    known = np.array([0.0 if value is None else value for value in values])
    colours = DIVERGING(0.5 + 0.5 * known / (np.abs(known) + 2))
    colours[[value is None for value in values]] = 1.0
    artists.discs.set_facecolors(colours)
    chosen = sum(map(len, artists.positions[:layer])) + neuron
    artists.discs.set_linewidths(np.where(np.arange(len(values)) == chosen, 4.5, 2))
    for text, value in zip(artists.values, values):
        text.set_text("?" if value is None else short(value))
    for text, label in zip(artists.labels, labels):
        text.set_text(label)
    column = W[:, neuron : neuron + 1]
    artists.lit.set_segments(*_edges(artists.positions[layer - 1], artists.positions[layer][neuron : neuron + 1], column))
    artists.lit.set(**_look(column, scale=np.abs(W).max()))


def _edges(before, after, W):
    return ([(start, end) for i, start in enumerate(before) for j, end in enumerate(after) if W[i, j]],)


def _look(W, scale=None):
    """Width, colour and dashes of the edges whose weight is not 0."""
    weights = W[W != 0]
    widths = 1 + 5 * np.abs(weights) / (scale or np.abs(W).max() or 1.0)
    return dict(
        linewidths=widths,
        colors=[BLUE if weight > 0 else ORANGE for weight in weights],
        # Dashes are counted in line widths: a wide edge gets shorter ones, or it would look solid.
        linestyles=["-" if weight > 0 else (0, (6 / width + 1, 4 / width + 0.5)) for weight, width in zip(weights, widths)],
    )


@styled
def notes(axes):
    """Room for a few lines in letters of equal width. Returns the text."""
    axes.set_axis_off()
    return axes.text(0, 1, "", family="monospace", size=13, va="top", linespacing=1.35, animated=True)


def matrix_lines(W, b, neuron):
    """W and b as lines of text, with the column of one neuron in square brackets."""
    def row(numbers):
        return " ".join(f"[{short(n):>5}]" if j == neuron else f" {short(n):>5} " for j, n in enumerate(numbers))

    return [("W " if i == 0 else "  ") + row(numbers) for i, numbers in enumerate(W)] + ["b " + row(b)]


@styled
def gate_plane(axes, names, styles):
    """The four inputs of a gate as points, ○ wanted 0 and ■ wanted 1, one line with an arrow per style, the output as colour.

    Returns shade, lines, arrows, zeros, ones, wrong and the points' labels.
    """
    axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal", xticks=(0, 1), yticks=(0, 1))
    axes.set_xlabel(names[0], labelpad=0)
    axes.set_ylabel(names[1], labelpad=0)
    shade = axes.imshow(
        np.zeros((2, 2)), extent=(LOW, HIGH) * 2, origin="lower", cmap=DIVERGING, vmin=-0.2, vmax=1.2,
        interpolation="nearest", animated=True,
    )  # fmt: skip
    lines, arrows = [], []
    for colour, dashes in styles:
        lines += axes.plot([], [], dashes, color=colour, animated=True)
        arrow = FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", mutation_scale=22, color=colour, lw=2.5, shrinkA=0, shrinkB=0)
        arrow.set_animated(True)
        arrows.append(axes.add_patch(arrow))
    marks = dict(linestyle="", markersize=14, markeredgecolor=BLACK, markeredgewidth=2, animated=True)
    (zeros,) = axes.plot([], [], "o", markerfacecolor="white", **marks)
    (ones,) = axes.plot([], [], "s", markerfacecolor=GREEN, **marks)
    (wrong,) = axes.plot([], [], "x", color=VERMILION, markersize=24, markeredgewidth=4, animated=True)
    labels = [axes.text(0, 0, name, size=13, ha="center", va="center", animated=True) for name in ("00", "01", "10", "11")]
    return SimpleNamespace(shade=shade, lines=lines, arrows=arrows, zeros=zeros, ones=ones, wrong=wrong, labels=labels)


def set_gate_plane(artists, neurons, outputs, points, wanted, correct):
    """neurons: (w, b) per line; outputs: on `gate_grid()`; points: (4, 2), drawn at the edge if they lie outside."""
    side = int(np.sqrt(len(outputs)))
    artists.shade.set_data(outputs.reshape(side, side))
    for line, arrow, (w, b) in zip(artists.lines, artists.arrows, neurons):
        start, tip = arrow_on_line(w, b)
        along = np.array([start[1] - tip[1], tip[0] - start[0]]) / ARROW
        line.set_data(*np.stack([start - 9 * along, start + 9 * along], axis=1))
        arrow.set_positions(start, tip)
        for artist in (line, arrow):
            artist.set_visible(bool(np.any(w)))
    points = np.clip(points, LOW + 0.1, HIGH - 0.1)
    artists.zeros.set_data(*points[~wanted].T)
    artists.ones.set_data(*points[wanted].T)
    artists.wrong.set_data(*points[~correct].T)
    # Each label keeps to its own corner, so that all can be read where points fall onto one spot.
    for label, point, corner in zip(artists.labels, points, ((-1, -1), (-1, 1), (1, -1), (1, 1))):
        label.set_position(np.clip(point + 0.17 * np.array(corner), LOW + 0.1, HIGH - 0.1))


def arrow_on_line(w, b):
    """Start and tip of the arrow on the line w·x + b = 0, where the line comes nearest to the middle of the square."""
    length = max(np.hypot(*w), 1e-9)
    middle = np.array([0.5, 0.5])
    start = middle - (w @ middle + b) * w / length**2
    start = np.clip(start, LOW + 0.1, HIGH - 0.1)
    return start, start + ARROW * w / length


def gate_grid(side=80):
    """side × side points of a gate's plane, row by row; shape (side * side, 2)."""
    ticks = np.linspace(LOW, HIGH, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
