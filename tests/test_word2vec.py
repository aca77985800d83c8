"""word2vec: every step against the paper, the reading form against the fast form, both against the tape."""

import tracemalloc
from collections import Counter, deque
from io import StringIO
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tqdm import auto, std

import lessons_lib as ll
from lessons_lib import texts, word2vec
from lessons_lib.word2vec.outputs import LONGEST_STEP

SENTENCE = texts.SENTENCE
COUNTS = st.lists(st.integers(1, 30), min_size=1, max_size=12)
SIX = [dict(sg=sg, **output) for sg in (1, 0) for output in (dict(negative=5), dict(hs=1), dict(negative=0))]
RNG = np.random.default_rng(0)


# ── vocabulary and windows ──────────────────────────────────────────────────────────────────────────────────────

def test_words_are_numbered_from_the_most_frequent_down():
    sentences = ["b a b c".split(), "a b d".split()]
    vocabulary = word2vec.Vocabulary.of(sentences, min_count=2)
    assert vocabulary.words == ["b", "a"] and vocabulary.counts.tolist() == [3, 2] and vocabulary["a"] == 1
    assert vocabulary.encode(sentences).tolist() == [0, 1, 0, word2vec.END, 1, 0, word2vec.END]
    assert "c" not in vocabulary and vocabulary.frequencies.tolist() == [0.6, 0.4]


def test_an_unknown_word_gets_the_nearest_spelling():
    vocabulary = word2vec.Vocabulary.of([SENTENCE])
    with pytest.raises(KeyError, match="did you mean 'learn'"):
        vocabulary["laern"]


def test_the_windows_of_the_lecture():
    assert word2vec.pairs(SENTENCE, 1) == [
        ("never", "too"), ("too", "never"), ("too", "late"), ("late", "too"), ("late", "to"),
        ("to", "late"), ("to", "learn"), ("learn", "to")]  # fmt: skip
    assert word2vec.windows(SENTENCE, 2)[0] == ("never", ["too", "late"])
    assert word2vec.windows(SENTENCE, 2)[2] == ("late", ["never", "too", "to", "learn"])
    assert word2vec.windows(["alone"], 3) == [("alone", [])]


def pairs_of_blocks(text, words, window, size, soft=False, seed=0):
    found = Counter()
    text, rng = np.array(text, np.int32), np.random.default_rng(seed)
    for block in word2vec.blocks(text, np.ones(words), window, soft, size, rng):
        found.update(zip(block.words[block.number[block.targets]].tolist(), block.words[block.contexts].tolist()))
    return found


@given(st.lists(st.lists(st.integers(0, 5), max_size=9), min_size=1, max_size=6), st.integers(1, 4))
def test_blocks_hold_the_pairs_of_the_windows_and_none_beyond_a_sentence(sentences, window):
    text = [number for sentence in sentences for number in [*sentence, word2vec.END]]
    expected = Counter(pair for sentence in sentences for pair in word2vec.pairs(sentence, window))
    assert pairs_of_blocks(text, 6, window, size=1000) == expected


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40), st.integers(1, 4), st.integers(1, 9))
def test_no_pair_is_lost_where_a_block_ends(sentence, window, size):
    expected = Counter(word2vec.pairs(sentence, window))
    assert pairs_of_blocks([*sentence, word2vec.END], 6, window, size) == expected


def test_a_soft_window_reaches_distance_d_with_the_probability_of_the_paper():
    n, window = 4000, 4
    found = pairs_of_blocks([*range(n), word2vec.END], n, window, size=n, soft=True)
    slow = Counter(word2vec.pairs(list(range(n)), window, shrink=np.random.default_rng(1)))
    for d in range(1, window + 1):
        for pairs in (found, slow):
            share = sum(abs(i - j) == d for i, j in pairs) / (2 * n)
            assert share == pytest.approx((window - d + 1) / window, abs=0.03)


