"""Word vectors to walk through: a map to search, the cosine of two arrows, analogies of your own.

Each takes `WordVectors` of the reader's own, or a `Word2Vec`; without them, a small model of the tiny world. What the
maps show are words projected to two numbers each; the words below say what that loses.
"""

from collections.abc import Mapping
from functools import lru_cache
from math import dist

import numpy as np

from ... import texts
from ...pictures.controls import choice, entry, slider, switch
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Bars, Line, moving_text, spot
from ...pictures.style import (
    BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, drawable, joined, new_figure, plain, styled,
)  # fmt: skip
from ...word2vec import Word2Vec
from ...word2vec.vectors import principal_axes, unit


@lru_cache
def tiny_vectors():
    """Word vectors of the tiny world, trained when they are first needed: half a second."""
    return Word2Vec(texts.tiny_world(4000), 30, sg=1, epochs=10, alpha=0.05).wv


def _vectors(wv):
    return tiny_vectors() if wv is None else getattr(wv, "wv", wv)


# ── the map ─────────────────────────────────────────────────────────────────────────────────────────────────────

NEAR = 8
"""So many neighbours are named on the map."""
MAP_WIDE, MAP_HIGH = 2.1, 1.0
"""The map reaches from -MAP_WIDE to MAP_WIDE and from -MAP_HIGH to MAP_HIGH."""


@styled
def word_map(wv=None, word=None):
    """A map of the 400 most frequent words: type a word, or click on a dot; zoom in on it.

    wv: your own vectors. word: the one to start with. Words stand where the two directions in which these words differ
    most (PCA) put them; neighbours are those by cosine in all numbers.
    """
    wv = _vectors(wv)
    common = wv.index_to_key[:400]
    project = _projection(unit(wv[common]))
    everybody = project(unit(wv[common]))
    figure, axes = new_figure(9, 4.2)
    _bare(axes, MAP_WIDE, MAP_HIGH)
    dots, leads = Line(axes, ".", color="#AAAAAA", markersize=5), Line(axes, color=BLUE, linewidth=1)
    near = Line(axes, "s", color=BLUE, markersize=7)
    chosen = spot(axes, "*", 17)
    labels = [moving_text(axes, va="center") for _ in range(NEAR + 1)]
    labels[0].set_fontweight("bold")

    def view(points, middle, zoom):
        """Where points are seen: at zoom 1 the whole map, then more and more with the word in the middle."""
        return (points - middle * (1 - zoom**-2)) * zoom

    def look_up(word):
        """The word and its neighbours, their cosines, where all of them are, and the nearest dot."""
        cosines = dict(wv.most_similar(word.strip(), topn=NEAR))
        words = [word.strip(), *cosines]
        places = project(unit(wv[words]))
        far = np.hypot(*(everybody - places[0]).T)
        far[np.array(common) == words[0]] = np.inf
        return {"words": words, "cosines": cosines, "places": places, "dot": common[far.argmin()]}

    def see(zoom, words, places, dot):
        points = view(places, places[0], zoom)
        inside = (np.abs(points) <= (MAP_WIDE, MAP_HIGH)).all(axis=1)
        return {"points": points, "dots": view(everybody, places[0], zoom), "inside": inside, "true": dot in words}

    def draw(s):
        dots.set(*s.dots.T)
        chosen.set(*s.points[0])
        near.set(*s.points[1:].T)
        for text in labels:
            text.set_text("")
        seen = np.flatnonzero(s.inside)
        side = np.where(s.points[seen, 0] > 0.72 * MAP_WIDE, -1, 1)
        at = _label([labels[i] for i in seen], s.points[seen], [s.words[i] for i in seen], side, MAP_HIGH)
        leads.set(*joined(np.stack([s.points[seen], at], axis=1)))

    def tell(s):
        verdict = "one of them" if s.true else "none of them: here the map misleads"
        near = ", ".join(f"{other} {plain(cosine)}" for other, cosine in s.cosines.items())
        return (
            f"Nearest to “{s.words[0]}” by cosine, in all {wv.vector_size} numbers: {near} "
            f"(■, {s.inside[1:].sum()} of {len(s.cosines)} in view). "
            f"The nearest dot on the map is “{s.dot}”, {verdict}."
        )

    def drag(pointer, word, zoom):
        if pointer.phase != "press":
            return None
        found = look_up(word)
        points = view(np.vstack([found["places"], everybody]), found["places"][0], zoom)
        far = np.hypot(*(points - (pointer.x, pointer.y)).T)
        return {"word": [*found["words"], *common][far.argmin()]} if far.min() < 0.15 else None

    goals = (
        Goal("zoom to 4 where the nearest dot is a neighbour ■", lambda s: s.zoom >= 4 and s.true),
        Goal("zoom to 4 where the map misleads", lambda s: s.zoom >= 4 and not s.true),
    )
    start = word or next(w for w in ("king", "left", *common) if w in wv)
    controls = {"word": entry("word", start), "zoom": slider("zoom", 1.0, 1.0, 12.0, 0.5)}
    return Explorer(figure, controls, see, draw, tell, still=[look_up], drag={axes: drag}, goals=goals)


