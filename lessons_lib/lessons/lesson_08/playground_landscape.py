"""The loss around the weights of a run, along two directions: a landscape, and the path of training through it."""

from copy import deepcopy
from typing import NamedTuple

import numpy as np
from matplotlib import colormaps

SIDE, BANDS = 17, 14
"""Losses computed along each direction; colours between the lowest and the highest."""
COLOURS = (colormaps["viridis"](np.linspace(0, 1, BANDS)) * 255).astype(np.uint8)


class Landscape(NamedTuple):
    """losses: (side, side), over both directions from -reach to reach. path: where the run was, (…, 2)."""

    losses: np.ndarray
    path: np.ndarray


def random_directions(parameters):
    """Two directions drawn at random, one array for each parameter, filter-normalised (Li et al. 2018, section 4).

    The part that belongs to one neuron is as long as the neuron's weights, so one with large weights moves far, one
    with small weights little: 1 means the same everywhere. Biases stay, as in the authors' code.
    """
    generator = np.random.default_rng(0)
    return [[_as_long(generator.normal(size=np.shape(p.value)), p.value) for p in parameters] for _ in range(2)]


def path_directions(parameters, path, reach):
    """The two directions in which the run went furthest: the first principal components of its path.

    path: (…, parameters). They are as long as it takes for the path to stay within `reach`.
    """
    away = path - path[-1]
    _, _, axes = np.linalg.svd(away - away.mean(axis=0), full_matrices=False)
    axes = np.concatenate([axes, np.zeros((2, away.shape[1]))])[:2]
    length = np.abs(away @ axes.T).max() * 1.1 or 1.0
    ends = np.cumsum([np.size(p.value) for p in parameters])[:-1]
    return [
        [part.reshape(np.shape(p.value)) * length / reach for part, p in zip(np.split(axis, ends), parameters)]
        for axis in axes
    ]


def landscape(trainer, directions, path, reach):
    """The Landscape of the training loss around the trainer's weights."""
    model = deepcopy(trainer.model)
    x, y = trainer.training
    start = [np.copy(p.value) for p in model.parameters]
    ticks, losses = np.linspace(-reach, reach, SIDE), np.empty((SIDE, SIDE))
    for column, across in enumerate(ticks):
        moved = [value + across * part for value, part in zip(start, directions[0])]
        for row, up in enumerate(ticks):
            for p, value, part in zip(model.parameters, moved, directions[1]):
                p.value = value + up * part
            losses[row, column] = trainer.setting.loss(model(x), y)
    flat = np.array([np.concatenate([np.ravel(part) for part in direction]) for direction in directions])
    lengths = np.maximum((flat**2).sum(axis=1), 1e-12)
    return Landscape(losses, (path - path[-1]) @ flat.T / lengths)


def banded(losses):
    """Losses in colours, dark where they are low, in bands as on a map; (…, …, 4). Bands are equal in the logarithm."""
    height = np.log(np.nan_to_num(losses, nan=1e9, posinf=1e9) + 1e-3)
    fine = np.linspace(0, SIDE - 1, 4 * SIDE)
    for _ in range(2):
        height = np.array([np.interp(fine, range(SIDE), row) for row in height]).T
    low, high = height.min(), min(height.max(), height.min() + 8)
    share = (height - low) / (high - low or 1)
    return COLOURS[np.clip(share * BANDS, 0, BANDS - 1).astype(int)]


def _as_long(direction, weights):
    if np.ndim(weights) < 2:
        return np.zeros(np.shape(weights))
    return direction * np.linalg.norm(weights, axis=0) / np.linalg.norm(direction, axis=0)
