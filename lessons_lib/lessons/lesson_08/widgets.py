"""Where training starts and how it walks: starting weights through ten layers, mini-batches on a map of the loss."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from ...activations import relu, sigmoid, tanh
from ...graph import Node
from ...pictures.controls import choice, functions_by_name, log_slider, slider, ticker
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Bars, Line, spot
from ...pictures.style import BLUE, GREEN, GREY, ORANGE, SKY, VERMILION, new_figure, short, styled

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
    axes.set_title("bars: gradient ÷ layer 10's    ◆ size of values    green band: within a factor of 3")
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


# ── two ways down one map ───────────────────────────────────────────────────────────────────────────────────────

EXAMPLES, EPOCHS = 100, 10
START = 3.5, 2.5
"""Slope and intercept at which both paths begin."""
SLOPES, INTERCEPTS = (-0.5, 4.0), (-2.0, 3.0)
"""What the map shows."""
DEPTHS = LinearSegmentedColormap.from_list("depths", ["#2F7FB5", "#FFFFFF"])
"""From the lowest loss, blue, to the highest, white."""


@styled
def two_paths():
    """The path of mini-batches and that of all examples at once, on a map of the loss: a line through 100 points."""
    x, y = points_near_a_line()
    least, bottom = lowest_loss(x, y)
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(1, 1))
    left.set(xlim=SLOPES, ylim=INTERCEPTS, xlabel="slope", ylabel="intercept")
    left.set_title("the loss of all 100 examples, ★ lowest")
    ticks = [np.linspace(*limits, 60) for limits in (SLOPES, INTERCEPTS)]
    heights = np.cbrt(losses_at(np.stack(np.meshgrid(*ticks), axis=-1), x, y) - least)  # closer lines low down
    left.contourf(*ticks, heights, 13, cmap=DEPTHS, zorder=-2)
    left.contour(*ticks, heights, 13, colors=GREY, linewidths=0.7, zorder=-1)
    right.set(xlim=(-0.3, EPOCHS + 0.3), ylim=(0, 9.5), xlabel="epochs", title="the loss along both paths")
    floor = right.axhline(least, color=GREY, linewidth=1)
    noisy = [Line(axes, ".-", color=VERMILION, linewidth=1, markersize=4) for axes in (left, right)]
    calm = [Line(axes, "s-", color=BLUE, markersize=8, linewidth=2) for axes in (left, right)]
    left.plot(*bottom, "*", color="white", markeredgecolor="black", markersize=18, zorder=4)
    names = "all at once: one step an epoch", "mini-batches", "the lowest loss"
    right.legend([calm[1].artist, noisy[1].artist, floor], names, loc="upper right", frameon=False)

    def walk(batch_size, learning_rate, seed):
        paths = [path(x, y, size, learning_rate, seed) for size in (EXAMPLES, batch_size)]
        return {"paths": paths, "courses": [losses_at(points, x, y) for points in paths]}

    def see(paths, courses, batch_size, epochs):
        an_epoch = EXAMPLES // batch_size
        steps = [epochs, epochs * an_epoch]
        shown = [(points[: n + 1], course[: n + 1]) for points, course, n in zip(paths, courses, steps)]
        worst = shown[1][1][-an_epoch:].max()
        return {"shown": shown, "steps": steps, "losses": [course[-1] for _, course in shown], "worst": worst}

    def draw(s):
        for lines, (points, course) in zip((calm, noisy), s.shown):
            lines[0].set(*points.T)
            lines[1].set(np.linspace(0, s.epochs, len(course)), course)

    def tell(s):
        return (
            f"Epochs: {s.epochs}, learning rate {short(s.learning_rate)}. All at once: steps {s.steps[0]}, loss "
            f"{s.losses[0]:.3f}. Batches of {s.batch_size}: steps {s.steps[1]}, loss {s.losses[1]:.3f}, at most "
            f"{s.worst:.3f} in the last epoch. The lowest loss of all (★) is {least:.3f}."
        )

    controls = {
        "batch_size": choice("batch size", [1, 5, 20, 50, EXAMPLES], 20),
        "learning_rate": log_slider("learning rate", 0.1, -3, -0.5),
        "epochs": ticker("epochs", 1, EPOCHS, interval=600),
        "seed": slider("shuffle", 0, 0, 9, 1),
    }
    goals = (
        Goal("mini-batches: below 0.255 after 1 epoch",
             lambda s: s.epochs == 1 and s.batch_size < EXAMPLES and s.losses[1] < 0.255),
        Goal("batches of 1: below 0.24 for a whole epoch", lambda s: s.batch_size == 1 and s.worst < 0.24),
    )
    return Explorer(figure, controls, see, draw, tell, still=[walk], goals=goals)


def points_near_a_line():
    """Inputs and targets, both of shape (100,): a line of slope 1.5 and intercept 0.5, and noise."""
    generator = np.random.default_rng(0)
    x = generator.uniform(-1.5, 1.5, EXAMPLES)
    return x, 1.5 * x + 0.5 + generator.normal(0, 0.5, EXAMPLES)


def losses_at(places, x, y):
    """The mean squared error of the lines (slope, intercept) in `places`, shape (…, 2); shape (…)."""
    slopes, intercepts = np.moveaxis(places, -1, 0)
    return np.mean((slopes[..., None] * x + intercepts[..., None] - y) ** 2, axis=-1)


def lowest_loss(x, y):
    """The lowest loss that a line can have, and the slope and intercept of that line."""
    best = np.polyfit(x, y, 1)
    return losses_at(best, x, y), best


def path(x, y, batch_size, learning_rate, seed):
    """Slope and intercept at the start and after each step of all epochs; shape (steps + 1, 2)."""
    generator, (slope, intercept), places = np.random.default_rng(seed), START, [START]
    parts = np.stack([x * x, x, x * y, y])
    for _ in range(EPOCHS):
        of_batches = parts[:, generator.permutation(EXAMPLES)].reshape(4, -1, batch_size).mean(axis=2)
        for xx, x_mean, xy, y_mean in of_batches.T.tolist():  # plain numbers: ten times as fast here as small arrays
            to_slope = 2 * (xx * slope + x_mean * intercept - xy)
            to_intercept = 2 * (x_mean * slope + intercept - y_mean)
            slope, intercept = slope - learning_rate * to_slope, intercept - learning_rate * to_intercept
            places.append((slope, intercept))
    return np.array(places)
