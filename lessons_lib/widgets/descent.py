"""Walks downhill on a curve and on a map, the slope in all directions, and a map that looks straight when enlarged."""

from functools import lru_cache

import numpy as np

from ..activations import tanh
from ..gradcheck import numerical_gradient, numerical_jacobian
from ..ops import exp
from ..optimisers import gradient_descent
from ..pictures import descent as pictures
from ..pictures.nonlinearity import grid_lines
from ..pictures.style import listed, new_figure, plain, short
from .explorer import Explorer, Goal, choice, functions_by_name, log_slider, slider, switch, ticker

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


class Backdrop:
    """What stands still in a picture: `draw(name)` is called only when another function is chosen."""

    def __init__(self, draw):
        self.draw, self.name, self.redraw = draw, None, lambda: None

    def show(self, name):
        if name != self.name:
            with np.errstate(all="ignore"):  # where somebody's function has no value, nothing is drawn
                self.draw(name)
            self.name = name
            self.redraw()

    def behind(self, explorer):
        self.redraw = explorer.picture.redraw
        return explorer


def explore_descent(f=None, start=3.0, low=-4.0, high=4.0):
    """Gradient descent on a curve. Drag the start; the dashed tangent shows the slope there.

    f: a function of your own, from a number to a number, offered beside ours. It is shown from low to high.
    """
    functions, x_axis = functions_by_name(f) | CURVES, np.linspace(low, high, 201)
    figure, (left, right) = new_figure(9, 3.8, ncols=2, width_ratios=(3, 2))
    left, right = pictures.curve(left), pictures.record(right, STEPS)

    def draw(name):
        pictures.set_curve(left, right, x_axis, np.array([float(functions[name](x)) for x in x_axis]))

    backdrop = Backdrop(draw)

    @lru_cache(1)
    def walk(f, x, learning_rate, steps):
        return gradient_descent(functions[f], x, learning_rate, steps)

    @np.errstate(all="ignore")
    def slope(f, x):
        return float(numerical_gradient(functions[f], x))

    def update(f, x, **settings):
        path, steepness = walk(f=f, x=x, **settings), slope(f, x)
        backdrop.show(f)
        pictures.set_descent(left, right, *path, steepness)
        return f"Start at x = {plain(x)}, slope {plain(steepness)}. {_story(path, **settings)}"

    def drag(pointer, **values):
        return {"x": pointer.x} if pointer.axes is left.axes else None

    def arrives(name, within, f, x, steps, **rest):
        """Did a walk on this curve that began on a slope come to a place without one?"""
        end = walk(f=f, x=x, steps=steps, **rest).points[-1]
        return f == name and 1 <= steps <= within and abs(slope(f, x)) > 0.4 and abs(slope(f, end)) < 0.02

    def leaps(**v):
        return v["x"] > 1 and arrives("two valleys", STEPS, **v) and walk(**v).points[-1] < -1

    controls = {
        "f": choice("f(x)", functions),
        "x": slider("start x", float(np.clip(start, low, high)), float(low), float(high)),
        "learning_rate": log_slider("learning rate η", 0.01, -3, 1),
        "steps": ticker("steps", 12, STEPS),
    }
    goals = (
        Goal("x²: reach the bottom in at most 12 steps", lambda **v: arrives("x²", 12, **v)),
        Goal("in 1 step", lambda **v: arrives("x²", 1, **v)),
        Goal("make it diverge", lambda **v: _diverges(walk(**v).values, v["steps"])),
        Goal("two valleys: leap from x > 1 into the deeper one", leaps),
    )
    return backdrop.behind(Explorer(figure, update, controls, drag=drag, goals=goals))


