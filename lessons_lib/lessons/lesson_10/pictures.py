"""Outputs of word2vec: whom noise picks, a word at each leaf of a tree, and what a step costs.

Gain and loss are told by ▲ and ▼, the chosen word by its hatch, the three outputs by dashes and markers.
"""

from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.ticker import FuncFormatter

from ...pictures.style import BLACK, BLUE, GREEN, GREY, ORANGE, SKY, VERMILION, drawable, styled

WORDS, TOP, TALL = 1.3, 1.5, 2.4  # heights in the tree: its words, where it begins, how tall it is; bars reach to 1
REACH = 2.0  # the plane of h shows numbers from -REACH to REACH
LETTERS = "ABCDEFGHI"  # the names of the inner nodes


@styled
def noise_bars(axes, words, frequencies):
    """Two bars for each word: its share of the text, which stands still, and its share of the noise.

    Returns the boxes of the noise, gains (texts above them) and dots (shares among the words drawn).
    """
    x, top = np.arange(len(words)), 1.25 * frequencies.max()
    axes.set(xlim=(-0.6, len(words) - 0.4), ylim=(0, top), xticks=x, xticklabels=_fitted(words, 72), ylabel="share")
    axes.tick_params(axis="x", bottom=False, labelsize=13)
    axes.bar(x - 0.2, frequencies, 0.38, color=ORANGE, hatch="//", edgecolor=BLACK, zorder=1, label="in the text")
    moving = dict(zorder=3, animated=True)
    boxes = axes.bar(x + 0.2, 0 * x, 0.38, color=SKY, edgecolor=BLACK, label="in the noise", **moving)
    (dots,) = axes.plot([], [], "D", color=BLACK, markersize=8, label="drawn", clip_on=False, **moving)
    gains = [axes.text(at, 0, "", ha="center", va="bottom", size=13, **moving) for at in x]
    axes.figure.legend(loc="outside upper right", ncols=3, frameon=False)
    return SimpleNamespace(boxes=boxes, gains=gains, dots=dots, frequencies=frequencies, top=top)


def set_noise(artists, noise, drawn):
    """Show the shares of the noise and of the words drawn, each an array of a number per word."""
    drawn = np.minimum(drawn, artists.top)
    artists.dots.set_data(np.arange(len(noise)) + 0.2, drawn)
    heights = np.maximum.reduce([artists.frequencies, noise, drawn]) + 0.03 * artists.top
    gains = noise / artists.frequencies
    for box, text, share, height, gain in zip(artists.boxes, artists.gains, noise, heights, gains):
        box.set_height(share)
        sign = "" if abs(gain - 1) < 0.005 else "▲ " if gain > 1 else "▼ "
        text.set(text=f"{sign}×{in_words(gain)}", y=height)


@styled
def leaves(axes, words, tree):
    """A HuffmanTree from above, its words, and under each a bar: the probability of that leaf.

    Returns path (line), decisions (texts along it), bars, numbers, and the place x, y of each leaf and inner node.
    """
    count, longest = tree.paths.shape
    x, y = np.append(tree.leaf, np.zeros(count)), np.full(2 * count, TOP)  # leaves, inner nodes, what fills paths
    for node, children in enumerate(tree.children):  # children before parents
        x[count + node] = x[children].mean()
    for level, nodes in enumerate(tree.paths.T):
        y[count + nodes] = TOP + TALL * (1 - level / longest)
    axes.set(xlim=(-0.7, count - 0.3), ylim=(0, TOP + TALL + 0.3), xticks=[], yticks=[])
    axes.set_title("← left: yes,  right: no →")
    axes.spines["left"].set_visible(False)
    elbows = [_elbow(x, y, count + node, child) for node, pair in enumerate(tree.children) for child in pair]
    axes.add_collection(LineCollection(elbows, color=GREY, linewidth=2, zorder=1))
    for letter, at, height in zip(LETTERS, x[count:-1], y[count:]):
        axes.text(at + 0.08, height + 0.04, letter, size=13, weight="bold", color=BLUE, zorder=1)
    for word, at in zip(_fitted(words, 50), tree.leaf):
        axes.text(at, WORDS, word, ha="center", va="center", size=13, zorder=1)
    (path,) = axes.plot([], [], color=VERMILION, linewidth=4, zorder=3, animated=True)
    write = dict(ha="center", va="bottom", size=12, zorder=5, animated=True)
    decisions = [axes.text(0, 0, "", weight="bold", **write) for _ in range(longest)]
    bars = axes.bar(tree.leaf, np.zeros(count), 0.7, edgecolor=BLACK, zorder=3, animated=True)
    numbers = [axes.text(at, 0, "", **write) for at in tree.leaf]
    return SimpleNamespace(path=path, decisions=decisions, bars=bars, numbers=numbers, x=x, y=y, tree=tree)


