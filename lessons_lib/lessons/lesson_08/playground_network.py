"""The playground's network as a drawing: a small plane for every neuron, wires that show weights, places to click."""

from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection

from ...layers import Linear, Sequential
from ...pictures.marks import Line, Written
from ...pictures.style import BLACK, BLUE, GREY, ORANGE, VERMILION, plain
from .playground_run import INPUTS

WIDE, HIGH = 451, 290
"""The drawing, in units: each value of a neuron's small plane is one unit wide."""
CELL, PITCH = 24, 31
"""Sides of a small plane, and from the middle of one to that of the next below it."""
UNITS, LAYERS = 8, 4
"""Neurons in a layer and hidden layers for which there is room."""
LEFT, RIGHT, MIDDLE, TOP = 70, WIDE - 20, 157, 12
BEND = np.linspace(0, 1, 14)
CURVE = BEND**2 * (3 - 2 * BEND)
"""A wire's way from 0 to 1: it leaves and arrives level."""
NEAR = 4
"""So close to a wire a hand takes hold of it."""


class Inside(NamedTuple):
    """What there is to see in a network. columns: what inputs, hidden layers and output say of points, (points, units).

    linear: the Linear layers between the columns; none where the model is no Sequential, or too deep to be drawn.
    """

    columns: list
    linear: list

    @property
    def sizes(self):
        return [column.shape[1] for column in self.columns]


def look_inside(model, x):
    """The Inside of a model that is given x, shape (points, inputs)."""
    layers = model.layers if isinstance(model, Sequential) else ()
    where = [i for i, layer in enumerate(layers) if isinstance(layer, Linear)]
    if not 1 <= len(where) <= LAYERS + 1 or where[0] > 0:
        return Inside([x, model(x)], [])
    trace = [step.value for step in model.trace(x)]
    return Inside([trace[i] for i in where] + [trace[-1]], [layers[i] for i in where])


class Wire(NamedTuple):
    """From neuron `start` of one column to neuron `end` of the next, `column`; start -1 is the bias."""

    column: int
    start: int
    end: int

    @property
    def parameter(self):
        """Number of the parameter and place in it, in a model of Linear layers."""
        if self.start < 0:
            return 2 * self.column - 1, (self.end,)
        return 2 * self.column - 2, (self.start, self.end)


class Tiles(Artist):
    """Small images at places of the axes, drawn as they are, in a tenth of the time that as many `imshow` take."""

    def __init__(self, axes):
        super().__init__()
        self.tiles = []
        self.set(animated=True, zorder=1)
        axes.add_artist(self)

    def draw(self, renderer):
        """Each of `tiles` is its place, its middle, and its colours, (CELL + 2, CELL + 2, 4)."""
        unit = np.ptp(self.axes.transData.transform([(0, 0), (1, 0)])[:, 0])
        side = round((CELL + 2) * unit)
        finer = np.arange(side) * (CELL + 2) // side
        pen = renderer.new_gc()
        for place, colours in self.tiles:
            x, y = np.round(self.axes.transData.transform(place) - side / 2)
            renderer.draw_image(pen, x, y, colours[finer[:, None], finer])
        pen.restore()