def test_sub_sampling_rules():
    f = np.array([1e-4, 1e-3, 4e-3, 0.1])
    np.testing.assert_allclose(word2vec.keep_probability(f, 1e-3, "paper"), [1, 1, 0.5, 0.1])
    expected = np.minimum(1, (np.sqrt(f / 1e-3) + 1) * 1e-3 / f)
    np.testing.assert_allclose(word2vec.keep_probability(f, 1e-3), expected)
    assert (word2vec.keep_probability(f, 0) == 1).all()
    with pytest.raises(ValueError, match="rule"):
        word2vec.keep_probability(f, 1e-3, "mine")


def test_words_are_kept_as_often_as_they_should_be():
    text, keep = np.tile([0, 1, word2vec.END], 20000).astype(np.int32), np.array([0.2, 0.7])
    seen = Counter()
    for block in word2vec.blocks(text, keep, 2, True, 128, np.random.default_rng(0)):
        seen.update(block.words[block.number].tolist())
    assert [seen[0] / 20000, seen[1] / 20000] == pytest.approx([0.2, 0.7], abs=0.015)


def test_blocks_account_for_every_word_read():
    text = np.tile([0, 1, 2, word2vec.END], 30000).astype(np.int32)
    read = sum(block.read for block in word2vec.blocks(text, np.full(3, 0.5), 2, True, 128, np.random.default_rng(0)))
    assert read == pytest.approx(90000)


# ── noise ───────────────────────────────────────────────────────────────────────────────────────────────────────

def test_three_quarters_lifts_rare_words():
    assert np.round(np.power([0.9, 0.09, 0.01], 0.75), 3).tolist() == [0.924, 0.164, 0.032]
    expected = np.array([0.924, 0.1643, 0.0316]) / 1.1199
    np.testing.assert_allclose(word2vec.noise_distribution([90, 9, 1]), expected, atol=1e-4)
    np.testing.assert_allclose(word2vec.noise_distribution([90, 9, 1], 1), [0.9, 0.09, 0.01])
    np.testing.assert_allclose(word2vec.noise_distribution([90, 9, 1], 0), [1 / 3] * 3)


@given(COUNTS)
def test_an_alias_table_holds_exactly_its_distribution(counts):
    p = word2vec.noise_distribution(counts)
    table = word2vec.AliasTable(p)
    mass = table.own.copy()
    np.add.at(mass, table.alias, 1 - table.own)
    np.testing.assert_allclose(mass / len(p), p, atol=1e-12)


def test_noise_is_drawn_as_often_as_it_should_be():
    p = word2vec.noise_distribution([50, 10, 3, 1])
    drawn = np.bincount(word2vec.AliasTable(p).draw((100, 1000), np.random.default_rng(0)).ravel()) / 1e5
    np.testing.assert_allclose(drawn, p, atol=0.005)
    with pytest.raises(ValueError, match="sum 1"):
        word2vec.AliasTable([0.5, 0.6])


# ── the tree ────────────────────────────────────────────────────────────────────────────────────────────────────

def codes(tree, words):
    return ["".join(map(str, tree.path(word)[1])) for word in range(words)]


@given(COUNTS)
def test_codes_are_prefix_free_and_complete(counts):
    found = codes(word2vec.HuffmanTree(counts), len(counts))
    assert not any(a != b and b.startswith(a) for a in found for b in found) and len(set(found)) == len(counts)
    assert sum(2.0 ** -len(code) for code in found) == 1


def shortest(counts):
    """The least possible Σ count × depth, by trying every pair that may be joined first."""
    if len(counts) == 1:
        return 0
    return min(
        counts[i] + counts[j] + shortest([c for k, c in enumerate(counts) if k not in (i, j)] + [counts[i] + counts[j]])
        for i in range(len(counts)) for j in range(i)
    )  # fmt: skip


@settings(max_examples=25)
@given(st.lists(st.integers(1, 20), min_size=1, max_size=5))
def test_no_tree_has_shorter_paths(counts):
    lengths = [len(code) for code in codes(word2vec.HuffmanTree(counts), len(counts))]
    assert np.dot(lengths, counts) == shortest(counts)


@given(COUNTS)
def test_the_probabilities_of_all_leaves_sum_to_1(counts):
    output = word2vec.HierarchicalSoftmax(counts)
    h, y = RNG.normal(size=4), RNG.normal(size=(output.vectors, 4))
    total = 0.0
    for word in range(len(counts)):
        rows, answers, _ = output.ask(word)
        p = ll.sigmoid(y[rows] @ h)
        total += np.prod(np.where(answers, p, 1 - p))
    assert total == pytest.approx(1)


