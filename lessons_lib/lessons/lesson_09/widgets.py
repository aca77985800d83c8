"""Words to play with: slide a window, bend a prediction, and watch a training run draw its map."""

from math import dist
from typing import NamedTuple

import numpy as np

from ...activations import softmax
from ...texts import SENTENCE, tiny_world, tokens
from ...data import five_words
from . import pictures
from ...pictures.style import listed, new_figure, plain
from ...word2vec import Word2Vec, pairs, windows
from ...word2vec.vectors import principal_axes, unit
from ...pictures.controls import choice, entry, slider, ticker
from ...pictures.explorer import Goal
from ...pictures.old import OldExplorer as Explorer

WORLD = {
    "men": "king prince man boy".split(),
    "women": "queen princess woman girl".split(),
    "countries": "france italy japan egypt".split(),
    "animals": "dog cat cow horse".split(),
    "verbs": "walk jump play dance".split(),
}
"""Words of the tiny world in groups; training does not know the groups."""

WORK = 1.5e9
"""Tokens × words of the vocabulary × epochs: what the full softmax may cost here, some tens of seconds."""


# ── a window over a sentence ────────────────────────────────────────────────────────────────────────────────────

def sliding_window(sentence=" ".join(SENTENCE)):
    """A window that slides over a sentence, and the pairs that fall out. Type a sentence of your own.

    sentence: what is shown first. Drag over the words, or move the slider, to choose the target.
    """
    figure, axes = new_figure(9, 3.6)
    artists = pictures.sentence_row(axes)

    def update(sentence, target, window):
        words, target, context = window_of(sentence, target, window)
        controls["target"].max = len(words)
        pictures.set_window(artists, words, target, context)
        outside = 2 * window - len(context)
        edge = f" {outside} of {2 * window} places lie outside the sentence." if outside else ""
        return (
            f"Target: {words[target]}, word {target + 1} of {len(words)}. "
            f"Context words: {', '.join(words[i] for i in context)}.{edge} The whole sentence gives "
            f"{len(pairs(words, window))} pairs for skip-gram, and {len(words)} examples for CBOW."
        )

    def drag(pointer, sentence, **rest):
        if not 0.6 < pointer.y < 1.1:
            return None
        middle = pictures.places(words_of(sentence))[0].mean(axis=1)
        return {"target": int(np.argmin(np.abs(middle - pointer.x))) + 1}

    controls = {
        "sentence": entry("sentence", sentence),
        "target": slider("target", 2, 1, pictures.WORDS, 1),
        "window": slider("window", 1, 1, 4, 1),
    }
    controls["sentence"].layout.width = "26em"
    goals = (
        Goal("window 2: a target with only two context words", lambda sentence, target, window: (
            window == 2 and len(words_of(sentence)) > 3 and len(window_of(sentence, target, window)[2]) == 2)),
        Goal("one window over a whole sentence of at least 5 words", lambda sentence, target, window: (
            len(words_of(sentence)) - 1 == len(window_of(sentence, target, window)[2]) >= 4)),
        Goal("a sentence that gives exactly 30 pairs", lambda sentence, target, window: (
            len(pairs(words_of(sentence), window)) == 30)),
    )  # fmt: skip
    return Explorer(figure, update, controls, drag=drag, goals=goals)


def words_of(text):
    """The words of a sentence that fits in the picture. Raises ValueError for one that does not."""
    words = tokens(text)
    if len(words) < 2:
        raise ValueError(f"a window needs a sentence of at least two words, this has {len(words)}: type some more")
    if len(words) > pictures.WORDS or sum(map(len, words)) > pictures.LETTERS:
        raise ValueError(f"at most {pictures.WORDS} words and {pictures.LETTERS} letters fit here: type a shorter one")
    return words


def window_of(sentence, target, window):
    """The words of a sentence, the place of the target, now counted from 0, and the places of its context words."""
    words = words_of(sentence)
    target, context = windows(range(len(words)), window)[min(target, len(words)) - 1]
    return words, target, context


# ── from a context to probabilities ─────────────────────────────────────────────────────────────────────────────

