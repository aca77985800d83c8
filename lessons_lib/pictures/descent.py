"""Gradient descent: a curve with the steps on it, a map with a path, a dial of slopes, a square under the lens.

Curves and maps stand still and are drawn anew only for another function; paths, points and arrows move.
"""

from types import SimpleNamespace

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import FancyArrowPatch

from .style import BLACK, BLUE, GREEN, GREY, ORANGE, VERMILION, joined, short, styled

DEPTHS = LinearSegmentedColormap.from_list("depths", ["#2F7FB5", "#FFFFFF"])
"""From the deepest place, blue, to the highest, white."""
BANDS = 12
FAR = 50.0
"""Nothing is drawn further out than so many times the size of the picture: walks that diverge end there."""
ARROW = 0.9
SPOTS = dict(color=VERMILION, markeredgecolor=BLACK, linestyle="", animated=True)


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
    axes.set(xlim=(-0.02 * last, 1.04 * last), xlabel="step", title="f after each step")
    return SimpleNamespace(axes=axes, walk=_walk(axes))


def _walk(axes):
    """A walk: dots joined by a line, a circle where it starts and a star where it ends."""
    (path,) = axes.plot([], [], "o-", color=VERMILION, markersize=5, linewidth=1.2, animated=True)
    (start,) = axes.plot([], [], "o", markersize=13, **SPOTS | {"color": "white"})
    (end,) = axes.plot([], [], "*", markersize=20, **SPOTS)
    return path, start, end


def set_walk(walk, x, y):
    """Show a walk through the points (x, y)."""
    for artist, part in zip(walk, (slice(None), slice(1), slice(-1, None))):
        artist.set_data(x[part], y[part])


def set_curve(left, right, x, y):
    """Another function: its values y at x. Both pictures get its range. Draw anew afterwards."""
    left.line.set_data(x, y)
    low, high = np.nanpercentile(np.where(np.isfinite(y), y, np.nan), (0, 100))
    margin = 0.08 * (high - low or 1.0)
    left.axes.set(xlim=(x[0], x[-1]), ylim=(low - margin, high + margin))
    right.axes.set_ylim(left.axes.get_ylim())


def set_descent(left, right, points, values, slope):
    """Show the walk on the curve and as a record, and the tangent of this slope at its start."""
    x_limits, y_limits = (np.array(axis) for axis in (left.axes.get_xlim(), left.axes.get_ylim()))
    points, values = _within(points, *x_limits), _within(values, *y_limits)
    set_walk(left.walk, points, values)
    set_walk(right.walk, np.arange(len(values)), values)
    steepness = np.hypot(1 / np.ptp(x_limits), slope / np.ptp(y_limits))
    reach = np.array([-0.4, 0.4]) / steepness  # equally long on the screen, however steep
    left.tangent.set_data(points[0] + reach, values[0] + slope * reach)


def _within(numbers, low, high):
    return np.clip(numbers, low - FAR * (high - low), high + FAR * (high - low))


@styled
def landscape(axes, x, y):
    """A map of heights above the plane, for ticks x and y; `set_heights` fills it."""
    axes.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]), aspect="equal", xlabel="$x$", ylabel="$y$")
    return SimpleNamespace(axes=axes, x=x, y=y, bands=None, walk=_walk(axes))


@styled
def set_heights(artists, heights, right=None):
    """Another function on the map, heights of shape (len(y), len(x)); a record on the right gets the heights of the
    contour lines as its scale. Draw anew afterwards."""
    if artists.bands:
        artists.bands.remove()
        artists.contours.remove()
    heights = np.ma.masked_invalid(heights)
    artists.low, artists.span = heights.min(), heights.max() - heights.min() or 1.0
    levels, scaled = np.linspace(0, 1, BANDS + 1), _levels_below(artists, heights)
    artists.bands = artists.axes.contourf(artists.x, artists.y, scaled, levels, cmap=DEPTHS, zorder=-2)
    lines = dict(colors=GREY, linewidths=0.7, zorder=-1)
    artists.contours = artists.axes.contour(artists.x, artists.y, scaled, levels, **lines)
    if right:
        ticks = levels[::3]
        heights = artists.low + artists.span * ticks**3
        labels = [f"{height:.0f}" if abs(height) >= 100 else short(height, 2) for height in heights]
        right.axes.set(ylim=(-0.06, 1.06), yticks=ticks, yticklabels=labels)