def explore_landscape(f=None, start=(-2.5, 1.0)):
    """Gradient descent on a map, with momentum if you like. Click where to start.

    f: a function of your own, from an array of two numbers to a number, offered beside ours.
    """
    functions = functions_by_name(f) | LANDSCAPES
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(5, 3))
    land, right = pictures.landscape(left, X_TICKS, Y_TICKS), pictures.record(right, STEPS)
    backdrop = Backdrop(lambda name: pictures.set_heights(land, _heights(functions[name]), right))

    @lru_cache(1)
    def walk(f, x, y, learning_rate, momentum, steps):
        return gradient_descent(functions[f], [x, y], learning_rate, steps, momentum)

    def update(f, x, y, **settings):
        path = walk(f=f, x=x, y=y, **settings)
        backdrop.show(f)
        pictures.set_path(land, right, *path)
        return f"Start at ({plain(x)}, {plain(y)}). {_story(path, **settings)}"

    def drag(pointer, **values):
        return {"x": pointer.x, "y": pointer.y} if pointer.axes is left else None

    def arrives(name, **v):
        """Is it nearly down after at most 12 steps, from a start far out in both directions?"""
        far_out = abs(v["x"]) > 1 and abs(v["y"]) > 0.5
        return v["f"] == name and v["steps"] <= 12 and far_out and walk(**v).values[-1] < 0.05

    def balances(**v):
        return v["f"] == SADDLE and abs(v["x"]) > 0.5 and np.hypot(*walk(**v).points[-1]) < 0.05

    controls = {
        "f": choice("f(x, y)", functions),
        "x": slider("start x", float(start[0]), -3.0, 3.0),
        "y": slider("start y", float(start[1]), -2.0, 2.0),
        "learning_rate": log_slider("learning rate η", 0.01, -3, 0),
        "momentum": slider("momentum", 0.0, 0.0, 0.95),
        "steps": ticker("steps", 12, STEPS),
    }
    goals = (
        Goal("bowl: below 0.05 in 12 steps", lambda **v: arrives(BOWL, **v)),
        Goal("make it diverge", lambda **v: _diverges(walk(**v).values, v["steps"])),
        Goal("long valley: the same, with momentum", lambda **v: arrives(VALLEY, **v)),
        Goal("stop on the saddle", balances),
    )
    return backdrop.behind(Explorer(figure, update, controls, drag=drag, goals=goals))


def _heights(f):
    return np.array([[float(f(np.array([x, y]))) for x in X_TICKS] for y in Y_TICKS])


def _diverges(values, steps):
    """Did a walk of so many steps overflow, or end much higher than it began and still climbing?"""
    higher = values[-1] - values[0] > abs(values[0]) / 2
    return len(values) <= steps or (len(values) > 2 and higher and values[-1] > values[-2] > values[-3])


def _story(path, learning_rate, steps, momentum=0.0):
    """How a walk went, in words."""
    place = " and ".join(short(number) for number in np.atleast_1d(path.points[-1]))
    first, last, taken = path.values[0], path.values[-1], len(path.values) - 1
    settings = f"{steps} step{'s' * (steps != 1)}, η = {short(learning_rate)}"
    settings += f", momentum {plain(momentum)}" * bool(momentum)
    if _diverges(path.values, steps):
        beyond = f" in {taken} steps, then beyond all numbers" * (taken < steps)
        return f"{settings}: it diverges, f grows from {short(first)} to {short(last)}{beyond}."
    return f"{settings}: they lead to {place}, f goes from {short(first)} to {short(last)}."


def slope_dial(f=None, start=(2.0, 1.0)):
    """The slope of a landscape in every direction. Drag the point to move it, drag anywhere else to turn the arrow.

    f: a function of your own, from an array of two numbers to a number, in place of x² + 3y².
    """
    f = f or LANDSCAPES[BOWL]
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(5, 3))
    land, artists = pictures.landscape(left, X_TICKS, Y_TICKS), pictures.dial(left, right)
    angles = np.linspace(-180, 180, 73)

    def draw(name):
        steepest = max(np.hypot(*numerical_gradient(f, [x, y])) for x in (-2, 0, 2) for y in (-1, 0, 1))
        pictures.set_heights(land, _heights(f))
        pictures.set_steepest(artists, steepest or 1.0)

    @np.errstate(all="ignore")
    def slopes(x, y, angles):
        """Measured on foot: how much higher is f a small step further in each direction than a small step back?"""
        point, steps = np.array([x, y]), 1e-5 * pictures.direction(angles)
        return np.array([float(f(point + step) - f(point - step)) for step in steps]) / 2e-5

    def update(x, y, angle, show_gradient):
        backdrop.show("f")
        point, (slope,) = np.array([x, y]), slopes(x, y, [angle])
        gradient = numerical_gradient(f, point)
        known = gradient if show_gradient else None
        pictures.set_dial(artists, point, angle, angles, slopes(x, y, angles), slope, known)
        told = f" The gradient is ({listed(gradient)}), its length {plain(np.hypot(*gradient))}." * show_gradient
        return f"At ({plain(x)}, {plain(y)}), in the direction of {angle} degrees, the slope is {plain(slope)}.{told}"

    grabbed = {"point": False}

    def drag(pointer, x, y, **rest):
        if pointer.phase == "press":
            grabbed["point"] = pointer.axes is left and np.hypot(pointer.x - x, pointer.y - y) < 0.3
        if grabbed["point"]:
            return {"x": pointer.x, "y": pointer.y}
        if pointer.axes is left:
            return {"angle": round(np.degrees(np.arctan2(pointer.y - y, pointer.x - x)))}
        return {"angle": round(pointer.x)} if pointer.axes is right else None

    def share(x, y, angle, **rest):
        """The slope as a share of the steepest one."""
        length = np.hypot(*numerical_gradient(f, np.array([x, y])))
        return slopes(x, y, [angle])[0] / length if length > 0.1 else np.nan

    controls = {
        "x": slider("x", float(start[0]), -2.0, 2.0),
        "y": slider("y", float(start[1]), -1.0, 1.0),
        "angle": slider("direction", 0, -180, 180, 1),
        "show_gradient": switch("show the gradient"),
    }
    goals = (
        Goal("find the steepest climb", lambda **v: share(**v) > 0.998),
        Goal("the steepest descent", lambda **v: share(**v) < -0.998),
        Goal("a direction without slope", lambda **v: abs(share(**v)) < 0.02),
        Goal("a point that is flat in all directions", lambda **v: np.abs(slopes(v["x"], v["y"], angles)).max() < 0.01),
    )
    backdrop = Backdrop(draw)
    return backdrop.behind(Explorer(figure, update, controls, drag=drag, goals=goals))