def _projection(vectors):
    """The function that puts vectors on the map on which these, (words, size), differ most, and just fit."""
    mean, directions = vectors.mean(axis=0), principal_axes(vectors)
    far = np.abs((vectors - mean) @ directions.T).max(axis=0)
    scale = 0.95 * min(MAP_WIDE / far[0], MAP_HIGH / far[-1])
    return lambda vectors: scale * (vectors - mean) @ directions.T


# ── a map of groups ─────────────────────────────────────────────────────────────────────────────────────────────

SIGNS = tuple(zip("os^DvP*X", (BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE, BLACK, GREY)))
"""A sign and a colour for each group: no two share either."""


TINY_GROUPS = {
    "royals": sum(texts.ROYALS, ()), "people": sum(texts.PEOPLE, ()), "countries": texts.COUNTRIES,
    "capitals": [facts[0] for facts in texts.COUNTRIES.values()], "animals": texts.ANIMALS, "verbs": texts.VERBS,
}  # fmt: skip
"""Groups of the tiny world, for the picture without a model of one's own."""


@styled
def group_map(wv=None, groups=None):
    """A map of groups of words, each with a sign and a colour of its own; those of one group are named.

    wv: your own vectors. groups: a mapping from the name of a group to its words, in a list or a string, at most seven
    groups; words that the vectors do not know are left out. A box takes words of your own as one group more.
    """
    wv = _vectors(wv)
    groups = _known_groups(wv, TINY_GROUPS if groups is None else groups)
    names = [*groups, "yours"]
    spread = _spread_kept(unit(wv[sum(groups.values(), [])]))
    figure, axes = new_figure(9, 4.6)
    _bare(axes, MAP_WIDE, MAP_HIGH)
    marks = [Line(axes, sign, color=colour, markersize=8) for sign, colour in SIGNS[: len(names)]]
    leads = Line(axes, color=GREY, linewidth=1)
    labels = [moving_text(axes, va="center") for _ in range(max(MOST, len(names)))]
    figure.legend([mark.artist for mark in marks], names, loc="outside upper center", ncols=4, frameon=False)

    def place(yours):
        """All words, the group of each, and where they stand; those of your own are put on the map of the others."""
        own = yours.lower().replace(",", " ").split()[:MOST]
        words = [*sum(groups.values(), []), *own]
        group = np.repeat(np.arange(len(names)), [*map(len, groups.values()), len(own)])
        units = unit(wv[words])
        places = _projection(units[group < len(groups)])(units)
        low, high = (edge(places[group < len(groups)], axis=0) for edge in (np.min, np.max))
        places = (places - (low + high) / 2) * 1.9 * np.min((MAP_WIDE, MAP_HIGH) / (high - low + 1e-9))
        chance = ((group[:, None] == group).sum() - len(group)) / (len(group) * (len(group) - 1))
        return {"words": words, "group": group, "places": places, "chance": chance, "kin": _kin(units @ units.T, group),
                "kin_on_map": _kin(-np.hypot(*(places[:, None] - places).T), group)}  # fmt: skip

    def see(named, group, places):
        inside = (np.abs(places) <= (MAP_WIDE, MAP_HIGH)).all(axis=1)
        return {"seen": np.flatnonzero((group == names.index(named)) & inside) if named in names else []}

    def draw(s):
        for number, mark in enumerate(marks):
            mark.set(*s.places[s.group == number].T)
        for text in labels:
            text.set_text("")
        points = s.places[s.seen]
        side = np.where(points[:, 0] > 0.72 * MAP_WIDE, -1, 1)
        at = _label(labels[: len(points)], points, [s.words[i] for i in s.seen], side, MAP_HIGH)
        leads.set(*joined(np.stack([points, at], axis=1)))

    def tell(s):
        told = f"Of {len(s.words)} words, {s.kin.mean():.0%} have a word of their own group nearest by cosine, in all "
        told += f"{wv.vector_size} numbers (by chance {s.chance:.0%}). "
        told += f"On the map, {s.kin_on_map.mean():.0%} have one as nearest mark; "
        return told + f"it keeps {spread:.0%} of the spread."

    def drag(pointer, yours):
        found = place(yours)
        far = np.hypot(*(found["places"] - (pointer.x, pointer.y)).T)
        return {"named": names[found["group"][far.argmin()]]} if far.min() < 0.15 else None

    controls = {"named": choice("name the words of", names), "yours": entry("your words", "")}
    goals = (
        Goal("four words of your own stand on the map", lambda s: np.sum(s.group == len(groups)) >= 4),
        Goal("each of yours has another of yours nearest by cosine, three or more",
             lambda s: np.sum(s.group == len(groups)) >= 3 and s.kin[s.group == len(groups)].all()),
    )  # fmt: skip
    return Explorer(figure, controls, see, draw, tell, still=[place], drag={axes: drag}, goals=goals)


