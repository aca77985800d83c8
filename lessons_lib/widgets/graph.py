"""Back-propagation to play with: any expression as a graph, gradients through layers, the step of a gradient check."""

import inspect
from functools import lru_cache
from itertools import cycle

import numpy as np

from ..activations import relu, sigmoid, tanh
from ..gradcheck import numerical_gradient
from ..graph import Node
from ..ops import exp, maximum
from ..pictures import graph as pictures
from ..pictures.style import new_figure, plain, short
from .explorer import Explorer, Goal, choice, entry, functions_by_name, log_slider, numbers_in, slider, switch

SIGNS = {
    "add": "+", "subtract": "−", "negative": "−", "multiply": "×", "divide": "÷", "power": "xⁿ", "matmul": "@",
    "maximum": "max", "transpose": "T", "mean_squared_error": "MSE", "cross_entropy": "CE", "binary_cross_entropy": "BCE",
}  # fmt: skip
PATTERNS = {
    "add": "A plus hands the upstream gradient on to every input.",
    "multiply": "A product multiplies by the other factor.",
    "maximum": "A max sends everything to the larger input.",
    "matmul": "A matrix product multiplies by the other factor.",
}
ASKED = 4
"""Predict mode asks for at most so many numbers at a time."""


def two_gates(x=1.0, y=2.0, z=0.0):
    """The lecture's example, (x + y) · max(y, z)."""
    return (x + y) * maximum(y, z)


def backprop_explorer(expression=None, **inputs):
    """The computational graph of an expression: forward node by node, then backward node by node.

    expression: a function of Nodes, such as `lambda x, w: np.tanh(w * x)`, or a Node that has been computed; (x + y) ·
        max(y, z) unless given. It must end in a single number and have at most 25 nodes; fixed numbers are not drawn.
    inputs: numbers or arrays to start from, by the names of the function's parameters. The first three numbers get
        sliders.
    Click on a node to see its backward step. In predict mode, gradients are hidden until you have typed them.
    """
    build, inputs = _builder(two_gates if expression is None else expression, inputs)
    movable = [name for name, value in inputs.items() if np.ndim(value) == 0][:3]
    first = Trace(build(inputs))
    figure, axes = new_figure(9, 3.9)
    letters = max(len(_on_wire(number)) for node in first.nodes for number in (node.value, node.grad))
    artists = pictures.graph(axes, first.labels, first.sources, max(letters, 5))
    forward, last = len(first.order), 2 * len(first.order) + 1

    def trace_at(values):
        trace = Trace(build(inputs | {name: values[name] for name in movable}))
        if trace.labels != first.labels or trace.sources != first.sources:
            raise ValueError("with these inputs the expression computes in another way, so that its graph is another one")
        return trace

    def update(step, predict, answer, **values):
        trace, typed = trace_at(values), _typed(answer)
        done, hand = _progress(trace, step)
        right, verdict = _judge(trace, hand, typed) if predict and step > forward + 1 else (True, "")
        shown = done | {hand} if right else done
        texts = _texts(trace, step, shown, predict)
        lit = [w for w, (_, target) in enumerate(trace.wires) if target == hand]
        direction = "forward →" if 0 < step <= forward else "← backward" if step > forward else ""
        pictures.set_graph(artists, *texts, hand, lit, direction, step <= forward)
        return f"Step {step} of {last}{_sentence(trace, step, hand, shown)}{verdict}"

    def drag(pointer, **values):
        left, bottom, width, height = artists.bounds.T
        hit = (left <= pointer.x) & (pointer.x <= left + width) & (bottom <= pointer.y) & (pointer.y <= bottom + height)
        nodes = [i for i in np.flatnonzero(hit) if i in first.order]
        return {"step": last - first.order.index(nodes[0])} if pointer.phase == "press" and nodes else None

    controls = {name: slider(name, float(inputs[name]), min(-5.0, inputs[name]), max(5.0, inputs[name]), 0.5) for name in movable}
    controls["step"] = slider("step", min(forward + 2, last), 0, last, 1)
    controls |= {"predict": switch("predict"), "answer": entry("your downstream gradients", "")}
    if set(inputs) & {"step", "predict", "answer"}:
        raise ValueError("step, predict and answer are names of controls: call your inputs something else")
    controls["step"].observe(lambda _: controls["answer"].set_trait("value", ""), "value")

    def predicted(step):
        def reached(predict, answer, **values):
            trace = trace_at(values)
            return predict and values["step"] == step and _judge(trace, _progress(trace, step)[1], _typed(answer))[0]

        return Goal(f"predict at “{first.labels[first.order[last - step]]}” (step {step})", reached)

    goals = [predicted(step) for step in range(forward + 2, last + 1)] if forward <= 4 else []
    if expression is None:
        goals.append(Goal("let a gradient reach z", lambda **v: v["z"] > v["y"]))
    return Explorer(figure, update, controls, drag=drag, goals=goals)


