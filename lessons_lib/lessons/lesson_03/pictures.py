"""Why non-linear: a grid sent through layers, activations with their slopes, curves that are sums of hinges."""

from functools import partial
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection

from ...pictures.style import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, VERMILION, grid_lines, joined, plain, styled

FAR = 4.0
"""The gallery shows z from -FAR to FAR."""
FLAT = 0.05
"""A slope smaller than this, up or down, is called nearly flat."""
RIGHT, HIGH = 6.0, 1.5
"""Curves made of hinges are shown for x from 0 to RIGHT and y from -HIGH to HIGH."""
EXACT = 1e-4
"""The smallest gap that the picture of gaps can tell from 0."""


@styled
def grid_panel(axes, title, animated=True):
    """Room for one image of the grid. Returns the two families of lines and the marks of two corners."""
    axes.set(xlim=(-1.15, 1.15), ylim=(-1.15, 1.15), aspect="equal", xticks=[], yticks=[], title=title)
    axes.spines[:].set(visible=True, color=GREY)
    looks = (BLUE, 2.5), (ORANGE, 1.2)
    families = [axes.plot([], [], color=colour, linewidth=width, animated=animated)[0] for colour, width in looks]
    style = dict(linestyle="", markersize=12, markeredgecolor=BLACK, animated=animated)
    corners = [axes.plot([], [], marker, color=c, **style)[0] for marker, c in (("o", "white"), ("s", VERMILION))]
    return SimpleNamespace(families=families, corners=corners)


def set_grid(artists, lines):
    """Show an image of `grid_lines()`; the circle is the corner (-1, -1), the square (1, 1)."""
    for family, part in zip(artists.families, np.split(lines, 2)):
        family.set_data(*joined(part))
    for corner, (x, y) in zip(artists.corners, (lines[0, 0], lines[-1, -1])):
        corner.set_data([x], [y])


@styled
def layer_in_numbers(row):
    """W and b of a layer and a difference, across a row of axes. Returns the texts: W's two rows, b, the difference.

    Letters are the dearest thing to draw in a frame, so those that never change stand still.
    """
    for axes in row:
        axes.set_axis_off()
        axes.set(xlim=(0, 1), ylim=(0, 1))
    write = partial(row[0].text, family="monospace", size=14, va="center", in_layout=False)  # wider than the axes
    write(0, 0.8, "the one layer   W =")
    write(1.7, 0.8, "b =")
    write(0, 0.1, "largest difference:")
    places = (0.9, 0.8), (0.9, 0.48), (1.9, 0.8), (0.9, 0.1)
    return [write(x, y, "", animated=True) for x, y in places]


def set_layer(texts, Wb, difference):
    """Write the layer's numbers, b below W, and the difference to what it replaces."""
    for text, row in zip(texts, Wb):
        text.set_text(" ".join(f"{_seen(number):>5}" for number in row))
    texts[-1].set_text(f"{difference:.2g}")


def _seen(number):
    """A number with two decimals, or as "1.3e-08" where these would hide it; what is left of rounding counts as 0."""
    if 1e-15 < abs(number) < 0.005:
        return f"{number:.1e}"
    return plain(number if abs(number) > 1e-15 else 0)


@styled
def gallery(left, right):
    """Curves on the left, slopes on the right: of one function (solid) and of another (dashed), and a point on each.

    Returns curves, slopes, tangents, points and spots (lists of two), flat and dead (regions of both axes), and what is
    shown. Only what moves with z is animated.
    """
    left.set(xlim=(-FAR, FAR), ylim=(-1.6, FAR + 0.2), xlabel="z", ylabel="f(z)")
    right.set(xlim=(-FAR, FAR), ylim=(-0.25, 1.3), xlabel="z", ylabel="slope")
    for axes in (left, right):
        axes.axhline(0, color=GREY, linewidth=1)
        axes.axvline(0, color=GREY, linewidth=1)

    def pair(axes, looks, **look):
        return [axes.plot([], [], **kind, **look)[0] for kind in looks]

    def regions(**look):
        return [axes.fill_between([], [], transform=axes.get_xaxis_transform(), lw=0, **look) for axes in (left, right)]

    curves = dict(color=BLUE, label="f"), dict(color=ORANGE, linestyle="--", label="compared")
    tangents = [dict(color=VERMILION, linewidth=1.5, linestyle=style) for style in ("-", ":")]
    marks = dict(marker="o", markersize=13, color=VERMILION), dict(marker="s", markersize=7, color="white")
    mark = dict(linestyle="", markeredgecolor=BLACK, animated=True)
    flat = regions(hatch="//", facecolor="#F3F3F3", edgecolor="#B0B0B0", label=f"nearly flat: |slope| < {FLAT}")
    dead = regions(hatch="xx", facecolor="#F6E3EE", edgecolor=PURPLE, label="dead: slope exactly 0")
    curves, slopes = pair(left, curves), pair(right, curves)
    handles = [*curves, flat[0], dead[0]]
    left.figure.legend(handles=handles, loc="outside upper left", ncols=4, frameon=False, handleheight=1.2)
    left.set_title(r"$\frac{1}{1 + e^{-z}}$", pad=10)  # the tallest title makes the room for all
    left.figure.draw_without_rendering()
    left.figure.set_layout_engine("none")
    return SimpleNamespace(
        axes=(left, right), curves=curves, slopes=slopes, tangents=pair(left, tangents, animated=True),
        points=pair(left, marks, **mark), spots=pair(right, marks, **mark), flat=flat, dead=dead, shown=None,
    )  # fmt: skip


