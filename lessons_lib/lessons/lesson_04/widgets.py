"""Output heads to play with: the softmax step by step, its overflow, and which head fits which question."""

import numpy as np
from matplotlib.ticker import FuncFormatter

from ...activation_facts import HEADS
from ...activations import identity, sigmoid
from ...activations import softmax as our_softmax
from ...pictures.controls import choice, entry, name_of, numbers_in, slider, wide
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Line, moving_text, spot
from ...pictures.panels import NamedBars
from ...pictures.style import BLACK, BLUE, GREY, ORANGE, SKY, VERMILION, listed, new_figure, plain, short, styled

PLANS, LOGITS = ("park", "lake", "home"), (2.0, 1.0, 0.0)
REACH, SHIFT = 5.0, 3.0
"""How far a logit goes to both sides, and how far all of them are shifted."""
LINEAR, SIGMOID, SOFTMAX = identity, sigmoid, our_softmax
NAMES = {"softmax": SOFTMAX, "sigmoid": SIGMOID, "linear": LINEAR}


# ── softmax, step by step ───────────────────────────────────────────────────────────────────────────────────────

@styled
def softmax_explorer(softmax=our_softmax):
    """From logits to probabilities in three steps. Drag the bars on the left, or write logits of your own into the box.

    softmax: a function of your own, from logits to shares.
    """
    figure, axes = new_figure(9, 3.5, ncols=3)
    left = NamedBars(axes[0], "logits z (drag)", -REACH - SHIFT, REACH + SHIFT, ticks=(-5, 0, 5))
    middle = NamedBars(axes[1], "exp(z / T), in proportion", foot="sum")
    right = NamedBars(axes[2], "shares", ticks=(0, 0.5, 1), foot="sum")

    def label(logits):
        written = _parse(logits)
        names = PLANS if len(PLANS) == len(written) else range(1, len(written) + 1)
        for panel in (left, middle, right):
            panel.set_names(names)
        return {"written": written}

    def see(written, temperature, shift):
        z = written + shift
        e = np.exp(z / temperature)
        untouched = np.array_equal(written, LOGITS)
        return {"z": z, "e": e, "shares": _shares(softmax, z / temperature), "untouched": untouched}

    def draw(s):
        left.set(s.z, [short(value) for value in s.z])
        middle.set(s.e / s.e.max(), [_brief(value) for value in s.e], _brief(s.e.sum()))
        _set_shares(right, s.shares)

    def tell(s):
        form = f"Logits {listed(s.z, 'g')}, temperature {s.temperature:.1f}"
        exps = ", ".join(_brief(value) for value in s.e)
        return f"{form}: exp(z / T) gives {exps}, shares are {listed(s.shares, '.3f')}."

    def drag(pointer, logits, shift):
        z = _parse(logits)
        z[left.bar_at(pointer.start[0])] = np.clip(round(pointer.y - shift, 1), -REACH, REACH)
        return {"logits": listed(z, "g")}

    controls = {
        "logits": entry("logits", listed(LOGITS, "g")),
        "temperature": slider("temperature T", 1.0, 0.1, 10.0, 0.1),
        "shift": slider("add to all: c", 0.0, -SHIFT, SHIFT, 0.1),
    }
    goals = (
        Goal("move only T: one share above 0.99", lambda s: s.untouched and s.shares.max() > 0.99),
        Goal("move only T: all shares within 0.1", lambda s: s.untouched and np.ptp(s.shares) < 0.1),
        Goal("make all shares equal", lambda s: np.ptp(s.shares) < 1e-6),
        Goal("c = 2 or more: what changes?", lambda s: s.shift >= 2),
    )
    return Explorer(figure, controls, see, draw, tell, still=[label], drag={axes[0]: drag}, goals=goals)


def _parse(text):
    """Logits from what was written into a box."""
    wanted = f"2 to 5 numbers from −{REACH:g} to {REACH:g}"
    return numbers_in(text, wanted, lambda z: 2 <= len(z) <= 5 and np.all(np.abs(z) <= REACH))


def _shares(softmax, z):
    """What somebody's softmax makes of z, if it is one number for each logit."""
    y = softmax(z)
    if np.shape(y) != z.shape:
        raise ValueError(f"one number for each of the {len(z)} logits is expected, your function gave {y!r}")
    return np.asarray(y, dtype=float)


def _set_shares(panel, shares):
    """Show numbers from 0 to 1 with three decimals, and their sum."""
    panel.set(shares, [f"{share:.3f}" for share in shares], short(shares.sum()))


