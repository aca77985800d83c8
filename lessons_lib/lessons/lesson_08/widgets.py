"""The playground: choose data and network, let it train, watch what every neuron makes of the plane.

The picture is a function of the controls alone: the same settings and the same number of steps give the same weights,
here and in the code shown below it. A `Run` only spares it from training the same steps again.
"""

from copy import deepcopy
from typing import NamedTuple

import numpy as np

from ... import activations, data
from ...activations import identity, relu, sigmoid, tanh
from ...layers import Linear, Sequential, multilayer_network
from ...losses import binary_cross_entropy
from ...optimisers import SGD, Adam
from . import pictures
from ...pictures.style import grid, new_figure
from ...train import accuracy, batches, training_step
from ...pictures.controls import choice, functions_by_name, slider, ticker
from ...pictures.explorer import Goal
from ...pictures.old import OldExplorer as Explorer

TICK, LAST, POINTS = 20, 4000, 100
SAMPLES = {make.__name__: make for make in (data.moons, data.circles, data.xor, data.blobs, data.spirals)}
OPTIMISERS = {"SGD": (SGD, {}), "SGD, momentum 0.9": (SGD, {"momentum": 0.9}), "Adam": (Adam, {})}
WIDTHS = {"noise": 14, "layers": 14, "units": 14, "optimiser": 16, "learning_rate": 13, "weight_decay": 13, "steps": 22}
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

    x, y, test: training data and a pair of test data. What was learned is kept every TICK steps.
    """

    def __init__(self, model, optimiser, x, y, test, batch_size):
        self.model, self.optimiser, self.x, self.y, self.test = model, optimiser, x, y, test
        generator = np.random.default_rng(0)
        self._batches = (batch for _ in range(LAST) for batch in batches(x, y, batch_size, generator))
        self._steps, self._kept, self.losses = 0, [], []
        self._keep()

    def at(self, steps):
        """Both losses every TICK steps up to these, shape (…, 2); the model is then as it was after so many steps."""
        self._put(-1)
        while self._steps < steps:
            training_step(self.model, *next(self._batches), binary_cross_entropy, self.optimiser)
            self._steps += 1
            if self._steps % TICK == 0:
                self._keep()
        self._put(steps // TICK)
        return np.array(self.losses[: steps // TICK + 1])

    def _keep(self):
        pairs = (self.x, self.y), self.test
        self.losses.append([float(binary_cross_entropy(self.model(x), y)) for x, y in pairs])
        self._kept.append([np.copy(p.value) for p in self.model.parameters])

    def _put(self, i):
        for parameter, value in zip(self.model.parameters, self._kept[i]):
            np.copyto(parameter.value, value)


class Result(NamedTuple):
    """How far a run is. losses: (training, test) every TICK steps; accuracies: on training and on test data."""

    run: Run
    losses: np.ndarray
    accuracies: list

    size = property(lambda self: sum(np.size(p.value) for p in self.run.model.parameters))


class Bench:
    """Trains what the controls say; remembers the latest run only. model: the reader's own, or None."""

    def __init__(self, model, functions):
        self.model, self.functions = deepcopy(model), functions
        self._settings, self._run = None, None

    @np.errstate(all="ignore")  # too large a learning rate overflows sooner or later
    def trained(self, steps, **settings):
        """The Result of these settings after so many steps."""
        if settings != self._settings:
            self._run, self._settings = self._start(**settings), settings
        run = self._run
        try:
            losses = run.at(steps - steps % TICK)
        except Exception:
            self._settings = None  # half a step may have been lost
            raise
        return Result(run, losses, [accuracy(run.model(x), y) for x, y in ((run.x, run.y), run.test)])

    def _start(self, data, noise, optimiser, learning_rate, batch_size, weight_decay, layers=0, units=1, f=None):
        samples = (SAMPLES[data](POINTS, round(noise, 4), seed=seed) for seed in (0, 1))
        (x, y), test = ((x, labels[:, None]) for x, labels in samples)
        sizes, (rule, extra) = [2, *[units] * layers, 1], OPTIMISERS[optimiser]
        model = multilayer_network(sizes, self.functions[f]) if self.model is None else deepcopy(self.model)
        step = rule(model.parameters, learning_rate, weight_decay=weight_decay, **extra)
        return Run(model, step, x, y, test, batch_size)

    def code(self, steps, noise, optimiser, learning_rate, weight_decay, layers=0, units=1, f=None, **rest):
        """Python that does the same."""
        rule, extra = OPTIMISERS[optimiser]
        settings = {"learning_rate": learning_rate, **extra, "weight_decay": weight_decay}
        imports, model = "import copy\n\n", "copy.deepcopy(my_model)  # as it was at first"
        if self.model is None:
            name = getattr(self.functions[f], "__name__", f)
            known = getattr(activations, name, None) is self.functions[f]
            name = f"ll.{name}" if known else name if name.isidentifier() else "my_activation"
            imports, model = "", f"ll.multilayer_network({[2, *[units] * layers, 1]}, {name}, seed=0)"
        settings = ", ".join(f"{name}={value!r}" for name, value in settings.items())
        optimiser = f"ll.{rule.__name__}(model.parameters, {settings})"
        rest |= {"points": POINTS, "noise": round(noise, 4), "steps": steps - steps % TICK}
        return CODE.format(imports=imports, model=model, optimiser=optimiser, **rest)

    def goals(self):
        def solved(**v):
            now = self.trained(**v)
            return v["data"] == "spirals" and now.size <= 40 and now.accuracies[1] >= 0.98

        def overfitted(**v):
            train_loss, test_loss = self.trained(**v).losses[-1]
            return test_loss > max(0.5, 3 * train_loss)

        def cured(**v):
            now = self.trained(**v)
            train_loss, test_loss = now.losses[-1]
            hard = v["noise"] >= 0.3 and v["steps"] >= 1000 and now.size >= 100
            return hard and v["weight_decay"] > 0 and train_loss < 0.5 and test_loss - train_loss < 0.1

        def deep_but_straight(data, steps, layers=0, f=None, **rest):
            return data != "blobs" and layers == pictures.LAYERS and self.functions[f] is identity and steps >= 1000

        cure = "cure it by weight decay: noise ≥ 0.3, ≥ 100 parameters, ≥ 1,000 steps; losses < 0.5, within 0.1"
        return (
            Goal("spirals: 98 % of the test data with at most 40 parameters", solved),
            Goal("overfit: test loss above 0.5 and three times the training loss", overfitted),
            Goal(cure, cured),
            Goal("3 layers of identity, 1,000 steps: what is the border like?", deep_but_straight),
        )