def jacobian_lens(f=None, start=(1.0, 0.5)):
    """A small square in the plane, and what a map makes of it: the true image and the straight one of the Jacobian.

    f: a map of your own, from an array of two numbers to an array of two numbers, offered beside ours.
    """
    functions = functions_by_name(f) | MAPS
    figure, axes = new_figure(9, 3.7, ncols=3)
    artists = pictures.lens(axes, ("plane: drag the square", "its image", "image, enlarged"))
    plane, square = 2 * grid_lines(9, 33), grid_lines(3, 13)

    def images(name, lines):
        points = [np.asarray(functions[name](point), dtype=float) for point in lines.reshape(-1, 2)]
        if points[0].shape != (2,):
            raise ValueError(f"a map from two numbers to two numbers is asked for, yours gives shape {points[0].shape}")
        return np.reshape(points, lines.shape)

    backdrop = Backdrop(lambda name: pictures.set_grids(artists, plane, images(name, plane)))

    @lru_cache(1)
    def look(f, x, y, size):
        """Jacobian, true image and straight image of the square, both seen from the image of its centre."""
        point = np.array([x, y])
        jacobian, true = numerical_jacobian(functions[f], point), images(f, point + size * square)
        return jacobian, true - images(f, point), size * square @ jacobian.T

    def off(f, x, y, size):
        """The largest distance between the two images, as a share of the straight one."""
        _, true, straight = look(f=f, x=x, y=y, size=size)
        return np.abs(true - straight).max() / max(np.abs(straight).max(), 1e-9)

    def area(f, x, y, **rest):
        return np.linalg.det(numerical_jacobian(functions[f], np.array([x, y])))

    def update(f, x, y, size):
        backdrop.show(f)
        jacobian, true, straight = look(f=f, x=x, y=y, size=size)
        point = np.array([x, y])
        pictures.set_lens(artists, point + size * square, images(f, point) + true, true, straight)
        rows, miss = " and ".join(f"({listed(row)})" for row in jacobian), off(f, x, y, size)
        told = f"off by {100 * miss:.2g} %" if miss < 10 else "a point, and the true one is not"
        place = f"At ({plain(x)}, {plain(y)}) J has the rows {rows}, area times {plain(np.linalg.det(jacobian))}."
        return f"{place} The straight image is {told}."

    def drag(pointer, **values):
        return {"x": pointer.x, "y": pointer.y} if pointer.axes is axes[0] else None

    controls = {
        "f": choice("map", functions),
        "x": slider("x", float(start[0]), -2.0, 2.0),
        "y": slider("y", float(start[1]), -2.0, 2.0),
        "size": log_slider("half side", 1.0, -2, 0),
    }
    goals = (
        Goal("make the straight image good to 2 %", lambda **v: off(**v) < 0.02),
        Goal("find a place where the square is flattened (area times 0)", lambda **v: abs(area(**v)) < 0.01),
        Goal("one where it is turned over (negative area)", lambda **v: area(**v) < -0.1),
    )
    return backdrop.behind(Explorer(figure, update, controls, drag=drag, goals=goals))
