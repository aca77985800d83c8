"""Exercises of lesson 08, training."""

from functools import lru_cache

import numpy as np

from ... import data
from ...activations import relu, softmax
from ...exercises import Exercises
from ...layers import multilayer_network
from ...losses import cross_entropy
from ...optimisers import Adam
from ...train import accuracy as share_right
from ...train import train

ORDER = np.array([3, 0, 6, 2, 5, 1, 4])
LOGITS = np.array([[2.0, 1.0, 0.0], [0.0, -1.0, 3.0], [1.0, 1.2, 0.9], [-2.0, 0.0, 1.0]])
TIES = [0.9, 0.5, 0.5, 0.6, 0.4, 0.3]
TWO = np.array([[0.0, 1.0], [2.0, 0.5]])
LOSSES = [0.9, 0.6, 0.5, 0.52, 0.45, 0.47, 0.46, 0.48, 0.40]


def stops_when_it_rises(test_losses, patience, worse_than):
    """Counts epochs in a row that are worse than the one before, not worse than the best."""
    worse = 0
    for epoch in range(1, len(test_losses)):
        worse = worse + 1 if worse_than(test_losses[epoch], test_losses[epoch - 1]) else 0
        if worse == patience:
            return epoch
    return len(test_losses) - 1


def waits(test_losses, patience, record=lambda loss, best: loss < best, reset=True, best=np.inf):
    """stop_epoch with a count of epochs in a row without a record, and perhaps a fault."""
    worse = 0
    for epoch, loss in enumerate(test_losses):
        if record(loss, best):
            best, worse = loss, worse * (not reset)
        else:
            worse += 1
        if worse == patience:
            return epoch
    return len(test_losses) - 1


@lru_cache(16)
def nonsense_learned(neurons, epochs):
    """Accuracy on 100 digits with random labels."""
    x, fake = data.digits()[0].x[:100], np.random.default_rng(0).integers(0, 10, 100)
    model = multilayer_network([64, neurons, 10], relu, seed=1)
    train(model, x, fake, cross_entropy, Adam(model.parameters, 0.01), epochs=epochs)
    return share_right(model(x), fake)


def by_heart(settings):
    """Are all learned, and if not, what is missing?"""
    neurons, epochs = settings
    if not (_whole(neurons, 256) and _whole(epochs, 300)):
        return "limits"
    if nonsense_learned(int(neurons), int(epochs)) == 1:
        return "all"
    return "epochs" if neurons >= 64 else "more"


def _whole(number, highest):
    return number == int(number) and 1 <= number <= highest


exercises = Exercises()


@exercises.code(
    cases=((LOSSES,), ([0.7, 0.3, 0.2, 0.4, 0.8],), ([0.5, 0.6, 0.7],)),
    hints=(
        "NumPy knows where the smallest of many numbers is.",
        "`np.argmin(test_losses)`",
    ),
    praise="Real programs save the weights whenever a new lowest loss is reached, so that they can go back.",
)
def best_epoch(test_losses):
    return int(np.argmin(test_losses))


exercises.mistakes(
    lambda losses: min(losses),
    "That is the lowest loss. Asked for is its index: when was it reached?",
    lambda losses: int(np.argmax(losses)),
    "That is the worst epoch: `argmin`, not `argmax`.",
    lambda losses: int(np.argmin(losses)) + 1,
    "Epochs are counted from 0 here, as list indices are.",
    lambda losses: len(losses) - 1,
    "That is the last epoch, not the best.",
    lambda losses: stop_epoch(losses, 1) - 1,
    "You stop at the first rise. It may still fall later: look at all of them.",
)


@exercises.code(
    cases=((ORDER, 3), (ORDER, 7), (ORDER, 2)),
    observe=list,
    hints=(
        "Starts are 0, batch_size, 2 · batch_size …: `range(0, len(order), batch_size)`.",
        "One batch is `order[start : start + batch_size]`. A slice may reach beyond the end.",
    ),
    praise="Each example once, none twice: that is an epoch. `ll.batches` does the same.",
)
def epoch_batches(order, batch_size):
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


