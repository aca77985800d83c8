"""A network while it trains: what it says of every point of the plane, what each neuron says, and both losses.

All neurons together are one image, so a frame costs the same for one neuron and for twenty-four.
"""

from types import SimpleNamespace

import numpy as np

from ...pictures.style import BLACK, BLUE, DIVERGING, ORANGE, VERMILION, styled

REACH = 2.2
SIDE = 48
"""The plane shows inputs from -REACH to REACH, SIDE points across."""
UNITS, LAYERS = 8, 3
"""Neurons per layer and layers for which there is room."""
CELL, GAP = SIDE // 2, 3
COLOURS = (DIVERGING(np.arange(256)) * 255).astype(np.uint8)
"""Red, green, blue and opacity: an image with all four is drawn in a third of the time."""
HEIGHTS = 1.2, 2.4, 4.8
"""The highest loss shown: the first of these for which there is room, or the last."""


@styled
def playground(neurons, plane, losses):
    """Draw the three panels on their axes. Returns maps, shade, zeros, ones, wrong and the curves training and test."""
    step = CELL + GAP
    neurons.set(title="hidden neurons", xlabel="layer", yticks=[])
    neurons.set(xticks=np.arange(LAYERS) * step + CELL / 2, xticklabels=range(1, LAYERS + 1))
    neurons.tick_params(length=0)
    neurons.spines[:].set_visible(False)
    maps = neurons.imshow(_sheet(), interpolation="nearest", animated=True)
    plane.set(title="the network", xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
    plane.set(xlabel="$x_1$", ylabel="$x_2$", xticks=range(-2, 3), yticks=range(-2, 3))
    image = dict(extent=(-REACH, REACH) * 2, origin="lower", interpolation="nearest", animated=True)
    shade = plane.imshow(np.zeros((SIDE, SIDE, 4), np.uint8), **image)
    marks = dict(linestyle="", markersize=7, markeredgecolor=BLACK, animated=True)
    (zeros,) = plane.plot([], [], "o", markerfacecolor=ORANGE, **marks)
    (ones,) = plane.plot([], [], "s", markerfacecolor=BLUE, **marks)
    (wrong,) = plane.plot([], [], "x", color=BLACK, markersize=9, markeredgewidth=2, animated=True)
    losses.set(ylim=(0, HEIGHTS[0]), xlim=(0, 250), xlabel="steps", ylabel="loss")
    (training,) = losses.plot([], [], color=BLUE, animated=True)
    (test,) = losses.plot([], [], color=VERMILION, linestyle="--", animated=True)
    losses.set_title("— training", color=BLUE)
    losses.set_title("- - test", color=VERMILION, loc="right")
    return SimpleNamespace(
        maps=maps, shade=shade, zeros=zeros, ones=ones, wrong=wrong, losses=losses, training=training, test=test
    )  # fmt: skip


def set_points(artists, points, labels, wrong):
    """Training points of both classes, ○ and □, and ✗ on the test points, `wrong`, that the network gets wrong."""
    artists.zeros.set_data(*points[labels == 0].T)
    artists.ones.set_data(*points[labels == 1].T)
    artists.wrong.set_data(*wrong.T)


def set_network(artists, probabilities, hidden):
    """Shade the plane with the probabilities on a `grid`; hidden: what each layer gives there, (points, units)."""
    artists.shade.set_data(_colours(2 * probabilities - 1).reshape(SIDE, SIDE, 4))
    sheet = _sheet()
    for layer, outputs in enumerate(hidden[:LAYERS]):
        largest = np.abs(outputs).max(axis=0)
        views = (outputs / np.where(largest > 0, largest, 1)).reshape(SIDE, SIDE, -1)[::-2, ::2]
        for unit in range(min(UNITS, views.shape[2])):
            top, left = unit * (CELL + GAP), layer * (CELL + GAP)
            sheet[top : top + CELL, left : left + CELL] = _colours(views[:, :, unit])
    artists.maps.set_data(sheet)


def set_losses(artists, steps, training, test):
    """Both loss curves so far."""
    artists.training.set_data(steps, training)
    artists.test.set_data(steps, test)
    room = 250 * 2 ** max(0, np.ceil(np.log2(max(steps[-1], 1) / 250)))
    worst = max(np.max(training), np.max(test))
    top = next((height for height in HEIGHTS if worst <= height), HEIGHTS[-1])
    if (artists.losses.get_xlim()[1], artists.losses.get_ylim()[1]) != (room, top):  # means drawing everything anew
        artists.losses.set(xlim=(0, room), ylim=(0, top))


def _sheet():
    size = UNITS * (CELL + GAP) - GAP, LAYERS * (CELL + GAP) - GAP
    return np.full((*size, 4), [236, 236, 236, 255], np.uint8)


def _colours(values):
    """Values from -1 to 1 as orange over white to blue; what is not a number in the middle."""
    return COLOURS[np.clip(np.nan_to_num(values) * 127.5 + 127.5, 0, 255).astype(np.uint8)]
