"""The playground of lesson 08: its code gives the same run, and what is in the picture can be taken hold of."""

import html

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib.lessons.lesson_08 import playground as room
from lessons_lib.lessons.lesson_08.playground_landscape import path_directions, random_directions
from lessons_lib.lessons.lesson_08.playground_network import CELL, look_inside, wire_curves
from lessons_lib.lessons.lesson_08.playground_run import INPUTS, OWN, TICK

from .hands import drag, reached

SOLVED = dict(data="spirals", layers="8", f="tanh", steps=3000)
OVERFITTED = dict(data="moons", noise=0.4, layers="8, 8, 8", f="tanh", steps=2000)


def my_swish(z):
    return z * ll.sigmoid(z)


class MyModel:
    """A network without the library's layers: two inputs, three hidden neurons, one logit."""

    def __init__(self):
        rng = np.random.default_rng(3)
        self.parameters = [ll.Node(rng.normal(size=shape)) for shape in ((2, 3), (3,), (3, 1))]

    def __call__(self, x):
        W, b, U = self.parameters if isinstance(x, ll.Node) else [p.value for p in self.parameters]
        return np.tanh(x @ W + b) @ U


def shown_code(explorer):
    """The code that the playground shows, as it stands on the page."""
    return html.unescape(explorer._code.value.removeprefix("<pre>").removesuffix("</pre>"))


def run_code(explorer, **names):
    exec(shown_code(explorer), names)
    return names


def press(explorer, *place):
    """Click on a place of the network's drawing."""
    drag(explorer, 0, place)


# ── the run ─────────────────────────────────────────────────────────────────────────────────────────────────────

SETTINGS = [
    dict(steps=0),
    dict(steps=37),
    dict(data="xor", noise=0.15000000000000002, layers="3, 3", f="relu", batch_size=50, weight_decay=0.01, steps=140),
    dict(optimiser="SGD, momentum 0.9", learning_rate=0.1, steps=80),
    dict(data="spirals", layers="4, 4, 4, 4", f="my_swish", optimiser="SGD", batch_size=1, steps=60),
    dict(layers="", f="sigmoid", batch_size=100, steps=40),
    dict(data="circles", inputs="x1, x1**2, np.sin(3 * x2)", steps=45),
    dict(data="hills", layers="8", noise=0.3, steps=101),
    dict(data="slope", layers="", optimiser="SGD", learning_rate=0.3, steps=20),
    dict(l1=0.01, seed=3, training=50, steps=120),
    dict(data=OWN, points="0,0,1; 1,1,0; -1,1,0; 1,-1,0; 0.25,0.5,1; -1,-1,0", batch_size=5, steps=90),
    dict(edits="0: 0, 0, 1, 0.50; 60: 1, 2, -0.25", steps=120),
    dict(
        what_if="{'at': 70, 'optimiser': 'Adam', 'learning_rate': 0.03, 'batch_size': 20, 'l1': 0.0, "
        "'weight_decay': 0.0, 'edits': ''}",
        optimiser="SGD", learning_rate=0.3, batch_size=5, l1=0.001, weight_decay=0.003, edits="90: 0, 1, 1, 2.00",
        steps=130,
    ),
]  # fmt: skip


@pytest.mark.parametrize("settings", SETTINGS)
def test_the_code_that_is_shown_gives_the_very_same_losses_and_its_first_line_the_same_picture(settings):
    explorer = ll.widgets.playground(activation=my_swish, **settings)
    assert not explorer.picture.problem and explorer.values["steps"] == settings["steps"]
    names = run_code(explorer, my_swish=my_swish)
    assert (names["train_loss"], names["test_loss"]) == (explorer.state.train_loss, explorer.state.test_loss)
    assert f"Training: loss {names['train_loss']:.3f}" in explorer.picture.alt
    line = shown_code(explorer).split("\n")[0].removeprefix("# ")
    other = eval(line, {"ll": ll, "my_activation": my_swish})
    assert other.picture.alt == explorer.picture.alt and other.picture.frame == explorer.picture.frame


