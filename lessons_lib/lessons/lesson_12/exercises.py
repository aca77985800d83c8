"""Exercises and questions of lesson 12, word2vec on real text."""

import numpy as np

from ...word2vec.vectors import unit
from ...exercises.ladder import Exercise, Mistake, number
from ...exercises.quiz import Option, Question

U, V, W = np.array([2.0, 1.0]), np.array([1.0, 3.0]), np.array([-3.0, 1.0])
POINTS = np.array([[2.0, 1], [4, 2.4], [0.5, 0.2], [-1, 3], [1, -1], [9, -4], [-2, -1]])
CORNERS = unit(np.array([[1.0, 0, 0.3], [0, 1, 0.3], [1, 0.2, 1], [0.1, 1, 1], [-1, 0.3, 0.2], [0.5, -1, 0]]))
OPPOSITE = unit(np.array([[-1.0, 0.1], [1, 0.1], [1, -0.1], [-1, 0.3], [-1, -0.5]]))
QUERY, FRIEND = np.array([2.0, 1.0]), np.array([4.0, 3.0])


def cosine(u, v):
    return u @ v / (np.linalg.norm(u) * np.linalg.norm(v))


def nearest(vectors, i, topn):
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = units @ units[i]
    cosines[i] = -np.inf
    return np.argsort(-cosines)[:topn]


def low_nearest(vectors, i, topn):
    cosines = unit(vectors) @ unit(vectors)[i]
    cosines[i] = 0
    return np.argsort(-cosines)[:topn]


def analogy(vectors, a, b, c):
    cosines = vectors @ (vectors[b] - vectors[a] + vectors[c])
    cosines[[a, b, c]] = -np.inf
    return np.argmax(cosines)


def low_analogy(low):
    def guess(vectors, a, b, c):
        cosines = vectors @ (vectors[b] - vectors[a] + vectors[c])
        cosines[[a, b, c]] = low
        return np.argmax(cosines)

    return guess


def by_dot_product(vectors, i, topn):
    return [j for j in np.argsort(-vectors @ vectors[i]) if j != i][:topn]


def by_distance(vectors, i, topn):
    return np.argsort(np.linalg.norm(vectors - vectors[i], axis=1))[1 : topn + 1]


def fools(vector):
    """Whether a vector has a larger dot product with QUERY than FRIEND has, and whether its cosine is below 0.5."""
    try:
        x, y = map(number, vector)
    except (TypeError, ValueError):
        raise ValueError("Write two numbers with a comma between them") from None
    if not np.isfinite([x, y]).all() or not (x or y):
        raise ValueError("Both must be numbers, and not both 0")
    return bool(QUERY @ (x, y) > QUERY @ FRIEND), bool(cosine(QUERY, np.array([x, y])) < 0.5)


