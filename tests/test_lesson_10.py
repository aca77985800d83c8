"""Lesson 10: the numbers in its text, the claims about learning, and its three widgets."""

import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib.lessons.lesson_10.exercises import longest_path, mean_path, path_lengths, path_probability
from lessons_lib.lessons.lesson_10.widgets import NOISE_COUNTS, TREE_COUNTS, TREE_VECTORS, multiply_adds

from .hands import drag, reached

FIVE = ll.data.five_words()
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def test_multiply_adds():
    assert [3 * 5 * 2, 3 * 100_000 * 100] == [30, 30_000_000]
    assert 3 * 100_000 * 100 * 1e6 / 1e9 / 3600 > 8
    full, noise, tree = multiply_adds(100_000, 100, 5)
    assert (full, noise) == (30_000_000, 1800) and tree == pytest.approx(300 * 16.6, rel=0.01)


def test_the_step_of_negative_sampling_worked_by_hand():
    inputs, outputs = FIVE.inputs.copy(), FIVE.outputs.copy()
    errors = ll.word2vec.pair_step(inputs, outputs, [2], [1, 0, 3], np.array([1.0, 0, 0]), np.ones(3), rate=1.0)
    np.testing.assert_allclose(-errors, [-0.5, 0.731, 0.269], atol=5e-4)  # the library's are answer - probability
    np.testing.assert_allclose(inputs[2], [0.538, -0.5], atol=5e-4)
    np.testing.assert_allclose(outputs[1], [0.5, -1.0])
    assert np.array_equal(outputs[[2, 4]], FIVE.outputs[[2, 4]])
    sides = np.array([1, -1, -1])
    before, after = (-np.log(ll.sigmoid(sides * (y[[1, 0, 3]] @ x[2]))).sum() for x, y in (
        (FIVE.inputs, FIVE.outputs), (inputs, outputs)))  # fmt: skip
    assert (round(before, 3), round(after, 3)) == (2.320, 1.558)
    asked = ll.word2vec.NegativeSampling(np.ones(5), negative=2, draws=2).ask(1, [0, 3])
    assert [list(part) for part in asked] == [[1, 0, 3], [1, 0, 0], [1, 1, 1]]


def test_the_noise_worked_by_hand():
    f = np.array([0.9, 0.09, 0.01])
    np.testing.assert_allclose(f**0.75, [0.92, 0.16, 0.032], atol=5e-3)
    noise = ll.word2vec.noise_distribution(f)
    np.testing.assert_allclose(noise, [0.825, 0.147, 0.028], atol=5e-4)
    assert round(noise[2] / f[2], 1) == 2.8
    np.testing.assert_allclose(ll.word2vec.noise_distribution(f, 1), f)
    np.testing.assert_allclose(ll.word2vec.noise_distribution(f, 0), 1 / 3)
    assert ll.word2vec.noise_distribution(np.array([64, 16, 4, 1]), 0.5)[-1] == pytest.approx(1 / 15)
    border = (f**0.75).sum() ** -4
    assert np.array_equal(noise > f, f < border)


def test_the_tree_worked_by_hand():
    tree = ll.word2vec.HuffmanTree([8, 6, 4, 3, 2])  # to, never, too, late, learn
    assert [tree.path(word)[1].tolist() for word in (0, 2, 3)] == [[1, 1], [0, 0], [0, 1, 1]]
    left = ll.sigmoid(np.array([2.0, 0.0, -1.0, 1.0]))  # at A, B, C, D
    np.testing.assert_allclose(left, [0.881, 0.5, 0.269, 0.731], atol=5e-4)
    p = [np.prod([left[n] if not c else 1 - left[n] for n, c in zip(*tree.path(word))]) for word in range(5)]
    np.testing.assert_allclose(p, [0.197, 0.072, 0.366, 0.044, 0.322], atol=5e-4)
    assert sum(p) == pytest.approx(1) and mean_path([8, 6, 4, 3, 2]) == pytest.approx(51 / 23)
    assert ll.word2vec.HierarchicalSoftmax([8, 6, 4, 3, 2]).ask(3)[1].tolist() == [1, 0, 0]


def test_the_step_along_a_path_worked_by_hand():
    nodes, code = ll.word2vec.HuffmanTree(list(TREE_COUNTS.values())).path(4)  # learn
    assert nodes.tolist() == [3, 1, 0] and code.tolist() == [0, 1, 0]
    inputs, vectors = FIVE.inputs.copy(), TREE_VECTORS.copy()
    errors = ll.word2vec.pair_step(inputs, vectors, [2], nodes, 1.0 - code, np.ones(3), rate=1.0)
    np.testing.assert_allclose(-errors, [-0.269, 0.5, -0.119], atol=5e-4)
    np.testing.assert_allclose(inputs[2], [1.507, -0.619], atol=5e-4)
    np.testing.assert_allclose(vectors[1], [-0.5, 1])
    p = [path_probability(y[nodes] @ h, code) for y, h in ((TREE_VECTORS, FIVE.inputs[2]), (vectors, inputs[2]))]
    assert np.round(p, 2).tolist() == [0.32, 0.68]


def test_the_mean_path_lies_between_the_surprise_and_one_bit_more():
    counts = np.random.default_rng(0).integers(1, 1000, 60)
    f = counts / counts.sum()
    surprise = -(f * np.log2(f)).sum()
    assert mean_path(list(counts)) == pytest.approx(path_lengths(counts) @ f)
    assert surprise <= mean_path(list(counts)) < surprise + 1


