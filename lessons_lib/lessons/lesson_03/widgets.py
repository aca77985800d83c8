"""Why non-linear: layers that collapse into one, a gallery of activations, curves drawn by hinges."""

from functools import partial
from itertools import pairwise

import numpy as np

from ...activation_facts import ACTIVATIONS
from ...activations import identity, leaky_relu, relu, sigmoid, tanh
from ...arguments import as_reals
from ...gradcheck import numerical_gradient
from ...graph import Node
from ...pictures.controls import choice, entry, functions_by_name, name_of, numbers_in, slider
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Line, Tangent, moving_text, spot
from ...pictures.style import (
    BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, VERMILION, grid_lines, joined, listed, new_figure, plain, short, styled,
)  # fmt: skip

LAYERS = (
    ([[1.2, 0.6], [-0.6, 0.8]], [0.4, 0.0]),
    ([[0.9, -0.8], [0.4, 0.7]], [0.0, 0.4]),
    ([[0.6, 0.8], [-0.8, 0.6]], [0.3, 0.0]),
    ([[1.1, 0.2], [0.3, -0.9]], [0.0, 0.3]),
)
"""Weights and bias of the layers that the grid is sent through; deeper networks begin again with the first."""
TINY = 1e-12
"""An image of the grid narrower than this is a single spot."""
FAR = 4.0
"""The gallery shows z from -FAR to FAR."""
FLAT = 0.05
"""A slope smaller than this, up or down, is called nearly flat."""
RIGHT, HIGH = 6.0, 1.5
"""Curves made of hinges are shown for x from 0 to RIGHT and y from -HIGH to HIGH."""
MOST = 24
"""Curves are made of 1 to MOST hinges."""
EXACT = 1e-4
"""The smallest gap that the picture of gaps can tell from 0."""


# ── layers that collapse ────────────────────────────────────────────────────────────────────────────────────────

@styled
def collapse(activation=None):
    """A grid of points sent through layers, beside the one layer that comes closest to them all.

    activation: a function of your own, put between the layers.
    """
    functions = functions_by_name(activation, identity, relu, leaky_relu, sigmoid, tanh)
    lines = grid_lines()
    points = lines.reshape(-1, 2)
    with_ones = np.column_stack([points, np.ones(len(points))])
    least_squares = np.linalg.pinv(with_ones)
    figure, axes = new_figure(9, 4.2, nrows=2, ncols=3, height_ratios=(3.2, 1))
    _Image(axes[0, 0], "a grid of inputs", animated=False).set(lines)
    after, best = _Image(axes[0, 1], "after all layers"), _Image(axes[0, 2], "after the one best layer")
    *rows, gap = _layer_in_numbers(axes[1])

    def see(depth, f, scale, shift):
        outputs = points
        for i in range(depth):
            W, b = LAYERS[i % len(LAYERS)]
            outputs = (values(functions[f], outputs) if i else outputs) @ np.multiply(scale, W) + b + shift
        Wb = least_squares @ outputs
        single = with_ones @ Wb
        size, difference = np.ptp(outputs, axis=0).max(), np.abs(outputs - single).max()
        return {"outputs": outputs, "Wb": Wb, "single": single, "size": size, "difference": difference}

    def draw(s):
        both = np.concatenate([s.outputs, s.single])
        low, high = both.min(axis=0), both.max(axis=0)
        for image, found in ((after, s.outputs), (best, s.single)):
            found = (2 * found - low - high) / max((high - low).max(), TINY)
            image.set(found.reshape(lines.shape))
        for text, row in zip(rows, s.Wb):
            text.set_text(" ".join(f"{_seen(number):>5}" for number in row))
        gap.set_text(f"{s.difference:.2g}")

    def tell(s):
        many = f"{s.depth} layers with {s.f} between them"
        if s.depth == 1:
            return "One layer alone is linear: there is nothing between layers that could bend the grid."
        if s.size < TINY:
            return f"{many} send every point of the grid to the same spot: nothing is left of the input."
        if s.difference < 1e-10 * s.size + 1e-13:
            return f"{many} do exactly what one layer does: the two images differ by rounding errors at most."
        off = f"{100 * s.difference / s.size:.2g} % of the image's width"
        return f"{many} bend the grid: even the best single layer is off by up to {off}."

    def nearly_linear(s):
        return s.f == "relu" and s.depth > 2 and TINY < s.size and s.difference < 0.01 * s.size

    controls = {
        "depth": slider("layers", 2, 1, 8, 1),
        "f": choice("f", functions),
        "scale": slider("all weights ×", 1.0, 0.1, 2.0),
        "shift": slider("all biases +", 0.0, -3.0, 3.0, 0.1),
    }
    goals = (
        Goal("identity: go to 8 layers", lambda s: s.f == "identity" and s.depth == 8),
        Goal("relu, 3 layers or more: off by less than 1 %", nearly_linear),
        Goal("relu: send all points to one spot", lambda s: s.f == "relu" and s.size < TINY),
    )
    return Explorer(figure, controls, see, draw, tell, goals=goals)


