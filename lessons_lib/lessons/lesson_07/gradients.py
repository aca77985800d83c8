"""Gradients in numbers: how they fade or explode through ten layers, and how well a step measures them."""

from functools import lru_cache

import numpy as np

from ...activations import relu, sigmoid, tanh
from ...gradcheck import numerical_gradient
from ...graph import Node
from ...ops import exp
from . import gradients_pictures as pictures
from ...pictures.style import new_figure, short
from ...pictures.controls import choice, functions_by_name, log_slider, name_of, slider
from ...pictures.explorer import Goal
from ...pictures.old import OldExplorer as Explorer

LAYERS, WIDTH, BATCH = 10, 64, 64
SCALES = {"too small": 0.5, "Glorot": 1.0, "He": 2**0.5, "too large": 3.0}
"""What the usual spread of weights, 1/√inputs, is multiplied by."""


def gradient_flow(activation=None):
    """How large the gradient still is in each of ten layers, for an activation and a way to draw the starting weights.

    activation: a function of your own, on Nodes, offered beside sigmoid, tanh and ReLU.
    """
    functions = functions_by_name(activation, sigmoid, tanh, relu)
    figure, axes = new_figure(9, 4)
    artists = pictures.layer_bars(axes, LAYERS)

    def update(f, weights, seed):
        gradients, values = layer_sizes(functions[f], SCALES[weights], seed)
        pictures.set_layer_bars(artists, gradients, values)
        return (
            f"{f}, weights {weights} (spread {SCALES[weights]:.2g}/√{WIDTH}): the gradient of layer 1 is "
            f"{gradients[0]:.2g} times that of layer {LAYERS}; the values in layer {LAYERS} have size {values[-1]:.2g}."
        )

    def home(name):
        def reached(f, weights, seed):
            return f == name and 1 / 3 <= layer_sizes(functions[f], SCALES[weights], seed)[0][0] <= 3

        return Goal(f"layer 1 in the green band, with {name}", reached)

    controls = {"f": choice("f", functions), "weights": choice("starting weights", SCALES)}
    controls["seed"] = slider("draw", 0, 0, 9, 1)
    return Explorer(figure, update, controls, goals=(home("tanh"), home("relu")))


@lru_cache(100)
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


STEPS = np.logspace(-12, -1, 89)


def check_step(f=exp, x=1.0):
    """How far a central difference misses the back-propagated slope, for every step from 1e-12 to 0.1.

    f: a function of one number or Node, such as `ll.tanh`. x: where the slope is measured.
    """
    figure, axes = new_figure(9, 3.8)
    artists, name = pictures.step_errors(axes), name_of(f)

    def slopes(x, steps):
        """The back-propagated slope, and the measured ones, one for each step."""
        node = Node(x)
        with np.errstate(all="ignore"):
            f(node).backward()
            measured = np.array([numerical_gradient(f, x, step) for step in steps])
        if not np.all(np.isfinite([node.grad, *measured])):
            raise ValueError(f"{name} has no finite slope near x = {short(x)}")
        return node.grad, measured

    def error(x, step):
        true, (measured,) = slopes(x, [step])
        return abs(measured - true)

    def update(x, step):
        true, (measured, *others) = slopes(x, [step, *STEPS])
        pictures.set_step_errors(artists, STEPS, np.abs(others - true), step, abs(measured - true))
        return (
            f"{name} at x = {short(x)}, step {step:.2g}: measured slope {measured:.10f}, "
            f"back-propagated slope {true:.10f}, error {abs(measured - true):.2g}."
        )

    controls = {"x": slider("x", x, -3.0, 3.0, 0.1), "step": log_slider("step", 0.1, -12, -1)}
    goals = (
        Goal("make the error smaller than 1e-9", lambda **v: error(**v) < 1e-9),
        Goal("take a step that is too small", lambda **v: v["step"] < 1e-8 and error(**v) > 1e-7),
    )
    return Explorer(figure, update, controls, goals=goals)
