"""One neuron to play with: the sum it makes of its inputs, and the line it draws through the plane."""

from math import dist

import numpy as np

from ...activations import sigmoid, step
from ...data import GATES, gate_inputs, picnic
from ...layers import Neuron
from ...pictures.controls import choice, functions_by_name, slider
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Arrow, Bars, Line, Points, Shade, moving_text, spot
from ...pictures.style import BLACK, BLUE, GREY, ORANGE, VERMILION, grid, new_figure, plain, signed, styled

REACH = 2.2
"""The plane shows inputs from -REACH to REACH."""
POSITIVE, NEGATIVE = (BLUE, ""), (ORANGE, "//")
"""Colour and hatch of a part of the sum."""


# ── the sum ─────────────────────────────────────────────────────────────────────────────────────────────────────

@styled
def neuron_sum(activation=None):
    """The sum w·x + b of the picnic's "weather" neuron, part by part, and what the activation makes of it.

    activation: a function of your own, offered beside sigmoid and step.
    """
    example = picnic()
    w, b = example.W[:, 0], float(example.b[0])
    functions = functions_by_name(activation, sigmoid, step)
    names, far = [*example.inputs, "bias"], 5.0 * w  # where the sliders end
    rows = np.arange(len(names))
    figure, (left, right) = new_figure(9, 3.6, ncols=2, width_ratios=(3, 2))
    left.set(xlim=(far[far < 0].sum() - 4, far[far > 0].sum() + 8), xlabel="sum so far")
    left.set(ylim=(len(names) - 0.4, -0.6), yticks=rows, yticklabels=names)
    left.axvline(0, color=GREY, linewidth=1)
    right.set(xlim=(-8, 8), ylim=(-0.25, 1.25), xlabel="z = w·x + b", ylabel="y = f(z)")
    right.axhline(0, color=GREY, linewidth=1)
    right.axvline(0, color=GREY, linewidth=1)
    total = Line(left, "--", color=VERMILION)
    white = dict(facecolor="white", edgecolor="none", pad=1)  # the numbers stand over the total
    bars = Bars(left, rows, across=True, gap=0.25, clip_on=True, bbox=white, zorder=3)
    curve = Line(right, color=BLUE)
    guide, point = Line(right, "--", color=VERMILION, linewidth=1.5), spot(right)
    z_axis, lowest, highest = np.linspace(-8, 8, 241), (-7.8, -0.2), (7.8, 1.2)

    def see(x1, x2, x3, b, f):
        x = np.array([x1, x2, x3])
        neuron = Neuron(w, b, functions[f])
        return {"x": x, "parts": [*(w * x), b], "z": neuron.pre_activation(x), "y": neuron(x)}

    def draw(s):
        texts = [f"{plain(weight)} · {plain(value)}" for weight, value in zip(w, s.x)] + [signed(s.b)]
        ends = np.cumsum(s.parts)
        looks = [POSITIVE if part >= 0 else NEGATIVE for part in s.parts]
        bars.set(s.parts, texts, starts=ends - s.parts, looks=looks)
        total.set([ends[-1], ends[-1]], left.get_ylim())
        curve.set(z_axis, functions[s.f](z_axis))
        z, y = np.clip([s.z, s.y], lowest, highest)
        point.set(z, y)
        guide.set([z, z], [0, y])

    def tell(s):
        inside = np.array_equal(np.clip([s.z, s.y], lowest, highest), [s.z, s.y])
        edge = "" if inside else " The point lies outside the picture: it is drawn at the edge."
        terms = " ".join(map(signed, s.parts))
        return f"z = w·x + b = {terms} = {plain(s.z)}, so y = {s.f}(z) = {plain(s.y)}.{edge}"

    today = enumerate(zip(example.inputs, example.x.tolist()), start=1)
    controls = {f"x{i}": slider(name, value, 0.0, 5.0, 0.1) for i, (name, value) in today}
    controls |= {"b": slider("bias", b, -3.0, 3.0, 0.1), "f": choice("f", functions)}
    goals = (
        Goal("make z exactly 0", lambda s: abs(sigmoid(s.z) - 0.5) < 1e-9),
        Goal("with sigmoid, make y smaller than 0.1", lambda s: s.f == "sigmoid" and s.y < 0.1),
    )
    return Explorer(figure, controls, see, draw, tell, goals=goals)


