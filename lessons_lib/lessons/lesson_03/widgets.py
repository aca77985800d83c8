"""Why non-linear: layers that collapse into one, a gallery of activations, curves drawn by hinges."""

from itertools import pairwise

import numpy as np

from ...activations import identity, leaky_relu, relu, sigmoid, tanh
from ...activation_facts import ACTIVATIONS
from ...gradcheck import numerical_gradient
from ...graph import Node, as_reals
from . import pictures
from ...pictures.style import listed, new_figure, plain, short
from ...pictures.controls import choice, entry, functions_by_name, name_of, numbers_in, slider
from ...pictures.explorer import Goal
from ...pictures.old import OldExplorer as Explorer

LAYERS = (
    ([[1.2, 0.6], [-0.6, 0.8]], [0.4, 0.0]),
    ([[0.9, -0.8], [0.4, 0.7]], [0.0, 0.4]),
    ([[0.6, 0.8], [-0.8, 0.6]], [0.3, 0.0]),
    ([[1.1, 0.2], [0.3, -0.9]], [0.0, 0.3]),
)
"""Weights and bias of the layers that the grid is sent through; deeper networks begin again with the first."""
TINY = 1e-12
"""An image of the grid narrower than this is a single spot."""


def collapse(activation=None):
    """A grid of points sent through layers, beside the one layer that comes closest to them all.

    activation: a function of your own, put between the layers.
    """
    functions = functions_by_name(activation, identity, relu, leaky_relu, sigmoid, tanh)
    grid = pictures.grid_lines()
    points = grid.reshape(-1, 2)
    with_ones = np.column_stack([points, np.ones(len(points))])
    least_squares = np.linalg.pinv(with_ones)
    figure, axes = new_figure(9, 4.2, nrows=2, ncols=3, height_ratios=(3.2, 1))
    pictures.set_grid(pictures.grid_panel(axes[0, 0], "a grid of inputs", animated=False), grid)
    panels = [pictures.grid_panel(*both) for both in zip(axes[0, 1:], ("after all layers", "after the one best layer"))]
    numbers = pictures.layer_in_numbers(axes[1])

    def compute(depth, f, scale, shift):
        """The network's outputs, those of the best single layer, its W above b, how wide and how far apart they are."""
        outputs = points
        for i in range(depth):
            W, b = LAYERS[i % len(LAYERS)]
            outputs = (values(functions[f], outputs) if i else outputs) @ np.multiply(scale, W) + b + shift
        Wb = least_squares @ outputs
        single = with_ones @ Wb
        return outputs, single, Wb, np.ptp(outputs, axis=0).max(), np.abs(outputs - single).max()

    def update(depth, f, scale, shift):
        outputs, single, Wb, size, difference = compute(depth, f, scale, shift)
        both = np.concatenate([outputs, single])
        low, high = both.min(axis=0), both.max(axis=0)
        for panel, image in zip(panels, (outputs, single)):
            image = (2 * image - low - high) / max((high - low).max(), TINY)
            pictures.set_grid(panel, image.reshape(grid.shape))
        pictures.set_layer(numbers, Wb, difference)
        many = f"{depth} layers with {f} between them"
        if depth == 1:
            return "One layer alone is linear: there is nothing between layers that could bend the grid."
        if size < TINY:
            return f"{many} send every point of the grid to the same spot: nothing is left of the input."
        if difference < 1e-10 * size + 1e-13:
            return f"{many} do exactly what one layer does: the two images differ by rounding errors at most."
        off = f"{100 * difference / size:.2g} % of the image's width"
        return f"{many} bend the grid: even the best single layer is off by up to {off}."

    def enough(**v):
        *_, size, difference = compute(**v)
        return v["f"] == "relu" and v["depth"] > 2 and TINY < size and difference < 0.01 * size

    goals = (
        Goal("identity: go to 8 layers", lambda **v: v["f"] == "identity" and v["depth"] == 8),
        Goal("relu, 3 layers or more: off by less than 1 %", enough),
        Goal("relu: send all points to one spot", lambda **v: v["f"] == "relu" and compute(**v)[3] < TINY),
    )
    controls = {
        "depth": slider("layers", 2, 1, 8, 1),
        "f": choice("f", functions),
        "scale": slider("all weights ×", 1.0, 0.1, 2.0),
        "shift": slider("all biases +", 0.0, -3.0, 3.0, 0.1),
    }
    return Explorer(figure, update, controls, goals=goals)


