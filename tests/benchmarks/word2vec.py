"""word2vec side by side with gensim: speed and quality on the same text, one thread, one run, ratios.

For more seeds or another text, one sentence a line: `python -m tests.benchmarks.word2vec [--seeds 3] [text.txt]`.
"""

import os

# Before NumPy is loaded, or it has made its threads already.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse
import time
from pathlib import Path

import gensim
import numpy as np
from scipy.stats import spearmanr

import lessons_lib as ll

TEXT = """Shakespeare's plays, 100 numbers a word, window 5, 5 epochs, one thread. Speed is training alone, in thousands of
tokens of the vocabulary × epochs per second of CPU time. Plurals: the mean reciprocal rank, in percent, of word + "s"
among a word's neighbours, over a thousand words. WordSim-353 and SimLex-999 (they come with gensim): the rank
correlation with human judgement, in percent. Pairs of scores: gensim, ours."""
PACKAGES = ["numpy", "gensim", "scipy"]
HEAD = ["way", "gensim", "ours", "ratio", "plurals", "WordSim-353", "SimLex-999"]

COMBINATIONS = {
    "skip-gram, negative sampling": dict(sg=1, negative=5),
    "CBOW, negative sampling": dict(sg=0, negative=5),
    "skip-gram, hierarchical softmax": dict(sg=1, hs=1, negative=0),
    "CBOW, hierarchical softmax": dict(sg=0, hs=1, negative=0),
}
SAME = dict(vector_size=100, window=5, min_count=5, sample=1e-3)
EPOCHS = 5


def ours(sentences, seed, **settings):
    model = ll.Word2Vec(sentences, seed=seed, epochs=0, **SAME, **settings)
    seconds = timed(lambda: model.train(EPOCHS))
    return EPOCHS * model.vocabulary.counts.sum() / seconds / 1e3, scores(model.wv)


def theirs(sentences, seed, **settings):
    model = gensim.models.Word2Vec(seed=seed, workers=1, **SAME, **settings)
    model.build_vocab(sentences)
    seconds = timed(lambda: model.train(sentences, total_examples=model.corpus_count, epochs=EPOCHS))
    tokens = sum(model.wv.get_vecattr(word, "count") for word in model.wv.index_to_key)
    return EPOCHS * tokens / seconds / 1e3, scores(model.wv)


def timed(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def scores(wv):
    unit = wv.vectors / np.linalg.norm(wv.vectors, axis=1, keepdims=True)
    known = wv.key_to_index
    words, plurals = np.array([(known[w], known[w + "s"]) for w in wv.index_to_key if w + "s" in known][:1000]).T
    cosines = unit[words] @ unit.T
    cosines[np.arange(len(words)), words] = -2
    rank = 1 + (cosines > cosines[np.arange(len(words)), plurals][:, None]).sum(axis=1)
    return [100 * np.mean(1 / rank), *(human(known, unit, file) for file in ("wordsim353.tsv", "simlex999.txt"))]


def human(known, unit, file):
    lines = (Path(gensim.__file__).parent / "test/test_data" / file).read_text("utf-8").lower().splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    rows = [(known[a], known[b], float(score)) for a, b, score, *_ in rows if a in known and b in known]
    a, b, judged = np.array(rows).T
    return 100 * spearmanr((unit[a.astype(int)] * unit[b.astype(int)]).sum(axis=1), judged)[0]


def rows(sentences=None, seeds=1):
    """Scores are means over the seeds."""
    sentences = sentences or [sentence.words for sentence in ll.texts.shakespeare()]
    for name, settings in COMBINATIONS.items():
        runs = [[run(sentences, seed, **settings) for run in (theirs, ours)] for seed in range(1, seeds + 1)]
        their_speed, our_speed = np.mean([[speed for speed, _ in run] for run in runs], axis=0)
        gensims, own = np.mean([[scores for _, scores in run] for run in runs], axis=0)
        pairs = (f"{a:.1f}, {b:.1f}" for a, b in zip(gensims, own))
        yield name, f"{their_speed:.0f}", f"{our_speed:.0f}", f"{our_speed / their_speed:.2f}", *pairs


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("text", nargs="?")
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    text = list(ll.word2vec.Lines(arguments.text)) if arguments.text else None
    for line in [HEAD, *rows(text, arguments.seeds)]:
        print(*line, sep="\t", flush=True)