class Drawing:
    """The network in `axes`. `lay` says what stands where, `set` what moves, `at` what is under a hand."""

    def __init__(self, axes, shade):
        axes.set(xlim=(0, WIDE), ylim=(HIGH, 0), xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
        self.axes, self.shade, self.still = axes, shade, []
        self.planes = Tiles(axes)
        self.up, self.down = (
            axes.add_collection(LineCollection([], colors=color, linestyles=form, animated=True), autolim=False)
            for color, form in ((BLUE, "solid"), (ORANGE, (0, (2.5, 1.2))))
        )
        self.biases = [
            axes.scatter([], [], marker=marker, color=color, edgecolors=BLACK, linewidths=0.5, animated=True, zorder=4)
            for marker, color in (("^", BLUE), ("v", ORANGE))
        ]
        self.arrows = axes.scatter([], [], marker="<", color=BLACK, linewidths=0, animated=True, zorder=4)
        self.frame = Line(axes, color=VERMILION, linewidth=3)
        self.numbers = Written(axes)

    def lay(self, inputs, layers, fixed):
        """Where everything stands, and the signs around it. fixed: a network that cannot be changed here.

        inputs: names of INPUTS. layers: sizes of the hidden layers.
        """
        for artist in self.still:
            artist.remove()
        names = tuple(inputs) if fixed else tuple(INPUTS)
        across = np.linspace(LEFT, RIGHT, len(layers) + 2)
        sizes = [len(names), *(min(size, UNITS) for size in layers), 1]
        places = [[(x, MIDDLE + PITCH * (i - (n - 1) / 2)) for i in range(n)] for x, n in zip(across, sizes)]
        self.offered = dict(zip(names, places[0]))
        self.places = [[self.offered[name] for name in inputs], *places[1:]]
        self.curves = [wire_curves(left, right) for left, right in zip(self.places, self.places[1:])]
        self.signs = {} if fixed else _signs(across, layers)
        write = dict(ha="center", va="center", size=14, zorder=0)
        self.still = [self.axes.text(LEFT - 18, y, INPUTS[name], ha="right", va="center", size=13, zorder=0)
                      for name, (_, y) in self.offered.items()]  # fmt: skip
        self.still += [self.axes.text(*place, "+" if sign > 0 else "−", weight="bold", **write)
                       for (_, sign), place in self.signs.items()]  # fmt: skip
        self.still += [self.axes.text(x, TOP, size, **write) for x, size in zip(across[1:], layers)]
        if not fixed:
            self.still.append(self.axes.text(42, HIGH - TOP, "layers", **write | dict(size=12)))
        off = [place for name, place in self.offered.items() if name not in inputs]
        self.still += self.axes.plot(*_boxes(off), color=GREY, linewidth=1, zorder=0)

    def set(self, inside, numbers, shown, backward=False):
        """Show what is inside. numbers: for each Linear layer W and b, or the gradients of both.

        shown: (column, unit) of the neuron that is looked at, or None. backward: the numbers are gradients; the largest
        looks like a weight of 2, and arrows point the way they come.
        """
        largest = max([np.abs(part).max() for pair in numbers for part in pair] + [1e-12]) / 2 if backward else 1
        self._set_planes(inside)
        self._set_wires([(W / largest, b / largest) for W, b in numbers], backward)
        self.frame.set(*_boxes([self.places[shown[0]][shown[1]]] if shown else [], CELL + 3))
        self.numbers.texts = []
        if shown and 0 < shown[0] <= len(numbers):
            W, _ = numbers[shown[0] - 1]
            beside = [(x + CELL / 2 + 3, y) for x, y in self.places[shown[0] - 1]]
            self.numbers.texts = [(place, plain(w)) for place, w in zip(beside, W[:, shown[1]])]

    def _set_planes(self, inside):
        tiles = []
        for column, values in enumerate(inside.columns):
            largest = np.abs(values).max(axis=0)
            views = values / np.where(largest > 0, largest, 1)
            side = round(np.sqrt(len(values)))
            views = views.reshape(side, side, -1)[:: side // CELL, :: side // CELL]
            for unit, place in enumerate(self.places[column]):
                colours = np.full((CELL + 2, CELL + 2, 4), (90, 90, 90, 255), np.uint8)
                colours[1:-1, 1:-1] = self.shade.colours((1 + views[:, :, unit]) / 2)
                tiles.append((place, colours))
        self.planes.tiles = tiles

    def _set_wires(self, strengths, backward):
        curves, looks, spots = [], [], []
        for (W, b), between, left, right in zip(strengths, self.curves, self.places, self.places[1:]):
            curves.append(between)
            looks.append(W[: len(left), : len(right)].ravel())
            spots += [(x - CELL / 2 + 2, y + CELL / 2 - 1, bias) for (x, y), bias in zip(right, b)]
        looks = np.nan_to_num(np.concatenate(looks or [[]]))
        curves = np.concatenate(curves or [np.zeros((0, len(BEND), 2))])
        for wires, chosen in ((self.up, looks >= 0), (self.down, looks < 0)):
            wires.set_segments(curves[chosen])
            wires.set_linewidths(0.4 + 3.6 * np.tanh(np.abs(looks[chosen]) / 2))
        self.arrows.set_offsets(curves[:, len(BEND) // 2] if backward else np.zeros((0, 2)))
        self.arrows.set_sizes(90 * np.tanh(np.abs(looks) / 2))
        spots = np.nan_to_num(np.reshape(spots, (-1, 3)))
        for marks, chosen in zip(self.biases, (spots[:, 2] > 0, spots[:, 2] < 0)):
            marks.set_offsets(spots[chosen, :2])
            marks.set_sizes(20 + 110 * np.tanh(np.abs(spots[chosen, 2]) / 2))

    def at(self, x, y, drawn):
        """What is there: ("sign", column, ±1), ("offer", name), ("neuron", column, unit), ("wire", Wire), or None.

        drawn: whether there are wires. The sign of column 0 stands for a whole layer.
        """
        for (column, sign), place in self.signs.items():
            if np.hypot(*np.subtract(place, (x, y))) < 9:
                return "sign", column, sign
        for name, place in self.offered.items():
            beside = x < place[0] - CELL / 2 and abs(y - place[1]) < CELL / 2
            if beside or (self._on(place, x, y) and place not in self.places[0]):
                return "offer", name
        for column, places in enumerate(self.places):
            for unit, place in enumerate(places):
                corner = place[0] - CELL / 2 + 2, place[1] + CELL / 2 - 1
                if drawn and column and np.hypot(*np.subtract(corner, (x, y))) < 5:
                    return "wire", Wire(column, -1, unit)
                if self._on(place, x, y):
                    return "neuron", column, unit
        return self._wire_at(x, y) if drawn else None

    def _wire_at(self, x, y):
        for column, (left, right) in enumerate(zip(self.places, self.places[1:]), start=1):
            if left[0][0] < x < right[0][0]:
                curves = wire_curves(left, right)
                heights = np.array([np.interp(x, *curve.T) for curve in curves])
                nearest = int(np.abs(heights - y).argmin())
                if abs(heights[nearest] - y) < NEAR:
                    return "wire", Wire(column, *map(int, divmod(nearest, len(right))))
        return None

    def _on(self, place, x, y):
        return max(abs(x - place[0]), abs(y - place[1])) <= CELL / 2


def _signs(across, layers):
    """Where + and − stand: of each hidden layer, by (column, sign), and, with column 0, of the layers."""
    places = {(0, -1): (10, HIGH - TOP), (0, 1): (74, HIGH - TOP)}
    for column, x in enumerate(across[1:-1], start=1):
        places |= {(column, -1): (x - 14, TOP), (column, 1): (x + 14, TOP)}
    return places


def wire_curves(left, right):
    """The wires from each place on the left to each on the right, shape (wires, points, 2)."""
    start, end = np.repeat(left, len(right), axis=0), np.tile(right, (len(left), 1))
    start, end = start + [CELL / 2 + 1, 0], end - [CELL / 2 + 1, 0]
    x = start[:, :1] + (end - start)[:, :1] * BEND
    y = start[:, 1:] + (end - start)[:, 1:] * CURVE
    return np.stack([x, y], axis=-1)


def _boxes(places, side=CELL):
    """Squares around places as one line with gaps, (2, …)."""
    if not len(places):
        return np.zeros((2, 0))
    corners = side / 2 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1], [np.nan, np.nan]])
    return (np.asarray(places)[:, None] + corners).reshape(-1, 2).T