EXERCISES = [
    Exercise(
        "share_kept",
        solution=45 / 49,
        mistakes=(
            Mistake(9 / 11, "Square the singular values first: spread is counted in squares."),
            Mistake(36 / 49, "That is the share of the first direction alone. The map has two."),
            Mistake(4 / 49, "That is the share that is lost."),
            Mistake(45.0, "That is the spread that is kept. Divide by all of it."),
            Mistake(4500 / 49, "That is in per cent. As a share it is a hundredth of this."),
            Mistake(2 / 3, "You counted directions. They differ in how much spread they hold."),
        ),
        tolerance=0.005,
        hints=("The squares are 36, 9 and 4.", "The map keeps 36 + 9 of 36 + 9 + 4."),
        praise="92 %: an honest map. Word vectors rarely give such a good one.",
    ),
    Exercise(
        "cosine",
        solution=cosine,
        cases=((U, V), (U, W), (10 * U, V), (U, -2 * U)),
        mistakes=(
            Mistake(lambda u, v: u @ v, "That is the dot product: it grows with the lengths. Divide by both."),
            Mistake(lambda u, v: u * v / (np.linalg.norm(u) * np.linalg.norm(v)), "These are the parts. Add them up: `u @ v`."),
            Mistake(lambda u, v: u @ v / ((u @ u) * (v @ v)), "`u @ u` is the length squared. Take the square root."),
            Mistake(lambda u, v: u @ v / (np.linalg.norm(u) + np.linalg.norm(v)), "Divide by the product of the lengths, not by their sum."),
            Mistake(lambda u, v: u @ v / np.linalg.norm(u) * np.linalg.norm(v), "`a / b * c` divides by b only. Put brackets around the product."),
            Mistake(lambda u, v: np.linalg.norm(u - v), "That is the distance of the tips."),
            Mistake(lambda u, v: u @ v / np.linalg.norm(u), "You divided by one length only. Divide by both."),
            Mistake(lambda u, v: 1 - cosine(u, v), "That is 1 − cosine, a distance. Asked for is the cosine itself."),
            Mistake(
                lambda u, v: np.arccos(np.clip(cosine(u, v), -1, 1)),
                "That is the angle. Asked for is its cosine.",
            ),
        ),
        hints=("Dot product, divided by both lengths.", "`np.linalg.norm(u)` is the length of u."),
        praise="Ten times as long makes no difference, and the opposite direction gives −1.",
    ),
    Exercise(
        "nearest",
        solution=nearest,
        cases=((POINTS, 0, 3), (POINTS, 4, 2), (POINTS, 3, 4)),
        mistakes=(
            Mistake(by_dot_product, "You rank by the dot product, so long vectors win. Divide every row by its length first."),
            Mistake(by_distance, "You rank by the distance of the tips. Asked for is the cosine."),
            Mistake(lambda v, i, n: np.argsort(-unit(v) @ unit(v)[i])[:n], "The first one is the word itself, whose cosine is 1. Leave it out."),
            Mistake(low_nearest, "0 is not low enough: other cosines may be negative. Write `-np.inf`."),
            Mistake(lambda v, i, n: np.argsort(unit(v) @ unit(v)[i])[:n], "`argsort` puts the smallest first. Sort `-cosines`."),
            Mistake(lambda v, i, n: np.sort(unit(v) @ unit(v)[i])[::-1][1 : n + 1], "These are the cosines. Asked for are row numbers: `argsort`."),
            Mistake(
                lambda v, i, n: nearest(v, i, n)[::-1],
                "The right rows, but the nearest comes first. Turn them round.",
            ),
            Mistake(
                lambda v, i, n: np.argsort(-v @ v[i])[1 : n + 1],
                "Long vectors win. Divide each row by its length: `np.linalg.norm(vectors, axis=1, keepdims=True)`.",
            ),
            Mistake(
                lambda v, i, n: np.argsort(unit(v) @ unit(v)[i])[-n:],
                "The nearest come last here, and the word itself is among them. Sort `-cosines`, and leave row i out.",
            ),
            Mistake(
                lambda v, i, n: np.argsort(-np.delete(unit(v), i, axis=0) @ unit(v)[i])[:n],
                "Deleting row i gives the later rows other numbers. Set its cosine to `-np.inf` instead.",
            ),
        ),
        hints=("Divide each row by its length, then one product gives all cosines.", "`cosines[i] = -np.inf` leaves the word out; then `np.argsort(-cosines)`."),
        praise="That is `most_similar` without its list of words.",
    ),
    Exercise(
        "analogy",
        solution=analogy,
        cases=((CORNERS, 0, 1, 2), (CORNERS, 2, 3, 0), (CORNERS, 4, 0, 1), (CORNERS, 4, 0, 2), (CORNERS, 0, 2, 5), (OPPOSITE, 0, 1, 2)),
        mistakes=(
            Mistake(lambda v, a, b, c: np.argmax(v @ (v[b] - v[a] + v[c])), "Your answer may be one of the words asked with. Leave all three out."),
            Mistake(low_analogy(0), "0 is not low enough: the cosines of all others may be negative. Write `-np.inf`."),
            Mistake(low_analogy(-1), "−1 is not low enough: the point may be longer than 1, so products may lie below −1. Write `-np.inf`."),
            Mistake(lambda v, a, b, c: analogy(v, b, a, c), "The signs are the wrong way round: b is added and a is taken away."),
            Mistake(lambda v, a, b, c: v[b] - v[a] + v[c], "That is the point. Asked for is the row whose cosine with it is largest."),
            Mistake(
                lambda v, a, b, c: next(i for i in np.argsort(-v @ (v[b] - v[a] + v[c])) if i not in (a, b)),
                "Your answer may still be c. Leave out all three, a, b and c.",
            ),
            Mistake(
                lambda v, a, b, c: next(i for i in np.argsort(-v @ (v[b] - v[a] + v[c])) if i not in (b, c)),
                "Your answer may still be a, where b and c lie on either side of it. Leave out all three.",
            ),
            Mistake(
                lambda v, a, b, c: np.argmax(np.delete(v, [a, b, c], axis=0) @ (v[b] - v[a] + v[c])),
                "Deleting rows gives the later ones other numbers. Set the three cosines to `-np.inf` instead.",
            ),
            Mistake(lambda v, a, b, c: analogy(v, c, a, b), "The step goes from a to b: a is taken away, c is added."),
            Mistake(
                lambda v, a, b, c: v[analogy(v, a, b, c)],
                "That is the vector of the row. Return the number of the row.",
            ),
        ),
        hints=("The point is `vectors[b] - vectors[a] + vectors[c]`; the rows have length 1, so dot products rank as cosines do.", "`cosines[[a, b, c]] = -np.inf`, then `np.argmax`."),
        praise="Three lines. They made word2vec famous.",
    ),
    Exercise(
        "fooled",
        solution=(20.0, -25.0),
        observe=fools,
        mistakes=(
            Mistake((8.0, 6.0), "Its dot product is above 11, but its cosine is not below 0.5. Turn it further away from (2, 1)."),
            Mistake((1.0, -1.0), "Its cosine is below 0.5, but its dot product, 2x + y, is not above 11. Take a cosine between 0 and 0.5, and make the vector longer."),
            Mistake((1.0, 1.0), "Neither: the dot product is not above 11, and the cosine is not below 0.5."),
        ),
        hints=("The dot product 2x + y grows with the length, the cosine does not.", "Choose a direction with a small cosine, such as (4, −5), and make it long."),
        praise="Whoever ranks by the dot product takes this one for a better friend.",
    ),
]  # fmt: skip

