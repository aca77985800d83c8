"""Losses to play with: squares under a line, surprise, and how steep two losses are where the answer is wrong."""

from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from ...activations import sigmoid, softplus
from ...data import five_picnics
from ...optimisers import gradient_descent, gradient_of
from ...pictures.controls import choice, entry, name_of, numbers_in, slider, switch
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Line, Tangent, moving_text, spot
from ...pictures.panels import LineField, NamedBars
from ...pictures.style import BLACK, BLUE, GREY, ORANGE, SKY, VERMILION
from ...pictures.style import listed, new_figure, plain, short, signed, styled

# ── squares: the same scale in both directions, so that an area on the screen is the number that is minimised ────

WIDE, TALL, EDGE = LineField.WIDE, LineField.TALL, LineField.EDGE
SIDE = 9.2
"""Beside the field stands the mean square, with as much room again."""


@styled
def squared_errors():
    """Points and a line, each error drawn as a square. Drag an end of the line, or a point up and down."""
    x, hours = five_picnics()
    figure, axes = new_figure(9, 4.1)
    look = dict(facecolor=SKY, edgecolor=BLUE, alpha=0.45, hatch="//", animated=True)
    mean = axes.add_patch(Rectangle((SIDE, 0), 0, 0, **look))
    tiles = PolyCollection([], in_layout=False, **look)
    axes.add_collection(tiles, autolim=False)
    tiles.set_clip_path(Rectangle((0, 0), WIDE, TALL, transform=axes.transData))
    best, field = Line(axes, "--", color=GREY), LineField(axes)
    _room_beside(axes)
    number = moving_text(axes, SIDE + 0.1, 0, va="bottom", size=15, weight="bold", in_layout=False)

    def see(slope, intercept, y):
        stayed = _stayed(y)
        errors, fit = slope * x + intercept - stayed, np.polyfit(x, stayed, 1)
        least = np.mean((fit[0] * x + fit[1] - stayed) ** 2)
        return {"stayed": stayed, "errors": errors, "mse": np.mean(errors**2), "fit": fit, "least": least}

    def draw(s):
        size = np.abs(s.errors)
        right = np.where(x + size <= WIDE, size, -size)  # to the side where there is room
        top = s.stayed + s.errors
        corners = [(x, s.stayed), (x, top), (x + right, top), (x + right, s.stayed)]
        tiles.set_verts(np.transpose(corners, (2, 0, 1)))
        field.set(x, s.stayed, s.slope, s.intercept)
        if s.show_best:
            best.set(*field.ends(*s.fit))
        else:
            best.set()
        side = min(np.sqrt(s.mse), TALL)
        mean.set_bounds(SIDE, 0, side, side)
        number.set(text=f"{s.mse:.2f}", y=min(side, TALL - 0.6))

    def tell(s):
        told = f"Line {plain(s.slope)} x {signed(s.intercept)}. Errors {listed(s.errors)}: "
        told += f"their mean is {plain(s.errors.mean() + 0.0)}, the mean of their squares {plain(s.mse)}."
        if s.show_best:
            told += f" The best line, {plain(s.fit[0])} x {signed(s.fit[1])}, has {plain(s.least)}."
        return told

    def drag(pointer, slope, intercept, y):
        stayed = _stayed(y)
        grabbed = field.grabbed(pointer, slope, intercept, (x, stayed))
        if grabbed is None:
            return None
        if grabbed < 2:
            return field.turned(pointer, slope, intercept, grabbed)
        stayed[grabbed - 2] = round(np.clip(pointer.y, 0, TALL), 1)
        return {"y": listed(stayed, "g")}

    controls = {
        "slope": slider("slope", 0.0, -0.75, 0.75),
        "intercept": slider("intercept", 1.0, 0.0, TALL),
        "y": entry("hours they stayed", listed(hours, "g")),
        "show_best": switch("show the best line"),
    }
    goals = (
        Goal("a mean square at most 20 % above the smallest", lambda s: s.mse <= 1.2 * s.least),
        Goal("mean error about 0, yet a mean square above 1", lambda s: abs(s.errors.mean()) < 0.05 and s.mse > 1),
        Goal("drag one point until the best line falls", lambda s: s.fit[0] < 0),
    )
    return Explorer(figure, controls, see, draw, tell, drag={axes: drag}, goals=goals)


def _room_beside(axes):
    """Room for the mean square beside the field of the points, in the same scale."""
    axes.set(xlim=(-EDGE, SIDE + TALL), anchor="W")
    axes.spines["bottom"].set_bounds(-EDGE, WIDE + EDGE)
    look = dict(va="bottom", size=13, zorder=0.5)  # below all that moves, or it would be drawn each time
    axes.text(WIDE / 2, TALL + EDGE, "squared errors", ha="center", **look)
    axes.text(SIDE, TALL + EDGE, "their mean", **look)


