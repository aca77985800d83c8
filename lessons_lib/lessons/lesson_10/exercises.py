"""Exercises and questions of lesson 10, the cost of softmax."""

import numpy as np

from ...activations import sigmoid, softmax
from ...data import five_words
from ...word2vec import HuffmanTree
from ...exercises.ladder import Exercise, Mistake
from ...exercises.quiz import Option, Question

FIVE = five_words()
NUMBER = (int, float, np.integer, np.floating)


def negative_step(h, right, noise, learning_rate):
    vectors = np.vstack([right, noise])
    answers = np.arange(len(vectors)) == 0
    errors = answers - 1 / (1 + np.exp(-vectors @ h))
    return h + learning_rate * errors @ vectors


def one_after_the_other(h, right, noise, learning_rate):
    for vector, answer in [(right, 1), *((vector, 0) for vector in noise)]:
        h = h + learning_rate * (answer - sigmoid(vector @ h)) * vector
    return h


def path_probability(logits, code):
    left = 1 / (1 + np.exp(-logits))
    return np.prod(np.where(code == 0, left, 1 - left))


def mean_path(counts):
    heap, passing = sorted(counts), 0
    while len(heap) > 1:
        joined = heap[0] + heap[1]
        passing += joined  # so many words pass through this node
        heap = sorted(heap[2:] + [joined])
    return passing / sum(counts)


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


