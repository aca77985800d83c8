"""Valleys of a loss: a line and its place on the map of its loss, and with which momentum descent arrives, how fast."""

import numpy as np

from ...data import five_picnics
from ...gradcheck import numerical_jacobian
from ...optimisers import gradient_descent, gradient_of
from ...pictures.controls import choice, log_slider, slider
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Line, spot
from ...pictures.panels import LineField
from ...pictures.style import BLACK, BLUE, GREY, ORANGE, joined, new_figure, plain, short, signed, styled
from .widgets import BOWL, DEPTHS, LANDSCAPES, PLACE, STEPS, VALLEY, Landscape, picnic_loss

SLOPES, INTERCEPTS = np.linspace(-0.5, 1.5, 81), np.linspace(0.0, 4.0, 81)
"""The lines on the map: with an intercept of 0 or more, each has an end in the field that can be grabbed."""


# ── a line and its loss ─────────────────────────────────────────────────────────────────────────────────────────

@styled
def line_and_loss():
    """A line through five points, and the place of its slope and intercept on the map of its loss. Drag either."""
    x, y = five_picnics()
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(5, 4))
    errors, field = Line(left, color=GREY, linewidth=1.5), LineField(left)
    left.set_title("the line (drag its ends)")
    land, place = Landscape(right, SLOPES, INTERCEPTS), spot(right, "D", clip_on=False, in_layout=False)
    land.set(picnic_loss)
    right.set(aspect="auto", xlabel="slope", ylabel="intercept", title="the loss of every line (drag ◆)")
    right.set(xticks=[-0.5, 0, 0.5, 1, 1.5], yticks=range(5))

    def see(slope, intercept):
        return {"loss": picnic_loss((slope, intercept))}

    def draw(s):
        fitted = s.slope * x + s.intercept
        errors.set(*joined(np.transpose([[x, x], [y, fitted]])))
        field.set(x, y, s.slope, s.intercept)
        place.set(s.slope, s.intercept)

    def tell(s):
        return f"The line {plain(s.slope)} x {signed(s.intercept)} has the loss {plain(s.loss)}."

    def turn(pointer, slope, intercept):
        end = field.grabbed(pointer, slope, intercept)
        return None if end is None else field.turned(pointer, slope, intercept, end)

    def move(pointer):
        return {"slope": pointer.x, "intercept": pointer.y}

    controls = {
        "slope": slider("slope", 0.0, SLOPES[0], SLOPES[-1], 0.01),
        "intercept": slider("intercept", 1.0, INTERCEPTS[0], INTERCEPTS[-1], 0.01),
    }
    goals = (
        Goal("a loss below 0.12", lambda s: s.loss < 0.12),
        Goal("with an intercept of 2 or more, a loss below 0.7", lambda s: s.intercept >= 2 and s.loss < 0.7),
        Goal("a slope above 0.8 with the loss of the first line, 4.90",
             lambda s: s.slope > 0.8 and abs(s.loss - 4.9) < 0.1),
    )  # fmt: skip
    return Explorer(figure, controls, see, draw, tell, drag={left: turn, right: move}, goals=goals)


# ── momentum ────────────────────────────────────────────────────────────────────────────────────────────────────

PICNICS = "five picnics"
VALLEYS = {PICNICS: picnic_loss, VALLEY: LANDSCAPES[VALLEY], BOWL: LANDSCAPES[BOWL]}
RATES, MOMENTA = np.logspace(-2, 0, 161), np.linspace(0, 0.98, 99)
SPEEDS = 5, 10, 20, 50, 100
"""Steps until a tenth of the distance is left: where the contour lines run."""


def curvatures(f):
    """How fast the slope of a function of the plane changes, at (0, 0): along its flattest direction, its steepest."""
    return np.linalg.eigvalsh(numerical_jacobian(lambda p: gradient_of(f, p), np.zeros(2)))


def left_by_a_step(learning_rate, momentum, curvature):
    """The share of the distance from the bottom that a step of descent with momentum leaves, in the long run.

    It is the spectral radius of the matrix that leads from velocity and place to the next ones: its eigenvalues r solve
    r² − (1 + μ − η · curvature) r + μ = 0 (Goh 2017, Why momentum really works). Takes arrays; 1 or more: no descent.
    """
    middle = 1 + momentum - learning_rate * curvature
    root = np.sqrt(np.maximum(middle**2 - 4 * momentum, 0))
    return np.maximum((np.abs(middle) + root) / 2, np.sqrt(momentum))  # the two real roots, or a pair of complex ones


