"""Exercises of lesson 02, layers and networks."""

import numpy as np

from ...activations import relu, sigmoid, step
from ...arguments import as_reals
from ...data import GATES, gate_inputs, picnic
from ...exercises import Exercises
from ...exercises.gates import ONE_LINE, other_gates
from ...layers import Linear

EXAMPLE = picnic()
PICNIC = (EXAMPLE.x, EXAMPLE.W, EXAMPLE.b, EXAMPLE.u[:, None], np.array([0.5]))
DAYS = (
    EXAMPLE.days[:2],
    EXAMPLE.W[:, :2],
    np.array([1.0, -0.5]),
    np.array([[1.0, -1.0], [-3.0, 2.0]]),
    np.array([0.5, -1.0]),
)


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


exercises = Exercises()


exercises.value(
    "shapes",
    ((10, 6), (10, 2)),
    hints=(
        "(10, 4) @ (4, 6): the two inner numbers agree and vanish.",
        "The first layer turns (10, 4) into (10, 6).",
    ),
    praise="The inner numbers meet and vanish, the outer ones stay.",
)


exercises.mistakes(
    ((4, 6), (6, 2)),
    "Those are the shapes of W1 and W2. Asked for is what comes out.",
    ((10, 4), (10, 6)),
    "That is what goes into each layer. Asked for is what comes out of it.",
    ((6, 10), (2, 10)),
    "Rows are examples: the batch comes first.",
    ((6,), (2,)),
    "That is right for one example. Here are ten: the batch stays in front.",
    ((10, 6), (2,)),
    "The hidden layer is right. The output has a row for each of the ten examples, too.",
    ((10, 6), 2),
    "The hidden layer is right. The output is a table too: a row per example.",
    ((6,), (10, 2)),
    "The output is right. The hidden layer has a row for each of the ten examples, too.",
    ((10, 6), (6, 2)),
    "The hidden layer is right. The output has one row per example too: work out (10, 6) @ (6, 2).",
    ((10, 2), (10, 6)),
    "Both shapes occur, but in the other order: the hidden layer first.",
    ((10, 4), (10, 2)),
    "The output is right. The first is the batch x itself: which shape does it have after W1?",
    (6, 2),
    "That is right for one example. Here are ten: two tuples, with the batch in front.",
    (60, 20),
    "That is how many numbers each of them holds. A shape says how many rows, and how many columns.",
    (10, 6),
    "That is the hidden shape alone. Write two tuples, one in place of each `...`.",
)


@exercises.code(
    cases=(PICNIC, DAYS),
    hints=(
        "Compute the hidden layer first and call it `h`.",
        "`h = np.maximum(0, x @ W1 + b1)`, and the second layer takes h in place of x.",
    ),
    praise="Two lines, and they serve one example as well as a batch.",
)
def forward(x, W1, b1, W2, b2):
    h = np.maximum(0, x @ W1 + b1)
    return h @ W2 + b2


exercises.mistakes(
    lambda x, W1, b1, W2, b2: (x @ W1 + b1) @ W2 + b2,
    "ReLU between the layers is missing: `np.maximum(0, z)`.",
    lambda x, W1, b1, W2, b2: relu(relu(x @ W1 + b1) @ W2 + b2),
    "ReLU comes after the hidden layer only. The output stays as it is.",
    lambda x, W1, b1, W2, b2: relu((x @ W1 + b1) @ W2 + b2),
    "ReLU comes between the layers: after the first one, not at the end.",
    lambda x, W1, b1, W2, b2: sigmoid(x @ W1 + b1) @ W2 + b2,
    "The hidden layer's activation here is ReLU, not sigmoid: `np.maximum(0, z)`.",
    lambda x, W1, b1, W2, b2: np.minimum(0, x @ W1 + b1) @ W2 + b2,
    "ReLU keeps what is positive: `np.maximum`, not `np.minimum`.",
    lambda x, W1, b1, W2, b2: relu(x @ W1) @ W2,
    "Both biases are missing: add b1 before ReLU, and b2 at the end.",
    lambda x, W1, b1, W2, b2: relu(x @ W1) @ W2 + b2,
    "The bias of the first layer is missing.",
    lambda x, W1, b1, W2, b2: relu(x @ W1 + b1) @ W2,
    "The bias of the second layer is missing.",
    lambda x, W1, b1, W2, b2: (relu(x @ W1) + b1) @ W2 + b2,
    "The first bias belongs inside: add it before ReLU.",
    lambda x, W1, b1, W2, b2: relu(x @ W1 + b1),
    "That is the hidden layer. Send it through the second layer too.",
)