def _stayed(text):
    """Hours from what was written into a box, one number for each point."""
    count = len(five_picnics()[0])
    wanted = f"{count} numbers from 0 to {TALL:g}"
    return numbers_in(text, wanted, lambda y: len(y) == count and np.all((y >= 0) & (y <= TALL)))


# ── surprise ────────────────────────────────────────────────────────────────────────────────────────────────────

PLANS = "park", "lake", "home"
TOP = 7.0
"""The largest surprise in view."""


@styled
def surprise():
    """Predicted probabilities and the surprise at the right class. Drag a bar: the others share what it leaves them."""
    figure, (left, right) = new_figure(9, 3.7, ncols=2, width_ratios=(4, 5))
    bars = NamedBars(left, "predicted (drag)", ticks=(0, 0.5, 1), names=PLANS)
    ticks = np.linspace(0.001, 1, 400)
    right.set(xlim=(0, 1), ylim=(0, TOP), xlabel="probability p of the right class", title="surprise")
    right.plot(ticks, -np.log2(ticks), color=BLUE, label="bits: −log₂ p")
    right.plot(ticks, -np.log(ticks), color=ORANGE, linestyle="--", label="nats: −ln p")
    right.legend(loc="upper right", frameon=False).set_zorder(0.5)  # below all that moves, or it would be drawn again
    guide = Line(right, ":", color=VERMILION)
    free = dict(clip_on=False, in_layout=False)  # marks at the edge are whole
    others, chosen = spot(right, size=9, color="white", **free), spot(right, size=14, **free)
    beyond = spot(right, "^", size=18, **free)  # for one above the top

    def see(p):
        shares = _probabilities(p)
        nats = 0.0 - np.log(shares)  # -ln 0 is infinite: that is for readers to find
        return {"shares": shares, "surprises": {"bits": nats / np.log(2), "nats": nats}}

    def draw(s):
        texts = [short(share) for share in s.shares]
        texts[s.label] = f"✓ {texts[s.label]}"
        bars.set(s.shares, texts)
        surprises = s.surprises[s.unit]
        heights, fits = np.minimum(surprises, 0.96 * TOP), surprises <= TOP
        here = np.arange(len(PLANS)) == s.label
        for mark, shown in ((others, ~here & fits), (chosen, here & fits), (beyond, here & ~fits)):
            mark.set(s.shares[shown], heights[shown])
        p, height = s.shares[s.label], heights[s.label]
        guide.set([p, p, 0], [0, height, height])

    def tell(s):
        p = short(s.shares[s.label])
        value = plain(s.surprises[s.unit][s.label]) if s.shares[s.label] else "infinitely many"
        log = "log₂" if s.unit == "bits" else "ln"
        return f"“{PLANS[s.label]}” is right and had p = {p}: the cross-entropy is −{log} {p} = {value} {s.unit}."

    def drag(pointer, p):
        i = bars.bar_at(pointer.start[0])
        others = np.delete(_probabilities(p), i)
        others = others / others.sum() if others.sum() else np.full(2, 0.5)
        height = np.clip(round(pointer.y, 2), 0.0, 1.0)
        return {"p": listed(np.insert(others * (1 - height), i, height), ".4g")}

    controls = {
        "p": entry("probabilities", "0.6, 0.3, 0.1"),
        "label": choice("right class", [(name, i) for i, name in enumerate(PLANS)]),
        "unit": choice("unit", ["bits", "nats"]),
    }
    goals = (
        Goal("exactly 1 bit", lambda s: abs(s.surprises["bits"][s.label] - 1) < 0.005),
        Goal("less than 0.1 nats", lambda s: s.surprises["nats"][s.label] < 0.1),
        Goal("more than 6 bits", lambda s: s.surprises["bits"][s.label] > 6),
        Goal("the same loss, whichever class is right", lambda s: np.ptp(s.shares) < 0.015),
    )
    return Explorer(figure, controls, see, draw, tell, drag={left: drag}, goals=goals)


def _probabilities(text):
    """Probabilities from what was written into a box; where they were rounded, they sum to 1 again."""
    wanted = "three numbers from 0 up that sum to 1"
    p = numbers_in(text, wanted, lambda p: len(p) == 3 and np.all(p >= 0) and abs(p.sum() - 1) < 0.011)
    return p / p.sum()


# ── two losses ──────────────────────────────────────────────────────────────────────────────────────────────────

REACH, STEPS, ENOUGH = 8.0, 300, 0.9
"""Logits go from -REACH to REACH; in so many steps of gradient descent p should become as large as ENOUGH."""
STARTS = np.linspace(-REACH, REACH, 65)


def squared_error(z):
    return (sigmoid(z) - 1.0) ** 2


