"""Exercises of lesson 10, the cost of softmax."""

from numbers import Real

import numpy as np

from ...activations import sigmoid, softmax
from ...data import five_words
from ...exercises import Exercises
from ...word2vec import HuffmanTree

FIVE = five_words()


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


def two_largest(counts):
    """mean_path by somebody who joins the two most frequent."""
    heap, passing = sorted(counts), 0
    while len(heap) > 1:
        heap = sorted([*heap[:-2], heap[-1] + heap[-2]])
        passing += heap[-1]
    return passing / sum(counts)


def each_node_first(counts):
    """mean_path by somebody who puts each new node in front, where it is joined next."""
    queue, passing = sorted(counts), 0
    while len(queue) > 1:
        queue = [queue[0] + queue[1], *queue[2:]]
        passing += queue[0]
    return passing / sum(counts)


def path_lengths(counts):
    tree = HuffmanTree(counts)
    return np.array([len(tree.path(word)[0]) for word in range(len(counts))])


def longest_path(counts):
    """The most decisions that a Huffman tree of five counts asks for; of equal counts the taller part joins first."""
    whole = isinstance(counts, (tuple, list, set, range, np.ndarray))
    whole = whole and all(isinstance(n, Real) and n > 0 and n % 1 == 0 for n in counts)
    if not whole or len(counts) != 5:
        raise ValueError("Write five whole counts above 0 with commas between them, such as 5, 4, 3, 2, 1")
    heap = sorted((n, 0) for n in counts)  # a count, and minus the height of what is below it
    while len(heap) > 1:
        (n, left), (more, right), *rest = heap
        heap = sorted([*rest, (n + more, min(left, right) - 1)])
    return -heap[0][1]


exercises = Exercises()


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
    "Did you divide by 16? The sum of the roots is 8 + 4 + 2 + 1.",
    1 / 85,
    "That is its share of the text, exponent 1. Take the square root of each count first.",
    1 / 4,
    "That is exponent 0, all alike. Here it is 1/2.",
    float(1 / (np.array([64, 16, 4, 1]) ** 0.75).sum()),
    "That is exponent 3/4. Here it is 1/2, the square root.",
    8 / 15,
    "That is the first word's. The last one's root is 1.",
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
        (np.array([0.0, 2.0, 1.0]), np.array([1, 1, 0])),
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
    "Every one of the decisions has to be made: multiply their probabilities, do not add them.",
    lambda s, c: np.mean(np.where(c == 0, sigmoid(s), sigmoid(-s))),
    "You took the mean. Every one of the decisions has to be made: multiply their probabilities.",
    lambda s, c: np.where(c == 0, sigmoid(s), sigmoid(-s)),
    "These are the decisions one by one. Multiply them: `np.prod`.",
    lambda s, c: sigmoid(np.sum(np.where(c == 0, s, -s))),
    "You added the logits. Send each through the sigmoid, then multiply the probabilities.",
    lambda s, c: np.prod(np.where(c == 0, s, 1 - s)),
    "These are logits, not yet probabilities. Send them through the sigmoid first.",
    lambda s, c: -np.log(path_probability(s, c)),
    "That is the loss, −ln of the probability. Leave out the logarithm.",
    lambda s, c: np.log(path_probability(s, c)),
    "That is the logarithm of the probability. Leave it out.",
    lambda s, c: path_probability(s[:1], c[:1]),
    "That is the first decision alone. Multiply all of them; does `return` stand inside a loop?",
    lambda s, c: path_probability(s[-1:], c[-1:]),
    "That is the last decision alone. Multiply all of them.",
    lambda s, c: np.prod(np.where(c == 0, softmax(s), 1 - softmax(s))),
    "That is softmax over the nodes. Each node decides for itself: take the sigmoid.",
)


@exercises.code(
    cases=(
        (FIVE.inputs[2], FIVE.outputs[1], FIVE.outputs[[0, 3]], 1.0),
        (np.array([0.5, -1.0, 0.2]), np.array([1.0, 0.0, 2.0]), np.array([[0.3, 0.1, -0.4]]), 0.5),
    ),
    hints=(
        "The error of the right word is sigmoid(right · h) − 1, that of each noise word sigmoid(noise · h) − 0.",
        "`noise @ h` are the logits of all noise words, and `errors @ noise` sums error · vector.",
        "h − learning_rate · (error of right · right + errors of noise @ noise).",
    ),
    praise="The other half of the step moves the output vectors that were asked, each by minus error · the old h.",
)
def negative_step(h, right, noise, learning_rate):
    vectors = np.vstack([right, noise])
    answers = np.arange(len(vectors)) == 0   # 1 for the right word, which stands first
    errors = 1 / (1 + np.exp(-vectors @ h)) - answers
    return h - learning_rate * errors @ vectors


