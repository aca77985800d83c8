"""Learning: from windows to hidden vectors, to the questions of an output, to the steps; one example or a block.

Two inputs make a hidden vector h of the words in a window: skip-gram takes the target's vector, CBOW the mean of its
context's (Mikolov, Chen et al. 2013). Any of them fits any of the three outputs in `outputs`. The gradients are those
of Rong 2014. A block shares its noise, which turns many small steps into a few matrix products (Ji et al. 2016).
"""

from typing import NamedTuple

import numpy as np

from ..activations import sigmoid
from .outputs import limited, tally


def pair_step(inputs, outputs, words, rows, answers, weights, rate, probability=sigmoid):
    """One step of one example, by hand: everything that took part moves by rate × error. Returns the errors.

    inputs, outputs: vectors, shapes (words, size) and (output vectors, size), changed in place.
    words: numbers of the input words; h is the mean of their vectors. rows, answers, weights: which output vectors are
    asked, what each should say, 1 or 0, and how much it counts, as an output's `ask` gives them.
    """
    h, y = inputs[words].mean(axis=0), outputs[rows]
    errors = weights * (answers - probability(y @ h))
    np.add.at(outputs, rows, rate * np.outer(errors, h))
    np.add.at(inputs, words, rate * errors @ y)  # the whole step of h for each of its words: see `cbow`
    return errors


def block_step(inputs, outputs, examples, question, rate):
    """One step of a whole block: the sum of the steps of all its examples, each from where the block began.

    inputs, outputs: vectors, as in `pair_step`. examples: from `skip_gram` or `cbow`. question: from an output.
    """
    x = inputs[examples.words]
    if examples.mix is None:
        dx, weight = question.learn(x, outputs, rate)
        dx *= limited(rate, weight)
    else:
        dh, weight = question.learn(examples.mix @ x, outputs, rate)
        dx = examples.spread.T @ dh
        dx *= limited(rate, weight @ examples.spread)
    x += dx
    inputs[examples.words] = x


def block_loss(inputs, outputs, examples, question):
    """The mean loss of the pairs of a block, in nats."""
    x = inputs[examples.words]
    h = x if examples.mix is None else examples.mix @ x
    return question.loss(h, outputs) / len(examples.inputs)


class Examples(NamedTuple):
    """The examples of a block: pairs of a row of H = mix X and its right word.

    words: whose vectors are the rows of X. mix: shape (hidden, words), None where H is X; spread: the way back, a step
    of H moves X by spreadᵀ dH. inputs, answers: of each pair the row of H and the right word's place in `words`.
    hidden: how many rows H has. single: whether each row has one pair at most; then `number` is the place of its right
    word, else None.
    """

    words: np.ndarray
    mix: np.ndarray | None
    spread: np.ndarray | None
    inputs: np.ndarray
    answers: np.ndarray
    hidden: int
    number: np.ndarray | None = None

    single = property(lambda self: self.number is not None)


def skip_gram(block):
    """The Examples of skip-gram: h is the vector of the target, the right words are those of its context."""
    return Examples(block.words, None, None, block.number[block.targets], block.contexts, len(block.words))


def cbow(block):
    """The Examples of CBOW: h is the mean vector of the context, the right word is the target.

    The gradient of a mean of n vectors is 1/n for each of them. Like the C program and gensim, `spread` gives each the
    whole: the words of a window then move as far as in skip-gram.
    """
    hidden = len(block.number)
    spread = tally(block.targets, block.contexts, (hidden, len(block.words)))
    around = np.bincount(block.targets, minlength=hidden)
    inputs = np.flatnonzero(around)
    mix = spread * (1 / np.maximum(around, 1, dtype=np.float32))[:, None]
    return Examples(block.words, mix, spread, inputs, block.number[inputs], hidden, block.number)
