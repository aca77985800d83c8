"""The playground: choose data and network, let it train, watch what every neuron makes of the plane.

The picture is a function of the controls alone: the same settings and the same number of steps give the same weights,
here and in the code shown below it. A `Run` only spares it from training the same steps again.
"""

from copy import deepcopy

import numpy as np
from matplotlib import rc_context

from ... import activations, data
from ...activations import identity, relu, sigmoid, tanh
from ...layers import Linear, Sequential, multilayer_network
from ...losses import binary_cross_entropy
from ...optimisers import SGD, Adam
from ...pictures.controls import choice, functions_by_name, slider, ticker
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Line, Points, Shade
from ...pictures.style import BLACK, BLUE, ORANGE, PAINTING, VERMILION, grid, new_figure, styled
from ...train import accuracy, batches, training_step

TICK, LAST, POINTS = 20, 4000, 100
SAMPLES = {make.__name__: make for make in (data.moons, data.circles, data.xor, data.blobs, data.spirals)}
OPTIMISERS = {"SGD": (SGD, {}), "SGD, momentum 0.9": (SGD, {"momentum": 0.9}), "Adam": (Adam, {})}
WIDTHS = {"noise": 14, "layers": 14, "units": 14, "optimiser": 16, "learning_rate": 13, "weight_decay": 13, "steps": 22}
REACH, SIDE = 2.2, 48
"""The plane shows inputs from -REACH to REACH, SIDE points across."""
UNITS, LAYERS = 8, 3
"""Neurons per layer and layers for which there is room."""
CELL = SIDE // 2
PITCH = CELL + 3
"""Sides of a neuron's small plane, and from the start of one to that of the next."""
LEAST_ROOM = 250
"""Steps for which there is room at first; the room doubles when it is full."""
HEIGHTS = 1.2, 2.4, 4.8
"""The highest loss shown: the first of these for which there is room, or the last."""
CODE = """\
{imports}import numpy as np
import lessons_lib as ll

x, labels = ll.data.{data}({points}, noise={noise}, seed=0)
y = labels[:, None]
test_x, test_labels = ll.data.{data}({points}, noise={noise}, seed=1)
model = {model}
optimiser = {optimiser}

generator = np.random.default_rng(0)
batches = (batch for epoch in range({steps}) for batch in ll.batches(x, y, {batch_size}, generator))
for step, (some_x, some_y) in zip(range({steps}), batches):
    loss = ll.binary_cross_entropy(model(ll.Node(some_x)), some_y)
    loss.backward()
    optimiser.step()

train_loss = ll.binary_cross_entropy(model(x), y)
test_loss = ll.binary_cross_entropy(model(test_x), test_labels[:, None])
"""