# ── one example, a block and the tape agree ─────────────────────────────────────────────────────────────────────

WORDS, SIZE = 12, 6


def outputs(seed=0):
    counts = np.arange(WORDS, 0, -1)
    return [word2vec.FullSoftmax(counts), word2vec.NegativeSampling(counts, negative=5, draws=7),
            word2vec.HierarchicalSoftmax(counts)]  # fmt: skip


def start(output):
    return RNG.normal(0, 0.5, (WORDS, SIZE)), RNG.normal(0, 0.5, (output.vectors, SIZE))


def ask(output, word, noise):
    return output.ask(word, noise) if isinstance(output, word2vec.NegativeSampling) else output.ask(word)


def question(output, examples, noise):
    if isinstance(output, word2vec.NegativeSampling):
        return output.question_with(noise, examples)
    return output.question(examples, RNG)


def one_block(output):
    text = np.array([0, 3, 1, 0, 5, word2vec.END, 2, 2, 7, word2vec.END, 11, word2vec.END], np.int32)
    block = next(word2vec.blocks(text, np.ones(WORDS), 2, False, 99, RNG))
    return block, [[0, 3, 1, 0, 5], [2, 2, 7], [11]]


@pytest.mark.parametrize("output", outputs(), ids=lambda output: type(output).__name__)
@pytest.mark.parametrize("make", [word2vec.skip_gram, word2vec.cbow])
def test_a_block_steps_as_far_as_its_examples_one_by_one(make, output):
    x, y = start(output)
    noise, rate = np.array([0, 3, 3, 9, 1, 0, 8]), 0.01
    block, sentences = one_block(output)
    slow_x, slow_y = np.zeros_like(x), np.zeros_like(y)
    for sentence in sentences:
        for target, context in word2vec.windows(sentence, 2):
            inputs = [([target], word) for word in context] if make is word2vec.skip_gram else [(context, target)]
            for words, right in inputs if context else ():
                moved_x, moved_y = x.copy(), y.copy()
                word2vec.pair_step(moved_x, moved_y, words, *ask(output, right, noise), rate, output.probability)
                slow_x, slow_y = slow_x + moved_x - x, slow_y + moved_y - y
    fast_x, fast_y = x.astype(np.float32), y.astype(np.float32)
    examples = make(block)
    word2vec.block_step(fast_x, fast_y, examples, question(output, examples, noise), rate)
    np.testing.assert_allclose(fast_x - x, slow_x, atol=2e-6)
    np.testing.assert_allclose(fast_y - y, slow_y, atol=2e-6)


@pytest.mark.parametrize("output", outputs(), ids=lambda output: type(output).__name__)
@pytest.mark.parametrize("make", [word2vec.skip_gram, word2vec.cbow])
def test_the_tape_gives_the_same_loss_and_the_same_gradients(make, output):
    x, y = start(output)
    noise = np.array([0, 3, 3, 9, 1, 0, 8])
    block, _ = one_block(output)
    examples = make(block)
    mix = np.eye(examples.hidden) if examples.mix is None else examples.mix.astype(float)
    X, Y, loss = ll.Node(x), ll.Node(y), 0.0
    for row, answer in zip(examples.inputs, examples.answers):
        h = mix[row] @ X[examples.words]
        rows, right, weights = ask(output, examples.words[answer], noise)
        logits = Y[rows] @ h
        if output.probability is ll.softmax:
            loss = loss + ll.cross_entropy(logits.reshape(1, -1), right.argmax(keepdims=True))
        else:
            for k, (answer_k, weight) in enumerate(zip(right, weights)):
                loss = loss + weight * ll.binary_cross_entropy(logits[k], answer_k)
    loss.backward()
    fast = [x.astype(np.float32), y.astype(np.float32)]
    asked = question(output, examples, noise)
    mean = float(loss.value) / len(examples.inputs)
    assert word2vec.block_loss(*fast, examples, asked) == pytest.approx(mean, rel=1e-5)
    word2vec.block_step(*fast, examples, asked, 1e-2)
    np.testing.assert_allclose((fast[1] - y) / 1e-2, -Y.grad, atol=3e-4)
    if make is word2vec.skip_gram:  # CBOW gives each word of the context the whole gradient, see `cbow`
        np.testing.assert_allclose((fast[0] - x) / 1e-2, -X.grad, atol=3e-4)


