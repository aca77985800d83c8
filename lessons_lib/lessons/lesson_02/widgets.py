"""Layers to play with: numbers that flow through a network, and a hidden layer that moves points."""

from functools import partial
from math import dist

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from ...activations import relu, sigmoid, step
from ...data import GATES, gate_inputs, picnic
from ...layers import Linear, Sequential
from ...pictures.controls import choice, entry, functions_by_name, numbers_in, slider
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Arrow, Line, Points, Shade, moving_text
from ...pictures.style import (
    BLACK, BLUE, DIVERGING, ORANGE, PURPLE, VERMILION, grid, new_figure, short, styled,
)  # fmt: skip

WIDE, TALL = 5.8, 4.0
"""The diagram's size in its own units, about inches."""
LOW, HIGH = -0.7, 1.9
"""The planes show numbers from LOW to HIGH on both axes."""
EDGES = LOW + 0.1, HIGH - 0.1
"""What lies further out in a plane is drawn here."""
ARROW = 0.45
"""Length of the arrow that stands on a line."""
LINES = {"h₁": (BLUE, "-"), "h₂": (PURPLE, "--"), "y": (BLACK, "-")}
"""How the lines of the two hidden neurons and of the output neuron are drawn."""


# ── numbers that flow through a network ─────────────────────────────────────────────────────────────────────────

@styled
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
    sizes = [columns[0][0].n_in, *(linear.n_out for linear, _ in columns)]
    x = np.ones(sizes[0]) if x is None else np.asarray(x, dtype=float)
    if x.shape != (sizes[0],):
        raise ValueError(f"network_diagram expects {sizes[0]} inputs in a row, got x of shape {x.shape}")
    names = _names(sizes, names)
    places = {name: (layer, i) for layer, row in enumerate(names[1:], 1) for i, name in enumerate(row)}
    stages = sum(1 + len(functions) for _, functions in columns)
    figure, (left, right) = new_figure(9, 4.1, ncols=2, width_ratios=(2, 1))
    diagram = _Diagram(left, columns, names)
    frames, bottom = _matrices(right, [linear for linear, _ in columns])
    look = dict(fill=False, edgecolor=VERMILION, linewidth=2.5, animated=True)
    frame = right.add_patch(Rectangle((0, 0), 0, 0, **look))
    notes = moving_text(right, 0, bottom, family="monospace", size=13, va="top", linespacing=1.3)

    def see(stage, neuron, **inputs):
        layer, i = places[neuron]
        linear, functions = columns[layer - 1]
        outputs, found = _flow(columns, np.array(list(inputs.values())), stage)
        z, value = (numbers[i] for numbers in found[layer])
        terms = [f"{_signed(w)} · {_known(number)}" for w, number in zip(linear.W[:, i], found[layer - 1][1])]
        chain = " then ".join(getattr(f, "__name__", "f") for f in functions)
        return {
            "layer": layer, "i": i, "outputs": outputs, "found": found,
            "sum": ["z =", *terms, _signed(linear.b[i]), f"= {_known(z)}"],
            "answer": [f"{chain}(z) = {_known(value)}"] if functions else [],
        }  # fmt: skip

    def draw(s):
        diagram.set(s.found, s.layer, s.i)
        frame.set_bounds(frames.get((s.layer, s.i), (0, 0, 0, 0)))
        notes.set_text("\n".join([s.neuron, "\n  ".join(s.sum), *s.answer]))

    def tell(s):
        rows = [
            ", ".join(f"{name} {short(value)}" for name, value in zip(row, values))
            for row, (_, values) in zip(names, s.found) if values[0] is not None
        ]  # fmt: skip
        spelled = ", ".join([" ".join(s.sum), *s.answer])
        return f"Stage {s.stage} of {stages}. Known: {'; '.join(rows)}. {s.neuron}: {spelled}."

    def click(pointer):
        here = pointer.x, pointer.y
        distances = {name: dist(diagram.places[layer][i], here) for name, (layer, i) in places.items()}
        nearest = min(distances, key=distances.get)
        if pointer.phase == "press" and distances[nearest] < 0.5:
            return {"neuron": nearest}
        return None

    inputs = enumerate(zip(names[0], x.tolist()), start=1)
    controls = {f"x{i}": slider(name, value, 0.0, 5.0, 0.1) for i, (name, value) in inputs}
    controls |= {"stage": slider("stage", stages, 0, stages, 1), "neuron": choice("neuron", places)}
    return Explorer(figure, controls, see, draw, tell, drag={left: click}, goals=goals)