class _Image:
    """An image of the grid in axes of its own; the circle is the corner (-1, -1), the square (1, 1)."""

    def __init__(self, axes, title, **look):
        axes.set(xlim=(-1.15, 1.15), ylim=(-1.15, 1.15), aspect="equal", xticks=[], yticks=[], title=title)
        axes.spines[:].set(visible=True, color=GREY)
        self.vertical = Line(axes, color=BLUE, linewidth=2.5, **look)
        self.horizontal = Line(axes, color=ORANGE, linewidth=1.2, **look)
        self.corners = spot(axes, "o", color="white", **look), spot(axes, "s", **look)

    def set(self, lines):
        vertical, horizontal = np.split(lines, 2)
        self.vertical.set(*joined(vertical))
        self.horizontal.set(*joined(horizontal))
        for corner, place in zip(self.corners, (lines[0, 0], lines[-1, -1])):
            corner.set(*place)


def _layer_in_numbers(row):
    """Names of W, b and a difference across a row of axes, and moving texts: W's two rows, b, the difference."""
    for axes in row:
        axes.set_axis_off()
        axes.set(xlim=(0, 1), ylim=(0, 1))
    look = dict(family="monospace", size=14, va="center", in_layout=False)  # wider than the axes
    row[0].text(0, 0.8, "the one layer   W =", **look)
    row[0].text(1.7, 0.8, "b =", **look)
    row[0].text(0, 0.1, "largest difference:", **look)
    return [moving_text(row[0], x, y, **look) for x, y in ((0.9, 0.8), (0.9, 0.48), (1.9, 0.8), (0.9, 0.1))]


def _seen(number):
    """A number with two decimals, or as "1.3e-08" where these would hide it; what is left of rounding counts as 0."""
    if 1e-15 < abs(number) < 0.005:
        return f"{number:.1e}"
    return plain(number if abs(number) > 1e-15 else 0)


# ── activations and their slopes ────────────────────────────────────────────────────────────────────────────────

@styled
def activation_gallery(own_function=None):
    """An activation and its slope, with the tangent at one z; compare it with another one. Drag to move z.

    own_function: an activation of your own, an operation or any function of a number or an array.
    """
    functions = functions_by_name(own_function, *(a.function for a in ACTIVATIONS.values()))
    figure, both = new_figure(9, 3.9, ncols=2)
    left, right = both
    show_functions = _function_panels(figure, left, right)
    tangents = [Tangent(left, style, color=VERMILION, linewidth=1.5) for style in ("-", ":")]
    points, spots = ([spot(axes, size=13), spot(axes, "s", size=7, color="white")] for axes in both)
    z_axis = np.linspace(-FAR, FAR, 401)

    def still(f, other):
        shown = [f] if other == "nothing" else [f, other]
        tables = [(values(functions[name], z_axis), slopes(functions[name], z_axis)[0]) for name in shown]
        show_functions(f, z_axis, tables)
        return {"shown": shown}

    def see(shown, z):
        here = []
        for f in map(functions.get, shown):
            (value,), ((slope,), source) = values(f, np.array([z])), slopes(f, np.array([z]))
            here.append((float(value), float(slope), source))
        return {"here": here}

    def draw(s):
        nothing = np.nan, np.nan, ""
        for point, mark, tangent, (value, slope, _) in zip(points, spots, tangents, [*s.here, nothing]):
            point.set(s.z, value)
            mark.set(s.z, slope)
            tangent.set(s.z, value, slope)

    def tell(s):
        told = []
        for name, (value, slope, source) in zip(s.shown, s.here):
            kind = " (dead)" if slope == 0 else " (nearly flat)" if abs(slope) < FLAT else ""
            told.append(f"{name}({plain(s.z)}) = {short(value)}, slope {short(slope)}{kind}{source}")
        known = ACTIVATIONS.get(s.f)
        remark = f" {s.f} gives {known.range}; {known.remark}." if known else ""
        return f"{'; '.join(told)}.{remark} Ten slopes like {s.f}'s here multiply to {s.here[0][1] ** 10:.2g}."

    def drag(pointer):
        return {"z": pointer.x}

    def dead_and_not(s):
        return {s.f, s.other} == {"relu", "leaky_relu"} and s.z <= 0

    controls = {
        "f": choice("f", functions, None if own_function else "sigmoid"),
        "other": choice("compare with", ["nothing", *functions]),
        "z": slider("z", 1.0, -FAR, FAR),
    }
    goals = (
        Goal("find the greatest slope of sigmoid", lambda s: s.f == "sigmoid" and abs(s.z) <= 0.05),
        Goal("find z where relu is dead, leaky_relu not", dead_and_not),
        Goal("find a slope above 1", lambda s: s.here[0][1] > 1 + 1e-9),
    )
    drags = {left: drag, right: drag}
    return Explorer(figure, controls, see, draw, tell, still=[still], drag=drags, goals=goals)


