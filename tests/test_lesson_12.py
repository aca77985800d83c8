"""Lesson 12, word2vec on real text: what the text says is true, and the widgets do what it asks of them."""

from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib import texts, widgets
from lessons_lib.lessons.lesson_12.widgets import tiny_vectors
from lessons_lib.word2vec import WordVectors
from lessons_lib.word2vec.vectors import unit

from .hands import drag, reached


@pytest.fixture(scope="module")
def atlas():
    return widgets.word_map()


@pytest.fixture(scope="module")
def analogies():
    return widgets.analogy_explorer()


# ── what the text says ──────────────────────────────────────────────────────────────────────────────────────────

def test_the_cosines_worked_by_hand():
    cosine = ll.lesson("12").exercises["cosine"].solution
    assert cosine(np.array([3.0, 4.0]), np.array([4.0, 3.0])) == 0.96
    u, v = np.array([2.0, -1.0, 2.0]), np.array([4.0, 0.0, -3.0])
    assert (u @ v, np.linalg.norm(u), np.linalg.norm(v)) == (2.0, 3.0, 5.0)


def test_row_numbers_are_shown_as_whole_numbers():
    nearest = ll.lesson("12").exercises["nearest"]
    feedback = nearest.check(lambda vectors, i, topn: nearest.solution(vectors, -1, topn))
    assert "[1, 2, 5] is expected, yours is [3, 4, 5]" in feedback.message


def test_the_tiny_world_answers_every_question_of_its_rules_but_not_all_rivers():
    wv, questions = tiny_vectors(), texts.world_analogies()
    assert len(questions) == 142
    assert all(wv.analogy(a, b, c, topn=1)[0][0] == d for a, b, c, d in questions)
    assert wv.analogy("france", "seine", "russia", topn=1)[0][0] == "moscow"


def test_a_map_of_the_tiny_world_keeps_about_a_sixth_and_half_of_the_nearest_dots_are_neighbours(atlas):
    units = unit(tiny_vectors().vectors)
    spread = np.linalg.svd(units - units.mean(axis=0), compute_uv=False) ** 2
    assert 1 / 7 < spread[:2].sum() / spread.sum() < 1 / 5
    true = np.mean([reached(atlas, word=word, zoom=4)[0] for word in tiny_vectors().index_to_key])
    assert 0.4 < true < 0.6


@pytest.fixture(scope="module")
def said():
    """What the lesson's own cells compute, those that check nothing; the map is called `explorer`."""
    names = {}
    path = Path(__file__).parents[1] / "notebooks/12_word2vec_on_real_text.ipynb"
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code" and "lesson." not in cell.source:
            exec(cell.source.replace("\nll.widgets.group_map(", "\nexplorer = ll.widgets.group_map("), names)
    names["folder"].cleanup()
    return SimpleNamespace(**names)


@pytest.mark.slow  # it trains for a minute; in every run the notebook's own outputs are compared
def test_what_is_said_of_the_plays_holds_with_a_margin(said):
    """The claims of the text, each with how far it is from failing (pytest -s shows that)."""

    def ahead(word, first):
        (best, cosine), (_, second) = said.bard.most_similar(word, topn=2)
        assert best == first
        print(f"{word}: {first}, {cosine - second:.3f} ahead of the next")

    firsts = dict(true="false", sun="moon", two="three", wife="husband", dog="cat", romeo="juliet")
    for word, first in firsts.items():
        ahead(word, first)
    near = [word for word, _ in said.bard.most_similar("true", topn=1000)]
    assert near.index("honest") == 20 and near.index("love") > 200 and "and" not in near
    assert [said.vocabulary.counts[said.vocabulary[word]] for word in ("thunder", "good")] == [55, 2906]
    pairs = [(one, two) for words in said.sentences for one, two in zip(words, words[1:])]
    animal = sum(pair in {("a", "bear"), ("the", "bear")} for pair in pairs)
    print(f"bear: {animal} of {said.vocabulary.counts[said.vocabulary['bear']]} after an article")
    assert 4 * animal < said.vocabulary.counts[said.vocabulary["bear"]]


