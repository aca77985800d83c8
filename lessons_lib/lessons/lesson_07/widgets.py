"""Back-propagation to play with: the graph of any expression, walked forward and backward with its numbers."""

import inspect
from functools import partial
from itertools import cycle

import numpy as np

from ...graph import Node
from ...ops import maximum
from ...pictures.controls import entry, numbers_in, slider, switch, ticker
from ...pictures.explorer import Explorer, Goal
from ...pictures.style import new_figure, short, styled
from .graph_drawing import GraphDrawing

SIGNS = {
    "add": "+", "subtract": "−", "negative": "−", "multiply": "×", "divide": "÷", "power": "^", "matmul": "@",
    "maximum": "max", "transpose": "T",
    "mean_squared_error": "MSE", "cross_entropy": "CE", "binary_cross_entropy": "BCE",
}  # fmt: skip
PATTERNS = {
    "add": " A plus hands the upstream gradient on to every input.",
    "multiply": " A product multiplies by the other factor.",
    "maximum": " A max sends everything to the larger input; of two equal ones, to the first.",
    "matmul": " A matrix product multiplies by the other factor.",
    "exp": " An exp multiplies by its own output.",
    "log": " A logarithm divides by its input.",
}


def two_gates(x=1.0, y=2.0, z=0.0):
    """The lecture's example, (x + y) · max(y, z)."""
    return (x + y) * maximum(y, z)


@styled
def backprop_explorer(expression=None, **inputs):
    """The computational graph of an expression: forward node by node, then backward node by node.

    expression: a function of Nodes, such as `lambda x, w: np.tanh(w * x)`, or a Node that has been computed; (x + y) ·
        max(y, z) unless given. It must end in a single number and have at most 20 nodes.
    inputs: numbers or arrays to start from, by the names of the function's parameters. The first three numbers get
        sliders.
    Click on a node to see its backward step. In predict mode, gradients are hidden until you have typed them.
    """
    build, inputs = _builder(two_gates if expression is None else expression, inputs)
    movable = dict([(name, x) for name, x in inputs.items() if np.ndim(x) == 0][:3])
    first = Trace(build(inputs))
    figure, axes = new_figure(9, 3.9)
    letters = max(5, *(len(_on_wire(number)) for node in first.nodes for number in (node.value, node.grad)))
    drawing = GraphDrawing(axes, first.labels, first.sources, letters)
    forward, last = len(first.order), 2 * len(first.order) + 1

    def see(step, predict, answer, **values):
        trace = Trace(build(inputs | {name: values[name] for name in movable}))
        if trace.sources != first.sources:
            how = "computes in another way, so that its graph is another one"
            raise ValueError(f"with these inputs the expression {how}")
        hand, done = trace.at(step)
        typed = numbers_in(answer, "downstream gradients") if answer.strip() else []
        right, verdict = True, ""
        if predict and step > forward + 1:
            right, verdict = _judge(trace, hand, typed)
        return dict(trace=trace, hand=hand, done=done if right else done - {hand}, right=right, verdict=verdict)

    def draw(s):
        way = "" if s.step == 0 else "forward →" if s.step <= forward else "← backward"
        texts = _texts(s.trace, s.step, s.done, "?" if s.predict else "")
        drawing.set(*texts, s.hand, s.trace.into(s.hand), way, s.step <= forward)

    def tell(s):
        return f"Step {s.step} of {last}{_sentence(s.trace, s.step, s.hand, s.done)}{s.verdict}"

    def choose(pointer):
        left, bottom, width, height = drawing.bounds.T
        hit = (left <= pointer.x) & (pointer.x <= left + width) & (bottom <= pointer.y) & (pointer.y <= bottom + height)
        nodes = [i for i in np.flatnonzero(hit) if i in first.order]
        return {"step": last - first.order.index(nodes[0])} if pointer.phase == "press" and nodes else None

    controls = {name: slider(name, float(x), -5.0, 5.0, 0.5) for name, x in movable.items()}
    controls["step"] = ticker("step", min(forward + 2, last), last, interval=1500)
    controls |= {"predict": switch("predict"), "answer": entry("your downstream gradients", "")}
    if set(inputs) & {"step", "predict", "answer"}:
        raise ValueError("step, predict and answer are names of controls: call your inputs something else")

    def predicted(wanted):
        label = first.labels[first.order[last - wanted]]
        return Goal(f"predict at “{label}” (step {wanted})", lambda s: s.predict and s.step == wanted and s.right)

    goals = [predicted(step) for step in range(forward + 2, last + 1)] if forward <= 4 else []
    if expression is None:
        goals.append(Goal("let a gradient reach z", lambda s: s.z > s.y))
    follow = {"step": lambda: {"answer": ""}}
    return Explorer(figure, controls, see, draw, tell, drag={axes: choose}, follow=follow, goals=goals)


