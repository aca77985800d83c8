"""One neuron: the sum it makes of its inputs, and the line it draws through the plane."""

from functools import partial
from types import SimpleNamespace

import numpy as np
from matplotlib.patches import FancyArrowPatch

from ...pictures.style import BLACK, BLUE, DIVERGING, GREEN, GREY, ORANGE, VERMILION, styled

REACH = 2.2
"""The plane shows inputs from -REACH to REACH."""


@styled
def waterfall(axes, names, low, high):
    """One bar per name, each starting where the one above ends; a line at the end of the last. Room for numbers left.

    Returns bars, numbers (texts) and the line `total`.
    """
    rows = np.arange(len(names))
    axes.set(xlim=(low, high), ylim=(len(names) - 0.4, -0.6), yticks=rows, yticklabels=names, xlabel="sum so far")
    axes.axvline(0, color=GREY, linewidth=1)
    bars = axes.barh(rows, np.zeros(len(names)), height=0.6, animated=True, edgecolor=BLACK)
    write = partial(axes.text, 0, s="", va="center", clip_on=True, animated=True)
    numbers = [write(y=row, bbox=dict(facecolor="white", edgecolor="none", pad=1)) for row in rows]  # over the total
    total = axes.axvline(0, color=VERMILION, linestyle="--", animated=True)
    return SimpleNamespace(bars=bars, numbers=numbers, total=total)


def set_waterfall(artists, parts, texts):
    """Let the bars show `parts`, one after the other, with `texts` beside them."""
    ends = np.cumsum(parts)
    for bar, number, part, end, text in zip(artists.bars, artists.numbers, parts, ends, texts):
        bar.set_x(end - part)
        bar.set_width(part)
        bar.set_facecolor(BLUE if part >= 0 else ORANGE)
        bar.set_hatch("" if part >= 0 else "//")
        number.set_text(text)
        number.set_x(max(end, end - part) + 0.25)
    artists.total.set_xdata([ends[-1], ends[-1]])


@styled
def response(axes):
    """The curve y = f(z), and on it the point where the neuron is. Returns curve, point and the guide to it."""
    axes.set(xlim=(-8, 8), ylim=(-0.25, 1.25), xlabel="z = w·x + b", ylabel="y = f(z)")
    axes.axhline(0, color=GREY, linewidth=1)
    axes.axvline(0, color=GREY, linewidth=1)
    (curve,) = axes.plot([], [], color=BLUE, animated=True)
    (guide,) = axes.plot([], [], color=VERMILION, linestyle="--", linewidth=1.5, animated=True)
    (point,) = axes.plot([], [], "o", color=VERMILION, markersize=12, markeredgecolor=BLACK, animated=True)
    return SimpleNamespace(curve=curve, guide=guide, point=point)


def set_response(artists, z, y):
    """Put the point of a response, and the guide below it, at z and y."""
    artists.point.set_data([z], [y])
    artists.guide.set_data([z, z], [0, y])


@styled
def plane(axes):
    """The plane of inputs: output as colour, the line w·x + b = 0, the arrow w, points wanted 0 (○) and 1 (■).

    Returns shade, line, arrow with its label, the signs of its sides, zeros, ones and wrong.
    """
    ticks = range(-2, 3)
    axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xticks=ticks, yticks=ticks)
    axes.set(xlabel="$x_1$", ylabel="$x_2$")
    shade = axes.imshow(
        np.zeros((2, 2)), extent=(-REACH, REACH) * 2, origin="lower", cmap=DIVERGING, vmin=-0.2, vmax=1.2,
        interpolation="nearest", animated=True,
    )  # fmt: skip
    (line,) = axes.plot([], [], color=BLACK, animated=True)
    arrow = FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", mutation_scale=25, shrinkA=0, shrinkB=0)
    arrow.set(color=VERMILION, linewidth=3, zorder=3, animated=True)  # its tip is grabbed, also where a point lies
    axes.add_patch(arrow)
    label = axes.text(0, 0, "w", color=VERMILION, weight="bold", size=16, ha="center", va="center", animated=True)
    sides = [axes.text(0, 0, sign, size=22, ha="center", va="center", clip_on=True, animated=True) for sign in "+−"]
    marks = dict(linestyle="", markersize=15, markeredgecolor=BLACK, markeredgewidth=2, animated=True)
    (zeros,) = axes.plot([], [], "o", markerfacecolor="white", **marks)
    (ones,) = axes.plot([], [], "s", markerfacecolor=GREEN, **marks)
    (wrong,) = axes.plot([], [], "x", color=VERMILION, markersize=26, markeredgewidth=4, animated=True)
    return SimpleNamespace(
        shade=shade, line=line, arrow=arrow, label=label, sides=sides, zeros=zeros, ones=ones, wrong=wrong
    )


def set_plane(artists, w, b, outputs, inputs, wanted, correct):
    """Move line and arrow to w and b, shade the plane with the outputs on a `grid`, mark the inputs that are wrong."""
    side = int(np.sqrt(len(outputs)))
    artists.shade.set_data(outputs.reshape(side, side))
    length = max(np.hypot(*w), 1e-9)
    foot, along = -b * w / length**2, np.array([-w[1], w[0]]) / length
    artists.line.set_data(*np.stack([foot - 10 * along, foot + 10 * along], axis=1))
    for text, direction in zip(artists.sides, (1, -1)):
        text.set_position(foot + 1.2 * along + direction * 0.25 * w / length)
    artists.arrow.set_positions((0, 0), w)
    artists.label.set_position(np.clip(w * (1 + 0.25 / max(length, 0.25)), 0.15 - REACH, REACH - 0.15))
    for artist in (artists.line, artists.arrow, artists.label, *artists.sides):
        artist.set_visible(bool(np.any(w)))  # without weights there is neither line nor arrow
    artists.zeros.set_data(*inputs[~wanted].T)
    artists.ones.set_data(*inputs[wanted].T)
    artists.wrong.set_data(*inputs[~correct].T)


@styled
def truth_table(axes, inputs):
    """A table of the inputs, shape (4, 2), one a line. Returns one text per line for what is computed from it.

    Letters are the dearest thing to draw in a frame, so those that never change stand still.
    """
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(7, 0))
    write = partial(axes.text, family="monospace", size=15, va="center")
    write(0, 0.5, "x₁ x₂         z     y  wanted", weight="bold")
    for i, (x1, x2) in enumerate(inputs):
        write(0, i + 1.5, f"{x1:.0f}  {x2:.0f}")
    write(0, 6.5, "○ wanted 0  ■ wanted 1  ✗ wrong")
    return [write(0.22, i + 1.5, "", animated=True) for i in range(len(inputs))]
