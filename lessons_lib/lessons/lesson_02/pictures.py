"""Layers: a network as a diagram of neurons, and the plane before and after a hidden layer.

The diagram draws any small network. The planes show the four inputs of a gate as points, and neurons as lines.
"""

from functools import partial
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import FancyArrowPatch, Rectangle

from ...pictures.style import BLACK, BLUE, DIVERGING, GREEN, ORANGE, PURPLE, VERMILION, short, styled

WIDE, TALL = 5.8, 4.0
"""The diagram's size in its own units, about inches."""

LOW, HIGH = -0.7, 1.9
"""The planes show numbers from LOW to HIGH on both axes."""

ARROW = 0.45
"""Length of the arrow that stands on a line."""

LINES = {"h₁": (BLUE, "-"), "h₂": (PURPLE, "--"), "y": (BLACK, "-")}
"""How the lines of the two hidden neurons and of the output neuron are drawn."""

SHADES = (255 * DIVERGING([0.15, 0.85])).astype(np.uint8)
"""The colours of output 0 and 1; as bytes they need no colour map in each frame, which halves its time."""


def node_positions(sizes):
    """Where the neurons of each layer stand: one array of shape (size, 2) per layer, the first neuron on top."""
    gap = min(1.05, 3.3 / max(sizes))
    return [
        np.column_stack([np.full(size, x), 2.2 + gap * (np.arange(size)[::-1] - (size - 1) / 2)])
        for x, size in zip(np.linspace(0.6, WIDE - 0.6, len(sizes)), sizes)
    ]


@styled
def diagram(axes, matrices, names):
    """Neurons as circles, weights as edges: wide if large, blue and solid if positive, orange and dashed if negative.

    matrices: W of each layer, shape (n_in, n_out); names: one sequence per layer, the inputs first.
    Returns positions, discs, values and sums (texts) and the lit edges.
    """
    positions = node_positions([len(row) for row in names])
    axes.set_axis_off()
    axes.set(xlim=(0, WIDE), ylim=(0, TALL))
    small = max(map(len, names)) > 3
    radius, font = (0.22, 12) if small else (0.31, 14)
    write = partial(axes.text, ha="center", va="center", zorder=1.5)  # below all that moves: drawn once
    for before, after, W in zip(positions, positions[1:], matrices):
        axes.add_collection(LineCollection(_edges(before, after, W), alpha=0.35, zorder=1, **_look(W, W)))
        shapes = f"@ {W.shape} + ({W.shape[1]},)" if len(matrices) < 3 else f"@ {W.shape}"
        write((before[0, 0] + after[0, 0]) / 2, 0.42, shapes, size=12, family="monospace")
    for layer, row in zip(positions, names):
        write(layer[0, 0], 0.12, f"({len(row)},)", size=13, weight="bold", family="monospace")
        for (x, y), name in zip(layer, row):
            write(x, y + radius + 0.13, name, size=12, bbox=dict(facecolor="white", edgecolor="none", pad=1))
    nodes = np.concatenate(positions)
    lit = axes.add_collection(LineCollection([], zorder=2, animated=True))
    discs = axes.scatter(*nodes.T, s=(144 * radius) ** 2, c="white", edgecolors=BLACK, zorder=3, animated=True)
    write = partial(write, zorder=4, animated=True)
    values = [write(x, y, "", size=font) for x, y in nodes]
    sums = [write(x, y - radius - 0.11, "", size=12) for x, y in nodes]
    digits = 2 if small else 3
    return SimpleNamespace(positions=positions, discs=discs, values=values, sums=sums, lit=lit, digits=digits)


def set_diagram(artists, values, sums, layer, neuron, W):
    """Write values into the nodes and sums z below (None: not known yet), light up the edges W into one neuron."""
    known = np.array([0.0 if value is None else value for value in values])
    artists.discs.set_facecolors(DIVERGING(0.5 + 0.5 * known / (np.abs(known) + 2)))
    chosen = sum(map(len, artists.positions[:layer])) + neuron
    artists.discs.set_linewidths(np.where(np.arange(len(values)) == chosen, 5, 2))
    for text, value in zip(artists.values, values):
        text.set_text("?" if value is None else short(value, artists.digits))
    for text, z in zip(artists.sums, sums):  # in a large network there is no room for them
        text.set_text("" if z is None or artists.digits < 3 else f"z = {short(z)}")
    column, places = W[:, [neuron]], artists.positions
    artists.lit.set_segments(_edges(places[layer - 1], places[layer][[neuron]], column))
    artists.lit.set(**_look(column, W))


def _edges(before, after, W):
    return [(before[i], after[j]) for i, j in np.argwhere(W)]


def _look(W, whole):
    """Width, colour and dashes of the edges whose weight is not 0; the largest of the `whole` matrix is the widest."""
    weights = W[W != 0]
    widths = 1 + 5 * np.abs(weights) / max(np.abs(whole).max(), 1e-9)
    # Dashes are counted in line widths: a wide edge gets shorter ones.
    dashes = [(0, (6 / width + 1, 4 / width + 0.5)) for width in widths]
    return dict(
        linewidths=widths,
        colors=[BLUE if weight > 0 else ORANGE for weight in weights],
        linestyles=["-" if weight > 0 else dash for weight, dash in zip(weights, dashes)],
    )


