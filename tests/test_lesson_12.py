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
    """What the lesson's own cells compute, those that only compute."""
    names = {}
    for cell in nbformat.read(Path(__file__).parents[1] / "notebooks/12_word2vec_on_real_text.ipynb", as_version=4).cells:
        if cell.cell_type == "code" and "lesson." not in cell.source and "ll.widgets" not in cell.source:
            exec(cell.source, names)
    names["folder"].cleanup()
    return SimpleNamespace(**names)


@pytest.mark.slow  # it trains for a minute; in every run the notebook's own outputs are compared
def test_what_is_said_of_the_plays_holds_with_a_margin(said):
    """The claims of the text, each with how far it is from failing (pytest -s shows that)."""

    def ahead(word, first):
        (best, cosine), (_, second) = said.bard.most_similar(word, topn=2)
        assert best == first
        print(f"{word}: {first}, {cosine - second:.3f} ahead of the next")

    for word, first in dict(hot="cold", sun="moon", two="three", wife="husband", dog="cat", romeo="juliet").items():
        ahead(word, first)
    assert said.vocabulary.counts[said.vocabulary["thunder"]] == 55
    nearest = np.mean([word == d for word, (_, _, _, d) in zip(said.nearest_words, said.asked)])
    analogies = np.mean([word == d for word, (_, _, _, d) in zip(said.answers, said.asked)])
    print(f"analogies {analogies:.3f}, baseline {nearest:.3f} of {len(said.asked)}")
    assert analogies < 1 / 3 and abs(analogies - nearest) < 2 * np.sqrt(nearest * (1 - nearest) / len(said.asked))
    leans = dict((word, value) for value, word in said.leans)
    spread = np.std([said.lean(word) for word in said.adverbs])
    print({word: f"{leans[word] / spread:.1f} spreads" for word in ("fair", "sweet", "brave", "bold")})
    assert leans["fair"] < -3 * spread and leans["sweet"] < -3 * spread
    assert leans["brave"] > 2 * spread and leans["bold"] > 2 * spread


@pytest.mark.slow
def test_opposites_are_near_and_mixed_pairs_are_not(said):
    places = {}
    for name, two in (("opposites", said.opposites), ("mixed", said.mixed)):
        cosines = {a: dict(said.bard.most_similar(a, topn=len(said.bard))) for a, _ in two}
        places[name] = np.array([1 + sum(c > cosines[a][b] for c in cosines[a].values()) for a, b in two])
        print(name, np.mean(places[name] <= 10), np.median(places[name]))
    assert np.mean(places["opposites"] <= 10) > 0.3 and np.mean(places["mixed"] <= 10) < 0.1
    assert np.median(places["opposites"]) < 60 and np.median(places["mixed"]) > 2000


@pytest.mark.slow
def test_the_search_finds_what_the_text_says(said, capsys):
    for query, play in (("we are all actors on a stage", "As You Like It"), ("the king is dead", "Richard III"),
                        ("a jealous husband suspects his wife", "Othello")):  # fmt: skip
        said.search(query)
        assert play in capsys.readouterr().out
    said.search("sleep brings no rest to a guilty mind")
    assert "Macbeth" not in capsys.readouterr().out


def test_groups_of_words_stand_together_in_all_numbers_and_less_so_on_the_map(said):
    groups = {"sky": "sun moon stars cloud sky wind", "family": ["father", "mother", "son", "wife", "telephone"]}
    explorer = widgets.group_map(said.bard, groups)
    assert "Of 10 words, 100%" in explorer.picture.alt
    explorer.set(yours="wine telephone")
    assert "'telephone' is not in the vocabulary" in explorer.picture.problem
    explorer.set(yours="wine, cup drink banquet", named="yours")
    assert reached(explorer)[0] and not explorer.picture.problem
    assert [t.get_text() for t in explorer.picture.figure.axes[0].texts if t.get_text()] == "wine cup drink banquet".split()
    explorer.set(yours="dog cat lion wolf", named="sky")
    assert reached(explorer) == [True, True]
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