def test_settings_may_be_given_as_lists_and_tuples():
    explorer = ll.widgets.playground(layers=(4, 2), inputs=["x1", "x1**2"], points=[(0, 0, 1), (1, 0.5, 0)], data=OWN)
    assert explorer.values["layers"] == "4, 2" and explorer.values["points"] == "0.00,0.00,1; 1.00,0.50,0"
    assert explorer.state.inside.sizes == [2, 4, 2, 1]
    with pytest.raises(ValueError, match="no control is called units"):
        ll.widgets.playground(units=3)


def test_the_code_gives_the_very_same_weights_tick_by_tick():
    model = MyModel()
    before = [p.value.copy() for p in model.parameters]
    explorer = ll.widgets.playground(model=model)
    for steps in range(0, 200, TICK):  # as ▶ does
        explorer.set(steps=steps)
    names = run_code(explorer, my_model=model)
    now = explorer.state.run.model
    pairs = zip(now.parameters, names["model"].parameters, strict=True)
    assert all(np.array_equal(mine.value, shown.value) for mine, shown in pairs)
    assert all(np.array_equal(p.value, value) for p, value in zip(model.parameters, before))


def test_back_and_forth_leads_to_the_same_picture():
    explorer, direct = ll.widgets.playground(), ll.widgets.playground()
    for steps in (400, 137, 0, 250, 241):
        explorer.set(steps=steps)
    direct.set(steps=241)
    assert explorer.picture.alt == direct.picture.alt
    assert np.array_equal(explorer.state.run.weights(), direct.state.run.weights())


def test_another_setting_starts_the_training_anew():
    explorer = ll.widgets.playground(steps=500)
    frames = []
    explorer.picture.observe(lambda change: frames.append(change.new), "frame")
    explorer.controls["layers"].value = "5, 4"
    assert explorer.values["steps"] == TICK and len(frames) == 1
    assert explorer.picture.alt.startswith("20 steps, 4 epochs; 44 parameters")


def test_one_step_one_epoch_a_new_start_and_the_same_again():
    explorer = ll.widgets.playground(training=90, batch_size=20)
    step, epoch, new, _ = explorer.buttons
    step.click()
    assert explorer.values["steps"] == 1
    epoch.click()
    assert explorer.values["steps"] == 6
    first = explorer.state.train_loss
    new.click()
    explorer.set(steps=6)
    assert explorer.values["seed"] == 1 and explorer.state.train_loss != first
    explorer.set(seed=0)
    explorer.set(steps=6)
    assert explorer.state.train_loss == first


def test_divergence_is_told_in_words():
    explorer = ll.widgets.playground()
    explorer.set(f="identity", layers="8, 8, 8", optimiser="SGD, momentum 0.9", learning_rate=10.0, steps=400)
    assert "diverged" in explorer.picture.alt and not explorer.picture.problem


def test_a_failing_activation_is_told_and_harms_nothing_else():
    def broken(z):
        raise RuntimeError("not today")

    explorer = ll.widgets.playground(activation=broken)
    assert "not today" in explorer.picture.problem
    explorer.set(f="tanh", steps=40)
    assert not explorer.picture.problem and explorer.picture.alt.startswith("40 steps")
    explorer.set(f="broken", steps=40)
    assert "not today" in explorer.picture.problem and explorer.picture.alt.startswith("40 steps")


def test_a_model_that_fails_now_and_then_leaves_no_half_trained_run():
    class Moody(MyModel):
        calls = 0

        def __call__(self, x):
            Moody.calls += 1
            if Moody.calls == 30:
                raise RuntimeError("in a mood")
            return super().__call__(x)

    explorer, calm = ll.widgets.playground(model=Moody()), ll.widgets.playground(model=MyModel())
    explorer.set(steps=40)
    assert "in a mood" in explorer.picture.problem
    explorer.set(steps=60)
    calm.set(steps=60)
    assert explorer.picture.alt == calm.picture.alt