EXERCISES = [
    Exercise(
        "softmax_cost",
        solution=9_000_000,
        mistakes=(
            Mistake(3_000_000, "That is the logits alone. The steps of h and of the outputs take as many each."),
            Mistake(6_000_000, "Two of three: the logits, the step of h, and the steps of all output vectors."),
            Mistake(90_000, "Each of the 30,000 words has a vector of 100 numbers, and each number takes part."),
        ),
        hints=("The rule is 3 · V · d.", "V = 30,000 and d = 100."),
        praise="Nine million, for a single pair.",
    ),
    Exercise(
        "noise_error",
        solution=float(-sigmoid(2.0)),
        tolerance=0.005,
        mistakes=(
            Mistake(float(sigmoid(2.0)), "That is p. The error is the answer minus p, and for noise the answer is 0."),
            Mistake(float(1 - sigmoid(2.0)), "You took the answer 1. It is a noise word: the right answer is no, 0."),
            Mistake(-2.0, "That is 0 minus the logit. The error is 0 − p: send the logit through the sigmoid first."),
            Mistake(-0.5, "That is with the vector of “late”, h = (1, 0). The target is “never” now: h = (−1, 2)."),
            Mistake(float(-sigmoid(1.0)), "That is the error of “never” as a noise word, in the table. Here “never” is the target."),
            Mistake(float(-sigmoid(-2.0)), "That is with the logit −2. It is h · y = −1 · 0 + 2 · 1."),
        ),
        hints=("The logit is h · y = −1 · 0 + 2 · 1.", "p = sigmoid(2) = 0.881, and the answer is 0."),
        praise="Negative: this word's vector moves away from h, by a good deal.",
    ),
    Exercise(
        "rarest_noise",
        solution=1 / 15,
        tolerance=0.0035,  # also 0.07
        mistakes=(
            Mistake(1 / 16, "The sum of the roots is not 16: 8 + 4 + 2 + 1."),
            Mistake(1 / 85, "That is its share of the text, exponent 1. Take the square root of each count first."),
            Mistake(1 / 4, "That is exponent 0, all alike. Here it is 1/2."),
            Mistake(1.0, "That is the root alone. Divide it by the sum of all four roots."),
            Mistake(float(85**-0.5), "You took the root of its share of the text. Divide by the sum of the four roots instead, so that all sum to 1."),
            Mistake(6.68, "That is in per cent. As a probability it is a hundredth of this."),  # 6.67, or 6.7
        ),
        hints=("The roots are 8, 4, 2 and 1.", "Their sum is 15."),
        praise="From 1/85 of the text to 1/15 of the noise: nearly six times as often. Counts serve as well as frequencies: a common factor cancels.",
    ),
    Exercise(
        "path_probability",
        solution=path_probability,
        cases=(
            (np.array([1.0, 0.0]), np.array([0, 0])),
            (np.array([1.0, 0.0, 2.0]), np.array([0, 1, 1])),
            (np.array([-1.0]), np.array([1])),
        ),
        mistakes=(
            Mistake(lambda s, c: np.prod(sigmoid(s)), "You always go left. Where the code is 1, take 1 − sigmoid(logit)."),
            Mistake(lambda s, c: np.prod(np.where(c == 1, sigmoid(s), sigmoid(-s))), "Left and right are swapped: code 0 is left, and left is sigmoid(logit)."),
            Mistake(lambda s, c: np.sum(np.where(c == 0, sigmoid(s), sigmoid(-s))), "All decisions must come out so: multiply the probabilities, do not add them."),
            Mistake(
                lambda s, c: np.where(c == 0, sigmoid(s), sigmoid(-s)),
                "These are the decisions one by one. Multiply them: `np.prod`.",
            ),
            Mistake(
                lambda s, c: sigmoid(np.sum(np.where(c == 0, s, -s))),
                "You added the logits. Send each through the sigmoid, then multiply the probabilities.",
            ),
            Mistake(
                lambda s, c: np.prod(np.where(c == 0, s, 1 - s)),
                "These are logits, not yet probabilities. Send them through the sigmoid first.",
            ),
            Mistake(lambda s, c: -np.log(path_probability(s, c)), "That is the loss. Asked for is the probability."),
        ),
        hints=("`left = ll.sigmoid(logits)` at each node.", "`np.prod` multiplies what `np.where(code == 0, left, 1 - left)` picks."),
        praise="1 − sigmoid(z) is sigmoid(−z), so programs often write sigmoid((1 − 2 · code) · logit).",
    ),
    Exercise(
        "negative_step",
        solution=negative_step,
        cases=(
            (FIVE.inputs[2], FIVE.outputs[1], FIVE.outputs[[0, 3]], 1.0),
            (np.array([0.5, -1.0, 0.2]), np.array([1.0, 0.0, 2.0]), np.array([[0.3, 0.1, -0.4]]), 0.5),
        ),
        mistakes=(
            Mistake(lambda h, r, n, rate: h + rate * (1 - sigmoid(r @ h)) * r, "The noise words have their say too: each adds (0 − p) · its vector."),
            Mistake(lambda h, r, n, rate: h + rate * ((1 - sigmoid(r @ h)) * r + sigmoid(n @ h) @ n), "For noise the error is 0 − p: take it away, do not add it."),
            Mistake(lambda h, r, n, rate: 2 * h - negative_step(h, r, n, rate), "The other way: h moves towards the right word and away from the noise. Error = answer − p."),
            Mistake(lambda h, r, n, rate: negative_step(h, r, n, rate) - h, "That is the step. Return the new h: h + the step."),
            Mistake(lambda h, r, n, rate: negative_step(h, r, n, 1.0), "The learning rate is missing: multiply the step by it."),
            Mistake(one_after_the_other, "You change h, then ask the next word about the new h. All errors belong to the old one."),
            Mistake(
                lambda h, r, n, rate: h + rate * ((1 - sigmoid(r @ h)) * r + (1 - sigmoid(n @ h)) @ n),
                "You gave the noise words the answer 1. Theirs is no, so the error is 0 − p.",
            ),
            Mistake(
                lambda h, r, n, rate: h + rate * (sigmoid(r @ h) * r - sigmoid(n @ h) @ n),
                "The error of the right word is 1 − p, not p.",
            ),
            Mistake(
                lambda h, r, n, rate: h + rate * ((1 - sigmoid(r @ h)) * r - sigmoid(n @ h) @ n / len(n)),
                "You took the mean over the noise words. Each has its full say: add them up.",
            ),
            Mistake(
                lambda h, r, n, rate: h + rate * (r - softmax(np.vstack([r, n]) @ h) @ np.vstack([r, n])),
                "That is softmax. Here each word is a question of its own, yes or no: take the sigmoid.",
            ),
        ),
        hints=(
            "The error of the right word is 1 − sigmoid(right · h), that of each noise word 0 − sigmoid(noise · h).",
            "`noise @ h` are the logits of all noise words, and `errors @ noise` sums error · vector.",
            "h + learning_rate · (error of right · right + errors of noise @ noise).",
        ),
        praise="This is what word2vec does for every pair of the text.",
    ),
    Exercise(
        "mean_path",
        solution=mean_path,
        cases=(([8, 6, 4, 3, 2],), ([5, 5, 5, 5],), ([90, 9, 1],), ([40, 30, 20, 10],)),
        mistakes=(
            Mistake(lambda c: np.log2(len(c)), "That is log2 V, which a balanced tree has. Huffman's is shorter on average where words differ in frequency."),
            Mistake(lambda c: path_lengths(c).mean(), "Each word counts once here. Weight each path with the count of its word."),
            Mistake(lambda c: path_lengths(c).max(), "That is the longest path. Asked for is the mean over the text."),
            Mistake(lambda c: mean_path(c) * sum(c), "That is the number of all decisions in the text. Divide by the number of words in it, the sum of the counts."),
            Mistake(
                lambda c: mean_path(c) * sum(c) / len(c),
                "You divide by the number of different words. Divide by the length of the text, the sum of the counts.",
            ),
            Mistake(
                lambda c: mean_path(c) - 1,
                "The root is missing: it is a node too, and the whole text passes through it.",
            ),
            Mistake(
                lambda c: mean_path(c) + 1,
                "One too many for each word. Count the nodes that are made, not the leaves; and the root once.",
            ),
            Mistake(never_sorted_again, "Sort after each step: the new node must find its place among the counts."),
        ),
        hints=(
            "Every time the text comes to a node, one decision is made. A node is passed as often as its count says.",
            "So add up the counts of all nodes that Huffman's rule makes, and divide by the sum of the counts.",
            "In a loop: sort a copy, join the two smallest, add their sum to the total.",
        ),
        praise="It is never less than the mean surprise of the words in bits (lesson 05), and at most one bit more.",
    ),
    Exercise(
        "chain",
        solution=(16, 8, 4, 2, 1),
        observe=longest_path,
        mistakes=(Mistake((1, 1, 1, 1, 1), "Here the longest path has three decisions. In a chain, every new node is again one of the two rarest."),),
        hints=("Join the node of the two rarest with the third rarest, and so on.", "Each count above all smaller ones together: try doubling."),
        praise="A chain of V words has paths up to V − 1. Still no harm: the words down there are so rare that the mean stays short.",
    ),
]

