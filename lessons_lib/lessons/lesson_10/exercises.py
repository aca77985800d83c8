"""Exercises of lesson 10, the cost of softmax."""

import numpy as np

from ...activations import sigmoid, softmax
from ...data import five_words
from ...exercises import Exercises
from ...word2vec import HuffmanTree

FIVE = five_words()
NUMBER = (int, float, np.integer, np.floating)


def one_after_the_other(h, right, noise, learning_rate):
    for vector, answer in [(right, 1), *((vector, 0) for vector in noise)]:
        h = h + learning_rate * (answer - sigmoid(vector @ h)) * vector
    return h


def never_sorted_again(counts):
    """mean_path by somebody who puts each new node at the end."""
    queue, passing = sorted(counts), 0
    while len(queue) > 1:
        queue = [*queue[2:], queue[0] + queue[1]]
        passing += queue[-1]
    return passing / sum(counts)


def path_lengths(counts):
    tree = HuffmanTree(counts)
    return np.array([len(tree.path(word)[0]) for word in range(len(counts))])


def longest_path(counts):
    """The most decisions that a Huffman tree of five counts asks for; of equal counts the taller part joins first."""
    whole = isinstance(counts, (tuple, list, np.ndarray))
    whole = whole and all(isinstance(n, NUMBER) and n > 0 and n % 1 == 0 for n in counts)
    if not whole or len(counts) != 5:
        raise ValueError("Write five whole counts above 0 with commas between them, such as 5, 4, 3, 2, 1")
    heap = sorted((n, 0) for n in counts)  # a count, and minus the height of what is below it
    while len(heap) > 1:
        (n, left), (more, right), *rest = heap
        heap = sorted([*rest, (n + more, min(left, right) - 1)])
    return -heap[0][1]


exercises = Exercises()


exercises.value(
    "softmax_cost",
    9_000_000,
    hints=(
        "The rule is 3 · V · d.",
        "V = 30,000 and d = 100.",
    ),
    praise="Nine million, for a single pair.",
)


exercises.mistakes(
    3_000_000,
    "That is the logits alone. The steps of h and of the outputs take as many each.",
    6_000_000,
    "Two of three: the logits, the step of h, and the steps of all output vectors.",
    90_000,
    "Each of the 30,000 words has a vector of 100 numbers, and each number takes part.",
)


exercises.value(
    "noise_error",
    float(-sigmoid(2.0)),
    tolerance=0.005,
    hints=(
        "The logit is h · y = −1 · 0 + 2 · 1.",
        "p = sigmoid(2) = 0.881, and the answer is 0.",
    ),
    praise="Negative: this word's vector moves away from h, by a good deal.",
)


exercises.mistakes(
    float(sigmoid(2.0)),
    "That is p. The error is the answer minus p, and for noise the answer is 0.",
    float(1 - sigmoid(2.0)),
    "You took the answer 1. It is a noise word: the right answer is no, 0.",
    -2.0,
    "That is 0 minus the logit. The error is 0 − p: send the logit through the sigmoid first.",
    -0.5,
    "That is with the vector of “late”, h = (1, 0). The target is “never” now: h = (−1, 2).",
    float(-sigmoid(1.0)),
    "That is the error of “never” as a noise word, in the table. Here “never” is the target.",
    float(-sigmoid(-2.0)),
    "That is with the logit −2. It is h · y = −1 · 0 + 2 · 1.",
)


exercises.value(
    "rarest_noise",
    1 / 15,
    tolerance=0.0035,
    hints=(
        "The roots are 8, 4, 2 and 1.",
        "Their sum is 15.",
    ),
    praise=(
        "From 1/85 of the text to 1/15 of the noise: nearly six times as often. Counts serve as well as "
        "frequencies: a common factor cancels."
    ),
)


exercises.mistakes(
    1 / 16,
    "The sum of the roots is not 16: 8 + 4 + 2 + 1.",
    1 / 85,
    "That is its share of the text, exponent 1. Take the square root of each count first.",
    1 / 4,
    "That is exponent 0, all alike. Here it is 1/2.",
    1.0,
    "That is the root alone. Divide it by the sum of all four roots.",
    float(85**-0.5),
    "You took the root of its share of the text. Divide by the sum of the four roots instead, so that all sum to 1.",
    6.68,
    "That is in per cent. As a probability it is a hundredth of this.",
)


@exercises.code(
    cases=(
        (np.array([1.0, 0.0]), np.array([0, 0])),
        (np.array([1.0, 0.0, 2.0]), np.array([0, 1, 1])),
        (np.array([-1.0]), np.array([1])),
    ),
    hints=(
        "`left = ll.sigmoid(logits)` at each node.",
        "`np.prod` multiplies what `np.where(code == 0, left, 1 - left)` picks.",
    ),
    praise="1 − sigmoid(z) is sigmoid(−z), so programs often write sigmoid((1 − 2 · code) · logit).",
)
def path_probability(logits, code):
    left = 1 / (1 + np.exp(-logits))
    return np.prod(np.where(code == 0, left, 1 - left))


exercises.mistakes(
    lambda s, c: np.prod(sigmoid(s)),
    "You always go left. Where the code is 1, take 1 − sigmoid(logit).",
    lambda s, c: np.prod(np.where(c == 1, sigmoid(s), sigmoid(-s))),
    "Left and right are swapped: code 0 is left, and left is sigmoid(logit).",
    lambda s, c: np.sum(np.where(c == 0, sigmoid(s), sigmoid(-s))),
    "All decisions must come out so: multiply the probabilities, do not add them.",
    lambda s, c: np.where(c == 0, sigmoid(s), sigmoid(-s)),
    "These are the decisions one by one. Multiply them: `np.prod`.",
    lambda s, c: sigmoid(np.sum(np.where(c == 0, s, -s))),
    "You added the logits. Send each through the sigmoid, then multiply the probabilities.",
    lambda s, c: np.prod(np.where(c == 0, s, 1 - s)),
    "These are logits, not yet probabilities. Send them through the sigmoid first.",
    lambda s, c: -np.log(path_probability(s, c)),
    "That is the loss. Asked for is the probability.",
)


