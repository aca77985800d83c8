"""A run of the playground: what is trained, step by step, and the same as Python to read.

All that leads to some weights is a `Setting` and changes on the way, each (steps, name, value): after so many steps
the setting of this name takes this value, or, named "weight", a parameter: (its number, the place in it, the value).
"""

from ast import literal_eval
from copy import deepcopy
from typing import NamedTuple

import numpy as np

from ... import data
from ...graph import Node
from ...losses import binary_cross_entropy, mean_squared_error
from ...optimisers import SGD, Adam
from ...train import batches

TICK, KEEP = 20, 100
"""After every so many steps losses and weights are noted, and all that is needed to go on from there is kept."""
POINTS, OWN = 200, "your own points"
"""Training and test points together; the data that the reader paints."""
CLASSES = {make.__name__: make for make in (data.moons, data.circles, data.xor, data.blobs, data.spirals)}
NUMBERS = {make.__name__: make for make in (data.slope, data.hills)}
OPTIMISERS = {"SGD": (SGD, {}), "SGD, momentum 0.9": (SGD, {"momentum": 0.9}), "Adam": (Adam, {})}
INPUTS = {
    "x1": "$x_1$",
    "x2": "$x_2$",
    "x1**2": "$x_1^2$",
    "x2**2": "$x_2^2$",
    "x1 * x2": "$x_1x_2$",
    "np.sin(3 * x1)": "$\\sin 3x_1$",
    "np.sin(3 * x2)": "$\\sin 3x_2$",
}
"""What a network may be given of a point, as Python and as it is written. The plane is a third as wide as that of
TensorFlow's playground, so its sin x is sin 3x here."""
CHANGEABLE = "optimiser", "learning_rate", "batch_size", "l1", "weight_decay"
"""The settings that may change on the way: the network and its data stay what they are."""


class Setting(NamedTuple):
    """What a run starts with. points: the reader's own. training: how many of the points are for training."""

    data: str
    noise: float
    training: int
    points: tuple
    inputs: tuple
    layers: tuple
    f: str
    seed: int
    optimiser: str
    learning_rate: float
    batch_size: int
    l1: float
    weight_decay: float

    @property
    def loss(self):
        return mean_squared_error if self.data in NUMBERS else binary_cross_entropy

    def samples(self):
        """Training and test data: two pairs of points, shape (n, 2), and what is wanted of them, (n, 1)."""
        if self.data == OWN:
            points, n = np.random.default_rng(0).permutation(self.points), self.own_training
            return (points[:n, :2], points[:n, 2:]), (points[n:, :2], points[n:, 2:])
        sizes = self.training, POINTS - self.training
        make = (CLASSES | NUMBERS)[self.data]
        made = [make(n, noise=self.noise, seed=seed) for seed, n in enumerate(sizes)]
        return [(x, y[:, None]) for x, y in made]

    @property
    def own_training(self):
        """How many of the reader's own points are for training: the same share of them."""
        count = len(self.points)
        if count < 2:
            raise ValueError("paint at least two points: one to train with and one to test")
        return min(max(round(count * self.training / POINTS), 1), count - 1)

    def features(self, x):
        """What the network is given of points x, shape (n, 2): (n, inputs)."""
        return np.stack([FORMULAS[name](*x.T) for name in self.inputs], axis=1)

    def new_optimiser(self, parameters):
        rule, extra = OPTIMISERS[self.optimiser]
        return rule(parameters, self.learning_rate, weight_decay=self.weight_decay, **extra)


FORMULAS = {name: eval(f"lambda x1, x2: {name}", {"np": np}) for name in INPUTS}