# ── what if ─────────────────────────────────────────────────────────────────────────────────────────────────────

def test_what_if_trains_a_copy_beside_the_run():
    explorer, plain = ll.widgets.playground(steps=100), ll.widgets.playground(steps=300)
    what_if = explorer.buttons[3]
    what_if.click()
    explorer.set(learning_rate=0.3)
    assert explorer.values["steps"] == 100  # no start anew
    explorer.set(steps=300)
    assert "learning rate 0.3 instead of 0.03" in explorer.picture.alt
    np.testing.assert_array_equal(explorer.state.old, plain.state.history)
    changed = explorer.state.history
    same = np.unique(changed[changed[:, 0] <= 100], axis=0)
    np.testing.assert_array_equal(same, plain.state.history[: len(same)])
    assert changed[-1, 1] != plain.state.train_loss
    what_if.click()
    assert explorer.values["learning_rate"] == 0.03 and explorer.state.old is None
    assert explorer.state.train_loss == plain.state.train_loss


def test_what_if_a_weight_were_another():
    explorer, plain = ll.widgets.playground(steps=100), ll.widgets.playground(steps=100)
    explorer.buttons[3].click()
    x, y = wire_end(explorer, 1, 0, 0)
    drag(explorer, 0, (x, y), (x, y - 30))
    assert "weights set by hand" in explorer.picture.alt
    assert explorer.state.old[-1, 1] == plain.state.train_loss != explorer.state.train_loss


def test_another_network_ends_the_question():
    explorer = ll.widgets.playground(steps=100)
    explorer.buttons[3].click()
    explorer.set(layers="3")
    assert explorer.values["what_if"] == "" and explorer.state.old is None


# ── the network as a drawing ────────────────────────────────────────────────────────────────────────────────────

def find(explorer, *wanted):
    """A place in the drawing at which a hand finds this."""
    drawing, (kind, *what) = explorer.drawing, wanted
    if kind == "neuron":
        places = [drawing.places[what[0]][what[1]]]
    elif kind == "sign":
        places = [drawing.signs[tuple(what)]]
    elif kind == "offer":
        places = [np.subtract(drawing.offered[what[0]], (CELL, 0))]
    else:
        column, start, end = what[0]
        left, right = drawing.places[column - 1], drawing.places[column]
        if start < 0:
            places = [np.add(right[end], (2 - CELL / 2, CELL / 2 - 1))]
        else:
            places = wire_curves(left, right)[start * len(right) + end]
    return next(tuple(place) for place in places if drawing.at(*place, True) == wanted)


def wire_end(explorer, *wire):
    return find(explorer, "wire", wire)


def test_a_click_on_a_neuron_shows_it_large_with_its_weights():
    explorer = ll.widgets.playground(steps=100)
    press(explorer, *find(explorer, "neuron", 1, 2))
    W, b = explorer.state.inside.linear[0].W, explorer.state.inside.linear[0].b
    assert explorer.values["shown"] == "a₁₃"
    assert f"{abs(W[1, 2]):.2f} x₂" in explorer.picture.alt and f"{abs(b[2]):.2f})" in explorer.picture.alt
    texts = [text for _, text in explorer.drawing.numbers.texts]
    assert texts == [f"{w:.2f}".replace("-", "−") for w in W[:, 2]]
    shares = room._shares(explorer.state)
    values = explorer.state.inside.columns[1][:, 2]
    assert np.array_equal(np.argsort(shares), np.argsort(values))
    press(explorer, *find(explorer, "neuron", 3, 0))
    assert explorer.values["shown"] == room.ANSWER


