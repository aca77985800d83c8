"""Word vectors: neighbours, analogies, and the files they travel in."""

import time

import numpy as np
import pytest

from lessons_lib.word2vec import WordVectors

WORDS = ["king", "man", "woman", "queen", "apple"]


@pytest.fixture
def vectors():
    return WordVectors(WORDS, np.array([[1, 1, 0], [0, 1, 0], [0, 0, 1], [1, 0, 1], [-1, 0.1, 0.1]], np.float32))


def test_king_minus_man_plus_woman(vectors):
    (word, cosine), *_ = vectors.most_similar(positive=["king", "woman"], negative=["man"])
    assert word == "queen" and 0.8 < cosine <= 1
    assert vectors.analogy("man", "king", "woman", 1)[0][0] == "queen"


def test_the_words_asked_with_are_left_out(vectors):
    assert {word for word, _ in vectors.most_similar("king")} == {"queen", "man", "woman", "apple"}
    assert len(vectors.most_similar("king", topn=2)) == 2
    for vector in (vectors["king"], vectors["king"].tolist()):
        assert vectors.most_similar(vector, topn=1)[0][0] == "king"


def test_similarity_and_the_odd_one_out(vectors):
    assert vectors.similarity("king", "queen") == pytest.approx(0.5)
    assert vectors.similarity("king", "king") == pytest.approx(1)
    assert vectors.doesnt_match(WORDS) == "apple"
    assert vectors[["man", "woman"]].shape == (2, 3) and "king" in vectors and "ape" not in vectors


def test_errors_name_the_fix(vectors):
    with pytest.raises(KeyError, match="did you mean 'queen'"):
        vectors["quene"]
    with pytest.raises(ValueError, match="at least one"):
        vectors.most_similar()
    with pytest.raises(ValueError, match="two words"):
        vectors.doesnt_match(["king"])
    with pytest.raises(ValueError, match="use .split"):  # a sentence is no list of words, and its letters are not either
        vectors.doesnt_match("king queen apple")
    with pytest.raises(ValueError, match="the word 'a' occurs twice"):
        WordVectors(["a", "a"], np.zeros((2, 2)))
    with pytest.raises(ValueError, match=r"one vector a word, expects shape \(1, size\), got shape \(2, 2\)"):
        WordVectors(["a"], np.zeros((2, 2)))


def test_text_format_there_and_back(vectors, tmp_path):
    vectors.vectors[:] = np.random.default_rng(0).normal(size=vectors.vectors.shape) * 1e-3
    vectors.save_word2vec_format(tmp_path / "v.txt")
    again = WordVectors.load_word2vec_format(tmp_path / "v.txt")
    assert again.index_to_key == WORDS and (again.vectors == vectors.vectors).all()


def test_no_file_is_overwritten_silently(vectors, tmp_path):
    for save in (vectors.save_word2vec_format, vectors.save_projector):
        where = tmp_path / save.__name__
        save(where)
        with pytest.raises(FileExistsError, match="overwrite=True"):
            save(where)
        save(where, overwrite=True)


def test_projector_files(vectors, tmp_path):
    paths = vectors.save_projector(tmp_path / "new folder")
    assert [path.name for path in paths] == ["vectors.tsv", "metadata.tsv"]
    np.testing.assert_array_equal(np.loadtxt(paths[0], delimiter="\t", dtype=np.float32), vectors.vectors)
    assert paths[1].read_text("utf-8").splitlines() == WORDS


@pytest.mark.parametrize("content, message", [
    (b"hello\n", "first line"), (b"", "first line"), (b"2 3\na 1 2 3\n", "cut off"), (b"1 1\na 1\nb 2\n", "more than"),
    (b"1 3\na 1 2\n", "line 2"), (b"2 3\na 1 2 3\nb x 4 5\n", "line 3"), (b"-1 3\n", "first line"), (b"1 3\na 5\n", "line 2"),
    (b"1 2\na\xff 1 2\n", "binary"), (b"1 2\na x y\n", "line 2"),
    (b"1 2\na 1 2 3\n", "line 2"), (b"3 1\na 1\nb 2\na 3\n", "v.txt, line 4: the word 'a' stands in line 2 already"),
    (b"99999999 99999999\na 1\n", "too short for 99999999 words"), (b"\xff\xfea\x00", "binary"),
])  # fmt: skip
def test_files_that_hold_no_vectors(tmp_path, content, message):
    (tmp_path / "v.txt").write_bytes(content)
    with pytest.raises(ValueError, match=message):
        WordVectors.load_word2vec_format(tmp_path / "v.txt")


