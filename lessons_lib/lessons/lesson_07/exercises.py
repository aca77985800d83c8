"""Exercises of lesson 07, back-propagation; and the patients of its bug clinic."""

import re
from itertools import combinations

import numpy as np

import lessons_lib as ll

from ...data import picnic
from ...exercises import Exercises, number
from ...gradcheck import check_gradient
from ...graph import OPERATIONS, operation

PICNIC = picnic()
DAY = (PICNIC.x, PICNIC.W, PICNIC.b, PICNIC.u)
WINDY = (np.array([1.0, 2.0, 0.0]), PICNIC.W, PICNIC.b, PICNIC.u)


def patient(rule):
    """The rule as an operation that is not kept among the library's own."""
    operation(rule.__name__)(rule)
    return OPERATIONS.pop(rule.__name__)


@patient
def patient_a(z):
    """tanh, it says."""
    a = np.tanh(z)
    return a, lambda upstream: upstream * (1 - a)


@patient
def patient_b(x, y):
    """x times y, it says."""
    return x * y, lambda upstream: upstream * x, lambda upstream: upstream * y


@patient
def patient_c(x, y):
    """x divided by y, it says."""
    return x / y, lambda upstream: upstream / y, lambda upstream: -upstream * x / y**2


@patient
def patient_d(x):
    """x times x, it says."""
    return x * x, lambda upstream: upstream * x


PATIENTS = (patient_a, patient_b, patient_c, patient_d)
"""Four operations of which three have a wrong local gradient: the check tells which."""


def wrong_layer(slope=np.sign, weights=np.outer, bias=np.copy, back=np.matmul, forward=np.matmul):
    """layer_backward with a fault: another slope of ReLU, x @ W, or gradient of W, b or x made in another way."""

    def layer(x, W, b, u):
        h = np.maximum(forward(x, W) + b, 0)
        grad_z = u * slope(h)
        return weights(x, grad_z), bias(grad_z), back(W, grad_z)

    return layer


ON_PAPER = {"forward": lambda x, W: W @ x, "weights": lambda x, g: np.outer(g, x), "back": lambda W, g: W.T @ g}
"""How papers write the parts of `wrong_layer`: their W has a row for each neuron, ours a column."""


def felt(rule):
    """The value of an operation's rule at some points, and what it makes of an upstream gradient of 2 at each."""
    if not isinstance(rule, (tuple, list)) or len(rule) != 2:
        raise ValueError("Return two things with a comma between them: the value, and a function of upstream")
    value, local = rule
    if callable(value):
        return "a function first"
    if not callable(local):
        return value, "no function"
    try:
        back = local(np.full_like(value, 2.0))
    except Exception as error:
        raise ValueError(f"Your second part raised {type(error).__name__}: {error}") from None
    if back is None:
        raise ValueError("Your second part gives nothing back: a function with `def` needs `return`")
    return value, back


def passes(z):
    """Whether z lies within the limits, and whether patient A passes the check there."""
    z = number(z)
    return abs(z) < 1000, bool(check_gradient(patient_a, z))


def letters(answer):
    """The patients named in an answer such as "AB", "A and B" or ["A", "B"]; the patients themselves will do.

    Raises ValueError where it holds anything else: "not C" names C, and would be judged as its opposite.
    """
    answer = answer if isinstance(answer, (list, tuple, set, frozenset, np.ndarray)) else [answer]
    names = [next((letter for letter, one in zip("ABCD", PATIENTS) if one is part), part) for part in answer]
    named = set(re.sub(r"\bAND\b|[\W_]", "", " ".join(map(str, names)).upper()))
    if not named <= set("ABCD"):
        raise ValueError('Write the letters of the patients and nothing else, in quotes, such as "AB"')
    return "".join(sorted(named))


