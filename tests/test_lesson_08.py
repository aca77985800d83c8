"""Lesson 08, training: what the text says is true, and the widgets do what it asks of them."""

import html

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib.lessons.lesson_08.digits import INK, bitmap
from lessons_lib.lessons.lesson_08.playground import TICK

from .hands import drag, reached

SOLVED = dict(data="spirals", layers=1, units=8, f="tanh", steps=3000)
OVERFITTED = dict(data="moons", noise=0.4, layers=3, units=8, f="tanh", steps=2000)
THREE = "9,7 12,4 16,3 20,5 21,9 18,13 15,14; 15,14 20,16 22,21 20,26 15,28 9,25"


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


def run_code(explorer, **names):
    """Run the code that the playground shows, as it stands on the page."""
    shown = html.unescape(explorer._code.value.removeprefix("<pre>").removesuffix("</pre>"))
    exec(shown, names)
    return names


def test_the_step_worked_by_hand():
    w, b, x = 0.0, 0.0, 2.0
    error = 0.5 - 1
    w, b = w - 0.1 * error * x, b - 0.1 * error
    assert (w, b, round(np.log1p(np.exp(-(w * x + b))), 3)) == (0.1, 0.05, 0.576)
    assert round(2 - 0.1 * (0.5 + 0.1 * 2), 2) == 1.93


def test_a_large_learning_rate_suits_sgd_on_the_circles():
    x, labels = ll.data.circles(100, noise=0.1, seed=0)
    model = ll.multilayer_network([2, 8, 1], ll.tanh, seed=0)
    optimiser = ll.SGD(model.parameters, 3)
    history = ll.train(model, x, labels[:, None], ll.binary_cross_entropy, optimiser, epochs=20, batch_size=20)
    assert history[-1].train_loss < 0.1


def test_two_layers_of_four_get_stuck_at_the_spirals():
    explorer = ll.widgets.playground()
    explorer.set(**SOLVED | dict(layers=2, units=4))
    now = explorer.state
    assert now.size == 37 and max(now.accuracies) < 0.8


def test_stopped_after_its_best_epoch_the_network_of_the_moons_has_92_per_cent():
    (x, labels), (test_x, test_labels) = (ll.data.moons(100, noise=0.4, seed=seed) for seed in (0, 1))
    model = ll.multilayer_network([2, 64, 64, 1], ll.tanh, seed=0)
    optimiser, test = ll.Adam(model.parameters, learning_rate=0.01), (test_x, test_labels[:, None])
    history = ll.train(
        model, x, labels[:, None], ll.binary_cross_entropy, optimiser, epochs=52, batch_size=20, test=test
    )
    assert min(history, key=lambda epoch: epoch.test_loss) is history[51]
    assert (round(history[51].test_loss, 3), ll.accuracy(model(test_x), test_labels)) == (0.249, 0.92)


def test_what_is_missing_to_learn_nonsense():
    check = ll.lesson("08").exercises["learn_nonsense"].check
    assert check((32, 300)) and check((64, 60)) and check((20, 250))
    for settings, said in (((32, 100), "or both"), ((8, 300), "more neurons"), ((256, 40), "few epochs")):
        assert said in check(settings).message


@pytest.mark.parametrize(
    "settings",
    [
        dict(steps=0),
        dict(data="xor", noise=0.15000000000000002, units=3, f="relu", batch_size=50, weight_decay=0.01, steps=140),
        dict(optimiser="SGD, momentum 0.9", learning_rate=0.1, steps=80),
        dict(data="spirals", layers=3, f="my_swish", optimiser="SGD", batch_size=1, steps=60),
        dict(layers=0, f="sigmoid", batch_size=100, steps=40),
    ],
)
def test_the_code_that_is_shown_gives_the_same_losses(settings):
    explorer = ll.widgets.playground(activation=my_swish)
    explorer.set(**settings)
    names = run_code(explorer, my_swish=my_swish)
    assert f"{settings['steps']} steps" in explorer.picture.alt
    assert f"Training: loss {names['train_loss']:.3f}" in explorer.picture.alt
    assert f"Test: loss {names['test_loss']:.3f}" in explorer.picture.alt


def test_the_code_gives_the_very_same_weights():
    model = MyModel()
    before = [p.value.copy() for p in model.parameters]
    explorer = ll.widgets.playground(model=model)
    for steps in range(0, 200, TICK):  # tick by tick, as ▶ does
        explorer.set(steps=steps)
    names = run_code(explorer, my_model=model)
    now = explorer.state.model
    pairs = zip(now.parameters, names["model"].parameters, strict=True)
    assert all(np.array_equal(mine.value, shown.value) for mine, shown in pairs)
    assert all(np.array_equal(p.value, value) for p, value in zip(model.parameters, before))


def test_back_and_forth_leads_to_the_same_picture():
    explorer, direct = ll.widgets.playground(), ll.widgets.playground()
    for steps in (400, 100, 0, 240):
        explorer.set(steps=steps)
    direct.set(steps=240)
    assert explorer.picture.alt == direct.picture.alt and explorer.picture.frame == direct.picture.frame


def test_another_setting_starts_the_training_anew():
    explorer = ll.widgets.playground()
    explorer.set(steps=500)
    frames = []
    explorer.picture.observe(lambda change: frames.append(change.new), "frame")
    explorer.controls["units"].value = 5
    assert explorer.values["steps"] == TICK and len(frames) == 1
    assert explorer.picture.alt.startswith("20 steps, 4 epochs; 51 parameters")


