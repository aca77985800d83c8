"""Word vectors to walk through: a map to search, the cosine of two arrows, analogies of your own.

Each takes `WordVectors` of the reader's own, or a `Word2Vec`; without them, a small model of the tiny world.
"""

from functools import lru_cache
from math import dist

import numpy as np

from ... import texts
from . import pictures
from .pictures import RANKED, REACH
from ...pictures.style import new_figure, plain
from ...word2vec import Word2Vec
from ...word2vec.vectors import principal_axes, unit
from ...pictures.controls import entry, slider, switch
from ...pictures.explorer import Goal
from ...pictures.old import OldExplorer as Explorer

NEAR = 8
"""So many neighbours are named on the map."""


@lru_cache
def tiny_vectors():
    """Word vectors of the tiny world, trained when they are first needed: half a second."""
    return Word2Vec(texts.tiny_world(4000), 30, sg=1, epochs=10, alpha=0.05).wv


def word_map(wv=None, word=None):
    """A map of the 400 most frequent words: type a word, or click on a dot; zoom in on it.

    wv: your own vectors. word: the one to start with. Words stand where the two directions in which these words differ
    most (PCA) put them; neighbours are those by cosine in all numbers.
    """
    wv = _vectors(wv)
    common = wv.index_to_key[:400]
    project = _projection(unit(wv[common]))
    dots = project(unit(wv[common]))
    figure, axes = new_figure(9, 4.2)
    artists = pictures.word_map(axes, NEAR + 1)

    @lru_cache(1)
    def look_up(word):
        """The word and its neighbours, the neighbours' cosines, where all of them are, and the nearest dot."""
        near = dict(wv.most_similar(word.strip(), topn=NEAR))
        words = [word.strip(), *near]
        places = project(unit(wv[words]))
        far = np.hypot(*(dots - places[0]).T)
        far[np.array(common) == words[0]] = np.inf
        return words, near.values(), places, common[far.argmin()]

    def view(points, middle, zoom):
        """Where points are seen: at zoom 1 the whole map, then more and more with the word in the middle."""
        return (points - middle * (1 - zoom**-2)) * zoom

    def update(word, zoom):
        words, cosines, places, dot = look_up(word)
        inside = pictures.set_word_map(artists, view(dots, places[0], zoom), view(places, places[0], zoom), words)
        verdict = "one of them" if dot in words else "none of them: here the map misleads"
        return (
            f"Nearest to “{words[0]}” by cosine, in all {wv.vector_size} numbers: "
            f"{', '.join(f'{other} {plain(cosine)}' for other, cosine in zip(words[1:], cosines))} "
            f"(■, {inside[1:].sum()} of {len(cosines)} in view). The nearest dot on the map is “{dot}”, {verdict}."
        )

    def drag(pointer, word, zoom):
        if pointer.phase != "press":
            return None
        words, _, places, _ = look_up(word)
        far = np.hypot(*(view(np.vstack([places, dots]), places[0], zoom) - (pointer.x, pointer.y)).T)
        return {"word": [*words, *common][far.argmin()]} if far.min() < 0.15 else None

    def true_dot(word):
        return look_up(word)[3] in look_up(word)[0]

    goals = (
        Goal("zoom to 4 where the nearest dot is a neighbour ■", lambda word, zoom: zoom >= 4 and true_dot(word)),
        Goal("zoom to 4 where the map misleads", lambda word, zoom: zoom >= 4 and not true_dot(word)),
    )
    start = word or next(w for w in ("king", "left", *common) if w in wv)
    controls = {"word": entry("word", start), "zoom": slider("zoom", 1.0, 1.0, 12.0, 0.5)}
    return Explorer(figure, update, controls, drag=drag, goals=goals)