MOST = 16
"""So many words of one group are shown at most."""


def _known_groups(wv, groups):
    """The groups, each a list of the words that wv knows. Raises ValueError where nothing could be drawn."""
    if not isinstance(groups, Mapping) or not 0 < len(groups) < len(SIGNS):
        raise ValueError(f"groups are a mapping from 1 to {len(SIGNS) - 1} names to words, got {groups!r}")
    lists = {name: words.split() if isinstance(words, str) else list(words) for name, words in groups.items()}
    known = {str(name): [word for word in words if word in wv][:MOST] for name, words in lists.items()}
    if sum(map(len, known.values())) < 3:
        raise ValueError("a map needs three words or more that the vectors know")
    return known


def _spread_kept(vectors):
    """The share of the spread of vectors, (words, size), that the two directions of a map keep."""
    spread = np.linalg.svd(vectors - vectors.mean(axis=0), compute_uv=False) ** 2
    return spread[:2].sum() / max(spread.sum(), 1e-9)


def _kin(likeness, group):
    """Which words have one of their own group as the likest of all others."""
    likeness = likeness - np.diag(np.full(len(likeness), np.inf))
    return group[likeness.argmax(axis=1)] == group


# ── two arrows ──────────────────────────────────────────────────────────────────────────────────────────────────

REACH = 4.0
"""The tips of the two arrows lie between -REACH and REACH."""


