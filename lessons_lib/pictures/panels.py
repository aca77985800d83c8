"""Panels: axes with all that stands in them, where more than one lesson shows the same."""

from functools import partial

import numpy as np

from .marks import Bars
from .style import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, YELLOW


class NamedBars(Bars):
    """A panel of bars from low to high, a number on each; below them their names, `foot` and one more number.

    A bar is told by its name, its colour and its hatch, the same in every panel. There is room for ten.
    """

    COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW, GREY, "#FFFFFF", "#B0B0B0")
    HATCHES = ("", "//", "\\\\", "xx", "--", "++", "||", "/", "\\", "x")  # no dots: they take four times as long

    def __init__(self, axes, title, low=0.0, high=1.0, ticks=(), foot="", names=()):
        room = 0.15 * (high - low)
        bottom = low - room if low < 0 else low
        axes.set(xlim=(0, 1), ylim=(bottom, high + room), yticks=ticks, title=title, xlabel=" ")
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.tick_params(bottom=False, labelsize=13)
        axes.axhline(0, color=GREY, linewidth=1)
        slots = np.zeros(len(self.COLOURS))
        super().__init__(axes, slots, gap=0.02 * (high - low), color=self.COLOURS, hatch=self.HATCHES, size=12)
        below = partial(axes.text, y=-0.15, va="top", transform=axes.transAxes)
        below(0.49, s=foot, ha="right")
        self.foot = below(0.52, s="", ha="left", weight="bold", animated=True)
        self.axes, self.low, self.high, self.names, self.count = axes, low, high, (), 0
        self.set_names(names)

    def set_names(self, names):
        """Write a name below each bar. Names stand still, so they are not touched in vain: call it from `still`."""
        names = tuple(names)
        if names != self.names:
            self.names = names
            self.axes.set_xticks((np.arange(len(names)) + 0.5) / len(names), names)

    def set(self, heights, texts, foot=""):
        """Show one bar for each of `heights`, with its text, and the number below all."""
        self.count = count = len(heights)
        heights = np.clip(np.nan_to_num(heights), self.low, self.high)
        super().set(heights)
        width = min(0.7 / count, 0.25)
        for i, (bar, number) in enumerate(zip(self.bars, self.texts)):
            bar.set_visible(i < count)
            number.set_visible(i < count)
        for i, (bar, number, height, text) in enumerate(zip(self.bars, self.texts, heights, texts)):
            centre = (i + 0.5) / count
            bar.set(x=centre - width / 2, width=width)
            number.set(x=centre, text=text)
            if height >= 0:
                number.set(y=height + self.gap, va="bottom")
            else:
                number.set(y=height - self.gap, va="top")
        self.foot.set_text(foot)

    def bar_at(self, x):
        """The number of the bar that stands at x, also for an x beside the panel."""
        return int(np.clip(x * self.count, 0, self.count - 1))
