"""Exercises and questions of lesson 02, layers and networks."""

import numpy as np

from ...activations import relu, sigmoid, step
from ...data import GATES, gate_inputs, picnic
from ...graph import as_reals
from ...layers import Linear
from ...exercises.gates import ONE_LINE, other_gates
from ...exercises.ladder import Exercise, Mistake
from ...exercises.quiz import Option, Question

EXAMPLE = picnic()
PICNIC = (EXAMPLE.x, EXAMPLE.W, EXAMPLE.b, EXAMPLE.u[:, None], np.array([0.5]))
DAYS = (EXAMPLE.days[:2], EXAMPLE.W[:, :2], np.array([1.0, -0.5]), np.array([[1.0, -1.0], [-3.0, 2.0]]), np.array([0.5, -1.0]))
SOME_NUMBERS = np.array([-3.0, -0.5, 0.0, 1.0, 2.5])


def forward(x, W1, b1, W2, b2):
    h = np.maximum(0, x @ W1 + b1)
    return h @ W2 + b2


def count_parameters(sizes):
    return sum(n_in * n_out + n_out for n_in, n_out in zip(sizes, sizes[1:]))


def arrays(parts, **shapes):
    """The parts of an answer as arrays of these shapes, or a ValueError that says which part does not fit."""
    if not isinstance(parts, (tuple, list)) or len(parts) != len(shapes):
        raise ValueError(f"Give {', '.join(shapes)}, in this order")
    found = []
    for (name, shape), part in zip(shapes.items(), parts):
        example = f"{name} needs the shape {shape}, such as {np.ones(shape, int).tolist()}"
        try:
            array = np.array(as_reals(part, name))
        except (TypeError, ValueError):
            raise ValueError(f"{example}: numbers only, rows of equal length") from None
        if array.size != np.prod(shape) or (len(shape) == 2 and array.shape != shape):
            raise ValueError(f"{example}; yours has the shape {array.shape}")
        found.append(array.reshape(shape))
    return found


def two_layers(weights, X, activation):
    """What a hidden layer W, b of two neurons and an output neuron u, c give for each row of X."""
    W, b, u, c = arrays(weights, W=(X.shape[1], 2), b=(2,), u=(2,), c=())
    return activation(Linear.from_weights(W, b)(X)) @ u + c


def gate(weights):
    """The four outputs of a network of step neurons, (W, b, u, c), as a tuple of 0 and 1."""
    return tuple(int(y) for y in step(two_layers(weights, gate_inputs(), step)))


def quietly_wrong(b):
    """What is to be said of a bias in another shape, in one word or two."""
    try:
        b, z = np.asarray(as_reals(b, "b")), EXAMPLE.days @ EXAMPLE.W
    except ValueError:
        raise ValueError("Write numbers in brackets, without quotes, rows of equal length") from None
    if b.shape == (3,):
        return "usual shape"
    if b.ravel().tolist() != EXAMPLE.b.tolist():
        return "other numbers"
    if (z + b).shape != z.shape:
        return "larger sum"
    return "right sum" if np.allclose(z + b, z + EXAMPLE.b) else "wrong sum"


XOR = GATES["XOR"]
OR_AND = ([[1.0, 1.0], [1.0, 1.0]], [-0.5, -1.5])
FIRST_ALONE = {gate: ([[w1, 0.0], [w2, 0.0]], [b, 0.0], [1.0, 0.0], -0.5) for gate, (w1, w2, b) in ONE_LINE.items()}
"""Networks whose output repeats the first hidden neuron: one for each gate that a single neuron computes."""