def playground(model=None, activation=None):
    """A network that trains before your eyes. ▶ starts and pauses; each change of a control starts anew.

    activation: a function of your own, on arrays and Nodes, offered beside ours. model: a network of your own with two
    inputs and one logit, called on arrays and Nodes and with `parameters`; each training begins with a copy of it.
    """
    bench = Bench(model, functions_by_name(activation, tanh, relu, sigmoid, identity))
    figure, axes = new_figure(9, 3.9, ncols=3, width_ratios=(2, 5, 4))
    artists, points = pictures.playground(*axes), grid(-pictures.REACH, pictures.REACH, pictures.SIDE)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # else the panels would shift when the axis of steps grows

    @np.errstate(all="ignore")
    def update(**values):
        now = bench.trained(**values)
        run, (train_loss, test_loss), steps = now.run, now.losses[-1], TICK * (len(now.losses) - 1)
        logits, hidden = _look_inside(run.model, points)
        test_x, test_y = run.test
        pictures.set_points(artists, run.x, run.y[:, 0], test_x[((run.model(test_x) > 0) != test_y)[:, 0]])
        pictures.set_network(artists, sigmoid(logits[:, 0]), hidden)
        pictures.set_losses(artists, TICK * np.arange(len(now.losses)), *now.losses.T)
        start = f"{steps} steps, {steps * values['batch_size'] / POINTS:g} epochs; {now.size} parameters. "
        if not np.isfinite(now.losses[-1]).all():
            return start + "The loss is no longer a number: training has diverged."
        return start + (
            f"Training: loss {train_loss:.3f}, {now.accuracies[0]:.0%} right. "
            f"Test: loss {test_loss:.3f}, {now.accuracies[1]:.0%} right."
        )

    network = {
        "layers": slider("layers", 2, 0, pictures.LAYERS, 1),
        "units": slider("units", 4, 1, pictures.UNITS, 1),
        "f": choice("f", bench.functions),
    }
    controls = {
        "data": choice("data", SAMPLES),
        "noise": slider("noise", 0.1, 0.0, 0.5),
        **(network if model is None else {}),
        "optimiser": choice("optimiser", OPTIMISERS, "Adam"),
        "learning_rate": choice("learning rate", [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0], 0.03),
        "batch_size": choice("batch size", [1, 5, 20, 50, 100], 20),
        "weight_decay": choice("weight decay", [0.0, 0.001, 0.003, 0.01, 0.03, 0.1]),
        "steps": ticker("steps", 0, LAST, interval=100, step=TICK),
    }
    for name, control in controls.items():
        control.layout.width = f"{WIDTHS.get(name, 11)}em"  # two rows in all
        if name != "steps":  # anew, and one tick at once, so that every change is seen
            control.observe(lambda _: controls["steps"].set_trait("value", TICK), "value")
    return Explorer(figure, update, controls, goals=bench.goals(), code=bench.code)


def _look_inside(model, x):
    """The model's output for x, and the outputs of each hidden layer, if it is a Sequential."""
    if not isinstance(model, Sequential):
        return model(x), []
    trace = [step.value for step in model.trace(x)]
    linear = [i for i, layer in enumerate(model.layers) if isinstance(layer, Linear)]
    return trace[-1], [trace[i] for i in linear[1:]]
