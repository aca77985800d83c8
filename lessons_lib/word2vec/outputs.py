"""Three outputs: what is asked about hidden vectors h, which answers are right, and what an answer teaches.

An output asks output vectors y about h; σ(y·h), or the softmax over all y·h, is the probability of "yes". Asked are all
words (full softmax), the right word and some noise (negative sampling; Mikolov, Sutskever et al. 2013, section 2.2) or
the nodes on the way to the right word (hierarchical softmax; Morin and Bengio 2005). Each output stands here twice:
`ask` for one word, in a form to be read, and `question` for a whole block, in a form to be fast.
"""

import numpy as np

from ..activations import log_softmax, sigmoid, softmax
from .sampling import AliasTable, noise_distribution
from .tree import HuffmanTree

LONGEST_STEP = 2.5
"""The largest rate × weight of one step, but for ManyPaths. A word that repeats again and again in one block would
otherwise step as often as it repeats, all from where it stood at first, overshoot, and overflow."""


class FullSoftmax:
    """Asks every word of the vocabulary: the cost of a step grows with the vocabulary.

    counts: how often each word occurs, shape (words,), as for all outputs.
    """

    probability = staticmethod(softmax)

    def __init__(self, counts):
        self.vectors = len(counts)

    def ask(self, word):
        """The output vectors asked about a right word, the right answers, 1 or 0, and how much each counts."""
        rows = np.arange(self.vectors)
        return rows, (rows == word).astype(float), np.ones(self.vectors)

    def question(self, examples, rng):
        """What a block of Examples is asked, as a Question."""
        hits = tally(examples.words[examples.answers], examples.inputs, (self.vectors, examples.hidden))
        pairs = _pairs(examples)
        return SoftmaxQuestion(slice(None), hits, pairs, np.full_like(pairs, pairs.sum()))  # all move all words


class NegativeSampling:
    """Asks the right word and some noise: words drawn at random, for which "no" is the right answer.

    negative: how many noise words a right word is weighed against. exponent: see `noise_distribution`.
    draws: how many are really drawn for each block; all its examples share them, each counting negative / draws.
    """

    probability = staticmethod(sigmoid)

    def __init__(self, counts, negative=5, exponent=0.75, draws=64):
        self.vectors, self.negative, self.draws = len(counts), negative, draws
        self.noise, self._stock = AliasTable(noise_distribution(counts, exponent)), []

    def ask(self, word, noise):
        """The output vectors asked about a right word, the right answers, 1 or 0, and how much each counts.

        noise: numbers of the words drawn. Where the right word itself was drawn, it is passed over.
        """
        noise = np.asarray(noise)[np.not_equal(noise, word)]
        share = self.negative / self.draws
        return np.r_[word, noise], np.r_[1.0, np.zeros(len(noise))], np.r_[1.0, np.full(len(noise), share)]

    def question(self, examples, rng):
        """What a block of Examples is asked, as a Question."""
        if not self._stock:  # one call for many blocks
            self._stock = list(self.noise.draw((128, self.draws), rng))
        return self.question_with(self._stock.pop(), examples)

    def question_with(self, noise, examples):
        """The same with noise that is already drawn, word numbers of shape (draws,)."""
        share = np.float32(self.negative / self.draws)
        if examples.single:
            rows, drawn = np.unique(noise, return_counts=True)
            return OneEach(rows, share * drawn.astype(np.float32), examples)
        known = len(examples.words)
        rows, place = np.unique(np.concatenate([examples.words, noise]), return_inverse=True)
        hits = tally(place[examples.answers], examples.inputs, (len(rows), examples.hidden))
        drawn = share * np.bincount(place[known:], minlength=len(rows)).astype(np.float32)[:, None]
        weights = hits * (1 - drawn)  # hits + drawn · (pairs - hits)
        weights += drawn * _pairs(examples)
        return Question(rows, hits, weights, weights.sum(axis=0))