def second_opinion(named):
    """What to say to somebody who takes these patients for the sick ones."""
    if "C" in named:
        check = "run `ll.check_gradient(C, 2.0, 3.0)`. “The gradients agree” means that the rule passes."
        return f"C, the quotient, is healthy: {check}"
    missing, more = len("ABD") - len(named), " more" if named else ""
    sick = f"{missing}{more} {'is' if missing == 1 else 'are'} sick"
    return f"{sick}. Check each patient, away from 0, and B with two different numbers."


exercises = Exercises()


exercises.value(
    "three_slopes",
    (3.0, 3.0, 2.0),
    hints=(
        "Forward: x + y = 2, max(y, z) = 3, f = 6.",
        "× sends 3 to + and 2 to max. + hands on; max sends all to z.",
    ),
    praise="z is now the larger one, so y gets its gradient only through the plus.",
)


exercises.mistakes(
    (2.0, 2.0, 3.0),
    "You kept each factor for its own wire. × swaps them: + receives the value of max, and max that of +.",
    (3.0, 5.0, 0.0),
    "max sends its gradient to the larger input. Here that is z = 3, not y.",
    (3.0, 5.0, 2.0),
    "max sends its gradient to the larger input alone; y gets nothing on this wire.",
    (2.0, 5.0, 0.0),
    "These are the gradients of the text, at (1, 2, 0). Here the inputs are (1, 1, 3).",
    (3.0, 0.0, 2.0),
    "max sends nothing to y, but + does: y has two wires.",
    (3.0, 3.0, 0.0),
    "z is the larger input of max, so it receives all that arrives there.",
    (1.0, 1.0, 1.0),
    "These are local gradients. Multiply by the upstream gradient that arrives.",
)


@exercises.code(
    cases=((np.array([2.0, 1.0, 0.0]), 1), (np.array([-800.0, 0.0]), 0), (np.array([1.0, 0.0, -1.0]), 2)),
    hints=(
        "Probabilities first: `y = ll.softmax(z)`. What is subtracted, and where?",
        "`y[label] -= 1`, then return y.",
    ),
    praise="It survives a probability of 0: y has cancelled, so nothing is divided by it.",
)
def logit_gradient(z, label):
    y = ll.softmax(z)
    y[label] -= 1
    return y


def through_softmax(z, label, upstream=lambda p: -1 / p):
    """logit_gradient the long way: what arrives at the label's probability, times softmax's slopes there."""
    y = ll.softmax(z)
    return upstream(y[label]) * (y[label] * one_hot(z, label) - y[label] * y)


def one_hot(z, label):
    return np.eye(len(z))[label]


