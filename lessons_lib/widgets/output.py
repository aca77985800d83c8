"""Output heads to play with: the softmax step by step, its overflow, and which head fits which question."""

from typing import NamedTuple

import numpy as np

from ..activations import softmax as our_softmax
from ..catalogue import HEADS
from ..pictures import output as pictures
from ..pictures.style import listed, new_figure, plain, short
from .explorer import Explorer, Goal, choice, entry, numbers_in, slider

PLANS, LOGITS = ("park", "lake", "home"), (2.0, 1.0, 0.0)
REACH, SHIFT = 5.0, 3.0
LINEAR, SIGMOID, SOFTMAX = HEADS.values()
NAMES = {"softmax": SOFTMAX, "sigmoid": SIGMOID, "linear": LINEAR}


def softmax_explorer(logits=LOGITS, names=PLANS, softmax=our_softmax):
    """From logits to probabilities in three steps. Drag the bars on the left, or write logits of your own into the box.

    logits: 2 to 5 numbers from -5 to 5. names: one for each. softmax: a function of your own, from logits to shares.
    """
    figure, axes = new_figure(9, 3.5, ncols=3)
    left = pictures.bars(axes[0], "logits z (drag)", -REACH - SHIFT, REACH + SHIFT, ticks=(-5, 0, 5))
    middle = pictures.bars(axes[1], "exp(z / T), in proportion")
    right = pictures.bars(axes[2], "shares", ticks=(0, 0.5, 1))

    def label(count):
        labels = names if len(names) == count else range(1, count + 1)
        return any([pictures.set_names(panel, labels) for panel in (left, middle, right)])

    def shares(logits, temperature, shift):
        return _shares(softmax, (_parse(logits) + shift) / temperature)

    def update(logits, temperature, shift):
        z = _parse(logits) + shift
        e, y = np.exp(z / temperature), shares(logits, temperature, shift)
        if label(len(z)):
            explorer.picture.redraw()
        pictures.set_bars(left, z, [short(value) for value in z])
        pictures.set_bars(middle, e / e.max(), [_brief(value) for value in e], f"sum {_brief(e.sum())}")
        pictures.set_bars(right, y, [f"{value:.3f}" for value in y], f"sum {y.sum():.3f}")
        exps, temperature = ", ".join(_brief(value) for value in e), f"{temperature:.1f}"
        return f"Logits {listed(z, 'g')}, temperature {temperature}: exp gives {exps}, shares are {listed(y, '.3f')}."

    def drag(pointer, logits, temperature, shift):
        if pointer.axes is axes[0]:
            z = _parse(logits)
            z[pictures.bar_at(pointer.start[0], len(z))] = np.clip(round(pointer.y - shift, 1), -REACH, REACH)
            return {"logits": listed(z, "g")}

    def by_temperature(logits, shift, **rest):
        return np.array_equal(_parse(logits), start)

    start = np.array(logits, dtype=float)
    controls = {
        "logits": entry("logits", listed(logits, "g")),
        "temperature": slider("temperature T", 1.0, 0.1, 10.0, 0.1),
        "shift": slider("add to all: c", 0.0, -SHIFT, SHIFT, 0.1),
    }
    goals = (
        Goal("one share above 0.99 by T alone", lambda **v: by_temperature(**v) and shares(**v).max() > 0.99),
        Goal("all within 0.1 by T alone", lambda **v: by_temperature(**v) and np.ptp(shares(**v)) < 0.1),
        Goal("all shares equal", lambda **v: np.ptp(shares(**v)) < 1e-6),
        Goal("c = 2 or more: what changes?", lambda **v: v["shift"] >= 2),
    )
    label(len(start))
    explorer = Explorer(figure, update, controls, drag=drag, goals=goals)
    return explorer


