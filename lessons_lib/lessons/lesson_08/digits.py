"""Handwritten digits: draw one and watch the network read it, and look at those that it misreads."""

from functools import lru_cache

import numpy as np

from ... import data
from ...activations import log_softmax, relu, softmax
from ...layers import multilayer_network
from ...losses import cross_entropy
from ...optimisers import SGD
from . import digits_pictures as pictures
from .digits_pictures import SHEET
from ...pictures.style import grid, new_figure
from ...train import train
from ...pictures.controls import choice, entry
from ...pictures.explorer import Goal
from ...pictures.old import OldExplorer as Explorer

MINE, ANY = "your drawing", "any"
INK = 0.3
"""The part of a bitmap that is black: 0.30 on average over the training digits, whatever the digit."""


def draw_digit(model=None):
    """Draw a digit and watch the ten probabilities change. Several strokes are fine; the button clears the sheet.

    model: from 64 values to ten logits, such as a trained network; one of the lesson's if it is left out.
    """
    model, (_, test) = model or reader(), data.digits()
    figure, axes = new_figure(9, 3.7, ncols=3, width_ratios=(4, 3, 4))
    artists = pictures.drawing(*axes)
    presets = {f"test digit {digit}": test.x[test.labels == digit][0] for digit in range(10)}

    @lru_cache(1)
    def seen(shown, strokes):
        """The 64 values that the network gets, and its ten probabilities."""
        image = presets[shown] if shown in presets else data.count_blocks(bitmap(strokes_in(strokes)))
        return image, softmax(np.asarray(model(image[None]))[0])

    def update(shown, strokes):
        image, probabilities = seen(shown, strokes)
        pictures.set_drawing(artists, strokes_in(strokes) if shown == MINE else [], image, probabilities)
        first, second = np.argsort(-probabilities)[:2]
        what = f"The {shown}" if shown in presets else "Your drawing" if image.any() else "The empty sheet"
        sure = "more than 99.9%" if probabilities[first] > 0.999 else f"{probabilities[first]:.1%}"
        return f"{what} is read as {first} with {sure}; next comes {second} with {probabilities[second]:.1%}."

    def drag(pointer, shown, strokes):
        if pointer.axes is not axes[0]:
            return None
        before = strokes + ";" if shown == MINE and strokes else ""
        stroke = _thinned(np.clip(pointer.trail, 0, SHEET))
        return {"shown": MINE, "strokes": before + " ".join(f"{x:.1f},{y:.1f}" for x, y in stroke)}

    def drawn(digit):
        def reached(shown, strokes):
            return shown == MINE and strokes and seen(shown, strokes)[1][digit] > 0.9

        return Goal(f"draw a {digit}, read with 90 %", reached)

    def unsure(shown, strokes):
        return shown == MINE and strokes and seen(shown, strokes)[1].max() < 0.5

    controls = {"shown": choice("shown", [MINE, *presets]), "strokes": entry("strokes", "")}
    controls["strokes"].layout.display = "none"  # written by the hand in the picture
    goals = [drawn(3), drawn(5), Goal("leave it unsure: nothing above 50 %", unsure)]
    explorer = Explorer(figure, update, controls, drag=drag, goals=goals)
    explorer.reset_button.description = "Clear"
    return explorer