QUESTIONS = [
    Question(
        "nearest_to_maximum",
        "A model has read 700,000 words of documentation. Which word's vector is nearest to that of “maximum”?",
        (
            Option("largest, which means the same", "The meaning is the same, the places only in part: nobody writes “largest and minimum”."),
            Option("max, its short form", "It is used in another way: as a name in code."),
            Option("minimum, its opposite", "Only the context counts, and the two stand in the same places: “the … value of the axis”.", True),
            Option("the, which stands beside it most often", "Words that stand beside each other predict each other. But near are words with the same neighbours."),
        ),
    ),
    Question(
        "fair_text",
        "A text says exactly the same of doctors, singers and nurses. In half of the sentences about each job it is a man, in the other half a woman. “Man is to doctor as woman is to …?” What does `analogy` say?",
        (
            Option("doctor, since the text is fair", "It would be the fair answer. But `analogy` leaves out the words asked with, so it cannot be given."),
            Option("some other job", "The best word that is left. Do not read a prejudice into it: “doctor” was not allowed.", True),
            Option("nothing: no answer fits", "Some word always has the largest cosine. The method cannot say “none”."),
        ),
    ),
]

QUIZ = [
    Question(
        "high_cosine",
        "Two words have a cosine of 0.9, much more than others of the same model. What follows?",
        (
            Option("They mean the same", "Opposites come as close: left and right, true and false."),
            Option("They often stand side by side", "That is not needed: two rare words that never meet can have the same neighbours."),
            Option("The model has learned to expect similar words around them", "That is all that it was trained for.", True),
        ),
    ),
    Question(
        "vector_doubled",
        "Someone doubles the vector of one word. What changes?",
        (
            Option("all its cosines double", "The dot products do. The cosine divides by the length again."),
            Option("its dot products double, its cosines stay", "The direction is the same, and the cosine sees only the direction.", True),
            Option("nothing at all", "The dot products double, and with them whatever depends on its length."),
        ),
    ),
    Question(
        "one_spelling",
        "A “bar” is a part of a chart, and a name in examples, after “foo”. What does its vector look like?",
        (
            Option("There are two vectors, one for each meaning", "The model sees letters only: one spelling, one vector."),
            Option("One vector, with neighbours from both worlds", "It answers to both kinds of context. Models that read the whole sentence give a vector for each occurrence.", True),
            Option("The rarer meaning is thrown away", "It counts less, but it counts."),
        ),
    ),
    Question(
        "king_in_the_docs",
        "King − man + woman, asked of the model that has read the documentation of Python. What comes out?",
        (
            Option("queen", "It has never read about queens, nor about kings."),
            Option("some word from programming", "There is no vector to start from: the words asked with are unknown."),
            Option("an error: the words are unknown", "A word that was seen fewer than five times has no vector. No text, no word.", True),
        ),
    ),
    Question(
        "close_on_the_map",
        "Two dots of a map lie on top of each other. The words have 100 numbers each. What do you know?",
        (
            Option("Their vectors are nearly equal", "In the two directions that you see. They may differ in the 98 others."),
            Option("They agree in two of a hundred directions", "More is not to be seen. Measure the cosine if you want to know.", True),
            Option("They have the same meaning", "Not even equal vectors would prove that, as the opposites show."),
        ),
    ),
]