@pytest.mark.slow
def test_analogies_are_no_better_than_their_baseline_and_their_errors_count_what_hangs_together(said):
    pairs = {(said.asked[12 * i + j][2], said.asked[12 * i + j][3]) for i in range(13) for j in range(12)}
    assert len(said.asked) == 156 and pairs == set(map(tuple, said.pairs))
    for i in range(13):
        assert len({question[2] for question in said.asked[12 * i : 12 * i + 12]}) == 1
    error = np.std(said.right - said.base, ddof=1) / np.sqrt(13)
    print(f"analogies {said.right.mean():.3f}, baseline {said.base.mean():.3f}, error of the difference {error:.3f}")
    assert said.right.mean() < 1 / 3 and abs(said.right.mean() - said.base.mean()) < error
    for a, b, c, d, place in (("king", "queen", "duke", "duchess", 0), ("man", "king", "woman", "queen", 1),
                              ("he", "his", "she", "her", 1)):  # fmt: skip
        assert said.bard.analogy(a, b, c, topn=3)[place][0] == d
    units = dict(zip(said.bard.index_to_key, unit(said.bard.vectors)))
    best = [said.bard.most_similar(units[b] - units[a] + units[c], topn=1)[0][0] for a, b, c, _ in said.asked]
    own = np.mean([word in asked[1:3] for word, asked in zip(best, said.asked)])
    print(f"without leaving the three words out, {own:.0%} of the answers are b or c")
    assert own > 0.9


@pytest.mark.slow
def test_some_words_lean_by_many_spreads_and_others_by_what_may_be_chance(said):
    leans = {word: said.lean(word) for word in said.adjectives}
    spread = np.std([said.lean(word) for word in said.adverbs])
    print({word: f"{value / spread:.1f} spreads" for word, value in leans.items()})
    assert len(leans) == 20 and len(said.adverbs) == 16
    assert -8.5 < leans["fair"] / spread < -7 and -7 < leans["sweet"] / spread < -5.5
    assert max(leans, key=leans.get) in ("noble", "true") and 1.5 < max(leans.values()) / spread < 2.5
    assert abs(said.lean("rich") - leans["sweet"]) < 0.02
    assert min(said.vocabulary.counts[said.vocabulary[word]] for word in leans) > 200


@pytest.mark.slow
def test_opposites_are_near_and_mixed_pairs_are_not(said):
    places = {}
    for name, two in (("opposites", said.opposites), ("mixed", said.mixed)):
        cosines = {a: dict(said.bard.most_similar(a, topn=len(said.bard))) for a, _ in two}
        places[name] = np.array([1 + sum(c > cosines[a][b] for c in cosines[a].values()) for a, b in two])
        print(name, np.mean(places[name] <= 10), np.median(places[name]))
    assert np.mean(places["opposites"] <= 10) > 0.3 and np.mean(places["mixed"] <= 10) < 0.1
    assert np.median(places["opposites"]) < 30 and np.median(places["mixed"]) > 2000


@pytest.mark.slow
def test_the_search_finds_what_the_text_says(said, capsys):
    def found(query):
        said.search(query)
        first, *lines = capsys.readouterr().out.splitlines()
        assert first == query and len(lines) == 10 and all(line.endswith(")") and "act" in line for line in lines)
        return lines

    assert "As You Like It" in found("we are all actors on a stage")[0]
    assert "Othello" in found("a jealous husband suspects his wife")[0]
    assert "Richard III" in found("the king is dead")[2]
    assert not any("Macbeth" in line for line in found("sleep brings no rest to a guilty mind"))
    lines = found("the moon shines on the sea at night")
    assert sum("moon" in line or "sun" in line for line in lines) == 9 and not any(" sea" in line for line in lines)
    with pytest.raises(ValueError, match="none of these words"):
        said.search("telephone")


@pytest.mark.slow
def test_groups_of_words_stand_together_in_all_numbers_and_less_so_on_the_map(said):
    assert "Of 70 words, 91% have a word of their own group nearest" in said.explorer.picture.alt
    assert "(by chance 13%)" in said.explorer.picture.alt
    assert "On the map, 63% have one as nearest mark; it keeps 28% of the spread." in said.explorer.picture.alt
    said.explorer.set(yours="wine, cup drink banquet", named="yours")
    assert reached(said.explorer)[0]


def test_groups_are_named_clicked_and_joined_by_words_of_ones_own():
    groups = {"animals": "dog cat lion cow", "family": ["father", "mother", "man", "woman", "telephone"]}
    explorer = widgets.group_map(groups=groups)
    assert "Of 8 words, " in explorer.picture.alt and "(by chance 43%)" in explorer.picture.alt  # 3 of 7 others
    explorer.set(yours="king telephone")
    assert "'telephone' is not in the vocabulary" in explorer.picture.problem
    explorer.set(yours="king, queen prince princess", named="yours")
    assert reached(explorer) == [True, True] and not explorer.picture.problem
    named = [text.get_text() for text in explorer.picture.figure.axes[0].texts if text.get_text()]
    assert named == "king queen prince princess".split()
    dot = explorer.picture.figure.axes[0].lines[1].get_xydata()[0]
    drag(explorer, 0, dot)
    assert explorer.values["named"] == "family"


