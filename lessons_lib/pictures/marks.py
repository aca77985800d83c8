"""Marks: what comes up again and again in pictures, each with a `set` that moves it.

All are animated: a widget creates them once and only moves them. Colour is never their only sign.
"""

from functools import lru_cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyArrowPatch
from PIL import Image

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


class Written(Artist):
    """Texts that come again and numbers that change, made of pieces that are painted once: a tenth of the time.

    They begin at their place, level with its middle, on a ground of white that lets something through.
    """

    def __init__(self, axes, size=12, order=6):
        super().__init__()
        self.size, self.texts = size, []
        self.set(animated=True, zorder=order)
        axes.add_artist(self)

    def draw(self, renderer):
        """Each of `texts` is its place, x and y in data coordinates, and its text."""
        pen = renderer.new_gc()
        for place, text in self.texts:
            pieces = text if set(text) <= set("0123456789.−") else [text]
            pixels = np.concatenate([_written(piece, self.size, renderer.dpi) for piece in pieces], axis=1)
            x, y = np.round(self.axes.transData.transform(place))
            renderer.draw_image(pen, x, y - len(pixels) // 2, pixels[::-1].copy())
        pen.restore()


@lru_cache(200)
def _written(text, size, dpi):
    """A text, black on a ground that is four fifths white: (height, width, 4) bytes."""
    font = FontProperties(size=size)
    scratch = RendererAgg((len(text) + 1) * size * dpi / 72, 2 * size * dpi / 72, dpi)
    height = round(scratch.get_text_width_height_descent("0", font, False)[1])
    wide = [scratch.get_text_width_height_descent(part, font, False)[0] for part in (f"0{text}0", "00")]
    below = round(height / 3)
    pen = scratch.new_gc()
    scratch.draw_text(pen, 0, height + below, text, font, 0)
    ink = np.asarray(scratch.buffer_rgba())[: height + 2 * below, : round(wide[0] - wide[1]), 3:] / 255
    cover = ink + 0.8 * (1 - ink)
    white = np.broadcast_to(255 * (1 - ink / cover), (*ink.shape[:2], 3))
    return np.concatenate([white, 255 * cover], axis=2).astype(np.uint8)


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


class Pixels(Artist):
    """Colours that fill a square of the axes, from low to high, in a tenth of the time that `imshow` takes.

    smooth: colours in between are mixed, else each is a little square.
    """

    def __init__(self, axes, low, high, smooth):
        super().__init__()
        self.corners, self.smooth, self.data = [(low, low), (high, high)], smooth, None
        self.set(animated=True, zorder=0)
        axes.add_artist(self)

    def set_data(self, colours):
        """colours: (rows, columns, 4) bytes, the lowest row first."""
        self.data = colours

    def draw(self, renderer):
        (left, low), (right, high) = np.round(self.axes.transData.transform(self.corners)).astype(int)
        how = Image.Resampling.BILINEAR if self.smooth else Image.Resampling.NEAREST
        pixels = np.array(Image.fromarray(self.data).resize((right - left, high - low), how))
        pen = renderer.new_gc()
        pen.set_clip_rectangle(self.axes.bbox)
        renderer.draw_image(pen, left, low, pixels)
        pen.restore()


class Shade:
    """The plane in colours, orange over white to blue: what is said of each point of a `grid` from low to high.

    least, most: the numbers that get the outermost colours, which are looked up in a third of matplotlib's time.
    """

    COLOURS = (DIVERGING(np.arange(256)) * 255).astype(np.uint8)

    def __init__(self, axes, low, high, least=-0.2, most=1.2, smooth=False):
        axes.set(xlim=(low, high), ylim=(low, high), aspect="equal")
        self.image = Pixels(axes, low, high, smooth)
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
