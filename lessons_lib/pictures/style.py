"""What all pictures share: colours that colour-blind readers can tell apart, sizes readable from the back row."""

from contextlib import contextmanager
from threading import RLock

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font

# Okabe and Ito 2008, Color Universal Design. Colour is never the only sign: pair it with a shape or a label.
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
GREY = "#767676"

# Low to high: orange over white to blue.
DIVERGING = LinearSegmentedColormap.from_list("lessons", [ORANGE, "#FFFFFF", SKY])

SETTINGS = {
    "font.size": 13,
    "axes.titlesize": 14,
    "axes.labelsize": 13,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "legend.fontsize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "lines.linewidth": 2.5,
    "axes.titlelocation": "left",
}


PAINTING = {name: value for name, value in mpl.rcParamsDefault.items() if not name.startswith(("backend", "webagg"))}
"""Settings while a picture is painted, matplotlib's own, whatever a reader has set: artists keep those that they were
born with, and a picture looks the same whether it is painted while its widget is built or later."""

DRAWING = RLock()
"""Held by all that use matplotlib, which serves one thread at a time: two would mix up formulas and settings.
JupyterLab answers widgets in a second thread of the kernel (a subshell), while cells run in the first."""


@contextmanager
def _style():
    with DRAWING, mpl.rc_context(PAINTING | SETTINGS):
        yield


styled = _style()
"""Decorator for every function that draws, so that its artists are born in the right size."""


@styled
def new_figure(width=7.0, height=4.0, **subplots):
    """A figure of width × height inches at 100 dots each, and its axes.

    subplots: what `Figure.subplots` takes, such as ncols=2 or width_ratios=(2, 1). It is not pyplot's figure: nothing
    keeps it alive, and nothing draws it but the widget that shows it.
    """
    figure = Figure(figsize=(width, height), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(**subplots)


def signed(number):
    """A number with its sign and two decimals, for a sum that is written out: "+ 1.50", "− 0.25"."""
    return f"{'−' if number < 0 else '+'} {abs(number):.2f}"


def plain(number):
    """A number with two decimals and a true minus sign."""
    return f"{number:.2f}".replace("-", "−")


def short(number, digits=3):
    """A number with at most so many digits that count and a true minus sign: "2", "−0.5", "0.333"."""
    return f"{round(float(number), 10) + 0.0:.{digits}g}".replace("-", "−")


def listed(numbers, form=".2f"):
    """Numbers with commas between them and true minus signs: "2.00, −1.00"."""
    return ", ".join(f"{number:{form}}".replace("-", "−") for number in numbers)


def grid(low, high, side):
    """side × side points of the square from low to high, row by row; shape (side * side, 2)."""
    ticks = np.linspace(low, high, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def grid_lines(lines=9, points=33):
    """A square grid from -1 to 1: first its vertical, then its horizontal lines; shape (2 * lines, points, 2)."""
    where, along = np.linspace(-1, 1, lines), np.linspace(-1, 1, points)
    vertical = np.stack(np.broadcast_arrays(where[:, None], along), axis=-1)
    return np.concatenate([vertical, vertical[..., ::-1]])


def joined(lines):
    """Many lines, (lines, points, 2), as one with gaps, which is drawn faster: shape (2, lines * (points + 1))."""
    gaps = np.full((len(lines), 1, 2), np.nan)
    return np.concatenate([lines, gaps], axis=1).reshape(-1, 2).T


def drawable(text, font="DejaVu Sans"):
    """The text with a box for each sign that the font lacks; matplotlib would draw one too, but with a warning."""
    font = get_font(findfont(font))
    return "".join(sign if font.get_char_index(ord(sign)) else "□" for sign in text)
