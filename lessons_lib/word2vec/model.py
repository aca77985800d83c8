"""Word2Vec: from sentences to word vectors."""

import numpy as np

from ..arguments import generator, number, whole
from ..progress_bar import progress_bar
from .outputs import FullSoftmax, HierarchicalSoftmax, NegativeSampling
from .training import block_loss, block_step, cbow, skip_gram
from .vectors import WordVectors
from .vocabulary import Vocabulary, repeatable
from .windows import blocks, keep_probability

BLOCK = 128
"""Words in a block. With negative sampling the vectors are equally good from 32 to 256, and the fastest is in between;
with hierarchical softmax smaller blocks learn a little better, and slower."""

MEASURED = 64
"""The loss is measured on one block in so many: enough for a mean, too few to cost time."""


class Word2Vec:
    """Word vectors learned from sentences; names and defaults are gensim's.

    sentences: lists of words, in anything that can be read more than once, or the path of a file with one sentence a
        line. Only the word numbers are kept.
    vector_size: numbers in each vector. window: words on either side; shrink_windows: draw it from 1 … window.
    min_count: words seen less often are left out. sample: the threshold of sub-sampling, 0 for none.
    sg: 1 for skip-gram, 0 for CBOW. hs: 1 for hierarchical softmax. negative: noise words of negative sampling, by
        default 5, with hs=1 none; hs=0 and negative=0 is the full softmax. ns_exponent: of the noise distribution.
    epochs: passes over the text. alpha, min_alpha: the learning rate falls from one to the other in a straight line.
    seed: the same seed and text give the same vectors.

    wv: the WordVectors. outputs: the output vectors. history: the mean loss of a pair, in nats, for each epoch.
    Raises ValueError where nothing can be learned from the sentences, or hs=1 and negative exclude each other.
    """

    def __init__(
        self, sentences, vector_size=100, *, window=5, min_count=5, sample=1e-3, shrink_windows=True, sg=0, hs=0,
        negative=None, ns_exponent=0.75, epochs=5, alpha=0.025, min_alpha=0.0001, seed=1,
    ):  # fmt: skip
        vector_size, window = whole(vector_size, "vector_size", 1), whole(window, "window", 1)
        sg, hs, epochs = whole(sg, "sg", 0, 1), whole(hs, "hs", 0, 1), whole(epochs, "epochs")
        negative = whole((0 if hs else 5) if negative is None else negative, "negative")
        if hs and negative:
            raise ValueError(f"hierarchical softmax or negative sampling: choose hs=1 or negative={negative}, not both")
        alpha, min_alpha = number(alpha, "alpha", least=0), number(min_alpha, "min_alpha", least=0)
        sample, ns_exponent = number(sample, "sample", least=0), number(ns_exponent, "ns_exponent")
        self.rng = generator(seed)
        sentences = repeatable(sentences)
        self.vocabulary = Vocabulary.of(sentences, min_count)
        self.text = self.vocabulary.encode(sentences)
        counts = self.vocabulary.counts
        self.input = skip_gram if sg else cbow
        if hs:
            self.output = HierarchicalSoftmax(counts)
        else:
            self.output = NegativeSampling(counts, negative, ns_exponent) if negative else FullSoftmax(counts)
        self.window, self.shrink_windows, self.alpha, self.min_alpha = window, shrink_windows, alpha, min_alpha
        self.keep = keep_probability(self.vocabulary.frequencies, sample)
        start = (self.rng.random((len(counts), vector_size), dtype=np.float32) - np.float32(0.5)) / vector_size
        self.wv = WordVectors(self.vocabulary.words, start)
        self.outputs = np.zeros((self.output.vectors, vector_size), np.float32)
        self.history = []
        if epochs:
            self.train(epochs)

    def train(self, epochs=1, alpha=None, min_alpha=None):
        """Learn from the text some more. Returns the history of these epochs, a loss each.

        alpha, min_alpha: the learning rate at the start and at the end of these epochs, by default the model's own.
        Interrupting the kernel ends it early: vectors and history are then those of what was finished. A progress bar
        appears after two seconds. Raises ValueError where no pair of words was left to learn from.
        """
        epochs, alpha = whole(epochs, "epochs"), number(self.alpha if alpha is None else alpha, "alpha", least=0)
        slope = number(self.min_alpha if min_alpha is None else min_alpha, "min_alpha", least=0) - alpha
        words, done = int(self.vocabulary.counts.sum()), len(self.history)
        total, read, seen = epochs * words, 0, 0
        with progress_bar(total, " words", unit_scale=True) as bar:

            def show(loss):
                bar.set_postfix(loss=f"{loss:.3f}", refresh=False)
                bar.update(int(read) - bar.n)

            try:
                for epoch in range(1, epochs + 1):
                    loss, measured = 0.0, 0
                    for i, block in enumerate(self._blocks()):
                        found = self.learn(block, alpha + slope * read / total, measure=i % MEASURED == 0)
                        read += block.read
                        if found is not None:
                            loss, measured = loss + found, measured + 1
                            show(loss / measured)
                    seen += measured
                    self.history.append(loss / measured if measured else float("nan"))
                    read = epoch * words  # exactly: a bar that is closed before its end stays red
                    show(self.history[-1])
                if epochs and not seen:
                    del self.history[done:]
                    raise ValueError(
                        "no pair of words was left to learn from: of so small a text, sub-sampling may drop every "
                        "word, and a sentence of one word has no pair. sample=0 keeps every word"
                    )
            except KeyboardInterrupt:
                print(f"Interrupted after {read / total:.0%}. The vectors keep what they have learned.")
        return self.history[done:]

    def learn(self, block, rate, measure=False):
        """One step on one Block. Returns the mean loss of its pairs before, in nats, if it is measured, else None."""
        if not len(block.contexts):
            return None
        vectors, examples = self.wv.vectors, self.input(block)
        question = self.output.question(examples, self.rng)
        loss = block_loss(vectors, self.outputs, examples, question) if measure else None
        block_step(vectors, self.outputs, examples, question, rate)
        return loss

    def _blocks(self):
        return blocks(self.text, self.keep, self.window, self.shrink_windows, BLOCK, self.rng)

    def __repr__(self):
        output = type(self.output).__name__
        return f"Word2Vec({self.input.__name__}, {output}, {self.vocabulary!r}, vector_size={self.wv.vector_size})"
