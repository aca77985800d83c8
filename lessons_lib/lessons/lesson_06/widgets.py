"""Walks downhill on a curve and on a map, the slope in all directions, and a function that looks straight enlarged.

`valleys.py` has the rest: a line and its place on the map of its loss, and how far momentum helps.
"""

from math import dist

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from ...activations import tanh
from ...data import five_picnics
from ...gradcheck import numerical_gradient, numerical_jacobian
from ...ops import exp
from ...optimisers import gradient_descent
from ...pictures.controls import choice, functions_by_name, log_slider, slider, switch, ticker
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Arrow, Line, Tangent, spot
from ...pictures.style import (
    BLACK, BLUE, GREEN, GREY, ORANGE, VERMILION, grid_lines, joined, listed, new_figure, plain, short, styled
)  # fmt: skip

STEPS = 60


def picnic_loss(p):
    """The mean squared error of a line over the five picnics, from its slope and intercept."""
    x, y = five_picnics()
    return ((p[0] * x + p[1] - y) ** 2).mean()


CURVES = {
    "x²": lambda x: x**2,
    "5x² (steep)": lambda x: 5 * x**2,
    "two valleys": lambda x: x**4 / 8 - x**2 + x / 2,
    "a hole in a plain": lambda x: 1 - exp(-(x**2)),
}
LANDSCAPES = {
    "long valley x² + 20y²": lambda p: p[0] ** 2 + 20 * p[1] ** 2,
    "bowl x² + 3y²": lambda p: p[0] ** 2 + 3 * p[1] ** 2,
    "saddle": lambda p: p[0] ** 2 - p[1] ** 2 + p[1] ** 4 / 4,
    "two valleys": lambda p: p[0] ** 4 / 4 - p[0] ** 2 + p[0] / 4 + p[1] ** 2,
    "Rosenbrock": lambda p: (1 - p[0]) ** 2 + 10 * (p[1] - p[0] ** 2) ** 2,
    "five picnics: slope x, intercept y": picnic_loss,
}
VALLEY, BOWL, SADDLE, *_ = LANDSCAPES
X_TICKS, Y_TICKS = np.linspace(-3, 3, 73), np.linspace(-2, 2, 49)
W = np.array([[1.0, -0.5], [0.8, 1.2]])
MAPS = {
    "square: x² − y², 2xy": lambda p: np.array([p[0] ** 2 - p[1] ** 2, 2 * p[0] * p[1]]),
    "polar: x cos y, x sin y": lambda p: p[0] * np.array([np.cos(p[1]), np.sin(p[1])]),
    "tanh of x, tanh of y": tanh,
    "a layer: tanh(p @ W)": lambda p: tanh(p @ W),
}
DEPTHS = LinearSegmentedColormap.from_list("depths", ["#2F7FB5", "#FFFFFF"])
"""From the deepest place, blue, to the highest, white."""
LEVELS = np.linspace(0, 1, 13)
FAR = 50.0
"""Nothing is drawn further out than so many times the size of the picture: walks that diverge end there."""
PLACE = dict(size=13, color="white")
"""The spot for a place that is looked at."""


# ── what more than one of them shows ────────────────────────────────────────────────────────────────────────────

class Walk:
    """Dots joined by a line, a circle where it starts and a star where it ends."""

    def __init__(self, axes):
        self.axes = axes
        self.path = Line(axes, "o-", color=VERMILION, markersize=5, linewidth=1.2)
        self.start = spot(axes, **PLACE, clip_on=False, in_layout=False)
        self.end = spot(axes, "*", size=20)

    def set(self, x, y):
        """Lead it through the points (x, y)."""
        x, y = _near(x, *self.axes.get_xlim()), _near(y, *self.axes.get_ylim())
        self.path.set(x, y)
        self.start.set(x[0], y[0])
        self.end.set(x[-1], y[-1])


def _near(numbers, low, high):
    return np.clip(numbers, low - FAR * (high - low), high + FAR * (high - low))