class HierarchicalSoftmax:
    """Asks each inner node on the way from the root to the right word: left? Left is yes.

    tree: the HuffmanTree, whose inner nodes the output vectors belong to.
    """

    probability = staticmethod(sigmoid)

    def __init__(self, counts):
        self.tree = HuffmanTree(counts)
        self.vectors = len(counts) - 1
        self._place = np.zeros(len(counts), dtype=int)  # of each node among those asked; the last fills up paths

    def ask(self, word):
        """The output vectors asked about a right word, the right answers, 1 or 0, and how much each counts."""
        nodes, code = self.tree.path(word)
        return nodes, 1.0 - code, np.ones(len(nodes))

    def question(self, examples, rng):
        """What a block of Examples is asked, as a Question."""
        right = examples.words[examples.number] if examples.single else examples.words
        paths = self.tree.paths[right]
        self._place[paths] = 1
        self._place[-1] = 0
        rows = np.flatnonzero(self._place)  # the distinct nodes, faster than by np.unique
        self._place[rows] = np.arange(len(rows))
        question = self._of_paths(rows, right, paths) if examples.single else self._of_intervals(rows, examples)
        self._place[rows] = 0
        return question

    def _of_paths(self, rows, right, paths):
        on_path = paths < self.vectors
        nodes, length = paths[on_path], np.count_nonzero(on_path, axis=1)
        left = np.repeat(self.tree.leaf[right], length) < self.tree.span[nodes, 1]
        return OnePath(rows, self._place[nodes], length, left)

    def _of_intervals(self, rows, examples):
        """In the order of the leaves a node is an interval: sums over what is below it are differences of sums."""
        leaves = self.tree.leaf[examples.words]
        order = np.argsort(leaves)
        after = np.argsort(order) + 1
        below = tally(after[examples.answers], examples.inputs, (len(order) + 1, examples.hidden))
        np.cumsum(below, axis=0, out=below)
        begin, middle, end = below[np.searchsorted(leaves[order], self.tree.span[rows].T)]
        middle -= begin
        end -= begin
        return ManyPaths(rows, middle, end, _pairs(examples))  # a path counts as one: its questions share one answer


# ── what the answers teach ──────────────────────────────────────────────────────────────────────────────────────

class Question:
    """All rows of H, asked about the same output vectors.

    rows: the output vectors, distinct. hits: how often "yes" was right, weights: how often the question was put, both
    of shape (rows, hidden). load: as how many questions each row of H counts when its step is limited, shape (hidden,).
    """

    reach = LONGEST_STEP  # of the steps of the output vectors

    def __init__(self, rows, hits, weights, load):
        self.rows, self.hits, self.weights, self.load = rows, hits, weights, load

    def learn(self, h, outputs, rate):
        """Update the output vectors. Returns the step that H would like, over the rate, and its load.

        With logits Y Hᵀ:  E = hits - weights ∘ σ(Y Hᵀ),  Y += rate · E H,  and H should move by rate · Eᵀ Y.
        """
        y = outputs[self.rows]
        error, asked = self.error(y @ h.T)
        dy = error @ h
        dy *= limited(rate, asked, self.reach)
        dh = error.T @ y
        y += dy
        outputs[self.rows] = y
        return dh, self.load

    def error(self, logits):
        """E, shape (rows, hidden), and how often each row was asked. Writes over the logits."""
        expected = logistic(logits)
        expected *= self.weights
        return np.subtract(self.hits, expected, out=expected), self.weights.sum(axis=1)

    def loss(self, h, outputs):
        """-ln of the probability of all right answers, in nats: per question softplus(logit) - hits · logit."""
        logits = outputs[self.rows] @ h.T
        return float(np.sum(self.weights * np.logaddexp(0, logits) - self.hits * logits))


class SoftmaxQuestion(Question):
    """All words at once: one of them is right. weights: how many pairs each row of H has, shape (hidden,)."""

    def error(self, logits):
        logits -= logits.max(axis=0)
        expected = np.exp(logits, out=logits)
        expected *= self.weights / expected.sum(axis=0)
        asked = expected.sum(axis=1) + self.hits.sum(axis=1)
        return np.subtract(self.hits, expected, out=expected), asked

    def loss(self, h, outputs):
        return float(-np.sum(self.hits.T * log_softmax(h @ outputs.T)))


