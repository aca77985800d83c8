"""Output heads to play with: the softmax step by step, its overflow, and which head fits which question."""

import numpy as np

from ...activations import softmax as our_softmax
from ...activation_facts import HEADS
from . import pictures
from ...pictures.style import listed, new_figure, plain, short
from ...pictures.controls import choice, entry, name_of, numbers_in, slider
from ...pictures.explorer import Goal
from ...pictures.old import OldExplorer as Explorer

PLANS, LOGITS = ("park", "lake", "home"), (2.0, 1.0, 0.0)
REACH, SHIFT = 5.0, 3.0
LINEAR, SIGMOID, SOFTMAX = HEADS.values()
NAMES = {"softmax": SOFTMAX, "sigmoid": SIGMOID, "linear": LINEAR}


def softmax_explorer(softmax=our_softmax):
    """From logits to probabilities in three steps. Drag the bars on the left, or write logits of your own into the box.

    softmax: a function of your own, from logits to shares.
    """
    figure, axes = new_figure(9, 3.5, ncols=3)
    left = pictures.bars(axes[0], "logits z (drag)", -REACH - SHIFT, REACH + SHIFT, ticks=(-5, 0, 5))
    middle = pictures.bars(axes[1], "exp(z / T), in proportion", foot="sum")
    right = pictures.bars(axes[2], "shares", ticks=(0, 0.5, 1), foot="sum")

    def shares(logits, temperature, shift):
        return _shares(softmax, (_parse(logits) + shift) / temperature)

    def update(logits, temperature, shift):
        z = _parse(logits) + shift
        e, y = np.exp(z / temperature), shares(logits, temperature, shift)
        labels = PLANS if len(PLANS) == len(z) else range(1, len(z) + 1)
        for panel in (left, middle, right):
            pictures.set_names(panel, labels)
        exps = [_brief(value) for value in e]
        pictures.set_bars(left, z, [short(value) for value in z])
        pictures.set_bars(middle, e / e.max(), exps, _brief(e.sum()))
        pictures.set_shares(right, y)
        form = f"Logits {listed(z, 'g')}, temperature {temperature:.1f}"
        return f"{form}: exp(z / T) gives {', '.join(exps)}, shares are {listed(y, '.3f')}."

    def drag(pointer, logits, temperature, shift):
        if pointer.axes is axes[0]:
            z = _parse(logits)
            z[pictures.bar_at(pointer.start[0], len(z))] = np.clip(round(pointer.y - shift, 1), -REACH, REACH)
            return {"logits": listed(z, "g")}

    def untouched(**v):
        return np.array_equal(_parse(v["logits"]), LOGITS)

    controls = {
        "logits": entry("logits", listed(LOGITS, "g")),
        "temperature": slider("temperature T", 1.0, 0.1, 10.0, 0.1),
        "shift": slider("add to all: c", 0.0, -SHIFT, SHIFT, 0.1),
    }
    goals = (
        Goal("move only T: one share above 0.99", lambda **v: untouched(**v) and shares(**v).max() > 0.99),
        Goal("move only T: all shares within 0.1", lambda **v: untouched(**v) and np.ptp(shares(**v)) < 0.1),
        Goal("make all shares equal", lambda **v: np.ptp(shares(**v)) < 1e-6),
        Goal("c = 2 or more: what changes?", lambda **v: v["shift"] >= 2),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)


def three_heads():
    """The same three logits through a linear head, three sigmoids and a softmax. Drag the bars on the left."""
    figure, axes = new_figure(9, 3.5, ncols=3)
    left = pictures.bars(axes[0], "linear: z (drag)", -REACH, REACH, ticks=(-5, 0, 5))
    middle = pictures.bars(axes[1], "sigmoid of each", ticks=(0, 0.5, 1), foot="sum")
    right = pictures.bars(axes[2], "softmax of all", ticks=(0, 0.5, 1), foot="sum")
    for panel in (left, middle, right):
        pictures.set_names(panel, PLANS)

    def outputs(**z):
        return [head(np.array([*z.values()])) for head in (LINEAR, SIGMOID, SOFTMAX)]

    def update(**z):
        linear, sigmoids, shares = outputs(**z)
        pictures.set_bars(left, linear, [short(value) for value in linear])
        pictures.set_shares(middle, sigmoids)
        pictures.set_shares(right, shares)
        return (
            f"Linear gives {listed(linear, 'g')}. "
            f"Sigmoid of each gives {listed(sigmoids, '.3f')}, together {sigmoids.sum():.3f}. "
            f"Softmax gives {listed(shares, '.3f')}, together {shares.sum():.3f}."
        )

    def drag(pointer, **z):
        if pointer.axes is axes[0]:
            return {f"z{pictures.bar_at(pointer.start[0], 3) + 1}": round(pointer.y, 1)}

    labelled = enumerate(zip(PLANS, LOGITS), start=1)
    controls = {f"z{i}": slider(name, float(z), -REACH, REACH, 0.1) for i, (name, z) in labelled}
    goals = (
        Goal("all three sigmoids above 0.9", lambda **z: min(outputs(**z)[1]) > 0.9),
        Goal("all three sigmoids below 0.1: can softmax follow?", lambda **z: max(outputs(**z)[1]) < 0.1),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)


