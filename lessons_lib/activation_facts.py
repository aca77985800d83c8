"""What a reader wants to know about each activation, and which output head fits which question.

The one list that widgets, lessons and texts read; the functions themselves are in `activations`.
"""

from typing import Callable, NamedTuple

from .activations import elu, gelu, identity, leaky_relu, relu, sigmoid, softmax, softplus, step, tanh

HEADS = {"regression": identity, "binary classification": sigmoid, "multi-class classification": softmax}
"""The output head that fits each question; a linear layer stands before each of them."""


class Activation(NamedTuple):
    """What a reader wants to know about an activation: formulas in TeX, the rest in words."""

    function: Callable
    formula: str
    derivative: str
    range: str
    remark: str


ACTIVATIONS = {
    function.__name__: Activation(function, *words)
    for function, *words in (
        (identity, r"z", r"1", "all numbers", "no activation at all: layers collapse into one"),
        (step, r"1 \text{ if } z > 0 \text{ else } 0", r"0", "0 or 1", "slope 0 everywhere: cannot be trained"),
        (sigmoid, r"\frac{1}{1 + e^{-z}}", r"f\,(1 - f)", "0 to 1", "saturates on both sides; slope at most 1/4"),
        (tanh, r"\tanh z", r"1 - f^2", "-1 to 1", "saturates on both sides; centred at 0"),
        (relu, r"\max(0, z)", r"1 \text{ if } z > 0 \text{ else } 0", "0 and up", "dead for z < 0"),
        (leaky_relu, r"\max(0.01\,z, z)", r"1 \text{ or } 0.01", "all numbers", "never quite dead"),
        (elu, r"z \text{ or } e^z - 1", r"1 \text{ or } e^z", "-1 and up", "saturates on the left"),
        (gelu, r"z\,\Phi(z)", r"\Phi(z) + z\,\varphi(z)", "-0.17 and up", "dips below 0; used in transformers"),
        (softplus, r"\ln(1 + e^z)", r"\frac{1}{1 + e^{-z}}", "above 0", "a ReLU without the corner"),
    )
}
