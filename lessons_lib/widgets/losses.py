"""Losses to play with: squares under a line, surprise, and how steep two losses are where the answer is wrong."""

from functools import lru_cache

import numpy as np

from ..activations import sigmoid, softplus
from ..optimisers import gradient_descent, gradient_of
from ..pictures import losses as pictures
from ..pictures import output
from ..pictures.style import listed, new_figure, plain, short, signed
from .explorer import Explorer, Goal, choice, entry, numbers_in, slider, switch

SUNSHINE, STAYED = (1.0, 2.0, 4.0, 5.0, 7.0), (1.0, 2.0, 2.5, 4.0, 4.5)


def squared_errors(x=SUNSHINE, y=STAYED):
    """Points and a line, each error drawn as a square. Drag an end of the line, or a point up and down.

    x, y: the points, x from 0 to 8 and y from 0 to 6; hours of sunshine and hours that they stayed unless given.
    """
    x = np.asarray(x, dtype=float)
    figure, axes = new_figure(9, 4.1)
    artists = pictures.squares(axes, "hours of sunshine", "hours they stayed")

    def targets(text):
        y = numbers_in(text)
        if len(y) != len(x) or not np.all((y >= 0) & (y <= pictures.TALL)):
            raise ValueError(f"write {len(x)} numbers from 0 to {pictures.TALL:g}, one for each point, with commas between them")
        return y

    def errors(slope, intercept, y, **rest):
        return slope * x + intercept - targets(y)

    def best_line(y):
        return np.polyfit(x, targets(y), 1)

    def square(slope, intercept, y, **rest):
        return np.mean(errors(slope, intercept, y) ** 2)

    def smallest(y):
        return square(*best_line(y), y)

    def update(slope, intercept, y, show_best):
        found, best = errors(slope, intercept, y), best_line(y)
        pictures.set_squares(artists, x, targets(y), slope, intercept, best if show_best else None)
        reveal = f" The best line, {plain(best[0])} x {signed(best[1])}, has {plain(smallest(y))}." if show_best else ""
        return (
            f"Line {plain(slope)} x {signed(intercept)}. Errors {listed(found)}: their mean is {plain(found.mean() + 0.0)}, "
            f"the mean of their squares {plain(np.mean(found**2))}.{reveal}"
        )

    grabbed = {"thing": None}

    def drag(pointer, slope, intercept, y, show_best):
        hours, (end_x, end_y) = targets(y), pictures.ends(slope, intercept)
        if pointer.phase == "press":
            distances = np.hypot(np.append(end_x, x) - pointer.x, np.append(end_y, hours) - pointer.y)
            grabbed["thing"] = distances.argmin() if distances.min() < 0.6 else None
        match grabbed["thing"]:
            case None:
                return None
            case 0:  # the left end; the line still goes through the right one
                left = np.clip(pointer.y, 0, pictures.TALL)
                return {"intercept": left, "slope": (end_y[1] - left) / max(end_x[1], 0.1)}
            case 1:
                return {"slope": (pointer.y - intercept) / max(pointer.x, 1.0)}
            case point:
                hours[point - 2] = np.clip(round(pointer.y, 1), 0, pictures.TALL)
                return {"y": listed(hours, "g")}

    controls = {
        "slope": slider("slope", 0.0, -0.75, 0.75),
        "intercept": slider("intercept", 1.0, 0.0, pictures.TALL),
        "y": entry("hours they stayed", listed(y, "g")),
        "show_best": switch("show the best line"),
    }
    goals = (
        Goal("a mean square at most 5 % above the smallest", lambda **v: square(**v) <= 1.05 * smallest(v["y"])),
        Goal("mean error 0, yet a mean square above 1", lambda **v: abs(errors(**v).mean()) < 0.02 and square(**v) > 1),
        Goal("drag a point until the best line falls", lambda **v: best_line(v["y"])[0] < -0.01),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)


UNITS = {"bits": np.log(2), "nats": 1.0}


