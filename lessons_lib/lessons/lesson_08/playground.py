"""The playground: choose data and network, let it train, watch what every neuron makes of the plane.

The picture is a function of the controls alone: the same settings, the same changes on the way and the same number of
steps give the same weights, here and in the code shown below it. A `Run` only spares it from training them again.
"""

from ast import literal_eval
from contextlib import suppress
from copy import deepcopy
from functools import lru_cache

import ipywidgets as ipw
import numpy as np

from ... import activations
from ...activations import identity, relu, sigmoid, tanh
from ...layers import multilayer_network
from ...pictures.controls import choice, entry, functions_by_name, slider, switch, ticker
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Line, Shade, Written, spot
from ...pictures.style import BLACK, BLUE, VERMILION, grid, new_figure, signed, styled
from ...train import accuracy
from .playground_landscape import banded, landscape, path_directions, random_directions
from .playground_network import LAYERS, UNITS, Drawing, look_inside
from .playground_run import (
    CHANGEABLE, CLASSES, INPUTS, NUMBERS, OPTIMISERS, OWN, POINTS, TICK, Run, Setting, Trainer, as_edits, as_points,
    edits_in, inputs_in, points_in, run_as_code,
)  # fmt: skip

LAST = 4000
REACH, SIDE = 2.2, 48
"""The plane shows inputs from -REACH to REACH, SIDE points across."""
LEAST_ROOM = 250
"""Steps for which there is room at first; the room doubles when it is full."""
HEIGHTS = 0.3, 0.6, 1.2, 2.4, 4.8
"""The highest loss shown: the first of these for which there is room, or the last."""
ANSWER, RANDOM, PATH = "the answer", "loss, random directions", "loss, along the path"
"""What the large picture can show beside the neurons."""
WEIGHTS, GRADIENTS = "weights", "gradients"
BRUSHES = {"no": None, "○": 0, "□": 1, "rubber": -1}
APART = 0.15
"""How far apart the brush puts points, and how far the rubber reaches."""
PAINTED = "-1.2,-1.2,0; 1.2,1.2,0; -0.8,-1.0,0; 1.0,0.8,0; -1.2,1.2,1; 1.2,-1.2,1; -0.9,0.8,1; 0.8,-1.0,1"
RATES = [0.0, 0.001, 0.003, 0.01, 0.03, 0.1]
PER_UNIT = 1 / 20
"""How much a weight grows when a hand lifts its wire by one unit of the drawing."""
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
WRITTEN = dict(zip(INPUTS, ("x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin 3x₁", "sin 3x₂")))


class Runs:
    """The runs that the controls ask for. model: the reader's own, or None; functions: activations by name."""

    def __init__(self, model, functions):
        self.own, self.functions = model, functions
        self.run = lru_cache(12)(self._run)

    def both(self, values):
        """The run as the controls say, and, once something is asked "what if", the run without that; else None."""
        setting, steps, runs = self.setting(values), values["steps"], []
        for changes in _changes(values):
            runs.append(None if changes is None else self.run(setting, *(c for c in changes if c[0] <= steps)))
        return runs

    def setting(self, values):
        """What the run starts with."""
        values = {"inputs": "x1, x2", "layers": "", "f": ""} | values | _asked(values["what_if"])
        read = {"points": points_in, "inputs": inputs_in, "layers": layers_in, "noise": lambda noise: round(noise, 4)}
        return Setting(**{name: read.get(name, lambda value: value)(values[name]) for name in Setting._fields})

    def code(self, values, shared):
        """Python that trains as the controls say."""
        setting, (changes, _) = self.setting(values), _changes(values)
        model = "copy.deepcopy(my_model)  # as it was at first"
        if self.own is None:
            f = self.functions[setting.f]
            name = getattr(f, "__name__", setting.f)
            if getattr(activations, name, None) is f:
                name = f"ll.{name}"
            elif not name.isidentifier():
                name = "my_activation"
            sizes = [len(setting.inputs), *setting.layers, 1]
            model = f"ll.multilayer_network({sizes}, {name}, seed={setting.seed})"
        changes = [change for change in changes if change[0] <= values["steps"]]
        text = run_as_code(setting, changes, values["steps"], model, shared)
        return text if self.own is None else text.replace("import numpy", "import copy\n\nimport numpy", 1)

    def _run(self, setting, *changes):
        if changes:
            *before, change = changes
            return self.run(setting, *before).branch(*change)
        if self.own is not None:
            return Run(Trainer(setting, deepcopy(self.own)))
        sizes = [len(setting.inputs), *setting.layers, 1]
        return Run(Trainer(setting, multilayer_network(sizes, self.functions[setting.f], seed=setting.seed)))