class OneEach:
    """Every row of H has one right word, and all share the noise: less to multiply than a Question about all words.

    rows: the noise, distinct. weights: how much each noise word counts, shape (rows,). A row of H without a context is
    zero, and teaches nothing.
    """

    def __init__(self, rows, weights, examples):
        self.rows, self.weights, self.number, self.words = rows, weights, examples.number, examples.words
        self.right = self.words[self.number]
        place = np.searchsorted(rows[:-1], self.right)
        drawn = np.flatnonzero(rows[place] == self.right)
        self.passed_over = place[drawn], drawn  # a right word is no noise
        self.pairs = examples.inputs

    def learn(self, h, outputs, rate):
        """As Question.learn."""
        y, own = outputs[self.rows], outputs[self.right]
        error = 1 - logistic(np.vecdot(own, h))
        noise_error = logistic(y @ h.T)
        noise_error *= -self.weights[:, None]
        noise_error[self.passed_over] = 0
        dy = noise_error @ h
        dy *= limited(rate, self.weights * len(h))
        same = np.zeros((len(self.words), len(h)), np.float32)  # sums over equal words, faster than np.add.reduceat
        same[self.number, np.arange(len(h))] = error
        own_step = same @ h
        own_step *= limited(rate, np.bincount(self.number, minlength=len(same)))
        outputs[self.rows] += dy
        outputs[self.words] += own_step
        dh = noise_error.T @ y
        own *= error[:, None]
        dh += own
        return dh, np.full(len(h), 1 + self.weights.sum())

    def loss(self, h, outputs):
        right = np.vecdot(outputs[self.right], h)[self.pairs]
        noise = np.logaddexp(0, outputs[self.rows] @ h.T) * self.weights[:, None]
        noise[self.passed_over] = 0
        return float(np.sum(np.logaddexp(0, -right)) + np.sum(noise[:, self.pairs]))


class ManyPaths(Question):
    """A row of H may have several right words, and is asked about the nodes on the way to each.

    Every pair of a block asks the root, and H learns from where the root stood before all of them. With a shorter reach
    the vectors are as good as from pairs taught one by one: plural rank, general English, 16.0 both, with LONGEST_STEP
    15.4.
    """

    reach = 1.0


class OnePath(Question):
    """Every row of H has one right word, and is asked about the nodes on the way to it alone.

    rows: all these nodes, distinct. node: the row of each question, in the order of H; length: how many questions each
    row of H is asked; left: the right answers.
    """

    def __init__(self, rows, node, length, left):
        self.rows, self.node, self.load, self.left = rows, node, length, left
        self.cells = node * len(length) + np.repeat(np.arange(len(length)), length)  # in Y Hᵀ, counted row by row

    def error(self, logits):
        cells = logits.reshape(-1)
        found = self.left - logistic(cells[self.cells])
        logits[:] = 0
        cells[self.cells] = found
        return logits, np.bincount(self.node, minlength=len(logits))

    def loss(self, h, outputs):
        logits = (outputs[self.rows] @ h.T).reshape(-1)[self.cells]
        asked = np.repeat(h.any(axis=1), self.load)  # a row without a context is zero, and not asked
        return float(np.sum(np.logaddexp(0, logits) - self.left * logits, where=asked))


def tally(rows, columns, shape):
    """How often each (row, column) occurs, of the given shape."""
    table = np.zeros(shape, np.float32)
    np.add.at(table.reshape(-1), rows * shape[1] + columns, np.float32(1))  # add.at is fast in one dimension only
    return table


def limited(rate, weight, reach=LONGEST_STEP):
    """The rate of each vector, shape (vectors, 1), lowered where rate × weight is beyond reach."""
    return np.minimum(np.float32(rate), np.float32(reach) / np.maximum(weight, 1, dtype=np.float32))[:, None]


def logistic(z):
    """The sigmoid, in place and in a third of the time that `ll.sigmoid` takes; nothing overflows here either."""
    z *= np.float32(0.5)
    np.tanh(z, out=z)
    z += 1
    z *= np.float32(0.5)
    return z


def _pairs(examples):
    return np.bincount(examples.inputs, minlength=examples.hidden).astype(np.float32)