def activation_gallery(own_function=None):
    """An activation and its slope, with the tangent at one z; compare it with another one. Drag to move z.

    own_function: an activation of your own, an operation or any function of a number or an array.
    """
    functions = functions_by_name(own_function, *(a.function for a in ACTIVATIONS.values()))
    figure, (left, right) = new_figure(9, 3.9, ncols=2)
    artists = pictures.gallery(left, right)
    z_axis = np.linspace(-pictures.FAR, pictures.FAR, 401)

    def at(f, z):
        (value,), ((slope,), source) = values(functions[f], np.array([z])), slopes(functions[f], np.array([z]))
        return float(value), float(slope), source

    def update(f, other, z):
        shown = [f] if other == "nothing" else [f, other]
        here = [at(name, z) for name in shown]
        known = ACTIVATIONS.get(f)
        if shown != artists.shown:  # all that does not depend on z stands still
            titles = f, f"slope of {f}"
            if known:
                titles = rf"{f}:  $f(z) = {known.formula}$", rf"slope:  $f\,'(z) = {known.derivative}$"
            tables = [(values(functions[name], z_axis), slopes(functions[name], z_axis)[0]) for name in shown]
            pictures.set_functions(artists, shown, titles, z_axis, tables)
        pictures.set_points(artists, z, here)
        told = []
        for name, (value, slope, source) in zip(shown, here):
            kind = " (dead)" if slope == 0 else " (nearly flat)" if abs(slope) < pictures.FLAT else ""
            told.append(f"{name}({plain(z)}) = {short(value)}, slope {short(slope)}{kind}{source}")
        remark = f" {f} gives {known.range}; {known.remark}." if known else ""
        return f"{'; '.join(told)}.{remark} Ten slopes like {f}'s here multiply to {here[0][1] ** 10:.2g}."

    def dead_and_not(f, other, z):
        return {f, other} == {"relu", "leaky_relu"} and z <= 0

    goals = (
        Goal("find the greatest slope of sigmoid", lambda f, other, z: f == "sigmoid" and abs(z) <= 0.05),
        Goal("find z where relu is dead, leaky_relu not", dead_and_not),
        Goal("find a slope above 1", lambda f, other, z: at(f, z)[1] > 1 + 1e-9),
    )
    controls = {
        "f": choice("f", functions, None if own_function else "sigmoid"),
        "other": choice("compare with", ["nothing", *functions]),
        "z": slider("z", 1.0, -pictures.FAR, pictures.FAR),
    }
    return Explorer(figure, update, controls, drag=lambda pointer, **_: {"z": pointer.x}, goals=goals)