def misread_digits(model=None):
    """The digits that a network misreads, and which it takes for which. Click on the table, or choose.

    model: as for `draw_digit`.
    """
    model, (x, labels) = model or reader(), data.digits()[1]
    log_probabilities = log_softmax(np.asarray(model(x)))
    guesses, losses = log_probabilities.argmax(axis=1), -log_probabilities[np.arange(len(x)), labels]
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (labels, guesses), 1)
    mistakes = counts - np.diag(np.diag(counts))
    figure, (left, right) = new_figure(9, 3.9, ncols=2, width_ratios=(4, 5))
    artists = pictures.confusions(left, right, counts)

    def update(label, guess):
        chosen = guesses != labels if ANY in (label, guess) else np.full(len(x), True)
        for wanted, values in ((label, labels), (guess, guesses)):
            chosen &= (values == wanted) | (wanted == ANY)
        order = np.flatnonzero(chosen)[np.argsort(-losses[chosen])]
        captions = [f"{labels[i]} → {guesses[i]}" for i in order]
        cell = (None if value == ANY else value for value in (label, guess))
        pictures.set_confusions(artists, *cell, x[order], captions)
        what = f"{len(order)} {'misread' if ANY in (label, guess) else 'found'}"
        what += f", the first {pictures.SHOWN} shown" if len(order) > pictures.SHOWN else ""
        largest = f", the largest loss first: {losses[order[0]]:.2f} for {captions[0]}" if len(order) else ""
        return f"{mistakes.sum()} of {len(x)} digits are misread. Label {label}, read as {guess}: {what}{largest}."

    def drag(pointer, **values):
        if pointer.axes is left and all(-0.5 < at < 9.5 for at in (pointer.x, pointer.y)):
            return {"label": round(pointer.y), "guess": round(pointer.x)}

    def hardest(label, guess):
        return label != ANY == guess and 0 < mistakes[label].sum() == mistakes.sum(axis=1).max()

    def close(label, guess):
        return label == guess != ANY and losses[(labels == label) & (guesses == label)].max(initial=0) > 0.4

    controls = {name: choice(text, [ANY, *range(10)]) for name, text in (("label", "label"), ("guess", "read as"))}
    goals = (
        Goal("which digit is misread most often?", hardest),
        Goal("find a digit that is read right, but with a loss above 0.4", close),
    )
    return Explorer(figure, update, controls, drag=drag, goals=goals)


@lru_cache(1)
def reader():
    """A network that reads digits, trained as in lesson 08; it takes about a second."""
    training, _ = data.digits()
    model = multilayer_network([64, 64, 10], relu, seed=1)
    train(model, training.x, training.labels, cross_entropy, SGD(model.parameters, 0.2, momentum=0.9), epochs=30)
    return model


def bitmap(strokes):
    """Strokes, each (points, 2), as a 32×32 bitmap like those that the digits were made from; (32, 32) of 0 and 1.

    Three things are done as in those: the drawing fills the height, it stands in the middle, and INK of it is black:
    the pixels next to the line, as many as it takes, but at most 5 away from it.
    """
    if not strokes:
        return np.zeros((SHEET, SHEET), int)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = 27 / max(*(high - low), 8)
    ends = [(stroke - (low + high) / 2) * scale + SHEET / 2 for stroke in strokes]
    start = np.concatenate([stroke[:1] if len(stroke) == 1 else stroke[:-1] for stroke in ends])
    along = np.concatenate([stroke[-1:] if len(stroke) == 1 else stroke[1:] for stroke in ends]) - start
    pixels = grid(0.5, SHEET - 0.5, SHEET)[:, None] - start
    share = np.clip((pixels * along).sum(axis=2) / np.maximum((along**2).sum(axis=1), 1e-9), 0, 1)
    distance = np.hypot(*np.moveaxis(pixels - share[..., None] * along, 2, 0)).min(axis=1)
    reach = np.clip(np.quantile(distance, INK), 1, 5)
    return (distance <= reach).astype(int).reshape(SHEET, SHEET)


def strokes_in(text):
    """The strokes written as "x,y x,y; x,y x,y", each (points, 2)."""
    try:
        parts = [part.split() for part in text.split(";") if part.strip()]
        strokes = [np.array([point.split(",") for point in part], float) for part in parts]
    except ValueError:
        strokes = [np.array([])]
    if not all(stroke.ndim == 2 and stroke.shape[1] == 2 and np.isfinite(stroke).all() for stroke in strokes):
        raise ValueError("strokes are written as points x,y with spaces between them, and ; between strokes")
    return strokes


def _thinned(trail):
    """The trail without points closer than 1 to the one kept before, but with its end."""
    kept = [trail[0]]
    for point in trail[1:]:
        if np.hypot(*(point - kept[-1])) >= 1:
            kept.append(point)
    return np.array([*kept, trail[-1]])
