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
    assert round(cosine(np.array([2.0, 1.0]), np.array([4.0, 3.0])), 2) == 0.98


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


def test_what_is_said_of_the_documentation_holds_for_the_versions_installed():
    names = {}
    for cell in nbformat.read(Path(__file__).parents[1] / "notebooks/12_word2vec_on_real_text.ipynb", as_version=4).cells:
        computes = cell.cell_type == "code" and not cell.source.startswith(("lesson.", "ll.widgets"))
        if computes and "opposites" not in names:  # the last claims are about opposites, in section 6
            exec(cell.source, names)
    said = SimpleNamespace(**names)
    said.folder.cleanup()

    def near(word, topn):
        return {other for other, _ in said.docs.most_similar(word, topn=topn)}

    assert 550_000 < said.vocabulary.counts.sum() < 850_000  # about 700,000 words
    assert near("maximum", 1) == {"minimum"} and near("left", 1) == {"right"}
    assert near("windows", 6) & {"linux", "unix"} and near("red", 6) & {"green", "blue"}
    assert said.vocabulary.counts[said.vocabulary["monday"]] < 25
    assert np.mean([answer == word + "s" for answer, word in zip(said.ruled, said.singular)]) < 0.6  # far from all
    assert said.itself > 0.8
    assert np.mean(said.true) < 0.2  # of the nearest dots on the second map
    assert np.sum(np.array(said.nearest_words) == list(said.opposites.values())) > len(said.opposites) / 2
    assert "he" in said.docs and not {"she", "king", "queen", "woman"} & set(said.docs.index_to_key)


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