class Landscape:
    """A map of the heights of a function of the plane.

    x, y: where the heights are taken. even: equal steps from contour line to contour line; otherwise they are smaller
    down in the valley.
    """

    def __init__(self, axes, x=X_TICKS, y=Y_TICKS, even=False):
        axes.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]), aspect="equal", xlabel="x", ylabel="y")
        self.axes, self.x, self.y, self.even, self.drawn = axes, x, y, even, []

    def set(self, f):
        """Show another function; it stands still."""
        heights = np.array([[float(f(np.array([x, y]))) for x in self.x] for y in self.y])
        heights = np.ma.masked_invalid(heights)  # where f has no value, nothing is drawn
        for artist in self.drawn:
            artist.remove()
        self.low, self.span = heights.min(), np.ptp(heights) or 1.0
        place = self.x, self.y, self.share(heights), LEVELS
        bands = self.axes.contourf(*place, cmap=DEPTHS, zorder=-2)
        self.drawn = [bands, self.axes.contour(*place, colors=GREY, linewidths=0.7, zorder=-1)]

    def share(self, heights):
        """Heights as the share of contour lines below them, 0 to 1."""
        share = (heights - self.low) / self.span
        return share if self.even else np.cbrt(share)


def _record(axes):
    """Axes for the value after each step of a walk."""
    axes.set(xlim=(-0.04 * STEPS, 1.04 * STEPS), xlabel="step", title="f after each step")
    return Walk(axes)


def _diverges(path, f, start, steps, **settings):
    """Did this walk overflow, or does it climb and go on climbing beyond all bounds?"""
    values = path.values
    if len(values) <= steps:
        return True
    if len(values) < 3 or values[-1] - values[0] <= abs(values[0]) / 2 or not values[-1] > values[-2] > values[-3]:
        return False
    further = gradient_descent(f, start, steps=steps + 200, **settings)
    return further.values[-1] > 1e6 * np.abs(values).max()


def _story(path, diverges, learning_rate, steps, momentum=0.0):
    """How a walk went, in words."""
    first, last, taken = short(path.values[0]), short(path.values[-1]), len(path.values) - 1
    told = f"{_counted(steps)} with η = {short(learning_rate)}"
    if momentum:
        told += f" and momentum {plain(momentum)}"
    if diverges:
        beyond = f" in {_counted(taken)}, then beyond all numbers" if taken < steps else ""
        return f"{told}: it diverges, f grows from {first} to {last}{beyond}."
    place = ", ".join(short(number) for number in np.atleast_1d(path.points[-1]))
    place = f"({place})" if path.points.ndim > 1 else f"x = {place}"
    return f"{told} {'leads' if steps == 1 else 'lead'} to {place}; f goes from {first} to {last}."


def _counted(steps):
    return "1 step" if steps == 1 else f"{steps} steps"


def _to_the_pointer(pointer):
    return {"x": pointer.x, "y": pointer.y}


# ── a curve ─────────────────────────────────────────────────────────────────────────────────────────────────────