def _brief(number):
    """A positive number, so short that five stand side by side: "0.135", "7.39", "148", "5e8", "2e-35"."""
    if 0.001 <= number < 1000:
        return f"{number:.{3 if number < 1 else 2 if number < 100 else 0}f}"
    digit, exponent = f"{number:.0e}".split("e")
    return f"{digit}e{int(exponent)}"


# ── three heads ─────────────────────────────────────────────────────────────────────────────────────────────────

@styled
def three_heads():
    """The same three logits through a linear head, three sigmoids and a softmax. Drag the bars on the left."""
    figure, axes = new_figure(9, 3.5, ncols=3)
    left = NamedBars(axes[0], "linear: z (drag)", -REACH, REACH, ticks=(-5, 0, 5), names=PLANS)
    middle = NamedBars(axes[1], "sigmoid of each", ticks=(0, 0.5, 1), foot="sum", names=PLANS)
    right = NamedBars(axes[2], "softmax of all", ticks=(0, 0.5, 1), foot="sum", names=PLANS)

    def see(z1, z2, z3):
        z = np.array([z1, z2, z3])
        return {"linear": LINEAR(z), "sigmoids": SIGMOID(z), "shares": SOFTMAX(z)}

    def draw(s):
        left.set(s.linear, [short(value) for value in s.linear])
        _set_shares(middle, s.sigmoids)
        _set_shares(right, s.shares)

    def tell(s):
        return (
            f"Linear gives {listed(s.linear, 'g')}. "
            f"Sigmoid of each gives {listed(s.sigmoids, '.3f')}, together {s.sigmoids.sum():.3f}. "
            f"Softmax gives {listed(s.shares, '.3f')}, together {s.shares.sum():.3f}."
        )

    def drag(pointer):
        return {f"z{left.bar_at(pointer.start[0]) + 1}": round(pointer.y, 1)}

    labelled = enumerate(zip(PLANS, LOGITS), start=1)
    controls = {f"z{i}": slider(name, z, -REACH, REACH, 0.1) for i, (name, z) in labelled}
    goals = (
        Goal("all three sigmoids above 0.9", lambda s: min(s.sigmoids) > 0.9),
        Goal("all three sigmoids below 0.1: can softmax follow?", lambda s: max(s.sigmoids) < 0.1),
    )
    return Explorer(figure, controls, see, draw, tell, drag={axes[0]: drag}, goals=goals)


# ── overflow ────────────────────────────────────────────────────────────────────────────────────────────────────

POWERS = {"float64": (-324, 308), "float32": (-45, 38)}
"""The powers of ten that each kind of number can hold."""
SLOPE = np.log10(np.e)
"""Of the line log10(exp(z))."""


@styled
def overflow(softmax=our_softmax):
    """The logits (2, 1, 0), all shifted by c: the naive formula breaks, the one that subtracts the largest does not.

    softmax: a function of your own from logits to shares, for the lower half of the table.
    """
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(4, 5))
    name, reach = name_of(softmax), 1100
    left.set(xlim=(-reach, reach), ylim=(-reach * SLOPE, reach * SLOPE), xticks=(-1000, 0, 1000), yticks=(-308, 0, 308))
    left.set(xlabel="logit z", title="exp(z); blue: what numbers hold")
    left.yaxis.set_major_formatter(FuncFormatter(lambda power, _: f"$10^{{{power:.0f}}}$"))
    band = left.axhspan(*POWERS["float64"], color=SKY, alpha=0.35, linewidth=0, animated=True)
    Line(left, color=GREY, linewidth=1.5).set((-reach, reach), (-reach * SLOPE, reach * SLOPE))  # above the band
    shifted, held = spot(left, "s", 18, BLUE), spot(left, "o", 12, ORANGE)
    lost = spot(left, "x", 16, markeredgewidth=4, markeredgecolor=VERMILION)
    *rows, last_row = _two_formulas(right)

    def logits(c, kind):
        return np.array(LOGITS, dtype=kind) + np.array(c, dtype=kind)

    def naive(z):
        return np.exp(z) / np.exp(z).sum()

    def stable_row(c, kind):
        stable = _shares(softmax, logits(c, kind))
        _set_row(last_row, stable)
        return {"stable": stable}

    def see(c, kind):
        z = logits(c, kind)
        e, shares, double = np.exp(z), naive(z), naive(logits(c, "float64"))
        return {"z": z, "e": e, "shares": shares, "nan": np.isnan(shares).all(), "double": double}

    def draw(s):
        fine = np.isfinite(s.e) & (s.e > 0)
        _set_row(rows[0], s.z)
        for row, numbers in zip(rows[1:], (s.e, [s.e.sum()], s.shares)):
            _set_row(row, numbers, lost=not fine.all())
        low, high = POWERS[s.kind]
        band.set_bounds(0, low, 1, high - low)
        held.set(s.z[fine], s.z[fine] * SLOPE)
        lost.set(s.z[~fine], s.z[~fine] * SLOPE)
        below = s.z - s.z.max()
        shifted.set(below, below * SLOPE)

    def tell(s):
        broken = np.isnan(s.shares).any()
        said = "breaks: its shares are not numbers" if broken else f"gives {listed(s.shares, '.3f')}"
        start = f"Logits {listed(s.z, 'g')} in {s.kind}"
        return f"{start}: the naive formula {said}; {name} gives {listed(s.stable, '.3f')}."

    controls = {"c": slider("add to all: c", 0, -1000, 1000, 5), "kind": choice("numbers", POWERS)}
    wide(controls["c"])  # 400 steps
    goals = (
        Goal("three shares nan", lambda s: s.nan),
        Goal("nan in float32 where float64 is fine", lambda s: s.nan and not np.isnan(s.double).all()),
        Goal("nan although nothing is inf", lambda s: s.nan and np.isfinite(s.e).all()),
    )
    return Explorer(figure, controls, see, draw, tell, still=[stable_row], goals=goals)