class Run:
    """A training run that can be looked at after any number of steps, and trains none of them twice.

    start: gives a new model and its optimiser. training, test: pairs of inputs and wanted outputs.
    """

    def __init__(self, start, training, test, batch_size):
        self._start, self.training, self.test, self._batch_size = start, training, test, batch_size
        self._kept = []  # of every TICK steps: both losses, and what was learned

    def at(self, steps):
        """Both losses every TICK steps up to these, shape (…, 2); the model is then as it was after so many steps."""
        try:
            if not self._kept:
                self._begin()
            self._put(-1)
            while len(self._kept) <= steps // TICK:
                for _ in range(TICK):
                    training_step(self.model, *next(self._batches), binary_cross_entropy, self._optimiser)
                self._keep()
        except Exception:
            self._kept = []  # half a step may have been lost: the next time it begins anew
            raise
        self._put(steps // TICK)
        return np.array([losses for losses, _ in self._kept[: steps // TICK + 1]])

    def _begin(self):
        self.model, self._optimiser = self._start()
        generator = np.random.default_rng(0)
        epochs = (batches(*self.training, self._batch_size, generator) for _ in range(LAST))
        self._batches = (batch for epoch in epochs for batch in epoch)
        self._keep()

    def _keep(self):
        losses = [float(binary_cross_entropy(self.model(x), y)) for x, y in (self.training, self.test)]
        self._kept.append((losses, [np.copy(p.value) for p in self.model.parameters]))

    def _put(self, i):
        for parameter, value in zip(self.model.parameters, self._kept[i][1]):
            np.copyto(parameter.value, value)


@styled
def playground(model=None, activation=None):
    """A network that trains before your eyes. ▶ starts and pauses; each change of a control starts anew.

    activation: a function of your own, on arrays and Nodes, offered beside ours. model: a network of your own with two
    inputs and one logit, called on arrays and Nodes and with `parameters`; each training begins with a copy of it.
    """
    own, functions = deepcopy(model), functions_by_name(activation, tanh, relu, sigmoid, identity)
    figure, (neurons, plane, losses) = new_figure(9, 3.9, ncols=3, width_ratios=(2, 5, 4))
    _lay_out(neurons, plane, losses)
    shade = Shade(plane, -REACH, REACH, least=0, most=1)
    maps = neurons.imshow(_sheet(shade, []), interpolation="nearest", animated=True)  # one image is as fast as one map
    points = Points(plane, size=7, cross=9, zero=ORANGE, one=BLUE, rim=1, wrong=BLACK)
    curves = Line(losses, color=BLUE), Line(losses, "--", color=VERMILION)
    with rc_context(PAINTING):
        figure.draw_without_rendering()
    figure.set_layout_engine("none")  # else the panels would shift when the axis of steps grows
    everywhere = grid(-REACH, REACH, SIDE)

    def start(data, noise, optimiser, learning_rate, batch_size, weight_decay, layers=0, units=1, f=None):
        def fresh():
            model = multilayer_network([2, *[units] * layers, 1], functions[f]) if own is None else deepcopy(own)
            rule, extra = OPTIMISERS[optimiser]
            return model, rule(model.parameters, learning_rate, weight_decay=weight_decay, **extra)

        samples = [SAMPLES[data](POINTS, round(noise, 4), seed=seed) for seed in (0, 1)]
        return {"run": Run(fresh, *((x, labels[:, None]) for x, labels in samples), batch_size)}

    def see(run, steps, layers=0, f=None):
        history, model, (test_x, test_y) = run.at(steps), run.model, run.test
        logits, hidden = _look_inside(model, everywhere)
        return {
            "model": model,
            "size": sum(np.size(p.value) for p in model.parameters),
            "history": history,
            "train_loss": history[-1, 0],
            "test_loss": history[-1, 1],
            "accuracies": [accuracy(model(x), y) for x, y in (run.training, run.test)],
            "wrong": test_x[((model(test_x) > 0) != test_y)[:, 0]],
            "probabilities": sigmoid(logits[:, 0]),
            "hidden": hidden,
            "straight": layers == LAYERS and functions[f] is identity,
        }

    def draw(s):
        x, y = s.run.training
        points.set(x, y[:, 0] == 1, s.wrong)
        shade.set(s.probabilities)
        maps.set_data(_sheet(shade, s.hidden))
        ticks = TICK * np.arange(len(s.history))
        for curve, values in zip(curves, s.history.T):
            curve.set(ticks, values)
        room = LEAST_ROOM
        while room < ticks[-1]:
            room *= 2
        top = next((height for height in HEIGHTS if s.history.max() <= height), HEIGHTS[-1])
        if (losses.get_xlim()[1], losses.get_ylim()[1]) != (room, top):  # means drawing everything anew
            losses.set(xlim=(0, room), ylim=(0, top))

    def tell(s):
        steps = s.steps - s.steps % TICK
        start = f"{steps} steps, {steps * s.batch_size / POINTS:g} epochs; {s.size} parameters. "
        if not np.isfinite([s.train_loss, s.test_loss]).all():
            return start + "The loss is no longer a number: training has diverged."
        return start + (
            f"Training: loss {s.train_loss:.3f}, {s.accuracies[0]:.0%} right. "
            f"Test: loss {s.test_loss:.3f}, {s.accuracies[1]:.0%} right."
        )

    def code(layers=0, units=1, f=None, **settings):
        if own is not None:
            return _code("copy.deepcopy(my_model)  # as it was at first", "import copy\n\n", **settings)
        name = getattr(functions[f], "__name__", f)
        if getattr(activations, name, None) is functions[f]:
            name = f"ll.{name}"
        elif not name.isidentifier():
            name = "my_activation"
        return _code(f"ll.multilayer_network({[2, *[units] * layers, 1]}, {name}, seed=0)", **settings)

    network = {
        "layers": slider("layers", 2, 0, LAYERS, 1),
        "units": slider("units", 4, 1, UNITS, 1),
        "f": choice("f", functions),
    }
    controls = {
        "data": choice("data", SAMPLES),
        "noise": slider("noise", 0.1, 0.0, 0.5),
        **(network if own is None else {}),
        "optimiser": choice("optimiser", OPTIMISERS, "Adam"),
        "learning_rate": choice("learning rate", [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0], 0.03),
        "batch_size": choice("batch size", [1, 5, 20, 50, 100], 20),
        "weight_decay": choice("weight decay", [0.0, 0.001, 0.003, 0.01, 0.03, 0.1]),
        "steps": ticker("steps", 0, LAST, interval=100, step=TICK),
    }
    for name, control in controls.items():
        control.layout.width = f"{WIDTHS.get(name, 11)}em"  # two rows in all
    # Each change starts anew, and with one tick at once, so that it is seen.
    follow = {name: lambda: {"steps": TICK} for name in controls if name != "steps"}
    return Explorer(figure, controls, see, draw, tell, still=[start], follow=follow, goals=_goals(), code=code)


def _lay_out(neurons, plane, losses):
    """What stands still in the three panels."""
    neurons.set(title="hidden neurons", xlabel="layer", yticks=[])
    neurons.set(xticks=np.arange(LAYERS) * PITCH + CELL / 2, xticklabels=range(1, LAYERS + 1))
    neurons.tick_params(length=0)
    neurons.spines[:].set_visible(False)
    plane.set(title="the network", xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
    plane.set(xlabel="$x_1$", ylabel="$x_2$", xticks=range(-2, 3), yticks=range(-2, 3))
    losses.set(ylim=(0, HEIGHTS[0]), xlim=(0, LEAST_ROOM), xlabel="steps", ylabel="loss")
    losses.set_title("— training", color=BLUE)
    losses.set_title("- - test", color=VERMILION, loc="right")


def _goals():
    def cured(s):
        hard = s.noise >= 0.3 and s.steps >= 1000 and s.size >= 100
        return hard and s.weight_decay > 0 and s.train_loss < 0.5 and s.test_loss - s.train_loss < 0.1

    cure = "cure it by weight decay: noise ≥ 0.3, ≥ 100 parameters, ≥ 1,000 steps; losses < 0.5, within 0.1"
    return (
        Goal(
            "spirals: 98 % of the test data with at most 40 parameters",
            lambda s: s.data == "spirals" and s.size <= 40 and s.accuracies[1] >= 0.98,
        ),
        Goal(
            "overfit: test loss above 0.5 and three times the training loss",
            lambda s: s.test_loss > max(0.5, 3 * s.train_loss),
        ),
        Goal(cure, cured),
        Goal(
            "3 layers of identity, 1,000 steps: what is the border like?",
            lambda s: s.data != "blobs" and s.straight and s.steps >= 1000,
        ),
    )



def _look_inside(model, x):
    """The model's output for x, and the outputs of each hidden layer, if it is a Sequential."""
    if not isinstance(model, Sequential):
        return model(x), []
    trace = [step.value for step in model.trace(x)]
    linear = [i for i, layer in enumerate(model.layers) if isinstance(layer, Linear)]
    return trace[-1], [trace[i] for i in linear[1:]]


def _sheet(shade, hidden):
    """All neurons' planes as one image, in the colours of `shade`. hidden: what each layer gives, (points, units)."""
    gap = PITCH - CELL
    sheet = np.full((UNITS * PITCH - gap, LAYERS * PITCH - gap, 4), [236, 236, 236, 255], np.uint8)
    for layer, outputs in enumerate(hidden[:LAYERS]):
        largest = np.abs(outputs).max(axis=0)
        views = (outputs / np.where(largest > 0, largest, 1)).reshape(SIDE, SIDE, -1)[::-2, ::2]
        for unit in range(min(UNITS, views.shape[2])):
            top, left = unit * PITCH, layer * PITCH
            sheet[top : top + CELL, left : left + CELL] = shade.colours((1 + views[:, :, unit]) / 2)
    return sheet


def _code(model, imports="", *, steps, noise, optimiser, learning_rate, weight_decay, **rest):
    """Python that trains as these controls say; model: how it is made."""
    rule, extra = OPTIMISERS[optimiser]
    settings = {"learning_rate": learning_rate, **extra, "weight_decay": weight_decay}
    settings = ", ".join(f"{name}={value!r}" for name, value in settings.items())
    optimiser = f"ll.{rule.__name__}(model.parameters, {settings})"
    rest |= {"points": POINTS, "noise": round(noise, 4), "steps": steps - steps % TICK}
    return CODE.format(imports=imports, model=model, optimiser=optimiser, **rest)