def test_plus_and_minus_stand_at_the_layers():
    explorer = ll.widgets.playground()
    ways = ((1, 1), "5, 2"), ((2, -1), "5, 1"), ((0, 1), "5, 1, 1"), ((0, -1), "5, 1"), ((2, -1), "5, 1")
    for sign, layers in ways:
        press(explorer, *find(explorer, "sign", *sign))
        assert explorer.values["layers"] == layers
    for _ in range(3):
        press(explorer, *find(explorer, "sign", 0, -1))
    assert explorer.values["layers"] == "" and explorer.state.inside.sizes == [2, 1]
    press(explorer, *find(explorer, "sign", 0, 1))
    assert explorer.values["layers"] == "4"


def test_inputs_are_switched_on_and_off():
    explorer = ll.widgets.playground()
    press(explorer, *find(explorer, "offer", "x1**2"))
    assert explorer.values["inputs"] == "x1, x2, x1**2" and explorer.state.inside.sizes[0] == 3
    press(explorer, *find(explorer, "offer", "x2"))
    press(explorer, *find(explorer, "offer", "x1"))
    assert explorer.values["inputs"] == "x1**2"
    press(explorer, *find(explorer, "offer", "x1**2"))  # one at least stays
    assert explorer.values["inputs"] == "x1**2"


def test_the_inputs_are_what_their_names_say():
    x = np.array([[0.5, -1.5]])
    setting = ll.widgets.playground(inputs=INPUTS).state.run.setting
    np.testing.assert_allclose(setting.features(x)[0], [0.5, -1.5, 0.25, 2.25, -0.75, np.sin(1.5), np.sin(-4.5)])


@pytest.mark.parametrize("column, start, end", [(1, 0, 0), (2, 3, 1), (3, 1, 0), (1, -1, 2)])
def test_a_wire_is_lifted_and_its_weight_grows(column, start, end):
    explorer = ll.widgets.playground(steps=60)
    before = explorer.state.run.weights().copy()
    x, y = wire_end(explorer, column, start, end)
    drag(explorer, 0, (x, y), (x, y - 10), (x, y - 20))
    layer = explorer.state.inside.linear[column - 1]
    weight = layer.b[end] if start < 0 else layer.W[start, end]
    moved = explorer.state.run.weights() - before
    assert np.count_nonzero(moved) == 1 and abs(moved.max() - 1) < 0.01
    assert np.isin(weight, explorer.state.run.weights())
    explorer.set(steps=100)
    assert explorer.values["edits"] and not explorer.picture.problem  # and training goes on from there
    explorer.set(steps=40)
    assert explorer.state.run.steps == 40


def test_wires_say_sign_and_size_by_colour_dash_and_width():
    explorer = ll.widgets.playground(layers="", edits="0: 0, 0, 0, 2.00; 0: 0, 1, 0, -0.10; 0: 1, 0, -1.00")
    now = explorer.drawing
    assert len(now.up.get_segments()) == len(now.down.get_segments()) == 1
    assert now.up.get_linewidths()[0] > 3 * now.down.get_linewidths()[0]
    assert now.up.get_linestyle()[0][1] is None and now.down.get_linestyle()[0][1] is not None
    assert len(now.biases[0].get_offsets()) == 0 and len(now.biases[1].get_offsets()) == 1


def test_gradients_flow_back_over_the_wires():
    explorer = ll.widgets.playground(steps=40, wires="gradients", shown="a₁₁")
    (W, b), *_ = explorer.state.gradients
    optimiser = ll.widgets.playground(steps=40, optimiser="SGD", learning_rate=1.0)
    before = [p.value.copy() for p in optimiser.state.run.model.parameters]
    optimiser.set(steps=41)
    assert len(explorer.drawing.arrows.get_offsets()) == 18
    sgd = ll.widgets.playground(steps=40, optimiser="SGD", learning_rate=1.0, wires="gradients")
    moved = before[0] - optimiser.state.run.model.parameters[0].value
    np.testing.assert_allclose(moved, sgd.state.gradients[0][0], atol=1e-12)
    assert W.shape == (2, 4) and b.shape == (4,)


