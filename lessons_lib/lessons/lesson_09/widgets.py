"""Words to play with: slide a window, bend a prediction, and watch a training run draw its map.

A word's part in a picture is told by shape, outline or hatch as well as by colour.
"""

from math import dist
from textwrap import wrap
from typing import NamedTuple

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from ...activations import softmax
from ...data import five_words
from ...pictures.controls import choice, entry, slider, ticker
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Arrow, Bars, Line, moving_text, spot
from ...pictures.style import (
    BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, YELLOW,
    drawable, joined, listed, new_figure, plain, styled,
)  # fmt: skip
from ...texts import SENTENCE, tiny_world, tokens
from ...word2vec import Word2Vec, pairs, windows
from ...word2vec.vectors import principal_axes, unit

MOST_WORDS, MOST_LETTERS, WIDEST_WINDOW = 10, 60, 4
"""As many words, and letters in all, as a row has room for; how many words on either side may count."""
COLUMNS, ROWS, TOP, ROW = 5, 12, 0.61, 0.05
"""Pairs beside and below each other: enough for all of them; where the first stands, and how tall each is."""
REACH = 3.8
"""The plane of word vectors goes from -REACH to REACH."""
RIM = [withStroke(linewidth=3, foreground="white")]
"""Keeps a name readable where it stands over lines."""
GROUPS = {
    "men": "king prince man boy".split(),
    "women": "queen princess woman girl".split(),
    "countries": "france italy japan egypt".split(),
    "animals": "dog cat cow horse".split(),
    "verbs": "walk jump play dance".split(),
}
"""Words of the tiny world in groups; training does not know the groups."""
LOOKS = (("o", BLUE), ("s", ORANGE), ("^", GREEN), ("D", VERMILION), ("v", PURPLE))
"""Marker and colour of each group of words on a map."""
WORK = 1.5e9
"""Tokens × words of the vocabulary × epochs: what the full softmax may cost here, some tens of seconds."""


# ── a window over a sentence ────────────────────────────────────────────────────────────────────────────────────

