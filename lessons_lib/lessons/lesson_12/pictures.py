"""Words as points: two arrows and their cosine, a map of many words, the parallelogram of an analogy.

What the maps show are words projected to two numbers each; whoever draws says what that loses.
"""

from types import SimpleNamespace

import numpy as np

from ...pictures.style import BLACK, BLUE, GREY, ORANGE, SKY, VERMILION, drawable, joined, plain, styled

WIDE, HIGH = 2.1, 1.0
"""The map reaches from -WIDE to WIDE and from -HIGH to HIGH."""
AWAY = 0.08
"""So far from its point a word is written, as a share of half the height."""
REACH = 4.0
"""The tips of the two arrows lie between -REACH and REACH."""
BROAD, TALL = 1.8, 1.3
"""The plane of an analogy reaches from -BROAD to BROAD and from -TALL to TALL; its points lie between -1 and 1."""
RANKED = 5
"""So many answers to an analogy are shown."""


@styled
def word_map(axes, labels):
    """A map without words yet, and room for so many labels. Returns dots, near, chosen, leads and texts."""
    _bare(axes, WIDE, HIGH)
    (dots,) = axes.plot([], [], ".", color="#AAAAAA", markersize=5, animated=True)
    (leads,) = axes.plot([], [], color=BLUE, linewidth=1, animated=True)
    (near,) = axes.plot([], [], "s", color=BLUE, markersize=7, animated=True)
    (chosen,) = axes.plot([], [], "*", color=VERMILION, markersize=17, markeredgecolor=BLACK, animated=True)
    texts = [axes.text(0, 0, "", va="center", animated=True) for _ in range(labels)]
    texts[0].set_fontweight("bold")
    return SimpleNamespace(dots=dots, leads=leads, near=near, chosen=chosen, texts=texts)


def set_word_map(artists, dots, points, words):
    """Place all dots, and the labelled points: the chosen word, then its neighbours. Returns which are in view."""
    artists.dots.set_data(*dots.T)
    artists.chosen.set_data(*points[:1].T)
    artists.near.set_data(*points[1:].T)
    inside = (np.abs(points) <= (WIDE, HIGH)).all(axis=1)
    for text in artists.texts:
        text.set_text("")
    seen = np.flatnonzero(inside)
    side = np.where(points[seen, 0] > 0.72 * WIDE, -1, 1)
    at = set_labels([artists.texts[i] for i in seen], points[seen], [words[i] for i in seen], side, HIGH)
    artists.leads.set_data(joined(np.stack([points[seen], at], axis=1)))
    return inside


def set_labels(texts, points, words, side, top):
    """Write words beside their points (side: 1 right, -1 left), moved up or down as little as keeps them apart.

    Returns where they begin.
    """
    gap, order = 0.1 * top, np.argsort(points[:, 1], kind="stable")
    steps = gap * np.arange(len(points))
    at = points + AWAY * top * np.stack([side, np.zeros(len(points))], axis=1)
    limit = top - gap / 2
    at[order, 1] = np.clip(_rising(at[order, 1] - steps), -limit, limit - gap * (len(points) - 1)) + steps
    for text, word, place, right in zip(texts, words, at, side):
        text.set(text=drawable(word), position=place, ha="left" if right > 0 else "right")
    return at


@styled
def arrows(plane, bars):
    """Two arrows in the plane, with the circle of all arrows of length 1, and three bars. Returns their artists."""
    plane.set(xlim=(-REACH - 0.9, REACH + 0.9), ylim=(-REACH - 0.9, REACH + 0.9), aspect="equal")
    plane.set(xticks=range(-4, 5, 2), yticks=range(-4, 5, 2))
    angle = np.linspace(0, 2 * np.pi, 100)
    plane.plot(np.cos(angle), np.sin(angle), color=GREY, linewidth=1, linestyle="--")
    plane.axhline(0, color=GREY, linewidth=0.5)
    plane.axvline(0, color=GREY, linewidth=0.5)
    (shadow,) = plane.plot([], [], color=SKY, linewidth=9, alpha=0.6, solid_capstyle="butt", animated=True)
    (fall,) = plane.plot([], [], color=BLACK, linewidth=1.5, linestyle=":", animated=True)
    styles = dict(a=(BLUE, "o", "-"), b=(VERMILION, "s", "--"))
    tips = [
        plane.plot([], [], color=c, marker=m, linestyle=s, markevery=[1], markersize=10, animated=True)[0]
        for c, m, s in styles.values()
    ]
    bold = dict(fontsize=15, fontweight="bold", ha="center", va="center", animated=True)
    names = [plane.text(0, 0, name, **bold) for name in styles]
    bars.set(xlim=(-1, 1), ylim=(-0.6, 2.8), xticks=[-1, 0, 1], xticklabels=["lowest", "0", "highest"])
    bars.set(yticks=[0, 1, 2], yticklabels=["distance", "dot product", "cosine"])
    bars.tick_params(axis="y", length=0)
    bars.spines.left.set_visible(False)
    bars.axvline(0, color=GREY, linewidth=1)
    boxes = bars.barh([2, 1, 0], [0, 0, 0], height=0.35, color=[SKY, ORANGE, GREY], animated=True)
    numbers = [bars.text(0, y + 0.36, "", ha="center", va="center", animated=True) for y in (2, 1, 0)]
    return SimpleNamespace(shadow=shadow, fall=fall, tips=tips, names=names, boxes=boxes, numbers=numbers)