def test_a_chain_is_a_chain_whichever_of_equal_counts_is_joined():
    chains = (16, 8, 4, 2, 1), (1, 1, 1, 2, 3), (2, 2, 3, 4, 7)
    assert [longest_path(counts) for counts in (*chains, (1,) * 5, (5, 4, 3, 2, 1))] == [4, 4, 4, 3, 3]


def test_the_three_learn_the_same_world():
    world = ll.texts.tiny_world(2_000)
    questions = ll.texts.world_analogies()
    first, last = [], []
    for settings in {"negative": 0}, {"negative": 5}, {"hs": 1}:
        model = ll.Word2Vec(world, 30, sg=1, min_count=1, sample=0, epochs=0, **settings)
        for shares, epochs in (first, 1), (last, 5):
            model.train(epochs, alpha=0.05, min_alpha=0.05)
            shares.append(np.mean([model.wv.analogy(a, b, c, 1)[0][0] == d for a, b, c, d in questions]))
    assert len(model.vocabulary) == 165 and min(last) > 0.9
    assert first[2] > max(first[:2]) + 0.2


def test_the_race_settles_the_bet():
    """The cells of the notebook, as they stand: six words asked, the noise drawn anew for each pair."""
    (path,) = NOTEBOOKS.glob("10_*.ipynb")
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    printed, names = io.StringIO(), {"np": np, "ll": ll}
    with redirect_stdout(printed):
        for cell in cells[cells.index(next(cell for cell in cells if "def learn(" in cell)) :][:2]:
            exec(cell, names)
    every, six = ([int(share) for share in re.findall(r"(\d+)%", line)] for line in printed.getvalue().splitlines())
    assert every[3:] == [100] * 3 and max(every[:3]) < 98 and six[3] < 92 and six[5] >= 96


def test_the_words_of_the_widget_have_their_real_counts():
    vocabulary = ll.word2vec.Vocabulary.of(ll.texts.tiny_world())
    assert all(vocabulary.counts[vocabulary[word]] == count for word, count in NOISE_COUNTS.items())


def test_the_goals_of_the_noise_can_be_reached():
    explorer = ll.widgets.noise_explorer()
    explorer.set(exponent=0.38)
    assert reached(explorer) == [True, False, False]
    explorer.set(exponent=0.0, draws=10_000)
    assert reached(explorer) == [False, True, True]
    explorer.set(exponent=0.75)
    assert "a factor of 2.7. These words gain: love, is, paris, dog, king, nile." in explorer.picture.alt


def test_noise_of_ones_own_counts():
    explorer = ll.widgets.noise_explorer({"rare": 1, "often": 99})
    assert explorer.picture.alt.startswith("Exponent 0.75: “rare” is 1% of these words") and len(explorer.goals) == 3
    assert len(ll.widgets.noise_explorer({"a": 5, "b": 5}).goals) == 2  # of two alike, none gains
    for wrong in (5, {"a": 1}, {"a": 1, "b": 0}, {"a": 1, "b": 0.5}, dict.fromkeys("abcdefghijk", 1)):
        with pytest.raises(ValueError, match="whole counts above 0"):
            ll.widgets.noise_explorer(wrong)


def test_the_goals_of_the_tree_can_be_reached():
    explorer = ll.widgets.huffman_explorer()
    assert explorer.picture.alt.startswith("P(too) = 0.73 · 0.50 = 0.366")  # as worked by hand
    assert reached(explorer, word="learn") == [True, False, False] and "= 0.322" in explorer.picture.alt
    assert reached(explorer, word="to", h1=0.0, h2=0.0) == [False, True, False]
    assert "0.50 · 0.50" in explorer.picture.alt
    assert reached(explorer, h1=-1.5, h2=1.5) == [False, False, True] and "“never”" in explorer.picture.alt
    assert "together: 1.00" in explorer.picture.alt


def test_a_tree_of_ones_own_words():
    explorer = ll.widgets.huffman_explorer({"the": 60, "king": 9, "nile": 2})
    assert explorer.picture.alt.startswith("P(king)")


def test_a_click_chooses_a_leaf_and_a_drag_turns_h():
    explorer = ll.widgets.huffman_explorer({"to": 8, "never": 6, "too": 4, "late": 3, "learn": 2})
    for x, word in (-3, "too"), (1.2, "learn"), (2, "late"), (9, "to"):
        drag(explorer, 0, (0.0, 1.0), (x, 1.0))
        assert explorer.values["word"] == word and explorer.picture.alt.startswith(f"P({word})")
    drag(explorer, 1, (0.0, 0.0), (-1.04, 7.0))
    assert (explorer.values["h1"], explorer.values["h2"]) == (-1.0, 2.5)
    with pytest.raises(ValueError, match="3 to 10"):
        ll.widgets.huffman_explorer({"a": 1, "b": 2})


def test_the_goals_of_the_cost_can_be_reached():
    explorer = ll.widgets.cost_of_heads()
    assert "3 million multiply-adds" in explorer.picture.alt and "1,800" in explorer.picture.alt
    explorer.set(words=1000, negatives=20)
    assert reached(explorer) == [True, False]
    explorer.set(words=100_000, negatives=5)
    assert reached(explorer) == [False, True]