@exercises.code(
    cases=(([3, 3, 1],), ([2, 5],), ([784, 32, 16, 10],)),
    hints=(
        "One layer has n_in · n_out weights and n_out biases.",
        "`zip(sizes, sizes[1:])` gives the pairs (n_in, n_out), layer by layer.",
        "Start with `total = 0`, then `for n_in, n_out in zip(sizes, sizes[1:]):` add to it, and return it after "
        "the loop.",
    ),
    praise="A 784-32-16-10 network, which reads small images of digits, has 25,818.",
)
def count_parameters(sizes):
    return sum(n_in * n_out + n_out for n_in, n_out in zip(sizes, sizes[1:]))


exercises.mistakes(
    lambda sizes: sum(a * b for a, b in zip(sizes, sizes[1:])),
    "You counted the weights. Each neuron has a bias as well.",
    lambda sizes: sum(a * b + a for a, b in zip(sizes, sizes[1:])),
    "Neurons have biases, inputs have none: add n_out per layer, not n_in.",
    lambda sizes: sum(a * b for a, b in zip(sizes, sizes[1:])) + sum(sizes),
    "You gave the inputs biases too. Only neurons have them.",
    lambda sizes: sum(a * b + 1 for a, b in zip(sizes, sizes[1:])),
    "One bias per layer is too few: every neuron has its own.",
    lambda sizes: sum(a * b for a, b in zip(sizes, sizes[1:])) + sum(sizes[1:-1]),
    "Only the hidden neurons have a bias here. Those of the output have one too.",
    lambda sizes: sum(sizes),
    "You counted inputs and neurons. Count weights and biases.",
    lambda sizes: sizes[0] * sizes[1] + sizes[1],
    "You counted the first layer only. If you use a loop: does `return` stand inside it?",
)


exercises.value(
    "xor_weights",
    ([[1.0, -1.0], [-1.0, 1.0]], [-0.5, -0.5], [1.0, 1.0], -0.5),
    observe=gate,
    hints=(
        "One hidden neuron could say 1 for (1, 0) alone: weights 1 and −1, bias −0.5.",
        "The other one for (0, 1) alone. The output neuron is then OR.",
        "W = [[1, −1], [−1, 1]]: the columns are the neurons. OR you know: u = [1, 1], c = −0.5.",
    ),
    praise="There are 16 kinds of hidden layer that do it. See the text after the widget.",
)


exercises.mistakes(
    (*OR_AND, [1.0, 0.0], -0.5),
    "It computes OR: something must take (1, 1) away.",
    (*OR_AND, [0.0, 1.0], -0.5),
    "It computes AND: 1 for (1, 1) alone.",
    (*OR_AND, [0.0, -1.0], 0.5),
    "It computes NAND: something must take (0, 0) away.",
    (*OR_AND, [-1.0, 1.0], 0.5),
    "It computes XNOR, the opposite: turn the signs of u and c.",
    (*OR_AND, [1.0, -1.0], -1.5),
    "It says 0 everywhere: c is too low, or no hidden neuron ever says 1.",
    (*OR_AND, [1.0, 1.0], 0.5),
    "It says 1 everywhere: c is too high.",
    *other_gates(FIRST_ALONE, XOR, *(GATES[name] for name in ("OR", "AND", "NAND")), (0, 0, 0, 0), (1, 1, 1, 1)),
)


exercises.value(
    "quiet_bias",
    [[1.0], [0.0], [0.0]],
    observe=quietly_wrong,
    hints=(
        "NumPy repeats a number along an axis of length 1.",
        "Shape (3, 1) adds the first number to the first row: to a day, not to a neuron.",
        "Each number in brackets of its own: `[[1], …]`.",
    ),
    praise=(
        "No error, and a wrong answer. Shape (3, 1) fits only because the batch happens to have 3 rows. "
        "`ll.Linear.from_weights(W, b)` refuses such a b."
    ),
)


exercises.mistakes(
    [[1.0, 0.0, 0.0]],
    "The sum is right: shape (1, 3) is still one number per column. Try one per row.",
    [1.0, 0.0, 0.0],
    "This has the usual shape (3,). Give its three numbers another shape, with more brackets.",
    [2.0],
    "Keep the three numbers 1, 0, 0. Only the shape should be another one.",
    [[[1.0]], [[0.0]], [[0.0]]],
    "Three axes are too many: the sum is no longer of shape (3, 3). Try two.",
)