def cross_entropy(z):
    return softplus(-z)


class Run(NamedTuple):
    """A start: its loss and slope, the path of p from there, and after how many steps p is ENOUGH, or infinity."""

    loss: float
    slope: float
    path: np.ndarray
    steps: float


@styled
def two_losses(loss=squared_error):
    """Cross-entropy and squared error over one logit whose right label is 1: how steep they are, how fast they arrive.

    loss: a function of your own in place of the squared error, from an array of logits to as many losses.
    """
    name = "squared error" if loss is squared_error else name_of(loss)
    losses = {"cross-entropy": cross_entropy, name: loss}
    figure, (left, right) = new_figure(9, 3.9, ncols=2)
    left.set(xlim=(-REACH - 0.6, REACH + 0.6), ylim=(-0.3, REACH + 0.2))  # room for a marker at the edge
    left.set(xticks=range(-8, 9, 2), yticks=range(9), xlabel="logit z (drag)", title="loss, if the right label is 1")
    right.set(xlim=(0, STEPS), ylim=(-0.04, 1.04), xlabel="steps downhill", title="p of the right class")
    left.axhline(0, color=GREY, linewidth=1)
    right.axhline(ENOUGH, color=GREY, linewidth=1, linestyle=":")
    right.set(yticks=[0, 0.5, ENOUGH])
    marks = {}
    for which, colour, dashes, marker in zip(losses, (BLUE, ORANGE), ("-", "--"), "os"):
        look, often = dict(color=colour, markeredgecolor=BLACK), dict(marker=marker, markersize=10, markevery=(25, 50))
        curve, tangent = Line(left, dashes, **look), Tangent(left, color=BLACK, linewidth=2, reach=1.5)
        point = spot(left, marker, size=13, clip_on=False, color=colour)
        marks[which] = curve, tangent, point, Line(right, dashes, label=which, **look, **often)
    paths = [path.artist for *_, path in marks.values()]
    figure.legend(handles=paths, loc="outside upper center", ncols=2, frameon=False)

    def descend(rate):
        return {"descents": {which: _descents(which, losses[which], rate) for which in losses}}

    def see(z, descents):
        start = np.abs(STARTS - z).argmin()
        return {"runs": {which: _run(*(every[start] for every in found)) for which, found in descents.items()}}

    def draw(s):
        for which, (curve, tangent, point, path) in marks.items():
            run = s.runs[which]
            curve.set(STARTS, s.descents[which][0])
            tangent.set(s.z, run.loss, run.slope)
            point.set(s.z, run.loss)
            path.set(np.arange(len(run.path)), run.path)

    def tell(s):
        told = f"Logit {plain(s.z)}, p = {sigmoid(s.z):.4f}."
        for which, run in s.runs.items():
            when = f"stays below {ENOUGH} for {STEPS} steps"
            if run.steps <= STEPS:
                when = f"reaches {ENOUGH} after {run.steps} {'step' if run.steps == 1 else 'steps'}"
            slope = listed([run.slope.round(4) + 0.0], ".4f")
            told += f" With {which} the loss is {run.loss:.4f}, its slope {slope}, and p {when}."
        return told

    def drag(pointer):
        return {"z": round(4 * pointer.x) / 4}

    controls = {
        "z": slider("logit at the start", -2.0, -REACH, REACH, 0.25),
        "rate": choice("step = slope ×", [(f"{rate:g}", rate) for rate in (0.5, 1.0, 2.0, 5.0, 10.0)], 1.0),
    }
    goals = (
        Goal(f"p below 0.1, yet a slope of {name} within ±0.01",
             lambda s: s.z < -2.2 and abs(s.runs[name].slope) < 0.01),
        Goal(f"{name} needs 100 steps more", lambda s: s.runs[name].steps >= 100 + s.runs["cross-entropy"].steps),
        Goal(f"{name} brings p from logit −8 to {ENOUGH}", lambda s: s.z == -8 and s.runs[name].steps <= STEPS),
    )  # fmt: skip
    return Explorer(figure, controls, see, draw, tell, still=[descend], drag={left: drag}, goals=goals)


def _descents(name, loss, rate):
    """For every start: loss, slope, path of p. Descents do not meddle with each other: one run serves them all."""
    values = loss(STARTS)
    if np.shape(values) != STARTS.shape:
        raise ValueError(f"{name} must give one loss for each of the {len(STARTS)} logits, it gave {values!r}")

    def total(z):
        return np.sum(loss(z))

    return values, gradient_of(total, STARTS), sigmoid(gradient_descent(total, STARTS, rate, STEPS).points).T


def _run(loss, slope, path):
    there = path >= ENOUGH
    return Run(loss, slope, path, there.argmax() if there.any() else np.inf)
