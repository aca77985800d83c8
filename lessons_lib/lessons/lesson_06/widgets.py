"""Walks downhill on a curve and on a map, the slope in all directions, and a function that looks straight enlarged."""

from functools import lru_cache
from math import dist

import numpy as np

from ...activations import tanh
from ...gradcheck import numerical_gradient, numerical_jacobian
from ...ops import exp
from ...optimisers import gradient_descent
from . import pictures
from ...pictures.style import grid_lines, listed, new_figure, plain, short
from ...pictures.controls import choice, functions_by_name, log_slider, slider, switch, ticker
from ...pictures.explorer import Goal
from ...pictures.old import OldExplorer as Explorer

STEPS = 60
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
walk = lru_cache(8)(gradient_descent)  # the picture and each goal ask for the same one


class Backdrop:
    """What stands still in a picture: `draw(name)` is called only when another function is chosen."""

    def __init__(self, draw):
        self.draw, self.name = draw, None

    def show(self, name):
        if name != self.name:
            with np.errstate(all="ignore"):  # where somebody's function has no value, nothing is drawn
                self.draw(name)
            self.name = name


def explore_descent(f=None):
    """Gradient descent on a curve. Drag the start; the dashed tangent shows the slope there.

    f: a function of your own, from a number to a number, offered beside ours.
    """
    functions, x_axis = functions_by_name(f) | CURVES, np.linspace(-4, 4, 201)
    figure, (left, right) = new_figure(9, 3.8, ncols=2, width_ratios=(3, 2))
    left, right = pictures.curve(left), pictures.record(right, STEPS)

    def draw(name):
        pictures.set_curve(left, right, x_axis, np.array([float(functions[name](x)) for x in x_axis]))

    backdrop = Backdrop(draw)

    @np.errstate(all="ignore")
    def update(f, x, **settings):
        path, slope = walk(functions[f], x, **settings), float(numerical_gradient(functions[f], x))
        backdrop.show(f)
        pictures.set_descent(left, right, *path, slope)
        return f"Start at x = {plain(x)}, slope {plain(slope)}. {_story(functions[f], x, **settings)}"

    def drag(pointer, **values):
        return {"x": pointer.x} if pointer.axes is left.axes else None

    def arrives(name, place, within, f, x, **settings):
        """Did a walk on this curve begin somewhere else and end at this place?"""
        end = walk(functions[f], x, **settings).points[-1]
        return f == name and settings["steps"] <= within and abs(x - place) > 0.2 and abs(end - place) < 0.02

    controls = {
        "f": choice("f(x)", functions),
        "x": slider("start x", 3.0, -4.0, 4.0),
        "learning_rate": log_slider("learning rate η", 0.01, -3, 1),
        "steps": ticker("steps", 12, STEPS),
    }
    goals = (
        Goal("x²: reach the bottom in at most 12 steps", lambda **v: arrives("x²", 0, 12, **v)),
        Goal("x²: in 1 step", lambda **v: arrives("x²", 0, 1, **v)),
        Goal("make it diverge", lambda f, x, **v: _diverges(functions[f], x, **v)),
        Goal("two valleys: leap from x > 1 into the deeper one",
             lambda **v: v["x"] > 1 and arrives("two valleys", -2.115, STEPS, **v)),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)