class Trace:
    """A graph with all its gradients, by numbers: nodes and labels, wires (source, target) and what flows back in each.

    order: the nodes that are operations, as they are computed.
    """

    def __init__(self, output):
        if not isinstance(output, Node):
            kind = type(output).__name__
            raise ValueError(f"the expression must be computed from its inputs and give a Node, it gave {kind}")
        self.nodes = output.graph()
        if (count := len(self.nodes)) > 20:
            raise ValueError(f"this graph has {count} nodes, and more than 20 cannot be read: show a part of it")
        number = {node: i for i, node in enumerate(self.nodes)}
        self.sources = [[number[source] for source in node.inputs] for node in self.nodes]
        self.wires = [(j, i) for i, sources in enumerate(self.sources) for j in sources]
        self.order = [i for i, sources in enumerate(self.sources) if sources]
        with np.errstate(all="ignore"):
            output.backward()
            self.back = [local(node.grad) for node in self.nodes for local in node.local_gradients]
            self.labels = [_label(node) for node in self.nodes]
        for label, node in zip(self.labels, self.nodes):
            if not np.all(np.isfinite(node.value)) or not np.all(np.isfinite(node.grad)):
                raise ValueError(f"at these inputs the value or the gradient of “{label}” is no finite number")

    def at(self, step):
        """The node in hand at a step, or None, and all whose step back has been made, that one included."""
        if step <= len(self.order):
            return (self.order[step - 1] if step else None), set()
        back = self.order[::-1][: step - len(self.order) - 1]
        return (back[-1] if back else None), set(back)

    def into(self, target):
        """The numbers of the wires that lead into a node."""
        return [w for w, (_, end) in enumerate(self.wires) if end == target]

    def collected(self, source):
        """How the gradients that come back to a node add up, in words: "2 + 3 = 5"."""
        parts = [_written(back) for back, (start, _) in zip(self.back, self.wires) if start == source]
        total = _written(self.nodes[source].grad)
        return f"{' + '.join(parts)} = {total}" if len(parts) > 1 else total


def _builder(expression, inputs):
    """A function from inputs by name to the output Node, and all the inputs."""
    if isinstance(expression, Node):
        return lambda _: expression, {}
    parameters = zip(inspect.signature(expression).parameters.values(), cycle((2.0, -1.0, 3.0)))
    filled = {p.name: d if p.default is p.empty else p.default for p, d in parameters} | inputs

    def build(values):
        with np.errstate(all="ignore"):  # what is not finite is told by Trace
            return expression(**{name: Node(value, name) for name, value in values.items()})

    return build, filled


def _label(node):
    """A node's name or sign; with the number beside its only input, which is no Node: "× 2", found from its slope."""
    sign = node.name or SIGNS.get(node.operation, node.operation or "input")
    if len(node.inputs) != 1 or node.shape or node.inputs[0].shape or not node.inputs[0].value:
        return sign
    x, y, slope = node.inputs[0].value, node.value, node.local_gradients[0](1.0)
    return {
        "add": f"+ {short(y - x)}",
        "subtract": f"− {short(x - y)}" if slope > 0 else f"{short(x + y)} −",
        "multiply": f"× {short(slope)}",
        "divide": f"÷ {short(x / y)}" if np.isclose(slope * x, y) else f"{short(x * y)} ÷",
        "power": f"^ {short(slope * x / y)}",
    }.get(node.operation, sign)


def _texts(trace, step, done, unknown):
    """What stands at the wires: values, gradients of nodes, gradients of branches."""
    backward = step > len(trace.order)
    values = ["" if i in trace.order[step:] else _on_wire(node.value) for i, node in enumerate(trace.nodes)]
    branches = [_on_wire(back) if target in done else unknown for back, (_, target) in zip(trace.back, trace.wires)]
    waiting = {source for source, target in trace.wires if target not in done}
    gradients = [_on_wire(n.grad) if backward and i not in waiting else unknown for i, n in enumerate(trace.nodes)]
    return values, gradients, branches


