"""Lesson 08, training: what the text says is true, and the widgets do what it asks of them."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib.lessons.lesson_08.digits import INK, bitmap
from lessons_lib.lessons.lesson_08.widgets import EPOCHS, EXAMPLES, SCALES, START, layer_sizes, path, points_near_a_line

from .hands import drag, reached

THREE = "9,7 12,4 16,3 20,5 21,9 18,13 15,14; 15,14 20,16 22,21 20,26 15,28 9,25"


def test_the_step_worked_by_hand():
    w, b, x = 0.0, 0.0, 2.0
    error = 0.5 - 1
    w, b = w - 0.1 * error * x, b - 0.1 * error
    assert (w, b, round(np.log1p(np.exp(-(w * x + b))), 3)) == (0.1, 0.05, 0.576)
    assert round(2 - 0.1 * (0.5 + 0.1 * 2), 2) == 1.93


def notebook_cells(*beginnings):
    """Run the cells of the notebook that hold these words, in one namespace, and return it."""
    (path,) = Path(__file__).parents[1].glob("notebooks/08_*.ipynb")
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    names = {"np": np, "ll": ll}
    for beginning in beginnings:
        (source,) = (source for source in cells if beginning in source)
        exec(source, names)
    return names


def trained_on_the_ring(start=None, kind=ll.SGD, **settings):
    """The network of sections 1, 2 and 4 after 20 epochs, and its last training loss."""
    x, labels = ll.data.circles(100, noise=0.1, seed=0)
    model = ll.multilayer_network([2, 8, 1], ll.tanh, seed=0)
    if start is not None:
        for weights in model.parameters[::2]:
            weights.value = np.full(weights.shape, start)
    optimiser = kind(model.parameters, **settings)
    history = ll.train(model, x, labels[:, None], ll.binary_cross_entropy, optimiser, epochs=20, batch_size=20)
    return model, history[-1].train_loss


def test_equal_neurons_stay_equal_and_zeros_stay_zero():
    same, _ = trained_on_the_ring(start=0.3, learning_rate=0.5)
    nothing, loss = trained_on_the_ring(start=0.0, learning_rate=0.5)
    drawn, _ = trained_on_the_ring(learning_rate=0.5)
    distinct = [len(np.unique(model.parameters[0].value.round(9), axis=1).T) for model in (same, nothing, drawn)]
    assert distinct == [1, 1, 8] and not nothing.parameters[0].value.any() and loss > 0.69


def test_a_learning_rate_belongs_to_its_optimiser():
    ways = (ll.SGD, {}), (ll.SGD, {"momentum": 0.9}), (ll.Adam, {})
    losses = [[trained_on_the_ring(kind=kind, learning_rate=rate, **more)[1] for rate in (0.1, 0.3, 1.0, 3.0, 10.0)]
              for kind, more in ways]  # fmt: skip
    assert all(min(row) < 0.01 for row in losses)
    assert np.argmin(losses, axis=0)[0] == 2 and np.argmin(losses, axis=0)[-1] == 0


def test_the_table_of_adam_and_what_a_check_asks_for():
    for second, after in ((1.0, 0.8068), (-2.0, 0.9053)):
        w = ll.Node(1.0)
        adam = ll.Adam([w], learning_rate=0.1)
        for gradient, place in ((2.0, 0.9), (second, after)):
            w.grad = np.array(gradient)
            adam.step()
            assert round(float(w.value), 4) == place


def test_too_large_a_learning_rate_ends_in_nan(capsys):
    notebook_cells("ll.data.noisy_curve()")
    losses = [float(word) for word in capsys.readouterr().out.split()]
    assert np.all(np.diff(losses[:-1]) > 0) and np.isinf(losses[-2]) and np.isnan(losses[-1])


def test_sorted_digits_teach_nothing_but_nines(capsys):
    notebook_cells("by_label =")
    by_label, shuffled = capsys.readouterr().out.splitlines()
    assert by_label.startswith("sorted: 10%") and by_label.endswith(" 1438]")
    assert int(shuffled.removeprefix("shuffled: ")[:2]) > 80


def test_cures_halve_the_loss_and_what_they_do_to_the_share_may_be_chance():
    names = notebook_cells("def fit(", "results = []")
    none, early, decay, line = names["test_losses"].mean(axis=0)
    assert max(early, decay, line) < 0.6 * none
    gains = names["shares"][:, 1:] - names["shares"][:, :1]
    errors = gains.std(axis=0, ddof=1) / np.sqrt(10)
    assert np.all(np.abs(gains.mean(axis=0)) < 2 * errors)
    assert names["right"] == 0.975 and round(names["test_right"], 2) == 0.86
    assert np.argmin([epoch.validation_loss for epoch in names["history"]]) == 26


def test_only_tanh_and_relu_with_he_bring_the_gradient_home():
    def even(activation, name):
        gradients, _ = layer_sizes(activation, SCALES[name])
        return bool(1 / 3 <= gradients[0] / gradients[-1] <= 3)

    good = {(f.__name__, name) for f in (ll.sigmoid, ll.tanh, ll.relu) for name in SCALES if even(f, name)}
    assert good == {("tanh", "Glorot"), ("tanh", "He"), ("relu", "He")}


def test_gradient_flow_reaches_its_goals_and_takes_an_own_activation():
    explorer = ll.widgets.gradient_flow()
    explorer.set(f="tanh", weights="Glorot")
    assert explorer._reached == [True, False]
    explorer.set(f="relu", weights="He")
    assert explorer._reached == [True, True]
    assert "gelu" in ll.widgets.gradient_flow(ll.gelu).picture.alt
    assert "too large" in ll.widgets.gradient_flow(lambda z: ll.exp(ll.exp(z))).picture.problem


def test_a_path_takes_the_steps_of_sgd():
    x, y = points_near_a_line()
    for batch_size in (20, EXAMPLES):
        layer = ll.Linear.from_weights([[START[0]]], [START[1]])
        optimiser = ll.SGD(layer.parameters, learning_rate=0.1)
        generator = np.random.default_rng(4)
        for epoch in range(EPOCHS):
            for some in generator.permutation(EXAMPLES).reshape(-1, batch_size):
                ll.training_step(layer, x[some, None], y[some, None], ll.mean_squared_error, optimiser)
        *_, last = path(x, y, batch_size, 0.1, seed=4)
        np.testing.assert_allclose(last, [layer.W[0, 0], layer.b[0]])


def test_small_batches_get_down_in_an_epoch_and_tremble():
    explorer = ll.widgets.two_paths()
    assert reached(explorer, batch_size=5, learning_rate=0.1) == [True, False]
    assert reached(explorer, batch_size=1, learning_rate=0.1, epochs=10) == [False, False]
    shaky = explorer.state.worst
    assert reached(explorer, batch_size=1, learning_rate=0.003, epochs=10) == [False, True]
    assert explorer.state.worst < shaky - 0.1
    assert reached(explorer, batch_size=EXAMPLES, learning_rate=0.3, epochs=10) == [False, False]


def test_what_is_missing_to_learn_nonsense():
    check = ll.lesson("08").exercises["learn_nonsense"].check
    assert check((32, 300)) and check([64, 60]) and check(np.array([20, 250]))
    for settings, said in (
        ((32, 100), "not in so few epochs"), ((8, 300), "Take more"), ((8, 20), "Take more"), (128, "two numbers"),
        ((257, 20), "first number"), ((64.5, 20), "first number"), ((64, 0), "second number"),
    ):  # fmt: skip
        assert said in check(settings).message


@pytest.mark.parametrize("settings, said", [
    ((np.nan, 200), "first number is outside"), ((128, np.inf), "second number is outside"),
    ((128, None), "second of the two is no single number"), (("128", 200), "first of the two is no single number"),
    (([64, 64], 200), "first of the two is no single number"), ({"neurons": 128, "epochs": 200}, "two numbers"),
    (np.array(128), "two numbers"), ((128, 200, 1), "two numbers"), ("128, 200", "two numbers"),
])  # fmt: skip
def test_what_is_no_pair_of_numbers_is_told_in_our_own_words(settings, said):
    feedback = ll.lesson("08").exercises["learn_nonsense"].check(settings)
    assert not feedback and said in feedback.message
    assert not any(inside in feedback.message for inside in ("convert", "inhomogeneous", "Something like"))


@pytest.mark.parametrize("answer", [0.9053, 0.905, 0.905263, np.float32(0.90526), Fraction(9053, 10000),
                                    ll.Node(0.9053), 0.9 + 0.1 * 0.105 / 2])  # fmt: skip
def test_the_second_step_in_any_reasonable_form(answer):
    assert ll.lesson("08").check("second_step", answer)


@pytest.mark.parametrize("answer, said", [
    (0.91053, "left out the division"), (0.91, "rounded too much"), (0.9, "after the first step"),
    (0.9526, "learning rate, 0.1, is missing"), (1.0178, "s is not"), (0.901, "m is not"),
])  # fmt: skip
def test_close_answers_to_the_second_step_are_told_apart(answer, said):
    assert said in ll.lesson("08").check("second_step", answer).message


def test_a_function_that_forgets_its_last_return_is_told_for_which_losses():
    def stop(losses, patience):
        for epoch in range(patience, len(losses)):
            if min(losses[epoch - patience + 1 : epoch + 1]) >= min(losses[: epoch - patience + 1]):
                return epoch

    feedback = ll.lesson("08").check("stop_epoch", stop)
    assert feedback.stage == "returned nothing" and feedback.message.startswith("For [0.9, ")


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


def test_a_click_on_a_hidden_neuron_shows_what_it_looks_for():
    explorer = ll.widgets.hidden_weights()
    drag(explorer, 0, (9 * 6 + 4, 9 * 6 + 4))
    assert explorer.values == {"neuron": 54} and reached(explorer) == [True, False]
    silent = [n for n in range(64) if reached(explorer, neuron=n)[1]]
    explorer.set(neuron=silent[0])
    assert len(silent) < 20 and "it is dead" in explorer.picture.alt


def test_hidden_weights_wants_one_hidden_layer():
    few = ll.widgets.hidden_weights(ll.multilayer_network([64, 5, 10], ll.tanh))
    few.set(neuron=4)
    assert few.picture.alt.startswith("Neuron 4 is above 0")
    for wrong in (ll.multilayer_network([64, 8, 8, 10], ll.relu), ll.multilayer_network([64, 10], ll.relu), np.tanh):
        with pytest.raises(ValueError, match="one hidden layer"):
            ll.widgets.hidden_weights(wrong)
