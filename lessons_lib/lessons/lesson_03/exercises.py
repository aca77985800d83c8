"""Exercises of lesson 03, why networks need something non-linear between their layers."""

import numpy as np

import lessons_lib as ll

from ...data import picnic
from ...exercises import Exercises, number

DAYS = picnic().days
TWO = (
    np.array([[1.0, 2.0], [0.0, -1.0]]),
    np.array([1.0, 0.5]),
    np.array([[2.0, 1.0], [1.0, 3.0]]),
    np.array([0.0, -2.0]),
)
THREE = (
    picnic().W,
    picnic().b,
    np.array([[1.0, 0.0, 2.0], [0.5, 1.0, 0.0], [-2.0, 0.0, 1.0]]),
    np.array([0.0, 1.0, -1.0]),
)
Z = np.array([-2.0, -0.5, 0.5, 3.0])
X = np.linspace(-1, 4, 11)


def value_and_slope(rule):
    """What a rule gives: its value, and what its function makes of an upstream of 2."""
    if not isinstance(rule, (tuple, list)) or len(rule) != 2 or not callable(rule[1]):
        raise ValueError("Return two things: the value, and a function of upstream, `lambda upstream: …`")
    try:
        value, downstream = rule[0], rule[1](np.array(2.0))
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        raise ValueError(f"The value is there. Your function of upstream raised an error, {why}") from None
    if downstream is None or downstream is ...:
        raise ValueError("The value is there. Your function of upstream gives nothing back yet")
    return np.asarray(value), np.asarray(downstream)


def xor_outputs(a):
    """relu(s) + a · relu(s - 1) for (0, 0), (0, 1) and (1, 1)."""
    return [float(ll.relu(s) + number(a) * ll.relu(s - 1)) for s in (0.0, 1.0, 2.0)]


def alive(b):
    """On which of the three days the weather neuron, with ReLU and bias b, has a slope other than 0."""
    b = number(b)
    if not np.isfinite(b):
        raise ValueError("Take an ordinary number, not infinity")
    return tuple(bool(slope) for slope in DAYS @ np.array([1.0, -2.0, 0.0]) + b > 0)


def wrong_swish(local):
    """swish with another local gradient, a function of upstream, z and sigmoid(z)."""

    def rule(z):
        s = ll.sigmoid(z)
        return z * s, lambda upstream: local(upstream, z, s)

    return rule


exercises = Exercises()


exercises.value(
    "third_day",
    13.5,
    hints=(
        "The one neuron has w = (3, −4.5, 0.5) and b = 1.",
        "3 · 4 − 4.5 · 0 + 0.5 · 1 + 1",
    ),
    praise="And with ReLU the network says 5.5: on this day the ReLU makes a difference of 8.",
)


exercises.mistakes(
    5.5,
    "That is the network with its ReLU. Without it the hidden −4 counts, with weight −2: use the one neuron.",
    12.5,
    "You left out the bias: add 1.",
    -5.0,
    "That is the second day. The third has inputs (4, 0, 1).",
    4.0,
    "That is the first day. The third has inputs (4, 0, 1).",
)


exercises.value(
    "second_hinge",
    -2.0,
    observe=xor_outputs,
    hints=(
        "For (1, 1) the sum s is 2: the first hinge gives 2, the second relu(2 − 1) = 1.",
        "2 + a · 1 = 0",
    ),
    praise="Two hinges, one sum: XOR. For s = 0 and s = 1 the second hinge is still closed.",
)


exercises.mistakes(
    2.0,
    "Then (1, 1) gives 2 + 2 = 4. The second hinge must pull down.",
    -1.0,
    "Then (1, 1) gives 2 − 1 = 1: that is OR. XOR wants 0.",
    1.0,
    "Then (1, 1) gives 2 + 1 = 3. The second hinge must pull down.",
    0.0,
    "Then (1, 1) gives 2. The second hinge must take that away.",
)


@exercises.code(
    cases=(TWO, THREE),
    hints=(
        "Multiply out: (x @ W1 + b1) @ W2 + b2 = x @ (…) + (…).",
        "In code x comes first, so W1 comes first: `W1 @ W2`. On paper it is W2 W1.",
        "What does not touch x is the bias: `b1 @ W2 + b2`.",
    ),
    praise="Call it again with the result and a third layer, and three layers have become one.",
)
def collapse(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + b2


exercises.mistakes(
    lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2),
    "W is right. But b1 goes through the second layer too: `b1 @ W2`.",
    lambda W1, b1, W2, b2: (W1 @ W2, b2),
    "W is right. What has become of b1? It goes through the second layer: `b1 @ W2`.",
    lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2),
    "W is right. The bias of the second layer is missing: add b2.",
    lambda W1, b1, W2, b2: (W1 @ W2, (b1 + b2) @ W2),
    "W is right. Only b1 goes through the second layer: b2 is added after it.",
    lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2),
    "W has the wrong order. On paper it is W₂W₁; in code x comes first and meets W1 first: `W1 @ W2`.",
    lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1 + b2),
    "That is how paper writes it. In code x comes first, so everything is the other way round: `W1 @ W2` and "
    "`b1 @ W2`.",
    lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2),
    "W is right. b1 is a row as well, so it stands first: `b1 @ W2`.",
    lambda W1, b1, W2, b2: (b1 @ W2 + b2, W1 @ W2),
    "Both are right, but in the wrong order: first W, then b.",
    lambda W1, b1, W2, b2: ((W1 @ W2).T, b1 @ W2 + b2),
    "Your W is transposed. In code W has shape (inputs, outputs).",
    lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W1 + b2),
    "W is right. b1 comes after W1, so it goes through W2 only: `b1 @ W2`.",
    lambda W1, b1, W2, b2: (W1 * W2, b1 + b2),
    "`*` multiplies element by element. Layers are matrix products: `@`.",
    lambda W1, b1, W2, b2: (W1 * W2, b1 * W2 + b2),
    "`*` multiplies element by element. Layers are matrix products: `@`.",
)