def _function_panels(figure, left, right):
    """Room for functions (left) and slopes (right): of one, with regions where it is flat or dead, and of another.

    Returns what shows them: a function of the first one's name, z, and for each function its values and slopes.
    """
    left.set(xlim=(-FAR, FAR), ylim=(-1.6, FAR + 0.2), xlabel="z", ylabel="f(z)")
    right.set(xlim=(-FAR, FAR), ylim=(-0.25, 1.3), xlabel="z", ylabel="slope")
    flat_look = dict(hatch="//", facecolor="#F3F3F3", edgecolor="#B0B0B0", label=f"nearly flat: |slope| < {FLAT}")
    dead_look = dict(hatch="xx", facecolor="#F6E3EE", edgecolor=PURPLE, label="dead: slope exactly 0")
    flat, dead, curves = [], [], []
    for axes in (left, right):
        axes.axhline(0, color=GREY, linewidth=1)
        axes.axvline(0, color=GREY, linewidth=1)
        fill = partial(axes.fill_between, [], [], transform=axes.get_xaxis_transform(), lw=0)
        flat.append(fill(**flat_look))
        dead.append(fill(**dead_look))
        first = Line(axes, color=BLUE, label="f", animated=False)
        curves.append((first, Line(axes, "--", color=ORANGE, label="compared", animated=False)))
    handles = [*(curve.artist for curve in curves[0]), flat[0], dead[0]]
    figure.legend(handles=handles, loc="outside upper left", ncols=4, frameon=False, handleheight=1.2)
    left.set_title(r"$\frac{1}{1 + e^{-z}}$", pad=10)  # the tallest title makes the room for all
    figure.draw_without_rendering()
    figure.set_layout_engine("none")

    def show(name, z, tables):
        known = ACTIVATIONS.get(name)
        titles = name, f"slope of {name}"
        if known:
            titles = rf"{name}:  $f(z) = {known.formula}$", rf"slope:  $f\,'(z) = {known.derivative}$"
        left.set_title(titles[0], pad=10)
        right.set_title(titles[1], pad=10)
        for both, numbers in zip(curves, zip(*tables)):
            both[1].set()
            for curve, y in zip(both, numbers):
                curve.set(z, y)
        slope = tables[0][1]
        for region in flat:
            region.set_data(z, 0, 1, where=(np.abs(slope) < FLAT) & (slope != 0))
        for region in dead:
            region.set_data(z, 0, 1, where=slope == 0)

    return show


# ── curves made of hinges ───────────────────────────────────────────────────────────────────────────────────────