def test_a_network_of_the_readers_own_is_drawn_if_it_can_be():
    mine = ll.Sequential(ll.Linear(2, 64), ll.tanh, ll.Linear(64, 3), ll.relu, ll.Linear(3, 1))
    explorer = ll.widgets.playground(model=mine, steps=20)
    assert explorer.state.inside.sizes == [2, 64, 3, 1] and not explorer.picture.problem
    assert [len(places) for places in explorer.drawing.places] == [2, 8, 3, 1]
    other = ll.widgets.playground(model=MyModel(), steps=20)
    assert other.state.inside.sizes == [2, 1] and not other.state.inside.linear
    assert not {"layers", "inputs", "f"} & other.controls.keys()


def test_the_drawing_shows_what_the_neurons_give():
    explorer = ll.widgets.playground(steps=200)
    model, x = explorer.state.run.model, np.array([[0.3, -0.4], [1.0, 1.0]])
    columns = look_inside(model, x).columns
    np.testing.assert_array_equal(columns[1], np.tanh(model.layers[0](x)))
    np.testing.assert_array_equal(columns[-1], model(x))
    assert all(colours.shape == (CELL + 2, CELL + 2, 4) for _, colours in explorer.drawing.planes.tiles)


# ── data ────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_regression_has_its_own_data_and_loss():
    explorer = ll.widgets.playground(data="hills", layers="8, 8", steps=2000)
    assert "right" not in explorer.picture.alt and explorer.state.test_loss < 0.05
    model, (x, y) = explorer.state.run.model, explorer.state.run.training
    assert np.isclose(np.mean((model(x) - y) ** 2), explorer.state.train_loss)


def test_points_are_divided_into_training_and_test():
    explorer = ll.widgets.playground(training=150)
    assert [len(x) for x, _ in explorer.state.run.points] == [150, 50]
    own = ll.widgets.playground(data=OWN, training=150)
    assert [len(x) for x, _ in own.state.run.points] == [6, 2]


def test_own_points_are_painted_and_rubbed_out():
    explorer = ll.widgets.playground()
    explorer.set(brush="□")
    assert explorer.values["data"] == OWN
    drag(explorer, 1, (0.0, 0.0), (0.1, 0.0), (0.5, 0.0))
    points = room.points_in(explorer.values["points"])
    assert points[8:] == ((0.0, 0.0, 1.0), (0.5, 0.0, 1.0)) and explorer.values["steps"] == 0
    explorer.set(brush="○")
    drag(explorer, 1, (2.0, -1.0), (9.0, -1.0))
    assert room.points_in(explorer.values["points"])[-1] == (2.2, -1.0, 0.0)  # none outside the plane
    explorer.set(brush="rubber")
    drag(explorer, 1, (0.5, 0.05), (2.2, -1.0))
    assert len(room.points_in(explorer.values["points"])) == 10
    explorer.set(points="1,1,0")
    assert "at least two points" in explorer.picture.problem


def test_test_points_are_shown_or_hidden():
    explorer = ll.widgets.playground()
    shown = [sum(len(mark.get_offsets()) for mark in explorer.plane.marks)]
    explorer.set(test_points=True)
    shown.append(sum(len(mark.get_offsets()) for mark in explorer.plane.marks))
    assert shown == [100, 200]


def test_two_colours_are_two():
    explorer = ll.widgets.playground(two_colours=True, steps=100)
    assert len(np.unique(explorer.plane.shade.image.data.reshape(-1, 4), axis=0)) == 2


# ── the landscape of the loss ───────────────────────────────────────────────────────────────────────────────────