exercises.mistakes(
    lambda z, label: -logit_gradient(z, label),
    "The sign is turned. The gradient points uphill: probabilities − one-hot.",
    lambda z, label: ll.softmax(z),
    "These are the probabilities. Now subtract 1 at the label.",
    lambda z, label: -one_hot(z, label),
    "The label's path is right. But every logit is also in the sum S: add the probabilities.",
    lambda z, label: z - one_hot(z, label),
    "You subtract from the logits. Make probabilities of them first: `y = ll.softmax(z)`.",
    lambda z, label: ll.sigmoid(z) - one_hot(z, label),
    "The classes share one probability of 1, so take softmax, not a sigmoid for each.",
    lambda z, label: ll.softmax(z)[label] - 1,
    "That is the number for the label's own logit. The others have a gradient too: their probabilities.",
    lambda z, label: one_hot(z, label) * (ll.softmax(z) - 1),
    "At the label it is right. The others are not 0: each logit is in the sum S, and gets its probability.",
    lambda z, label: ll.softmax(z) - 1,
    "Subtract 1 at the label alone: `y[label] -= 1`.",
    lambda z, label: ll.softmax(z) - one_hot(z, label - 1),
    "The 1 is subtracted one place too early: labels count from 0, as NumPy does.",
    lambda z, label: ll.softmax(z) - one_hot(z, np.argmax(z)),
    "You subtract 1 where the largest probability is. It belongs at `label`, the class that is right.",
    lambda z, label: ll.softmax(z) - label,
    "`label` says where to subtract, not how much: `y[label] -= 1`.",
    through_softmax,
    "Right on paper, but at −800 it computes ∞ · 0. Let y cancel on paper: probabilities − one-hot.",
    lambda z, label: through_softmax(z, label, lambda p: 1),
    "These are softmax's own slopes. The logarithm multiplies them by −1/y, and y cancels: probabilities − one-hot.",
    lambda z, label: -one_hot(z, label) / ll.softmax(z),
    "That is the gradient of the probabilities. On the way to the logits it still has to pass softmax.",
    lambda z, label: logit_gradient(z, label) * (1 - 2 * one_hot(z, label)),
    "At the label it is y − 1, below 0: the loss falls when that logit rises.",
    lambda z, label: 2 * logit_gradient(z, label),
    "A factor 2 belongs to squares. Here is none: probabilities − one-hot.",
    lambda z, label: np.log(ll.softmax(z)) - one_hot(z, label),
    "The logarithm is gone on the way back: take the probabilities themselves.",
    ll.cross_entropy,
    "That is the loss. Its gradient has a number for each logit.",
    lambda z, label: -np.log(ll.softmax(z)[label]),
    "That is the loss, infinite at −800. Its gradient has a number for each logit.",
    lambda z, label: logit_gradient(z, label) / np.log(2),
    "That is the gradient in bits. Without a base, ln is meant: leave out the division by ln 2.",
    lambda z, label: logit_gradient(z, label) / len(z),
    "The loss is of one example, not a mean over classes: do not divide by their number.",
)


@exercises.code(
    cases=(DAY, WINDY),
    hints=(
        "Forward first: you need z. Then start at the end: the gradient of h is u.",
        "`grad_z = np.where(z > 0, u, 0)` serves all three: it is the gradient of b, and the upstream one for W and x.",
    ),
    praise="grad_z was computed once and used three times: this is why the walk is fast.",
)
def layer_backward(x, W, b, u):
    z = x @ W + b
    grad_z = np.where(z > 0, u, 0.0)
    return np.outer(x, grad_z), grad_z, W @ grad_z


