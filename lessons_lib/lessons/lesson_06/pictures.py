"""Gradient descent: a curve with the steps on it, a map with a path, a dial of slopes, a square under the lens.

Curves and maps stand still and are drawn anew only for another function; paths, points and arrows move.
"""

from types import SimpleNamespace

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import FancyArrowPatch

from ...pictures.style import BLACK, BLUE, GREEN, GREY, ORANGE, VERMILION, joined, short, styled

DEPTHS = LinearSegmentedColormap.from_list("depths", ["#2F7FB5", "#FFFFFF"])
"""From the deepest place, blue, to the highest, white."""
LEVELS = np.linspace(0, 1, 13)
FAR = 50.0
"""Nothing is drawn further out than so many times the size of the picture: walks that diverge end there."""
SPOT = dict(marker="o", markersize=13, color="white", markeredgecolor=BLACK, linestyle="", animated=True)


@styled
def curve(axes):
    """The curve of a function, a walk on it, and the tangent where the walk starts."""
    axes.set(xlabel="x", ylabel="f(x)")
    (line,) = axes.plot([], [], color=BLUE)
    (tangent,) = axes.plot([], [], color=GREEN, linestyle="--", linewidth=2, animated=True)
    return SimpleNamespace(axes=axes, line=line, tangent=tangent, walk=_walk(axes))


@styled
def record(axes, last):
    """The value after each step of a walk, from 0 to `last`."""
    axes.set(xlim=(-0.04 * last, 1.04 * last), xlabel="step", title="f after each step")
    return SimpleNamespace(axes=axes, walk=_walk(axes))


def _walk(axes):
    """A walk: dots joined by a line, a circle where it starts and a star where it ends."""
    (path,) = axes.plot([], [], "o-", color=VERMILION, markersize=5, linewidth=1.2, animated=True)
    (start,) = axes.plot([], [], clip_on=False, in_layout=False, **SPOT)
    (end,) = axes.plot([], [], **SPOT | dict(marker="*", markersize=20, color=VERMILION))
    return path, start, end


def set_walk(walk, x, y):
    """Show a walk through the points (x, y)."""
    axes = walk[0].axes
    x, y = _near(x, *axes.get_xlim()), _near(y, *axes.get_ylim())
    for artist, part in zip(walk, (slice(None), slice(1), slice(-1, None))):
        artist.set_data(x[part], y[part])


def _near(numbers, low, high):
    return np.clip(numbers, low - FAR * (high - low), high + FAR * (high - low))


def set_curve(left, right, x, y):
    """Another function: its values y at x. Both pictures get its range. Draw anew afterwards."""
    left.line.set_data(x, y)
    low, high = np.min(y, where=np.isfinite(y), initial=np.inf), np.max(y, where=np.isfinite(y), initial=-np.inf)
    x_margin, margin = 0.03 * np.ptp(x), 0.08 * (high - low or 1.0)
    left.axes.set(xlim=(x[0] - x_margin, x[-1] + x_margin), ylim=(low - margin, high + margin))
    right.axes.set_ylim(left.axes.get_ylim())


def set_descent(left, right, points, values, slope):
    """Show the walk on the curve and as a record, and the tangent of this slope at its start."""
    set_walk(left.walk, points, values)
    set_walk(right.walk, np.arange(len(values)), values)
    steepness = np.hypot(1 / np.ptp(left.axes.get_xlim()), slope / np.ptp(left.axes.get_ylim()))
    reach = np.array([-0.4, 0.4]) / steepness  # equally long on the screen, however steep
    left.tangent.set_data(points[0] + reach, values[0] + slope * reach)


@styled
def landscape(axes, x, y, even=False):
    """A map of heights above the plane, for ticks x and y; `set_heights` fills it.

    even: equal steps from contour line to contour line; otherwise they are smaller down in the valley.
    """
    axes.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]), aspect="equal", xlabel="x", ylabel="y")
    return SimpleNamespace(axes=axes, x=x, y=y, even=even, drawn=[], walk=_walk(axes))


@styled
def set_heights(land, heights, right=None):
    """Another function on the map, heights of shape (len(y), len(x)); a record on the right gets the heights of the
    contour lines as its scale. Draw anew afterwards."""
    for artist in land.drawn:
        artist.remove()
    heights = np.ma.masked_invalid(heights)
    land.low, land.span = heights.min(), np.ptp(heights) or 1.0
    place = land.x, land.y, _share(land, heights), LEVELS
    bands = land.axes.contourf(*place, cmap=DEPTHS, zorder=-2)
    land.drawn = [bands, land.axes.contour(*place, colors=GREY, linewidths=0.7, zorder=-1)]
    if right:
        marked = LEVELS[::3]
        heights = land.low + land.span * marked**3
        labels = [f"{height:.0f}" if abs(height) >= 100 else short(height, 2) for height in heights]
        right.axes.set(ylim=(-0.06, 1.06), yticks=marked, yticklabels=labels)


