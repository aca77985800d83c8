"""Mini-batches, the loop, its history, and what an interruption leaves behind."""

import sys

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib import data

X, LABELS = data.moons(50, seed=1)
Y = LABELS[:, None]


def new_model():
    return ll.multilayer_network([2, 8, 1], ll.tanh, seed=0)


def weights(model):
    return [p.value.copy() for p in model.parameters]


def run(model, seed=0, epochs=3, **settings):
    optimiser = ll.SGD(model.parameters, 0.1)
    return ll.train(model, X, Y, ll.binary_cross_entropy, optimiser, epochs=epochs, seed=seed, **settings)


def test_an_epoch_shows_every_example_once_and_each_epoch_in_another_order():
    generator = np.random.default_rng(0)
    epochs = [np.concatenate([y for _, y in ll.batches(X, np.arange(50), 8, generator)]) for _ in range(2)]
    assert all(sorted(epoch) == list(range(50)) for epoch in epochs)
    assert not np.array_equal(*epochs)


def test_rows_and_labels_stay_together():
    for x, y in ll.batches(X, LABELS, 7):
        for row, label in zip(x, y):
            assert label in LABELS[(X == row).all(axis=1)]


def test_the_last_batch_holds_what_is_left():
    assert [len(x) for x, _ in ll.batches(X, Y, 16)] == [16, 16, 16, 2]


@pytest.mark.parametrize(
    "x, y, size, message",
    [(X, Y[:-1], 8, "50 and 49"), (X[:0], Y[:0], 8, "at least one"), (X, Y, 0, "got 0"), (X, Y, 2.5, "got 2.5"),
     ([[1, 2], [3]], Y, 8, "x expects numbers in a regular shape"), (5.0, Y, 8, "x and y expect one example a row")],
)
def test_batches_refuse_what_they_cannot_cut(x, y, size, message):
    with pytest.raises(ValueError, match=message):
        list(ll.batches(x, y, size))


def test_training_lowers_the_loss_and_tells_of_each_epoch():
    history = run(new_model(), epochs=30, validation=(X, Y))
    assert len(history) == 30
    assert history[-1].train_loss < 0.5 * history[0].train_loss
    assert history[-1].validation_loss < 0.5 * history[0].validation_loss


def test_same_seed_same_weights_other_seed_others():
    models = [new_model() for _ in range(3)]
    for model, seed in zip(models, (4, 4, 5)):
        run(model, seed)
    a, b, c = map(weights, models)
    assert all(map(np.array_equal, a, b)) and not all(map(np.array_equal, a, c))


def test_the_gradient_of_a_step_does_not_depend_on_whether_the_data_gets_one():
    model = new_model()
    gradients = []
    for constant in (False, True):
        x = ll.Node(X, constant=constant)
        ll.binary_cross_entropy(model(x), Y).backward()
        gradients.append([p.grad for p in model.parameters])
        assert (x.grad is None) == constant
    assert all(map(np.array_equal, *gradients))


def test_an_interruption_keeps_the_steps_that_were_finished(capsys):
    model, untouched = new_model(), new_model()
    calls = []

    def loss(outputs, targets):
        calls.append(1)
        if len(calls) == 9:  # in the third epoch of four batches each
            raise KeyboardInterrupt
        return ll.binary_cross_entropy(outputs, targets)

    history = ll.train(model, X, Y, loss, ll.SGD(model.parameters, 0.1), epochs=10, batch_size=13)
    run(untouched, epochs=2, batch_size=13)
    assert len(history) == 2 and "Interrupted after 2 of 10" in capsys.readouterr().out
    assert all(map(np.array_equal, weights(model), weights(untouched)))


def test_accuracy_counts_for_one_logit_and_for_many():
    assert ll.accuracy([[2.0, 1.0], [0.0, 3.0]], [0, 0]) == 0.5
    assert ll.accuracy([[-1.0], [2.0], [3.0]], [0, 1, 0]) == pytest.approx(2 / 3)


def test_the_digits_are_read_as_the_lesson_says():
    training, test = data.digits()
    model = ll.multilayer_network([64, 64, 10], ll.relu, seed=1)
    optimiser = ll.SGD(model.parameters, learning_rate=0.2, momentum=0.9)
    ll.train(model, training.x, training.labels, ll.cross_entropy, optimiser, epochs=30)
    assert ll.accuracy(model(test.x), test.labels) >= 0.97


