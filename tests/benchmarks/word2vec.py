"""word2vec side by side with gensim: speed and quality on the same text, one thread, one run, ratios.

    python -m pip install gensim
    python tests/benchmarks/word2vec.py [--seeds 3] [text.txt]      # without a text: Shakespeare

The text has one sentence a line. Speed is training alone, in thousands of tokens of the vocabulary × epochs per second
of CPU time. Plurals: mean reciprocal rank, in percent, of word + "s" among a word's neighbours, over a thousand words.
WordSim-353 and SimLex-999 (they come with gensim): rank correlation with human judgement, in percent.
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("text", nargs="?")
    parser.add_argument("--seeds", type=int, default=3, help="scores are means over so many, ± their deviation")
    arguments = parser.parse_args()
    sentences = list(ll.word2vec.Lines(arguments.text)) if arguments.text else [sentence.words for sentence in ll.texts.shakespeare()]
    print(ll.word2vec.Vocabulary.of(sentences, SAME["min_count"]))
    print(f"{'':34}{'gensim':>8}{'ours':>7}{'ratio':>7}   plurals, WordSim-353, SimLex-999: gensim | ours")
    for name, settings in COMBINATIONS.items():
        runs = [[run(sentences, seed, **settings) for run in (theirs, ours)] for seed in range(1, arguments.seeds + 1)]
        (their_speed, our_speed), table = np.mean([[s for s, _ in run] for run in runs], axis=0), []
        for side in (0, 1):
            values = np.array([run[side][1] for run in runs])
            table.append(" ".join(f"{m:5.1f} ± {s:.1f}" for m, s in zip(values.mean(axis=0), values.std(axis=0))))
        ratio = our_speed / their_speed
        print(f"{name:34}{their_speed:8.0f}{our_speed:7.0f}{ratio:7.2f}   {' | '.join(table)}", flush=True)


if __name__ == "__main__":
    main()