exercises.mistakes(
    wrong_layer(slope=np.ones_like),
    "ReLU is missing on the way back: where z is not above 0, it lets nothing of `u` through.",
    wrong_layer(slope=lambda h: h),
    "You multiplied by h, the value. ReLU's slope is 1 where z is above 0, and 0 elsewhere.",
    wrong_layer(**ON_PAPER),
    "All three are right for a W as in papers, with a row for each neuron. Here neurons are columns, so all turns "
    "round: `x @ W + b` forward, `np.outer(x, grad_z)` and `W @ grad_z` back.",
    wrong_layer(weights=ON_PAPER["weights"], back=ON_PAPER["back"]),
    "The way back is that of papers, where W has a row for each neuron. Here neurons are columns: for W it is "
    "`np.outer(x, grad_z)`, for x it is `W @ grad_z`.",
    wrong_layer(forward=ON_PAPER["forward"], weights=ON_PAPER["weights"]),
    "You mix two conventions. Neurons are columns of W here: `x @ W + b` forward, `np.outer(x, grad_z)` for W.",
    wrong_layer(forward=ON_PAPER["forward"], back=ON_PAPER["back"]),
    "You mix two conventions. Neurons are columns of W here: `x @ W + b` forward, `W @ grad_z` for x.",
    wrong_layer(weights=ON_PAPER["weights"]),
    "The gradient of W is transposed. It has the shape of W, (inputs, neurons): `np.outer(x, grad_z)`.",
    wrong_layer(weights=np.multiply),
    "W has a number for each pair of an input and a neuron, and so has its gradient: `np.outer`, not `*`.",
    wrong_layer(weights=np.matmul),
    "The gradient of W has the shape of W: a number for each pair, `np.outer`. `x @ grad_z` is one number.",
    wrong_layer(weights=lambda x, g: PICNIC.W * g),
    "A weight is multiplied by its input x, so that is its local gradient: `np.outer(x, grad_z)`, without W.",
    wrong_layer(bias=lambda g: (g != 0) * 1.0),
    "The gradient of b is wrong: the plus hands on the gradient of z as it is, `grad_z`, u included.",
    wrong_layer(bias=np.sum),
    "The gradient of b is wrong: it has a number for each neuron, so nothing is added up. It is `grad_z`.",
    wrong_layer(bias=np.ones_like),
    "The gradient of b is wrong: 1 is the local gradient of the plus. Times upstream, it is `grad_z`.",
    wrong_layer(weights=lambda x, g: np.outer(x, PICNIC.u)),
    "The gradient of W is wrong: u is the gradient of h, before ReLU's slope. Take `grad_z`.",
    wrong_layer(bias=lambda g: PICNIC.u),
    "The gradient of b is wrong: u is the gradient of h, before ReLU's slope. Take `grad_z`.",
    wrong_layer(back=lambda W, g: W @ PICNIC.u),
    "The gradient of x is wrong: u is the gradient of h, before ReLU's slope. Take `grad_z`.",
    wrong_layer(weights=lambda x, g: np.outer(x, np.maximum(x @ PICNIC.W + PICNIC.b, 0))),
    "The gradient of W is wrong: a weight gets its input times the *gradient* of z. h is a value: take `grad_z`.",
    lambda x, W, b, u: (np.outer(x, ll.relu(u)), ll.relu(u), W @ ll.relu(u)),
    "ReLU's slope depends on z: `np.where(z > 0, u, 0)`. You asked where u is above 0.",
    lambda *day: tuple(-gradient for gradient in layer_backward(*day)),
    "All three have the wrong sign. Gradients point uphill; the minus comes only with a step.",
    wrong_layer(back=ON_PAPER["back"]),
    "The gradient of x is wrong: each input collects from the neurons it feeds, its row of W. That is `W @ grad_z`.",
    wrong_layer(back=lambda W, g: g),
    "For x you return grad_z. It still has to go through W: `W @ grad_z`.",
    wrong_layer(back=np.multiply),
    "For x you return a table. Each input adds up what its neurons send, its row of it: `W @ grad_z`.",
    wrong_layer(forward=ON_PAPER["forward"]),
    "The way forward is wrong: in code it is `x @ W + b`, since column j of W belongs to neuron j.",
    *(
        said
        for order in ((0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))
        for said in (
            lambda *day, order=order: tuple(layer_backward(*day)[i] for i in order),
            "Right, but in another order. Return them as W, b, x.",
        )
    ),
    lambda x, W, b, u: layer_backward(x, W, b, np.ones_like(u)),
    "u is missing: it is the gradient of h, and ReLU's slope multiplies it.",
    lambda x, W, b, u: layer_backward(x, W, 0 * b, u),
    "The bias is missing on the way forward: `z = x @ W + b` decides who is awake.",
    lambda *day: layer_backward(*day)[:2],
    "The gradient of x is missing: return three things, `grad_W, grad_b, grad_x`.",
    lambda *day: layer_backward(*day)[0],
    "That is the gradient of W alone: return three things, `grad_W, grad_b, grad_x`.",
)


exercises.value(
    "sick",
    "ABD",
    observe=letters,
    hints=(
        "Run `ll.check_gradient(B, 2.0, 3.0)`, the same for C, and `ll.check_gradient(D, 2.0)`.",
        "Three of the four fail.",
    ),
    praise=(
        "A forgot a square, 1 − a². B did not swap the factors. D forgot that x is used twice: 2x, not x. Run "
        "`A??` to read the rules."
    ),
)


exercises.mistakes(
    *(
        said
        for size in range(5)
        for named in combinations("ABCD", size)
        if named != ("A", "B", "D")
        for said in ("".join(named), second_opinion(named))
    ),
)