@exercises.code(
    cases=(
        (FIVE.inputs[2], FIVE.outputs[1], FIVE.outputs[[0, 3]], 1.0),
        (np.array([0.5, -1.0, 0.2]), np.array([1.0, 0.0, 2.0]), np.array([[0.3, 0.1, -0.4]]), 0.5),
    ),
    hints=(
        "The error of the right word is 1 − sigmoid(right · h), that of each noise word 0 − sigmoid(noise · h).",
        "`noise @ h` are the logits of all noise words, and `errors @ noise` sums error · vector.",
        "h + learning_rate · (error of right · right + errors of noise @ noise).",
    ),
    praise="This is what word2vec does for every pair of the text.",
)
def negative_step(h, right, noise, learning_rate):
    vectors = np.vstack([right, noise])
    answers = np.arange(len(vectors)) == 0
    errors = answers - 1 / (1 + np.exp(-vectors @ h))
    return h + learning_rate * errors @ vectors


exercises.mistakes(
    lambda h, r, n, rate: h + rate * (1 - sigmoid(r @ h)) * r,
    "The noise words have their say too: each adds (0 − p) · its vector.",
    lambda h, r, n, rate: h + rate * ((1 - sigmoid(r @ h)) * r + sigmoid(n @ h) @ n),
    "For noise the error is 0 − p: take it away, do not add it.",
    lambda h, r, n, rate: 2 * h - negative_step(h, r, n, rate),
    "The other way: h moves towards the right word and away from the noise. Error = answer − p.",
    lambda h, r, n, rate: negative_step(h, r, n, rate) - h,
    "That is the step. Return the new h: h + the step.",
    lambda h, r, n, rate: negative_step(h, r, n, 1.0),
    "The learning rate is missing: multiply the step by it.",
    one_after_the_other,
    "You change h, then ask the next word about the new h. All errors belong to the old one.",
    lambda h, r, n, rate: h + rate * ((1 - sigmoid(r @ h)) * r + (1 - sigmoid(n @ h)) @ n),
    "You gave the noise words the answer 1. Theirs is no, so the error is 0 − p.",
    lambda h, r, n, rate: h + rate * (sigmoid(r @ h) * r - sigmoid(n @ h) @ n),
    "The error of the right word is 1 − p, not p.",
    lambda h, r, n, rate: h + rate * ((1 - sigmoid(r @ h)) * r - sigmoid(n @ h) @ n / len(n)),
    "You took the mean over the noise words. Each has its full say: add them up.",
    lambda h, r, n, rate: h + rate * (r - softmax(np.vstack([r, n]) @ h) @ np.vstack([r, n])),
    "That is softmax. Here each word is a question of its own, yes or no: take the sigmoid.",
)


@exercises.code(
    cases=(([8, 6, 4, 3, 2],), ([5, 5, 5, 5],), ([90, 9, 1],), ([40, 30, 20, 10],)),
    hints=(
        "Every time the text comes to a node, one decision is made. A node is passed as often as its count says.",
        "So add up the counts of all nodes that Huffman's rule makes, and divide by the sum of the counts.",
        "In a loop: sort a copy, join the two smallest, add their sum to the total.",
    ),
    praise="It is never less than the mean surprise of the words in bits (lesson 05), and at most one bit more.",
)
def mean_path(counts):
    heap, passing = sorted(counts), 0
    while len(heap) > 1:
        joined = heap[0] + heap[1]
        passing += joined  # so many words pass through this node
        heap = sorted(heap[2:] + [joined])
    return passing / sum(counts)


exercises.mistakes(
    lambda c: np.log2(len(c)),
    "That is log2 V, which a balanced tree has. Huffman's is shorter on average where words differ in frequency.",
    lambda c: path_lengths(c).mean(),
    "Each word counts once here. Weight each path with the count of its word.",
    lambda c: path_lengths(c).max(),
    "That is the longest path. Asked for is the mean over the text.",
    lambda c: mean_path(c) * sum(c),
    "That is the number of all decisions in the text. Divide by the number of words in it, the sum of the counts.",
    lambda c: mean_path(c) * sum(c) / len(c),
    "You divide by the number of different words. Divide by the length of the text, the sum of the counts.",
    lambda c: mean_path(c) - 1,
    "The root is missing: it is a node too, and the whole text passes through it.",
    lambda c: mean_path(c) + 1,
    "One too many for each word. Count the nodes that are made, not the leaves; and the root once.",
    never_sorted_again,
    "Sort after each step: the new node must find its place among the counts.",
)


exercises.value(
    "chain",
    (16, 8, 4, 2, 1),
    observe=longest_path,
    hints=(
        "Join the node of the two rarest with the third rarest, and so on.",
        "Each count above all smaller ones together: try doubling.",
    ),
    praise=(
        "A chain of V words has paths up to V − 1. Still no harm: the words down there are so rare that the mean "
        "stays short."
    ),
)


exercises.mistakes(
    (1, 1, 1, 1, 1),
    "Here the longest path has three decisions. In a chain, every new node is again one of the two rarest.",
)