QUESTIONS = [
    Question(
        "six_of_them",
        "The same text, the same number of steps, but six words asked in each. What will the vectors be like?",
        (
            Option("Useless: nearly all words are never told that they are wrong", "Not in this step. But noise is drawn anew for each pair, and there are millions of pairs."),
            Option("Good, but only after 17,000 times as many steps", "16,667 times fewer words are asked. But most of those answers were “no, of course not”, and taught next to nothing."),
            Option("About as good, after as many steps", "Section 2 shows how, and section 5 has a race. Six words taught nearly as much as all of them.", True),
        ),
    ),
    Question(
        "always_yes",
        "Only real pairs, each with the answer yes. What will the model learn?",
        (
            Option("The same, only faster", "Nothing tells it what is not a pair. Look what happens."),
            Option("To say yes to most pairs, also to those that never occur", "The easiest way to be right: let all vectors point the same way and grow.", True),
            Option("Nothing: no vector moves", "They do: as long as p is below 1, the error 1 − p pulls."),
        ),
    ),
    Question(
        "race_small",
        "The tiny world has 165 words. Each output learns from the same text, six epochs. Which is much faster than the others?",
        (
            Option("negative sampling: it asks 6 rows, not 165", "It saves multiply-adds, but these are few here anyway, and drawing noise costs time too."),
            Option("the tree: it asks about 7 rows", "Few rows, but they must be looked up, and that costs more than it saves here."),
            Option("none of them", "With so few words one product with all of them is hardly more work than looking some up.", True),
        ),
    ),
]

QUIZ = [
    Question(
        "rows_asked",
        "A vocabulary of a million words. How many output vectors take part in one pair, with the full softmax, 5 negatives, and a tree?",
        (
            Option("1,000,000, 6 and about 20", "log2 of a million is 19.9.", True),
            Option("1,000,000, 5 and about 1,000", "The right word counts too, so 6. And a tree halves: 20 times until one of a million is left."),
            Option("1,000,000, 500,000 and 20", "Five negatives are five, not a share of the vocabulary."),
        ),
    ),
    Question(
        "push",
        "A noise word has p = 0.02. What does this step do to its vector?",
        (
            Option("It moves far away from h", "The error is 0 − 0.02: nearly right already, so a very small step."),
            Option("It moves a very little away from h", "The error is −0.02. Noise that is easily told apart teaches little.", True),
            Option("It moves towards h", "Only the right word does."),
        ),
    ),
    Question(
        "who_gains",
        "Exponent 3/4. Which words are drawn more often than they stand in the text?",
        (
            Option("All of them: f to the power of 3/4 is larger than f", "Before normalising it is. But all probabilities sum to 1: where some gain, others lose."),
            Option("All words below a certain frequency", "And the rarer, the larger the factor. The border depends on the text.", True),
            Option("Only the rarest word", "It gains most. But of the frequencies 0.9, 0.09 and 0.01 the one in the middle gains too."),
        ),
    ),
    Question(
        "huffman_first",
        "Counts 10, 7, 5, 3, 2. Which two does Huffman's rule join second?",
        (
            Option("5 and 3", "3 is already part of the first node, 3 + 2."),
            Option("the node 3 + 2 = 5, and the word with 5", "After the first step the two smallest of 10, 7, 5, 5 are these.", True),
            Option("10 and 7", "The rarest are joined, not the most frequent: they come last."),
        ),
    ),
    Question(
        "sure_at_root",
        "The root is sure and wrong: it gives only 0.01 to the side on which the right word is. How probable can this word be at most?",
        (
            Option("Up to 1, if all other nodes on its path are sure of it", "Their decisions are multiplied with 0.01."),
            Option("0.5", "Nothing can make up for the first decision: it is a factor of the product."),
            Option("0.01", "A product of probabilities is never larger than any of its factors.", True),
        ),
    ),
    Question(
        "sum_of_leaves",
        "You fill the node vectors of a tree with random numbers. What do the probabilities of all leaves sum to?",
        (
            Option("to 1, always", "Each node only divides what arrives at it: left and right share it.", True),
            Option("to 1 only after training", "No training is needed: left and right sum to 1 at every node."),
            Option("to anything: nobody normalises", "Each node does, for two answers only, and that is enough."),
        ),
    ),
]