def three_heads(logits=LOGITS, names=PLANS):
    """The same three logits through a linear head, three sigmoids and a softmax. Drag the bars on the left."""
    figure, axes = new_figure(9, 3.5, ncols=3)
    panels = [pictures.bars(axes[0], "linear: z (drag)", -REACH, REACH, ticks=(-5, 0, 5))]
    titles = ("sigmoid of each", "softmax of all")
    panels += [pictures.bars(place, title, ticks=(0, 0.5, 1)) for place, title in zip(axes[1:], titles)]
    for panel in panels:
        pictures.set_names(panel, names)

    def outputs(**z):
        return [head(np.array(list(z.values()))) for head in (LINEAR, SIGMOID, SOFTMAX)]

    def update(**z):
        linear, sigmoids, shares = outputs(**z)
        pictures.set_bars(panels[0], linear, [short(value) for value in linear])
        for panel, values in zip(panels[1:], (sigmoids, shares)):
            pictures.set_bars(panel, values, [f"{value:.3f}" for value in values], f"sum {values.sum():.3f}")
        return (
            f"Linear gives {listed(linear, 'g')}. "
            f"Sigmoid of each gives {listed(sigmoids, '.3f')}, together {sigmoids.sum():.3f}. "
            f"Softmax gives {listed(shares, '.3f')}, together {shares.sum():.3f}."
        )

    def drag(pointer, **z):
        if pointer.axes is axes[0]:
            return {f"z{pictures.bar_at(pointer.start[0], 3) + 1}": round(pointer.y, 1)}

    labelled = enumerate(zip(names, logits), start=1)
    controls = {f"z{i}": slider(name, float(z), -REACH, REACH, 0.1) for i, (name, z) in labelled}
    goals = (
        Goal("all three sigmoids above 0.9", lambda **z: min(outputs(**z)[1]) > 0.9),
        Goal("all three sigmoids below 0.1: can softmax follow?", lambda **z: max(outputs(**z)[1]) < 0.1),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)


POWERS = {"float64": (-324, 308), "float32": (-45, 38)}


def overflow(softmax=our_softmax):
    """The logits (2, 1, 0), all shifted by c: the naive formula breaks, the one that subtracts the largest does not.

    softmax: a function of your own from logits to shares, for the last line of the table.
    """
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(4, 5))
    z, name = np.array(LOGITS), getattr(softmax, "__name__", "yours")
    artists, rows = pictures.float_range(left), pictures.two_formulas(right, z - z.max())

    def naive(c, kind):
        z = np.array(LOGITS, dtype=kind) + np.array(c, dtype=kind)
        with np.errstate(all="ignore"):
            e = np.exp(z)
            return z, e, e.sum(), e / e.sum()

    def update(c, kind):
        z, e, total, shares = naive(c, kind)
        stable = _shares(softmax, z)
        for row, numbers in zip(rows, (z, e, [total], shares, stable)):
            pictures.set_row(row, numbers)
        pictures.set_float_range(artists, kind, POWERS[kind], z, np.isfinite(e) & (e > 0))
        broken = "breaks: its shares are not numbers" if np.isnan(shares).any() else f"gives {listed(shares, '.3f')}"
        return f"Logits {listed(z, 'g')} in {kind}: the naive formula {broken}; {name} gives {listed(stable, '.3f')}."

    def nan(c, kind):
        return np.isnan(naive(c, kind)[3]).all()

    controls = {"c": slider("add to all: c", 0, -1000, 1000, 1), "kind": choice("numbers", POWERS)}
    goals = (
        Goal("three times nan", lambda **v: nan(**v)),
        Goal("nan in float32 where float64 is fine", lambda c, kind: nan(c, kind) and not nan(c, "float64")),
        Goal("nan although nothing is inf", lambda **v: nan(**v) and np.isfinite(naive(**v)[1]).all()),
    )
    return Explorer(figure, update, controls, goals=goals)


class Case(NamedTuple):
    """A question from everyday life: what kind it is, and the outputs of a network for it, before the head."""

    kind: str
    names: tuple
    logits: tuple