def cbow_forward():
    """CBOW on "never too late to learn": the vectors of never and late, their mean h, and the probability of each word.

    Drag the tips of the arrows, or move the sliders.
    """
    words, inputs, outputs = vars(five_words()).values()
    names, right = ("never", "late"), words.index("too")
    figure, (plane, bars) = new_figure(9, 4.2, ncols=2, width_ratios=(1, 1))
    artists = pictures.flow(plane, bars, words, outputs, names)

    def forward(context, **numbers):
        vectors = np.array([[numbers[f"{name}{i}"] for i in (1, 2)] for name in names])
        used = [name in context for name in names]
        return vectors, used, vectors[used].mean(axis=0)

    def chances(**values):
        return softmax(forward(**values)[2] @ outputs.T)

    def update(**values):
        (vectors, used, h), p = forward(**values), chances(**values)
        pictures.set_flow(artists, vectors, used, h, p, right)
        best = [word for word, chance in zip(words, p) if chance > p.max() - 1e-9]
        given = " and ".join(f"{name} ({listed(v, '.1f')})" for name, v, yes in zip(names, vectors, used) if yes)
        return (
            f"Context: {given}; h = ({listed(h)}). "
            f"Logits: {', '.join(f'{word} {plain(logit)}' for word, logit in zip(words, h @ outputs.T))}. "
            f"Most probable: {' and '.join(best) if len(best) < 5 else 'all alike'}; "
            f"too has {p[right]:.2f}, so the loss is {-np.log(p[right]):.2f}."
        )

    def drag(pointer, context, **numbers):
        if pointer.axes is not plane:
            return None
        held = min(names, key=lambda name: dist(pointer.start, (numbers[f"{name}1"], numbers[f"{name}2"])))
        return {f"{held}1": pointer.x, f"{held}2": pointer.y}

    controls = {"context": choice("context", ["never, late", "never", "late"])}
    for name in names:
        for i, start in enumerate(inputs[words.index(name)], start=1):
            controls[f"{name}{i}"] = slider(f"{name} {i}", float(start), -3.0, 3.0, 0.1)
    for control in controls.values():
        control.layout.width = "14em"
    goals = (
        Goal("make “too” the most probable word", lambda **v: np.sum(chances(**v) >= chances(**v)[right]) == 1),
        Goal("give it more than 0.7", lambda **v: chances(**v)[right] > 0.7),
        Goal("make all five equally probable, with a context of two words", lambda **v: (
            v["context"] == "never, late" and np.ptp(chances(**v)) < 1e-9)),
    )  # fmt: skip
    return Explorer(figure, update, controls, drag=drag, goals=goals)


# ── the map that training draws ─────────────────────────────────────────────────────────────────────────────────

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


def vector_map(sentences=None, words=None, epochs=30, **settings):
    """A training run as a moving map. ▶ lets it run; click on a point, or choose, to see a word's nearest words.

    sentences: lists of words to learn from; without them, those of the lesson. words: which of them are shown, by
    default the 20 most frequent. settings: of `ll.Word2Vec`, such as sg=0 for CBOW or vector_size=2.
    """
    known = sum(WORLD.values(), [])
    run = film(sentences or tiny_world(1000), words or (None if sentences else known), epochs, **settings)
    groups = [run.words]
    if set(run.words) <= set(known):
        groups = [some for group in WORLD.values() if (some := [word for word in group if word in run.words])]
    numbers = [[run.words.index(word) for word in group] for group in groups]
    figure, (left, right) = new_figure(9, 4.2, ncols=2, width_ratios=(5, 4))
    artists, plane = pictures.vector_map(left, right, groups, run.losses), run.plane()

    def update(epoch, word):
        chosen = run.words.index(word)
        near, cosines = run.near(epoch, chosen)
        pictures.set_map(artists, plane[epoch], numbers, run.words, chosen, near, epoch, run.losses[epoch])
        nearest = ", ".join(f"{run.words[i]} {plain(cosine)}" for i, cosine in zip(near, cosines))
        return f"After epoch {epoch} the loss is {run.losses[epoch]:.2f} nats. Nearest to {word}, by cosine: {nearest}."

    def drag(pointer, epoch, word):
        if pointer.axes is not left:
            return None
        return {"word": run.words[int(np.argmin(np.hypot(*(plane[epoch] - (pointer.x, pointer.y)).T)))]}

    controls = {
        "epoch": ticker("epoch", 0, epochs, interval=400),
        "word": choice("word", run.words, "cat" if "cat" in run.words else None),
    }
    goals = [
        Goal(f"{name}: the first epoch at which its three nearest words are {kind}",
             lambda epoch, word, found=(first, name): (epoch, word) == found)
        for name, kind in (("dog", "animals"), ("king", "men")) if (first := run.first(name, WORLD[kind])) > 0
    ]  # fmt: skip
    return Explorer(figure, update, controls, drag=drag, goals=goals)