class Plane:
    """The large picture: what one neuron makes of the plane, or a landscape of the loss; training and test points."""

    def __init__(self, axes):
        axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xticks=range(-2, 3), yticks=range(-2, 3))
        self.shade = Shade(axes, -REACH, REACH, least=0, most=1, smooth=True)
        look = dict(animated=True, zorder=3)
        self.marks = [axes.scatter([], [], marker=marker, **look) for marker in "osos"]
        self.wrong = Line(axes, "x", color=BLACK, markersize=8, linestyle="", markeredgewidth=2)
        self.path, self.here = Line(axes, color="white"), spot(axes)
        self.title = Written(axes, size=14)

    def set(self, shares, landscape, two_colours):
        """shares: of each point of the plane, from 0, orange, to 1, blue."""
        if landscape is None:
            self.shade.set(shares > 0.5 if two_colours else shares)
        else:
            self.shade.image.set_data(banded(landscape.losses))
        self.path.set(*([] if landscape is None else landscape.path.T))
        self.here.set(*([] if landscape is None else landscape.path[-1:].T))

    def set_points(self, training, test, middle, wrong):
        """Points and what is wanted of them: ○ up to the middle, else □. Those to test have a white rim."""
        for (x, y), (circles, squares), rim in ((training, self.marks[:2], BLACK), (test, self.marks[2:], "white")):
            large = y[:, 0] > middle
            colours = self.shade.colours(y[:, 0] if middle else (1 + y[:, 0]) / 2) / 255
            if middle:
                colours = np.where(large[:, None], *np.array([[0, 114, 178, 255], [230, 159, 0, 255]]) / 255)
            for marks, chosen in ((circles, ~large), (squares, large)):
                marks.set_offsets(x[chosen])
                marks.set(sizes=[36], facecolors=colours[chosen], edgecolors=rim, linewidths=1)
        self.wrong.set(*wrong.T)


