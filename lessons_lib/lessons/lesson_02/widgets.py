"""Layers to play with: numbers that flow through a network, and a hidden layer that moves points."""

from functools import partial

import numpy as np

from ...activations import relu, sigmoid, step
from ...data import GATES, gate_inputs, picnic
from ...layers import Linear, Sequential
from . import pictures
from ...pictures.style import grid, new_figure, short
from ...pictures.controls import choice, entry, functions_by_name, numbers_in, slider
from ...pictures.explorer import Goal
from ...pictures.old import OldExplorer as Explorer


def network_diagram(model=None, x=None, names=None):
    """A network as a diagram through which the numbers flow, layer by layer; click on a neuron to see its sum.

    model: a Linear layer, or a Sequential that starts with one; up to 3 Linear layers, up to 5 numbers in each.
        Unless given, it is the picnic's network.
    x: the inputs to start from, shape (n_in,).
    names: one sequence of names per layer, the inputs first; x₁, h₁, y₁ and so on unless given.
    """
    goals = ()
    if model is None:
        model, x, names, goals = _picnic()
    columns = _columns(model)
    matrices = [linear.W for linear, _ in columns]
    sizes = [matrices[0].shape[0], *(W.shape[1] for W in matrices)]
    x = np.ones(sizes[0]) if x is None else np.asarray(x, dtype=float)
    if x.shape != (sizes[0],):
        raise ValueError(f"network_diagram expects {sizes[0]} inputs in a row, got x of shape {x.shape}")
    names = _names(sizes, names)
    places = {name: (layer, i) for layer, row in enumerate(names[1:], 1) for i, name in enumerate(row)}
    stages = sum(1 + len(functions) for _, functions in columns)
    figure, (left, right) = new_figure(9, 4.1, ncols=2, width_ratios=(2, 1))
    artists = pictures.diagram(left, matrices, names)
    notes = pictures.matrices_and_notes(right, [(linear.W, linear.b) for linear, _ in columns])

    def update(stage, neuron, **inputs):
        found = _flow(columns, np.array(list(inputs.values())), stage)
        layer, i = places[neuron]
        linear, functions = columns[layer - 1]
        values = [None if value is None else value[j] for (_, value), row in zip(found, names) for j in range(len(row))]
        bends = [False, *(bool(functions) for _, functions in columns)]
        sums = [
            z[j] if bent and z is not None else None
            for (z, _), row, bent in zip(found, names, bends) for j in range(len(row))
        ]  # fmt: skip
        pictures.set_diagram(artists, values, sums, layer, i, linear.W)
        z, value = (None if numbers is None else numbers[i] for numbers in found[layer])
        lines = _sum(found[layer - 1][1], linear.W[:, i], linear.b[i], z)
        spelled = " ".join(line.strip() for line in lines)
        if functions:
            lines.append(f"{_chain(functions)}(z) = {'?' if value is None else short(value)}")
            spelled += f", {lines[-1]}"
        pictures.set_notes(notes, layer, i, [neuron, *lines])
        known = "; ".join(
            f"{', '.join(f'{name} {short(v)}' for name, v in zip(row, value))}"
            for (_, value), row in zip(found, names) if value is not None
        )  # fmt: skip
        return f"Stage {stage} of {stages}. Known: {known}. {neuron}: {spelled}."

    def drag(pointer, **values):
        if pointer.axes is left and pointer.phase == "press":
            here = (pointer.x, pointer.y)
            distance = {name: np.hypot(*(artists.positions[layer][i] - here)) for name, (layer, i) in places.items()}
            nearest = min(distance, key=distance.get)
            return {"neuron": nearest} if distance[nearest] < 0.5 else None
        return None

    inputs = enumerate(zip(names[0], x.tolist()), start=1)
    controls = {f"x{i}": slider(name, v, 0.0, 5.0, 0.1) for i, (name, v) in inputs}
    controls |= {"stage": slider("stage", stages, 0, stages, 1), "neuron": choice("neuron", places)}
    return Explorer(figure, update, controls, drag=drag, goals=goals)