def test_a_word_that_the_format_cannot_hold(tmp_path):
    with pytest.raises(ValueError, match="new york"):
        WordVectors(["new york"], np.zeros((1, 2))).save_word2vec_format(tmp_path / "v.txt")
    assert not (tmp_path / "v.txt").exists()


def test_gensim_reads_ours_and_we_read_gensims(vectors, tmp_path):
    KeyedVectors = pytest.importorskip("gensim.models").KeyedVectors
    vectors.save_word2vec_format(tmp_path / "ours.txt")
    theirs = KeyedVectors.load_word2vec_format(tmp_path / "ours.txt")
    assert theirs.index_to_key == WORDS and (theirs.vectors == vectors.vectors).all()
    assert [word for word, _ in theirs.most_similar("king")] == [word for word, _ in vectors.most_similar("king")]
    theirs.save_word2vec_format(tmp_path / "theirs.txt")
    again = WordVectors.load_word2vec_format(tmp_path / "theirs.txt")
    assert again.index_to_key == WORDS and (again.vectors == vectors.vectors).all()


def test_a_byte_order_mark_and_other_line_ends_are_read(tmp_path):
    (tmp_path / "v.txt").write_bytes(b"\xef\xbb\xbf2 1\r\na 1 \r\nb 2\r\n")
    again = WordVectors.load_word2vec_format(tmp_path / "v.txt")
    assert again.index_to_key == ["a", "b"] and again.vectors.tolist() == [[1], [2]]


@pytest.mark.parametrize("save", ["save_word2vec_format", "save_projector"])
@pytest.mark.parametrize("failing", ["os.replace", "lessons_lib.word2vec.WordVectors._rows"])
def test_where_writing_fails_the_old_file_stays_and_no_half_one_is_left(vectors, tmp_path, monkeypatch, save, failing):
    def full(*_):
        raise OSError(28, "No space left on device")

    getattr(vectors, save)(tmp_path / "there")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    vectors.vectors = vectors.vectors + 1
    monkeypatch.setattr(failing, full)
    for place, settings in (("there", dict(overwrite=True)), ("new", {})):
        with pytest.raises(OSError, match="No space"):
            getattr(vectors, save)(tmp_path / place, **settings)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_no_cosine_is_above_1():
    vectors = WordVectors([str(i) for i in range(300)], np.random.default_rng(0).normal(size=(300, 7)).astype("f4"))
    for word in vectors.index_to_key:
        assert np.arccos(vectors.similarity(word, word)) < 1e-2
        assert np.arccos(vectors.most_similar(vectors[word], topn=1)[0][1]) < 1e-2


def test_unknown_words_are_told_at_once():
    vectors = WordVectors([f"{i}word" for i in range(100_000)], np.zeros((100_000, 1)))
    start = time.perf_counter()
    for _ in range(100):
        with pytest.raises(KeyError) as caught:
            vectors["wrd"]
    assert time.perf_counter() - start < 1  # it was half a second for each
    assert str(caught.value) == "'wrd' is not in the vocabulary: did you mean '9word'?"


@pytest.mark.parametrize("use, message", [
    (lambda v: WordVectors(3, v.vectors), "words is a list, got 3"),
    (lambda v: WordVectors(["a", 3], np.zeros((2, 2))), "a word is a string, got 3 in words"),
    (lambda v: WordVectors(WORDS, "vectors"), "vectors, one vector a word, expects numbers"),
    (lambda v: v.most_similar("king", topn="3"), "topn is a whole number from 0 up, got '3'"),
    (lambda v: v.most_similar("king", topn=-1), "topn is a whole number from 0 up, got -1"),
    (lambda v: v.most_similar([1.0, 2.0]), r"a vector expects shape \(3,\), got shape \(2,\)"),
    (lambda v: v.most_similar(None), "what is asked with is a list, got None"),
    (lambda v: v[3], "words is a list, got 3"), (lambda v: v[["king", None]], "a word is a string, got None in words"),
    (lambda v: v.doesnt_match(["king", 3]), "a word is a string, got 3"),
    (lambda v: v.save_word2vec_format(None), "a path is a string or a Path, got None"),
    (lambda v: WordVectors.load_word2vec_format(3), "a path is a string or a Path, got 3"),
])  # fmt: skip
def test_odd_arguments_are_told(vectors, use, message):
    with pytest.raises(ValueError, match=message):
        use(vectors)