POWERS = {"float64": (-324, 308), "float32": (-45, 38)}
"""The powers of ten that each kind of number can hold."""


def overflow(softmax=our_softmax):
    """The logits (2, 1, 0), all shifted by c: the naive formula breaks, the one that subtracts the largest does not.

    softmax: a function of your own from logits to shares, for the lower half of the table.
    """
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(4, 5))
    name = name_of(softmax)
    artists, rows = pictures.float_range(left), pictures.two_formulas(right, np.array(LOGITS) - max(LOGITS))

    def naive(c, kind):
        z = np.array(LOGITS, dtype=kind) + np.array(c, dtype=kind)
        with np.errstate(all="ignore"):
            e = np.exp(z)
            return z, e, e.sum(), e / e.sum()

    def update(c, kind):
        z, e, total, shares = naive(c, kind)
        stable = _shares(softmax, z)
        held = np.isfinite(e) & (e > 0)
        for row, numbers in zip(rows, (z, e, [total], shares)):
            pictures.set_row(row, numbers, lost=numbers is not z and not held.all())
        pictures.set_row(rows[-1], stable)
        pictures.set_float_range(artists, POWERS[kind], z, held)
        broken = "breaks: its shares are not numbers" if np.isnan(shares).any() else f"gives {listed(shares, '.3f')}"
        return f"Logits {listed(z, 'g')} in {kind}: the naive formula {broken}; {name} gives {listed(stable, '.3f')}."

    def nan(c, kind):
        return np.isnan(naive(c, kind)[3]).all()

    controls = {"c": slider("add to all: c", 0, -1000, 1000, 5), "kind": choice("numbers", POWERS)}
    controls["c"].layout.width = "100%"  # 400 steps
    goals = (
        Goal("three shares nan", nan),
        Goal("nan in float32 where float64 is fine", lambda c, kind: nan(c, kind) and not nan(c, "float64")),
        Goal("nan although nothing is inf", lambda **v: nan(**v) and np.isfinite(naive(**v)[1]).all()),
    )
    return Explorer(figure, update, controls, goals=goals)


CASES = {
    "house price": ("regression", ("100,000 euros",), (3.2,)),
    "spam or not": ("binary classification", ("spam",), (2.0,)),
    "digit 0 to 9": ("multi-class classification", tuple(range(10)), (-2, -1, 0.5, 3, -1.5, 0, -3, 1, 2, -0.5)),
    "photo tags": ("several yes or no", ("beach", "dog", "sunset", "snow"), (2.5, -2.0, 2.0, -4.0)),
    "temperature tomorrow": ("regression", ("degrees",), (-4.0,)),
    "next word": ("multi-class classification", ("park", "lake", "the", "picnic", "rain"), (1, 0.5, -2, 3, -1)),
}
"""Questions from everyday life: their kind, the names of a network's outputs, and these outputs before the head."""
FITTING = HEADS | {"several yes or no": SIGMOID}
NO_PROBABILITY = "A score can be any number, here {0}: that is no probability."
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
    one = axes.text(0.01, 1, "1 –", ha="right", va="center", size=13, animated=True)
    verdict = axes.text(0, 1.04, "", transform=axes.transAxes, size=15, weight="bold", animated=True)

    def fits(question, head):
        return NAMES[head] is FITTING[CASES[question][0]]

    def update(question, head):
        kind, names, logits = CASES[question]
        outputs = NAMES[head](np.array(logits, dtype=float))
        pictures.set_names(panel, names)
        scale = max(1.0, np.abs(outputs).max())
        pictures.set_bars(panel, outputs / scale, [plain(value) for value in outputs])
        one.set_y(1 / scale)
        sign, said = ("✓", "fits") if fits(question, head) else ("✗", "does not fit")
        verdict.set_text(f"{sign} {head} {said}")
        why = VERDICTS[kind, NAMES[head]].format(plain(outputs[0]), plain(outputs.sum()), plain(logits[0]))
        return f"{question.capitalize()}, {head}: {said}. {why}"

    controls = {"question": choice("question", CASES), "head": choice("head", NAMES)}
    goals = [Goal(name, lambda question, head, name=name: question == name and fits(question, head)) for name in CASES]
    return Explorer(figure, update, controls, goals=goals)


def _parse(text):
    """Logits from what was written into a box."""
    wanted = f"2 to 5 numbers from −{REACH:g} to {REACH:g}"
    return numbers_in(text, wanted, lambda z: 2 <= len(z) <= 5 and np.all(np.abs(z) <= REACH))


def _shares(softmax, z):
    """What somebody's softmax makes of z, if it is one number for each logit."""
    with np.errstate(all="ignore"):  # what overflows is seen in the picture
        y = softmax(z)
    if np.shape(y) != z.shape:
        raise ValueError(f"one number for each of the {len(z)} logits is expected, your function gave {y!r}")
    return np.asarray(y, dtype=float)


def _brief(number):
    """A positive number, so short that five stand side by side: "0.135", "7.39", "148", "5e8", "2e-35"."""
    if 0.001 <= number < 1000:
        return f"{number:.{3 if number < 1 else 2 if number < 100 else 0}f}"
    digit, exponent = f"{number:.0e}".split("e")
    return f"{digit}e{int(exponent)}"