@pytest.mark.parametrize("logits, labels, message", [
    ([-1.0, 2.0], [-1, 1], "labels are whole numbers from 0 to 1, got -1"),
    (np.eye(3), [1, 2, 3], "labels are whole numbers from 0 to 2, got 3"),
    (np.eye(3), [0, 0.5, 1], "labels are whole numbers from 0 to 2, got 0.5"),
    (np.eye(2), [0, np.nan], "got nan"),
    ([np.nan, 1.0], [0, 1], "got NaN among them"),
    (np.full((2, 3), np.nan), [0, 0], "got NaN among them"),
    ([], [], "one label per row"),
    (np.ma.masked_less([1.0, -1.0], 0), [1, 0], "masked array"),
])  # fmt: skip
def test_accuracy_counts_no_labels_that_are_no_classes_and_no_logits_that_are_no_numbers(logits, labels, message):
    with pytest.raises(ValueError, match=message):
        ll.accuracy(logits, labels)


@pytest.mark.parametrize("head, loss, y", [
    (ll.sigmoid, ll.binary_cross_entropy, Y), (ll.softmax, ll.cross_entropy, LABELS),
])  # fmt: skip
def test_a_head_of_probabilities_is_told_where_a_loss_wants_logits(head, loss, y):
    model = ll.multilayer_network([2, 8, 1 if head is ll.sigmoid else 2], ll.tanh, head)
    before = weights(model)
    with pytest.raises(ValueError, match=f"{loss.__name__} expects logits, the model ends in {head.__name__}"):
        ll.train(model, X, y, loss, ll.SGD(model.parameters, 0.1), epochs=1)
    assert all(map(np.array_equal, before, weights(model)))
    if head is ll.sigmoid:  # squares of probabilities are a fair loss
        ll.train(model, X, y, ll.mean_squared_error, ll.SGD(model.parameters, 0.1), epochs=1)


@pytest.mark.parametrize("logits, labels", [([2.0, 1.0, 0.0], 0), (np.eye(3), [0]), (np.eye(3), np.eye(3))])
def test_accuracy_wants_a_label_for_each_row(logits, labels):
    with pytest.raises(ValueError, match="one label per row"):
        ll.accuracy(logits, labels)


def every(calls):
    """A profiler that counts calls of Python's functions and of C's, and interrupts at the one with this number."""
    def profiler(frame, event, argument):
        if event in ("call", "c_call"):
            profiler.count += 1
            if profiler.count == calls and "lessons_lib" in frame.f_code.co_filename:
                raise KeyboardInterrupt
            if profiler.count >= calls:
                profiler.count = calls - 1  # not ours: at the next one that is
    profiler.count = 0
    return profiler


@pytest.mark.parametrize("new_optimiser", [ll.SGD, ll.Adam])
def test_wherever_training_is_interrupted_model_history_and_optimiser_agree(new_optimiser, capsys):
    """At 50 places all over it, each the same every time: a profiler counts calls, and no clock is asked."""
    def trained(interruption=None, watch=lambda model: None):
        model = new_model()
        optimiser = new_optimiser(model.parameters, 0.1)

        def loss(outputs, targets):
            watch(model)
            return ll.binary_cross_entropy(outputs, targets)

        sys.setprofile(interruption)
        try:
            history = ll.train(model, X, Y, loss, optimiser, epochs=4, batch_size=25)
        except KeyboardInterrupt:  # before the first step or after the last one
            history = []
        finally:
            sys.setprofile(None)
        return model, history, optimiser

    points = []
    counter = every(float("inf"))
    trained(counter)
    model, whole_history, _ = trained(watch=lambda model: points.append(weights(model)))
    points.append(weights(model))
    for calls in np.linspace(1, counter.count, 50).astype(int):
        model, history, optimiser = trained(every(int(calls)))
        steps = [i for i, point in enumerate(points) if all(map(np.array_equal, weights(model), point))]
        assert len(steps) == 1, f"half a step after {calls} calls"
        assert history == whole_history[: len(history)] and len(history) <= steps[0] // 2
        assert all(p.value.base is optimiser._vector for p in model.parameters)
        # Adam's averages may be one step ahead: it was interrupted between them and the step itself.
        assert getattr(optimiser, "steps", steps[0]) - steps[0] in (0, 1)
        assert ll.train(model, X, Y, ll.binary_cross_entropy, optimiser, epochs=1)[0].train_loss < 1
    capsys.readouterr()
