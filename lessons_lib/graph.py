"""The computational graph and back-propagation.

A `Node` is a value that remembers which nodes it was computed from. An operation is one rule: from the input arrays
to the output value and, for every input, a local gradient, which turns the upstream gradient into the downstream one.
Everything else is bookkeeping: `backward` walks from the newest node to the oldest and applies those local gradients.
"""

from copy import copy, deepcopy
from functools import wraps
from heapq import heappop, heappush
from inspect import getfullargspec, signature
from itertools import count
from operator import attrgetter

import numpy as np

from .arguments import as_reals

OPERATIONS = {}
"""Every operation by its name. A name that NumPy uses too, such as "tanh", makes `np.tanh(node)` work."""


class Node(np.lib.mixins.NDArrayOperatorsMixin):
    """A value in a computational graph.

    value: the number or array, of any shape.
    grad: the gradient of whatever `backward()` last reached this node from, in the value's shape; None before.
    inputs, local_gradients: the nodes this one was computed from, and for each of them its local gradient.
    operation: the name of the operation that made it, None for a node that was put in by hand.
    constant: whether its gradient is spared: the graph is recorded, but nothing flows back into this node.

    The value is not copied. Where an optimiser has changed it, a graph from before has no gradients any more.
    """

    grad, inputs, local_gradients, operation, name, constant = None, (), (), None, None, False
    _clock, changed = count(), -1
    _last_change = [-1]  # in a list: to set what belongs to a class costs each look at its nodes the short way

    def __init__(self, value, name=None, constant=False):
        self.value, self.name, self.constant = as_reals(value, "Node"), name, constant
        self.order = next(Node._clock)

    def graph(self):
        """This node and every node it depends on, in the order in which they were created."""
        found, waiting = {self}, [self]
        while waiting:
            new = set(waiting.pop().inputs) - found
            found |= new
            waiting += new
        return sorted(found, key=attrgetter("order"))

    def backward(self):
        """Fill `grad` of every node that this one depends on (Rumelhart, Hinton, Williams 1986).

        Gradients are those of this call alone: unlike in PyTorch nothing is carried over from an earlier one.
        Raises ValueError when the node holds more than one number, since only a scalar has a gradient, and when an
        optimiser has changed a value that it was computed from.
        """
        if np.size(self.value) != 1:
            how = "make one of it first, with .sum() or .mean() or a loss"
            raise ValueError(f"backward starts from a single number, this node has shape {self.shape}: {how}")
        self.grad = np.ones(self.shape) if self.ndim else np.float64(1)
        reached, waiting, moved = {self}, [(-self.order, id(self), self)], Node._last_change[0]
        while waiting:
            # A node is created after its inputs: of those that wait, the newest has its gradient complete. With a loop
            # over reversed(self.graph()), as one would write it by hand, a step of training takes 10 to 30 % longer.
            node = heappop(waiting)[-1]
            if node.order < moved and any(source.changed > node.order for source in node.inputs):
                raise ValueError("an optimiser has moved the parameters since this was computed: compute it anew")
            upstream = node.grad
            for source, local in zip(node.inputs, node.local_gradients):
                if source.constant:
                    source.grad = None
                elif source in reached:
                    source.grad = source.grad + local(upstream)
                else:
                    gradient = local(upstream)
                    # A sum passes on the very array that it got, a transpose a view of it: each node has its own.
                    shared = gradient is upstream or getattr(gradient, "base", None) is not None
                    source.grad = gradient.copy() if shared else gradient
                    reached.add(source)
                    if source.inputs:
                        heappush(waiting, (-source.order, id(source), source))

    shape = property(lambda self: np.shape(self.value))
    ndim = property(lambda self: np.ndim(self.value))
    T = property(lambda self: OPERATIONS["transpose"](self))

    def sum(self, axis=None, keepdims=False):
        return OPERATIONS["sum"](self, axis=axis, keepdims=keepdims)

    def mean(self, axis=None, keepdims=False):
        return OPERATIONS["mean"](self, axis=axis, keepdims=keepdims)

    def reshape(self, *shape):
        return OPERATIONS["reshape"](self, shape=shape[0] if len(shape) == 1 else shape)

    def __getitem__(self, index):
        return OPERATIONS["take"](self, index=index)

    def __iter__(self):
        if not self.ndim:
            raise TypeError("a node with a single number cannot be iterated")
        return (self[i] for i in range(len(self)))

    def __len__(self):
        return len(self.value)

    def __float__(self):  # math.sin(node) would silently cut the graph: a gradient without the sine in it
        raise TypeError("a Node is no plain number: take its .value")

    def __bool__(self):
        raise TypeError("a Node is neither true nor false: compare its .value")

    # NumPy and the operators + - * / ** @ (from the mixin) arrive here; the registry knows the rule, if there is one.
    def __array_ufunc__(self, function, method, *inputs, **settings):
        if method != "__call__":
            raise TypeError(f"np.{function.__name__}.{method} has no rule for Nodes")
        if "out" in settings and settings["out"][0] is inputs[0]:  # `total += node` makes a new node, as all do
            del settings["out"]
        return self.__array_function__(function, None, inputs, settings)

    def __array_function__(self, function, types, inputs, settings):
        name = function.__name__
        if name not in OPERATIONS:
            how = f'use its .value, or declare one with @operation("{name}"). Known are {", ".join(sorted(OPERATIONS))}'
            raise TypeError(f"no rule is known for np.{name} on a Node: {how}")
        count = len(OPERATIONS[name].inputs)
        if len(inputs) > count:  # np.sum(x, 0) means axis=0
            names = list(signature(function).parameters)[count:]
            inputs, settings = inputs[:count], dict(zip(names, inputs[count:])) | settings
        return OPERATIONS[name](*inputs, **settings)

    def __deepcopy__(self, memo):  # Python's own way, from the output down into the inputs, is too deep for long graphs
        for node in self.graph():
            if id(node) not in memo:
                memo[id(node)] = copy(node)
                memo[id(node)].__dict__.update(deepcopy(node.__dict__, memo))
        return memo[id(self)]

    # Two wires that carry the same number are still two wires.
    __eq__, __ne__, __hash__ = object.__eq__, object.__ne__, object.__hash__

    def __repr__(self):
        grad = "" if self.grad is None else f", grad={_short(self.grad)}"
        return f"Node({_short(self.value)}{grad})"

    def __format__(self, form):  # as in f"{loss:.3f}"
        return format(self.value, form) if form else repr(self)