def _picnic():
    """The picnic's network, three inputs, three hidden neurons with ReLU, one score: model, x, names and goals."""
    example = picnic()
    model = Sequential(Linear.from_weights(example.W, example.b), relu, Linear.from_weights(example.u[:, None], [0.0]))

    def hidden(s):
        return s.outputs[1].round(9)

    def below_in_good_weather(s):
        return s.outputs[2].round(9)[0] < 0 < hidden(s)[0]

    goals = (
        Goal("all three hidden neurons above 0", lambda s: np.all(hidden(s) > 0)),
        Goal("all three at 0", lambda s: not np.any(hidden(s))),
        Goal("a score below 0 although weather is above 0", below_in_good_weather),
    )
    return model, example.x, (example.inputs, example.neurons, ("score",)), goals


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
    if names is None:
        letters = ["x", *"hg"[: len(sizes) - 2], "y"]
        numbered = [[letter + index for index in "₁₂₃₄₅"[:size]] for letter, size in zip(letters, sizes)]
        names = [[letter] if size == 1 else row for letter, row, size in zip(letters, numbered, sizes)]
    if [len(row) for row in names] != sizes:
        raise ValueError(f"names expects one name per neuron, {sizes} of them layer by layer, got {names!r}")
    return names


def _flow(columns, x, stage):
    """The values of each layer; and for each its sums z and its values, None where `stage` has not come so far."""
    value, outputs, found = x, [x], [(x, x)]
    for linear, functions in columns:
        z = value = linear(value)
        for f in functions:
            value = f(value)
        outputs.append(value)
        unknown = [None] * linear.n_out
        found.append((z if stage > 0 else unknown, value if stage > len(functions) else unknown))
        stage -= 1 + len(functions)
    return outputs, found


def _known(number, digits=3):
    return "?" if number is None else short(number, digits)


def _signed(number):
    return f"{'−' if number < 0 else '+'} {short(abs(number))}"