@exercises.code(
    cases=((Z,), (np.array([-100.0, 0.0, 100.0]),)),
    hints=(
        "On the right f(z) = z, on the left f(z) = 0.01 · z.",
        "`np.where(condition, a, b)` takes a where it is true, else b.",
    ),
    praise="Never 0, so a leaky ReLU never dies.",
)
def leaky_slope(z):
    return np.where(z > 0, 1.0, 0.01)


exercises.mistakes(
    lambda z: np.where(z > 0, z, 0.01 * z),
    "That is leaky ReLU itself. Asked for is its slope.",
    lambda z: np.where(z > 0, 1.0, 0.0),
    "That is the slope of ReLU. The leaky one keeps 0.01 on the left.",
    lambda z: np.where(z > 0, 1.0, -0.01),
    "On the left 0.01 · z still rises with z: the slope is +0.01.",
    lambda z: np.where(z >= 0, 1.0, 0.01),
    "Only z = 0 is wrong: there the slope is to be 0.01. Write `z > 0`, not `z >= 0`.",
    lambda z: 1.0 * (z > 0) + 0.01 * (z < 0),
    "Only z = 0 is wrong: it belongs to neither side here. There the slope is to be 0.01.",
    lambda z: np.where(z > 0, z, 0.01),
    "On the right f(z) = z, and the slope of that is 1.",
)


@exercises.code(
    cases=((X,),),
    hints=(
        "Each hinge changes the slope at one place. Where does the slope of the hat change, and by how much?",
        "By +1 at 0, by −2 at 1, by +1 at 2.",
    ),
    praise="With hats of any height side by side, you can trace any curve.",
)
def hat(x):
    return ll.relu(x) - 2 * ll.relu(x - 1) + ll.relu(x - 2)


exercises.mistakes(
    lambda x: ll.relu(x) - ll.relu(x - 1),
    "It rises to 1 and stays there. At 1 the slope must go from +1 to −1: a change of −2.",
    lambda x: ll.relu(x) - 2 * ll.relu(x - 1),
    "Good up to 2, then it falls for ever. A third hinge at 2 must stop it.",
    lambda x: ll.relu(x) - ll.relu(x - 1) - ll.relu(x - 2),
    "At 1 the slope must change from +1 to −1, at 2 from −1 to 0.",
    lambda x: ll.relu(x) - 2 * ll.relu(x - 1) - ll.relu(x - 2),
    "Good up to 2. There the slope must go from −1 to 0: a change of +1, not −1.",
    lambda x: ll.relu(x - 2) - 2 * ll.relu(x - 3) + ll.relu(x - 4),
    "That is the hat from 2 to 4. Move every hinge to the left by 2.",
    lambda x: ll.relu(x) - ll.relu(x - 1) + ll.relu(x - 2),
    "At 1 the slope must go from +1 to −1: a change of −2.",
    lambda x: ll.relu(x + 2) - 2 * ll.relu(x + 1) + ll.relu(x),
    "That is the hat from −2 to 0. The hinge `relu(x - k)` opens at k: mind the sign.",
    lambda x: 1 - abs(x - 1),
    "Right from 0 to 2. Outside it falls below 0, where the hat stays 0.",
    lambda x: ll.relu(1 - abs(x)),
    "A hat, but around 0. It should begin at 0, peak at 1 and end at 2.",
)


@exercises.code(
    cases=((Z,), (np.array([0.0, 1.0]),)),
    observe=value_and_slope,
    hints=(
        "With `s = ll.sigmoid(z)` the value is `z * s`, and the slope of sigmoid is `s * (1 - s)`.",
        "Product rule: the slope of z · s is 1 · s + z · (slope of s).",
        "Return `z * s, lambda upstream: upstream * (s + z * s * (1 - s))`.",
    ),
    praise="An activation of your own. Now check its gradient and look at it in the gallery.",
)
def swish(z):
    s = ll.sigmoid(z)
    return z * s, lambda upstream: upstream * (s + z * s * (1 - s))


exercises.mistakes(
    wrong_swish(lambda up, z, s: up * s),
    "Both factors depend on z. This is one half of the product rule: add z · s (1 − s).",
    wrong_swish(lambda up, z, s: up * z * s * (1 - s)),
    "Both factors depend on z. This is one half of the product rule: add s.",
    wrong_swish(lambda up, z, s: s + z * s * (1 - s)),
    "The slope is right. But multiply it by the upstream gradient.",
    wrong_swish(lambda up, z, s: up * s + z * s * (1 - s)),
    "Mind the brackets: upstream multiplies the whole slope.",
    wrong_swish(lambda up, z, s: up * s * (1 - s)),
    "That is the slope of sigmoid. Swish is z times sigmoid: use the product rule.",
)


exercises.value(
    "killing_bias",
    -5.0,
    observe=alive,
    hints=(
        "w·x is 0, −3 and 4 on the three days.",
        "ReLU is dead where z = w·x + b is not above 0, so 4 + b must not be.",
    ),
    praise="Dead on all that it sees: its slope is 0 every day, so learning cannot wake it.",
)


exercises.mistakes(
    -1.0,
    "It is still alive on the third day, when w·x is 4. Lower.",
    1.0,
    "It is dead on the second day only. The largest w·x of the three days is 4: what brings that below 0?",
    5.0,
    "Alive on all three days: the bias must be negative.",
)