@styled
def cosine_dial():
    """Two arrows from the origin, and what they say about each other: cosine, dot product and distance.

    Drag a tip. On the dashed circle of length 1, the shadow of a on b has the length of the cosine.
    """
    figure, (plane, right) = new_figure(9, 4.2, ncols=2, width_ratios=(1, 1))
    plane.set(xlim=(-REACH - 0.9, REACH + 0.9), ylim=(-REACH - 0.9, REACH + 0.9), aspect="equal")
    plane.set(xticks=range(-4, 5, 2), yticks=range(-4, 5, 2))
    angle = np.linspace(0, 2 * np.pi, 100)
    plane.plot(np.cos(angle), np.sin(angle), color=GREY, linewidth=1, linestyle="--")
    plane.axhline(0, color=GREY, linewidth=0.5)
    plane.axvline(0, color=GREY, linewidth=0.5)
    shadow = Line(plane, color=SKY, linewidth=9, alpha=0.6, solid_capstyle="butt")
    fall = Line(plane, ":", color=BLACK, linewidth=1.5)
    forms = ("o-", BLUE), ("s--", VERMILION)
    tips = [Line(plane, form, color=colour, markevery=[1], markersize=10) for form, colour in forms]
    names = [moving_text(plane, text=name, size=15, weight="bold", ha="center", va="center") for name in "ab"]
    right.set(xlim=(-1, 1), ylim=(-0.6, 2.8), xticks=[-1, 0, 1], xticklabels=["lowest", "0", "highest"])
    right.set(yticks=[0, 1, 2], yticklabels=["distance", "dot product", "cosine"])
    right.tick_params(axis="y", length=0)
    right.spines.left.set_visible(False)
    right.axvline(0, color=GREY, linewidth=1)
    rows, most = [2, 1, 0], (1, 2 * REACH**2, 8**0.5 * REACH)
    bars = Bars(right, rows, 0.35, across=True, color=[SKY, ORANGE, GREY], rim="none")
    numbers = [moving_text(right, 0, row + 0.36, ha="center", va="center") for row in rows]

    def see(ax, ay, bx, by):
        a, b = np.array([ax, ay]), np.array([bx, by])
        lengths = np.hypot(*a), np.hypot(*b)
        cosine = a @ b / np.prod(lengths) if all(lengths) else np.nan
        shown = np.round((cosine, a @ b, np.hypot(*(a - b))), 2) + 0.0  # so that nothing reads "−0.00"
        return {"a": a, "b": b, "lengths": lengths, "cosine": cosine, "dot": a @ b, "shown": shown}

    def draw(s):
        for tip, name, end, length in zip(tips, names, (s.a, s.b), s.lengths):
            tip.set([0, end[0]], [0, end[1]])
            beside = end + (0.55 * end / length if length else (0, 0.55))
            name.set_position(np.clip(beside, -REACH - 0.55, REACH + 0.55))
        foot, end = np.zeros((2, 2))
        if np.isfinite(s.cosine):
            foot, end = s.shown[0] * s.b / s.lengths[1], s.a / s.lengths[0]
        shadow.set([0, foot[0]], [0, foot[1]])
        fall.set([end[0], foot[0]], [end[1], foot[1]])
        shares = np.nan_to_num(s.shown) / most
        bars.set(shares)
        for number, value, share in zip(numbers, s.shown, shares):
            number.set(x=np.clip(share, -0.85, 0.85), text=plain(value) if np.isfinite(value) else "none")

    def tell(s):
        if np.isnan(s.cosine):
            return "An arrow of length 0 points nowhere: it has no cosine with any other."
        (cos, dot, distance), angle = map(plain, s.shown), np.degrees(np.arccos(np.clip(s.cosine, -1, 1)))
        long = " and ".join(f"|{name}| = {plain(length)}" for name, length in zip("ab", s.lengths))
        turn = f"so the cosine is {cos}, an angle of {angle:.0f}°"
        return f"a·b = {dot}, lengths {long}, {turn}. The tips are {distance} apart."

    def drag(pointer, ax, ay, bx, by):
        held = "a" if dist(pointer.start, (ax, ay)) <= dist(pointer.start, (bx, by)) else "b"
        return {held + "x": pointer.x, held + "y": pointer.y}

    goals = (
        Goal("cosine 0, both arrows longer than 2", lambda s: abs(s.cosine) < 0.02 and min(s.lengths) > 2),
        Goal("cosine 1, one at least twice as long",
             lambda s: s.cosine > 0.999 and max(s.lengths) > 1.99 * min(s.lengths)),
        Goal("dot product above 10, cosine below 0.5", lambda s: s.dot > 10 and s.cosine < 0.5),
    )  # fmt: skip
    start = {"ax": ("a₁", 3.0), "ay": ("a₂", 1.0), "bx": ("b₁", 1.0), "by": ("b₂", 2.0)}
    controls = {name: slider(label, value, -REACH, REACH, 0.1) for name, (label, value) in start.items()}
    return Explorer(figure, controls, see, draw, tell, drag={plane: drag}, goals=goals)


# ── analogies ───────────────────────────────────────────────────────────────────────────────────────────────────

PLANE_WIDE, PLANE_HIGH = 1.8, 1.3
"""The plane of an analogy reaches from -PLANE_WIDE to PLANE_WIDE and so on; its points lie between -1 and 1."""
RANKED = 5
"""So many answers to an analogy are shown."""