class Trace:
    """A graph with all its gradients, by numbers: nodes and labels, wires (source, target) and what flows back in each.

    order: the nodes that are operations, as they are computed.
    """

    def __init__(self, output):
        if not isinstance(output, Node):
            raise ValueError(f"the expression must be computed from its inputs and give a Node, it gave {type(output).__name__}")
        with np.errstate(all="ignore"):
            output.backward()
            self.nodes = output.graph()
            number = {node: i for i, node in enumerate(self.nodes)}
            self.sources = [[number[source] for source in node.inputs] for node in self.nodes]
            self.wires = [(j, i) for i, sources in enumerate(self.sources) for j in sources]
            self.back = [local(node.grad) for node in self.nodes for local in node.local_gradients]
        self.labels = [node.name or SIGNS.get(node.operation, node.operation or "input") for node in self.nodes]
        self.order = [i for i, sources in enumerate(self.sources) if sources]
        if len(self.nodes) > 25:
            raise ValueError(f"this graph has {len(self.nodes)} nodes, and more than 25 cannot be read: show a part of it")
        for label, node in zip(self.labels, self.nodes):
            if not np.all(np.isfinite(node.value)) or not np.all(np.isfinite(node.grad)):
                raise ValueError(f"at these inputs the value or the gradient of “{label}” is no finite number")

    def into(self, target):
        """The numbers of the wires that lead into a node."""
        return [w for w, (_, end) in enumerate(self.wires) if end == target]

    def out_of(self, source):
        """The numbers of the wires that leave a node."""
        return [w for w, (start, _) in enumerate(self.wires) if start == source]


def _builder(expression, inputs):
    """A function from inputs by name to the output Node, and all the inputs."""
    if isinstance(expression, Node):
        return lambda _: expression, {}
    names = list(inspect.signature(expression).parameters.values())
    unknown = set(inputs) - {name.name for name in names}
    if unknown:
        raise ValueError(f"the expression has no input {', '.join(unknown)}: it has {', '.join(name.name for name in names)}")
    filled = {n.name: d if n.default is n.empty else n.default for n, d in zip(names, cycle((2.0, -1.0, 3.0)))} | inputs

    def build(values):
        with np.errstate(all="ignore"):  # what is not finite is told by Trace
            return expression(**{name: Node(value, name) for name, value in values.items()})

    return build, filled


def _progress(trace, step):
    """The nodes through which the walk back has come, without the one in hand, and that one; forward only the latter."""
    count = len(trace.order)
    if step <= count:
        return set(), trace.order[step - 1] if step else None
    back = trace.order[::-1][: step - count - 1]
    return set(back[:-1]), back[-1] if back else None


def _texts(trace, step, shown, predict):
    """What stands at the wires: values, gradients of nodes, gradients of branches."""
    late = trace.order[step:]
    values = ["" if i in late else _on_wire(node.value) for i, node in enumerate(trace.nodes)]
    unknown = "?" if predict else ""
    backward = step > len(trace.order)
    branches = [_on_wire(back) if backward and target in shown else unknown for back, (_, target) in zip(trace.back, trace.wires)]
    known = [backward and all(trace.wires[w][1] in shown for w in trace.out_of(i)) for i in range(len(trace.nodes))]
    return values, [_on_wire(node.grad) if k else unknown for node, k in zip(trace.nodes, known)], branches