def cosine_dial():
    """Two arrows from the origin, and what they say about each other: cosine, dot product and distance.

    Drag a tip. On the dashed circle of length 1, the shadow of a on b has the length of the cosine.
    """
    figure, (plane, bars) = new_figure(9, 4.2, ncols=2, width_ratios=(1, 1))
    artists = pictures.arrows(plane, bars)

    def measure(ax, ay, bx, by):
        a, b = np.array([ax, ay]), np.array([bx, by])
        lengths = np.hypot(*a), np.hypot(*b)
        return a, b, lengths, a @ b / np.prod(lengths) if all(lengths) else np.nan

    def update(**tips):
        a, b, lengths, cosine = measure(**tips)
        shown = np.round((cosine, a @ b, np.hypot(*(a - b))), 2) + 0.0  # so that nothing reads "−0.00"
        pictures.set_arrows(artists, a, b, shown)
        if np.isnan(cosine):
            return "An arrow of length 0 points nowhere: it has no cosine with any other."
        (cos, dot, distance), angle = map(plain, shown), np.degrees(np.arccos(np.clip(cosine, -1, 1)))
        long = " and ".join(f"|{name}| = {plain(length)}" for name, length in zip("ab", lengths))
        turn = f"so the cosine is {cos}, an angle of {angle:.0f}°"
        return f"a·b = {dot}, lengths {long}, {turn}. The tips are {distance} apart."

    def drag(pointer, ax, ay, bx, by):
        if pointer.axes is not plane:
            return None
        held = "a" if dist(pointer.start, (ax, ay)) <= dist(pointer.start, (bx, by)) else "b"
        return {held + "x": pointer.x, held + "y": pointer.y}

    def goal(text, reached):
        return Goal(text, lambda **tips: reached(*measure(**tips)))

    goals = (
        goal("cosine 0, both arrows longer than 2", lambda a, b, n, cos: abs(cos) < 0.02 and min(n) > 2),
        goal("cosine 1, one at least twice as long", lambda a, b, n, cos: cos > 0.999 and max(n) > 1.99 * min(n)),
        goal("dot product above 10, cosine below 0.5", lambda a, b, n, cos: a @ b > 10 and cos < 0.5),
    )
    start = {"ax": ("a₁", 3.0), "ay": ("a₂", 1.0), "bx": ("b₁", 1.0), "by": ("b₂", 2.0)}
    controls = {name: slider(label, value, -REACH, REACH, 0.1) for name, (label, value) in start.items()}
    for control in controls.values():
        control.layout.width = "15em"
    return Explorer(figure, update, controls, drag=drag, goals=goals)


def analogy_explorer(wv=None, a="man", b="king", c="woman"):
    """a is to b as c is to what? Three words of your own, the plane in which they lie, and the best answers.

    wv: your own vectors. The three words and b - a + c lie in one plane exactly; the answer is seen as its shadow.
    """
    wv = _vectors(wv)
    figure, (plane, bars) = new_figure(9, 4.2, ncols=2, width_ratios=(5, 4))
    artists = pictures.analogy(plane, bars)

    @lru_cache(1)
    def answers(leave_out, **words):
        """The three words, the vectors of them and of b - a + c, and the ranking."""
        words = [word.strip() for word in words.values()]
        one, two, three = unit(wv[words])
        target = two - one + three
        ranking = wv.analogy(*words, RANKED) if leave_out else wv.most_similar(target, topn=RANKED)
        return words, [one, two, three, target], ranking

    def update(**values):
        words, vectors, ranking = answers(**values)
        best, cosine = ranking[0]
        pictures.set_analogy(artists, _in_plane(np.array([*vectors, unit(wv[best])])), [*words, best], ranking, words)
        a, b, c = words
        own = " It is one of your three words (hatched)." if best in words else ""
        said = f"“{a}” is to “{b}” as “{c}” is to “{best}”, says the model"
        return f"{said}: its cosine with b − a + c is {plain(cosine)}.{own}"

    def goal(text, reached):
        """reached: takes the three words and the answer."""
        return Goal(text, lambda **values: reached((*answers(**values)[0],), answers(**values)[2][0][0]))

    facts = texts.COUNTRIES
    tame = {q[:3]: q[3] for q in texts.world_analogies() if q[0] in {**facts, **texts.VERBS}}
    rivers = {(x, facts[x][2], y): facts[y][2] for x in facts for y in facts if x != y}
    goals = [goal("three different words, and the answer is one of them", lambda abc, d: len({*abc}) == 3 and d in abc)]
    if all(word in wv for word in (*facts, *texts.VERBS)):
        goals.insert(0, goal("get a capital or a past tense right", lambda abc, d: tame.get(abc) == d))
        goals.insert(1, goal("get a river wrong (france, seine, …)", lambda abc, d: rivers.get(abc, d) != d))
    controls = {name: entry(name, value) for name, value in dict(a=a, b=b, c=c).items()}
    for control in controls.values():
        control.layout.width = "13em"
    controls["leave_out"] = switch("leave the three words out", True)
    return Explorer(figure, update, controls, goals=goals)


def _vectors(wv):
    return tiny_vectors() if wv is None else getattr(wv, "wv", wv)


def _projection(vectors):
    """The function that puts vectors on the map on which these, (words, size), differ most, and just fit."""
    mean, directions = vectors.mean(axis=0), principal_axes(vectors)
    far = np.abs((vectors - mean) @ directions.T).max(axis=0)
    scale = 0.95 * min(pictures.WIDE / far[0], pictures.HIGH / far[-1])
    return lambda vectors: scale * (vectors - mean) @ directions.T


def _in_plane(vectors):
    """Vectors a, b, c, … as points of the plane through the first three, b above a; centred, and just fitting."""
    a, b, c = vectors[:3]
    up = unit(b - a)
    across = unit(c - a - ((c - a) @ up) * up)
    points = vectors @ np.stack([across, up], axis=1)
    points -= (points.max(axis=0) + points.min(axis=0)) / 2
    return points / max(np.abs(points).max(), 1e-9)