@styled
def explore_descent(f=None):
    """Gradient descent on a curve. Drag the start; the dashed tangent shows the slope there.

    f: a function of your own, from a number to a number, offered beside ours.
    """
    functions, x_axis = functions_by_name(f) | CURVES, np.linspace(-4, 4, 201)
    figure, (left, right) = new_figure(9, 3.8, ncols=2, width_ratios=(3, 2))
    left.set(xlabel="x", ylabel="f(x)")
    (line,) = left.plot([], [], color=BLUE)
    tangent = Tangent(left, "--", color=GREEN, linewidth=2, reach=0.4, on_screen=True)
    walk, record = Walk(left), _record(right)

    def descend(f, x, learning_rate, steps):
        path = gradient_descent(functions[f], x, learning_rate, steps)
        diverges = _diverges(path, functions[f], x, steps, learning_rate=learning_rate)
        return {"path": path, "diverges": diverges}

    def curve(f):
        y = np.array([float(functions[f](x)) for x in x_axis])
        line.set_data(x_axis, y)
        finite = np.isfinite(y)
        low, high = np.min(y, where=finite, initial=np.inf), np.max(y, where=finite, initial=-np.inf)
        x_margin, margin = 0.03 * np.ptp(x_axis), 0.08 * (high - low or 1.0)
        left.set(xlim=(x_axis[0] - x_margin, x_axis[-1] + x_margin), ylim=(low - margin, high + margin))
        right.set_ylim(left.get_ylim())

    def see(f, x):
        return {"slope": float(numerical_gradient(functions[f], x))}

    def draw(s):
        walk.set(*s.path)
        record.set(np.arange(len(s.path.values)), s.path.values)
        tangent.set(s.path.points[0], s.path.values[0], s.slope)

    def tell(s):
        story = _story(s.path, s.diverges, s.learning_rate, s.steps)
        return f"Start at x = {plain(s.x)}, slope {plain(s.slope)}. {story}"

    def arrives(s, name, place, within):
        """Did a walk on this curve begin somewhere else and end at this place?"""
        end = s.path.points[-1]
        return s.f == name and s.steps <= within and abs(s.x - place) > 0.2 and abs(end - place) < 0.02

    controls = {
        "f": choice("f(x)", functions),
        "x": slider("start x", 3.0, -4.0, 4.0),
        "learning_rate": log_slider("learning rate η", 0.01, -3, 1),
        "steps": ticker("steps", 12, STEPS),
    }
    goals = (
        Goal("x²: reach the bottom in 1 step", lambda s: arrives(s, "x²", 0, 1)),
        Goal("make it diverge", lambda s: s.diverges),
        Goal("two valleys: leap from x > 1 into the deeper one",
             lambda s: s.x > 1 and arrives(s, "two valleys", -2.115, STEPS)),
    )
    still = [descend, curve]  # first the walk: it tells better what is wrong with a function
    drag = {left: lambda pointer: {"x": pointer.x}}
    return Explorer(figure, controls, see, draw, tell, still=still, drag=drag, goals=goals)


# ── a map ───────────────────────────────────────────────────────────────────────────────────────────────────────

@styled
def explore_landscape(f=None):
    """Gradient descent on a map, with momentum if you like. Click where to start.

    f: a function of your own, from an array of two numbers to a number, offered beside ours.
    """
    functions = functions_by_name(f) | LANDSCAPES
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(5, 3))
    land, walk, record = Landscape(left), Walk(left), _record(right)

    def descend(f, x, y, learning_rate, momentum, steps):
        settings = dict(learning_rate=learning_rate, momentum=momentum, steps=steps)
        path = gradient_descent(functions[f], (x, y), **settings)
        return {"path": path, "diverges": _diverges(path, functions[f], (x, y), **settings)}

    def heights(f):
        land.set(functions[f])
        marked = LEVELS[::3]  # the record has the heights of contour lines as its scale
        heights = land.low + land.span * marked**3
        labels = [f"{height:.0f}" if abs(height) >= 100 else short(height, 2) for height in heights]
        right.set(ylim=(-0.06, 1.06), yticks=marked, yticklabels=labels)

    def draw(s):
        walk.set(*s.path.points.T)
        record.set(np.arange(len(s.path.values)), land.share(s.path.values))

    def tell(s):
        story = _story(s.path, s.diverges, s.learning_rate, s.steps, s.momentum)
        return f"Start at ({plain(s.x)}, {plain(s.y)}). {story}"

    def arrives(s, name):
        """Is it nearly down after at most 12 steps, from a start far out in both directions?"""
        return s.f == name and s.steps <= 12 and abs(s.x) > 1 and abs(s.y) > 0.5 and s.path.values[-1] < 0.05

    def balances(s):
        return s.f == SADDLE and abs(s.x) > 0.5 and np.hypot(*s.path.points[-1]) < 0.05

    controls = {
        "f": choice("f(x, y)", functions),
        "x": slider("start x", -2.5, -3.0, 3.0),
        "y": slider("start y", 1.0, -2.0, 2.0),
        "learning_rate": log_slider("learning rate η", 0.01, -3, 0),
        "momentum": slider("momentum μ", 0.0, 0.0, 0.95),
        "steps": ticker("steps", 12, STEPS),
    }
    goals = (
        Goal("bowl: from |x| > 1, |y| > 0.5 below f = 0.05 in 12 steps", lambda s: arrives(s, BOWL)),
        Goal("long valley: the same, with momentum", lambda s: arrives(s, VALLEY)),
        Goal("stop in the middle of the saddle", balances),
    )
    still = [descend, heights]  # first the walk: it tells better what is wrong with a function
    return Explorer(
        figure, controls, lambda: {}, draw, tell, still=still, drag={left: _to_the_pointer}, goals=goals
    )


