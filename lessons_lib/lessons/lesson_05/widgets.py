"""Losses to play with: squares under a line, surprise, and how steep two losses are where the answer is wrong."""

from functools import lru_cache

import numpy as np

from ...activations import sigmoid, softplus
from ...optimisers import gradient_descent, gradient_of
from . import pictures
from ..lesson_04 import pictures as output
from ...pictures.style import listed, new_figure, plain, short, signed
from ...pictures.controls import choice, entry, name_of, numbers_in, slider, switch
from ...pictures.explorer import Goal
from ...pictures.old import OldExplorer as Explorer

def squared_errors():
    """Points and a line, each error drawn as a square. Drag an end of the line, or a point up and down."""
    x, stayed = np.array([1.0, 2.0, 4.0, 5.0, 7.0]), "1, 2, 2.5, 4, 4.5"
    figure, axes = new_figure(9, 4.1)
    artists = pictures.squares(axes)

    def targets(text):
        wanted = f"{len(x)} numbers from 0 to {pictures.TALL:g}"
        return numbers_in(text, wanted, lambda y: len(y) == len(x) and np.all((y >= 0) & (y <= pictures.TALL)))

    def errors(y, slope, intercept, **rest):
        return slope * x + intercept - targets(y)

    def mse(y, slope, intercept, **rest):
        return np.mean(errors(y, slope, intercept) ** 2)

    def fit(y):
        return np.polyfit(x, targets(y), 1)

    def update(slope, intercept, y, show_best):
        found, best = errors(y, slope, intercept), fit(y)
        pictures.set_squares(artists, x, targets(y), slope, intercept, best if show_best else None)
        told = f"Line {plain(slope)} x {signed(intercept)}. Errors {listed(found)}: "
        told += f"their mean is {plain(found.mean() + 0.0)}, the mean of their squares {plain(np.mean(found**2))}."
        if show_best:
            told += f" The best line, {plain(best[0])} x {signed(best[1])}, has {plain(mse(y, *best))}."
        return told

    def drag(pointer, slope, intercept, y, show_best):
        hours, (end_x, end_y) = targets(y), pictures.ends(slope, intercept)
        distances = np.hypot(np.append(end_x, x) - pointer.start[0], np.append(end_y, hours) - pointer.start[1])
        if distances.min() >= 0.6:
            return None
        grabbed, height = distances.argmin(), np.clip(pointer.y, 0, pictures.TALL)
        if grabbed == 0:  # the left end of the line, which still goes through its right end
            return {"intercept": height, "slope": (end_y[1] - height) / max(end_x[1], 0.1)}
        if grabbed == 1:
            return {"slope": (pointer.y - intercept) / max(pointer.x, 1.0)}
        hours[grabbed - 2] = round(height, 1)
        return {"y": listed(hours, "g")}

    controls = {
        "slope": slider("slope", 0.0, -0.75, 0.75),
        "intercept": slider("intercept", 1.0, 0.0, pictures.TALL),
        "y": entry("hours they stayed", stayed),
        "show_best": switch("show the best line"),
    }
    goals = (
        Goal("a mean square at most 20 % above the smallest", lambda **v: mse(**v) <= 1.2 * mse(v["y"], *fit(v["y"]))),
        Goal("mean error about 0, yet a mean square above 1",
             lambda **v: abs(errors(**v).mean()) < 0.05 and mse(**v) > 1),
        Goal("drag one point until the best line falls", lambda **v: fit(v["y"])[0] < 0),
    )  # fmt: skip
    return Explorer(figure, update, controls, drag=drag, goals=goals)


UNITS = {"bits": np.log(2), "nats": 1.0}