class Curves:
    """Both losses over the steps, and, once "what if" is asked, those of the run without that, thin."""

    def __init__(self, axes):
        axes.set(ylim=(0, HEIGHTS[2]), xlim=(0, LEAST_ROOM))
        axes.text(1.03, 0, "steps", transform=axes.transAxes, va="center")
        axes.set_title("— training", color=BLUE)
        axes.set_title("- - test", color=VERMILION, loc="right")
        self.axes = axes
        look = dict(linewidth=1.2, alpha=0.7)
        self.old = Line(axes, color=BLUE, **look), Line(axes, "--", color=VERMILION, **look)
        self.lines = Line(axes, color=BLUE), Line(axes, "--", color=VERMILION)

    def set(self, history, old):
        """history, old: rows of steps, training and test loss; old may be None."""
        for lines, rows in ((self.lines, history), (self.old, old)):
            for line, losses in zip(lines, [[], []] if rows is None else rows.T[1:]):
                line.set(*([] if rows is None else (rows[:, 0], losses)))
        room = LEAST_ROOM
        highest = max(np.nanmax(rows[:, 1:], initial=0) for rows in (history, old) if rows is not None)
        while room < history[-1, 0]:
            room *= 2
        top = next((height for height in HEIGHTS if highest <= height), HEIGHTS[-1])
        if (self.axes.get_xlim()[1], self.axes.get_ylim()[1]) != (room, top):  # means drawing everything anew
            self.axes.set(xlim=(0, room), ylim=(0, top), xticks=(0, room // 2, room), yticks=(0, top))


@styled
def playground(model=None, activation=None, **settings):
    """A network that trains before your eyes. ▶ starts and pauses; a change of a control starts anew.

    Click on a neuron, an input, + or −; lift or lower a wire to change its weight.
    activation: a function of your own, on arrays and Nodes, offered beside ours. model: a network of your own with two
    inputs and one logit, called on arrays and Nodes and with `parameters`; each training begins with a copy of it.
    settings: where the controls stand at first, such as data="circles", layers=(4, 2), steps=200.
    """
    own, functions = deepcopy(model), functions_by_name(activation, tanh, relu, sigmoid, identity)
    figure, (network, large, losses) = new_figure(9, 3.6, ncols=3)
    network.set_position((0, 0, 0.622, 1))
    large.set_position((0.69, 0.345, 0.236, 0.59))
    losses.set_position((0.69, 0.085, 0.236, 0.1))
    figure.set_layout_engine("none")
    plane, curves = Plane(large), Curves(losses)
    drawing, runs, everywhere = Drawing(network, plane.shade), Runs(own, functions), grid(-REACH, REACH, SIDE)
    controls = _controls(functions, own)
    _put(controls, settings)

    def lay(inputs="x1, x2", layers=None):
        if layers is None:
            drawing.lay(("x1", "x2"), look_inside(own, everywhere).sizes[1:-1], fixed=True)
        else:
            drawing.lay(inputs_in(inputs), layers_in(layers), fixed=False)

    def see(**values):
        run, old = runs.both(values)
        now = run.at(values["steps"])
        inside = look_inside(now.model, now.setting.features(everywhere))
        places = _places(now.setting.inputs, inside.sizes[1:-1])
        outputs = [now.model(x) for x, _ in (now.training, now.test)]
        classes = now.setting.data not in NUMBERS
        found = {
            "run": now,
            "inside": inside,
            "size": len(now.weights()),
            "classes": classes,
            "history": run.history(values["steps"]),
            "old": old and old.history(values["steps"]),
            "asked": _asked(values["what_if"]),
            "accuracies": [_share_right(z, y) if classes else 0 for z, (_, y) in zip(outputs, now.points)],
            "wrong": now.points[1][0][((outputs[1] > 0) != now.points[1][1])[:, 0] & classes],
            "place": places.get(values["shown"]),
            "names": {place: name for name, place in places.items()},
            "gradients": _gradients(now, inside) if values["wires"] == GRADIENTS else None,
            "landscape": _landscape(values["shown"], run, now),
            "function": getattr(functions.get(now.setting.f), "__name__", "f"),
        }
        return found | {"train_loss": found["history"][-1, 1], "test_loss": found["history"][-1, 2]}

    def draw(s):
        backward = s.gradients is not None
        numbers = s.gradients if backward else [(layer.W, layer.b) for layer in s.inside.linear]
        drawing.set(s.inside, numbers, s.place, backward)
        plane.set(None if s.landscape else _shares(s), s.landscape, s.two_colours)
        plane.title.texts = [((-REACH, REACH + 0.3), s.shown if s.brush == "no" else f"paint {s.brush} here")]
        (x, y), (test_x, test_y) = s.run.points
        if s.landscape:
            x, y, test_x, test_y = x[:0], y[:0], test_x[:0], test_y[:0]
        shown = slice(None) if s.test_points else slice(0)
        plane.set_points((x, y), (test_x[shown], test_y[shown]), 0.5 if s.classes else 0, s.wrong[shown][: len(test_x)])
        curves.set(s.history, s.old)

    def touch(pointer, **values):
        found = drawing.at(*pointer.start, bool(explorer.state.inside.linear))
        return found and _touched(found, pointer, values, runs, explorer.state.names)

    def code(**values):
        return runs.code(values, _shared(controls, values, own, activation))

    buttons = [ipw.Button(description=name, tooltip=tip, layout={"width": "auto"}) for name, tip in BUTTONS.items()]
    follow = {name: _start_anew for name in controls if name in (*Setting._fields, "what_if") and name != "what_if"}
    follow |= {name: lambda what_if: {} if what_if else {"steps": TICK} for name in CHANGEABLE}
    follow["brush"] = lambda brush: {} if brush == "no" else {"data": OWN, "shown": ANSWER}
    explorer = Explorer(
        figure, controls, see, draw, _tell, still=[lay], drag={network: touch, large: _paint}, follow=follow,
        goals=GOALS, code=code, buttons=buttons, fold=FOLDED,
    )  # fmt: skip
    explorer.drawing, explorer.plane, explorer.curves = drawing, plane, curves  # for tests, and for the curious
    controls["what_if"].observe(lambda now: buttons[3].set_trait("button_style", "info" if now.new else ""), "value")
    for button, press in zip(buttons, (_one_step, _one_epoch, _new_start, _ask_what_if)):
        button.on_click(lambda _, press=press: press(explorer))
    return explorer


# ── controls ────────────────────────────────────────────────────────────────────────────────────────────────────

FOLDED = ("noise", "training", "layers", "optimiser", "batch_size", "l1", "weight_decay", "seed", "brush",
          "test_points", "two_colours")  # fmt: skip
"""Controls that are unfolded when they are needed."""
BUTTONS = {
    "One step": "Train for one step",
    "One epoch": "Train until every training point has been seen once more",
    "New start": "Begin again with other weights: the next seed",
    "What if …": "From here on, a copy trains in which you change one thing; again: back to the run without it",
}


def _controls(functions, own):
    network = {
        "inputs": _hidden("x1, x2"),
        "layers": entry("hidden layers", "4, 2"),
        "f": choice("f", functions),
    }
    controls = {
        "data": choice("data", [*CLASSES, *NUMBERS, OWN]),
        "noise": slider("noise", 0.1, 0.0, 0.5),
        "training": slider("training points", 100, 10, POINTS - 10, 10),
        "points": _hidden(PAINTED),
        **(network if own is None else {}),
        "seed": slider("seed", 0, 0, 99, 1),
        "optimiser": choice("optimiser", OPTIMISERS, "Adam"),
        "learning_rate": choice("learning rate", [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0], 0.03),
        "batch_size": choice("batch size", [1, 5, 20, 50, 100], 20),
        "l1": choice("L1", RATES),
        "weight_decay": choice("L2 (weight decay)", RATES),
        "brush": choice("paint", BRUSHES),
        "shown": choice("look at", _places(("x1", "x2"), (4, 2))),
        "wires": choice("wires", [WEIGHTS, GRADIENTS]),
        "test_points": switch("test points"),
        "two_colours": switch("two colours"),
        "edits": _hidden(""),
        "what_if": _hidden(""),
        "steps": ticker("steps", 0, LAST, interval=70),
    }
    controls["steps"].play.step = TICK // 2  # more, and a slow machine would only train, and hardly draw

    shown = controls["shown"]

    def offer(_=None):
        with suppress(ValueError):  # what does not fit is told under the picture
            if own is None:
                inputs, sizes = inputs_in(controls["inputs"].value), layers_in(controls["layers"].value)
            else:
                inputs, sizes = ("x1", "x2"), look_inside(own, grid(-1, 1, 2)).sizes[1:-1]
            chosen, names = shown.value, tuple(_places(inputs, sizes))
            if shown.options != names:
                shown.options = names
                shown.value = chosen if chosen in names else ANSWER

    for name in network if own is None else ():
        controls[name].observe(offer, "value")
    offer()
    return controls


def _hidden(value):
    """A line that only a hand in the picture writes."""
    control = entry("", value)
    control.layout.display = "none"
    return control


def _put(controls, settings):
    """Let the controls stand at these values; lists become the lines that a text box holds. Raises ValueError."""
    if unknown := settings.keys() - controls.keys():
        raise ValueError(f"no control is called {', '.join(unknown)}: there are {', '.join(controls)}")
    for name, control in controls.items():
        value = settings.get(name, control.value)
        if name == "points" and not isinstance(value, str):
            value = as_points(value)
        elif name in ("inputs", "layers") and not isinstance(value, str):
            value = ", ".join(map(str, value))
        control.value = value


def _shared(standing, values, own, activation):
    """The line of code that shows this. standing: where the controls stand at first, by name."""
    given = {name: value for name, value in values.items() if value != standing[name]}
    if "layers" in given:
        given["layers"] = layers_in(given["layers"])
    if "noise" in given:
        given["noise"] = round(given["noise"], 4)
    words = ["model=my_model"] * (own is not None) + ["activation=my_activation"] * (activation is not None)
    return f"ll.widgets.playground({', '.join(words + [f'{name}={value!r}' for name, value in given.items()])})"


def _start_anew():
    return {"steps": TICK, "edits": "", "what_if": ""}


def _one_step(explorer):
    explorer.set(steps=explorer.values["steps"] + 1)


def _one_epoch(explorer):
    setting = explorer.state.run.setting
    batches = -(-len(explorer.state.run.training[0]) // setting.batch_size)
    explorer.set(steps=explorer.values["steps"] + batches)


def _new_start(explorer):
    explorer.set(seed=(explorer.values["seed"] + 1) % 100)


def _ask_what_if(explorer):
    values = explorer.values
    asked = _asked(values["what_if"])
    if asked:
        del asked["at"]
        explorer.set(**asked | {"what_if": "", "steps": values["steps"]})
    else:
        now = {name: values[name] for name in (*CHANGEABLE, "edits")}
        explorer.set(what_if=repr({"at": values["steps"]} | now))


def _cured(s):
    """Much noise, many parameters, long training, and yet no over-fitting."""
    hard = s.noise >= 0.3 and s.steps >= 1000 and s.size >= 100
    return hard and s.weight_decay > 0 and s.train_loss < 0.5 and s.test_loss - s.train_loss < 0.1


def _right(s, data, share):
    """Whether such a share of the test points of these data is right."""
    return s.data == data and s.accuracies[1] >= share


GOALS = (
    Goal(
        "spirals: 98 % with x₁ and x₂ alone, at most 40 parameters",
        lambda s: _right(s, "spirals", 0.98) and s.size <= 40 and s.run.setting.inputs == ("x1", "x2"),
    ),
    Goal("circles: 98 %, no hidden layer", lambda s: _right(s, "circles", 0.98) and not s.inside.sizes[1:-1]),
    Goal("blobs: 95 % by hand, at step 0", lambda s: _right(s, "blobs", 0.95) and s.edits and not s.steps),
    Goal(
        "over-fit: test loss > 0.5, three times the training loss",
        lambda s: s.test_loss > max(0.5, 3 * s.train_loss),
    ),
    Goal("cure that by weight decay", _cured),
)


# ── what the controls say ───────────────────────────────────────────────────────────────────────────────────────

def layers_in(text):
    """Sizes of hidden layers, written with commas between them; none for an empty line. Raises ValueError."""
    try:
        sizes = tuple(int(size) for size in text.split(",")) if text.strip() else ()
    except ValueError:
        sizes = (0,)
    if len(sizes) > LAYERS or not all(1 <= size <= UNITS for size in sizes):
        raise ValueError(f"write up to {LAYERS} numbers from 1 to {UNITS} with commas between them, not {text!r}")
    return sizes


def _asked(text):
    """What holds without "what if": the step `at` which it began, and the values of all that may change since."""
    if not text:
        return {}
    try:
        asked = literal_eval(text)
        if asked.keys() == {"at", "edits", *CHANGEABLE}:
            return asked
    except (ValueError, SyntaxError, AttributeError):
        pass
    raise ValueError("a what-if is written by the button “What if …”")


def _changes(values):
    """The changes on the way, and those without "what if"; None for these where nothing is asked."""
    edits, asked = edits_in(values["edits"]), _asked(values["what_if"])
    if not asked:
        return edits, None
    before = edits_in(asked["edits"])
    changed = [(asked["at"], name, values[name]) for name in CHANGEABLE if values[name] != asked[name]]
    return (*before, *changed, *(edit for edit in edits if edit not in before)), before


def _places(inputs, sizes):
    """All that the large picture can show, by name: a neuron's (column, unit), or None."""
    places = {ANSWER: (len(sizes) + 1, 0)} | {WRITTEN[name]: (0, i) for i, name in enumerate(inputs)}
    for column, size in enumerate(sizes, start=1):
        places |= {_name(column, unit): (column, unit) for unit in range(min(size, UNITS))}
    return places | {RANDOM: None, PATH: None}


def _name(column, unit):
    return f"a{column}{unit + 1}".translate(SUBSCRIPTS)


# ── hands in the picture ────────────────────────────────────────────────────────────────────────────────────────

def _touched(found, pointer, values, runs, names):
    """New values after a hand has touched what `Drawing.at` found. names: of neurons, by (column, unit)."""
    kind, *what = found
    if kind == "wire":
        return _turned(*what, pointer, values, runs)
    if pointer.phase != "press":
        return None
    if kind == "neuron":
        return {"shown": names[*what]}
    if kind == "offer":
        inputs = inputs_in(values["inputs"])
        inputs = [name for name in INPUTS if (name in inputs) != (name == what[0])]
        return {"inputs": ", ".join(inputs)} if inputs else None
    layers, (column, sign) = list(layers_in(values["layers"])), what
    if column:
        layers[column - 1] = min(max(layers[column - 1] + sign, 1), UNITS)
    elif sign > 0:
        layers = [*layers, layers[-1] if layers else 4][:LAYERS]
    else:
        layers = layers[:-1]
    return {"layers": ", ".join(map(str, layers))}


def _turned(wire, pointer, values, runs):
    """The weight of a wire after a hand has lifted or lowered it."""
    steps, (number, place) = values["steps"], wire.parameter
    lifted = pointer.start[1] - pointer.y  # down is up here
    if not lifted:
        return None
    weight = runs.both(values)[0].at(steps).model.parameters[number].value[place] + lifted * PER_UNIT
    kept = [edit for edit in edits_in(values["edits"])
            if edit[0] < steps or edit[0] == steps and edit[2][:2] != (number, place)]  # fmt: skip
    return {"edits": as_edits([*kept, (steps, "weight", (number, place, weight))])}


def _paint(pointer, points, brush):
    """The reader's own points after a stroke of the brush."""
    if brush == "no":
        return None
    before, trail = points_in(points), np.clip(pointer.trail, -REACH, REACH)
    if BRUSHES[brush] == -1:
        after = [point for point in before if np.hypot(*(trail - point[:2]).T).min() > APART]
    else:
        after = list(before)
        for x1, x2 in trail:
            if all(np.hypot(x1 - other[0], x2 - other[1]) >= APART for other in after):
                after.append((x1, x2, BRUSHES[brush]))
    return {"data": OWN, "points": as_points(after), "steps": 0}


# ── what there is to see ────────────────────────────────────────────────────────────────────────────────────────

def _gradients(now, inside):
    """The gradients of the loss on the next batch: of W and b of each layer that is drawn."""
    ahead = deepcopy(now)
    ahead.backward()
    gradients = [p.grad for p in ahead.model.parameters]
    return list(zip(gradients[::2], gradients[1::2])) if inside.linear else []


def _landscape(shown, run, now):
    if shown not in (RANDOM, PATH):
        return None
    path, parameters = run.path(now.steps), now.model.parameters
    directions = random_directions(parameters) if shown == RANDOM else path_directions(parameters, path, REACH)
    return landscape(now, directions, path, REACH)


def _shares(s):
    """What the large picture shows of each point of the plane, from 0 to 1."""
    column, unit = s.place
    values = s.inside.columns[column][:, unit]
    if column == len(s.inside.columns) - 1:
        return sigmoid(values) if s.classes else (1 + values) / 2
    return (1 + values / (np.abs(values).max() or 1)) / 2


def _share_right(logits, labels):
    """The share of right answers; of a network that has diverged, none."""
    return accuracy(logits, labels) if np.isfinite(logits).all() else 0.0


def _tell(s):
    epochs = s.steps * s.run.setting.batch_size / len(s.run.training[0])
    start = f"{s.steps} steps, {epochs:.3g} epochs; {s.size} parameters. "
    if not np.isfinite([s.train_loss, s.test_loss]).all():
        return start + "The loss is no longer a number: training has diverged."
    right = [f", {share:.0%} right" for share in s.accuracies] if s.classes else ["", ""]
    parts = [f"Training: loss {s.train_loss:.3f}{right[0]}. Test: loss {s.test_loss:.3f}{right[1]}."]
    return start + " ".join([*parts, *_told_what_if(s), *_told_neuron(s)])


def _told_what_if(s):
    """What was asked and what it changes."""
    if not s.asked or s.steps < s.asked["at"]:
        return
    words = {"learning_rate": "learning rate", "batch_size": "batch size", "l1": "L1", "weight_decay": "weight decay"}
    changed = [f"{words.get(name, name)} {getattr(s, name)} instead of {s.asked[name]}"
               for name in CHANGEABLE if getattr(s, name) != s.asked[name]]  # fmt: skip
    if s.edits != s.asked["edits"]:
        changed.append("weights set by hand")
    if not changed:
        yield f"What if, after {s.asked['at']} steps …? Change the optimiser, a rate, the batch size or a weight."
    else:
        yield (f"What if, after {s.asked['at']} steps: {', '.join(changed)}? "
               f"Without it the losses are {s.old[-1, 1]:.3f} and {s.old[-1, 2]:.3f} (thin).")  # fmt: skip


def _told_neuron(s):
    """How the neuron that is looked at comes about, in numbers."""
    if s.landscape:
        lowest = np.nanmin(s.landscape.losses)
        yield f"Dark is low; the circle is where the weights are now. The lowest loss in the picture is {lowest:.3f}."
    elif s.place and 0 < s.place[0] <= len(s.inside.linear):
        column, unit = s.place
        layer, last = s.inside.linear[column - 1], column == len(s.inside.linear)
        if column == 1:
            names = [WRITTEN[name] for name in s.run.setting.inputs]
        else:
            names = [_name(column - 1, i) for i in range(layer.n_in)]
        terms = " ".join(f"{signed(w)} {name}" for w, name in zip(layer.W[:, unit], names[:UNITS])).removeprefix("+ ")
        total = f"{terms}{' + …' if len(names) > UNITS else ''} {signed(layer.b[unit])}"
        yield f"z = {total}." if last else f"{s.shown} = {s.function}({total})."
