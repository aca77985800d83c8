"""Training: mini-batches, the loop, and the history that it leaves."""

from typing import NamedTuple

import numpy as np

from .arguments import as_numbers, as_reals, generator, whole
from .graph import Node
from .losses import binary_cross_entropy, cross_entropy, some
from .progress_bar import progress_bar


class Epoch(NamedTuple):
    """How it stood after one epoch: loss on the training data, and on the validation data if there are any."""

    train_loss: float
    validation_loss: float | None


def batches(x, y, batch_size, seed=0):
    """Mini-batches (x, y) of one epoch, the examples in random order. seed: an integer or a NumPy generator.

    x, y: arrays with one example a row. The last batch holds what is left. Raises ValueError where x and y differ in
    length or there is nothing to draw from.
    """
    x, y, batch_size = as_numbers(x, "x"), as_numbers(y, "y"), whole(batch_size, "batch_size", 1)
    if not (x.ndim and y.ndim):
        raise ValueError(f"x and y expect one example a row, got shapes {x.shape} and {y.shape}")
    if len(x) != len(y) or not len(x):
        raise ValueError(f"x and y need the same number of rows, at least one, got {len(x)} and {len(y)}")
    order = generator(seed).permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], y[chosen]


def training_step(model, x, y, loss, optimiser):
    """One step on one batch: forward, backward, update. Returns the loss before the step, a number.

    Raises ValueError where the model ends in probabilities, of which a cross-entropy would take the sigmoid or the
    softmax once more.
    """
    outputs = model(Node(x, constant=True))
    if getattr(outputs, "operation", None) in ("sigmoid", "softmax") and loss in (binary_cross_entropy, cross_entropy):
        raise ValueError(f"{loss.__name__} expects logits, the model ends in {outputs.operation}: leave that out")
    node = loss(outputs, y)
    node.backward()
    optimiser.step()
    return node.value.item()


def train(model, x, y, loss, optimiser, epochs=10, batch_size=32, seed=0, validation=None):
    """Train for some epochs and return the history, a list with one Epoch each.

    loss: from outputs and targets (or logits and labels) to one number, such as `cross_entropy`.
    validation: a pair (x, y) whose loss is recorded too. A progress bar appears after two seconds. Interrupting the
    kernel ends the training early: the model keeps its finished steps, the history its finished epochs.
    """
    history, seed, epochs = [], generator(seed), whole(epochs, "epochs")
    with progress_bar(epochs, "epoch") as bar:
        try:
            for _ in range(epochs):
                losses = [
                    (len(some_x), training_step(model, some_x, some_y, loss, optimiser))
                    for some_x, some_y in batches(x, y, batch_size, seed)
                ]
                train_loss = sum(size * value for size, value in losses) / len(x)
                watched = float(loss(model(validation[0]), validation[1])) if validation else None
                history.append(Epoch(train_loss, watched))
                bar.set_postfix(loss=f"{train_loss:.3f}", refresh=False)
                bar.update()
        except KeyboardInterrupt:
            print(f"Interrupted after {len(history)} of {epochs} epochs. The model keeps what it has learned.")
    return history


def accuracy(logits, labels):
    """The share of rows whose largest logit is that of the label; for one logit per row, whose sign is right.

    logits: (batch, classes) or (batch, 1) or (batch,). labels: whole numbers from 0, (batch,) or (batch, 1). Raises
    ValueError for others, and for logits that are not numbers.
    """
    logits, labels = np.asarray(as_reals(logits, "logits")), np.ravel(as_reals(labels, "labels"))
    many = logits.ndim == 2 and logits.shape[1] > 1
    guesses = logits.argmax(axis=1) if many else np.ravel(logits) > 0
    if guesses.shape != labels.shape or not guesses.size:
        raise ValueError(f"accuracy expects one label per row, got {len(labels)} labels and {len(guesses)} rows")
    if np.isnan(logits).any():
        raise ValueError("accuracy expects numbers as logits, got NaN among them: has the training diverged?")
    classes = logits.shape[1] if many else 2
    wrong = ~np.isin(labels, range(classes))
    if wrong.any():
        raise ValueError(f"labels are whole numbers from 0 to {classes - 1}, got {some(labels[wrong])}")
    return float(np.mean(guesses == labels))