def test_random_directions_are_as_long_as_each_neurons_weights():
    parameters = ll.multilayer_network([2, 4, 1], ll.tanh, seed=0).parameters
    for direction in random_directions(parameters):
        for part, p in zip(direction, parameters):
            length = np.linalg.norm(p.value, axis=0) if p.ndim == 2 else 0 * p.value
            np.testing.assert_allclose(np.linalg.norm(part, axis=0) if p.ndim == 2 else part, length)


def test_the_paths_directions_are_its_principal_ones():
    rng = np.random.default_rng(0)
    parameters = [ll.Node(np.zeros((2, 3)))]
    path = np.cumsum(rng.normal(size=(30, 6)) * [5, 3, 1, 0.1, 0.1, 0.1], axis=0)
    first, second = (direction[0].ravel() for direction in path_directions(parameters, path, 2.2))
    assert abs(first @ second) < 1e-9 * (first @ first)
    away = path - path.mean(axis=0)
    assert (away @ first).var() > (away @ second).var() > 0


@pytest.mark.parametrize("shown", [room.RANDOM, room.PATH])
def test_the_landscape_has_the_run_in_it(shown):
    explorer = ll.widgets.playground(steps=200, shown=shown)
    losses, path = explorer.state.landscape
    middle = len(losses) // 2
    assert np.isclose(losses[middle, middle], explorer.state.train_loss)  # in the middle stands the run as it is now
    assert np.allclose(path[-1], 0) and (shown == room.RANDOM or np.abs(path).max() <= 2.2)
    assert not explorer.picture.problem and "lowest loss" in explorer.picture.alt


def test_a_landscape_before_the_first_step_and_of_a_model_of_ones_own():
    assert not ll.widgets.playground(shown=room.PATH).picture.problem
    assert not ll.widgets.playground(model=MyModel(), shown=room.RANDOM, steps=20).picture.problem


# ── goals ───────────────────────────────────────────────────────────────────────────────────────────────────────

def test_the_goals_of_the_playground_can_be_reached():
    explorer = ll.widgets.playground()
    explorer.set(**SOLVED)
    assert reached(explorer) == [True, False, False, False, False] and "33 parameters" in explorer.picture.alt
    explorer.set(**OVERFITTED)
    assert reached(explorer) == [False, False, False, True, False]
    explorer.set(**OVERFITTED | dict(weight_decay=0.01, steps=2000))
    assert reached(explorer) == [False, False, False, False, True]
    explorer.reset()
    explorer.set(data="circles", inputs="x1**2, x2**2", layers="", steps=400)
    assert reached(explorer) == [False, True, False, False, False]
    explorer.reset()
    explorer.set(data="blobs", layers="", edits="0: 0, 0, 0, -2.00; 0: 0, 1, 0, -2.00", steps=0)
    assert reached(explorer) == [False, False, True, False, False]


def test_two_layers_of_four_get_stuck_at_the_spirals():
    explorer = ll.widgets.playground()
    explorer.set(**SOLVED | dict(layers="4, 4"))
    now = explorer.state
    assert now.size == 37 and max(now.accuracies) < 0.8


def test_without_activations_three_layers_draw_a_straight_border():
    explorer = ll.widgets.playground(data="circles", layers="8, 8, 8", f="identity", steps=2000)
    now = explorer.state
    a, b = np.array([[-2.0, 1.0]]), np.array([[1.5, -0.5]])
    model = now.run.model
    np.testing.assert_allclose(model((a + b) / 2), (model(a) + model(b)) / 2)
    assert now.accuracies[0] < 0.75


def test_losses_that_grow_stay_in_the_picture():
    explorer = ll.widgets.playground()
    losses = explorer.picture.figure.axes[2]
    for steps, loss, room_for, top in ((300, 2.3, 500, 2.4), (240, 0.5, 250, 0.6), (9000, 99.0, 16000, 4.8)):
        explorer.curves.set(np.array([(0, 0.3, 0.4), (steps, 0.2, loss)]), None)
        assert losses.get_xlim() == (0, room_for) and losses.get_ylim() == (0, top)