exercises.mistakes(
    lambda h, r, n, rate: h + rate * (1 - sigmoid(r @ h)) * r,
    "The noise words have their say too: each adds p · its vector to the gradient.",
    lambda h, r, n, rate: h + rate * ((1 - sigmoid(r @ h)) * r + sigmoid(n @ h) @ n),
    "You add the part of the noise words. Their error is p − 0, and like every step it is taken away.",
    lambda h, r, n, rate: 2 * h - negative_step(h, r, n, rate),
    "It walks uphill: h should move towards the right word and away from the noise. Error = p − answer, "
    "and the step is taken away.",
    lambda h, r, n, rate: h - rate * ((1 - sigmoid(r @ h)) * r + sigmoid(n @ h) @ n),
    "The sign of the right word's error is turned: probability − answer is p − 1.",
    lambda h, r, n, rate: h - rate * (sigmoid(r @ h) - 1 + sigmoid(n @ h).sum()) * h,
    "You moved h along itself. Its gradient is the sum of error · output vector; error · h is for the output vectors.",
    lambda h, r, n, rate: negative_step(h, r, n, rate) - h,
    "That is the step. Return the new h: h plus this step.",
    lambda h, r, n, rate: negative_step(h, r, n, 1.0),
    "The learning rate is missing: multiply the step by it.",
    one_after_the_other,
    "You change h, then ask the next word about the new h. All errors belong to the old one.",
    lambda h, r, n, rate: h + rate * ((1 - sigmoid(r @ h)) * r + (1 - sigmoid(n @ h)) @ n),
    "You gave the noise words the answer 1. Theirs is 0, so the error is p.",
    lambda h, r, n, rate: h - rate * (sigmoid(r @ h) * r + sigmoid(n @ h) @ n),
    "You gave the right word the answer 0. Its answer is 1, so the error is p − 1.",
    lambda h, r, n, rate: h + rate * ((1 - sigmoid(r @ h)) * r - sigmoid(n @ h) @ n / len(n)),
    "You took the mean over the noise words. Each of them counts in full: take the sum.",
    lambda h, r, n, rate: h + (negative_step(h, r, n, rate) - h) / (1 + len(n)),
    "You took the mean over all words. Each of them counts in full: take the sum.",
    lambda h, r, n, rate: h - rate * sigmoid(n @ h) @ n,
    "The right word is missing: it adds (p − 1) · its vector to the gradient.",
    lambda h, r, n, rate: negative_step(h, r, n[:1], rate),
    "You asked the first noise word alone. Ask all of them; does `return` stand inside a loop?",
    lambda h, r, n, rate: h - rate * (sigmoid(r @ h) * r + (sigmoid(n @ h) - 1) @ n),
    "The answers are swapped: 1 for the right word, 0 for noise.",
    lambda h, r, n, rate: h - rate * ((r @ h - 1) * r + n @ h @ n),
    "The error is p − answer, not logit − answer: send the logits through the sigmoid first.",
    lambda h, r, n, rate: h - negative_step(h, r, n, 1.0),
    "That is the gradient of h. The new h is h minus learning rate · gradient.",
    lambda h, r, n, rate: h + rate * (r - softmax(np.vstack([r, n]) @ h) @ np.vstack([r, n])),
    "That is softmax. Here each word is a yes-or-no question of its own: take the sigmoid.",
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
    "That is the longest path. Take the mean over the text.",
    lambda c: len(c) - 1.0,
    "That is how many nodes there are. Count how often the text comes to each of them.",
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
    each_node_first,
    "You put each new node first, so it is joined again at once. Sort after each step.",
    lambda c: sum(sorted(c)[:2]) / sum(c),
    "That is the first node alone. Go on until one is left; does `return` stand inside the loop?",
    two_largest,
    "You join the two largest. Huffman joins the two rarest, so that these go furthest down.",
    lambda c: -sum(n / sum(c) * np.log2(n / sum(c)) for n in c),
    "That is the mean surprise in bits (lesson 05). No tree can do better, but a path has whole decisions: "
    "count those of the tree.",
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
