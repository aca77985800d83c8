"""Three heads of word2vec to play with: noise words, the Huffman tree, and what each costs.

Gain and loss are told by ▲ and ▼, the chosen word by its hatch, the three heads by dashes and markers.
"""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.ticker import FuncFormatter

from ...activations import sigmoid
from ...pictures.controls import choice, log_slider, slider
from ...pictures.explorer import Explorer, Goal, State
from ...pictures.marks import Bars, Line, moving_text, spot
from ...pictures.style import (
    BLACK, BLUE, GREEN, GREY, ORANGE, VERMILION, drawable, new_figure, styled,
)  # fmt: skip
from ...word2vec import HuffmanTree, noise_distribution

NOISE_COUNTS = {"the": 6997, "of": 3625, "love": 2720, "is": 1346, "paris": 180, "dog": 171, "king": 141, "nile": 68}
"""Words and how often they stand in `ll.texts.tiny_world()`."""
TREE_COUNTS = {"to": 8, "never": 6, "too": 4, "late": 3, "learn": 2}
TREE_VECTORS = np.array([[2.0, -1.0], [0.0, 1.0], [-1.0, 1.0], [1.0, 0.0]])
"""The tree that the lesson builds by hand, and the vectors of its nodes A, B, C, D."""
MOST = 10  # words: there is no room for more
DRAWS = np.random.default_rng(10).random(10_000)


# ── noise ───────────────────────────────────────────────────────────────────────────────────────────────────────

@styled
def noise_explorer(counts=NOISE_COUNTS):
    """Noise words: how often each is drawn, for any exponent from 1, the text itself, to 0, all alike.

    counts: 2 to 10 words of your own with their counts, such as {"the": 900, "nile": 10}.
    """
    counts = _by_count(counts, least=2)
    words, counts = list(counts), np.array(list(counts.values()))
    frequencies, rarest, places = counts / counts.sum(), words[-1], np.arange(len(words))
    top = 1.25 * frequencies.max()
    figure, axes = new_figure(9, 3.8)
    axes.set(xlim=(-0.6, len(words) - 0.4), ylim=(0, top), xticks=places, xticklabels=_fitted(words, 72))
    axes.set_ylabel("share")
    axes.tick_params(axis="x", bottom=False, labelsize=13)
    axes.bar(places - 0.2, frequencies, 0.38, color=ORANGE, hatch="//", edgecolor=BLACK, zorder=1, label="in the text")
    bars = Bars(axes, places + 0.2, 0.38, label="in the noise", order=3)
    dots = Line(axes, "D", color=BLACK, markersize=8, label="drawn", clip_on=False, zorder=3)
    gains = [moving_text(axes, x, ha="center", va="bottom", size=13, zorder=3) for x in places]
    figure.legend(loc="outside upper right", ncols=3, frameon=False)

    def see(exponent, draws):
        noise = noise_distribution(counts, exponent)
        numbers = np.searchsorted(np.cumsum(noise)[:-1], DRAWS[: round(draws)], side="right")
        drawn = np.bincount(numbers, minlength=len(words)) / len(numbers)
        return {"noise": noise, "drawn": drawn, "gains": noise / frequencies, "gap": np.abs(drawn - noise).max()}

    def draw(s):
        drawn = np.minimum(s.drawn, top)
        bars.set(s.noise)
        dots.set(places + 0.2, drawn)
        heights = np.maximum.reduce([frequencies, s.noise, drawn]) + 0.03 * top
        for text, height, gain in zip(gains, heights, s.gains):
            sign = "" if abs(gain - 1) < 0.005 else "▲ " if gain > 1 else "▼ "
            text.set(text=f"{sign}×{in_words(gain)}", y=height)

    def tell(s):
        winners = ", ".join(word for word, gain in zip(words, s.gains) if gain > 1.005)
        return (
            f"Exponent {s.exponent:.2f}: “{rarest}” is {100 * frequencies[-1]:.3g}% of these words and "
            f"{100 * s.noise[-1]:.3g}% of the noise, a factor of {in_words(s.gains[-1])}. "
            f"{'These words gain: ' + winners if winners else 'No word gains'}. Of {round(s.draws):,} draws, "
            f"{100 * s.drawn[-1]:.3g}% gave “{rarest}”; the diamond furthest from the top of its bar is "
            f"{100 * s.gap:.1f} points away."
        )

    highest = noise_distribution(counts, 0)[-1] / frequencies[-1]
    factor = next((f for f in (10, 2) if f < highest), 1)  # no more than the slider can reach
    goals = (
        Goal(f"draw “{rarest}” {factor} times as often as counted", lambda s: abs(s.gains[-1] / factor - 1) < 0.05),
        Goal("make all words equally likely", lambda s: s.exponent == 0),
        Goal("draw until every diamond is within 1 point", lambda s: s.gap < 0.01),
    )
    controls = {"exponent": slider("exponent", 0.75, 0.0, 1.0, 0.01), "draws": log_slider("draws", 100, 1, 4)}
    controls["draws"].readout_format = ",.0f"
    return Explorer(figure, controls, see, draw, tell, goals=_not_yet_reached(goals, controls, see))