@styled
def set_functions(artists, shown, titles, z_axis, tables):
    """Show one function or two, by their names. tables: for each, values and slopes on z_axis."""
    artists.shown = shown
    for axes, title in zip(artists.axes, titles):
        axes.set_title(title, pad=10)
    nothing = np.full_like(z_axis, np.nan)
    for curve, slope, table in zip(artists.curves, artists.slopes, [*tables, (nothing, nothing)]):
        curve.set_data(z_axis, table[0])
        slope.set_data(z_axis, table[1])
    slopes = tables[0][1]
    for flat, dead in zip(artists.flat, artists.dead):
        flat.set_data(z_axis, 0, 1, where=(np.abs(slopes) < FLAT) & (slopes != 0))
        dead.set_data(z_axis, 0, 1, where=slopes == 0)


def set_points(artists, z, here):
    """here: the value, the slope and what else is known at z, for each function that is shown."""
    moving = zip(artists.points, artists.spots, artists.tangents, [*here, (np.nan, np.nan)])
    for point, spot, tangent, (value, slope, *_) in moving:
        point.set_data([z], [value])
        spot.set_data([z], [slope])
        reach = np.array([-1.2, 1.2]) / np.hypot(1, slope)  # equally long, however steep
        tangent.set_data(z + reach, value + slope * reach)


@styled
def hinge_panels(left, right, most):
    """On the left a wanted curve, the sum of hinges and each hinge; on the right the gap for 1 to `most` hinges.

    Returns wanted, total, hinges, knots, gap, gaps and the mark `now`.
    """
    left.set(xlim=(0, RIGHT), ylim=(-HIGH - 0.1, HIGH + 0.1), xlabel="x", ylabel="y")
    right.set(xlim=(0, most + 1), ylim=(EXACT / 2, 3), yscale="log", xlabel="number of hinges", title="largest gap")
    right.set_yticks([1, 0.1, 0.01, 0.001, EXACT], ["1", "0.1", "0.01", "0.001", "0"], minor=False)
    right.minorticks_off()
    left.axhline(0, color=GREY, linewidth=1)
    hinges = LineCollection([], colors=GREEN, linewidths=1, animated=True, label="each hinge")
    left.add_collection(hinges, autolim=False)
    (wanted,) = left.plot([], [], color=ORANGE, linewidth=7, alpha=0.6, animated=True, label="wanted")
    (total,) = left.plot([], [], color=BLUE, animated=True, label="sum of hinges")
    (knots,) = left.plot([], [], "^", color=BLACK, markersize=7, animated=True, label="where a hinge bends")
    (gap,) = left.plot([], [], color=VERMILION, linewidth=4, animated=True, label="largest gap")
    (gaps,) = right.plot([], [], ".-", color=BLUE, linewidth=1, markersize=8, animated=True)
    (now,) = right.plot([], [], "o", color=VERMILION, markeredgecolor=BLACK, markersize=12, animated=True)
    left.figure.legend(handles=[wanted, total, hinges, knots, gap], loc="outside upper left", ncols=5, frameon=False,
                       handlelength=1.2, columnspacing=1.2)  # fmt: skip
    return SimpleNamespace(wanted=wanted, total=total, hinges=hinges, knots=knots, gap=gap, gaps=gaps, now=now)


def set_hinges(artists, x, wanted, total, knots, hinges, gaps):
    """hinges: one row of values on x for each hinge. gaps: the largest gap for 1, 2, … hinges."""
    artists.wanted.set_data(x, wanted)
    artists.total.set_data(x, total)
    artists.hinges.set_segments([np.column_stack([x, hinge]) for hinge in hinges])
    artists.knots.set_data(knots, np.interp(knots, x, total))
    worst = np.argmax(np.abs(wanted - total))
    artists.gap.set_data([x[worst]] * 2, [wanted[worst], total[worst]])
    shown = np.maximum(gaps, EXACT)
    artists.gaps.set_data(np.arange(1, len(gaps) + 1), shown)
    artists.now.set_data([len(hinges)], [shown[len(hinges) - 1]])