def operation(name):
    """Turn a rule into an operation on arrays and on Nodes.

    The rule takes arrays and returns the output's value followed by one local gradient per input, each a function from
    the upstream gradient (shape of the output) to the downstream one (shape of that input). Settings are keyword-only.

        @operation("tanh")
        def tanh(z):
            a = np.tanh(z)
            return a, lambda upstream: upstream * (1 - a**2)

    Arrays in, array out; a Node among the inputs, and a Node with its graph comes out. `tanh.rule` is the rule itself.
    Raises TypeError when the rule gives anything else.
    """

    def declare(rule):
        names, known = getfullargspec(rule).args, getfullargspec(rule).kwonlyargs

        @wraps(rule)
        def apply(*inputs, **settings):
            if settings:  # an input may come by its name
                inputs += tuple(settings.pop(key) for key in names[len(inputs) :] if key in settings)
                if unknown := settings.keys() - known:
                    raise TypeError(f"{name} takes {', '.join(names + known)}, got {', '.join(unknown)}")
            arrays, nodes = [], []
            for x in inputs:
                recorded = isinstance(x, Node)
                arrays.append(x.value if recorded else as_reals(x, name))
                if recorded:
                    nodes.append(x)
            return _output(name, rule(*arrays, **settings), inputs, nodes)

        apply.rule, apply.inputs, OPERATIONS[name] = rule, names, apply
        return apply

    return declare


def _output(name, result, inputs, nodes):
    """What an operation gives back: the value of its rule's result, as a Node if there are nodes among its inputs."""
    if not isinstance(result, tuple) or len(result) != 1 + len(inputs):
        expected = ", ".join(["value", *["local gradient"] * len(inputs)])
        raise TypeError(f"the rule of {name} should return {expected}, it gave {result!r:.200}")
    value, local_gradients = as_reals(result[0], name), result[1:]
    if not nodes:
        return value
    if len(nodes) < len(inputs):
        local_gradients = [local for x, local in zip(inputs, local_gradients) if isinstance(x, Node)]
    node = Node.__new__(Node)
    node.value, node.inputs, node.local_gradients, node.operation = value, nodes, local_gradients, name
    node.order = next(Node._clock)
    return node


def _short(x):
    return np.array2string(np.asarray(x), precision=4, separator=", ", threshold=12).replace("\n", "")
