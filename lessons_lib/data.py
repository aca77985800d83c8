"""The data that the lessons share: picnic, logic gates, toy data in the plane, handwritten digits, five words."""

from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from .arguments import as_reals, generator, number, whole
from .texts import SENTENCE


def picnic():
    """The one example that runs through the lessons: shall we go on a picnic?

    x: three inputs, hours of sunshine, wind force and friends who come.
    W, b: three neurons, "weather", "company" and "trouble"; column j of W, shape (3, 3), belongs to neuron j.
    u: weights from the three neurons to the output, shape (3,).
    days: three days, one a row, the first of which is x; shape (3, 3).

    The numbers are made to be worked by hand: with ReLU, x gives (1, 2, 0) in the hidden layer and 2 at the output.
    """
    return SimpleNamespace(
        inputs=("sunshine", "wind", "friends"),
        neurons=("weather", "company", "trouble"),
        x=np.array([2.0, 1.0, 3.0]),
        W=np.array([[1.0, 0.0, -1.0], [-2.0, -1.0, 1.0], [0.0, 1.0, 0.0]]),
        b=np.array([1.0, 0.0, 0.0]),
        u=np.array([1.0, 0.5, -2.0]),
        days=np.array([[2.0, 1.0, 3.0], [1.0, 2.0, 0.0], [4.0, 0.0, 1.0]]),
    )


def five_picnics():
    """Five picnics: hours of sunshine, and for how many hours we stayed. Two arrays of shape (5,)."""
    return np.array([1.0, 2.0, 4.0, 5.0, 7.0]), np.array([1.0, 2.0, 2.5, 4.0, 4.5])


GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "XOR": (0, 1, 1, 0)}
"""Truth tables: the output for each row of `gate_inputs()`."""


def gate_inputs():
    """The four inputs of a logic gate: (0, 0), (0, 1), (1, 0), (1, 1); shape (4, 2)."""
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def moons(n=200, noise=0.15, seed=0):
    """Two half moons that interlock. Returns points, shape (n, 2), and labels 0 or 1, shape (n,)."""
    labels, rng, noise = _start(n, noise, seed)
    angle = rng.uniform(0, np.pi, n)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    points = np.where(labels[:, None] == 0, upper, -upper)
    return points + rng.normal(0, noise, points.shape), labels


def circles(n=200, noise=0.1, seed=0):
    """A ring around a disc. Returns points, shape (n, 2), and labels 0 (disc) or 1 (ring), shape (n,)."""
    labels, rng, noise = _start(n, noise, seed)
    angle, radius = rng.uniform(0, 2 * np.pi, n), np.where(labels == 0, 0.5 * np.sqrt(rng.uniform(0, 1, n)), 1.2)
    points = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return points + rng.normal(0, noise, points.shape), labels


def spirals(n=200, noise=0.05, turns=1.25, seed=0):
    """Two spirals that wind around each other. Returns points, shape (n, 2), and labels 0 or 1, shape (n,)."""
    labels, rng, noise = _start(n, noise, seed)
    along = np.sqrt(rng.uniform(0.02, 1, n))
    angle = 2 * np.pi * number(turns, "turns") * along + np.pi * labels
    points = 1.5 * along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return points + rng.normal(0, noise, points.shape), labels


def blobs(n=200, noise=0.35, classes=2, seed=0):
    """Round clouds, evenly around the origin. Returns points, shape (n, 2), and labels 0 to classes - 1, shape (n,)."""
    labels, rng, noise = _start(n, noise, seed, whole(classes, "classes", 1))
    angle = 2 * np.pi * labels / classes + np.pi / 4
    points = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return points + rng.normal(0, noise, points.shape), labels


def xor(n=200, noise=0.2, seed=0):
    """Four clouds, those across from each other of one class. Returns points, shape (n, 2), and labels 0 or 1."""
    quarters, rng, noise = _start(n, noise, seed, 4)
    corners = 2 * gate_inputs() - 1
    return 0.8 * corners[quarters] + rng.normal(0, noise, (n, 2)), np.array(GATES["XOR"])[quarters]