def test_no_step_reaches_further_than_it_may():
    rate = word2vec.outputs.limited(0.025, np.array([0.0, 1.0, 1e6]))
    assert rate.ravel() == pytest.approx([0.025, 0.025, LONGEST_STEP / 1e6])


# ── the model ───────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.fixture(scope="module")
def world():
    return texts.tiny_world(2500)


@pytest.mark.parametrize("settings", SIX, ids=str)
def test_every_combination_learns_the_tiny_world(world, settings):
    model = ll.Word2Vec(world, 32, epochs=16, alpha=0.08, sample=0, **settings)
    questions = texts.world_analogies()
    right = np.mean([model.wv.analogy(a, b, c, 1)[0][0] == d for a, b, c, d in questions])
    assert right > 0.8 and model.wv.most_similar(["king", "woman"], ["man"], 1)[0][0] == "queen"
    assert len(model.history) == 16 and model.history[-1] < model.history[0]


@pytest.mark.parametrize("settings", SIX, ids=str)
@pytest.mark.parametrize("sentences", [
    [["buffalo"] * 200] * 5,
    [["buffalo", "bison"] * 100] * 5,
    [[str(i % 7) for i in range(500)]] * 3,
    [["total", "0", "0", "0", "total", "1"] * 60] * 3,
], ids=["one word", "two words", "numbers", "table"])  # fmt: skip
def test_nothing_overflows(sentences, settings):
    with np.errstate(all="raise", under="ignore"):
        model = ll.Word2Vec(sentences, 8, min_count=1, epochs=3, sample=0, alpha=0.5, **settings)
    assert np.isfinite(model.history).all() and np.isfinite(model.wv.vectors).all()
    assert np.abs(model.wv.vectors).max() < 100


def test_the_same_seed_gives_the_same_vectors(world):
    one, same, other = (ll.Word2Vec(world[:500], 16, epochs=1, min_count=1, seed=seed).wv.vectors for seed in (1, 1, 2))
    assert (one == same).all() and not (one == other).all()


def test_a_file_gives_what_a_list_gives(tmp_path, world):
    path = tmp_path / "world.txt"
    path.write_text("\n".join(" ".join(sentence) for sentence in world[:300]))
    from_file, from_list = (ll.Word2Vec(text, 8, min_count=1, epochs=1).wv.vectors for text in (path, world[:300]))
    assert (from_file == from_list).all()


def test_training_can_go_on(world):
    model = ll.Word2Vec(world[:300], 8, min_count=1, epochs=0)
    before = model.wv.vectors.copy()
    assert model.history == [] and len(model.train(2)) == 2 and len(model.history) == 2
    assert (model.wv.vectors != before).any()


def test_an_interruption_keeps_what_was_learned(world, monkeypatch, capsys):
    learn, seen = ll.Word2Vec.learn, []

    def interrupted(self, *arguments, **settings):
        seen.append(1)
        if len(seen) == 60:
            raise KeyboardInterrupt
        return learn(self, *arguments, **settings)

    monkeypatch.setattr(ll.Word2Vec, "learn", interrupted)
    model = ll.Word2Vec(world[:1000], 8, min_count=1, sample=0, epochs=3)
    assert "Interrupted after" in capsys.readouterr().out
    assert len(model.history) < 3 and model.outputs.any() and model.wv.most_similar("king", topn=1)


def test_the_progress_bar_ends_full(world, monkeypatch):
    bars = []

    def bar(**settings):
        bars.append(std.tqdm(**settings | {"disable": False, "file": StringIO()}))
        return bars[0]

    monkeypatch.setattr(auto, "tqdm", bar)
    model = ll.Word2Vec(world[:200], 8, epochs=3)
    assert bars[0].n == bars[0].total == 3 * model.vocabulary.counts.sum()