EXERCISES = [
    Exercise(
        "windy_layer",
        solution=[-2.0, -2.0, 1.0],
        mistakes=(
            Mistake([0.0, 0.0, 1.0], "That is after ReLU. Asked for is z, before the activation."),
            Mistake([-3.0, -2.0, 1.0], "The bias of weather is missing: b = (1, 0, 0)."),
            Mistake([2.0, -4.0, 2.0], "You took the dot product of x with the rows of W. A neuron is a column."),
            Mistake([1.0, -4.0, 2.0], "You took the rows of W, and left out the bias. A neuron is a column."),
            Mistake([-1.0, -1.0, 2.0], "You gave the bias of weather to all three. Each has its own: b = (1, 0, 0)."),
            Mistake([1.0, 2.0, -1.0], "That is the day from the text. This one has inputs (1, 2, 0)."),
        ),
        hints=("You know weather from lesson 01: −2.", "Company: 0 · 1 − 1 · 2 + 1 · 0 + 0. Trouble: −1 · 1 + 1 · 2 + 0 · 0 + 0."),
        praise="Weather and company say −2, trouble says 1: stay at home.",
    ),
    Exercise(
        "shapes",
        solution=((10, 6), (10, 2)),
        mistakes=(
            Mistake(((4, 6), (6, 2)), "Those are the shapes of W1 and W2. Asked for is what comes out."),
            Mistake(((10, 4), (10, 6)), "That is what goes into each layer. Asked for is what comes out of it."),
            Mistake(((6, 10), (2, 10)), "Rows are examples: the batch comes first."),
            Mistake(((6,), (2,)), "That is right for one example. Here are ten: the batch stays in front."),
            Mistake(((10, 6), (2,)), "The hidden layer is right. The output has a row for each of the ten examples, too."),
            Mistake(((10, 6), 2), "The hidden layer is right. The output is a table too: a row per example."),
            Mistake(((6,), (10, 2)), "The output is right. The hidden layer has a row for each of the ten examples, too."),
            Mistake(((10, 6), (6, 2)), "The hidden layer is right. The output has one row per example too: work out (10, 6) @ (6, 2)."),
            Mistake(((10, 2), (10, 6)), "Both shapes occur, but in the other order: the hidden layer first."),
            Mistake(
                ((10, 4), (10, 2)),
                "The output is right. The first is the batch x itself: which shape does it have after W1?",
            ),
            Mistake((6, 2), "That is right for one example. Here are ten: two tuples, with the batch in front."),
            Mistake(
                (60, 20),
                "That is how many numbers each of them holds. A shape says how many rows, and how many columns.",
            ),
            Mistake((10, 6), "That is the hidden shape alone. Write two tuples, one in place of each `...`."),
        ),
        hints=("(10, 4) @ (4, 6): the two inner numbers agree and vanish.", "The first layer turns (10, 4) into (10, 6)."),
        praise="The inner numbers meet and vanish, the outer ones stay.",
    ),
    Exercise(
        "forward",
        solution=forward,
        cases=(PICNIC, DAYS),
        mistakes=(
            Mistake(lambda x, W1, b1, W2, b2: (x @ W1 + b1) @ W2 + b2, "ReLU between the layers is missing: `np.maximum(0, z)`."),
            Mistake(lambda x, W1, b1, W2, b2: relu(relu(x @ W1 + b1) @ W2 + b2), "ReLU comes after the hidden layer only. The output stays as it is."),
            Mistake(lambda x, W1, b1, W2, b2: relu((x @ W1 + b1) @ W2 + b2), "ReLU comes between the layers: after the first one, not at the end."),
            Mistake(lambda x, W1, b1, W2, b2: sigmoid(x @ W1 + b1) @ W2 + b2, "The hidden layer's activation here is ReLU, not sigmoid: `np.maximum(0, z)`."),
            Mistake(lambda x, W1, b1, W2, b2: np.minimum(0, x @ W1 + b1) @ W2 + b2, "ReLU keeps what is positive: `np.maximum`, not `np.minimum`."),
            Mistake(lambda x, W1, b1, W2, b2: relu(x @ W1) @ W2, "Both biases are missing: add b1 before ReLU, and b2 at the end."),
            Mistake(lambda x, W1, b1, W2, b2: relu(x @ W1) @ W2 + b2, "The bias of the first layer is missing."),
            Mistake(lambda x, W1, b1, W2, b2: relu(x @ W1 + b1) @ W2, "The bias of the second layer is missing."),
            Mistake(lambda x, W1, b1, W2, b2: (relu(x @ W1) + b1) @ W2 + b2, "The first bias belongs inside: add it before ReLU."),
            Mistake(lambda x, W1, b1, W2, b2: relu(x @ W1 + b1), "That is the hidden layer. Send it through the second layer too."),
        ),
        hints=("Compute the hidden layer first and call it `h`.", "`h = np.maximum(0, x @ W1 + b1)`, and the second layer takes h in place of x."),
        praise="Two lines, and they serve one example as well as a batch.",
    ),
    Exercise(
        "count_parameters",
        solution=count_parameters,
        cases=(([3, 3, 1],), ([2, 5],), ([784, 32, 16, 10],)),
        mistakes=(
            Mistake(lambda sizes: sum(a * b for a, b in zip(sizes, sizes[1:])), "You counted the weights. Each neuron has a bias as well."),
            Mistake(lambda sizes: sum(a * b + a for a, b in zip(sizes, sizes[1:])), "Neurons have biases, inputs have none: add n_out per layer, not n_in."),
            Mistake(lambda sizes: sum(a * b for a, b in zip(sizes, sizes[1:])) + sum(sizes), "You gave the inputs biases too. Only neurons have them."),
            Mistake(lambda sizes: sum(a * b + 1 for a, b in zip(sizes, sizes[1:])), "One bias per layer is too few: every neuron has its own."),
            Mistake(
                lambda sizes: sum(a * b for a, b in zip(sizes, sizes[1:])) + sum(sizes[1:-1]),
                "Only the hidden neurons have a bias here. Those of the output have one too.",
            ),
            Mistake(lambda sizes: sum(sizes), "You counted inputs and neurons. Count weights and biases."),
            Mistake(lambda sizes: sizes[0] * sizes[1] + sizes[1], "You counted the first layer only. If you use a loop: does `return` stand inside it?"),
        ),
        hints=("One layer has n_in · n_out weights and n_out biases.", "`zip(sizes, sizes[1:])` gives the pairs (n_in, n_out), layer by layer.", "Start with `total = 0`, then `for n_in, n_out in zip(sizes, sizes[1:]):` add to it, and return it after the loop."),
        praise="A 784-32-16-10 network, which reads small images of digits, has 25,818.",
    ),
    Exercise(
        "xor_weights",
        solution=([[1.0, -1.0], [-1.0, 1.0]], [-0.5, -0.5], [1.0, 1.0], -0.5),
        observe=gate,
        mistakes=(
            Mistake((*OR_AND, [1.0, 0.0], -0.5), "It computes OR: something must take (1, 1) away."),
            Mistake((*OR_AND, [0.0, 1.0], -0.5), "It computes AND: 1 for (1, 1) alone."),
            Mistake((*OR_AND, [0.0, -1.0], 0.5), "It computes NAND: something must take (0, 0) away."),
            Mistake((*OR_AND, [-1.0, 1.0], 0.5), "It computes XNOR, the opposite: turn the signs of u and c."),
            Mistake((*OR_AND, [1.0, -1.0], -1.5), "It says 0 everywhere: c is too low, or no hidden neuron ever says 1."),
            Mistake((*OR_AND, [1.0, 1.0], 0.5), "It says 1 everywhere: c is too high."),
            *other_gates(FIRST_ALONE, XOR, *(GATES[name] for name in ("OR", "AND", "NAND")), (0, 0, 0, 0), (1, 1, 1, 1)),
        ),
        hints=("One hidden neuron could say 1 for (1, 0) alone: weights 1 and −1, bias −0.5.", "The other one for (0, 1) alone. The output neuron is then OR.", "W = [[1, −1], [−1, 1]]: the columns are the neurons. OR you know: u = [1, 1], c = −0.5."),
        praise="There are 16 kinds of hidden layer that do it. See the text after the widget.",
    ),
    Exercise(
        "absolute",
        solution=([[1.0, -1.0]], [0.0, 0.0], [1.0, 1.0], 0.0),
        observe=lambda weights: two_layers(weights, SOME_NUMBERS[:, None], relu),
        mistakes=(
            Mistake(([[1.0, 1.0]], [0.0, 0.0], [1.0, 0.0], 0.0), "That is relu(x): negative numbers become 0. One neuron must look at −x."),
            Mistake(([[1.0, -1.0]], [0.0, 0.0], [1.0, -1.0], 0.0), "That is x itself: relu(x) − relu(−x). Add them instead."),
            Mistake(([[1.0, 1.0]], [0.0, 0.0], [1.0, 1.0], 0.0), "Both neurons look at x. One must look at −x."),
            Mistake(([[1.0, -1.0]], [0.0, 0.0], [-1.0, -1.0], 0.0), "That is −|x|: turn the signs of u."),
            Mistake(([[2.0, -2.0]], [0.0, 0.0], [1.0, 1.0], 0.0), "That is 2|x|, twice too steep: make the weights smaller."),
        ),
        hints=("relu(x) is |x| for positive x. What is |x| for negative x?", "|x| = relu(x) + relu(−x).", "So the weights of the two neurons are 1 and −1, W = [[1, −1]], and the output adds them up."),
        praise="Two half lines make a V. With more of them a network can draw any zigzag: lesson 03 shows it.",
    ),
    Exercise(
        "quiet_bias",
        solution=[[1.0], [0.0], [0.0]],
        observe=quietly_wrong,
        mistakes=(
            Mistake([[1.0, 0.0, 0.0]], "The sum is right: shape (1, 3) is still one number per column. Try one per row."),
            Mistake([1.0, 0.0, 0.0], "This has the usual shape (3,). Give its three numbers another shape, with more brackets."),
            Mistake([2.0], "Keep the three numbers 1, 0, 0. Only the shape should be another one."),
            Mistake([[[1.0]], [[0.0]], [[0.0]]], "Three axes are too many: the sum is no longer of shape (3, 3). Try two."),
        ),
        hints=("NumPy repeats a number along an axis of length 1.", "Shape (3, 1) adds the first number to the first row: to a day, not to a neuron.", "Each number in brackets of its own: `[[1], …]`."),
        praise="No error, and a wrong answer. Shape (3, 1) fits only because the batch happens to have 3 rows. `ll.Linear.from_weights(W, b)` refuses such a b.",
    ),
]

