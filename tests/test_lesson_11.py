"""Lesson 11, frequent words and soft windows: what the text says is true, and the widgets do what it asks of them."""

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib.lessons.lesson_11.exercises import deafness, understood
from lessons_lib.lessons.lesson_11.widgets import COLUMNS, LINES, PARAGRAPH, fitting
from lessons_lib.word2vec import Vocabulary, keep_probability, windows

from .hands import drag, reached

SPOKEN = "in his beard the king of the kingdom sees his crown".split()


@pytest.fixture(scope="module")
def world():
    return ll.texts.tiny_world()


@pytest.fixture(scope="module")
def tiny(world):
    return Vocabulary.of(world)


def left_of(explorer):
    """How many words of the paragraph stay."""
    return int(explorer.picture.alt.split(": ")[1].split(" of these")[0])


def test_the_numbers_worked_by_hand(tiny):
    paper, program = (keep_probability([0.05, 0.002, 0.0001], 0.001, rule) for rule in ("paper", "program"))
    assert paper.round(2).tolist() == [0.14, 0.71, 1.0] and program.round(2).tolist() == [0.16, 1.0, 1.0]
    assert np.sqrt(0.5) + 0.5 == pytest.approx(1.21, abs=0.005)
    after = [f * keep_probability(f, 0.001, "paper") for f in (0.05, 0.001)]
    assert after[0] / after[1] == pytest.approx(7.07, abs=0.01)
    assert keep_probability(1 / 382, 0.001) == 1 > keep_probability(1 / 381, 0.001)


def test_for_very_frequent_words_the_rules_meet_and_between_the_program_is_milder():
    ratio = np.array([0.5, 1.0, 2.6, 10.0, 1000.0])  # f / t
    paper, program = (keep_probability(ratio * 1e-4, 1e-4, rule) for rule in ("paper", "program"))
    assert np.all(program >= paper) and (program - paper).argmax() == 2
    assert program[-1] / paper[-1] < 1.05 and program[0] == paper[0] == 1


def test_who_is_in_the_window_of_king():
    kept = [word for word in SPOKEN if word not in ("in", "his", "the", "of")]
    assert kept == "beard king kingdom sees crown".split()
    assert dict(windows(SPOKEN))["king"] == ["beard", "the", "of", "the"]
    assert dict(windows(kept))["king"] == ["beard", "kingdom", "sees"]
    assert SPOKEN.index("sees") - SPOKEN.index("king") == 4


def test_only_royals_have_a_kingdom_and_next_to_a_king_and_a_brother_stand_the_same_words(world):
    royals = {word for pair in ll.texts.ROYALS for word in pair}
    assert all(royals & {*sentence} for sentence in world if "kingdom" in sentence)
    pairs = {pair for sentence in world for pair in ll.word2vec.pairs(sentence, window=1)}
    for word in ("king", "brother"):
        assert {context for target, context in pairs if target == word} == {"the", "sir", "whose", "of", "in"}


def test_how_much_of_a_text_is_left(tiny):
    assert tiny.frequencies @ keep_probability(tiny.frequencies, 0.001) == pytest.approx(0.49, abs=0.005)


def test_the_paragraph_is_one_that_the_tiny_world_could_say(world, tiny):
    sentences = [" ".join(sentence) for sentence in world]
    assert all(word in tiny for word in PARAGRAPH.split())
    assert "the dog barks for its bones" in sentences and "yesterday we had walked forest path already" in sentences


def test_both_dials_on_the_tiny_world(world):
    royals, animals = ["king", "prince", "duke", "emperor"], ll.texts.ANIMALS

    def alike(model, words, n):
        return np.mean([sum(near in words for near, _ in model.wv.most_similar(word, topn=n)) for word in words])

    def trained(window, sample):
        return ll.Word2Vec(world, vector_size=30, window=window, sample=sample, sg=1, seed=2)  # not the lesson's seed

    blind, both = trained(1, 0), trained(5, 0.001)
    assert alike(blind, royals, 3) <= 2 and alike(blind, animals, 5) > 4.5
    assert alike(both, royals, 3) > 2.5 and alike(both, animals, 5) < 3
    for animal, (sound, food) in animals.items():
        assert {sound, food} <= {word for word, _ in both.wv.most_similar(animal, topn=5)}


def test_what_makes_word2vec_deaf():
    assert 3 < understood(0.001) < 4 and deafness(1e-4) == "deaf"
    for junk in (-1, np.nan, np.inf):
        assert "above 0" in ll.lesson("11").check("deaf_sample", junk).message


