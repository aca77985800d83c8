"""Three outputs of word2vec to play with: noise words, the Huffman tree, and what each costs."""

import numpy as np

from ...activations import sigmoid
from . import pictures
from .pictures import in_words
from ...pictures.style import new_figure
from ...word2vec import HuffmanTree, noise_distribution
from ...pictures.controls import choice, log_slider, slider
from ...pictures.explorer import Goal
from ...pictures.old import OldExplorer as Explorer

# Words and how often they stand in `ll.texts.tiny_world()`, chosen for a tree that is neither even nor a chain.
WORLD = {"the": 6997, "of": 3625, "love": 2720, "is": 1346, "paris": 180, "dog": 171, "king": 141, "nile": 68}
LEAVES = {"the": 6997, "of": 3625, "love": 2720, "her": 2226, "in": 1785, "is": 1346, "king": 141, "nile": 68}
MOST = 10  # words: there is no room for more
DRAWS = np.random.default_rng(10).random(10_000)


def noise_explorer(counts=WORLD):
    """Noise words: how often each is drawn, for any exponent from 1, the text itself, to 0, all alike.

    counts: 2 to 10 words of your own with their counts, such as {"the": 900, "nile": 10}.
    """
    words, counts = _words_and_counts(counts, least=2)
    figure, axes = new_figure(9, 3.8)
    frequencies, rarest = counts / counts.sum(), words[-1]
    artists = pictures.noise_bars(axes, words, frequencies)

    def shares(exponent, draws):
        noise = noise_distribution(counts, exponent)
        numbers = np.searchsorted(np.cumsum(noise)[:-1], DRAWS[: round(draws)], side="right")
        return noise, np.bincount(numbers, minlength=len(words)) / len(numbers)

    def gains(exponent):
        return noise_distribution(counts, exponent) / frequencies

    def update(exponent, draws):
        noise, drawn = shares(exponent, draws)
        pictures.set_noise(artists, noise, drawn)
        winners = ", ".join(word for word, gain in zip(words, gains(exponent)) if gain > 1.005)
        return (
            f"Exponent {exponent:.2f}: “{rarest}” is {100 * frequencies[-1]:.3g}% of these words and "
            f"{100 * noise[-1]:.3g}% of the noise, a factor of {in_words(gains(exponent)[-1])}. "
            f"{'These words gain: ' + winners if winners else 'No word gains'}. Of {round(draws):,} draws, "
            f"{100 * drawn[-1]:.3g}% gave “{rarest}”; the diamond furthest from the top of its bar is "
            f"{100 * np.abs(drawn - noise).max():.1f} points away."
        )

    factor = next((f for f in (10, 2) if f < gains(0)[-1]), 1)  # no more than the slider can reach
    text = f"draw “{rarest}” {factor} times as often as counted"
    goals = (
        Goal(text, lambda exponent, draws: abs(gains(exponent)[-1] / factor - 1) < 0.05),
        Goal("make all words equally likely", lambda exponent, draws: exponent == 0),
        Goal("draw until every diamond is within 1 point", lambda **v: np.abs(np.subtract(*shares(**v))).max() < 0.01),
    )
    controls = {"exponent": slider("exponent", 0.75, 0.0, 1.0, 0.01), "draws": log_slider("draws", 100, 1, 4)}
    controls["draws"].readout_format = ",.0f"
    return Explorer(figure, update, controls, goals=_not_yet_reached(goals, controls))