QUESTIONS = [
    Question(
        "how_many",
        "You have neurons with `step`, in layers: each neuron reads only the layer before it. What is the smallest number that can compute XOR?",
        (
            Option("Two", "Side by side they give two answers, and nobody combines them. One after the other, the second knows only what the first said."),
            Option("Three", "Two side by side, and one that listens to them. Section 5 shows how.", True),
            Option("Four: one for each of the four inputs", "That works if a fifth one collects their answers, but fewer are enough."),
            Option("No number is enough", "A few are enough: section 5 shows how."),
        ),
    ),
    Question(
        "second_row",
        "You double the second row of W, (−2, −1, 1). Whose sum z can change?",
        (
            Option("Only that of the second neuron, company", "A neuron is a column. A row belongs to an input."),
            Option("That of all three neurons", "The second row says how each neuron weighs the second input, the wind.", True),
            Option("None: the bias makes up for it", "The bias is added afterwards and does not know what W is."),
        ),
    ),
    Question(
        "more_wind",
        "On our day wind rises from 1 to 2. Trouble had z = −1. What happens to the score?",
        (
            Option("It falls: weather and company fall, trouble wakes up", "It falls, but look at trouble: z = −2 + 2 = 0, and relu(0) is 0. It is still silent."),
            Option("It falls: weather and company fall, trouble still sends 0", "h = (0, 1, 0), so the score is 0.5.", True),
            Option("It stays, since the wind does not reach the output", "It reaches the output through the hidden layer."),
        ),
    ),
    Question(
        "numbers_331",
        "A network has 3 inputs, 3 hidden neurons and 1 output neuron. How many numbers does it learn?",
        (
            Option("7", "You counted the circles. Count weights, and one bias per neuron."),
            Option("12", "These are the weights, 3 · 3 + 3 · 1. Each of the four neurons has a bias too."),
            Option("16", "3 · 3 + 3 for the hidden layer, 3 · 1 + 1 for the output.", True),
            Option("19", "You gave the inputs biases as well. Inputs are given, not computed."),
        ),
    ),
    Question(
        "where_do_they_go",
        "h₁ is OR, h₂ is AND. Each of the four inputs becomes a point (h₁, h₂). On how many different spots do they land?",
        (
            Option("On four", "(0, 1) and (1, 0) both have OR = 1 and AND = 0: they land on the same spot."),
            Option("On three", "(0, 0), (1, 0) and (1, 1). The two inputs in the middle share a spot.", True),
            Option("On two", "There is one more: (0, 0), (1, 0) and (1, 1) all occur."),
        ),
    ),
]

