"""Training: mini-batches, the loop, and the history that it leaves."""

from typing import NamedTuple

import numpy as np

from .graph import Node, as_reals
from .progress_bar import progress_bar


class Epoch(NamedTuple):
    """How it stood after one epoch: loss on the training data, and on the test data if there are any."""

    train_loss: float
    test_loss: float | None


def batches(x, y, batch_size, seed=0):
    """Mini-batches (x, y) of one epoch, the examples in random order. seed: an integer or a NumPy generator.

    x, y: arrays with one example a row. The last batch holds what is left. Raises ValueError where x and y differ in
    length or there is nothing to draw from.
    """
    x, y = np.asarray(x), np.asarray(y)
    if len(x) != len(y) or not len(x):
        raise ValueError(f"x and y need the same number of rows, at least one, got {len(x)} and {len(y)}")
    if not isinstance(batch_size, (int, np.integer)) or batch_size < 1:
        raise ValueError(f"batch_size is a whole number from 1 up, got {batch_size!r}")
    order = np.random.default_rng(seed).permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], y[chosen]


def training_step(model, x, y, loss, optimiser):
    """One step on one batch: forward, backward, update. Returns the loss before the step, a number."""
    node = loss(model(Node(x, constant=True)), y)
    node.backward()
    optimiser.step()
    return node.value.item()


def train(model, x, y, loss, optimiser, epochs=10, batch_size=32, seed=0, test=None):
    """Train for some epochs and return the history, a list with one Epoch each.

    loss: from outputs and targets (or logits and labels) to one number, such as `cross_entropy`.
    test: a pair (x, y) whose loss is recorded too. A progress bar appears after two seconds. Interrupting the kernel
    ends the training early: the model keeps its finished steps, the history its finished epochs.
    """
    history, generator = [], np.random.default_rng(seed)
    with progress_bar(epochs, "epoch") as bar:
        try:
            for _ in range(epochs):
                losses = [
                    (len(some_x), training_step(model, some_x, some_y, loss, optimiser))
                    for some_x, some_y in batches(x, y, batch_size, generator)
                ]
                train_loss = sum(size * value for size, value in losses) / len(x)
                history.append(Epoch(train_loss, float(loss(model(test[0]), test[1])) if test else None))
                bar.set_postfix(loss=f"{train_loss:.3f}", refresh=False)
                bar.update()
        except KeyboardInterrupt:
            print(f"Interrupted after {len(history)} of {epochs} epochs. The model keeps what it has learned.")
    return history


def accuracy(logits, labels):
    """The share of rows whose largest logit is that of the label; for one logit per row, whose sign is right.

    logits: (batch, classes) or (batch, 1) or (batch,). labels: (batch,) or (batch, 1). Raises ValueError for others.
    """
    logits, labels = as_reals(logits, "accuracy"), np.ravel(as_reals(labels, "accuracy"))
    guesses = logits.argmax(axis=1) if logits.ndim == 2 and logits.shape[1] > 1 else np.ravel(logits) > 0
    if guesses.shape != labels.shape:
        raise ValueError(f"accuracy expects one label per row, got {len(labels)} labels and {len(guesses)} rows")
    return float(np.mean(guesses == labels))