def _sentence(trace, step, hand, done):
    if step == 0:
        inputs = [f"{label} = {_written(n.value)}" for label, n in zip(trace.labels, trace.nodes) if not n.inputs]
        return f": the inputs are {', '.join(inputs)}; nothing has been computed."
    if hand is None:
        return ": the way back begins. A number changes with itself one to one, so the output's gradient is 1."
    node = trace.nodes[hand]
    sources = [f"“{trace.labels[i]}”" for i in trace.sources[hand]]
    if step <= len(trace.order):
        taken = " and ".join(f"{_written(source.value)} from {name}" for source, name in zip(node.inputs, sources))
        return f", forward: “{trace.labels[hand]}” takes {taken} and gives {_written(node.value)}."
    begin = f", backward through “{trace.labels[hand]}”"
    if hand not in done:
        tie = node.operation == "maximum" and np.ptp([source.value for source in node.inputs]) == 0
        agreed = "Both inputs are equal, so the first gets everything. " if tie else ""
        return f"{begin}: its upstream gradient is {trace.collected(hand)}. {agreed}"
    back = [trace.back[w] for w in trace.into(hand)]
    parts = [f"to {name}: {_product(node, *way)}" for name, *way in zip(sources, node.local_gradients, back)]
    added = "".join(
        f" “{trace.labels[i]}” is used {len(users)} times, its gradients add: {trace.collected(i)}."
        for i in dict.fromkeys(trace.sources[hand])
        if len(users := [target for source, target in trace.wires if source == i]) > 1 and done.issuperset(users)
    )
    return f"{begin}, upstream × local = downstream; {'; '.join(parts)}.{PATTERNS.get(node.operation, '')}{added}"


def _product(node, local, downstream):
    """upstream × local = downstream with numbers, where the local gradient is one number per element."""
    slope = local(np.ones(node.shape)[()])
    if node.shape in ((), np.shape(slope)) and np.allclose(node.grad * slope, downstream):
        return f"{_written(node.grad)} × {_written(slope)} = {_written(downstream)}"
    return f"upstream {_written(node.grad)}, downstream {_written(downstream)}"


def _judge(trace, hand, typed):
    """Whether these are the downstream gradients of the node in hand, and what to say. Large arrays are skipped."""
    node, label = trace.nodes[hand], trace.labels[hand]
    ways = [(trace.labels[source], local) for source, local in zip(trace.sources[hand], node.local_gradients)]
    ways = [(name, local) for name, local in ways if np.size(local(node.grad)) <= 3]
    if not ways:
        return True, " These are too many numbers to type."
    flat = lambda upstream, ways=ways: np.concatenate([np.ravel(local(upstream)) for _, local in ways])  # noqa: E731
    wanted, slopes, exchanged = flat(node.grad), flat(np.ones(node.shape)[()]), flat(node.grad, ways[::-1])
    upstream = np.resize(node.grad, len(wanted))
    numbers = "1 number" if len(wanted) == 1 else f"{len(wanted)} numbers with commas between them"
    task = f"{numbers}: what flows to {' and to '.join(f'“{name}”' for name, _ in ways)}."
    if len(typed) != len(wanted):
        return False, f"✗ You typed {len(typed)}. Type {task}" if len(typed) else f"Type {task}"
    for gradients, verdict in (
        (wanted, " ✓ Right."),
        (slopes, "✗ These are the local gradients. Multiply by the upstream gradient."),
        (exchanged, "✗ Right numbers, wrong wires: exchange them."),
        (-wanted, "✗ The sign is wrong: does the output rise or fall when this input rises?"),
        (upstream, "✗ That is the upstream gradient, unchanged. Multiply by the local one of each input."),
    ):
        if np.allclose(typed, gradients, rtol=0.006, atol=0.006):
            return gradients is wanted, verdict
    return False, f"✗ Not yet. How much does “{label}” change when this input rises a little? Times upstream."


def _written(x, most=12, decimals=10):
    """An array in one line, rows parted by semicolons; only how many if there are more than `most`."""
    if np.size(x) > most or np.ndim(x) > 2:
        return f"{'×'.join(map(str, np.shape(x)))} numbers"
    word = lambda n: "≈0" if 0 < abs(n) < 0.5 * 0.1**decimals else short(round(n, decimals))  # noqa: E731
    rows = "; ".join(", ".join(map(word, row)) for row in np.atleast_2d(x))
    return f"({rows})" if np.ndim(x) else rows


_on_wire = partial(_written, most=3, decimals=2)