CASES = {
    "house price": Case("regression", ("100,000 euros",), (3.2,)),
    "spam or not": Case("binary classification", ("spam",), (2.0,)),
    "digit 0 to 9": Case("multi-class classification", tuple(range(10)), (-2, -1, 0.5, 3, -1.5, 0, -3, 1, 2, -0.5)),
    "photo tags": Case("several yes or no", ("beach", "dog", "sunset", "snow"), (2.5, -2.0, 2.0, -4.0)),
    "temperature tomorrow": Case("regression", ("degrees",), (-4.0,)),
    "next word": Case("multi-class classification", ("park", "lake", "the", "picnic", "rain"), (1, 0.5, -2, 3, -1)),
}
FITTING = HEADS | {"several yes or no": SIGMOID}
NO_PROBABILITY = "A score can be any number, here {0}: that is no probability. Softmax or sigmoid can make one of it."
ALWAYS_ONE = "A softmax over one logit is exp(z) / exp(z): always 1.00, whatever comes in."
VERDICTS = {
    ("regression", LINEAR): "Any number can come out, here {0}, and that is what is asked for.",
    ("regression", SIGMOID): "Only numbers between 0 and 1 can come out, here {0} from a score of {2}.",
    ("regression", SOFTMAX): ALWAYS_ONE,
    ("binary classification", LINEAR): NO_PROBABILITY,
    ("binary classification", SIGMOID): "One logit is enough: yes with probability {0}, no with what is left.",
    ("binary classification", SOFTMAX): ALWAYS_ONE,
    ("multi-class classification", LINEAR): NO_PROBABILITY,
    ("multi-class classification", SIGMOID): "Exactly one is right, but each is judged alone: together they make {1}.",
    ("multi-class classification", SOFTMAX): "Exactly one is right, and the shares make {1}: a distribution.",
    ("several yes or no", LINEAR): NO_PROBABILITY,
    ("several yes or no", SIGMOID): "Each tag is a yes-or-no question of its own; they may make more than 1, here {1}.",
    ("several yes or no", SOFTMAX): "The tags must share 1.00: the sunset takes from the beach, though both are there.",
}


def which_head():
    """Six everyday questions: choose the head that fits, and see what the others would answer."""
    figure, axes = new_figure(8, 3.0)
    panel = pictures.bars(axes, " ", -1.0, 1.0)
    verdict = axes.text(0, 1.04, "", transform=axes.transAxes, size=15, weight="bold", animated=True)

    def fits(question, head):
        return NAMES[head] is FITTING[CASES[question].kind]

    def update(question, head):
        kind, names, logits = CASES[question]
        outputs = NAMES[head](np.array(logits, dtype=float))
        heights = outputs / max(1.0, np.abs(outputs).max())
        if pictures.set_names(panel, names):
            explorer.picture.redraw()
        pictures.set_bars(panel, heights, [plain(value) for value in outputs])
        verdict.set_text(f"{question}, {head}: {'✓ fits' if fits(question, head) else '✗ does not fit'}")
        why = VERDICTS[kind, NAMES[head]].format(plain(outputs[0]), plain(outputs.sum()), plain(logits[0]))
        return f"{question.capitalize()}, {head}: {'fits' if fits(question, head) else 'does not fit'}. {why}"

    def found(name):
        return Goal(name, lambda question, head: question == name and fits(question, head))

    controls = {"question": choice("question", CASES), "head": choice("head", NAMES)}
    pictures.set_names(panel, CASES[controls["question"].value].names)
    explorer = Explorer(figure, update, controls, goals=[found(name) for name in CASES])
    return explorer


def _parse(text):
    """Logits from what was written into a box."""
    z = numbers_in(text)
    if not 2 <= len(z) <= 5 or not np.all(np.abs(z) <= REACH):
        raise ValueError(f"write 2 to 5 numbers from −{REACH:g} to {REACH:g} with commas, such as 2, 1, 0")
    return z


def _shares(softmax, z):
    """What somebody's softmax makes of z, if it is one number for each logit."""
    with np.errstate(all="ignore"):  # what overflows is seen in the picture
        y = softmax(z)
    if np.shape(y) != z.shape:
        raise ValueError(f"one number for each of the {len(z)} logits is expected, your function gave {y!r}")
    return np.asarray(y, dtype=float)


def _brief(number):
    """A positive number in at most six signs: "7.39", "5e8", "2e−35"."""
    if 0.001 <= number < 1000:
        return f"{number:.2f}" if number >= 1 else f"{number:.3g}"
    return f"{number:.0e}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e−").replace("e-", "e−")
