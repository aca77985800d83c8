"""Lesson 09, words as vectors: what the text says is true, and the widgets do what it asks of them."""

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib.lessons.lesson_09.widgets import COLUMNS, GROUPS, ROWS, film

from .hands import drag, reached

FIVE = ll.data.five_words()
OWN = [line.split() for line in ("the cat drinks milk", "the dog drinks water", "a cat and a dog play")] * 20


@pytest.fixture(scope="module")
def run():
    """The training run that the lesson shows."""
    return film(ll.texts.tiny_world(1000), sum(GROUPS.values(), []))


# What the text says.


def test_one_hot_vectors_are_equally_far_and_select_rows():
    one_hot = np.eye(5)
    far = np.linalg.norm(one_hot[:, None] - one_hot, axis=-1)
    np.testing.assert_allclose(far, np.sqrt(2) * (1 - one_hot))
    np.testing.assert_array_equal(one_hot @ FIVE.inputs, FIVE.inputs)
    assert FIVE.words == ["never", "too", "late", "to", "learn"]


def test_the_cbow_example():
    h = FIVE.inputs[[0, 2]].mean(axis=0)
    logits = h @ FIVE.outputs.T
    assert h.tolist() == [0, 1] and logits.tolist() == [0, -1, 1, 0, 1]
    np.testing.assert_array_equal(np.array([0.5, 0, 0.5, 0, 0]) @ FIVE.inputs @ FIVE.outputs.T, logits)
    np.testing.assert_allclose(ll.softmax(logits), [0.128, 0.047, 0.348, 0.128, 0.348], atol=5e-4)
    assert np.exp(logits).sum() == pytest.approx(7.81, abs=0.01)
    assert ll.cross_entropy(logits, 1) == pytest.approx(3.1, abs=0.05)


def test_the_step_worked_by_hand_is_the_step_of_the_library_and_of_back_propagation():
    h = FIVE.inputs[2]
    errors = ll.softmax(h @ FIVE.outputs.T) - np.eye(5)[1]
    np.testing.assert_allclose(errors, [0.35, -0.87, 0.13, 0.05, 0.35], atol=0.005)
    inputs, outputs = FIVE.inputs.copy(), FIVE.outputs - np.outer(errors, h)
    inputs[2] -= errors @ FIVE.outputs
    np.testing.assert_allclose(inputs[2], [0.35, -1.35], atol=0.005)
    np.testing.assert_allclose(outputs[1], [0.87, -1], atol=0.005)
    assert ll.softmax(inputs[2] @ outputs.T)[1] == pytest.approx(0.67, abs=0.005)
    X, Y = ll.Node(FIVE.inputs), ll.Node(FIVE.outputs)
    ll.cross_entropy(X[2] @ Y.T, 1).backward()
    np.testing.assert_allclose(FIVE.inputs - X.grad, inputs)
    np.testing.assert_allclose(FIVE.outputs - Y.grad, outputs)
    X, Y = FIVE.inputs.copy(), FIVE.outputs.copy()
    ll.word2vec.pair_step(X, Y, [2], *ll.word2vec.FullSoftmax(np.ones(5)).ask(1), rate=1.0, probability=ll.softmax)
    np.testing.assert_allclose(X, inputs)
    np.testing.assert_allclose(Y, outputs)


def test_cbow_shares_its_step_among_the_context():
    h = FIVE.inputs[[0, 2]].mean(axis=0)
    errors = ll.softmax(h @ FIVE.outputs.T) - np.eye(5)[1]
    np.testing.assert_allclose(errors, [0.13, -0.95, 0.35, 0.13, 0.35], atol=0.005)
    np.testing.assert_allclose(errors @ FIVE.outputs, [0.35, 1.65], atol=0.005)
    X, Y = ll.Node(FIVE.inputs), ll.Node(FIVE.outputs)
    ll.cross_entropy(((X[0] + X[2]) * 0.5) @ Y.T, 1).backward()
    cbow_step = ll.lesson("09").exercises["cbow_step"].solution
    inputs, outputs = cbow_step([0, 2], 1, FIVE.inputs, FIVE.outputs, 1.0), FIVE.outputs - Y.grad
    np.testing.assert_allclose(inputs, FIVE.inputs - X.grad)
    np.testing.assert_allclose(inputs[[0, 2]], [[-1.17, 1.18], [0.83, -0.82]], atol=0.005)
    assert ll.softmax(inputs[[0, 2]].mean(axis=0) @ outputs.T)[1] == pytest.approx(0.20, abs=0.005)