def huffman_explorer(counts=LEAVES):
    """A word at each leaf of a Huffman tree: its probability is the product of the decisions on the way to it.

    counts: 3 to 10 words of your own with their counts. Click on the tree to choose a word, drag h in the plane.
    """
    words, counts = _words_and_counts(counts, least=3)
    tree = HuffmanTree(counts)
    figure, (left, right) = new_figure(9, 4.2, ncols=2, width_ratios=(2, 1))
    angle = 1.35 * np.arange(1, len(words))  # no two of them look the same way, and most words can win
    vectors = 1.5 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    artists, plane = pictures.leaves(left, words, tree), pictures.hidden_plane(right, vectors)

    def decisions(word, h):
        nodes, code = tree.path(word)
        return sigmoid((1 - 2 * code) * (np.asarray(h) @ vectors[nodes].T))

    def leaves(h):
        return np.stack([decisions(word, h).prod(axis=-1) for word in range(len(words))])

    def update(word, h1, h2):
        number, h = words.index(word), [h1, h2]
        along, probabilities = decisions(number, h), leaves(h)
        pictures.set_leaves(artists, number, along, probabilities)
        pictures.set_hidden(plane, h, vectors[tree.path(number)[0]])
        best, p = probabilities.argmax(), probabilities[number]
        return (
            f"P({word}) = {' · '.join(f'{p:.2f}' for p in along)} {f'= {p:.3f}' if p >= 0.0005 else '< 0.001'}: "
            f"{len(along)} decision{'s' * (len(along) != 1)} instead of {len(words)} logits. "
            f"The most probable leaf is “{words[best]}” with {probabilities[best]:.2f}. "
            f"All {len(words)} leaves together: {probabilities.sum():.2f}."
        )

    def drag(pointer, word, h1, h2):
        if pointer.axes is right:
            return {"h1": pointer.x, "h2": pointer.y}
        place = np.clip(round(pointer.x), 0, len(words) - 1)
        return {"word": words[int(np.flatnonzero(tree.leaf == place)[0])]}

    wanted = leaves([1.5, -1.5]).argmax()  # there it leads, so the last goal can be reached
    depth = [len(tree.path(word)[0]) for word in range(len(words))]
    goals = (
        Goal("choose a word with the longest path", lambda word, **h: depth[words.index(word)] == max(depth)),
        Goal("make every decision 50 : 50", lambda word, **h: not any(h.values())),
        Goal(f"make “{words[wanted]}” the most probable leaf", lambda h1, h2, **_: wanted == leaves([h1, h2]).argmax()),
    )
    controls = {
        "word": choice("word", words, words[1]),
        "h1": slider("h₁", 0.7, -pictures.REACH, pictures.REACH, 0.1),
        "h2": slider("h₂", 0.4, -pictures.REACH, pictures.REACH, 0.1),
    }
    return Explorer(figure, update, controls, drag=drag, goals=_not_yet_reached(goals, controls))


OUTPUTS = "full softmax", "negative sampling", "tree"


def multiply_adds(words, vector_size, negatives):
    """What one pair costs each of OUTPUTS: every row asked is multiplied with h, moves itself, and moves h."""
    words = np.asarray(words, dtype=float)
    asked = words, np.full_like(words, 1 + negatives), np.log2(words)
    return [3 * vector_size * rows for rows in asked]


def cost_of_outputs():
    """Multiply-adds for one pair against the size of the vocabulary, for the three outputs."""
    figure, axes = new_figure(9, 3.6)
    across = np.geomspace(100, 100_000, 31)
    artists, guide = pictures.cost_lines(axes, OUTPUTS, across, 30, 3e8)

    def update(words, vector_size, negatives):
        words = round(words)
        guide.set_data([words, words], axes.get_ylim())
        lines, points = (multiply_adds(v, vector_size, negatives) for v in (across, words))
        full, noise, tree = map(float, points)
        for artist, costs, cost in zip(artists, lines, points):
            pictures.set_cost(artist, across, costs, words, cost, above=cost > min(noise, tree))
        return (
            f"{words:,} words, vectors of {vector_size}: the full softmax takes {in_words(full)} multiply-adds for one "
            f"pair, negative sampling with {negatives} noise word{'s' * (negatives != 1)} {in_words(noise)}, "
            f"the tree about {in_words(tree)}. While the full softmax learns one pair, negative sampling learns "
            f"{in_words(full / noise)} and the tree {in_words(full / tree)}."
        )

    controls = {
        "words": log_slider("V", 10_000, 2, 5),
        "vector_size": slider("vector_size", 100, 10, 300, 10),
        "negatives": slider("negatives", 5, 1, 20, 1),
    }
    controls["words"].readout_format = ",.0f"

    def goal(text, reached):
        return Goal(text, lambda words, **v: reached(*multiply_adds(round(words), **v)))

    goals = (
        goal("make the tree cheaper than negative sampling", lambda full, noise, tree: tree < noise),
        goal("make the full softmax 10,000 times as dear as negative sampling",
             lambda full, noise, tree: full >= 10_000 * noise),
    )
    return Explorer(figure, update, controls, goals=goals)


def _words_and_counts(counts, least):
    """Words, the most frequent first, and their counts, if there are `least` to MOST of them."""
    whole = isinstance(counts, dict) and all(isinstance(n, (int, np.integer)) and n > 0 for n in counts.values())
    if not whole or not least <= len(counts) <= MOST:
        raise ValueError(f"give {least} to {MOST} words with whole counts above 0, such as {WORLD}, got {counts!r}")
    words = sorted(counts, key=counts.get, reverse=True)
    return words, np.array([counts[word] for word in words])


def _not_yet_reached(goals, controls):
    """The goals that are not reached at the start; with a reader's own words some may be."""
    values = {name: control.value for name, control in controls.items()}
    return [goal for goal in goals if not goal.reached(**values)]