class _Diagram:
    """Neurons as circles, weights as edges: wide if large, blue and solid if positive, orange and dashed if negative.

    columns: Linear layers, each with the functions that follow it. names: one sequence per layer, the inputs first.
    """

    def __init__(self, axes, columns, names):
        self.weights, self.places = [linear.W for linear, _ in columns], node_positions([len(row) for row in names])
        small = max(map(len, names)) > 3
        radius, font, self.digits = (0.22, 12, 2) if small else (0.31, 14, 3)
        axes.set_axis_off()
        axes.set(xlim=(0, WIDE), ylim=(0, TALL))
        centre = dict(ha="center", va="center")
        write = partial(axes.text, zorder=1.5, **centre)  # below all that moves: drawn once
        for before, after, W in zip(self.places, self.places[1:], self.weights):
            axes.add_collection(LineCollection(**_edges(before, after, W, W), alpha=0.35, zorder=1))
            shapes = f"@ {W.shape} + ({W.shape[1]},)" if len(columns) < 3 else f"@ {W.shape}"
            write((before[0, 0] + after[0, 0]) / 2, 0.42, shapes, size=12, family="monospace")
        for layer, row in zip(self.places, names):
            write(layer[0, 0], 0.12, f"({len(row)},)", size=13, weight="bold", family="monospace")
            for (x, y), name in zip(layer, row):
                write(x, y + radius + 0.13, name, size=12, bbox=dict(facecolor="white", edgecolor="none", pad=1))
        nodes = np.concatenate(self.places)
        self.lit = axes.add_collection(LineCollection([], zorder=2, animated=True))
        look = dict(c="white", edgecolors=BLACK, zorder=3, animated=True)
        self.discs = axes.scatter(*nodes.T, s=(144 * radius) ** 2, **look)
        self.values = [moving_text(axes, x, y, size=font, zorder=4, **centre) for x, y in nodes]
        # z stands below the neurons that do something to it; in a large network there is no room for that.
        bent = [] if small else [layer for layer, (_, functions) in enumerate(columns, start=1) if functions]
        below = dict(size=12, zorder=4, **centre)
        self.sums = {
            layer: [moving_text(axes, x, y - radius - 0.11, **below) for x, y in self.places[layer]] for layer in bent
        }

    def set(self, found, layer, i):
        """found: for each layer its sums z and its values, None where not known yet. layer, i: the neuron to light."""
        values = [value for _, row in found for value in row]
        for text, value in zip(self.values, values):
            text.set_text(_known(value, self.digits))
        for number, texts in self.sums.items():
            for text, z in zip(texts, found[number][0]):
                text.set_text("" if z is None else f"z = {short(z)}")
        known = np.array([0.0 if value is None else value for value in values])
        self.discs.set_facecolors(DIVERGING(0.5 + 0.5 * known / (np.abs(known) + 2)))
        chosen = sum(map(len, self.places[:layer])) + i
        self.discs.set_linewidths(np.where(np.arange(len(values)) == chosen, 5, 2))
        W = self.weights[layer - 1]
        self.lit.set(**_edges(self.places[layer - 1], self.places[layer][[i]], W[:, [i]], W))


def node_positions(sizes):
    """Where the neurons of each layer stand: one array of shape (size, 2) per layer, the first neuron on top."""
    gap = min(1.05, 3.3 / max(sizes))
    return [
        np.column_stack([np.full(size, x), 2.2 + gap * (np.arange(size)[::-1] - (size - 1) / 2)])
        for x, size in zip(np.linspace(0.6, WIDE - 0.6, len(sizes)), sizes)
    ]


def _edges(before, after, W, whole):
    """The edges whose weight in W is not 0, for a LineCollection; the largest of the `whole` matrix is the widest."""
    weights = W[W != 0]
    widths = 1 + 5 * np.abs(weights) / max(np.abs(whole).max(), 1e-9)
    # Dashes are counted in line widths: a wide edge gets shorter ones.
    dashes = [(0, (6 / width + 1, 4 / width + 0.5)) for width in widths]
    return dict(
        segments=[(before[i], after[j]) for i, j in np.argwhere(W)],
        linewidths=widths,
        colors=[BLUE if weight > 0 else ORANGE for weight in weights],
        linestyles=["-" if weight > 0 else dash for weight, dash in zip(weights, dashes)],
    )


def _matrices(axes, layers):
    """W and b of each layer as far as there is room; the place of each column by layer and neuron, and where they end.

    A place is left, top, width, height.
    """
    letter, line = 0.036, 0.068  # of the axes; letters are as wide as each other
    room = min(len(layers), 2)  # for the names at the left, with an index where there are several
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(1, 0))
    write = partial(axes.text, family="monospace", size=13, va="center", zorder=0.5)  # below the frame: drawn once
    widths = [1 + max(len(short(number)) for number in np.append(layer.W, layer.b)) for layer in layers]
    rows = 1 + max(layer.n_in for layer in layers)
    letters = sum(3 + room + layer.n_out * width for layer, width in zip(layers, widths))
    if letters > 28 or rows > 5:
        return {}, 0
    x, places = 0.0, {}
    for number, (layer, width) in enumerate(zip(layers, widths), start=1):
        index = "₁₂₃"[number - 1] if len(layers) > 1 else ""
        write(x, 0.5 * line, f"W{index}")
        write(x, (layer.n_in + 0.5) * line, f"b{index}")
        for j, column in enumerate(np.vstack([layer.W, layer.b]).T):
            start = x + (room + j * width) * letter
            places[number, j] = (start + 0.5 * letter, 0.0, width * letter, len(column) * line)
            for row, weight in enumerate(column):
                write(start + width * letter, (row + 0.5) * line, short(weight), ha="right")
        x += (3 + room + layer.n_out * width) * letter
    return places, (rows + 0.5) * line