def test_the_training_run(run):
    text = ll.texts.tiny_world(1000)
    assert not any(one in s and two in s for s in text for one, two in (("dog", "cat"), ("king", "prince")))
    assert sum("dog" in s for s in text) == 19 and sum({"dog", "the"} <= {*s} for s in text) == 13
    assert run.losses[0] == pytest.approx(np.log(165), abs=1e-6) and run.losses[-1] > 2.9
    assert 0 < run.first("dog", GROUPS["animals"]) < run.first("king", GROUPS["men"]) < 12
    settings = dict(sg=1, negative=0, min_count=1, sample=0, shrink_windows=False, min_alpha=0.025)
    model = ll.Word2Vec(text, vector_size=10, window=4, epochs=30, **settings)
    assert model.wv.similarity("dog", "cow") == pytest.approx(
        float(np.dot(*run.vectors[-1][[run.words.index(w) for w in ("dog", "cow")]])), abs=1e-4)  # fmt: skip
    men, women = map(set, zip(*ll.texts.ROYALS, *ll.texts.PEOPLE))
    for word, alike in (("king", men), ("queen", women)):
        near = model.wv.most_similar(word, topn=8)
        assert {word} | {other for other, _ in near[:7]} == alike and near[6][1] - near[7][1] > 0.05
    cosines = [model.wv.similarity(*pair.split()) for pair in ("dog cat", "dog the", "he she")]
    assert cosines == pytest.approx([0.95, 0.02, 0.72], abs=0.02)
    shared = {"the", "feed", "its", "is"}
    for word in ("dog", "cat"):
        pull = model.outputs @ model.wv[word]
        assert shared <= {model.vocabulary.words[i] for i in np.argsort(-pull)[:10]}


@pytest.mark.parametrize("seed", (1, 2))
def test_verbs_stand_apart_first_and_men_and_women_part_last(seed):
    run = film(ll.texts.tiny_world(1000), sum(GROUPS.values(), []), epochs=5, seed=seed)
    numbers = {name: [run.words.index(word) for word in words] for name, words in GROUPS.items()}

    def apart(one, two):
        """After how many epochs the mean cosine of two groups is small; 9 for never."""
        mean = [(now @ now.T)[np.ix_(numbers[one], numbers[two])].mean() for now in run.vectors]
        return next((epoch for epoch in range(1, 6) if mean[epoch] < 0.5), 9)

    verbs = [apart("verbs", other) for other in ("men", "women", "countries", "animals")]
    people = [apart(person, other) for person in ("men", "women") for other in ("countries", "animals")]
    assert max(verbs) == 1 < min(people) and max(people) < apart("countries", "animals") < apart("men", "women") == 9


# The goals of the widgets can be reached with the controls.


def test_the_goals_of_the_window():
    explorer = ll.widgets.sliding_window()
    assert reached(explorer, target=5, window=2) == [True, False]
    explorer.set(sentence="one two three four five six seven", window=3)
    assert reached(explorer, target=7) == [False, True] and not reached(explorer, target=6)[1]
    explorer.set(sentence="one two three four five six seven eight nine", window=2)
    assert reached(explorer, target=9)[1]


def test_the_data_set_grows_while_the_window_slides():
    explorer = ll.widgets.sliding_window()
    for target, pairs in enumerate((1, 3, 5, 7, 8), start=1):
        explorer.set(target=target)
        assert explorer.state.pairs == pairs and explorer.state.new[-1] == pairs - 1
    assert "8 pairs for skip-gram, and 5 examples for CBOW" in explorer.picture.alt
    explorer.set(sentence="incomprehensibilities characteristically i a b c d e f g", window=4)
    explorer.set(target=10)
    assert explorer.state.pairs == 60 == COLUMNS * ROWS and not explorer.picture.problem


@pytest.mark.filterwarnings("error")
def test_dragging_over_the_words_moves_the_target_and_a_new_sentence_its_limit():
    explorer = ll.widgets.sliding_window("Better late than never!")
    assert explorer.controls["target"].max == explorer.controls["target"].play.max == 4
    drag(explorer, 0, (0.9, 0.9))
    assert explorer.values["target"] == 4 and "Target: never, word 4 of 4. Context words: than." in explorer.picture.alt
    drag(explorer, 0, (0.1, 0.1))
    assert explorer.values["target"] == 4
    explorer.set(sentence="to be")
    assert explorer.values["target"] == 2
    explorer.set(sentence="日本 語 x")  # letters that the font lacks are drawn as boxes, without a warning
    assert "Context words: 日本, x." in explorer.picture.alt
    for sentence, said in (("", "two words"), ("word " * 11, "10 words"), ("extraordinarily " * 5, "60 letters")):
        explorer.set(sentence=sentence)
        assert said in explorer.picture.problem


