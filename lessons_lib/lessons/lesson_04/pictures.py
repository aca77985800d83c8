"""Output heads: bars for logits and for what becomes of them, and how far exp can go before a float gives up.

A class is told by its name, its colour and its hatch, the same in every panel.
"""

from functools import partial
from types import SimpleNamespace

import numpy as np
from matplotlib.ticker import FuncFormatter

from ...pictures.style import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, YELLOW, short, styled

MOST = 10
"""As many bars as a panel has room for."""

COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW, GREY, "#FFFFFF", "#B0B0B0")
HATCHES = ("", "//", "\\\\", "xx", "--", "++", "||", "/", "\\", "x")  # no dots: they take four times as long to draw


@styled
def bars(axes, title, low=0.0, high=1.0, ticks=(), foot=""):
    """A panel with room for MOST bars from low to high, a number on each, and below them `foot` and a number."""
    room = 0.15 * (high - low)
    axes.set(xlim=(0, 1), ylim=(low - room * (low < 0), high + room), yticks=ticks, title=title, xlabel=" ")
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(bottom=False, labelsize=13)
    axes.axhline(0, color=GREY, linewidth=1)
    slots = np.zeros(MOST)
    boxes = axes.bar(slots, slots, color=COLOURS, hatch=HATCHES, edgecolor=BLACK, animated=True)
    numbers = [axes.text(0, 0, "", ha="center", size=12, animated=True) for _ in slots]
    below = partial(axes.text, y=-0.15, va="top", transform=axes.transAxes)
    below(0.49, s=foot, ha="right")
    foot = below(0.52, s="", ha="left", weight="bold", animated=True)
    return SimpleNamespace(axes=axes, boxes=boxes, numbers=numbers, foot=foot, names=(), low=low, high=high)


def set_names(artists, names):
    """Make room for as many bars as there are names. Names stand still, so they are not touched in vain."""
    if artists.names == (names := tuple(names)):
        return
    count, artists.names = len(names), names
    artists.axes.set_xticks((np.arange(count) + 0.5) / count, names)
    for i, (box, number) in enumerate(zip(artists.boxes, artists.numbers)):
        width = min(0.7 / count, 0.25)
        box.set(x=(i + 0.5) / count - width / 2, width=width, visible=i < count)
        number.set(x=(i + 0.5) / count, visible=i < count)


def set_bars(artists, heights, texts, foot=""):
    """Show one bar for each of `heights`, with its text, and the number below all."""
    room = 0.02 * (artists.high - artists.low)
    heights = np.clip(np.nan_to_num(heights), artists.low, artists.high)
    for box, number, height, text in zip(artists.boxes, artists.numbers, heights, texts):
        box.set_height(height)
        number.set(y=height + (room if height >= 0 else -room), va="bottom" if height >= 0 else "top", text=text)
    artists.foot.set_text(foot)


def set_shares(artists, shares):
    """Show numbers from 0 to 1 with three decimals, and their sum."""
    set_bars(artists, shares, [f"{share:.3f}" for share in shares], short(shares.sum()))


def bar_at(x, count):
    """Which of `count` bars stands at x, also for an x beside the panel."""
    return int(np.clip(x * count, 0, count - 1))


@styled
def float_range(axes):
    """The line log10(exp(z)), and as a band the powers of ten that a float can hold.

    Returns band and the points naive, lost and stable.
    """
    reach, slope = 1100, np.log10(np.e)
    axes.set(xlim=(-reach, reach), ylim=(-reach * slope, reach * slope), xticks=(-1000, 0, 1000), yticks=(-308, 0, 308))
    axes.set(xlabel="logit z", title="exp(z); blue: what numbers hold")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda power, _: f"$10^{{{power:.0f}}}$"))
    band = axes.axhspan(-324, 308, color=SKY, alpha=0.35, linewidth=0, animated=True)
    axes.plot((-reach, reach), (-reach * slope, reach * slope), color=GREY, linewidth=1.5, animated=True)
    marks = dict(linestyle="", markeredgecolor=BLACK, animated=True)
    (stable,) = axes.plot([], [], "s", color=BLUE, markersize=18, **marks)
    (naive,) = axes.plot([], [], "o", color=ORANGE, markersize=12, **marks)
    (lost,) = axes.plot([], [], "x", markersize=16, markeredgewidth=4, color=VERMILION, linestyle="", animated=True)
    return SimpleNamespace(band=band, naive=naive, lost=lost, stable=stable)


def set_float_range(artists, powers, z, held):
    """Show a float that holds the powers of ten from lowest to highest, and of which logits z it holds exp."""
    low, high = powers
    artists.band.set_bounds(0, low, 1, high - low)
    slope = np.log10(np.e)
    artists.naive.set_data(z[held], z[held] * slope)
    artists.lost.set_data(z[~held], z[~held] * slope)
    artists.stable.set_data(z - z.max(), (z - z.max()) * slope)


@styled
def two_formulas(axes, below):
    """A table of the steps of both formulas; `below` are the logits less the largest, which never change.

    Returns the texts for z, exp(z), their sum, the shares, and the shares of the second formula, which stand still.
    """
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(10, 0))
    write = partial(axes.text, va="center", size=13)
    numbers = partial(write, 1.0, family="monospace", ha="right")
    steps = ["○ naive:", "z", "exp(z)", "sum", "share"]
    steps += ["■ first subtract the largest:", "z − max", "exp", "share", "✗ lost: 0 or inf"]
    for line, text in enumerate(steps):
        write(0, line + 0.5, text, weight="bold" if text[0] in "○■✗" else "normal")
    set_row(numbers(6.5, ""), below)
    set_row(numbers(7.5, ""), np.exp(below))
    still = numbers(8.5, "", zorder=1)  # below what moves, or it would have to move with it
    return [numbers(line + 0.5, "", animated=True) for line in (1, 2, 3, 4)] + [still]


def set_row(text, numbers, lost=False):
    """Write numbers below those of the other rows: where some are lost or not finite, in colour and in bold."""
    lost = lost or not np.all(np.isfinite(numbers))
    columns = [f"{n:.3g}" if abs(n) < 100 or abs(n) > 2000 else f"{n:.0f}" for n in numbers]
    row = "".join(column.replace("-", "−").rjust(10) for column in columns).lstrip()
    if row != text.get_text():  # one row stands still: not touched in vain
        text.set(text=row, color=VERMILION if lost else BLACK, weight="bold" if lost else "normal")