def steps_to_a_tenth(left):
    """After how many steps a tenth of the distance is left, if each leaves this share of it; infinity for 1 or more."""
    with np.errstate(divide="ignore"):
        return np.where(left < 1, np.log(0.1) / np.log(np.minimum(left, 1)), np.inf)


@styled
def momentum_map():
    """Learning rate and momentum: with which of them descent in a valley arrives, and after how many steps."""
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(5, 4))
    left.set(xlim=(RATES[0], RATES[-1]), ylim=(MOMENTA[0], MOMENTA[-1]), xscale="log")
    left.set(xlabel="learning rate η", ylabel="momentum μ", title="steps until a tenth is left (hatched: never)")
    left.set_xticks([0.01, 0.03, 0.1, 0.3, 1], ["0.01", "0.03", "0.1", "0.3", "1"], minor=False)
    left.minorticks_off()
    right.set(xlim=(-2, STEPS + 2), ylim=(-1.6, 1.6), yticks=[-1, 0, 1])
    right.set(xlabel="step", title="distance from the bottom")
    right.axhline(0, color=GREY, linewidth=1)
    place = spot(left, **PLACE, clip_on=False, in_layout=False)
    across = Line(right, "s--", color=ORANGE, markersize=5, linewidth=1.2, label="across the valley")
    along = Line(right, "o-", color=BLUE, markersize=5, linewidth=1.5, label="along the valley")
    right.legend(handles=[along.artist, across.artist], loc="lower right", frameon=False).set_zorder(0.5)
    drawn = []

    def speeds(valley):
        bends = curvatures(VALLEYS[valley])
        rates, momenta = np.meshgrid(RATES, MOMENTA)
        shares = np.max([left_by_a_step(rates, momenta, bend) for bend in bends], axis=0)
        levels = [0, *(0.1 ** (1 / steps) for steps in SPEEDS), 1]
        colours = DEPTHS(np.linspace(0, 0.9, len(levels) - 1))
        while drawn:
            drawn.pop().remove()
        chart = rates, momenta, shares
        drawn.append(left.contourf(*chart, levels, colors=colours, zorder=-2))
        drawn.append(left.contourf(*chart, [1, shares.max()], colors=["white"], hatches=["//"], zorder=-2))
        drawn.append(left.contour(*chart, levels[1:], colors=GREY, linewidths=0.8, zorder=-1))
        left.clabel(drawn[-1], levels[1:-1], fontsize=12, colors=BLACK, fmt=dict(zip(levels[1:], SPEEDS)))
        return {"bends": bends}

    def see(learning_rate, momentum, bends):
        share = max(left_by_a_step(learning_rate, momentum, bend) for bend in bends)
        start = np.ones(len(bends))
        path = gradient_descent(lambda p: (bends * p**2).sum() / 2, start, learning_rate, STEPS, momentum)
        return {"share": share, "tenth": float(steps_to_a_tenth(share)), "path": path.points, "limit": 2 / bends[-1]}

    def draw(s):
        place.set(s.learning_rate, s.momentum)
        for line, distances in zip((along, across), np.clip(s.path, -1e3, 1e3).T):
            line.set(np.arange(len(distances)), distances)

    def tell(s):
        told = f"Curvatures {short(s.bends[0])} and {short(s.bends[1])}, so η must stay below {short(s.limit)}"
        if s.momentum:
            told += f", with μ = {plain(s.momentum)} below {short(s.limit * (1 + s.momentum))}"
        if s.share >= 1:
            return f"{told}. η = {short(s.learning_rate)} is too large: it never arrives."
        told += f". With η = {short(s.learning_rate)} a step leaves, in the long run, {100 * s.share:.1f} % "
        return f"{told}of the distance: about {s.tenth:.0f} steps to a tenth."

    def drag(pointer):
        return {"learning_rate": np.clip(pointer.x, RATES[0], RATES[-1]), "momentum": pointer.y}

    def on_picnics(condition):
        return lambda s: s.valley == PICNICS and condition(s)

    controls = {
        "valley": choice("valley", VALLEYS),
        "learning_rate": log_slider("learning rate η", 10**-1.4, -2, 0),
        "momentum": slider("momentum μ", 0.0, 0.0, float(MOMENTA[-1]), 0.01),
    }
    goals = (
        Goal("five picnics: arrive with η above 0.07", on_picnics(lambda s: s.learning_rate > 0.07 and s.share < 1)),
        Goal("to a tenth in 12 steps", on_picnics(lambda s: s.tenth <= 12)),
        Goal("μ so large that it takes more than 100",
             on_picnics(lambda s: s.momentum > 0.9 and 100 < s.tenth < np.inf)),
    )  # fmt: skip
    return Explorer(figure, controls, see, draw, tell, still=[speeds], drag={left: drag}, goals=goals)