# ── two neurons move the points, a third one separates them ─────────────────────────────────────────────────────

@styled
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
    inputs, points, wanted = gate_inputs(), grid(LOW, HIGH, 80), np.array(GATES["XOR"])
    figure, (left, right) = new_figure(9, 4.2, ncols=2)
    before = _GatePlane(left, "before the hidden layer", "x", ("h₁", "h₂"))
    after = _GatePlane(right, "after the hidden layer", "h", ("y",))

    def see(first, second, out, f):
        neurons = (w1, b1), (w2, b2), (u, c) = [_three_numbers(text) for text in (first, second, out)]
        to_hidden = Sequential(Linear.from_weights(np.column_stack([w1, w2]), [b1, b2]), functions[f])

        def output(h):
            return step(h @ u + c)

        h = to_hidden(inputs)
        planes = {"before": output(to_hidden(points)), "after": output(points)}
        return {"neurons": neurons, "h": h, "correct": output(h) == wanted} | planes

    def draw(s):
        before.set(s.neurons[:2], s.before, inputs, wanted == 1, s.correct)
        after.set(s.neurons[2:], s.after, s.h, wanted == 1, s.correct)

    def tell(s):
        moved = ", ".join(f"{x[0]:.0f}{x[1]:.0f} → ({short(p)}, {short(q)})" for x, (p, q) in zip(inputs, s.h))
        outside = "" if np.all((s.h > LOW) & (s.h < HIGH)) else " (what lies outside is drawn at the edge)"
        agree = f"The output agrees with XOR for {s.correct.sum()} of 4 inputs."
        return f"The hidden layer moves {moved}{outside}. {agree}"

    def solved(s, i, j):
        return s.correct.all() and np.allclose(s.h[i], s.h[j])

    controls = {
        "first": entry("h₁: w₁, w₂, b", _text(hidden.W[:, 0], hidden.b[0])),
        "second": entry("h₂: w₁, w₂, b", _text(hidden.W[:, 1], hidden.b[1])),
        "out": entry("output: u₁, u₂, c", _text(u, c)),
        "f": choice("f", functions),
    }
    drag = {
        left: lambda pointer, first, second: _drag_line(pointer, first=first, second=second),
        right: lambda pointer, out: _drag_line(pointer, out=out),
    }
    goals = (
        Goal("compute XOR", lambda s: s.correct.all()),
        Goal("compute XOR with 01 and 10 on one spot", lambda s: solved(s, 1, 2)),
        Goal("compute XOR with 00 and 11 on one spot", lambda s: solved(s, 0, 3)),
    )
    return Explorer(figure, controls, see, draw, tell, drag=drag, goals=goals)