@pytest.mark.parametrize("sentences, settings, message", [
    ((s for s in [SENTENCE]), {}, "only once"),
    ([SENTENCE], {}, "no word was seen min_count=5 times"),
    ([], {}, "no words at all"),
    (["never too late"] * 9, {}, "split"),
    ([[1, 2, 3]] * 9, {}, "a word is a string"),
    ([SENTENCE] * 9, dict(hs=1, negative=5), "choose"),
    ([SENTENCE] * 9, dict(vector_size=0), "vector_size"),
    ([SENTENCE] * 9, dict(epochs=-1), "epochs"),
    ([SENTENCE] * 9, dict(epochs=1.5), "epochs"),
    ([SENTENCE] * 9, dict(alpha=np.nan), "alpha"),
])  # fmt: skip
def test_what_cannot_work_says_why(sentences, settings, message):
    with pytest.raises(ValueError, match=message):
        ll.Word2Vec(sentences, **settings)


@pytest.mark.parametrize("content, message", [
    (b"", "empty"), (b"  \n\n", "empty"), (b"\x93NUMPY\xff", "UTF-8"), (b"a\0b", "zero"),
])  # fmt: skip
def test_a_file_that_is_no_text_says_so(tmp_path, content, message):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message):
        ll.Word2Vec(path)


def test_a_file_that_is_not_there():
    with pytest.raises(FileNotFoundError, match="a string is taken as a path"):
        ll.Word2Vec("never too late to learn")


def test_six_combinations_come_from_two_inputs_and_three_outputs():
    models = [ll.Word2Vec([SENTENCE], 4, min_count=1, epochs=0, **settings) for settings in SIX]
    kinds = {(model.input.__name__, type(model.output).__name__) for model in models}
    assert kinds == set(product(("skip_gram", "cbow"), ("NegativeSampling", "HierarchicalSoftmax", "FullSoftmax")))


@pytest.mark.parametrize("sentences", [[["never", "too", "late"]] * 9, [["a"], ["b"]] * 9])
def test_a_text_without_a_pair_is_told_so(sentences):
    with pytest.raises(ValueError, match="no pair of words was left"):
        ll.Word2Vec(sentences, epochs=2)
    model = ll.Word2Vec(sentences, epochs=0)
    before = model.wv.vectors.copy()
    with pytest.raises(ValueError, match="sample=0"):
        model.train(1)
    assert model.history == [] and np.array_equal(model.wv.vectors, before)


# ── odd arguments ───────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("sentences, message", [
    (None, "sentences are lists of words, or a path, got None"), (3, "or a path, got 3"),
    ([["a", "b"], None], "a sentence is a list, got None"), ([["a", "b"], np.nan], "a sentence is a list, got nan"),
    ([{"a", "b"}], "a sentence is a list, got {"), ([map(str, "ab")], "a sentence is a list, got <map"),
    ([{"a": 1}], "a sentence is a list, got {'a': 1}"), ([["a", 3]], "a word is a string, got 3 in a sentence"),
    ([["a", "b"], ["a", None]], "a word is a string, got None"), ([np.array([1, 2])], "a word is a string, got 1"),
    ([["a", b"b"]], "a word is a string, got b'b'"), (["a b"], r"use sentence.split\(\)"),
    (np.array(["a b", "c"]), r"use sentence.split\(\)"), (np.array("a"), "or a path, got array"),
    (iter([["a", "b"]]), "give list"), ({"a": 1}, "use sentence.split"),
])  # fmt: skip
def test_what_is_no_list_of_sentences_is_told(sentences, message):
    with pytest.raises(ValueError, match=message):
        ll.Word2Vec(sentences, 4, min_count=1, epochs=1)


def test_arrays_tuples_and_other_sequences_are_sentences():
    expected = ll.Word2Vec([SENTENCE] * 9, 4, min_count=1, sample=0)
    for sentences in (np.array([SENTENCE] * 9), (np.array(SENTENCE),) * 9, deque([tuple(SENTENCE)] * 9)):
        model = ll.Word2Vec(sentences, 4, min_count=1, sample=0)
        np.testing.assert_array_equal(model.wv.vectors, expected.wv.vectors)
        assert set(map(type, model.wv.index_to_key)) == {str}


