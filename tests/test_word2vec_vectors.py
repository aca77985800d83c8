"""Word vectors: neighbours, analogies, and the files they travel in."""

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
    with pytest.raises(ValueError, match="two words"):  # a sentence is no list of words, and its letters are not either
        vectors.doesnt_match("king queen apple")
    with pytest.raises(ValueError, match="twice"):
        WordVectors(["a", "a"], np.zeros((2, 2)))
    with pytest.raises(ValueError, match="one vector a word"):
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