@styled
def sliding_window(sentence=" ".join(SENTENCE)):
    """A window that slides over a sentence, and the data set that grows with it. Type a sentence of your own.

    sentence: what is shown first. ▶ lets the window slide; drag over the words, or move the slider, to choose a target.
    """
    figure, axes = new_figure(9, 4.2)
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    moves = dict(zorder=2, animated=True)  # above the words, so that these may stand still
    under = dict(height=0.03, facecolor=SKY, hatch="///", **moves)
    context_marks = [_Box(axes, **under) for _ in range(2 * WIDEST_WINDOW)]
    target_mark = _Box(axes, facecolor=(*to_rgb(YELLOW), 0.3), linewidth=4, **moves)
    frame = _Box(axes, 0.805, 0.19, 0.006, facecolor="none", edgecolor=VERMILION, ls="--", linewidth=3, **moves)
    cbow, skip_gram = (moving_text(axes, 0, y, va="center", size=12, weight="bold") for y in (0.75, 0.67))
    covers = [axes.add_patch(Rectangle((i / COLUMNS, 0), 1 / COLUMNS, 0, facecolor="white", **moves))
              for i in range(COLUMNS)]  # over the pairs that the window has not reached: letters are dear
    new = Line(axes, ">", color=VERMILION, markersize=7)
    row, listed = [], []

    def write(sentence):
        words = words_of(sentence)
        controls["target"].max = controls["target"].play.max = len(words)
        drawn, (edges, size) = [drawable(word, "DejaVu Sans Mono") for word in words], _places(words)
        while row:
            row.pop().remove()
        for word, span in zip(drawn, edges):
            box = _Box(axes, facecolor="white", zorder=0)
            box.set(span)
            look = dict(size=size, ha="center", va="center_baseline", family="monospace", zorder=1)
            row.extend((box.artist, axes.text(span.mean(), 0.9, word, **look)))
        return {"words": words, "drawn": drawn, "edges": edges}

    def list_pairs(sentence, window):
        while listed:
            listed.pop().remove()
        for n, (one, two) in enumerate(pairs(words_of(sentence), window)):
            text = drawable(" → ".join(_short(one, two)), "DejaVu Sans Mono")
            look = dict(size=12, va="center", family="monospace", zorder=1)
            listed.append(axes.text(n // ROWS / COLUMNS + 0.02, TOP - ROW * (n % ROWS), text, **look))

    def see(words, target, window):
        around = windows(range(len(words)), window)
        at, context = around[min(target, len(words)) - 1]
        before = sum(len(others) for _, others in around[:at])
        return {"at": at, "context": context, "new": np.arange(before, before + len(context)),
                "pairs": before + len(context)}  # fmt: skip

    def draw(s):
        for i, mark in enumerate(context_marks):
            mark.set(s.edges[s.context[i : i + 1]])
        target_mark.set(s.edges[s.at])
        frame.set(s.edges[[s.at, *s.context]])
        cbow.set_text(f"CBOW, example {s.at + 1}:  {', '.join(s.drawn[i] for i in s.context)} → {s.drawn[s.at]}")
        skip_gram.set_text(f"skip-gram, data set so far: {_pairs(s.pairs)}")
        for i, cover in enumerate(covers):
            cover.set_height(TOP + ROW * (0.5 - np.clip(s.pairs - ROWS * i, 0, ROWS)))
        new.set(s.new // ROWS / COLUMNS + 0.007, TOP - ROW * (s.new % ROWS))

    def tell(s):
        outside = 2 * s.window - len(s.context)
        edge = f" {outside} of {2 * s.window} places lie outside the sentence." if outside else ""
        return (
            f"Target: {s.words[s.at]}, word {s.at + 1} of {len(s.words)}. "
            f"Context words: {', '.join(s.words[i] for i in s.context)}.{edge} So far the window has made "
            f"{_pairs(s.pairs)} for skip-gram, and {s.at + 1} "
            f"{'example' if s.at == 0 else 'examples'} for CBOW."
        )

    def drag(pointer, sentence):
        if not 0.78 < pointer.y < 1.1:
            return None
        middle = _places(words_of(sentence))[0].mean(axis=1)
        return {"target": int(np.argmin(np.abs(middle - pointer.x))) + 1}

    controls = {
        "sentence": entry("sentence", sentence),
        "target": ticker("target", 1, MOST_WORDS, interval=1000),
        "window": slider("window", 1, 1, WIDEST_WINDOW, 1),
    }
    controls["target"].min = controls["target"].play.min = 1
    goals = (
        Goal("window 2: a target with only two context words",
             lambda s: s.window == 2 == len(s.context) and len(s.words) > 3),
        Goal("a sentence of exactly 30 pairs", lambda s: s.pairs == 30 and s.at == len(s.words) - 1),
    )  # fmt: skip
    return Explorer(figure, controls, see, draw, tell, still=[write, list_pairs], drag={axes: drag}, goals=goals)


class _Box:
    """A box around words that stand in a row."""

    def __init__(self, axes, bottom=0.83, height=0.14, margin=0.0, **look):
        self.artist = axes.add_patch(Rectangle((0, bottom), 0, height, **dict(edgecolor=BLACK) | look))
        self.margin = margin

    def set(self, edges):
        """edges: left and right edge of each word; without any, nothing is shown."""
        self.artist.set_visible(edges.size > 0)
        if edges.size:
            self.artist.set(x=edges.min() - self.margin, width=np.ptp(edges) + 2 * self.margin)


def _pairs(count):
    return f"{count} pair" if count == 1 else f"{count} pairs"


def _short(one, two):
    """Two words, cut where they are too long to stand beside each other in a column."""
    if len(one + two) <= 12:
        return one, two
    return [word if len(word) <= 5 else f"{word[:4]}…" for word in (one, two)]


def words_of(text):
    """The words of a sentence that fits in the picture. Raises ValueError for one that does not."""
    words = tokens(text)
    if len(words) < 2:
        raise ValueError(f"a window needs a sentence of at least two words, this has {len(words)}: type some more")
    if len(words) > MOST_WORDS or sum(map(len, words)) > MOST_LETTERS:
        raise ValueError(f"at most {MOST_WORDS} words and {MOST_LETTERS} letters fit here: type a shorter one")
    return words


def _places(words):
    """Left and right edge of the box of each word, shape (words, 2), and the size of the letters, in points."""
    widths = np.array([len(word) + 2 for word in words])
    total = widths.sum() + 0.8 * (len(words) - 1)
    letter = min(0.024, 0.985 / total)  # of the width of the axes
    left = (1 - letter * total) / 2 + letter * np.cumsum(np.r_[0, widths[:-1] + 0.8])
    return np.stack([left, left + letter * widths], axis=1), max(12, 1030 * letter)


# ── from a context to probabilities ─────────────────────────────────────────────────────────────────────────────

@styled
def cbow_forward():
    """CBOW on "never too late to learn": the vectors of never and late, their mean h, and the probability of each word.

    Drag the tips of the arrows, or move the sliders.
    """
    words, inputs, outputs = vars(five_words()).values()
    names, right = ("never", "late"), words.index("too")
    figure, (plane, beside) = new_figure(9, 4.2, ncols=2, width_ratios=(1, 1))
    _plane_of_outputs(plane, words, outputs)
    looks = (("never", BLUE, 3), ("late", GREEN, 3), ("h", VERMILION, 6))
    arrows = [Arrow(plane, colour, width, head=20, zorder=2) for _, colour, width in looks]
    bold = dict(weight="bold", ha="center", va="center", size=14, zorder=4, path_effects=RIM)
    labels = [moving_text(plane, text=name, color=colour, **bold) for name, colour, _ in looks]
    rows = np.arange(len(words))
    beside.set(xlim=(0, 1.15), ylim=(len(words) - 0.4, -0.6), yticks=rows, yticklabels=words, xticks=(0, 0.5, 1))
    beside.set(xlabel="probability", title="softmax of the logits")
    bars = Bars(beside, rows, across=True)
    inside = np.array([REACH - 0.8, REACH - 0.2])

    def see(context, never1, never2, late1, late2):
        vectors = np.array([[never1, never2], [late1, late2]])
        used = [name in context for name in names]
        h = vectors[used].mean(axis=0)
        return {"vectors": vectors, "used": used, "h": h, "logits": h @ outputs.T, "p": softmax(h @ outputs.T)}

    def draw(s):
        tips = *s.vectors, s.h
        # The names of tips that meet stand apart.
        places = [tip + (0.8, 0.5) * _turned(tip, angle) for tip, angle in zip(s.vectors, (75, -75))]
        places.append(0.8 * s.h + 0.4 * _turned(s.h, -90))
        for arrow, label, tip, place, counts in zip(arrows, labels, tips, places, (*s.used, True)):
            arrow.set((0, 0), tip if np.hypot(*tip) > 0.05 else (0, 0))
            arrow.arrow.set_alpha(1 if counts else 0.25)
            label.set(position=np.clip(place, -inside, inside), alpha=1 if counts else 0.25)
        bars.set(s.p, [f"{p:.2f}" for p in s.p], marked=[right])

    def tell(s):
        best = [word for word, p in zip(words, s.p) if p > s.p.max() - 1e-9]
        given = [f"{name} ({listed(v, '.1f')})" for name, v, used in zip(names, s.vectors, s.used) if used]
        return (
            f"Context: {' and '.join(given)}; h = ({listed(s.h)}). "
            f"Logits: {', '.join(f'{word} {plain(logit)}' for word, logit in zip(words, s.logits))}. "
            f"Most probable: {' and '.join(best) if len(best) < 5 else 'all alike'}; "
            f"too has {s.p[right]:.2f}, so the loss is {-np.log(s.p[right]):.2f}."
        )

    def drag(pointer, never1, never2, late1, late2):
        tips = {"never": (never1, never2), "late": (late1, late2)}
        held = min(tips, key=lambda name: dist(pointer.start, tips[name]))
        return {f"{held}1": pointer.x, f"{held}2": pointer.y}

    controls = {"context": choice("context", ["never, late", "never", "late"])}
    for name in names:
        for i, start in enumerate(inputs[words.index(name)], start=1):
            controls[f"{name}{i}"] = slider(f"{name} {i}", float(start), -3.0, 3.0, 0.1)
    goals = (
        Goal("make “too” the most probable word", lambda s: np.sum(s.p >= s.p[right]) == 1),
        Goal("give it more than 0.7", lambda s: s.p[right] > 0.7),
        Goal("make all five equally probable, with a context of two words",
             lambda s: all(s.used) and np.ptp(s.p) < 1e-9),
    )  # fmt: skip
    return Explorer(figure, controls, see, draw, tell, drag={plane: drag}, goals=goals)


def _plane_of_outputs(axes, words, outputs):
    """The plane of word vectors with the output vector of each word (□)."""
    ticks = range(-3, 4)
    axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xticks=ticks, yticks=ticks)
    axes.set(xlabel="first number", ylabel="second number", title="→ word vectors   □ output vectors")
    axes.grid(color="0.9")
    axes.set_axisbelow(True)
    above = dict(zorder=3, animated=True)  # an arrow that ends on a square hides neither it nor its name
    axes.plot(*outputs.T, "s", fillstyle="none", color=GREY, markersize=11, markeredgewidth=2.5, **above)
    for word, vector in zip(words, outputs):
        x, y = np.sign(vector).astype(int)  # the name stands outwards of the square
        look = dict(ha=("center", "left", "right")[x], va=("center", "bottom", "top")[y], color="#555555", size=12)
        axes.annotate(word, vector, (9 * x, 9 * y), textcoords="offset points", path_effects=RIM, **look, **above)


def _turned(vector, degrees):
    """The direction of a vector, turned to the left: of length 1. Of the vector 0, up."""
    angle = np.arctan2(*(vector[::-1] if vector.any() else (1, 0))) + np.radians(degrees)
    return np.array([np.cos(angle), np.sin(angle)])


# ── the map that training draws ─────────────────────────────────────────────────────────────────────────────────

@styled
def vector_map(sentences=None, words=None, epochs=30, **settings):
    """A training run as a moving map. ▶ lets it run; click on a point, or choose, to see a word's nearest words.

    sentences: lists of words to learn from; without them, those of the lesson. words: which of them are shown, by
    default the 20 most frequent. settings: of `ll.Word2Vec`, such as sg=0 for CBOW or vector_size=2.
    """
    known = sum(GROUPS.values(), [])
    run = film(sentences or tiny_world(1000), words or (None if sentences else known), epochs, **settings)
    groups = [run.words]
    if set(run.words) <= set(known):
        groups = [some for group in GROUPS.values() if (some := [word for word in group if word in run.words])]
    numbers, plane = [[run.words.index(word) for word in group] for group in groups], run.plane()
    figure, (left, right) = new_figure(9, 4.2, ncols=2, width_ratios=(5, 4))
    left.set(xlim=(-1.1, 1.9), ylim=(-1.1, 1.1), aspect="equal", xticks=[], yticks=[])
    left.spines[:].set_visible(True)
    look = dict(linestyle="", markersize=10, markeredgecolor=BLACK)
    points = [Line(left, mark, color=colour, **look) for mark, colour in LOOKS[: len(groups)]]
    lines = Line(left, color=BLACK, linewidth=1.2)
    ring = Line(left, "o", fillstyle="none", color=BLACK, markersize=20, markeredgewidth=2.5)
    labels = [moving_text(left, 1.08, va="center", size=14) for _ in range(4)]  # where no point comes
    right.plot(run.losses, color=BLUE)
    right.set(xlabel="epoch", title="loss, in nats", ylim=(min(run.losses) - 0.2, max(run.losses) + 0.2))
    keys = [Line2D([], [], marker=mark, color=colour, **look) for mark, colour in LOOKS[: len(groups)]]
    texts = ["\n".join(wrap(drawable(", ".join(group)), 30)) for group in groups]
    right.legend(keys, texts, frameon=False, loc="upper right").set_zorder(0.5)  # below what moves: it may stand still
    now = spot(right)

    def see(epoch, word):
        chosen = run.words.index(word)
        near, cosines = run.near(epoch, chosen)
        return {"chosen": chosen, "near": near, "cosines": cosines, "places": plane[epoch], "loss": run.losses[epoch]}

    def draw(s):
        for mark, group in zip(points, numbers):
            mark.set(*s.places[group].T)
        ring.set(*s.places[s.chosen])
        named = np.array([s.chosen, *s.near])
        named = named[np.argsort(s.places[named, 1])]  # in the order of their heights, so that no line crosses another
        column = np.clip(s.places[named, 1].mean(), -0.8, 0.8) + 0.17 * (np.arange(len(named)) - 1.5)
        for label, word, y in zip(labels, named, column):
            weight = "bold" if word == s.chosen else "normal"
            label.set(y=y, text=drawable(run.words[word][:12]), weight=weight)
        ends = np.stack([np.full(len(named), 1.05), column], axis=1)
        lines.set(*joined(np.stack([s.places[named], ends], axis=1)))
        now.set(s.epoch, s.loss)

    def tell(s):
        nearest = ", ".join(f"{run.words[i]} {plain(cosine)}" for i, cosine in zip(s.near, s.cosines))
        return f"After epoch {s.epoch} the loss is {s.loss:.2f} nats. Nearest to {s.word}, by cosine: {nearest}."

    def drag(pointer, epoch):
        return {"word": run.words[int(np.argmin(np.hypot(*(plane[epoch] - (pointer.x, pointer.y)).T)))]}

    controls = {
        "epoch": ticker("epoch", 0, epochs, interval=400),
        "word": choice("word", run.words, "cat" if "cat" in run.words else None),
    }
    goals = [
        Goal(f"{name}: the first epoch at which its three nearest words are {kind}",
             lambda s, found=(first, name): (s.epoch, s.word) == found)
        for name, kind in (("dog", "animals"), ("king", "men")) if (first := run.first(name, GROUPS[kind])) > 0
    ]  # fmt: skip
    return Explorer(figure, controls, see, draw, tell, drag={left: drag}, goals=goals)


class Film(NamedTuple):
    """A training run. vectors: of length 1, (epochs + 1, words, size). losses: of a pair, after each epoch."""

    words: list
    vectors: np.ndarray
    losses: list

    def near(self, epoch, word):
        """The three nearest words by cosine: numbers and cosines."""
        cosines = self.vectors[epoch] @ self.vectors[epoch, word]
        cosines[word] = -np.inf
        best = np.argsort(-cosines, kind="stable")[:3]
        return best, cosines[best]

    def plane(self):
        """Every vector in the two directions in which the last ones differ most, (epochs + 1, words, 2)."""
        return self.vectors @ principal_axes(self.vectors[-1]).T

    def first(self, word, group):
        """The first epoch at which the nearest words all belong to a group; -1 if there is none."""
        if word in self.words:
            for epoch in range(len(self.vectors)):
                if {self.words[i] for i in self.near(epoch, self.words.index(word))[0]} <= {*group}:
                    return epoch
        return -1


def film(sentences, words=None, epochs=30, **settings):
    """Train on sentences and keep what the vectors of the words were before each epoch. See `vector_map`."""
    start = dict(vector_size=10, window=4, min_count=1, sample=0, shrink_windows=False, sg=1, negative=0)
    model = Word2Vec(sentences, **start | settings, epochs=0)
    if model.vocabulary.counts.sum() * len(model.vocabulary) * epochs > WORK:
        raise ValueError("that takes minutes with the full softmax: give fewer sentences, or a larger min_count")
    words = list(words or model.vocabulary.words[:20])
    if len(words) < 4:
        raise ValueError(f"a map needs at least four words, got {len(words)}")
    vectors = []
    for _ in range(epochs + 1):  # one more, since an epoch measures the loss while it runs
        vectors.append(unit(model.wv[words]))
        model.train(1, model.alpha, model.alpha)
    return Film(words, np.array(vectors), model.history)