@pytest.mark.parametrize("settings, message", [
    (dict(sample="1e-3"), "sample is a finite number, at least 0, got '1e-3'"), (dict(sample=np.nan), "got nan"),
    (dict(alpha=None), "alpha is a finite number, at least 0, got None"), (dict(min_alpha="0"), "min_alpha is .* got '0'"),
    (dict(ns_exponent="3"), "ns_exponent is a finite number, got '3'"), (dict(sg="cbow"), "sg is .* 0 to 1, got 'cbow'"),
    (dict(hs=2), "hs is a whole number from 0 to 1, got 2"), (dict(seed=-1), "a seed is .* got -1"),
    (dict(window="5"), "window is a whole number from 1 up, got '5'"), (dict(min_count="5"), "min_count is .* got '5'"),
    (dict(negative=2.5), "negative is a whole number from 0 up, got 2.5"), (dict(epochs=None), "epochs is .* got None"),
])  # fmt: skip
def test_odd_settings_are_told_by_name(settings, message):
    with pytest.raises(ValueError, match=message):
        ll.Word2Vec([SENTENCE] * 9, 4, **(dict(min_count=1) | settings))


@pytest.mark.parametrize("use, message", [
    (lambda: word2vec.Vocabulary(["a"]), "counts is a mapping from word to count, got"),
    (lambda: word2vec.Vocabulary({"a": "3"}), "counts expects numbers in a regular shape"),
    (lambda: word2vec.Vocabulary({3: 3}), "a word is a string, got 3 in counts"),
    (lambda: word2vec.Vocabulary({"a": -1}), "counts expects finite numbers, at least 0, got -1"),
    (lambda: word2vec.noise_distribution("90"), "counts expects numbers in a regular shape"),
    (lambda: word2vec.noise_distribution([3, -1]), "counts expects finite numbers, at least 0, got -1"),
    (lambda: word2vec.noise_distribution([0, 0]), "there is no distribution with exponent 0.75 of the counts"),
    (lambda: word2vec.noise_distribution([3, 1], "1"), "exponent is a finite number, got '1'"),
    (lambda: word2vec.keep_probability(["x"]), "frequencies expects numbers in a regular shape"),
    (lambda: word2vec.keep_probability([0.1, np.nan]), "frequencies expects finite numbers, at least 0, got nan"),
    (lambda: word2vec.keep_probability([0.1], None), "sample is a finite number, at least 0, got None"),
    (lambda: word2vec.keep_probability([0.1], rule=3), "rule is one of paper, program, got 3"),
    (lambda: word2vec.AliasTable(None), "probabilities expects numbers in a regular shape"),
    (lambda: word2vec.AliasTable([]), "probabilities have sum 1"),
    (lambda: word2vec.HuffmanTree(3), r"counts expects shape \(words,\), got shape \(\)"),
    (lambda: word2vec.HuffmanTree([]), "one word or more"), (lambda: word2vec.HuffmanTree("ab"), "counts expects numbers"),
    (lambda: word2vec.windows("ab cd"), r"a sentence is a list, got 'ab cd': use .split\(\)"),
    (lambda: word2vec.windows(SENTENCE, "2"), "window is a whole number from 1 up, got '2'"),
    (lambda: word2vec.pairs({"a", "b"}), "a sentence is a list, got {"),
    (lambda: word2vec.pairs(SENTENCE, 2, shrink=True), "shrink is a NumPy generator or None, got True"),
])  # fmt: skip
def test_odd_arguments_of_the_parts_are_told(use, message):
    with pytest.raises(ValueError, match=message):
        use()


def test_a_window_wider_than_every_sentence_costs_no_more_than_the_longest_of_them():
    sentences = texts.tiny_world(300)
    longest = max(map(len, sentences))
    settings = dict(min_count=1, epochs=1, shrink_windows=False)
    narrow, wide = (ll.Word2Vec(sentences, 8, window=window, **settings) for window in (longest, 10_000))
    np.testing.assert_array_equal(narrow.wv.vectors, wide.wv.vectors)
    tracemalloc.start()
    ll.Word2Vec(sentences, 8, window=10_000, min_count=1, epochs=1)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20e6