# ── the tree ────────────────────────────────────────────────────────────────────────────────────────────────────

WORDS_AT, TREE_FROM, TREE_TALL = 1.4, 1.65, 2.25  # heights; the bars below the words reach to 1
REACH = 2.5  # the plane of h shows numbers from -REACH to REACH
NODE_NAMES = "ABCDEFGHI"


@styled
def huffman_explorer(counts=TREE_COUNTS):
    """A word at each leaf of a Huffman tree: its probability is the product of the decisions on the way to it.

    counts: 3 to 10 words of your own with their counts. Click on the tree to choose a word, drag h in the plane.
    """
    counts = _by_count(counts, least=3)
    words, tree = list(counts), HuffmanTree(list(counts.values()))
    figure, (left, right) = new_figure(9, 4.2, ncols=2, width_ratios=(2, 1))
    vectors = TREE_VECTORS if counts == TREE_COUNTS else _node_vectors(len(counts) - 1)
    x, y = _draw_tree(left, counts, tree)
    _draw_nodes(right, vectors)
    path = Line(left, color=VERMILION, linewidth=4, zorder=3)
    write = dict(ha="center", va="bottom", size=12, zorder=5)
    along = [moving_text(left, weight="bold", size=12, va="top", zorder=5) for _ in range(tree.paths.shape[1])]
    bars = Bars(left, tree.leaf, 0.7, order=3, **write)
    look = dict(zorder=3, clip_on=False)
    rings = Line(right, "o", markerfacecolor="none", color=VERMILION, markersize=15, **look)
    hidden = Line(right, "-D", color=BLACK, linewidth=3, markersize=11, markevery=[1], **look)

    def decisions(word, h):
        nodes, code = tree.path(word)
        return sigmoid((1 - 2 * code) * (np.asarray(h) @ vectors[nodes].T))

    def leaves(h):
        return np.stack([decisions(word, h).prod(axis=-1) for word in range(len(words))])

    def see(word, h1, h2):
        number, h = words.index(word), [h1, h2]
        probabilities = leaves(h)
        nodes, code = tree.path(number)
        seen = dict(number=number, nodes=nodes, code=code, decisions=decisions(number, h))
        return seen | {"leaves": probabilities, "best": probabilities.argmax()}

    def draw(s):
        way = [*(len(words) + s.nodes), s.number]
        elbows = [_elbow(x, y, *step) for step in zip(way, way[1:])]
        path.set(*np.concatenate(elbows).T)
        for text in along:
            text.set_text("")
        for text, elbow, turn, p in zip(along, elbows, s.code, s.decisions):
            aside, side = (0.07, "left") if turn else (-0.07, "right")
            text.set(text=f"{p:.2f}", x=elbow[1][0] + aside, y=elbow[1][1] - 0.04, ha=side)
        texts = [f"{p:.2f}" if p >= 0.005 or i == s.number else "" for i, p in enumerate(s.leaves)]
        bars.set(s.leaves, texts, marked=[s.number])
        hidden.set([0, s.h1], [0, s.h2])
        rings.set(*vectors[s.nodes].T)

    def tell(s):
        p, count = s.leaves[s.number], len(s.decisions)
        product = f"= {p:.3f}" if p >= 0.0005 else "< 0.001"
        return (
            f"P({s.word}) = {' · '.join(f'{p:.2f}' for p in s.decisions)} {product}: "
            f"{count} {'decision' if count == 1 else 'decisions'} instead of {len(words)} logits. "
            f"The most probable leaf is “{words[s.best]}” with {s.leaves[s.best]:.2f}. "
            f"All {len(words)} leaves together: {s.leaves.sum():.2f}."
        )

    def choose(pointer):
        place = np.clip(round(pointer.x), 0, len(words) - 1)
        return {"word": words[int(np.flatnonzero(tree.leaf == place)[0])]}

    def turn(pointer):
        return {"h1": pointer.x, "h2": pointer.y}

    wanted = leaves([-1.5, 1.5]).argmax()  # there it leads, so the last goal can be reached
    longest = max(len(tree.path(word)[0]) for word in range(len(words)))
    goals = (
        Goal("choose a word with the longest path", lambda s: len(s.nodes) == longest),
        Goal("make every decision 50 : 50", lambda s: s.h1 == s.h2 == 0),
        Goal(f"make “{words[wanted]}” the most probable leaf", lambda s: s.best == wanted),
    )
    controls = {
        "word": choice("word", words, words[min(2, len(words) - 2)]),
        "h1": slider("h₁", 1.0, -REACH, REACH, 0.1),
        "h2": slider("h₂", 0.0, -REACH, REACH, 0.1),
    }
    drag, goals = {left: choose, right: turn}, _not_yet_reached(goals, controls, see)
    return Explorer(figure, controls, see, draw, tell, drag=drag, goals=goals)


