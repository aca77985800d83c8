"""Losses: squared errors as real squares, surprise as a curve, and the slopes of two losses side by side.

Squares need the same scale in both directions, so that an area on the screen is the number that is minimised.
"""

from functools import partial
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from ...pictures.style import BLACK, BLUE, GREY, ORANGE, SKY, VERMILION, styled

WIDE, TALL, SIDE, EDGE = 8.0, 6.0, 9.2, 0.3
"""The points lie in a field WIDE × TALL; the mean square stands beside it, at SIDE, with as much room again."""
TOP = 7.0
"""The largest surprise in view."""


@styled
def squares(axes):
    """Points, a line with two handles, the square of each error, and beside them the mean square in the same scale.

    Returns tiles (the squares), mean and its number, best (line), line, handles and points.
    """
    # A little more than the field, so that what lies on its edge can be grabbed.
    axes.set(xlim=(-EDGE, SIDE + TALL), ylim=(-EDGE, TALL + EDGE), aspect="equal", anchor="W")
    axes.set(xticks=range(0, 9, 2), yticks=range(0, 7, 2), ylabel="hours they stayed")
    axes.set_xlabel("hours of sunshine", loc="left")
    axes.spines["bottom"].set_bounds(-EDGE, WIDE + EDGE)
    write = partial(axes.text, va="bottom", size=13, zorder=0.5)  # below all that moves, or it would be drawn each time
    write(WIDE / 2, TALL + EDGE, "squared errors", ha="center")
    write(SIDE, TALL + EDGE, "their mean")
    look = dict(facecolor=SKY, edgecolor=BLUE, alpha=0.45, hatch="//", animated=True)
    tiles = PolyCollection([], in_layout=False, **look)
    mean = axes.add_patch(Rectangle((SIDE, 0), 0, 0, **look))
    axes.add_collection(tiles, autolim=False)
    (best,) = axes.plot([], [], color=GREY, linestyle="--", animated=True)
    (line,) = axes.plot([], [], color=VERMILION, animated=True)
    (handles,) = axes.plot([], [], "D", color=VERMILION, markersize=12, markeredgecolor=BLACK, animated=True)
    (points,) = axes.plot([], [], "o", color=BLACK, markersize=11, animated=True)
    tiles.set_clip_path(Rectangle((0, 0), WIDE, TALL, transform=axes.transData))
    number = axes.text(SIDE + 0.1, 0, "", va="bottom", size=15, weight="bold", animated=True, in_layout=False)
    return SimpleNamespace(tiles=tiles, mean=mean, best=best, line=line, handles=handles, points=points, number=number)


def set_squares(artists, x, y, slope, intercept, best=None):
    """Show points (x, y), the line, and what follows from them; best: slope and intercept of a second line, or None."""
    errors = slope * x + intercept - y
    right = np.where(x + np.abs(errors) <= WIDE, np.abs(errors), -np.abs(errors))  # to the side where there is room
    corners = [(x, y), (x, y + errors), (x + right, y + errors), (x + right, y)]
    artists.tiles.set_verts(np.transpose(corners, (2, 0, 1)))
    artists.points.set_data(x, y)
    artists.line.set_data(*ends(slope, intercept))
    artists.handles.set_data(*ends(slope, intercept))
    artists.best.set_data(*([], []) if best is None else ends(*best))
    mean = np.mean(errors**2)
    side = min(np.sqrt(mean), TALL)
    artists.mean.set_bounds(SIDE, 0, side, side)
    artists.number.set(text=f"{mean:.2f}", y=min(side, TALL - 0.6))


def ends(slope, intercept):
    """Where the line enters and leaves the field: two x and two y."""
    x = np.array([0.0, WIDE])
    y = slope * x + intercept
    inside = np.clip(y, 0.0, TALL)
    return (x + (inside - y) / slope if slope else x), inside


@styled
def surprise(axes):
    """The curves −log₂ p and −ln p, and on one a point for each class. Returns chosen, others, guide and beyond."""
    p = np.linspace(0.001, 1, 400)
    axes.set(xlim=(0, 1), ylim=(0, TOP), xlabel="probability p of the right class", title="surprise")
    axes.plot(p, -np.log2(p), color=BLUE, label="bits: −log₂ p")
    axes.plot(p, -np.log(p), color=ORANGE, linestyle="--", label="nats: −ln p")
    axes.legend(loc="upper right", frameon=False).set_zorder(0.5)  # below all that moves, as above
    (guide,) = axes.plot([], [], color=VERMILION, linestyle=":", animated=True)
    mark = partial(axes.plot, [], [], markeredgecolor=BLACK, animated=True, clip_on=False, in_layout=False)
    (others,) = mark("o", markersize=9, color="white")
    (chosen,) = mark("o", markersize=14, color=VERMILION)
    (beyond,) = mark("^", markersize=18, color=VERMILION)
    return SimpleNamespace(guide=guide, others=others, chosen=chosen, beyond=beyond)


def set_surprise(artists, p, surprises, right):
    """Put a point for each class at its probability and surprise; an arrow stands for the right one beyond the top."""
    heights = np.minimum(surprises, 0.96 * TOP)
    fits = surprises <= TOP
    here = np.arange(len(p)) == right
    artists.others.set_data(p[~here & fits], heights[~here & fits])
    artists.chosen.set_data(p[here & fits], heights[here & fits])
    artists.beyond.set_data(p[here & ~fits], heights[here & ~fits])
    artists.guide.set_data([p[right], p[right], 0], [0, heights[right], heights[right]])


@styled
def two_losses(curves, paths, names, low, high, steps, enough):
    """Left two losses over the logit with a tangent each, right what becomes of the probability, step by step.

    names: of both losses; enough: a level to reach. Returns for each loss its curve, tangent, point and path.
    """
    curves.set(xlim=(low - 0.6, high + 0.6), ylim=(-0.3, high + 0.2))  # room for a marker at the edge
    curves.set(xlabel="logit z (drag)", title="loss, if the right label is 1")
    paths.set(xlim=(0, steps), ylim=(-0.04, 1.04), xlabel="steps of gradient descent", title="p of the right class")
    curves.axhline(0, color=GREY, linewidth=1)
    paths.axhline(enough, color=GREY, linewidth=1, linestyle=":")
    paths.set(yticks=[0, 0.5, enough])
    artists = []
    for name, colour, dashes, marker in zip(names, (BLUE, ORANGE), ("-", "--"), "os"):
        look = dict(color=colour, markeredgecolor=BLACK, animated=True)
        (curve,) = curves.plot([], [], dashes, **look)
        (tangent,) = curves.plot([], [], color=BLACK, linewidth=2, animated=True)
        (point,) = curves.plot([], [], marker, markersize=13, clip_on=False, **look)
        (path,) = paths.plot([], [], dashes, marker=marker, markersize=10, markevery=(25, 50), label=name, **look)
        artists.append(SimpleNamespace(curve=curve, tangent=tangent, point=point, path=path))
    curves.figure.legend(handles=[loss.path for loss in artists], loc="outside upper center", ncols=2, frameon=False)
    return artists


def set_loss(artists, z, losses, at, value, slope, path):
    """Show one loss over the logits z, its tangent where the logit is, and the path of the probability."""
    run = 1.5 / np.hypot(1.0, slope)  # all tangents equally long
    artists.curve.set_data(z, losses)
    artists.tangent.set_data([at - run, at + run], [value - run * slope, value + run * slope])
    artists.point.set_data([at], [value])
    artists.path.set_data(np.arange(len(path)), path)