def surprise():
    """Predicted probabilities and the surprise at the right class. Drag a bar: the others share what it leaves them."""
    names = "park", "lake", "home"
    figure, (left, right) = new_figure(9, 3.7, ncols=2, width_ratios=(4, 5))
    bars, curve = output.bars(left, "predicted (drag)", ticks=(0, 0.5, 1)), pictures.surprise(right)
    output.set_names(bars, names)

    def shares(text):
        wanted = "three numbers from 0 up that sum to 1"
        p = numbers_in(text, wanted, lambda p: len(p) == 3 and np.all(p >= 0) and abs(p.sum() - 1) < 0.011)
        return p / p.sum()

    def surprises(p, unit="nats"):
        with np.errstate(divide="ignore"):  # -ln 0 is infinite: that is for readers to find
            return (0.0 - np.log(shares(p))) / UNITS[unit]

    def update(p, label, unit):
        chosen, every = shares(p), surprises(p, unit)
        output.set_bars(bars, chosen, [f"{'✓ ' if i == label else ''}{short(share)}" for i, share in enumerate(chosen)])
        pictures.set_surprise(curve, chosen, every, label)
        value = plain(every[label]) if chosen[label] else "infinitely many"
        right, log = short(chosen[label]), "log₂" if unit == "bits" else "ln"
        return f"“{names[label]}” is right and had p = {right}: the cross-entropy is −{log} {right} = {value} {unit}."

    def drag(pointer, p, label, unit):
        if pointer.axes is not left:
            return None
        i = output.bar_at(pointer.start[0], 3)
        others = np.delete(shares(p), i)
        others = others / others.sum() if others.sum() else np.full(2, 0.5)
        height = np.clip(round(pointer.y, 2), 0.0, 1.0)
        return {"p": listed(np.insert(others * (1 - height), i, height), ".4g")}

    controls = {
        "p": entry("probabilities", "0.6, 0.3, 0.1"),
        "label": choice("right class", [(name, i) for i, name in enumerate(names)]),
        "unit": choice("unit", UNITS.keys()),
    }
    goals = (
        Goal("exactly 1 bit", lambda p, label, unit: abs(surprises(p, "bits")[label] - 1) < 0.005),
        Goal("less than 0.1 nats", lambda p, label, unit: surprises(p)[label] < 0.1),
        Goal("more than 6 bits", lambda p, label, unit: surprises(p, "bits")[label] > 6),
        Goal("the same loss, whichever class is right", lambda p, label, unit: np.ptp(shares(p)) < 0.015),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)


def squared_error(z):
    return (sigmoid(z) - 1.0) ** 2


def cross_entropy(z):
    return softplus(-z)


REACH, STEPS, ENOUGH = 8.0, 300, 0.9
STARTS = np.linspace(-REACH, REACH, 65)


def two_losses(loss=squared_error):
    """Cross-entropy and squared error over one logit whose right label is 1: how steep they are, how fast they arrive.

    loss: a function of your own in place of the squared error, from an array of logits to as many losses.
    """
    name = "squared error" if loss is squared_error else name_of(loss)
    losses = {"cross-entropy": cross_entropy, name: loss}
    figure, (left, right) = new_figure(9, 3.9, ncols=2)
    panels = pictures.two_losses(left, right, losses, -REACH, REACH, STEPS, ENOUGH)

    @lru_cache
    def descents(name, rate):
        """For every start: loss, slope, path of p. Descents do not meddle with each other: one run serves them all."""
        values = losses[name](STARTS)
        if np.shape(values) != STARTS.shape:
            raise ValueError(f"{name} must give one loss for each of the {len(STARTS)} logits, it gave {values!r}")

        def total(z):
            return np.sum(losses[name](z))

        return values, gradient_of(total, STARTS), sigmoid(gradient_descent(total, STARTS, rate, STEPS).points).T

    def run(name, z, rate):
        """From the start z: loss, slope, path of p, and after how many steps p is large enough, or infinity."""
        value, slope, path = (every[np.abs(STARTS - z).argmin()] for every in descents(name, rate))
        there = path >= ENOUGH
        return value, slope, path, there.argmax() if there.any() else np.inf

    def update(z, rate):
        told = f"Logit {plain(z)}, p = {sigmoid(z):.4f}."
        for which, panel in zip(losses, panels):
            value, slope, path, steps = run(which, z, rate)
            pictures.set_loss(panel, STARTS, descents(which, rate)[0], z, value, slope, path)
            never = f"stays below {ENOUGH} for {STEPS} steps"
            when = f"reaches {ENOUGH} after {steps} step{'s' * bool(steps != 1)}" if steps <= STEPS else never
            slope = listed([slope.round(4) + 0.0], ".4f")
            told += f" With {which} the loss is {value:.4f}, its slope {slope}, and p {when}."
        return told

    def drag(pointer, z, rate):
        if pointer.axes is left:
            return {"z": round(4 * pointer.x) / 4}

    controls = {
        "z": slider("logit at the start", -2.0, -REACH, REACH, 0.25),
        "rate": choice("learning rate", [(f"{rate:g}", rate) for rate in (0.5, 1.0, 2.0, 5.0, 10.0)], 1.0),
    }
    goals = (
        Goal(f"p below 0.1, yet a slope of {name} within ±0.01",
             lambda **v: v["z"] < -2.2 and abs(run(name, **v)[1]) < 0.01),
        Goal(f"{name} needs 100 steps more", lambda **v: run(name, **v)[3] >= 100 + run("cross-entropy", **v)[3]),
        Goal(f"{name} brings p from logit −8 to {ENOUGH}", lambda z, rate: z == -8 and run(name, z, rate)[3] <= STEPS),
    )  # fmt: skip
    return Explorer(figure, update, controls, drag=drag, goals=goals)