def noisy_curve(n=60, noise=0.15, seed=0):
    """A sine wave measured with noise: regression. Returns inputs and targets, both of shape (n, 1)."""
    points, rng, noise = _start(n, noise, seed, 1)
    x = np.sort(rng.uniform(-3, 3, (len(points), 1)), axis=0)
    return x, np.sin(1.5 * x) + rng.normal(0, noise, x.shape)


def slope(n=200, noise=0.1, seed=0):
    """A slope that rises to the upper right: regression. Returns points, shape (n, 2), and heights, shape (n,)."""
    points, rng, noise = _scattered(n, noise, seed)
    return points, points.sum(axis=1) / 4 + rng.normal(0, noise, len(points))


def hills(n=200, noise=0.1, seed=0):
    """Two hills and two hollows: regression. Returns points, shape (n, 2), and heights, shape (n,)."""
    points, rng, noise = _scattered(n, noise, seed)
    return points, np.sin(1.5 * points).prod(axis=1) + rng.normal(0, noise, len(points))


def _scattered(n, noise, seed):
    """n points anywhere between -2 and 2, shape (n, 2); a generator for the rest; and the noise."""
    rng = generator(seed)
    return rng.uniform(-2, 2, (whole(n, "n", 1), 2)), rng, number(noise, "noise", least=0)


def _start(n, noise, seed, classes=2):
    """n labels, as many of each class as possible, in order; a generator for the rest; and the noise."""
    labels = np.arange(whole(n, "n, one point per class or more,", classes)) % classes
    return labels, generator(seed), number(noise, "noise", least=0)


class Digits(NamedTuple):
    """Handwritten digits. x: (examples, 64), each row an 8×8 image with values from 0 to 1; labels: (examples,)."""

    x: np.ndarray
    labels: np.ndarray


def digits(test_share=0.2, seed=0):
    """Real handwritten digits, split at random: training Digits and test Digits.

    1,797 images from E. Alpaydin and C. Kaynak 1998, Optical Recognition of Handwritten Digits, UCI Machine Learning
    Repository, https://doi.org/10.24432/C50P49, licence CC BY 4.0 (the test part, as scikit-learn ships it; only the
    file format was changed). Each was written 32×32 in black and white; see `count_blocks`.
    """
    with np.load(Path(__file__).with_name("digits.npz")) as file:
        x, labels = file["images"] / BLOCK, file["labels"].astype(int)
    order = generator(seed).permutation(len(x))
    test, train = np.split(order, [round(number(test_share, "test_share", least=0, below=1) * len(x))])
    return Digits(x[train], labels[train]), Digits(x[test], labels[test])


BLOCK = 16
"""Pixels of the 32×32 original in one pixel of the 8×8 image: 4×4."""


def count_blocks(bitmap):
    """What the digits' makers did with each 32×32 bitmap: count the black pixels in every 4×4 block.

    bitmap: (32, 32) of 0 and 1. Returns shape (64,) with values from 0 to 1, like a row of `digits().x`.
    """
    bitmap = as_reals(bitmap, "a bitmap", (32, 32))
    return bitmap.reshape(8, 4, 8, 4).sum(axis=(1, 3)).ravel() / BLOCK


def five_words():
    """The words of "never too late to learn", with two small vectors for each.

    words: the vocabulary, in the order of the sentence. inputs: the word vectors, outputs: the output vectors, both of
    shape (5, 2), one row a word. The numbers are made to be worked by hand: never and late have the mean (0, 1).
    """
    return SimpleNamespace(
        words=list(SENTENCE),
        inputs=np.array([[-1.0, 2.0], [2.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, -1.0]]),
        outputs=np.array([[1.0, 0.0], [0.0, -1.0], [0.0, 1.0], [-1.0, 0.0], [1.0, 1.0]]),
    )