def _node_vectors(nodes):
    """Vectors no two of which look the same way, so that most words can win; shape (nodes, 2)."""
    angle = 1.35 * np.arange(1, nodes + 1)
    return 1.5 * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _draw_tree(axes, counts, tree):
    """The tree from above and the words below it, with counts: what stands still. The places x, y of leaves, nodes."""
    count, longest = tree.paths.shape
    x, y = np.append(tree.leaf, np.zeros(count)), np.full(2 * count, TREE_FROM)  # leaves, nodes, what fills paths
    below = [*counts.values()]  # how often the text comes to each leaf and node
    for node, children in enumerate(tree.children):  # children before parents
        x[count + node] = x[children].mean()
        below.append(sum(below[child] for child in children))
    for level, nodes in enumerate(tree.paths.T):
        y[count + nodes] = TREE_FROM + TREE_TALL * (1 - level / longest)
    axes.set(xlim=(-0.7, count - 0.3), ylim=(0, TREE_FROM + TREE_TALL + 0.3), xticks=[], yticks=[])
    axes.set_title("← left: yes,  right: no →")
    axes.spines["left"].set_visible(False)
    elbows = [_elbow(x, y, count + node, child) for node, pair in enumerate(tree.children) for child in pair]
    axes.add_collection(LineCollection(elbows, color=GREY, linewidth=2, zorder=1))
    for letter, at, height, passing in zip(NODE_NAMES, x[count:-1], y[count:], below[count:]):
        axes.text(at + 0.06, height + 0.05, f"{letter} {passing}", size=12, weight="bold", color=BLUE, zorder=1)
    for word, at, often in zip(_fitted(list(counts), 50), tree.leaf, below):
        axes.text(at, WORDS_AT, f"{word}\n{often}", ha="center", va="center", size=12, linespacing=1, zorder=1)
    return x, y


def _elbow(x, y, parent, child):
    return np.array([(x[parent], y[parent]), (x[child], y[parent]), (x[child], y[child])])


def _draw_nodes(axes, vectors):
    """The plane of h with the vector of each inner node as a point."""
    axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xticks=(-2, 0, 2), yticks=(-2, 0, 2))
    axes.set(xlabel="$h_1$", title="◆ h (drag), ● nodes")
    axes.set_ylabel("$h_2$", rotation=0, labelpad=0)
    for line in axes.axhline, axes.axvline:
        line(0, color=GREY, linewidth=1, zorder=0.5)
    axes.plot(*vectors.T, "o", color=BLUE, markersize=8, zorder=1)
    for letter, (x, y) in zip(NODE_NAMES, vectors):
        axes.text(x + 0.18, y, letter, size=13, weight="bold", color=BLUE, va="center", zorder=1)


# ── the cost ────────────────────────────────────────────────────────────────────────────────────────────────────

LOOKS = {"full softmax": (VERMILION, "-", "o"), "negative sampling": (BLUE, "--", "s"), "tree": (GREEN, "-.", "^")}
"""Colour, dashes and marker of each head."""


def multiply_adds(words, vector_size, negatives):
    """What one pair costs each head: every vector asked is multiplied with h, moves itself, and moves h."""
    words = np.asarray(words, dtype=float)
    asked = words, np.full_like(words, 1 + negatives), np.log2(words)
    return [3 * vector_size * rows for rows in asked]