class Trainer:
    """One training. A `deepcopy` of it goes on from there in the same way."""

    def __init__(self, setting, model):
        self.setting, self.model, self.steps = setting, model, 0
        self.points = setting.samples()
        self.training, self.test = [(setting.features(x), y) for x, y in self.points]
        self.optimiser = setting.new_optimiser(model.parameters)
        self.generator, self.waiting = np.random.default_rng(setting.seed), []

    def step(self):
        """One step on the next batch."""
        self.backward()
        self.optimiser.step()
        self.steps += 1

    def backward(self):
        """The gradients of the loss on the next batch, in the parameters' `grad`."""
        if not self.waiting:
            self.waiting = list(batches(*self.training, self.setting.batch_size, self.generator))
        x, y = self.waiting.pop(0)
        self.setting.loss(self.model(Node(x, constant=True)), y).backward()
        if self.setting.l1:
            for parameter in self.model.parameters:
                parameter.grad = parameter.grad + self.setting.l1 * np.sign(parameter.value)

    def change(self, name, value):
        """Go on with another value of a setting, or of one weight."""
        if name == "weight":
            number, place, weight = value
            self.model.parameters[number].value[place] = weight
            return
        self.setting = self.setting._replace(**{name: value})
        if name == "optimiser":
            self.optimiser = self.setting.new_optimiser(self.model.parameters)
        elif name == "batch_size":
            self.waiting = []
        elif name != "l1":
            setattr(self.optimiser, name, value)

    def losses(self):
        """The loss on the training and on the test data."""
        return [float(self.setting.loss(self.model(x), y)) for x, y in (self.training, self.test)]

    def weights(self):
        """All parameters as one vector."""
        return np.concatenate([np.ravel(p.value) for p in self.model.parameters])


class Run:
    """A training that can be looked at after any number of steps, and trains few of them twice.

    before: the Run from which this one has branched off.
    """

    def __init__(self, trainer, before=None):
        self._now, self._kept, self._noted = trainer, [deepcopy(trainer)], {}
        self.first, self.before = trainer.steps, before

    def at(self, steps):
        """The Trainer after so many steps, which are not less than `first`: to be read, not to be changed."""
        if steps < self._now.steps:
            self._now = deepcopy([kept for kept in self._kept if kept.steps <= steps][-1])
        try:
            self._note()
            while self._now.steps < steps:
                self._now.step()
                self._note()
        except Exception:
            self._now = deepcopy(self._kept[-1])  # half a step may have been lost
            raise
        return self._now

    def branch(self, steps, name, value):
        """A copy of the run from there on, with one change."""
        trainer = deepcopy(self.at(steps))
        trainer.change(name, value)
        return Run(trainer, self)

    def history(self, steps):
        """Steps, training and test loss, shape (…, 3), from the start on, about every TICK steps."""
        now = (steps, *self.at(steps).losses())
        rows = [(step, *losses) for step, (losses, _) in self._noted.items() if step < steps] + [now]
        return np.concatenate([*([self.before.history(self.first)] if self.before else []), rows])

    def path(self, steps):
        """All parameters on the way, shape (…, parameters); the last are those after so many steps."""
        now = self.at(steps).weights()
        rows = [weights for step, (_, weights) in self._noted.items() if step < steps] + [now]
        return np.concatenate([*([self.before.path(self.first)] if self.before else []), rows])

    def _note(self):
        now = self._now
        if now.steps not in self._noted and (now.steps % TICK == 0 or now.steps == self.first):
            self._noted[now.steps] = now.losses(), now.weights()
        if now.steps % KEEP == 0 and now.steps > self._kept[-1].steps:
            self._kept.append(deepcopy(now))


# ── what is written in the controls that only a hand in the picture moves ───────────────────────────────────────

def points_in(text):
    """Points written as "x1,x2,class; …" as a tuple of triples."""
    try:
        points = tuple(tuple(map(float, point.split(","))) for point in text.split(";") if point.strip())
        fit = all(len(point) == 3 and np.isfinite(point).all() and point[2] in (0, 1) for point in points)
    except ValueError:
        fit = False
    if not fit:
        raise ValueError("points are written as x1,x2,class with ; between them, the class 0 or 1")
    return points


def as_points(points):
    """Points as `points_in` reads them."""
    return "; ".join(f"{x1:.2f},{x2:.2f},{wanted:.0f}" for x1, x2, wanted in points)


def edits_in(text):
    """Weights set by hand, written as "steps: number, place, value; …": a tuple of changes."""
    try:
        edits = []
        for part in filter(str.strip, text.split(";")):
            steps, _, numbers = part.partition(":")
            number, *place, weight = literal_eval(f"({numbers},)")
            edits.append((int(steps), "weight", (number, tuple(place), float(weight))))
        return tuple(edits)
    except (ValueError, SyntaxError, TypeError):
        raise ValueError("weights set by hand are written as steps: number, place, value") from None