@styled
def analogy_explorer(wv=None, a="man", b="king", c="woman"):
    """a is to b as c is to what? Three words of your own, the plane in which they lie, and the best answers.

    wv: your own vectors. The three words and b - a + c lie in one plane exactly; the answer is seen as its shadow.
    """
    wv = _vectors(wv)
    figure, (plane, right) = new_figure(9, 4.2, ncols=2, width_ratios=(5, 4))
    _bare(plane, PLANE_WIDE, PLANE_HIGH)
    plane.set_xlabel("○ b − a + c     ★ the answer")
    known = Line(plane, "-o", color=BLUE, markersize=8)
    asked = Line(plane, "--s", color=VERMILION, markersize=8, markevery=[0])
    target = spot(plane, size=17, markerfacecolor="none", markeredgewidth=2)
    answer = spot(plane, "*", 17, ORANGE)
    labels = [moving_text(plane, va="center") for _ in range(4)]
    rows = range(RANKED)[::-1]
    right.set(xlim=(0, 1), ylim=(-0.6, RANKED - 0.4), yticks=[], xlabel="cosine with b − a + c")
    bars = Bars(right, rows, 0.7, across=True, rim="white")
    names = [moving_text(right, 0.02, row, va="center") for row in rows]

    def see(a, b, c, leave_out):
        words = a.strip(), b.strip(), c.strip()
        one, two, three = unit(wv[[*words]])
        goal = two - one + three
        ranking = wv.analogy(*words, RANKED) if leave_out else wv.most_similar(goal, topn=RANKED)
        best = ranking[0][0]
        points = _in_plane(np.array([one, two, three, goal, unit(wv[best])]))
        return {"words": words, "ranking": ranking, "best": best, "points": points}

    def draw(s):
        one, two, three, goal, best = s.points
        known.set(*np.array([one, two]).T)
        asked.set(*np.array([three, goal]).T)
        target.set(*goal)
        answer.set(*best)
        beside = [max(best[0], goal[0]), best[1]]  # not on the ring
        first, second, third = s.words
        _label(labels[:2], np.array([one, two]), (first, second), (-1, -1), PLANE_HIGH)
        _label(labels[2:], np.array([three, beside]), (third, s.best), (1, 1), PLANE_HIGH)
        ranking = [*s.ranking, *[("", 0.0)] * RANKED][:RANKED]
        looks = [(ORANGE, "//") if word in s.words else (SKY, "") for word, _ in ranking]
        bars.set([max(cosine, 0) for _, cosine in ranking], looks=looks)
        for name, (word, _) in zip(names, ranking):
            name.set_text(drawable(word))

    def tell(s):
        first, second, third = s.words
        own = " It is one of your three words (hatched)." if s.best in s.words else ""
        said = f"“{first}” is to “{second}” as “{third}” is to “{s.best}”, says the model"
        return f"{said}: its cosine with b − a + c is {plain(s.ranking[0][1])}.{own}"

    facts = texts.COUNTRIES
    tame = {q[:3]: q[3] for q in texts.world_analogies() if q[0] in {**facts, **texts.VERBS}}
    rivers = {(x, facts[x][2], y): facts[y][2] for x in facts for y in facts if x != y}
    goals = [Goal("three different words, and the answer is one of them",
                  lambda s: len({*s.words}) == 3 and s.best in s.words)]  # fmt: skip
    if all(word in wv for word in (*facts, *texts.VERBS)):
        right_one = Goal("get a capital or a past tense right", lambda s: tame.get(s.words) == s.best)
        river = Goal("get a river wrong (france, seine, …)", lambda s: rivers.get(s.words, s.best) != s.best)
        goals = [right_one, river, *goals]
    controls = {name: entry(name, value) for name, value in dict(a=a, b=b, c=c).items()}
    controls["leave_out"] = switch("leave the three words out", True)
    return Explorer(figure, controls, see, draw, tell, goals=goals)


def _in_plane(vectors):
    """Vectors a, b, c, … as points of the plane through the first three, b above a; centred, and just fitting."""
    a, b, c = vectors[:3]
    up = unit(b - a)
    across = unit(c - a - ((c - a) @ up) * up)
    points = vectors @ np.stack([across, up], axis=1)
    points -= (points.max(axis=0) + points.min(axis=0)) / 2
    return points / max(np.abs(points).max(), 1e-9)


# ── what they share ─────────────────────────────────────────────────────────────────────────────────────────────

AWAY = 0.08
"""So far from its point a word is written, as a share of half the height."""


def _bare(axes, wide, high):
    axes.set(xlim=(-wide, wide), ylim=(-high, high), aspect="equal", xticks=[], yticks=[])
    axes.spines[:].set_visible(True)
    axes.spines[:].set_color(GREY)


def _label(texts, points, words, side, top):
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


def _rising(numbers):
    """The numbers, each at least as large as the one before, that are nearest to these: isotonic regression."""
    places = range(len(numbers))
    return [max(min(numbers[i : j + 1].mean() for j in places[k:]) for i in places[: k + 1]) for k in places]