@styled
def cost_of_heads():
    """Multiply-adds for one pair against the size of the vocabulary, for the three heads."""
    figure, axes = new_figure(9, 3.6)
    across, ticks = np.geomspace(100, 100_000, 31), FuncFormatter(lambda number, _: in_words(number))
    axes.set(xscale="log", yscale="log", xlim=(100, 100_000), ylim=(30, 3e8), yticks=(1e2, 1e4, 1e6, 1e8))
    axes.set(xlabel="words in the vocabulary, V", ylabel="multiply-adds")
    axes.xaxis.set_major_formatter(ticks)
    axes.yaxis.set_major_formatter(ticks)
    axes.grid(color="#DDDDDD", linewidth=1, zorder=0)
    axes.minorticks_off()
    guide = Line(axes, ":", color=GREY, linewidth=2, zorder=3)
    lines, points, numbers = [], [], []
    for name, (colour, dashes, marker) in LOOKS.items():
        lines.append(Line(axes, dashes, color=colour, zorder=3))
        points.append(spot(axes, marker, 13, colour, linestyle=dashes, label=name, zorder=4, clip_on=False))
        numbers.append(moving_text(axes, size=13, weight="bold", zorder=5))
    figure.legend(handles=[point.artist for point in points], loc="outside upper center", ncols=3, frameon=False)

    def see(words, vector_size, negatives):
        everywhere, here = (multiply_adds(v, vector_size, negatives) for v in (across, round(words)))
        full, noise, tree = map(float, here)
        return dict(size=round(words), everywhere=everywhere, here=here, full=full, noise=noise, tree=tree)

    def draw(s):
        guide.set([s.size, s.size], axes.get_ylim())
        left = s.size > np.sqrt(across[0] * across[-1])
        for line, point, number, costs, cost in zip(lines, points, numbers, s.everywhere, s.here):
            above = cost > min(s.noise, s.tree)
            line.set(across, costs)
            point.set(s.size, cost)
            number.set(x=s.size * (0.85 if left else 1.18), y=cost * (1.5 if above else 0.65), text=in_words(cost))
            number.set(ha="right" if left else "left", va="bottom" if above else "top")

    def tell(s):
        return (
            f"{s.size:,} words, vectors of {s.vector_size}: the full softmax takes {in_words(s.full)} multiply-adds "
            f"for one pair, negative sampling with {s.negatives} noise {'word' if s.negatives == 1 else 'words'} "
            f"{in_words(s.noise)}, the tree about {in_words(s.tree)}. While the full softmax learns one pair, negative "
            f"sampling learns {in_words(s.full / s.noise)} and the tree {in_words(s.full / s.tree)}."
        )

    controls = {
        "words": log_slider("V", 10_000, 2, 5),
        "vector_size": slider("vector_size", 100, 10, 300, 10),
        "negatives": slider("negatives", 5, 1, 20, 1),
    }
    controls["words"].readout_format = ",.0f"
    goals = (
        Goal("make the tree cheaper than negative sampling", lambda s: s.tree < s.noise),
        Goal("make the full softmax 10,000 times as costly as negative sampling", lambda s: s.full >= 10_000 * s.noise),
    )
    return Explorer(figure, controls, see, draw, tell, goals=goals)


# ── what they share ─────────────────────────────────────────────────────────────────────────────────────────────

def in_words(number):
    """A number as one says it: "3 million", "1,800", "4.5"."""
    if number >= 1e6:
        return f"{number / 1e6:.3g} million"
    return f"{float(f'{number:.3g}'):,.0f}" if number >= 10 else f"{number:.2g}"


def _fitted(words, room):
    """The words, each cut so that all fit beside each other where there is room for so many letters."""
    most = room // len(words)
    return [drawable(word if len(word) <= most else word[: most - 1] + "…") for word in words]


def _by_count(counts, least):
    """Words and their counts, the most frequent first, if there are `least` to MOST of them."""
    whole = isinstance(counts, dict) and all(isinstance(n, (int, np.integer)) and n > 0 for n in counts.values())
    if not whole or not least <= len(counts) <= MOST:
        example = f"such as {NOISE_COUNTS}"
        raise ValueError(f"give {least} to {MOST} words with whole counts above 0, {example}, got {counts!r}")
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def _not_yet_reached(goals, controls, see):
    """The goals that are not reached at the start; with a reader's own words some may be."""
    values = {name: control.value for name, control in controls.items()}
    start = State(**values, **see(**values))
    return [goal for goal in goals if not goal.reached(start)]