def as_edits(edits):
    """Changes of weights as `edits_in` reads them."""
    return "; ".join(f"{steps}: {number}, {', '.join(map(str, place))}, {weight:.2f}"
                     for steps, _, (number, place, weight) in edits)  # fmt: skip


def inputs_in(text):
    """Names of INPUTS with commas between them, in the order of INPUTS."""
    names = {name.strip() for name in text.split(",")}
    if not names <= INPUTS.keys():
        raise ValueError(f"inputs are {', '.join(INPUTS)}, with commas between them, not {text!r}")
    return tuple(name for name in INPUTS if name in names)


# ── as code ─────────────────────────────────────────────────────────────────────────────────────────────────────

CODE = """\
# {shared}
import numpy as np
import lessons_lib as ll

{data}
model = {model}
optimiser = {optimiser}
generator = np.random.default_rng({seed})


def endless(batch_size):
    while True:
        yield from ll.batches(x, y, batch_size, generator)


def train(steps):
    for _ in range(steps):
        some_x, some_y = next(batches)
        loss = ll.{loss}(model(ll.Node(some_x)), some_y)
        loss.backward()
{penalty}        optimiser.step()


batches = endless({batch_size})
{course}
train_loss = ll.{loss}(model(x), y)
test_loss = ll.{loss}(model(test_x), test_y)
"""
PENALTY = """\
        for parameter in model.parameters:
            parameter.grad = parameter.grad + l1 * np.sign(parameter.value)
"""


def run_as_code(setting, changes, steps, model, shared):
    """Python that trains in the same way. model: how it is made. shared: a line that shows it in the playground."""
    lines, done, now = [], 0, setting
    for at, name, value in changes:
        lines += [f"train({at - done})"] if at > done else []
        done = at
        if name != "weight":
            now = now._replace(**{name: value})
        lines.append(_change(now, name, value))
    lines += [f"train({steps - done})"] if steps > done else []
    l1 = any(name == "l1" for _, name, _ in changes) or setting.l1
    if l1:
        lines.insert(0, f"l1 = {setting.l1!r}")
    return CODE.format(
        shared=shared, data=_data(setting), model=model, optimiser=_optimiser(setting), seed=setting.seed,
        loss=setting.loss.__name__, penalty=PENALTY if l1 else "", batch_size=setting.batch_size,
        course="\n".join(lines),
    )  # fmt: skip


def _change(setting, name, value):
    if name == "weight":
        number, place, weight = value
        return f"model.parameters[{number}].value[{', '.join(map(str, place))}] = {weight!r}  # by hand"
    if name == "optimiser":
        return f"optimiser = {_optimiser(setting)}"
    if name == "batch_size":
        return f"batches = endless({value})"
    return f"l1 = {value!r}" if name == "l1" else f"optimiser.{name} = {value!r}"


def _optimiser(setting):
    rule, extra = OPTIMISERS[setting.optimiser]
    settings = {"learning_rate": setting.learning_rate, **extra}
    if setting.weight_decay:
        settings["weight_decay"] = setting.weight_decay
    settings = ", ".join(f"{name}={value!r}" for name, value in settings.items())
    return f"ll.{rule.__name__}(model.parameters, {settings})"


def _data(setting):
    if setting.data == OWN:
        n, points = setting.own_training, list(map(list, setting.points))
        lines = [
            f"points = np.array({points})  # x1, x2, class",
            "points = np.random.default_rng(0).permutation(points)",
            f"x, y = points[:{n}, :2], points[:{n}, 2:]",
            f"test_x, test_y = points[{n}:, :2], points[{n}:, 2:]",
        ]
    else:
        made = [f"ll.data.{setting.data}({n}, noise={setting.noise}, seed={seed})"
                for seed, n in enumerate((setting.training, POINTS - setting.training))]  # fmt: skip
        lines = [f"x, y = {made[0]}", f"test_x, test_y = {made[1]}", "y, test_y = y[:, None], test_y[:, None]"]
    if setting.inputs != ("x1", "x2"):
        stacked = f"    return np.stack([{', '.join(setting.inputs)}], axis=1)"
        lines += ["\n\ndef features(x):", "    x1, x2 = x.T", stacked, "\n\nx, test_x = features(x), features(test_x)"]
    return "\n".join(lines) + "\n"