def _picnic():
    """The picnic's network, three inputs, three hidden neurons with ReLU, one score: model, x, names and goals."""
    example = picnic()
    model = Sequential(Linear.from_weights(example.W, example.b), relu, Linear.from_weights(example.u[:, None], [0.0]))

    def passed(**values):
        _, _, h, s = model.trace([values["x1"], values["x2"], values["x3"]])
        return h.value.round(9), s.value.round(9)[0]

    goals = (
        Goal("all three hidden neurons above 0", lambda **v: np.all(passed(**v)[0] > 0)),
        Goal("all three at 0", lambda **v: not np.any(passed(**v)[0])),
        Goal("a score below 0 although weather is above 0", lambda **v: passed(**v)[1] < 0 < passed(**v)[0][0]),
    )
    return model, example.x, (example.inputs, example.neurons, ("score",)), goals


def xor_lines(W=None, b=None, u=None, c=None, activation=None):
    """Two hidden neurons as lines in the plane of inputs, and the same four inputs in the plane of hidden values.

    W, shape (2, 2), b, shape (2,): the hidden layer; u, shape (2,), c: the output neuron, which answers with step.
    activation: the hidden layer's, a function of your own, offered beside step, sigmoid and ReLU.
    Drag the tip of an arrow to turn its line, drag elsewhere to move the line that is nearest.
    """
    W = [[1.0, -0.3], [0.3, 1.0]] if W is None else W  # answers x₁ and x₂: at first the hidden layer moves nothing
    hidden = Linear.from_weights(W, [-0.4, -0.4] if b is None else b)
    u, c = np.ravel([1.0, 1.0] if u is None else u), float(np.squeeze(-0.5 if c is None else c))
    functions = functions_by_name(activation, step, sigmoid, relu)
    inputs, points, wanted = gate_inputs(), grid(pictures.LOW, pictures.HIGH, 80), np.array(GATES["XOR"])
    figure, (left, right) = new_figure(9, 4.2, ncols=2)
    before = pictures.gate_plane(left, ("$x_1$", "$x_2$"), ("h₁", "h₂"))
    after = pictures.gate_plane(right, ("$h_1$", "$h_2$"), ("y",))
    left.set_title("before the hidden layer")
    right.set_title("after the hidden layer")

    def update(first, second, out, f):
        neurons, to_hidden, output = _three_neurons(first, second, out, functions[f])
        h = to_hidden(inputs)
        correct = output(h) == wanted
        pictures.set_gate_plane(before, neurons[:2], output(to_hidden(points)), inputs, wanted == 1, correct)
        pictures.set_gate_plane(after, neurons[2:], output(points), h, wanted == 1, correct)
        return f"{_moves(inputs, h)} The output agrees with XOR for {correct.sum()} of 4 inputs."

    def drag(pointer, f, **lines):
        if pointer.axes not in (left, right):
            return None
        here = np.array([pointer.x, pointer.y])
        names = ("first", "second") if pointer.axes is left else ("out",)
        name, foot = _grab(pointer.start, {name: lines[name] for name in names})
        w, _ = _three_numbers(lines[name])
        if foot is not None:
            w, here = np.hypot(*w) * (here - foot) / max(np.hypot(*(here - foot)), 1e-9), foot
        return {name: _text(w, -w @ here)}

    controls = {
        "first": entry("h₁: w₁, w₂, b", _text(hidden.W[:, 0], hidden.b[0])),
        "second": entry("h₂: w₁, w₂, b", _text(hidden.W[:, 1], hidden.b[1])),
        "out": entry("output: u₁, u₂, c", _text(u, c)),
        "f": choice("f", functions),
    }

    def solved(i, j, first, second, out, f):
        _, to_hidden, output = _three_neurons(first, second, out, functions[f])
        h = to_hidden(inputs)
        return np.array_equal(output(h), wanted) and np.allclose(h[i], h[j])

    goals = (
        Goal("compute XOR", partial(solved, 0, 0)),
        Goal("compute XOR with 01 and 10 on one spot", partial(solved, 1, 2)),
        Goal("compute XOR with 00 and 11 on one spot", partial(solved, 0, 3)),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)