def test_the_goals_of_cbow():
    explorer = ll.widgets.cbow_forward()
    assert reached(explorer, never1=0.0, never2=-1.0, late1=0.0, late2=-0.5) == [True, False, False]
    assert reached(explorer, never2=-3.0) == [True, True, False]
    assert reached(explorer, never1=1.5, never2=-2.0, late1=-1.5, late2=2.0) == [False, False, True]


def test_dragging_the_nearer_arrow():
    explorer = ll.widgets.cbow_forward()
    drag(explorer, 0, (1.1, 0.1), (0.0, -2.0))
    assert (explorer.values["late1"], explorer.values["late2"], explorer.values["never2"]) == (0.0, -2.0, 2.0)


def test_the_goals_of_the_map_and_a_click_on_a_point(run):
    explorer = ll.widgets.vector_map()
    assert reached(explorer, word="dog", epoch=run.first("dog", GROUPS["animals"])) == [True, False]
    assert reached(explorer, word="king", epoch=run.first("king", GROUPS["men"])) == [False, True]
    explorer.set(epoch=30)
    drag(explorer, 0, run.plane()[30, run.words.index("walk")])
    assert explorer.values["word"] == "walk" and "Nearest to walk" in explorer.picture.alt


def test_a_map_of_ones_own_sentences(tmp_path):
    explorer = ll.widgets.vector_map(OWN, epochs=3, vector_size=3)
    explorer.set(epoch=3, word="milk")
    assert "After epoch 3" in explorer.picture.alt and not explorer.goals
    (tmp_path / "my_text.txt").write_text("Tea or coffee? Coffee with milk. Tea in a cup.")
    text = ll.texts.read_text(tmp_path / "my_text.txt")
    assert film(text, ["tea", "coffee", "milk", "cup"], epochs=2).vectors.shape == (3, 4, 10)
    other = ll.widgets.vector_map(words=["dog", "tools", "cow", "horse"], epochs=1, vector_size=2, sg=0)
    assert not other.picture.problem
    with pytest.raises(KeyError, match="did you mean 'milk'"):
        film(OWN, ["cat", "dog", "mlik", "play"])
    with pytest.raises(ValueError, match="four words"):
        film([["a", "b"]] * 5)
    with pytest.raises(ValueError, match="min_count"):
        film([[f"word{i}", f"word{i + 1}"] for i in range(9000)])


def test_what_a_sentence_pair_for_cbow_is_told():
    check = ll.lesson("09").exercises["same_for_cbow"].check
    assert check(("cats chase mice", "mice chase cats"))
    assert "same sentence" in check(("cats chase mice", "cats chase mice")).message
    assert not check("dog bites man")


def test_two_tables_are_one_too_many_for_cbow():
    exercise = ll.lesson("09").exercises["cbow_step"]
    assert "Return one table" in exercise.check(lambda *case: (exercise.solution(*case), case[3])).message


def test_pairs_may_come_from_a_generator_and_in_lists():
    check = ll.lesson("09").exercises["pairs"].check
    assert check(lambda s, n: (pair for pair in ll.word2vec.pairs(s, n)))
    assert check(lambda s, n: [list(pair) for pair in ll.word2vec.pairs(s, n)[::-1]])
    right = check(lambda s, n: ((t, c) for i, t in enumerate(s) for c in s[i + 1 : i + 1 + n]))
    assert "to the right only" in right.message


def test_what_pairs_in_another_form_are_told():
    check = ll.lesson("09").exercises["pairs"].check
    joined = lambda s, n: [" ".join(pair) for pair in ll.word2vec.pairs(s, n)]
    for junk in (joined, lambda s, n: dict(ll.word2vec.windows(s, n))):
        assert "Give one list of pairs" in check(junk).message
    assert "These are windows" in check(ll.word2vec.windows).message
    found = check(lambda s, n: [pair for pair in ll.word2vec.pairs(s, n) if pair[0] != s[-1]])
    assert "Missing: ('learn', 'to')" in found.message