def set_leaves(artists, word, decisions, probabilities):
    """Show the way to a word with the probability of each decision, and the probability of every leaf."""
    nodes, code = artists.tree.path(word)
    way = [*(len(artists.bars) + nodes), word]
    elbows = [_elbow(artists.x, artists.y, *step) for step in zip(way, way[1:])]
    artists.path.set_data(*np.concatenate(elbows).T)
    for text in artists.decisions:
        text.set_text("")
    for text, elbow, right, p in zip(artists.decisions, elbows, code, decisions):
        text.set(text=f"{p:.2f}", x=elbow[1][0], y=elbow[1][1] + 0.03, ha="left" if right else "right")
    for i, (bar, number, p) in enumerate(zip(artists.bars, artists.numbers, probabilities)):
        bar.set(height=p, facecolor=VERMILION if i == word else SKY, hatch="//" if i == word else "")
        number.set(y=p + 0.02, text=f"{p:.2f}" if p >= 0.005 or i == word else "")


def _elbow(x, y, parent, child):
    return np.array([(x[parent], y[parent]), (x[child], y[parent]), (x[child], y[child])])


@styled
def hidden_plane(axes, vectors):
    """The plane of h with the vector of each inner node as a point. Returns arrow and rings around nodes."""
    axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xticks=(-2, 0, 2), yticks=(-2, 0, 2))
    axes.set(xlabel="$h_1$", title="◆ h (drag), ● nodes")
    axes.set_ylabel("$h_2$", rotation=0, labelpad=0)
    for line in axes.axhline, axes.axvline:
        line(0, color=GREY, linewidth=1, zorder=0.5)
    axes.plot(*vectors.T, "o", color=BLUE, markersize=8, zorder=1)
    for letter, (x, y) in zip(LETTERS, vectors):
        axes.text(x + 0.18, y, letter, size=13, weight="bold", color=BLUE, va="center", zorder=1)
    moving = dict(zorder=3, animated=True, clip_on=False)
    (rings,) = axes.plot([], [], "o", markerfacecolor="none", color=VERMILION, markersize=15, **moving)
    (arrow,) = axes.plot([], [], "-D", color=BLACK, linewidth=3, markersize=11, markevery=[1], **moving)
    return SimpleNamespace(arrow=arrow, rings=rings)


def set_hidden(artists, h, on_path):
    """Point the arrow at h and put rings around the vectors of the nodes on the path, shape (nodes, 2)."""
    artists.arrow.set_data([0, h[0]], [0, h[1]])
    artists.rings.set_data(*on_path.T)


@styled
def cost_lines(axes, names, words, low, high):
    """Multiply-adds for one pair against `words`, the size of the vocabulary, both in powers of ten.

    Returns a line, point and number for each output that is named, and guide, the line at the chosen vocabulary.
    """
    ticks = FuncFormatter(lambda number, _: in_words(number))
    axes.set(xscale="log", yscale="log", xlim=(words[0], words[-1]), ylim=(low, high), yticks=(1e2, 1e4, 1e6, 1e8))
    axes.set(xlabel="words in the vocabulary, V", ylabel="multiply-adds")
    axes.xaxis.set_major_formatter(ticks)
    axes.yaxis.set_major_formatter(ticks)
    axes.grid(color="#DDDDDD", linewidth=1, zorder=0)
    axes.minorticks_off()
    (guide,) = axes.plot([], [], color=GREY, linestyle=":", linewidth=2, zorder=3, animated=True)
    artists = []
    for name, colour, dashes, marker in zip(names, (VERMILION, BLUE, GREEN), ("-", "--", "-."), "os^"):
        (line,) = axes.plot([], [], dashes, color=colour, zorder=3, animated=True)
        marks = dict(color=colour, markersize=13, markeredgecolor=BLACK, zorder=4, animated=True, clip_on=False)
        (point,) = axes.plot([], [], marker + dashes, label=name, **marks)
        number = axes.text(0, 0, "", size=13, weight="bold", zorder=5, animated=True)
        artists.append(SimpleNamespace(line=line, point=point, number=number))
    axes.figure.legend(handles=[artist.point for artist in artists], loc="outside upper center", ncols=3, frameon=False)
    return artists, guide


def set_cost(artists, words, costs, at, cost, above):
    """Show one output: its costs for `words`, and its point at a vocabulary, with the number above or below it."""
    artists.line.set_data(words, costs)
    artists.point.set_data([at], [cost])
    left = at > np.sqrt(words[0] * words[-1])
    x, y = at * (0.85 if left else 1.18), cost * (1.5 if above else 0.65)
    artists.number.set(text=in_words(cost), x=x, y=y, ha="right" if left else "left", va="bottom" if above else "top")


def in_words(number):
    """A number as one says it: "3 million", "1,800", "4.5"."""
    if number >= 1e6:
        return f"{number / 1e6:.3g} million"
    return f"{float(f'{number:.3g}'):,.0f}" if number >= 10 else f"{number:.2g}"


def _fitted(words, room):
    """The words, each cut so that all fit beside each other where there is room for so many letters."""
    most = room // len(words)
    return [drawable(word if len(word) <= most else word[: most - 1] + "…") for word in words]