def _three_neurons(first, second, out, f):
    """From what is written in the boxes: weights and bias of each neuron, the hidden layer, the output neuron."""
    neurons = (w1, b1), (w2, b2), (u, c) = [_three_numbers(text) for text in (first, second, out)]
    hidden = Sequential(Linear.from_weights(np.column_stack([w1, w2]), [b1, b2]), f)
    return neurons, hidden, lambda h: step(h @ u + c)


def _moves(inputs, h):
    """Where the hidden layer moves each input, in words."""
    moved = ", ".join(f"{x[0]:.0f}{x[1]:.0f} → ({short(p)}, {short(q)})" for x, (p, q) in zip(inputs, h))
    inside = np.all((h > pictures.LOW) & (h < pictures.HIGH))
    return f"The hidden layer moves {moved}{'' if inside else ' (what lies outside is drawn at the edge)'}."


def _grab(here, lines):
    """Which line is held at this point; at the tip of its arrow also the foot around which it turns, else None."""
    neurons = {name: _three_numbers(text) for name, text in lines.items()}
    arrows = {name: pictures.arrow_on_line(w, b) for name, (w, b) in neurons.items()}
    tips = {name: np.hypot(*(tip - here)) for name, (_, tip) in arrows.items()}
    if min(tips.values()) < 0.2:
        name = min(tips, key=tips.get)
        return name, arrows[name][0]
    distances = {name: abs(w @ here + b) / max(np.hypot(*w), 1e-9) for name, (w, b) in neurons.items()}
    return min(distances, key=distances.get), None


def _three_numbers(text):
    """Weights (an array of two) and bias from "1, −1, 0.5"."""
    wanted = "three numbers from −100 to 100"
    numbers = numbers_in(text, wanted, lambda numbers: len(numbers) == 3 and np.all(np.abs(numbers) <= 100))
    return numbers[:2], numbers[2]


def _text(w, b):
    """Weights and bias as `_three_numbers` reads them, with two decimals at most."""
    numbers = [*w, np.clip(b, -100, 100)]
    return ", ".join(f"{round(float(number), 2) + 0.0:.5g}" for number in numbers).replace("-", "−")


def _columns(model):
    """The Linear layers of a model, each with the functions that follow it."""
    columns = []
    for layer in getattr(model, "layers", (model,)):
        if isinstance(layer, Linear):
            columns.append((layer, []))
        elif columns:
            columns[-1][1].append(layer)
        else:
            raise ValueError(f"network_diagram expects a Linear layer first, got {layer!r}")
    sizes = [columns[0][0].n_in, *(linear.n_out for linear, _ in columns)]
    if len(sizes) > 4 or max(sizes) > 5:
        raise ValueError(f"network_diagram draws up to 3 Linear layers of up to 5 neurons, got sizes {sizes}")
    return columns


def _names(sizes, names):
    letters = ["x", *"hg"[: len(sizes) - 2], "y"]
    if names is None:
        names = [[letter + "₁₂₃₄₅"[i] * (size > 1) for i in range(size)] for letter, size in zip(letters, sizes)]
    if [len(row) for row in names] != sizes:
        raise ValueError(f"names expects one name per neuron, {sizes} of them layer by layer, got {names!r}")
    return names


def _flow(columns, x, stage):
    """Per layer its pre-activation z and its value, None where `stage` has not come so far."""
    found, value = [(None, x)], x
    for linear, functions in columns:
        z = value = None if stage < 1 else linear(value)
        for number, f in enumerate(functions, start=2):
            value = None if stage < number else f(value)
        found.append((z, value))
        stage -= 1 + len(functions)
    return found


def _chain(functions):
    """How a reader writes that these functions follow each other."""
    return " then ".join(getattr(f, "__name__", "f") for f in functions)


def _sum(inputs, w, b, z):
    """w·x + b with numbers, one product a line; question marks for what is not known yet."""
    known = ["?"] * len(w) if inputs is None else map(short, inputs)
    parts = [(weight, f" · {value}") for weight, value in zip(w, known)] + [(b, "")]
    lines = [f"{'−' if number < 0 else '+'} {short(abs(number))}{value}" for number, value in parts]
    return ["z =", *(f"  {line}" for line in lines), f"  = {'?' if z is None else short(z)}"]