def surprise(probabilities=(0.6, 0.3, 0.1), names=("park", "lake", "home")):
    """Predicted probabilities and the surprise at the right class. Drag a bar: the others share what it leaves them.

    probabilities: 2 to 5 numbers that sum to 1, or write your own into the box. names: one for each class.
    """
    figure, (left, right) = new_figure(9, 3.7, ncols=2, width_ratios=(4, 5))
    bars, curve = output.bars(left, "predicted (drag)", ticks=(0, 0.5, 1)), pictures.surprise(right)
    output.set_names(bars, names)

    def shares(text):
        p = numbers_in(text)
        if len(p) != len(names) or not (np.all(p >= 0) and abs(p.sum() - 1) < 0.011):
            raise ValueError(f"write {len(names)} numbers from 0 up that sum to 1, with commas between them")
        return p / p.sum()

    def surprises(p, unit="nats"):
        with np.errstate(divide="ignore"):  # -ln 0 is infinite: that is for readers to find
            return (0.0 - np.log(shares(p))) / UNITS[unit]

    def update(p, label, unit):
        chosen, every = shares(p), surprises(p, unit)
        output.set_bars(bars, chosen, [f"{'✓ ' if i == label else ''}{short(share)}" for i, share in enumerate(chosen)])
        pictures.set_surprise(curve, chosen, every, label)
        log = "log₂" if unit == "bits" else "ln"
        value = f"{plain(every[label])} {unit}" if chosen[label] else f"infinitely many {unit}"
        p = short(chosen[label])
        return f"“{names[label]}” is right and had p = {p}: the cross-entropy is −{log} {p} = {value}."

    before = {}

    def drag(pointer, p, label, unit):
        if pointer.axes is not left:
            return None
        if pointer.phase == "press":  # so that shares survive a bar that is dragged to 1 and back
            before["p"] = shares(p)
        i = output.bar_at(pointer.start[0], len(names))
        others = np.delete(before["p"], i)
        others = others / others.sum() if others.sum() else np.full(len(others), 1 / len(others))
        height = np.clip(round(pointer.y, 2), 0.0, 1.0)
        return {"p": listed(np.insert(others * (1 - height), i, height), ".4g")}

    controls = {
        "p": entry("probabilities", listed(probabilities, "g")),
        "label": choice("right", [(name, i) for i, name in enumerate(names)]),
        "unit": choice("unit", UNITS.keys()),
    }
    goals = (
        Goal("exactly 1 bit", lambda p, label, unit: abs(surprises(p, "bits")[label] - 1) < 0.005),
        Goal("less than 0.1 nats", lambda p, label, unit: surprises(p)[label] < 0.1),
        Goal("more than 6 bits", lambda p, label, unit: surprises(p, "bits")[label] > 6),
        Goal("the same, whichever class is right", lambda p, label, unit: shares(p).max() - shares(p).min() < 0.015),
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
    name = "squared error" if loss is squared_error else getattr(loss, "__name__", "yours").replace("<lambda>", "yours")
    losses = {"cross-entropy": cross_entropy, name: loss}
    figure, (left, right) = new_figure(9, 3.9, ncols=2)
    panels = pictures.two_losses(left, right, losses, -REACH, REACH, STEPS, ENOUGH)

    @lru_cache
    def curve(name):
        """The loss and its slope for every start."""
        values = losses[name](STARTS)
        if np.shape(values) != STARTS.shape:
            raise ValueError(f"{name} must give one loss for each of the {len(STARTS)} logits, it gave {values!r}")
        return values, gradient_of(lambda z: np.sum(losses[name](z)), STARTS)

    @lru_cache
    def paths(name, rate):
        """Probabilities, (steps + 1, starts): descents do not meddle with each other, so one run serves every start."""
        return sigmoid(gradient_descent(lambda z: np.sum(losses[name](z)), STARTS, rate, STEPS).points)

    def arrival(name, z, rate):
        there = paths(name, rate)[:, _start(z)] >= ENOUGH
        return int(there.argmax()) if there.any() else np.inf

    def update(z, rate):
        told = []
        for which, panel in zip(losses, panels):
            (values, slopes), path = curve(which), paths(which, rate)[:, _start(z)]
            value, slope, steps = values[_start(z)], slopes[_start(z)], arrival(which, z, rate)
            pictures.set_loss(panel, STARTS, values, z, value, slope, path)
            when = f"after {steps} steps" if steps <= STEPS else f"not within {STEPS} steps"
            told.append(f"{which}: loss {short(value)}, slope {short(slope)}, p reaches {ENOUGH} {when}")
        return f"Logit {plain(z)}, p = {short(sigmoid(z))}. At this logit: {'; '.join(told)}."

    def drag(pointer, z, rate):
        if pointer.axes is left:
            return {"z": round(4 * pointer.x) / 4}

    controls = {
        "z": slider("logit at the start", -2.0, -REACH, REACH, 0.25),
        "rate": choice("learning rate", [(f"{rate:g}", rate) for rate in (0.5, 1.0, 2.0, 5.0, 10.0)], 1.0),
    }

    def later(z, rate):
        return arrival(name, z, rate) - arrival("cross-entropy", z, rate)

    goals = (
        Goal(f"p below 0.1, yet {name} flatter than 0.01", lambda z, rate: sigmoid(z) < 0.1 and abs(curve(name)[1][_start(z)]) < 0.01),
        Goal(f"{name} needs 100 steps more", lambda **v: later(**v) >= 100),
        Goal(f"{name} arrives from −{REACH:g}", lambda z, rate: z == -REACH and arrival(name, z, rate) <= STEPS),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)


def _start(z):
    """The index of the start nearest to z."""
    return int(np.abs(STARTS - z).argmin())