def explore_landscape(f=None):
    """Gradient descent on a map, with momentum if you like. Click where to start.

    f: a function of your own, from an array of two numbers to a number, offered beside ours.
    """
    functions = functions_by_name(f) | LANDSCAPES
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(5, 3))
    land, right = pictures.landscape(left, X_TICKS, Y_TICKS), pictures.record(right, STEPS)
    backdrop = Backdrop(lambda name: pictures.set_heights(land, _heights(functions[name]), right))

    def update(f, x, y, **settings):
        path = walk(functions[f], (x, y), **settings)
        backdrop.show(f)
        pictures.set_path(land, right, *path)
        return f"Start at ({plain(x)}, {plain(y)}). {_story(functions[f], (x, y), **settings)}"

    def drag(pointer, **values):
        return {"x": pointer.x, "y": pointer.y} if pointer.axes is left else None

    def arrives(name, f, x, y, **settings):
        """Is it nearly down after at most 12 steps, from a start far out in both directions?"""
        down = walk(functions[f], (x, y), **settings).values[-1] < 0.05
        return f == name and settings["steps"] <= 12 and abs(x) > 1 and abs(y) > 0.5 and down

    def balances(f, x, y, **settings):
        end = walk(functions[f], (x, y), **settings).points[-1]
        return f == SADDLE and abs(x) > 0.5 and np.hypot(*end) < 0.05

    controls = {
        "f": choice("f(x, y)", functions),
        "x": slider("start x", -2.5, -3.0, 3.0),
        "y": slider("start y", 1.0, -2.0, 2.0),
        "learning_rate": log_slider("learning rate η", 0.01, -3, 0),
        "momentum": slider("momentum μ", 0.0, 0.0, 0.95),
        "steps": ticker("steps", 12, STEPS),
    }
    goals = (
        Goal("bowl: from |x| > 1, |y| > 0.5 below f = 0.05 in 12 steps", lambda **v: arrives(BOWL, **v)),
        Goal("long valley: the same", lambda **v: arrives(VALLEY, **v)),
        Goal("make it diverge", lambda f, x, y, **v: _diverges(functions[f], (x, y), **v)),
        Goal("stop in the middle of the saddle", balances),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)


def _heights(f):
    return np.array([[float(f(np.array([x, y]))) for x in X_TICKS] for y in Y_TICKS])


def _diverges(f, start, **settings):
    """Did a walk overflow, or does it climb and go on climbing beyond all bounds?"""
    values, steps = walk(f, start, **settings).values, settings["steps"]
    if len(values) <= steps:
        return True
    if len(values) < 3 or values[-1] - values[0] <= abs(values[0]) / 2 or not values[-1] > values[-2] > values[-3]:
        return False
    return walk(f, start, **settings | {"steps": steps + 200}).values[-1] > 1e6 * np.abs(values).max()


def _story(f, start, **settings):
    """How a walk went, in words."""
    path, steps, momentum = walk(f, start, **settings), settings["steps"], settings.get("momentum", 0.0)
    first, last, taken = short(path.values[0]), short(path.values[-1]), len(path.values) - 1
    told = f"{steps} step{'s' * (steps != 1)} with η = {short(settings['learning_rate'])}"
    told += f" and momentum {plain(momentum)}" * bool(momentum)
    if _diverges(f, start, **settings):
        beyond = f" in {taken} step{'s' * (taken != 1)}, then beyond all numbers" * (taken < steps)
        return f"{told}: it diverges, f grows from {first} to {last}{beyond}."
    place = ", ".join(short(number) for number in np.atleast_1d(path.points[-1]))
    place = f"({place})" if path.points.ndim > 1 else f"x = {place}"
    return f"{told} lead{'s' * (steps == 1)} to {place}; f goes from {first} to {last}."