class _GatePlane:
    """The four inputs of a gate as points, ○ wanted 0 and ■ wanted 1, a line and arrow per neuron, output as colour.

    letter: names both axes. neurons: names from LINES.
    """

    def __init__(self, axes, title, letter, neurons):
        axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal", xticks=(0, 1), yticks=(0, 1))
        axes.set_title(title, loc="center", size=12)
        axes.set_xlabel(f"${letter}_1$", labelpad=0)
        axes.set_ylabel(f"${letter}_2$", labelpad=0)
        self.shade = Shade(axes, LOW, HIGH, least=0, most=1)
        self.lines = [
            (Line(axes, dashes, color=colour), Arrow(axes, colour, width=2.5, head=22, name=name, size=15))
            for name in neurons for colour, dashes in [LINES[name]]
        ]  # fmt: skip
        for _, arrow in self.lines:
            arrow.name.set_color(BLACK)  # in the arrow's own colour it could not be read on the blue
        self.points = Points(axes, size=12, circle=19, cross=24)
        look = dict(size=13, ha="center", va="center", bbox=dict(facecolor="white", edgecolor="none", alpha=0.8, pad=1))
        self.labels = [moving_text(axes, text=name, **look) for name in ("00", "01", "10", "11")]

    def set(self, neurons, outputs, points, wanted, correct):
        """neurons: (w, b) per line. outputs: 0 or 1 on a `grid`. points: (4, 2), drawn at the edge if outside."""
        self.shade.set(0.15 + 0.7 * outputs)  # not the outermost colours: points and lines must stand out
        for (line, arrow), (w, b) in zip(self.lines, neurons):
            start, tip = arrow_on_line(w, b)
            along = np.array([start[1] - tip[1], tip[0] - start[0]]) / ARROW
            line.set(*np.stack([start - 9 * along, start + 9 * along], axis=1))
            line.artist.set_visible(bool(np.any(w)))  # without weights there is no line
            arrow.set(start, tip, name=np.clip(tip + 0.3 * (tip - start), *EDGES))
        points = np.clip(points, *EDGES)
        self.points.set(points, wanted, points[~correct])
        # Each label keeps to its own corner, so that all can be read where points fall onto one spot.
        for label, point, corner in zip(self.labels, points, ((-1, -1), (-1, 1), (1, -1), (1, 1))):
            label.set_position(np.clip(point + 0.2 * np.array(corner), *EDGES))


def arrow_on_line(w, b):
    """Start and tip of the arrow on the line w·x + b = 0: not far from the middle, but beside it, where no point is."""
    length = max(np.hypot(*w), 1e-9)
    middle = np.array([0.5, 0.5])
    start = middle - (w @ middle + b) * w / length**2 + 0.25 * np.array([w[1], -w[0]]) / length
    start = np.clip(start, *EDGES)
    return start, start + ARROW * w / length


def _drag_line(pointer, **lines):
    """The line nearest to where the pointer was pressed, led through the pointer.

    One that is held at the tip of its arrow turns around the arrow's foot instead.
    """
    neurons = {name: _three_numbers(text) for name, text in lines.items()}
    arrows = {name: arrow_on_line(*neuron) for name, neuron in neurons.items()}
    to_tip = {name: dist(tip, pointer.start) for name, (_, tip) in arrows.items()}
    held, here = min(to_tip, key=to_tip.get), np.array([pointer.x, pointer.y])
    if to_tip[held] < 0.2:
        (w, _), (foot, _) = neurons[held], arrows[held]
        w = np.hypot(*w) * (here - foot) / max(dist(here, foot), 1e-9)
        return {held: _text(w, -w @ foot)}
    to_line = {name: abs(w @ pointer.start + b) / max(np.hypot(*w), 1e-9) for name, (w, b) in neurons.items()}
    held = min(to_line, key=to_line.get)
    w, _ = neurons[held]
    return {held: _text(w, -w @ here)}


def _three_numbers(text):
    """Weights (an array of two) and bias from "1, −1, 0.5"."""
    wanted = "three numbers from −100 to 100"
    numbers = numbers_in(text, wanted, lambda numbers: len(numbers) == 3 and np.all(np.abs(numbers) <= 100))
    return numbers[:2], numbers[2]


def _text(w, b):
    """Weights and bias as `_three_numbers` reads them, with two decimals at most."""
    numbers = [*w, np.clip(b, -100, 100)]
    return ", ".join(f"{round(float(number), 2) + 0.0:.5g}" for number in numbers).replace("-", "−")