# ── the slope in every direction ────────────────────────────────────────────────────────────────────────────────

@styled
def slope_dial(f=None):
    """The slope of a landscape in every direction. Drag the point to move it, drag anywhere else to turn the arrow.

    f: a function of your own, from an array of two numbers to a number, in place of x² + 3y².
    """
    f = f or LANDSCAPES[BOWL]
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(5, 3))
    right.set(xlim=(-195, 195), xticks=range(-180, 181, 90))
    right.set(xlabel="direction in degrees", title="slope in that direction")
    right.axhline(0, color=GREY, linewidth=1)
    land, angles = Landscape(left, even=True), np.linspace(-180, 180, 73)
    uphill = Arrow(left, VERMILION, width=6, head=30)
    arrow, place = Arrow(left, BLACK, width=2.5, head=22), spot(left, **PLACE)
    dial, here, steepest = Line(right, color=BLUE), spot(right, **PLACE), spot(right, "^", size=15)

    def heights():
        land.set(f)
        lengths = [np.hypot(*numerical_gradient(f, [x, y])) for x in (-2, 0, 2) for y in (-1, 0, 1)]
        highest = max(filter(np.isfinite, lengths), default=0) or 1.0
        right.set_ylim(-1.1 * highest, 1.1 * highest)

    def slopes(point, angles):
        """Measured on foot: how much higher is f a small step further in each direction than a small step back?"""
        steps = 1e-5 * _direction(angles)
        return np.array([float(f(point + step) - f(point - step)) for step in steps]) / 2e-5

    def see(x, y, angle):
        point = np.array([x, y])
        (slope,), gradient = slopes(point, [angle]), numerical_gradient(f, [x, y])
        length = np.hypot(*gradient)
        share = slope / length if length > 0.1 else np.nan  # of the steepest slope
        around = slopes(point, angles)
        return dict(point=point, slope=slope, gradient=gradient, length=length, share=share, around=around)

    def draw(s):
        arrow.set(s.point, s.point + 0.9 * _direction(s.angle))
        place.set(*s.point)
        dial.set(angles, s.around)
        here.set(s.angle, s.slope)
        if s.show_gradient and s.length > 1e-9:
            uphill.set(s.point, s.point + 0.9 * s.gradient / s.length)
            steepest.set(np.degrees(np.arctan2(*s.gradient[::-1])), s.length)
        else:
            uphill.set(s.point, s.point)
            steepest.set()

    def tell(s):
        told = f"At ({plain(s.x)}, {plain(s.y)}), in direction {short(s.angle)}°, the slope is {plain(s.slope)}."
        if s.show_gradient:
            told += f" The gradient ▲ is ({listed(s.gradient)}), its length {plain(s.length)}."
        return told

    def drag(pointer, x, y):
        if dist(pointer.start, (x, y)) < 0.3:
            return {"x": pointer.x, "y": pointer.y}
        return {"angle": round(np.degrees(np.arctan2(pointer.y - y, pointer.x - x)))}

    def turn(pointer):
        return {"angle": round(pointer.x)}

    controls = {
        "x": slider("x", 2.0, -2.0, 2.0),
        "y": slider("y", 1.0, -1.0, 1.0),
        "angle": slider("direction", 0, -180, 180, 1),
        "show_gradient": switch("show the gradient"),
    }
    goals = (
        Goal("find the steepest way up", lambda s: s.share > 0.998),
        Goal("the steepest way down", lambda s: s.share < -0.998),
        Goal("a direction with slope 0", lambda s: abs(s.share) < 0.02),
        Goal("a point that is flat in all directions", lambda s: np.abs(s.around).max() < 0.01),
    )
    return Explorer(
        figure, controls, see, draw, tell, still=[heights], drag={left: drag, right: turn}, goals=goals
    )