def test_a_map_of_nothing_says_so():
    for groups, message in (([], "mapping"), ({}, "mapping"), ({str(i): "king" for i in range(8)}, "from 1 to 7"),
                            ({"a": "nonsense"}, "three words")):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            widgets.group_map(groups=groups)


# ── widgets ─────────────────────────────────────────────────────────────────────────────────────────────────────

def test_the_map_is_searched_zoomed_and_clicked(atlas):
    atlas.reset()
    assert reached(atlas) == [False, False]
    for i in range(2):
        assert any(reached(atlas, word=word, zoom=4)[i] for word in tiny_vectors().index_to_key)
        assert reached(atlas)[i] and not reached(atlas)[1 - i]
    atlas.set(word=" king ", zoom=1)
    assert "“king”" in atlas.picture.alt
    atlas.set(word="kng")
    assert "did you mean 'king'?" in atlas.picture.problem
    atlas.reset()
    dot = atlas.picture.figure.axes[0].lines[0].get_xydata()[7]
    drag(atlas, 0, (2.05, 0.95), dot)
    assert atlas.values["word"] == "king"
    drag(atlas, 0, dot)
    assert atlas.values["word"] == tiny_vectors().index_to_key[7]


@pytest.mark.parametrize("word, zoom", [("king", 1), ("king", 5), ("the", 1), ("seine", 4)])
def test_labels_on_the_map_do_not_cover_each_other(atlas, word, zoom):
    atlas.set(word=word, zoom=zoom)
    renderer = atlas.picture.figure.canvas.get_renderer()
    texts = [t for t in atlas.picture.figure.axes[0].texts if t.get_text()]
    boxes = [t.get_window_extent(renderer).shrunk(0.9, 0.6) for t in texts]
    assert len(texts) > 1 and not any(one.overlaps(two) for i, one in enumerate(boxes) for two in boxes[:i])


@pytest.mark.filterwarnings("error")
def test_words_of_ones_own_are_welcome():
    words = ["größe", "слово", "語", "ok", "a", "b", "c"]
    wv = WordVectors(words, np.random.default_rng(0).normal(size=(7, 3)))
    for explorer in (widgets.word_map(wv), widgets.analogy_explorer(wv, "a", "b", "語")):
        assert explorer.picture.frame and not explorer.picture.problem
    assert len(widgets.analogy_explorer(wv, "a", "b", "c").goals) == 1
    model = ll.Word2Vec([["king", "queen", "man"]] * 9, 4, min_count=1, sample=0, epochs=1)
    assert "king" in widgets.word_map(model).picture.alt


def test_the_arrows_reach_their_goals_and_are_dragged():
    explorer = widgets.cosine_dial()
    for i, tips in enumerate(((2, 1, -1.5, 3), (1, 1, 3, 3), (4, 4, 4, -1.3))):
        explorer.set(**dict(zip(("ax", "ay", "bx", "by"), tips)))
        assert reached(explorer)[i]
    explorer.reset()
    drag(explorer, 0, (1.2, 2.1), (-3.0, 0.5))
    drag(explorer, 1, (0, 0))
    assert explorer.values == {"ax": 3.0, "ay": 1.0, "bx": -3.0, "by": 0.5}
    explorer.set(ax=1.1, ay=0.3, bx=-0.3, by=1.1)  # a dot product that may come out as -1e-17
    assert "−0.00" not in explorer.picture.alt
    explorer.set(ax=0, ay=0)
    assert "points nowhere" in explorer.picture.alt


def test_analogies_reach_their_goals(analogies):
    explorer = analogies
    assert reached(explorer) == [False] * 3
    for i, values in enumerate((
        dict(a="france", b="paris", c="japan"),
        dict(a="france", b="seine", c="russia"),
        dict(a="france", b="seine", c="italy", leave_out=False),
    )):  # fmt: skip
        explorer.set(**values)
        assert reached(explorer)[i]
    explorer.set(a="walk", b="walked", c="jump", leave_out=True)
    assert reached(explorer)[0] and "“jumped”" in explorer.picture.alt
    explorer.set(a="king", b="king", c="king")  # no plane at all
    assert not explorer.picture.problem


def test_the_plane_of_an_analogy_shows_a_parallelogram(analogies):
    analogies.reset()
    known, asked = (line.get_xydata() for line in analogies.picture.figure.axes[0].lines[:2])
    assert np.allclose(known[1] - known[0], asked[1] - asked[0], atol=1e-6)
