"""Exercises of lesson 12, word2vec on real text."""

import numpy as np

from ...exercises import Exercises
from ...word2vec.vectors import unit

U, V, W = np.array([2.0, 1.0]), np.array([1.0, 3.0]), np.array([-3.0, 1.0])
POINTS = np.array([[2.0, 1], [4, 2.4], [0.5, 0.2], [-1, 3], [1, -1], [9, -4], [-2, -1]])
CORNERS = unit(np.array([[1.0, 0, 0.3], [0, 1, 0.3], [1, 0.2, 1], [0.1, 1, 1], [-1, 0.3, 0.2], [0.5, -1, 0]]))
OPPOSITE = unit(np.array([[-1.0, 0.1], [1, 0.1], [1, -0.1], [-1, 0.3], [-1, -0.5]]))


def low_nearest(vectors, i, topn):
    cosines = unit(vectors) @ unit(vectors)[i]
    cosines[i] = 0
    return np.argsort(-cosines)[:topn]


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


def by_size(vectors, i, topn):
    sizes = np.abs(unit(vectors) @ unit(vectors)[i])
    sizes[i] = -np.inf
    return np.argsort(-sizes)[:topn]


def ranked(vectors, point, left_out):
    """The number of the row whose product with the point is largest, some rows left out."""
    return next(i for i in np.argsort(-vectors @ point) if i not in left_out)


exercises = Exercises()


@exercises.code(
    cases=((U, V), (U, W), (10 * U, V), (U, -2 * U)),
    hints=(
        "Dot product, divided by both lengths.",
        "`np.linalg.norm(u)` is the length of u.",
    ),
    praise="Ten times as long makes no difference, and the opposite direction gives −1.",
)
def cosine(u, v):
    return u @ v / (np.linalg.norm(u) * np.linalg.norm(v))


exercises.mistakes(
    lambda u, v: u @ v,
    "That is the dot product: it grows with the lengths. Divide by both.",
    lambda u, v: u * v / (np.linalg.norm(u) * np.linalg.norm(v)),
    "These are the parts. Add them up: `u @ v`.",
    lambda u, v: u @ v / ((u @ u) * (v @ v)),
    "`u @ u` is the length squared. Take the square root.",
    lambda u, v: u @ v / (np.linalg.norm(u) + np.linalg.norm(v)),
    "Divide by the product of the lengths, not by their sum.",
    lambda u, v: u @ v / np.linalg.norm(u) * np.linalg.norm(v),
    "`a / b * c` divides by b only. Put brackets around the product.",
    lambda u, v: np.linalg.norm(u - v),
    "That is the distance of the tips.",
    lambda u, v: u @ v / np.linalg.norm(u),
    "You divided by one length only. Divide by both.",
    lambda u, v: u @ v / np.linalg.norm(v),
    "You divided by the length of v only. Divide by both.",
    lambda u, v: 1 - cosine(u, v),
    "That is 1 − cosine, a distance. The cosine itself is asked for.",
    lambda u, v: np.arccos(np.clip(cosine(u, v), -1, 1)),
    "That is the angle. Its cosine is asked for.",
    lambda u, v: np.degrees(np.arccos(np.clip(cosine(u, v), -1, 1))),
    "That is the angle, in degrees. Its cosine is asked for.",
    lambda u, v: np.cos(cosine(u, v)),
    "The quotient is the cosine already: do not take `np.cos` of it.",
    lambda u, v: abs(cosine(u, v)),
    "The cosine is negative where the arrows point away from each other. Keep the sign.",
    lambda u, v: u @ v / np.linalg.norm(u * v),
    "Multiply the two lengths, not the arrows: `np.linalg.norm(u) * np.linalg.norm(v)`.",
    lambda u, v: u @ v / (np.sum(u) * np.sum(v)),
    "A sum is not a length. The length of u is `np.linalg.norm(u)`.",
)


@exercises.code(
    cases=((POINTS, 0, 3), (POINTS, 4, 2), (POINTS, 3, 4)),
    hints=(
        "Divide each row by its length, then one product gives all cosines.",
        "`cosines[i] = -np.inf` leaves the word out; then `np.argsort(-cosines)`.",
    ),
    praise="That is `most_similar` without its list of words.",
)
def nearest(vectors, i, topn):
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = units @ units[i]
    cosines[i] = -np.inf
    return np.argsort(-cosines)[:topn]


