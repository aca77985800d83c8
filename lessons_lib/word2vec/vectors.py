"""Word vectors: what is near, what analogies they hold, and the files they travel in."""

from collections.abc import Sequence

import numpy as np

from ..arguments import as_numbers, as_reals, items, strings, whole
from ..text_files import as_path, new_text, text_lines
from .vocabulary import look_up


class WordVectors:
    """Words and their vectors.

    index_to_key: the words. vectors: shape (words, size), one row a word. Names are those of gensim's KeyedVectors.
    """

    def __init__(self, words, vectors):
        self.index_to_key = strings(words, "words")
        self.vectors = as_numbers(vectors, "vectors, one vector a word,", (len(self), "size"))
        self.key_to_index = {word: number for number, word in enumerate(self.index_to_key)}
        if len(self.key_to_index) < len(self):
            twice = next(word for i, word in enumerate(self.index_to_key) if self.key_to_index[word] != i)
            raise ValueError(f"the word {twice!r} occurs twice: every word has one vector")

    vector_size = property(lambda self: self.vectors.shape[1])

    def __len__(self):
        return len(self.index_to_key)

    def __contains__(self, word):
        return word in self.key_to_index

    def __getitem__(self, word):
        """The vector of a word, shape (size,), or of a list of words, shape (words, size).

        Raises KeyError, naming the nearest spelling, for a word that is unknown.
        """
        if isinstance(word, str):
            return self.vectors[look_up(self.key_to_index, word)]
        return self.vectors[[look_up(self.key_to_index, each) for each in strings(word, "words")]]

    def similarity(self, word, other):
        """The cosine of the angle between two words, from -1 to 1."""
        one, two = unit(self[[word, other]])
        return float(np.clip(one @ two, -1, 1))  # it may round to a little more than 1

    def most_similar(self, positive=(), negative=(), topn=10):
        """The nearest words, a list of pairs (word, cosine): near every positive, far from every negative one.

        positive, negative: words or vectors, single or in a list. `most_similar(["king", "woman"], ["man"])` is what
        king - man + woman is near to (Mikolov, Yih, Zweig 2013, section 4). The words asked with are left out.
        """
        positive, negative, topn = _listed(positive), _listed(negative), whole(topn, "topn")
        if not positive + negative:
            raise ValueError("most_similar needs at least one positive or negative word")
        asked = [self[word] if isinstance(word, str) else as_reals(word, "a vector", (self.vector_size,))
                 for word in positive + negative]  # fmt: skip
        sign = np.r_[np.ones(len(positive)), -np.ones(len(negative))]
        cosines = np.clip(unit(self.vectors) @ unit(sign @ unit(np.array(asked))), -1, 1)
        cosines[[self.key_to_index[word] for word in positive + negative if isinstance(word, str)]] = -np.inf
        best = np.argsort(-cosines, kind="stable")[:topn]
        return [(self.index_to_key[i], float(cosines[i])) for i in best if np.isfinite(cosines[i])]

    def analogy(self, a, b, c, topn=5):
        """a is to b as c is to …: the words near b - a + c, a list of pairs (word, cosine)."""
        return self.most_similar([b, c], [a], topn)

    def doesnt_match(self, words):
        """The word that is least like the mean of them all. words: at least two."""
        listed = items(words, "words")
        if len(listed) < 2:
            raise ValueError(f"doesnt_match needs at least two words, got {listed!r}")
        vectors = unit(self[listed])
        return listed[int(np.argmin(vectors @ vectors.mean(axis=0)))]

    def save_word2vec_format(self, path, overwrite=False):
        """Write the text format of the original program: a line with words and size, then a line for each word.

        Raises FileExistsError when the file is there already, unless overwrite.
        """
        self._check_words(" \t\r\n\v\f\u00a0")
        with new_text(path, overwrite) as file:
            file.write(f"{len(self)} {self.vector_size}\n")
            for word, numbers in zip(self.index_to_key, self._rows(" ")):
                file.write(f"{word} {numbers}\n")

    def save_projector(self, folder, overwrite=False):
        """Write vectors.tsv and metadata.tsv, which embedding projectors read, into a folder. Returns the two paths.

        Raises FileExistsError when one of them is there already, unless overwrite.
        """
        self._check_words("\t\r\n")
        folder = as_path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        paths = folder / "vectors.tsv", folder / "metadata.tsv"
        with new_text(paths[0], overwrite) as vectors, new_text(paths[1], overwrite) as metadata:
            vectors.writelines(f"{row}\n" for row in self._rows("\t"))
            metadata.writelines(f"{word}\n" for word in self.index_to_key)
        return paths

    @classmethod
    def load_word2vec_format(cls, path):
        """Read the text format, whoever wrote it. Raises ValueError, naming the line, where it is something else."""
        line_of, lines = {}, text_lines(path, newline="\n")
        count, size = _header(path, next(lines, ""))
        vectors = np.empty((count, size), np.float32)
        for number, line in zip(range(count), lines):
            word, *numbers = line.strip("\r\n ").split(" ")
            try:
                if len(numbers) != size:  # a single one would be taken for all
                    raise ValueError
                vectors[number] = numbers
            except ValueError:
                given = f"no word and {size} numbers, but {line[:60]!r}"
                raise ValueError(f"{path}, line {number + 2}: {given}") from None
            if word in line_of:
                raise ValueError(f"{path}, line {number + 2}: the word {word!r} stands in line {line_of[word]} already")
            line_of[word] = number + 2
        if next(lines, "").strip():
            raise ValueError(f"{path} holds more than the {count} words that its first line announces")
        if len(line_of) < count:
            raise ValueError(f"{path} ends after {len(line_of)} of {count} words: it is cut off")
        return cls(list(line_of), vectors)

    def _rows(self, separator):
        line = separator.join(["%.9g"] * self.vector_size)  # nine digits give each 32-bit float back as it was
        return (line % tuple(row) for row in self.vectors.tolist())

    def _check_words(self, forbidden):
        for word in self.index_to_key:
            if not word or any(character in word for character in forbidden):
                raise ValueError(f"the word {word!r} holds a space or tab, which in this format ends a word")

    def __repr__(self):
        return f"WordVectors({len(self):,} words, vector_size={self.vector_size})"


def unit(vectors):
    """Vectors of length 1, along the last axis; a zero vector stays one."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(length, length, 1)


def principal_axes(vectors):
    """The two directions in which vectors, (words, size), differ most: shape (2, size), or (1, size) for one number.

    Each is turned such that its number farthest from 0 is above 0: a map looks the same on every machine.
    """
    axes = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)[2][:2]
    return axes * np.sign(axes[range(len(axes)), np.abs(axes).argmax(axis=1)])[:, None]


def _listed(asked):
    """Words and vectors in a list, also where only one was given."""
    asked = [asked] if isinstance(asked, str) else items(asked, "what is asked with")
    one_vector = asked and not any(isinstance(each, (Sequence, np.ndarray)) for each in asked)
    return [asked] if one_vector else asked


def _header(path, line):
    try:
        count, size = map(int, line.split())
        if min(count, size) < 0:
            raise ValueError
    except ValueError:
        raise ValueError(f"{path}: the first line should hold two counts, words and size, got {line[:60]!r}") from None
    if 2 * count * size > as_path(path).stat().st_size:  # before room is made for them: a number needs two bytes
        raise ValueError(f"{path} is too short for {count} words of {size} numbers: it is cut off")
    return count, size