def test_zipf_goals_pointer_and_words_looked_up(tiny):
    explorer = ll.widgets.zipf_explorer()
    explorer.set(rank=20)
    assert reached(explorer) == [True, False] and "first 20 words make 50" in explorer.picture.alt
    drag(explorer, 1, (10, 0.5), (1e9, 0.5))
    assert "make 100.0% of the text" in explorer.picture.alt
    explorer.set(rank=np.searchsorted(np.cumsum(tiny.frequencies), 0.9) + 1, word="King ")
    assert reached(explorer) == [False, True] and "And “king” stands at rank" in explorer.picture.alt
    explorer.controls["word"].value = "kingg"
    assert "did you mean 'king'" in explorer.picture.problem


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("own", [{"수유": 3, "b": 1}, "word"])
def test_zipf_takes_a_text_or_counts_of_ones_own(own):
    explorer = ll.widgets.zipf_explorer(own)
    assert not explorer.picture.problem and "occurs" in explorer.picture.alt


def test_subsampling_its_goals_and_the_telegram_that_the_text_quotes(tiny):
    explorer, before = ll.widgets.subsampling(), 100  # a lower t only ever discards more
    for t in (1, 0.03, 0.003, 1e-5):
        explorer.set(t=t)
        assert left_of(explorer) <= before
        before = left_of(explorer)
    explorer.set(t=0.001, rule="program")
    assert reached(explorer) == [True, True, False] and "17 of these 42" in explorer.picture.alt
    explorer.set(t=0.0015, rule="paper")
    assert reached(explorer)[2]
    drag(explorer, 0, (0.02, 0.5))
    assert explorer.values["t"] == pytest.approx(0.02)

    explorer.set(t=0.001, rule="program")
    words = PARAGRAPH.split()
    covers = explorer.picture.figure.axes[1].collections[0].get_paths()
    places = {(round(path.vertices[0, 0] + 0.2), round(path.vertices[0, 1] - 0.02)) for path in covers}
    telegram = [word for word, place in zip(words, fitting(words)) if place not in places]
    assert " ".join(telegram).startswith("the king kingdom she queen throne dog barks its bones")
    assert all(word in telegram for word in words if tiny.frequencies[tiny[word]] < 0.003)


@pytest.mark.filterwarnings("error")
def test_a_paragraph_of_ones_own_may_hold_anything():
    explorer = ll.widgets.subsampling("long" * 30 + " words: 수유 שלום мир" + " many words" * 300)
    explorer.set(t=1e-5)
    assert not explorer.picture.problem
    words = ["never"] * 500
    assert max(line for _, line in fitting(words)) == LINES - 1
    assert max(column for column, _ in fitting(words)) + len("never") <= COLUMNS
    with pytest.raises(ValueError, match="no words"):
        ll.widgets.subsampling("123")


def test_the_goals_of_the_soft_window():
    window = ll.widgets.soft_window()
    window.set(window=4)
    assert reached(window) == [False, True]
    for size in range(5, 11):  # with a few targets the bars are off, with many they have found their diamonds and stay
        few, *many = (reached(window, window=size, draws=draws)[0] for draws in (20, *range(500, 1001, 25)))
        assert not few and all(many)
    window.set(window=5, draws=1000)
    assert "6,000 are expected; hard windows have 10,000" in window.picture.alt


def test_a_draw_of_ones_own_and_one_that_fails():
    later = iter([1] * 9 + [7] * 1000)  # the size that is told is the wrong one, not the first
    explorer = ll.widgets.soft_window(lambda window, _: {4: next(later) if window == 4 else 0, 5: 0.5, 6: 6}[window])
    for window, said in ((3, "KeyError"), (4, "from 0 to 4, yours drew 7"), (5, "whole number")):
        explorer.set(window=window)
        assert said in explorer.picture.problem
    explorer.set(window=6)
    assert "have 60 context words" in explorer.picture.alt
    assert "equally likely, 35 are expected; hard windows have 60" in explorer.picture.alt
    assert not explorer.picture.problem


def test_what_is_said_of_the_plays():
    real = Vocabulary.of([sentence.words for sentence in ll.texts.shakespeare()])
    covered = np.cumsum(real.frequencies)
    assert (np.searchsorted(covered, 0.5) + 1, len(real)) == (75, 25_239)
    assert 2_950 < np.searchsorted(covered, 0.9) + 1 < 3_050 and covered[999] > 0.8 and covered[3999] > 0.9
    assert real.counts[0] == 27_621 and 0.38 < np.mean(real.counts == 1) < 0.39
    ratio = [real.counts[rank - 1] / (real.counts[0] / rank) for rank in (10, 100, 1000, 10_000)]
    assert max(ratio) == ratio[1] == pytest.approx(4.5, abs=0.05) and ratio[-1] < 1.2 and 9_000 < real.counts[0] / real.counts[9_999] < 9_500
    assert real.frequencies @ keep_probability(real.frequencies, 0.001) == pytest.approx(0.75, abs=0.005)
    assert real.frequencies @ keep_probability(real.frequencies, 1e-5) == pytest.approx(0.24, abs=0.005)
    keep = keep_probability(real.frequencies, 0.001)
    assert keep[0] == pytest.approx(0.2, abs=0.005) and keep[real["king"]] == keep[real["hot"]] == 1