def _two_formulas(axes):
    """A table of the steps of both formulas, with what never changes: the logits less the largest, and their exp.

    A text for each of z, exp(z), their sum and the shares, and for the shares of the second formula, which stand still.
    """
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(10, 0))
    steps = ["○ naive:", "z", "exp(z)", "sum", "share"]
    steps += ["■ first subtract the largest:", "z − max", "exp", "share", "✗ lost: 0 or inf"]
    for line, step in enumerate(steps):
        axes.text(0, line + 0.5, step, va="center", size=13, weight="bold" if step[0] in "○■✗" else "normal")
    look = dict(va="center", size=13, family="monospace", ha="right")
    below = np.array(LOGITS) - max(LOGITS)
    _set_row(axes.text(1, 6.5, "", **look), below)
    _set_row(axes.text(1, 7.5, "", **look), np.exp(below))
    still = axes.text(1, 8.5, "", zorder=1, **look)  # below what moves, or it would have to move with it
    return [*(moving_text(axes, 1, line + 0.5, **look) for line in (1, 2, 3, 4)), still]


def _set_row(text, numbers, lost=False):
    """Write numbers below those of the other rows: where some are lost or not finite, in colour and in bold."""
    lost = lost or not np.all(np.isfinite(numbers))
    columns = [f"{n:.3g}" if abs(n) < 100 or abs(n) > 2000 else f"{n:.0f}" for n in numbers]
    row = "".join(column.replace("-", "−").rjust(10) for column in columns).lstrip()
    if row != text.get_text():  # one row stands still: not touched in vain
        text.set(text=row, color=VERMILION if lost else BLACK, weight="bold" if lost else "normal")


# ── which head ──────────────────────────────────────────────────────────────────────────────────────────────────

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


@styled
def which_head():
    """Six everyday questions: choose the head that fits, and see what the others would answer."""
    figure, axes = new_figure(8, 3.0)
    panel = NamedBars(axes, " ", -1.0, 1.0)
    one = moving_text(axes, 0.01, 1, "1 –", ha="right", va="center", size=13)
    verdict = moving_text(axes, 0, 1.04, transform=axes.transAxes, size=15, weight="bold")

    def label(question):
        panel.set_names(CASES[question][1])

    def see(question, head):
        kind, _, logits = CASES[question]
        logits = np.array(logits, dtype=float)
        fits = NAMES[head] is FITTING[kind]
        said = "fits" if fits else "does not fit"
        return {"kind": kind, "logits": logits, "outputs": NAMES[head](logits), "fits": fits, "said": said}

    def draw(s):
        scale = max(1.0, np.abs(s.outputs).max())
        panel.set(s.outputs / scale, [plain(value) for value in s.outputs])
        one.set_y(1 / scale)
        verdict.set_text(f"{'✓' if s.fits else '✗'} {s.head} {s.said}")

    def tell(s):
        numbers = plain(s.outputs[0]), plain(s.outputs.sum()), plain(s.logits[0])
        return f"{s.question.capitalize()}, {s.head}: {s.said}. {VERDICTS[s.kind, NAMES[s.head]].format(*numbers)}"

    controls = {"question": choice("question", CASES), "head": choice("head", NAMES)}
    goals = [Goal(name, lambda s, name=name: s.question == name and s.fits) for name in CASES]
    return Explorer(figure, controls, see, draw, tell, still=[label], goals=goals)
