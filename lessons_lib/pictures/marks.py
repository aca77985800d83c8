"""Marks: what comes up again and again in pictures, each with a `set` that moves it.

All are animated: a widget creates them once and only moves them. Colour is never their only sign.
"""

import numpy as np
from matplotlib.patches import FancyArrowPatch

from .style import BLACK, DIVERGING, GREEN, SKY, VERMILION


class Line:
    """Points, joined or marked as matplotlib's `plot` does it: `Line(axes, "o-", color=BLUE)`."""

    def __init__(self, axes, *form, **look):
        (self.artist,) = axes.plot([], [], *form, **{"animated": True} | look)

    def set(self, x=(), y=()):
        """Lead it through these points; two numbers are one point; without any, nothing is shown."""
        self.artist.set_data(np.atleast_1d(x), np.atleast_1d(y))


def spot(axes, marker="o", size=12, color=VERMILION, **look):
    """A Line for single points: large, with a black rim."""
    return Line(axes, marker, **dict(color=color, markersize=size, markeredgecolor=BLACK, linestyle="") | look)


def moving_text(axes, x=0.0, y=0.0, text="", **look):
    """A text that changes; its own `set(x=…, y=…, text=…)` does that. Letters are dear: let stand still what can."""
    return axes.text(x, y, text, animated=True, **look)


class Arrow:
    """An arrow, and perhaps its name."""

    def __init__(self, axes, color, width=3, head=25, name="", size=16, **look):
        form = dict(arrowstyle="-|>", mutation_scale=head, shrinkA=0, shrinkB=0, animated=True)
        self.arrow = axes.add_patch(FancyArrowPatch((0, 0), (1, 1), color=color, linewidth=width, **form, **look))
        write = dict(color=color, weight="bold", size=size, ha="center", va="center")
        self.name = moving_text(axes, text=name, **write)

    def set(self, start, tip, name=None):
        """From start to tip, with its name at `name`; where it would have no length it is not shown."""
        visible = bool(np.hypot(*np.subtract(tip, start)) > 1e-9)
        self.arrow.set_positions(start, tip)
        self.arrow.set_visible(visible)
        self.name.set_visible(visible and name is not None)
        if name is not None:
            self.name.set_position(name)


class Tangent(Line):
    """A piece of a tangent, equally long however steep the slope.

    reach: how far it goes to both sides: in the units of the axes, or, `on_screen`, in widths of the axes.
    """

    def __init__(self, axes, *form, reach=1.2, on_screen=False, **look):
        super().__init__(axes, *form, **look)
        self.reach, self.on_screen = reach, on_screen

    def set(self, x, y, slope):
        axes = self.artist.axes
        width, height = (np.ptp(axes.get_xlim()), np.ptp(axes.get_ylim())) if self.on_screen else (1, 1)
        run = np.array([-self.reach, self.reach]) / np.hypot(1 / width, slope / height)
        super().set(x + run, y + slope * run)


class Points:
    """Points wanted 0 (○) and 1 (■), and ✗ on those that come out wrong.

    size: of the squares; circle and cross are in proportion unless given. zero, one: their colours.
    """

    def __init__(self, axes, size=15, circle=None, cross=26, zero="white", one=GREEN, rim=2, wrong=VERMILION):
        look = dict(linestyle="", markeredgecolor=BLACK, markeredgewidth=rim)
        self.zeros = Line(axes, "o", markersize=circle or size, markerfacecolor=zero, **look)
        self.ones = Line(axes, "s", markersize=size, markerfacecolor=one, **look)
        self.wrong = Line(axes, "x", color=wrong, markersize=cross, markeredgewidth=2 * rim, linestyle="")

    def set(self, points, ones, wrong):
        """points: shape (n, 2). ones: for each, whether it is wanted 1. wrong: the points to be crossed out."""
        self.zeros.set(*points[~ones].T)
        self.ones.set(*points[ones].T)
        self.wrong.set(*wrong.T)


class Shade:
    """The plane in colours, orange over white to blue: what is said of each point of a `grid` from low to high.

    least, most: the numbers that get the outermost colours. They are looked up here, in a third of matplotlib's time.
    """

    COLOURS = (DIVERGING(np.arange(256)) * 255).astype(np.uint8)

    def __init__(self, axes, low, high, least=-0.2, most=1.2):
        look = dict(extent=(low, high) * 2, origin="lower", interpolation="nearest", animated=True)
        self.image = axes.imshow(self.COLOURS[[[0]]], **look)
        self.least, self.span = least, most - least

    def colours(self, values):
        """The colour of each value, shape (…, 4); what is not a number gets the one in the middle."""
        share = np.nan_to_num((values - self.least) / self.span, nan=0.5)
        return self.COLOURS[np.clip(256 * share, 0, 255).astype(np.uint8)]

    def set(self, values):
        """values: one for each point of a square grid, row by row."""
        side = round(np.sqrt(np.size(values)))
        self.image.set_data(self.colours(np.reshape(values, (side, side))))


class Bars:
    """Bars, and beside the end of each a text.

    places: where they stand. across: they lie, one below the other. gap: between a bar's end and its text.
    color, hatch: of each bar, or of all; a bar that is `marked` takes MARKED instead. order: the zorder of the bars.
    write: how the texts look.
    """

    MARKED = VERMILION, "//"

    def __init__(self, axes, places, width=0.6, across=False, gap=0.02, color=SKY, hatch="", rim=BLACK,
                 order=1, label="", **write):  # fmt: skip
        places = np.asarray(places, float)
        draw, thick = (axes.barh, "height") if across else (axes.bar, "width")
        self.bars = draw(places, 0 * places, **{thick: width}, color=color, hatch=hatch, edgecolor=rim, label=label,
                         zorder=order, animated=True)  # fmt: skip
        align = dict(va="center") if across else dict(ha="center", va="bottom")
        spots = [(0, place) if across else (place, 0) for place in places]
        self.texts = [moving_text(axes, *at, **align | write) for at in spots]
        self.across, self.gap = across, gap
        self.looks = [(bar.get_facecolor(), bar.get_hatch()) for bar in self.bars]

    def set(self, sizes, texts=None, starts=None, marked=(), looks=None):
        """sizes: their lengths, one each. texts: what stands beside. starts: where each begins, 0 unless given.

        marked: the numbers of bars that look MARKED. looks: for each its colour and hatch.
        """
        start, size, along = ("x", "width", "x") if self.across else ("y", "height", "y")
        starts = np.zeros(len(sizes)) if starts is None else starts
        for i, (bar, length, begin) in enumerate(zip(self.bars, sizes, starts)):
            colour, hatch = self.MARKED if i in marked else (looks or self.looks)[i]
            bar.set(**{start: begin, size: length}, facecolor=colour, hatch=hatch)
            if texts is not None:
                self.texts[i].set(**{along: max(begin, begin + length) + self.gap}, text=texts[i])