def hinges(target=None):
    """A curve traced by a sum of ReLU hinges, fitted by least squares. Draw a curve of your own in the picture.

    target: a function of your own to trace, from x between 0 and 6 to y between -1.5 and 1.5.
    """
    right_end, high, most = pictures.RIGHT, pictures.HIGH, 24
    x, drawn_x = np.linspace(0, right_end, 241), np.linspace(0, right_end, 49)
    curves = functions_by_name(target, wave, hat, bell, stairs)
    bends = [right_end * np.arange(n) / n for n in range(1, most + 1)]
    inputs = [np.column_stack([np.ones_like(x), relu(x[:, None] - knots)]) for knots in bends]
    solvers = [np.linalg.pinv(A) for A in inputs]  # what lstsq works out, once for all curves
    figure, (left, right) = new_figure(9, 4.2, ncols=2, width_ratios=(2, 1))
    artists = pictures.hinge_panels(left, right, most)

    def wanted(curve, heights):
        points = numbers_in(heights, "two or more heights", lambda points: len(points) > 1)
        places = np.linspace(0, right_end, len(points))
        y = np.interp(x, places, points) if curve == "drawn" else values(curves[curve], x)
        if np.abs(y).max() > high:
            raise ValueError(f"the curve must stay between {-high} and {high}, it reaches {np.abs(y).max():g}")
        return y

    def gaps(y):
        return np.array([np.abs(A @ (solve @ y) - y).max() for A, solve in zip(inputs, solvers)])

    def update(curve, n, heights):
        y, A = wanted(curve, heights), inputs[n - 1]
        a, every = solvers[n - 1] @ y, gaps(y)
        pictures.set_hinges(artists, x, y, A @ a, bends[n - 1], (A[:, 1:] * a[1:]).T, every)
        gap = "0, up to rounding" if every[n - 1] < 1e-9 else f"{every[n - 1]:.3f}"
        return f"{n} hinge{'s' * (n > 1)} trace{'s' * (n == 1)} {curve}: the largest gap is {gap}."

    def drag(pointer, curve, n, heights):
        if pointer.axes is right:
            return {"n": round(pointer.x)}
        points, reach = np.interp(drawn_x, x, wanted(curve, heights)), drawn_x[1] / 2
        for ends in pairwise(pointer.trail):  # where the hand went twice, the last time counts
            (low, first), (top, last) = sorted(map(tuple, ends))
            passed = (drawn_x > low - reach) & (drawn_x < top + reach)
            points[passed] = np.clip(np.interp(drawn_x[passed], [low, top], [first, last]), -high, high)
        return {"curve": "drawn", "heights": listed(points)}

    def below(name, limit):
        return lambda curve, n, heights: curve == name and gaps(wanted(curve, heights))[n - 1] < limit

    controls = {
        "curve": choice("curve", [*curves, "drawn"]),
        "n": slider("hinges", 4, 1, most, 1),
        "heights": entry("heights, for drawn", "1, -1, 0, 0.5, 0.5, -1, 1"),
    }
    goals = (
        Goal("trace the hat exactly", below("hat", 1e-9)),
        Goal("trace the wave, gap below 0.01", below("wave", 0.01)),
        Goal("draw a curve, gap below 0.1", below("drawn", 0.1)),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)


def wave(x):
    return np.sin(x)


def hat(x):
    return relu(x - 2) - 2 * relu(x - 3) + relu(x - 4)


def bell(x):
    return 1.4 * np.exp(-((x - 3) ** 2))


def stairs(x):
    return np.where(x > 4, 1.0, np.where(x > 2, 0.0, -1.0))


def values(f, z):
    """f at each element of z, also for an f that takes one number at a time."""
    with np.errstate(all="ignore"):
        try:
            found = as_reals(f(z), "an activation")
        except (TypeError, ValueError):
            found = np.vectorize(f, otypes=[float])(z)
    if not np.all(np.isfinite(found)):
        raise ValueError(f"{name_of(f)} has no finite value for some z between {z.min():g} and {z.max():g}")
    return np.broadcast_to(found, z.shape)


def slopes(f, z):
    """The slope of f at each element of z, and in words where it comes from if that is not f's own rule."""
    with np.errstate(all="ignore"):
        try:
            node = Node(z)
            f(node).sum().backward()
            source = "" if hasattr(f, "rule") else " (from the rules of its operations)"
            return np.broadcast_to(node.grad, z.shape), source
        except Exception:  # f is not made of operations
            return np.array([numerical_gradient(f, one) for one in z]), " (measured: ll.numerical_gradient)"