QUIZ = [
    Question(
        "column",
        "W has shape (4, 2). What is W[:, 1]?",
        (
            Option("The four weights of the second neuron", "Column 1, counted from 0: one weight for each of the four inputs.", True),
            Option("The two weights of the second input", "That is the row W[1]."),
            Option("The weights of the second example", "Weights belong to no example: they serve all of them."),
        ),
    ),
    Question(
        "fits",
        "x has shape (8, 5). Which W can come next?",
        (
            Option("shape (8, 3)", "8 is the number of examples. The weights do not depend on it: n_in is 5."),
            Option("shape (5, 3)", "(8, 5) @ (5, 3) gives (8, 3).", True),
            Option("shape (3, 5)", "(8, 5) @ (3, 5): the inner numbers 5 and 3 differ. Its transpose would fit."),
        ),
    ),
    Question(
        "parameters",
        "How many parameters does a 2-3-1 network have?",
        (
            Option("9", "2 · 3 + 3 · 1 are the weights. There are four biases too."),
            Option("13", "2 · 3 + 3 = 9, and 3 · 1 + 1 = 4.", True),
            Option("15", "The two inputs have no bias."),
        ),
    ),
    Question(
        "batch_size",
        "You send a batch of 64 examples instead of one. What changes in the network?",
        (
            Option("Nothing: the same weights are used 64 times", "Only the number of rows that go in and come out.", True),
            Option("It needs 64 times as many weights", "The weights are shared by all examples."),
            Option("The examples influence each other", "Every row is computed for itself."),
        ),
    ),
    Question(
        "hidden_layer",
        "How does a hidden layer help with XOR?",
        (
            Option("It bends the output neuron's line in the plane of hidden values", "There it is straight. What has moved is the points."),
            Option("It moves the points to where one line can separate them", "And the output neuron draws that line.", True),
            Option("It stores the four inputs", "It holds weights and biases, no examples."),
        ),
    ),
    Question(
        "same_spot",
        "Two inputs give the same hidden values. What can the output layer do?",
        (
            Option("Give them different outputs, with enough weights", "It sees only the hidden values, and these are the same."),
            Option("Only give both the same output", "Once a layer has put them on one spot, no later layer can separate them.", True),
            Option("It depends on the activation", "Whatever function it is: same input, same output."),
        ),
    ),
]