@exercises.code(
    cases=((np.array([0.0, 0.5, -2.0, 3.0]),),),
    observe=felt,
    hints=(
        "The derivative of sin x is cos x.",
        "`return np.sin(x), lambda upstream: upstream * np.cos(x)`",
    ),
    praise="You named it sin, so `np.sin(node)` knows its way back now. Try `ll.check_gradient(np.sin, 2.0)`.",
)
def sine(x):
    return np.sin(x), lambda upstream: upstream * np.cos(x)


exercises.mistakes(
    lambda x: (lambda up: up * np.cos(x), np.sin(x)),
    "Exchange the two parts: the value comes first, then the function.",
    lambda x: (np.sin(x), lambda up: ...),
    "The value is right. Now put the rule in place of the second `...`.",
    lambda x: (np.sin(x), np.cos(x)),
    "The second part must be a function, `lambda upstream: …`, which multiplies upstream by this.",
    lambda x: (np.cos(x), lambda up: up * np.cos(x)),
    "The first part is the value, the sine itself.",
    lambda x: (np.sin(x), lambda up: np.cos(x)),
    "The local gradient is right. Multiply it by upstream.",
    lambda x: (np.sin(x), lambda up: up * -np.cos(x)),
    "The sign is wrong: at 0 the sine rises.",
    lambda x: (np.sin(x), lambda up: up * np.sin(x)),
    "The slope of the sine is the cosine.",
    lambda x: (np.sin(x), lambda up: up * -np.sin(x)),
    "−sin x is the slope of the cosine. That of the sine is the cosine itself.",
    lambda x: (np.cos(x), lambda up: up * -np.sin(x)),
    "That is the rule of the cosine. The sine is asked for.",
    lambda x: (np.sin(x), lambda up: up),
    "Upstream is passed on as it is. Multiply it by the slope at x.",
    lambda x: (np.sin(np.radians(x)), lambda up: up * np.cos(np.radians(x))),
    "x counts in radians already, as everywhere in NumPy: leave out the conversion.",
    lambda x: (np.sin(np.radians(x)), lambda up: up * np.radians(np.cos(np.radians(x)))),
    "Right for degrees. But x counts in radians, as everywhere in NumPy: leave out the conversion, and its factor.",
    lambda x: (np.sin(x), lambda up: up * np.sqrt(1 - np.sin(x) ** 2)),
    "A square root loses the sign: beyond π/2 the sine falls. Write `np.cos(x)`.",
    lambda x: (np.sin(x), lambda up: up / np.cos(x)),
    "Along a path factors multiply: upstream *times* the cosine, not divided by it.",
    lambda x: (np.sin(x), np.sin),
    "That is the sine of upstream. Multiply upstream by the slope at x, `np.cos(x)`.",
    lambda x: (np.sin(x), lambda up: up + np.cos(x)),
    "Along a path factors multiply: upstream *times* the cosine.",
    lambda x: (np.sin(x), np.cos),
    "That is the cosine of upstream. Multiply upstream by the slope at x, `np.cos(x)`.",
    lambda x: (np.sin(x), lambda up: up * np.cos(up)),
    "The slope is taken at x, not at upstream: `upstream * np.cos(x)`.",
)


exercises.value(
    "fooled",
    0.0,
    observe=passes,
    hints=(
        "1 − a equals 1 − a² for two values of a = tanh(z).",
        "tanh(z) is 0 at one place, and 1 in floating point for large z.",
    ),
    praise="At a = 0 and a = 1 both formulas agree. So check at several random points, never at 0 alone.",
)


exercises.mistakes(
    0.5,
    "There the check sees the error. Where are 1 − a and 1 − a² equal?",
    1e6,
    "It passes, but stay between −1000 and 1000.",
    -1e6,
    "There the check sees the error. And stay between −1000 and 1000.",
)