@styled
def matrices_and_notes(axes, layers):
    """W and b of each layer, (W, b), as far as there is room, a frame for one column, and room for notes below.

    Returns notes (a text), the frame, and the frame's place per layer and neuron.
    """
    letter, line = 0.036, 0.068  # of the axes; letters are as wide as each other
    room = min(len(layers), 2)  # for the names at the left, with an index where there are several
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(1, 0))
    write = partial(axes.text, family="monospace", size=13, va="center", zorder=0.5)
    widths = [1 + max(len(short(number)) for number in np.append(W, b)) for W, b in layers]
    rows, x, places = 1 + max(len(W) for W, _ in layers), 0.0, {}
    shown = sum(3 + room + len(b) * width for (_, b), width in zip(layers, widths)) <= 28 and rows <= 5
    for layer, ((W, b), width) in enumerate(zip(layers, widths) if shown else (), start=1):
        index = "₁₂₃"[layer - 1] if len(layers) > 1 else ""
        for row, numbers in enumerate([*W, b]):
            write(x, (row + 0.5) * line, {0: f"W{index}", len(W): f"b{index}"}.get(row, ""))
            for j, number in enumerate(numbers, start=1):
                write(x + (room + j * width) * letter, (row + 0.5) * line, short(number), ha="right")
        for j in range(len(b)):
            places[layer, j] = (x + (room + 0.5 + j * width) * letter, 0.0, width * letter, (len(W) + 1) * line)
        x += (3 + room + len(b) * width) * letter
    frame = axes.add_patch(Rectangle((0, 0), 0, 0, fill=False, edgecolor=VERMILION, linewidth=2.5, animated=True))
    notes = write(0, (rows + 0.5) * line if shown else 0, "", va="top", linespacing=1.3, animated=True)
    return SimpleNamespace(notes=notes, frame=frame, places=places)


def set_notes(artists, layer, neuron, lines):
    """Frame the column of a neuron, and write these lines."""
    artists.frame.set_bounds(artists.places.get((layer, neuron), (0, 0, 0, 0)))
    artists.notes.set_text("\n".join(lines))


@styled
def gate_plane(axes, names, neurons):
    """The four inputs of a gate as points, ○ wanted 0 and ■ wanted 1, a line and arrow per neuron, output as colour.

    names: of the two axes; neurons: names from LINES. Returns shade, lines, arrows and tips (their names), zeros, ones,
    wrong, and the points' labels.
    """
    axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal", xticks=(0, 1), yticks=(0, 1))
    axes.set_xlabel(names[0], labelpad=0)
    axes.set_ylabel(names[1], labelpad=0)
    shade = axes.imshow(SHADES[[[0]]], extent=(LOW, HIGH) * 2, origin="lower", interpolation="nearest", animated=True)
    lines, arrows = [], []
    for colour, dashes in map(LINES.get, neurons):
        lines += axes.plot([], [], dashes, color=colour, animated=True)
        arrow = FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", mutation_scale=22, color=colour, shrinkA=0, shrinkB=0)
        arrow.set(animated=True, linewidth=2.5)
        arrows.append(axes.add_patch(arrow))
    write = partial(axes.text, 0, 0, ha="center", va="center", animated=True)
    tips = [write(name, size=15, weight="bold") for name in neurons]
    marks = dict(linestyle="", markeredgecolor=BLACK, markeredgewidth=2, animated=True)
    (zeros,) = axes.plot([], [], "o", markersize=19, markerfacecolor="white", **marks)
    (ones,) = axes.plot([], [], "s", markersize=12, markerfacecolor=GREEN, **marks)
    (wrong,) = axes.plot([], [], "x", color=VERMILION, markersize=24, markeredgewidth=4, animated=True)
    box = dict(facecolor="white", edgecolor="none", alpha=0.8, pad=1)
    labels = [write(name, size=13, bbox=box) for name in ("00", "01", "10", "11")]
    return SimpleNamespace(
        shade=shade, lines=lines, arrows=arrows, tips=tips, zeros=zeros, ones=ones, wrong=wrong, labels=labels
    )


def set_gate_plane(artists, neurons, outputs, points, wanted, correct):
    """neurons: (w, b) per line; outputs: on a `grid`; points: (4, 2), drawn at the edge if they lie outside."""
    side = int(np.sqrt(len(outputs)))
    artists.shade.set_data(SHADES[outputs.reshape(side, side).astype(int)])
    for line, arrow, name, (w, b) in zip(artists.lines, artists.arrows, artists.tips, neurons):
        start, tip = arrow_on_line(w, b)
        name.set_position(np.clip(tip + 0.3 * (tip - start), LOW + 0.1, HIGH - 0.1))
        along = np.array([start[1] - tip[1], tip[0] - start[0]]) / ARROW
        line.set_data(*np.stack([start - 9 * along, start + 9 * along], axis=1))
        arrow.set_positions(start, tip)
        for artist in (line, arrow, name):
            artist.set_visible(bool(np.any(w)))
    points = np.clip(points, LOW + 0.1, HIGH - 0.1)
    artists.zeros.set_data(*points[~wanted].T)
    artists.ones.set_data(*points[wanted].T)
    artists.wrong.set_data(*points[~correct].T)
    # Each label keeps to its own corner, so that all can be read where points fall onto one spot.
    for label, point, corner in zip(artists.labels, points, ((-1, -1), (-1, 1), (1, -1), (1, 1))):
        label.set_position(np.clip(point + 0.2 * np.array(corner), LOW + 0.1, HIGH - 0.1))


def arrow_on_line(w, b):
    """Start and tip of the arrow on the line w·x + b = 0: not far from the middle, but beside it, where no point is."""
    length = max(np.hypot(*w), 1e-9)
    middle = np.array([0.5, 0.5])
    start = middle - (w @ middle + b) * w / length**2 + 0.25 * np.array([w[1], -w[0]]) / length
    start = np.clip(start, LOW + 0.1, HIGH - 0.1)
    return start, start + ARROW * w / length
