"""The basics of neural networks, written to be read.

From the ground up: graph (back-propagation), ops and activations (rules), layers, gradcheck, losses, optimisers,
train, word2vec. Each needs only those before it and NumPy, and tqdm where a progress bar appears. `pictures`
(matplotlib) and `widgets` (ipywidgets) load when they are first used.
"""

from importlib import import_module

from .activations import elu, gelu, identity, leaky_relu, log_softmax, relu, sigmoid, softmax, softplus, step, tanh
from .activation_facts import ACTIVATIONS, HEADS
from .gradcheck import check_gradient, compare_gradients, numerical_gradient, numerical_jacobian
from .graph import Node, operation
from .layers import Linear, Neuron, Sequential, multilayer_network
from .losses import binary_cross_entropy, cross_entropy, mean_squared_error
from .ops import exp, log, maximum
from .optimisers import SGD, Adam, gradient_descent
from .series_map import SeriesMap, check_setup
from .train import accuracy, batches, train, training_step
from .word2vec import Word2Vec

LATER = "data", "exercises", "lessons", "pictures", "texts", "widgets"
FROM_LESSONS = {"lesson": "Lesson", "progress": "progress"}


def __getattr__(name):
    if name in FROM_LESSONS:
        return getattr(import_module(f"{__name__}.lessons"), FROM_LESSONS[name])
    if name in LATER:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"lessons_lib has no {name!r}: dir(lessons_lib) lists what it has")


def __dir__():
    return sorted({*globals(), *LATER, *FROM_LESSONS})