def _direction(degrees):
    """The unit vector, or the unit vectors as rows, at this angle."""
    return np.stack([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], axis=-1)


# ── the lens ────────────────────────────────────────────────────────────────────────────────────────────────────

@styled
def jacobian_lens(f=None):
    """A small square in the plane and its image under a function: the true one, and the straight one of the Jacobian.

    f: a function of your own, from an array of two numbers to an array of two numbers, offered beside ours.
    """
    functions = functions_by_name(f) | MAPS
    figure, axes = new_figure(9, 3.7, ncols=3)
    for panel, title in zip(axes, ("drag the square", "its image", "the image enlarged")):
        panel.set(aspect="equal", xticks=[], yticks=[], xlim=(-1.15, 1.15), ylim=(-1.15, 1.15), title=title)
        panel.spines[:].set(visible=True, color=GREY)
    grids = [panel.plot([], [], color=GREY, linewidth=0.7)[0] for panel in axes[:2]]
    before, after, enlarged = [Line(panel, color=BLUE, linewidth=1.8, label="true image") for panel in axes]
    flat = Line(axes[2], "--", color=ORANGE, linewidth=2, label="straight image (Jacobian)")
    figure.legend(handles=[enlarged.artist, flat.artist], loc="outside lower right", ncols=2, frameon=False)
    plane, square = 2.5 * grid_lines(11, 33), grid_lines(3, 13)

    def images(name, lines):
        points = [np.asarray(functions[name](point), dtype=float) for point in lines.reshape(-1, 2)]
        if points[0].shape != (2,):
            raise ValueError(f"a function to two numbers is asked for, yours gives shape {points[0].shape}")
        return np.reshape(points, lines.shape)

    def planes(f):
        for panel, grid, lines in zip(axes, grids, (plane, images(f, plane))):
            grid.set_data(*joined(lines))
            reach = 1.05 * np.abs(lines).max() or 1.0
            panel.set(xlim=(-reach, reach), ylim=(-reach, reach))

    def see(f, x, y, size):
        """The images of the square are seen from the image of its centre; `miss` is a share of the true one's size."""
        point = np.array([x, y])
        jacobian, centre = numerical_jacobian(functions[f], point), images(f, point)
        true, straight = images(f, point + size * square) - centre, size * square @ jacobian.T
        miss = np.abs(true - straight).max() / max(np.abs(true).max(), 1e-9)
        area = np.linalg.det(jacobian)
        return dict(
            point=point, jacobian=jacobian, centre=centre, true=true, straight=straight, miss=miss, area=area
        )

    def draw(s):
        largest = max(np.abs(s.true).max(), np.abs(s.straight).max()) or 1.0
        before.set(*joined(s.point + s.size * square))
        after.set(*joined(s.centre + s.true))
        enlarged.set(*joined(s.true / largest))
        flat.set(*joined(s.straight / largest))

    def tell(s):
        rows = " and ".join(f"({listed(row)})" for row in s.jacobian)
        return (
            f"At ({plain(s.x)}, {plain(s.y)}) J has the rows {rows} and multiplies areas by {short(s.area)}. "
            f"The straight image is off by {short(100 * s.miss)} % of the true image's size."
        )

    controls = {
        "f": choice("function", functions),
        "x": slider("x", 1.0, -2.0, 2.0),
        "y": slider("y", 0.5, -2.0, 2.0),
        "size": log_slider("half side of the square", 0.5, -2, np.log10(0.5)),
    }
    goals = (
        Goal("make the straight image good to 2 %", lambda s: s.miss < 0.02),
        Goal("a place where areas are multiplied by nearly 0", lambda s: abs(s.area) < 0.01),
    )
    return Explorer(
        figure, controls, see, draw, tell, still=[planes], drag={axes[0]: _to_the_pointer}, goals=goals
    )