def _sentence(trace, step, hand, shown):
    if hand is None:
        given = ", ".join(f"{label} = {_written(node.value)}" for label, node in zip(trace.labels, trace.nodes) if not node.inputs)
        if step == 0:
            return f": the inputs are {given}; nothing has been computed."
        return ": the way back begins. A number changes with itself one to one, so the output's gradient is 1."
    node, label = trace.nodes[hand], trace.labels[hand]
    wires = trace.into(hand)
    names = [f"“{trace.labels[trace.wires[w][0]]}”" for w in wires]
    if step <= len(trace.order):
        taken = " and ".join(f"{_written(source.value)} from {name}" for source, name in zip(node.inputs, names))
        return f", forward: “{label}” takes {taken} and gives {_written(node.value)}."
    if hand not in shown:
        return f", backward through “{label}”: {_collected(trace, hand)}. "
    parts = [f"to {name}: {_product(node, local, trace.back[w])}" for name, local, w in zip(names, node.local_gradients, wires)]
    added = [
        f" “{trace.labels[i]}” is used {len(trace.out_of(i))} times, its gradients add: {_collected(trace, i, total='')}."
        for i in dict.fromkeys(trace.wires[w][0] for w in wires)
        if len(trace.out_of(i)) > 1 and all(trace.wires[w][1] in shown for w in trace.out_of(i))
    ]
    rule = PATTERNS.get(node.operation, "")
    return f", backward through “{label}”, upstream × local = downstream; {'; '.join(parts)}. {rule}{''.join(added)}"


def _product(node, local, downstream):
    """upstream × local = downstream with numbers, where the local gradient is one number per element."""
    probe = np.random.default_rng(0).normal(size=node.shape)[()]
    slope = local(np.ones(node.shape)[()])
    if np.shape(slope) == node.shape and np.allclose(local(probe), probe * slope):
        return f"{_written(node.grad)} × {_written(slope)} = {_written(downstream)}"
    return f"upstream {_written(node.grad)}, downstream {_written(downstream)}"


def _collected(trace, i, total="its upstream gradient is "):
    parts = [trace.back[w] for w in trace.out_of(i)]
    added = f"{' + '.join(map(_written, parts))} = " if len(parts) > 1 else ""
    return f"{total}{added}{_written(trace.nodes[i].grad)}"


def _judge(trace, hand, typed):
    """Whether these are the downstream gradients of the node in hand, and what to say."""
    if hand is None:
        return True, ""
    node, wires, asked, size = trace.nodes[hand], trace.into(hand), [], 0
    for k, w in enumerate(wires):
        if size + np.size(trace.back[w]) <= ASKED:
            asked, size = [*asked, k], size + np.size(trace.back[w])
    if not asked:
        return True, f" More than {ASKED} numbers each: too many to type, so here they are."
    flat = lambda parts: np.concatenate([np.ravel(parts[k]) for k in asked])  # noqa: E731
    wanted = flat([trace.back[w] for w in wires])
    places = " and ".join(f"“{trace.labels[trace.wires[wires[k]][0]]}”" for k in asked)
    request = f"the gradient{'s' * (size > 1)} that flow{'s' * (size == 1)} to {places}: {size} number{'s' * (size > 1)}"
    if not len(typed):
        return False, f"Type {request}{', with commas between' * (size > 1)}."
    if len(typed) != size:
        return False, f"✗ You typed {len(typed)} of them. Wanted: {request}."
    close = lambda numbers: np.shape(numbers) == wanted.shape and np.allclose(typed, numbers, rtol=0.006, atol=0.006)  # noqa: E731
    if close(wanted):
        return True, " ✓ Right."
    if close(flat([local(np.ones(node.shape)[()]) for local in node.local_gradients])):
        return False, "✗ These are the local gradients. Multiply by the upstream gradient."
    if close(wanted[::-1]):
        return False, "✗ Right numbers, wrong wires: exchange them."
    if close(-wanted):
        return False, "✗ The sign is wrong: does the output rise or fall when this input rises?"
    if close(np.resize(np.ravel(node.grad), size)):
        return False, "✗ You passed the upstream gradient on unchanged. Multiply by the local gradient of each input."
    return False, f"✗ Not yet. How much does “{trace.labels[hand]}” change when this input rises a little? Times upstream."


def _typed(text):
    if not text.strip():
        return np.array([])
    numbers = numbers_in(text)
    if not len(numbers) or not np.all(np.isfinite(numbers)):
        raise ValueError(f"numbers with commas between are needed, such as 2, −0.5. This is {text!r}")
    return numbers


def _on_wire(x):
    """A number or a small vector, as short as possible; else the shape."""
    if np.size(x) > 3 or np.ndim(x) > 1:
        return "×".join(map(str, np.shape(x)))
    if np.ndim(x):
        return f"({', '.join(short(n, 2) for n in x)})"
    return short(x, 3 if abs(x) >= 1 else 2) if abs(x) >= 0.001 or x == 0 else f"{x:.0e}".replace("-0", "−").replace("-", "−")