exercises.mistakes(
    lambda o, n: [o[i : i + n] for i in range(0, len(o) - n + 1, n)],
    "The last batch is missing where it is smaller. Its examples count too.",
    lambda o, n: [np.arange(len(o))[i : i + n] for i in range(0, len(o), n)],
    "You ignore `order`: the indices come unshuffled.",
    lambda o, n: np.array_split(o, n),
    "`np.array_split` makes so many batches. Asked for are batches of so many examples.",
    lambda o, n: [o[i::n] for i in range(n)],
    "You take every n-th example. A batch is a piece of `order` in one go.",
    lambda o, n: [o[i : i + n] for i in range(len(o))],
    "Your batches overlap: the next one starts where the last one ends.",
    lambda o, n: [o[i * n : (i + 1) * n] for i in range(len(o) // n + 1)],
    "Where the examples come out even, your last batch is empty.",
    lambda o, n: [o[i : i + n + 1] for i in range(0, len(o), n)],
    "One too many in each batch: the end of a slice does not belong to it.",
    lambda o, n: np.array_split(o, -(-len(o) // n)),
    "Your batches are evened out. Asked for are full batches of `batch_size`, and the rest in the last.",
    *(
        said
        for first in (lambda o, n: [o[:n]], lambda o, n: o[:n])
        for said in (first, "That is the first batch only. Does `return` stand inside your loop?")
    ),
)


@exercises.code(
    cases=(
        (LOGITS, np.array([0, 2, 0, 2])),
        (LOGITS, np.array([0, 1, 0, 0])),
        (LOGITS[:3], np.array([0, 2, 1])),
        (TWO, np.array([1, 0])),
    ),
    hints=(
        "The guess for each row is where its largest logit is: `logits.argmax(axis=1)`.",
        "`guesses == labels` is True or False per example, and the mean of that is a share.",
    ),
    praise="Softmax is not needed: the largest logit is also the largest probability.",
)
def accuracy(logits, labels):
    return np.mean(logits.argmax(axis=1) == labels)


exercises.mistakes(
    lambda z, y: np.sum(z.argmax(axis=1) == y),
    "You count the right ones. Divide by how many there are, or take the mean.",
    lambda z, y: np.mean(z.argmax(axis=1) != y),
    "That is the share of wrong ones.",
    lambda z, y: np.mean(softmax(z)[np.arange(len(y)), y]),
    "That is the mean probability of the right class. Accuracy only asks which class is largest.",
    lambda z, y: np.mean(softmax(z)[np.arange(len(y)), y] > 0.5),
    "The right class need not reach 50 %: it is enough to be the largest.",
    lambda z, y: z.argmax(axis=1) == y,
    "One answer per example. Take the mean of them: True counts as 1.",
    lambda z, y: 100 * accuracy(z, y),
    "That is in per cent. As a share it is a hundredth of this.",
    lambda z, y: np.mean(z.argmax() == y),
    "`argmax` without an axis looks at the whole table. Take the largest of each row: `argmax(axis=1)`.",
    lambda z, y: np.mean(z.max(axis=1) == y),
    "These are the largest logits. Asked for is where they stand: `argmax`.",
)


@exercises.code(
    cases=((LOSSES, 1), (LOSSES, 2), (LOSSES, 3), (LOSSES, 5), ([0.5, 0.6, 0.55, 0.52], 2), (TIES, 2)),
    hints=(
        "Go through the epochs and remember the index of the lowest loss so far.",
        "Stop as soon as `epoch - best == patience`.",
    ),
    praise="With a patience of 1 it stops at epoch 3 and misses the better ones: that is why one waits a little.",
)
def stop_epoch(test_losses, patience):
    best = 0
    for epoch, loss in enumerate(test_losses):
        if loss < test_losses[best]:
            best = epoch
        if epoch - best == patience:
            return epoch
    return len(test_losses) - 1


exercises.mistakes(
    *(
        said
        for worse in (np.greater, np.greater_equal)
        for said in (
            lambda losses, patience, worse=worse: stops_when_it_rises(losses, patience, worse),
            "You compare with the epoch before. Compare with the lowest loss so far: only a new record starts the "
            "count again.",
        )
    ),
    lambda losses, patience: best_epoch(losses) + patience,
    "You looked at the whole list. While you train you do not know the later losses.",
    lambda losses, patience: best_epoch(losses),
    "That is the best of all epochs. While you train you do not know the later ones.",
    lambda losses, patience: stop_epoch(losses, patience + 1),
    "One epoch too late: with a patience of 1, the first epoch without a new record ends it.",
    lambda losses, patience: len(losses) - 1,
    "You never stop early.",
    lambda losses, patience: waits(losses, patience, lambda loss, best: loss <= best),
    "A loss that only equals the lowest is no new record: compare with `<`.",
    lambda losses, patience: waits(losses, patience, reset=False),
    "In a row: a new record starts the count again at 0.",
    lambda losses, patience: waits(losses, patience, best=losses[0]),
    "You count the first epoch as one without a record. It is the first record.",
    lambda losses, patience: best_epoch(losses[: stop_epoch(losses, patience) + 1]),
    "That is the best epoch so far. Asked for is the one at which you stop.",
    lambda losses, patience: stop_epoch(losses, patience) + 1,
    "One too many: the first epoch has index 0.",
)


exercises.value(
    "learn_nonsense",
    (128, 200),
    observe=by_heart,
    hints=(
        "A network learns by heart if it has room (neurons) and time (epochs).",
        "Try 128 neurons and 200 epochs.",
    ),
    praise=(
        "100 % on labels that mean nothing, and chance on all other digits. A training accuracy of 100 % alone "
        "proves nothing at all."
    ),
)


exercises.mistakes(
    (128, 5),
    "It would learn them, but not in so few epochs.",
    (300, 200),
    "Outside the limits: whole numbers, at most 256 neurons and at most 300 epochs.",
    (4, 5),
    "Not all are learned. Take more neurons, more epochs, or both.",
)
