"""Gradients in numbers: how they fade or explode through ten layers, and how well a step measures them."""

import numpy as np

from ...activations import relu, sigmoid, tanh
from ...gradcheck import numerical_gradient
from ...graph import Node
from ...ops import exp
from ...pictures.controls import choice, functions_by_name, log_slider, name_of, slider
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Bars, Line, spot
from ...pictures.style import BLUE, GREEN, ORANGE, SKY, VERMILION, new_figure, short, styled

# ── through ten layers ──────────────────────────────────────────────────────────────────────────────────────────

LAYERS, WIDTH, BATCH = 10, 64, 64
SCALES = {"too small": 0.5, "Glorot": 1.0, "He": 2**0.5, "too large": 3.0}
"""What the usual spread of weights, 1/√inputs, is multiplied by."""
LOWEST, HIGHEST = -10, 4
"""Powers of ten between which sizes of gradients are shown."""


@styled
def gradient_flow(activation=None):
    """How large the gradient still is in each of ten layers, for an activation and a way to draw the starting weights.

    activation: a function of your own, on Nodes, offered beside sigmoid, tanh and ReLU.
    """
    functions = functions_by_name(activation, sigmoid, tanh, relu)
    figure, axes = new_figure(9, 4)
    numbers, ticks = range(1, LAYERS + 1), np.arange(-9, HIGHEST, 3)
    axes.set(xlim=(0.4, LAYERS + 0.6), ylim=(LOWEST, HIGHEST), xticks=numbers, xlabel="layer, from input to output")
    axes.set_yticks(ticks, [f"$10^{{{tick}}}$" for tick in ticks])
    axes.set_title("bars: gradient, compared with the last layer's    ◆ values    green band: a factor of 3")
    axes.axhspan(-np.log10(3), np.log10(3), color=GREEN, alpha=0.3, linewidth=0, zorder=0.3)
    bars = Bars(axes, numbers, 0.7)
    points = spot(axes, "D", 9, ORANGE)

    def see(f, weights, seed):
        gradients, values = layer_sizes(functions[f], SCALES[weights], seed)
        return {"gradients": gradients, "sizes": values}

    def powers(sizes):
        """Sizes above 0 as powers of ten; what is smaller or larger than the scale goes is drawn at its end."""
        return np.log10(np.clip(sizes, 10.0 ** (LOWEST + 0.1), 10.0 ** (HIGHEST - 0.1)))

    def colour(power):
        if abs(power) <= np.log10(3):
            return GREEN
        return SKY if power < 0 else VERMILION

    def draw(s):
        heights = powers(s.gradients)
        bars.set(heights - LOWEST, starts=np.full(LAYERS, LOWEST), looks=[(colour(height), "") for height in heights])
        points.set(numbers, powers(s.sizes))

    def tell(s):
        return (
            f"{s.f}, weights {s.weights} (spread {SCALES[s.weights]:.2g}/√{WIDTH}): the gradient of layer 1 is "
            f"{s.gradients[0]:.2g} times that of layer {LAYERS}; the values in layer {LAYERS} have size "
            f"{s.sizes[-1]:.2g}."
        )

    def home(name):
        return Goal(f"layer 1 in the green band, with {name}", lambda s: s.f == name and 1 / 3 <= s.gradients[0] <= 3)

    controls = {"f": choice("f", functions), "weights": choice("starting weights", SCALES)}
    controls["seed"] = slider("draw", 0, 0, 9, 1)
    return Explorer(figure, controls, see, draw, tell, goals=(home("tanh"), home("relu")))


def layer_sizes(activation, scale, seed=0):
    """The size of the gradient at each of ten layers, compared with the last, and of the values (root mean square).

    The weights are normal with standard deviation scale/√inputs: 1 is Glorot's for layers of equal width, √2 is He's.
    """
    generator = np.random.default_rng(seed)
    h, layers = Node(generator.normal(size=(BATCH, WIDTH))), []
    with np.errstate(all="ignore"):
        for _ in range(LAYERS):
            h = activation(h @ generator.normal(0, scale / np.sqrt(WIDTH), (WIDTH, WIDTH)))
            layers.append(h)
        (h * generator.normal(size=(BATCH, WIDTH))).sum().backward()
        gradients, values = np.sqrt([[np.mean(np.square(x)) for x in (h.grad, h.value)] for h in layers]).T
    if not np.all(np.isfinite([gradients, values])):
        raise ValueError("values or gradients become too large to be numbers: choose smaller weights")
    return gradients / (gradients[-1] or 1.0), values


# ── the step of a check ─────────────────────────────────────────────────────────────────────────────────────────

ALL_STEPS = np.logspace(-12, -1, 89)


@styled
def check_step(f=exp, x=1.0):
    """How far a central difference misses the back-propagated slope, for every step from 1e-12 to 0.1.

    f: a function of one number or Node, such as `ll.tanh`. x: where the slope is measured.
    """
    name = name_of(f)
    figure, axes = new_figure(9, 3.8)
    axes.set(xlim=(-12.5, -0.5), ylim=(-13, 1), xlabel="step", ylabel="error of the slope")
    for axis, ticks in ((axes.xaxis, range(-11, 0, 2)), (axes.yaxis, range(-12, 1, 3))):
        axis.set_ticks(ticks, [f"$10^{{{tick}}}$" for tick in ticks])
    curve = Line(axes, ".-", color=BLUE, linewidth=1.5, markersize=5)
    point = spot(axes)

    def see(x, step):
        node = Node(x)
        f(node).backward()
        measured, *others = (numerical_gradient(f, x, each) for each in (step, *ALL_STEPS))
        if not np.all(np.isfinite([node.grad, measured, *others])):
            raise ValueError(f"{name} has no finite slope near x = {short(x)}")
        errors = np.abs(np.array(others) - node.grad)
        return {"true": node.grad, "measured": measured, "error": abs(measured - node.grad), "errors": errors}

    def draw(s):
        low = np.log10(np.clip([s.error, *s.errors], 2e-13, 5.0))  # an error of exactly 0 is drawn at the bottom
        curve.set(np.log10(ALL_STEPS), low[1:])
        point.set(np.log10(s.step), low[0])

    def tell(s):
        return (
            f"{name} at x = {short(s.x)}, step {s.step:.2g}: measured slope {s.measured:.10f}, "
            f"back-propagated slope {s.true:.10f}, error {s.error:.2g}."
        )

    controls = {"x": slider("x", x, -3.0, 3.0, 0.1), "step": log_slider("step", 0.1, -12, -1)}
    goals = (
        Goal("make the error smaller than 1e-9", lambda s: s.error < 1e-9),
        Goal("take a step that is too small", lambda s: s.step < 1e-8 and s.error > 1e-7),
    )
    return Explorer(figure, controls, see, draw, tell, goals=goals)