def _written(x):
    """An array in one line, rows parted by semicolons; only its shape if it is large."""
    if np.ndim(x) == 0:
        return short(x) if x >= 0 else f"({short(x)})"
    if np.size(x) > 12 or np.ndim(x) > 2:
        return f"an array of shape {np.shape(x)}"
    return f"({'; '.join(', '.join(short(n) for n in row) for row in np.atleast_2d(x))})"


LAYERS, WIDTH, BATCH = 10, 64, 64
SCALES = {"too small": 0.5, "Glorot": 1.0, "He": 2**0.5, "too large": 3.0}
"""What the usual spread of weights, 1/√inputs, is multiplied by."""


def gradient_flow(activation=None):
    """How large the gradient still is in each of ten layers, for an activation and a way to draw the first weights.

    activation: a function of your own, on Nodes, offered beside sigmoid, tanh and ReLU.
    """
    functions = functions_by_name(activation, sigmoid, tanh, relu)
    figure, axes = new_figure(9, 4)
    artists = pictures.layer_bars(axes, LAYERS)

    def update(f, weights, seed):
        gradients, values = layer_sizes(functions[f], SCALES[weights], seed)
        pictures.set_layer_bars(artists, gradients / gradients[-1] if gradients[-1] else gradients, values)
        return (
            f"{f}, weights {weights} (spread {SCALES[weights]:.2g}/√{WIDTH}): the gradient of layer 1 is "
            f"{_ratio(gradients):.2g} times that of layer {LAYERS}; values in layer {LAYERS} have size {values[-1]:.2g}."
        )

    def even(f, weights, seed):
        return 1 / 3 <= _ratio(layer_sizes(functions[f], SCALES[weights], seed)[0]) <= 3

    controls = {"f": choice("f", functions), "weights": choice("first weights", SCALES), "seed": slider("draw", 0, 0, 9, 1)}
    goals = (
        Goal("gradient of layer 1 within a factor of 3, with tanh", lambda **v: v["f"] == "tanh" and even(**v)),
        Goal("the same with relu", lambda **v: v["f"] == "relu" and even(**v)),
    )
    return Explorer(figure, update, controls, goals=goals)


@lru_cache(100)
def layer_sizes(activation, scale, seed=0):
    """The size of the gradient at, and of the values of, each of ten layers (root mean square; two arrays).

    The weights are normal with standard deviation scale/√inputs: 1 is Glorot's for layers of equal width, √2 is He's.
    """
    generator = np.random.default_rng(seed)
    h, layers = Node(generator.normal(size=(BATCH, WIDTH))), []
    for _ in range(LAYERS):
        h = activation(h @ generator.normal(0, scale / np.sqrt(WIDTH), (WIDTH, WIDTH)))
        layers.append(h)
    (h * generator.normal(size=(BATCH, WIDTH))).sum().backward()
    return tuple(np.array([np.sqrt(np.mean(np.square(x))) for x in xs]) for xs in zip(*((h.grad, h.value) for h in layers)))


def _ratio(gradients):
    return gradients[0] / gradients[-1] if gradients[-1] else 0.0


STEPS = np.logspace(-12, -1, 89)


def check_step(f=exp, x=1.0):
    """How far a central difference misses the back-propagated slope, for every step from 1e-12 to 0.1.

    f: a function of one number or Node, such as `ll.tanh`. x: where the slope is measured.
    """
    figure, axes = new_figure(9, 3.8)
    artists = pictures.step_errors(axes)

    def slope(x):
        node = Node(x)
        f(node).backward()
        return node.grad

    def error(x, step):
        return abs(numerical_gradient(f, x, step) - slope(x))

    def update(x, step):
        pictures.set_step_errors(artists, STEPS, [error(x, s) for s in STEPS], step, error(x, step))
        measured, true = numerical_gradient(f, x, step), slope(x)
        return (
            f"At x = {plain(x)} with step {step:.1e}: measured slope {measured:.10f}, back-propagated slope {true:.10f}, "
            f"error {abs(measured - true):.1e}."
        )

    controls = {"x": slider("x", x, -3.0, 3.0, 0.1), "step": log_slider("step", 0.1, -12, -1)}
    goals = (
        Goal("make the error smaller than 1e-9", lambda **v: error(**v) < 1e-9),
        Goal("take a step that is too small", lambda **v: v["step"] < 1e-8 and error(**v) > 1e-7),
    )
    return Explorer(figure, update, controls, goals=goals)