def _share(land, heights):
    """Heights as the share of contour lines below them, 0 to 1."""
    share = (heights - land.low) / land.span
    return share if land.even else np.cbrt(share)


def set_path(land, right, points, values):
    """Show a walk on the map, points of shape (steps + 1, 2), and its values in the record."""
    set_walk(land.walk, *points.T)
    set_walk(right.walk, np.arange(len(values)), _share(land, values))


@styled
def dial(left, right):
    """On the map a direction and the gradient, beside it the slope in every direction."""
    right.set(xlim=(-195, 195), xticks=range(-180, 181, 90))
    right.set(xlabel="direction in degrees", title="slope in that direction")
    right.axhline(0, color=GREY, linewidth=1)
    style = dict(arrowstyle="-|>", shrinkA=0, shrinkB=0, animated=True)
    gradient = FancyArrowPatch((0, 0), (1, 1), mutation_scale=30, color=VERMILION, linewidth=6, **style)
    arrow = FancyArrowPatch((0, 0), (1, 1), mutation_scale=22, color=BLACK, linewidth=2.5, **style)
    left.add_patch(gradient)
    left.add_patch(arrow)
    (place,) = left.plot([], [], **SPOT)
    (slopes,) = right.plot([], [], color=BLUE, animated=True)
    (here,) = right.plot([], [], **SPOT)
    (steepest,) = right.plot([], [], **SPOT | dict(marker="^", markersize=15, color=VERMILION))
    return SimpleNamespace(
        axes=right, gradient=gradient, arrow=arrow, place=place, slopes=slopes, here=here, steepest=steepest
    )


def set_dial(artists, point, angle, angles, slopes, slope, gradient=None):
    """Point the arrow in the direction `angle`, in degrees; the gradient is left out where it is None or 0."""
    artists.arrow.set_positions(point, point + 0.9 * direction(angle))
    artists.place.set_data(*point[:, None])
    artists.slopes.set_data(angles, slopes)
    artists.here.set_data([angle], [slope])
    length = 0.0 if gradient is None else np.hypot(*gradient)
    artists.gradient.set_visible(length > 1e-9)
    artists.steepest.set_visible(length > 1e-9)
    if length > 1e-9:
        artists.gradient.set_positions(point, point + 0.9 * gradient / length)
        artists.steepest.set_data([np.degrees(np.arctan2(*gradient[::-1]))], [length])


def direction(degrees):
    """The unit vector, or the unit vectors as rows, at this angle."""
    return np.stack([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], axis=-1)


@styled
def lens(axes):
    """Three panels: the plane with a square, the image of both under a function, and the square's image enlarged."""
    for panel, title in zip(axes, ("drag the square", "its image", "the image enlarged")):
        panel.set(aspect="equal", xticks=[], yticks=[], xlim=(-1.15, 1.15), ylim=(-1.15, 1.15), title=title)
        panel.spines[:].set(visible=True, color=GREY)
    grids = [panel.plot([], [], color=GREY, linewidth=0.7)[0] for panel in axes[:2]]
    squares = [panel.plot([], [], color=BLUE, linewidth=1.8, animated=True, label="true image")[0] for panel in axes]
    look = dict(color=ORANGE, linestyle="--", linewidth=2, animated=True, label="straight image (Jacobian)")
    (straight,) = axes[2].plot([], [], **look)
    axes[0].figure.legend(handles=[squares[2], straight], loc="outside lower right", ncols=2, frameon=False)
    return SimpleNamespace(axes=axes, grids=grids, squares=squares, straight=straight)


def set_grids(artists, lines, images):
    """Another function: the lines of the plane and their images. Draw anew afterwards."""
    for panel, grid, shown in zip(artists.axes, artists.grids, (lines, images)):
        grid.set_data(*joined(shown))
        reach = 1.05 * np.abs(shown).max() or 1.0
        panel.set(xlim=(-reach, reach), ylim=(-reach, reach))


def set_lens(artists, square, image, true, straight):
    """Show a square as lines, its image, and enlarged, seen from its centre, the true image and the straight one."""
    enlarged = max(np.abs(true).max(), np.abs(straight).max()) or 1.0
    shown = square, image, true / enlarged, straight / enlarged
    for artist, lines in zip((*artists.squares, artists.straight), shown):
        artist.set_data(*joined(lines))