def slope_dial(f=None):
    """The slope of a landscape in every direction. Drag the point to move it, drag anywhere else to turn the arrow.

    f: a function of your own, from an array of two numbers to a number, in place of x² + 3y².
    """
    f = f or LANDSCAPES[BOWL]
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(5, 3))
    land, artists = pictures.landscape(left, X_TICKS, Y_TICKS, even=True), pictures.dial(left, right)
    angles = np.linspace(-180, 180, 73)

    def draw(_):
        pictures.set_heights(land, _heights(f))
        lengths = [np.hypot(*numerical_gradient(f, [x, y])) for x in (-2, 0, 2) for y in (-1, 0, 1)]
        steepest = max(filter(np.isfinite, lengths), default=0) or 1.0
        right.set_ylim(-1.1 * steepest, 1.1 * steepest)

    backdrop = Backdrop(draw)

    @np.errstate(all="ignore")
    def slopes(x, y, angles):
        """Measured on foot: how much higher is f a small step further in each direction than a small step back?"""
        point, steps = np.array([x, y]), 1e-5 * pictures.direction(angles)
        return np.array([float(f(point + step) - f(point - step)) for step in steps]) / 2e-5

    def update(x, y, angle, show_gradient):
        backdrop.show("f")
        (slope,), gradient = slopes(x, y, [angle]), numerical_gradient(f, [x, y])
        known = gradient if show_gradient else None
        pictures.set_dial(artists, np.array([x, y]), angle, angles, slopes(x, y, angles), slope, known)
        told = f" The gradient ▲ is ({listed(gradient)}), its length {plain(np.hypot(*gradient))}." * show_gradient
        return f"At ({plain(x)}, {plain(y)}), in direction {short(angle)}°, the slope is {plain(slope)}.{told}"

    def drag(pointer, x, y, **rest):
        if pointer.axes is right:
            return {"angle": round(pointer.x)}
        if dist(pointer.start, (x, y)) < 0.3:
            return {"x": pointer.x, "y": pointer.y}
        return {"angle": round(np.degrees(np.arctan2(pointer.y - y, pointer.x - x)))}

    def share(x, y, angle, **rest):
        """The slope as a share of the steepest one."""
        length = np.hypot(*numerical_gradient(f, [x, y]))
        return slopes(x, y, [angle])[0] / length if length > 0.1 else np.nan

    controls = {
        "x": slider("x", 2.0, -2.0, 2.0),
        "y": slider("y", 1.0, -1.0, 1.0),
        "angle": slider("direction", 0, -180, 180, 1),
        "show_gradient": switch("show the gradient"),
    }
    goals = (
        Goal("find the steepest way up", lambda **v: share(**v) > 0.998),
        Goal("the steepest way down", lambda **v: share(**v) < -0.998),
        Goal("a direction with slope 0", lambda **v: abs(share(**v)) < 0.02),
        Goal("a point that is flat in all directions", lambda **v: np.abs(slopes(v["x"], v["y"], angles)).max() < 0.01),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)


def jacobian_lens(f=None):
    """A small square in the plane and its image under a function: the true one, and the straight one of the Jacobian.

    f: a function of your own, from an array of two numbers to an array of two numbers, offered beside ours.
    """
    functions = functions_by_name(f) | MAPS
    figure, axes = new_figure(9, 3.7, ncols=3)
    artists, plane, square = pictures.lens(axes), 2.5 * grid_lines(11, 33), grid_lines(3, 13)

    def images(name, lines):
        points = [np.asarray(functions[name](point), dtype=float) for point in lines.reshape(-1, 2)]
        if points[0].shape != (2,):
            raise ValueError(f"a function to two numbers is asked for, yours gives shape {points[0].shape}")
        return np.reshape(points, lines.shape)

    backdrop = Backdrop(lambda name: pictures.set_grids(artists, plane, images(name, plane)))

    @lru_cache(1)
    def look(f, x, y, size):
        """The Jacobian, the image of the centre, and seen from there the square's true image and its straight one."""
        point = np.array([x, y])
        jacobian, centre = numerical_jacobian(functions[f], point), images(f, point)
        return jacobian, centre, images(f, point + size * square) - centre, size * square @ jacobian.T

    def miss(**values):
        """The largest distance between the two images, as a share of the true one."""
        *_, true, straight = look(**values)
        return np.abs(true - straight).max() / max(np.abs(true).max(), 1e-9)

    def area(**values):
        return np.linalg.det(look(**values)[0])

    def update(f, x, y, size):
        backdrop.show(f)
        values = dict(f=f, x=x, y=y, size=size)
        jacobian, centre, true, straight = look(**values)
        pictures.set_lens(artists, [x, y] + size * square, centre + true, true, straight)
        rows, grows = " and ".join(f"({listed(row)})" for row in jacobian), short(area(**values))
        return (
            f"At ({plain(x)}, {plain(y)}) J has the rows {rows} and multiplies areas by {grows}. "
            f"The straight image is off by {short(100 * miss(**values))} % of the true image's size."
        )

    def drag(pointer, **values):
        return {"x": pointer.x, "y": pointer.y} if pointer.axes is axes[0] else None

    controls = {
        "f": choice("function", functions),
        "x": slider("x", 1.0, -2.0, 2.0),
        "y": slider("y", 0.5, -2.0, 2.0),
        "size": log_slider("half side of the square", 0.5, -2, np.log10(0.5)),
    }
    goals = (
        Goal("make the straight image good to 2 %", lambda **v: miss(**v) < 0.02),
        Goal("a place where areas are multiplied by nearly 0", lambda **v: abs(area(**v)) < 0.01),
        Goal("by a negative number (polar: the square is turned over)", lambda **v: area(**v) < -0.1),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)
