"""Noise: wrong words for negative sampling, drawn fast."""

import numpy as np

from ..arguments import as_reals, number


def noise_distribution(counts, exponent=0.75):
    """P(w) = f(w)^exponent / Σ f^exponent (Mikolov, Sutskever et al. 2013, section 2.2); shape of counts, with sum 1.

    exponent: 1 is the distribution of the text, 0 the uniform one; 3/4 lifts rare words a little.
    """
    counts, exponent = as_reals(counts, "counts", ("words",), least=0), number(exponent, "exponent")
    with np.errstate(all="ignore"):
        powers = counts**exponent
    if not 0 < powers.sum() < np.inf:
        raise ValueError(f"there is no distribution with exponent {exponent} of the counts {counts!r:.200}")
    return powers / powers.sum()


class AliasTable:
    """Draws from any distribution in the same time for each draw (Walker 1977, built as in Vose 1991).

    Every number has a column of the same height. What a likely number has too much is put on top of the column of an
    unlikely one: a column holds two numbers at most, and a draw is a column and one coin.

    probabilities: shape (n,), with sum 1. Raises ValueError otherwise.
    """

    def __init__(self, probabilities):
        probabilities = as_reals(probabilities, "probabilities", ("n",), least=0)
        if not np.isclose(probabilities.sum(), 1):
            raise ValueError(f"probabilities have sum 1, got {probabilities!r:.200}")
        height = probabilities * len(probabilities)
        self.own, self.alias = np.ones(len(height)), np.arange(len(height))
        low, high = [list(np.flatnonzero(side)) for side in (height < 1, height >= 1)]
        while low and high:
            small, large = low.pop(), high.pop()
            self.own[small], self.alias[small] = height[small], large
            height[large] -= 1 - height[small]
            (low if height[large] < 1 else high).append(large)

    def draw(self, shape, rng):
        """Numbers from 0 to n - 1, in the given shape, from a NumPy generator."""
        column = rng.integers(len(self.own), size=shape)
        return np.where(rng.random(shape) < self.own[column], column, self.alias[column])