def test_the_goals_of_the_playground_can_be_reached():
    explorer = ll.widgets.playground()
    explorer.set(**SOLVED)
    assert reached(explorer) == [True, False, False, False] and "33 parameters" in explorer.picture.alt
    explorer.set(**OVERFITTED)
    assert reached(explorer) == [False, True, False, False]
    explorer.set(**OVERFITTED | dict(weight_decay=0.01, steps=2000))
    assert reached(explorer) == [False, False, True, False]
    explorer.set(data="circles", weight_decay=0.0, f="identity", steps=2000)
    assert reached(explorer) == [False, False, False, True]


def test_without_activations_three_layers_draw_a_straight_border():
    explorer = ll.widgets.playground()
    explorer.set(data="circles", layers=3, units=8, f="identity", steps=2000)
    now = explorer.state
    a, b = np.array([[-2.0, 1.0]]), np.array([[1.5, -0.5]])
    model = now.model
    np.testing.assert_allclose(model((a + b) / 2), (model(a) + model(b)) / 2)
    assert now.accuracies[0] < 0.75


def test_a_test_loss_that_grows_stays_in_the_picture():
    explorer = ll.widgets.playground()
    losses = explorer.picture.figure.axes[2]
    for steps, top in ((4000, 2.4), (500, 1.2)):
        explorer.set(**OVERFITTED | dict(steps=steps))
        assert losses.get_ylim() == (0, top)


def test_divergence_is_told_in_words():
    explorer = ll.widgets.playground()
    explorer.set(f="identity", layers=3, units=8, optimiser="SGD, momentum 0.9", learning_rate=10.0, steps=400)
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
            if Moody.calls == 20:
                raise RuntimeError("in a mood")
            return super().__call__(x)

    explorer, calm = ll.widgets.playground(model=Moody()), ll.widgets.playground(model=MyModel())
    explorer.set(steps=40)
    assert "in a mood" in explorer.picture.problem
    explorer.set(steps=60)
    calm.set(steps=60)
    assert explorer.picture.alt == calm.picture.alt


def test_drawings_become_bitmaps_like_those_of_the_data():
    assert not bitmap([]).any()
    for line in ([[16, 4], [16, 28]], [[14, 14], [15, 15]], [[2, 16], [30, 17]], [[1, 1], [1, 31], [31, 31], [31, 1]]):
        black = bitmap([np.array(line, float)])
        rows, columns = (np.flatnonzero(black.any(axis=axis)) for axis in (1, 0))
        assert abs(rows[0] + rows[-1] - 31) <= 1 and abs(columns[0] + columns[-1] - 31) <= 1
        assert black.mean() <= INK + 0.15
    assert bitmap([np.array([[16.0, 4.0], [16.0, 28.0]])]).any(axis=1).sum() >= 30
    assert 0.2 < bitmap([np.array([[8.0, 8.0]])]).mean() * 1024 / (np.pi * 25) < 1.5  # a dot


def test_the_share_of_black_is_that_of_the_data():
    assert ll.data.digits()[0].x.mean() == pytest.approx(INK, abs=0.01)


def test_drawing_a_three_stroke_by_stroke():
    explorer = ll.widgets.draw_digit()
    for stroke in THREE.split(";"):
        drag(explorer, 0, *([float(number) for number in point.split(",")] for point in stroke.split()))
    assert explorer.values["strokes"].count(";") == 1
    assert reached(explorer) == [True, False, False] and "read as 3" in explorer.picture.alt
    explorer.reset()
    assert explorer.values["strokes"] == "" and "empty sheet" in explorer.picture.alt


def test_the_other_goals_of_drawing_can_be_reached():
    explorer = ll.widgets.draw_digit()
    explorer.set(strokes="22,4 11,4 10,14 16,13 21,16 22,21 20,26 15,28 9,26")
    assert reached(explorer) == [False, True, False]
    explorer.set(strokes="16,16")
    assert explorer.picture.alt.startswith("Your drawing")
    explorer.set(strokes="4,4 28,28; 28,4 4,28")
    assert not explorer.picture.problem


def test_test_digits_are_read_as_they_are():
    explorer, right = ll.widgets.draw_digit(), 0
    for digit in range(10):
        explorer.set(shown=f"test digit {digit}")
        assert explorer.picture.alt.startswith(f"The test digit {digit} is read as ")
        right += f"read as {digit}" in explorer.picture.alt
    assert right >= 8


def test_a_reader_of_ones_own_draws_and_fails_in_its_own_name():
    explorer = ll.widgets.draw_digit(lambda x: np.eye(10)[[4]] * 9)
    assert "read as 4" in explorer.picture.alt
    assert "ZeroDivisionError" in ll.widgets.draw_digit(lambda x: 1 / 0).picture.problem


def test_the_mistakes_and_their_goals():
    explorer = ll.widgets.misread_digits()
    assert "of 359 digits are misread" in explorer.picture.alt
    drag(explorer, 0, (1.2, 7.9))
    assert explorer.values == {"label": 8, "guess": 1}
    ways = [reached(explorer, label=label, guess="any")[0] for label in range(10)]
    assert any(ways) and not all(ways)
    assert any(reached(explorer, label=digit, guess=digit)[1] for digit in range(10))
    assert "found, the first 10 shown" in explorer.picture.alt