def _levels_below(artists, heights):
    """Heights as the share of contour lines below them, 0 to 1: the lines lie closer together down in the valley."""
    return np.cbrt((heights - artists.low) / artists.span)


def set_path(artists, right, points, values):
    """Show a walk on the map, points of shape (steps + 1, 2), and its values in the record."""
    x, y = (_within(column, ticks[0], ticks[-1]) for column, ticks in zip(points.T, (artists.x, artists.y)))
    set_walk(artists.walk, x, y)
    set_walk(right.walk, np.arange(len(values)), _within(_levels_below(artists, values), 0, 1))


@styled
def dial(left, right):
    """On the map a direction and the gradient, beside it the slope in every direction."""
    arrows = [
        FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", mutation_scale=size, color=color, lw=lw, shrinkA=0, shrinkB=0)
        for size, color, lw in ((30, VERMILION, 6), (22, BLACK, 2.5))
    ]
    for arrow in arrows:
        arrow.set_animated(True)
        left.add_patch(arrow)
    right.set(xlim=(-180, 180), xticks=range(-180, 181, 90))
    right.set(xlabel="direction in degrees", title="slope (▲ gradient)")
    right.axhline(0, color=GREY, linewidth=1)
    (place,) = left.plot([], [], "o", markersize=13, **SPOTS | {"color": "white"})
    (slopes,) = right.plot([], [], color=BLUE, animated=True)
    (here,) = right.plot([], [], "o", markersize=13, **SPOTS | {"color": "white"})
    (steepest,) = right.plot([], [], "^", markersize=15, **SPOTS)
    return SimpleNamespace(axes=right, arrows=arrows, place=place, slopes=slopes, here=here, steepest=steepest)


def set_steepest(artists, steepest):
    """Slopes are shown up to the steepest one. Draw anew afterwards."""
    artists.axes.set_ylim(-1.1 * steepest, 1.1 * steepest)


def set_dial(artists, point, angle, angles, slopes, slope, gradient=None):
    """Point the arrow in the direction `angle`, in degrees; the gradient is left out where it is None."""
    steepest, shown = artists.arrows[0], gradient is not None and np.hypot(*gradient) > 1e-9
    artists.arrows[1].set_positions(point, point + ARROW * direction(angle))
    artists.place.set_data(*point[:, None])
    artists.slopes.set_data(angles, slopes)
    artists.here.set_data([angle], [slope])
    steepest.set_visible(shown)
    artists.steepest.set_visible(shown)
    if shown:
        length = np.hypot(*gradient)
        steepest.set_positions(point, point + ARROW * gradient / length)
        artists.steepest.set_data([np.degrees(np.arctan2(*gradient[::-1]))], [length])


def direction(degrees):
    """The unit vector, or the unit vectors as rows, at this angle."""
    return np.stack([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], axis=-1)


@styled
def lens(axes, titles):
    """Three panels: the plane with a square, what a map makes of both, and the square's image enlarged."""
    for panel, title in zip(axes, titles):
        panel.set(aspect="equal", xticks=[], yticks=[], title=title)
        panel.spines[:].set(visible=True, color=GREY)
    axes[2].set(xlim=(-1.15, 1.15), ylim=(-1.15, 1.15))
    grids = [panel.plot([], [], color=GREY, linewidth=0.7)[0] for panel in axes[:2]]
    squares = [panel.plot([], [], color=BLUE, linewidth=1.8, animated=True)[0] for panel in axes]
    (straight,) = axes[2].plot([], [], color=ORANGE, linestyle="--", linewidth=2, animated=True)
    straight.set_label("straight: Jacobian")
    squares[2].set_label("true image")
    axes[2].legend(handles=[squares[2], straight], loc="upper center", bbox_to_anchor=(0.5, -0.02), frameon=False)
    return SimpleNamespace(axes=axes, grids=grids, squares=squares, straight=straight)


def set_grids(artists, lines, images):
    """Another map: the lines of the plane and their images. Draw anew afterwards."""
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