exercises.mistakes(
    by_dot_product,
    "You rank by the dot product, so long vectors win. Divide every row by its length first.",
    by_distance,
    "You rank by the distance of the tips. The cosine is asked for.",
    lambda v, i, n: np.argsort(-unit(v) @ unit(v)[i])[:n],
    "The first one is the word itself, whose cosine is 1. Leave it out.",
    low_nearest,
    "0 is not low enough: other cosines may be negative. Write `-np.inf`.",
    lambda v, i, n: np.argsort(unit(v) @ unit(v)[i])[:n],
    "`argsort` puts the smallest first. Sort `-cosines`.",
    lambda v, i, n: np.sort(unit(v) @ unit(v)[i])[::-1][1 : n + 1],
    "These are the cosines. Row numbers are asked for: `argsort`.",
    lambda v, i, n: nearest(v, i, n)[::-1],
    "The right rows, but the nearest comes first. Turn them round.",
    lambda v, i, n: np.argsort(-v @ v[i])[1 : n + 1],
    "Long vectors win. Divide each row by its length: `np.linalg.norm(vectors, axis=1, keepdims=True)`.",
    lambda v, i, n: np.argsort(unit(v) @ unit(v)[i])[-n:],
    "The nearest come last here, and the word itself is among them. Sort `-cosines`, and leave row i out.",
    lambda v, i, n: np.argsort(-np.delete(unit(v), i, axis=0) @ unit(v)[i])[:n],
    "Deleting row i gives the later rows other numbers. Set its cosine to `-np.inf` instead.",
    lambda v, i, n: np.add(nearest(v, i, n), 1),
    "The right rows, counted from 1. Rows are counted from 0.",
    lambda v, i, n: np.sort(nearest(v, i, n)),
    "The right rows, but sorted by their numbers. The nearest comes first.",
    by_size,
    "A cosine of −0.9 is far away, not near. Rank the cosines with their signs, not their sizes.",
    lambda v, i, n: by_dot_product(v / np.linalg.norm(v, axis=0), i, n),
    "You divided the columns. Each row is divided by its own length: `axis=1, keepdims=True`.",
)


@exercises.code(
    cases=(
        (CORNERS, 0, 1, 2),
        (CORNERS, 2, 3, 0),
        (CORNERS, 4, 0, 1),
        (CORNERS, 4, 0, 2),
        (CORNERS, 0, 2, 5),
        (OPPOSITE, 0, 1, 2),
    ),
    hints=(
        "The point is `vectors[b] - vectors[a] + vectors[c]`; the rows have length 1, so dot products rank as "
        "cosines do.",
        "`cosines[[a, b, c]] = -np.inf`, then `np.argmax`.",
    ),
    praise="Three lines. They made word2vec famous.",
)
def analogy(vectors, a, b, c):
    cosines = vectors @ (vectors[b] - vectors[a] + vectors[c])
    cosines[[a, b, c]] = -np.inf
    return np.argmax(cosines)


exercises.mistakes(
    lambda v, a, b, c: np.argmax(v @ (v[b] - v[a] + v[c])),
    "Your answer may be one of the words asked with. Leave all three out.",
    low_analogy(0),
    "0 is not low enough: the cosines of all others may be negative. Write `-np.inf`.",
    low_analogy(-1),
    "−1 is not low enough: the point may be longer than 1, so products may lie below −1. Write `-np.inf`.",
    lambda v, a, b, c: analogy(v, b, a, c),
    "The signs are the wrong way round: b is added and a is taken away.",
    lambda v, a, b, c: v[b] - v[a] + v[c],
    "That is the point. What is asked for is the row whose cosine with it is largest.",
    lambda v, a, b, c: ranked(v, v[b] - v[a] + v[c], (a, b)),
    "Your answer may still be c. Leave out all three, a, b and c.",
    lambda v, a, b, c: ranked(v, v[b] - v[a] + v[c], (b, c)),
    "Your answer may still be a, where b and c lie on either side of it. Leave out all three.",
    lambda v, a, b, c: ranked(v, v[b] - v[a] + v[c], (c,)),
    "Your answer may still be b. Leave out all three, a, b and c.",
    lambda v, a, b, c: ranked(v, v[b] + v[c], (a, b, c)),
    "a is missing: the step from a to b is `vectors[b] - vectors[a]`.",
    lambda v, a, b, c: ranked(v, v[b] + v[a] + v[c], (a, b, c)),
    "You added all three. a is taken away.",
    lambda v, a, b, c: ranked(v, v[b] - v[a], (a, b, c)),
    "That is the row most like the step alone. The step starts at c: add `vectors[c]`.",
    lambda v, a, b, c: ranked(v, v[c], (a, b, c)),
    "That is the nearest neighbour of c, the baseline. Go the step from a to b, too.",
    lambda v, a, b, c: np.argmin(v @ (v[b] - v[a] + v[c])),
    "That is the row with the smallest cosine. Take `argmax`.",
    lambda v, a, b, c: np.max(v @ (v[b] - v[a] + v[c])),
    "That is the largest product itself. The number of its row is asked for: `np.argmax`.",
    lambda v, a, b, c: np.argmax(np.delete(v, [a, b, c], axis=0) @ (v[b] - v[a] + v[c])),
    "Deleting rows gives the later ones other numbers. Set the three cosines to `-np.inf` instead.",
    lambda v, a, b, c: analogy(v, c, a, b),
    "The step goes from a to b: a is taken away, c is added.",
    lambda v, a, b, c: v[analogy(v, a, b, c)],
    "That is the vector of the row. Return the number of the row.",
)