# ── the line ────────────────────────────────────────────────────────────────────────────────────────────────────

@styled
def neuron_plane(gate="AND", w=(1.0, -0.5), b=0.2, activation=None):
    """A neuron with two inputs and the plane of all its inputs; find weights that compute a logic gate.

    gate: the gate shown first. w, b: the neuron to start from. activation: a function of your own, offered beside
    step and sigmoid. Drag the tip of the arrow to turn w, drag anywhere else to move the line.
    """
    functions = functions_by_name(activation, step, sigmoid)
    inputs, points = gate_inputs(), grid(-REACH, REACH, 120)
    figure, (left, right) = new_figure(9, 4.2, ncols=2, width_ratios=(1, 1))
    ticks = range(-2, 3)
    left.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xticks=ticks, yticks=ticks)
    left.set(xlabel="$x_1$", ylabel="$x_2$")
    shade, line = Shade(left, -REACH, REACH), Line(left, color=BLACK)
    sides = [moving_text(left, text=sign, size=22, ha="center", va="center", clip_on=True) for sign in "+−"]
    marks = Points(left)
    arrow = Arrow(left, VERMILION, name="w", zorder=3)  # its tip is grabbed, also where a point lies
    table = _truth_table(right, inputs)

    def see(gate, w1, w2, b, f):
        w, wanted = np.array([w1, w2]), np.array(GATES[gate])
        neuron = Neuron(w, b, functions[f])
        z, y = neuron.pre_activation(inputs), neuron(inputs)
        return {"w": w, "wanted": wanted, "z": z, "y": y, "plane": neuron(points), "correct": (y > 0.5) == wanted}

    def draw(s):
        shade.set(s.plane)
        length = max(np.hypot(*s.w), 1e-9)
        foot, along = -s.b * s.w / length**2, np.array([-s.w[1], s.w[0]]) / length
        line.set(*np.stack([foot - 10 * along, foot + 10 * along], axis=1))
        for text, direction in zip(sides, (1, -1)):
            text.set_position(foot + 1.2 * along + direction * 0.25 * s.w / length)
        for artist in (line.artist, *sides):
            artist.set_visible(bool(np.any(s.w)))  # without weights there is no line
        arrow.set((0, 0), s.w, name=np.clip(s.w * (1 + 0.25 / max(length, 0.25)), 0.15 - REACH, REACH - 0.15))
        marks.set(inputs, s.wanted == 1, inputs[~s.correct])
        for row, z, y, want, good in zip(table, s.z, s.y, s.wanted, s.correct):
            row.set_text(f"{signed(z):>7}  {plain(y):>6}   {want}  {'✓' if good else '✗'}")

    def tell(s):
        line = "" if np.any(s.w) else " Both weights are 0: there is no line."
        terms = f"{plain(s.w1)} x₁ {signed(s.w2)} x₂ {signed(s.b)}"
        return f"y = {s.f}({terms}). The outputs agree with {s.gate} for {s.correct.sum()} of 4 inputs.{line}"

    def drag(pointer, w1, w2):
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
    goals = [Goal(f"compute {name}", lambda s, name=name: s.gate == name and s.correct.all()) for name in GATES]
    return Explorer(figure, controls, see, draw, tell, drag={left: drag}, goals=goals)


def _truth_table(axes, inputs):
    """A table of the inputs, shape (4, 2), one a line: what never changes. A moving text for the rest of each line."""
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(7, 0))
    mono = dict(family="monospace", size=15, va="center")
    axes.text(0, 0.5, "x₁ x₂         z     y  wanted", weight="bold", **mono)
    for i, (x1, x2) in enumerate(inputs):
        axes.text(0, i + 1.5, f"{x1:.0f}  {x2:.0f}", **mono)
    axes.text(0, 6.5, "○ wanted 0  ■ wanted 1  ✗ wrong", **mono)
    return [moving_text(axes, 0.22, i + 1.5, **mono) for i in range(len(inputs))]
