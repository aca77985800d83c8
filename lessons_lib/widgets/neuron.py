"""One neuron to play with: its sum, and its line."""

from math import dist

import numpy as np

from ..activations import sigmoid, step
from ..data import GATES, gate_inputs, picnic
from ..layers import Neuron
from ..pictures import neuron as pictures
from ..pictures.style import grid, new_figure, plain, signed
from .explorer import Explorer, Goal, choice, functions_by_name, slider


def neuron_sum(activation=None):
    """The sum w·x + b of the picnic's "weather" neuron, part by part, and what the activation makes of it.

    activation: a function of your own, offered beside sigmoid and step.
    """
    example = picnic()
    w, b = example.W[:, 0], float(example.b[0])
    functions = functions_by_name(activation, sigmoid, step)
    figure, (left, right) = new_figure(9, 3.6, ncols=2, width_ratios=(3, 2))
    far = 5.0 * w  # where the sliders end
    bars = pictures.waterfall(left, [*example.inputs, "bias"], low=far[far < 0].sum() - 4, high=far[far > 0].sum() + 8)
    curve = pictures.response(right)
    (z_low, z_high), (y_low, y_high) = right.get_xlim(), right.get_ylim()
    z_axis = np.linspace(z_low, z_high, 241)

    def update(x1, x2, x3, b, f):
        x, activation = np.array([x1, x2, x3]), functions[f]
        neuron = Neuron(w, b, activation)
        z, y = neuron.pre_activation(x), neuron(x)
        texts = [f"{plain(weight)} · {plain(value)}" for weight, value in zip(w, x)] + [signed(b)]
        pictures.set_waterfall(bars, [*(w * x), b], texts)
        curve.curve.set_data(z_axis, activation(z_axis))
        shown = np.clip([z, y], (z_low + 0.2, y_low + 0.05), (z_high - 0.2, y_high - 0.05))
        pictures.set_response(curve, *shown)
        edge = "" if np.array_equal(shown, [z, y]) else " The point lies outside the picture: it is drawn at the edge."
        terms = " ".join(signed(part) for part in [*(w * x), b])
        return f"z = w·x + b = {terms} = {plain(z)}, so y = {f}(z) = {plain(y)}.{edge}"

    today = enumerate(zip(example.inputs, example.x.tolist()), start=1)
    controls = {f"x{i}": slider(name, value, 0.0, 5.0, 0.1) for i, (name, value) in today}
    controls |= {"b": slider("bias", b, -3.0, 3.0, 0.1), "f": choice("f", functions)}

    def output(x1, x2, x3, b, f):
        return Neuron(w, b, functions[f])([x1, x2, x3])

    def undecided(f, **inputs):
        return abs(output(f="sigmoid", **inputs) - 0.5) < 1e-9

    goals = (
        Goal("make z exactly 0", undecided),
        Goal("with sigmoid, make y smaller than 0.1", lambda f, **v: f == "sigmoid" and output(f=f, **v) < 0.1),
    )
    return Explorer(figure, update, controls, goals=goals)


def neuron_plane(gate="AND", w=(1.0, -0.5), b=0.2, activation=None):
    """A neuron with two inputs and the plane of all its inputs; find weights that compute a logic gate.

    gate: the gate shown first. w, b: the neuron to start from. activation: a function of your own, offered beside
    step and sigmoid. Drag the tip of the arrow to turn w, drag anywhere else to move the line.
    """
    functions = functions_by_name(activation, step, sigmoid)
    inputs, points = gate_inputs(), grid(-pictures.REACH, pictures.REACH, 120)
    figure, (left, right) = new_figure(9, 4.2, ncols=2, width_ratios=(1, 1))
    artists = pictures.plane(left)
    lines = pictures.truth_table(right, inputs)

    def outputs(w1, w2, b, f):
        return Neuron([w1, w2], b, functions[f])(inputs)

    def right_ones(gate, **neuron):
        return (outputs(**neuron) > 0.5) == np.array(GATES[gate])

    def update(gate, w1, w2, b, f):
        w, wanted = np.array([w1, w2]), np.array(GATES[gate])
        neuron = Neuron(w, b, functions[f])
        correct = right_ones(gate, w1=w1, w2=w2, b=b, f=f)
        pictures.set_plane(artists, w, b, neuron(points), inputs, wanted == 1, correct)
        for line, z, y, want, good in zip(lines, neuron.pre_activation(inputs), neuron(inputs), wanted, correct):
            line.set_text(f"{signed(z):>7}  {plain(y):>6}   {want}  {'✓' if good else '✗'}")
        line = "" if np.any(w) else " Both weights are 0: there is no line."
        terms = f"{plain(w1)} x₁ {signed(w2)} x₂ {signed(b)}"
        return f"y = {f}({terms}). The outputs agree with {gate} for {correct.sum()} of 4 inputs.{line}"

    def drag(pointer, gate, w1, w2, b, f):
        if pointer.axes is not left:
            return None
        if dist(pointer.start, (w1, w2)) < 0.4:
            return {"w1": pointer.x, "w2": pointer.y}
        return {"b": -(w1 * pointer.x + w2 * pointer.y)}

    controls = {
        "gate": choice("gate", GATES, gate),
        "w1": slider("w₁", w[0], -2.0, 2.0),
        "w2": slider("w₂", w[1], -2.0, 2.0),
        "b": slider("b", b, -3.0, 3.0),
        "f": choice("f", functions),
    }

    def solved(name):
        return Goal(f"compute {name}", lambda gate, **neuron: gate == name and right_ones(gate, **neuron).all())

    return Explorer(figure, update, controls, drag=drag, goals=[solved(name) for name in GATES])