def set_arrows(artists, a, b, values):
    """Move the arrows to tips a and b. values: their cosine, nan where there is none, dot product and distance."""
    for tip, name, end in zip(artists.tips, artists.names, (a, b)):
        tip.set_data([0, end[0]], [0, end[1]])
        length = np.hypot(*end)
        beside = end + (0.55 * end / length if length else (0, 0.55))
        name.set_position(np.clip(beside, -REACH - 0.55, REACH + 0.55))
    known = np.isfinite(values[0])
    foot, unit = (values[0] * b / np.hypot(*b), a / np.hypot(*a)) if known else np.zeros((2, 2))
    artists.shadow.set_data([0, foot[0]], [0, foot[1]])
    artists.fall.set_data([unit[0], foot[0]], [unit[1], foot[1]])
    for box, number, value, most in zip(artists.boxes, artists.numbers, values, (1, 2 * REACH**2, 8**0.5 * REACH)):
        share = np.nan_to_num(value) / most
        box.set_width(share)
        number.set_text(plain(value) if np.isfinite(value) else "none")
        number.set_x(np.clip(share, -0.85, 0.85))


@styled
def analogy(plane, bars):
    """The plane of an analogy, and a ranking. Returns the points, both arrows, the target, the answer and the bars."""
    _bare(plane, BROAD, TALL)
    plane.set_xlabel("○ b − a + c     ★ the answer")
    (known,) = plane.plot([], [], "-o", color=BLUE, markersize=8, animated=True)
    (asked,) = plane.plot([], [], "--s", color=VERMILION, markersize=8, markevery=[0], animated=True)
    large = dict(markersize=17, markeredgecolor=BLACK, animated=True)
    (target,) = plane.plot([], [], "o", markerfacecolor="none", markeredgewidth=2, **large)
    (answer,) = plane.plot([], [], "*", markerfacecolor=ORANGE, **large)
    texts = [plane.text(0, 0, "", va="center", animated=True) for _ in range(4)]
    bars.set(xlim=(0, 1), ylim=(-0.6, RANKED - 0.4), yticks=[], xlabel="cosine with b − a + c")
    boxes = bars.barh(range(RANKED)[::-1], np.zeros(RANKED), height=0.7, animated=True)
    names = [bars.text(0.02, y, "", va="center", animated=True) for y in range(RANKED)[::-1]]
    points = dict(known=known, asked=asked, target=target, answer=answer)
    return SimpleNamespace(**points, texts=texts, boxes=boxes, names=names)


def set_analogy(artists, points, words, ranking, marked):
    """points: a, b, c, the target and the answer in the plane. ranking: (word, cosine); marked: words to be hatched."""
    a, b, c, target, answer = points
    artists.known.set_data(*np.array([a, b]).T)
    artists.asked.set_data(*np.array([c, target]).T)
    artists.target.set_data(*target[:, None])
    artists.answer.set_data(*answer[:, None])
    beside = [max(answer[0], target[0]), answer[1]]  # not on the ring
    for start, ends, side in ((0, (a, b), -1), (2, (c, beside), 1)):
        set_labels(artists.texts[start:], np.array(ends), words[start:], np.full(2, side), TALL)
    ranking = [*ranking, *[("", 0.0)] * RANKED]
    for box, name, (word, cosine) in zip(artists.boxes, artists.names, ranking):
        box.set_width(max(cosine, 0))
        box.set(facecolor=ORANGE if word in marked else SKY, hatch="//" if word in marked else "", edgecolor="white")
        name.set_text(drawable(word))


def _bare(axes, wide, high):
    axes.set(xlim=(-wide, wide), ylim=(-high, high), aspect="equal", xticks=[], yticks=[])
    axes.spines[:].set_visible(True)
    axes.spines[:].set_color(GREY)


def _rising(numbers):
    """The numbers, each at least as large as the one before, that are nearest to these: isotonic regression."""
    places = range(len(numbers))
    return [max(min(numbers[i : j + 1].mean() for j in places[k:]) for i in places[: k + 1]) for k in places]
