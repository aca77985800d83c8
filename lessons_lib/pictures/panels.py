"""Panels: axes with all that stands in them, where more than one lesson shows the same."""

from functools import partial

import numpy as np

from .marks import Bars, Line, spot
from .style import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, YELLOW


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


class LineField:
    """A field WIDE × TALL of points, hours stayed over hours of sunshine, and a line whose two ends can be grabbed."""

    WIDE, TALL, EDGE = 8.0, 6.0, 0.3

    def __init__(self, axes):
        # A little more than the field, so that what lies on its edge can be grabbed.
        axes.set(xlim=(-self.EDGE, self.WIDE + self.EDGE), ylim=(-self.EDGE, self.TALL + self.EDGE), aspect="equal")
        axes.set(xticks=range(0, 9, 2), yticks=range(0, 7, 2), ylabel="hours they stayed")
        axes.set_xlabel("hours of sunshine", loc="left")
        self.line, self.handles = Line(axes, color=VERMILION), spot(axes, "D")
        self.points = Line(axes, "o", color=BLACK, markersize=11)

    def set(self, x, y, slope, intercept):
        """Show the points (x, y) and the line y = slope · x + intercept."""
        self.points.set(x, y)
        self.line.set(*self.ends(slope, intercept))
        self.handles.set(*self.ends(slope, intercept))

    def ends(self, slope, intercept):
        """Where the line enters and leaves the field: two x and two y."""
        x = np.array([0.0, self.WIDE])
        y = slope * x + intercept
        inside = np.clip(y, 0.0, self.TALL)
        return (x + (inside - y) / slope if slope else x), inside

    def grabbed(self, pointer, slope, intercept, points=((), ())):
        """What lies at the place where a gesture began: 0 or 1 for an end of the line, 2 up for a point, or None."""
        x, y = np.append(self.ends(slope, intercept), points, axis=1)
        distances = np.hypot(x - pointer.start[0], y - pointer.start[1])
        return int(distances.argmin()) if distances.min() < 0.6 else None

    def turned(self, pointer, slope, intercept, end):
        """The line, as new values of the two, with this end at the pointer and the other one where it was."""
        x, y = self.ends(slope, intercept)
        if end == 0:
            slope = (y[1] - np.clip(pointer.y, 0, self.TALL)) / max(x[1], 0.1)
            return {"slope": slope, "intercept": np.clip(pointer.y, 0, self.TALL)}
        return {"slope": (pointer.y - intercept) / max(pointer.x, 1.0)}