@styled
def hinges(target=None):
    """A curve traced by a sum of ReLU hinges, fitted by least squares. Draw a curve of your own in the picture.

    target: a function of your own to trace, from x between 0 and 6 to y between -1.5 and 1.5.
    """
    x, drawn_x = np.linspace(0, RIGHT, 241), np.linspace(0, RIGHT, 49)
    curves = functions_by_name(target, wave, hat, bell, stairs)
    bends = [RIGHT * np.arange(n) / n for n in range(1, MOST + 1)]
    inputs = [np.column_stack([np.ones_like(x), relu(x[:, None] - knots)]) for knots in bends]
    solvers = [np.linalg.pinv(A) for A in inputs]  # what lstsq works out, once for all curves
    figure, (left, right) = new_figure(9, 4.2, ncols=2, width_ratios=(2, 1))
    left.set(xlim=(0, RIGHT), ylim=(-HIGH - 0.1, HIGH + 0.1), xlabel="x", ylabel="y")
    right.set(xlim=(0, MOST + 1), ylim=(EXACT / 2, 3), yscale="log", xlabel="number of hinges", title="largest gap")
    right.set_yticks([1, 0.1, 0.01, 0.001, EXACT], ["1", "0.1", "0.01", "0.001", "0"], minor=False)
    right.minorticks_off()
    left.axhline(0, color=GREY, linewidth=1)
    each = Line(left, color=GREEN, linewidth=1, label="each hinge")
    wanted = Line(left, color=ORANGE, linewidth=7, alpha=0.6, label="wanted")
    total = Line(left, color=BLUE, label="sum of hinges")
    knots = Line(left, "^", color=BLACK, markersize=7, label="where a hinge bends")
    gap = Line(left, color=VERMILION, linewidth=4, label="largest gap")
    gaps, now = Line(right, ".-", color=BLUE, linewidth=1, markersize=8), spot(right)
    figure.legend(handles=[line.artist for line in (wanted, total, each, knots, gap)], loc="outside upper left",
                  ncols=5, frameon=False, handlelength=1.2, columnspacing=1.2)  # fmt: skip

    def height(curve, heights):
        points = numbers_in(heights, "two or more heights", lambda points: len(points) > 1)
        places = np.linspace(0, RIGHT, len(points))
        y = np.interp(x, places, points) if curve == "drawn" else values(curves[curve], x)
        if np.abs(y).max() > HIGH:
            raise ValueError(f"the curve must stay between {-HIGH} and {HIGH}, it reaches {np.abs(y).max():g}")
        return y

    def see(curve, n, heights):
        y = height(curve, heights)
        fits = [solve @ y for solve in solvers]
        gaps = np.array([np.abs(A @ a - y).max() for A, a in zip(inputs, fits)])
        A, a = inputs[n - 1], fits[n - 1]
        return {"y": y, "hinges": (A[:, 1:] * a[1:]).T, "total": A @ a, "gaps": gaps, "gap": gaps[n - 1]}

    def draw(s):
        each.set(*joined(np.stack(np.broadcast_arrays(x, s.hinges), axis=-1)))
        wanted.set(x, s.y)
        total.set(x, s.total)
        knots.set(bends[s.n - 1], np.interp(bends[s.n - 1], x, s.total))
        worst = np.argmax(np.abs(s.y - s.total))
        gap.set([x[worst], x[worst]], [s.y[worst], s.total[worst]])
        gaps.set(np.arange(1, MOST + 1), np.maximum(s.gaps, EXACT))
        now.set(s.n, max(s.gap, EXACT))

    def tell(s):
        gap = "0, up to rounding" if s.gap < 1e-9 else f"{s.gap:.3f}"
        trace = "1 hinge traces" if s.n == 1 else f"{s.n} hinges trace"
        return f"{trace} {s.curve}: the largest gap is {gap}."

    def draw_curve(pointer, curve, heights):
        points, reach = np.interp(drawn_x, x, height(curve, heights)), drawn_x[1] / 2
        for ends in pairwise(pointer.trail):  # where the hand went twice, the last time counts
            (low, first), (top, last) = sorted(map(tuple, ends))
            passed = (drawn_x > low - reach) & (drawn_x < top + reach)
            points[passed] = np.clip(np.interp(drawn_x[passed], [low, top], [first, last]), -HIGH, HIGH)
        return {"curve": "drawn", "heights": listed(points)}

    def choose_number(pointer):
        return {"n": round(pointer.x)}

    controls = {
        "curve": choice("curve", [*curves, "drawn"]),
        "n": slider("hinges", 4, 1, MOST, 1),
        "heights": entry("heights, for drawn", "1, -1, 0, 0.5, 0.5, -1, 1"),
    }
    goals = (
        Goal("trace the hat exactly", lambda s: s.curve == "hat" and s.gap < 1e-9),
        Goal("trace the wave, gap below 0.01", lambda s: s.curve == "wave" and s.gap < 0.01),
        Goal("draw a curve, gap below 0.1", lambda s: s.curve == "drawn" and s.gap < 0.1),
    )
    drag = {left: draw_curve, right: choose_number}
    return Explorer(figure, controls, see, draw, tell, drag=drag, goals=goals)


def wave(x):
    return np.sin(x)


def hat(x):
    return relu(x - 2) - 2 * relu(x - 3) + relu(x - 4)


def bell(x):
    return 1.4 * np.exp(-((x - 3) ** 2))


def stairs(x):
    return np.where(x > 4, 1.0, np.where(x > 2, 0.0, -1.0))


# ── functions that may be the reader's ──────────────────────────────────────────────────────────────────────────

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
