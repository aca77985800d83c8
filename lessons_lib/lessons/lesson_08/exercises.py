"""Exercises of lesson 08, training."""

from functools import lru_cache

import numpy as np

from ... import data
from ...activations import relu
from ...exercises import Exercises, number
from ...layers import multilayer_network
from ...losses import cross_entropy
from ...optimisers import Adam
from ...train import accuracy, batches, train

ORDER = np.array([3, 0, 6, 2, 5, 1, 4])
TIES = [0.9, 0.5, 0.5, 0.6, 0.4, 0.3]
LOSSES = [0.9, 0.6, 0.5, 0.52, 0.45, 0.47, 0.46, 0.48, 0.40]


def stops_when_it_rises(losses, patience, worse_than):
    """Counts epochs in a row that are worse than the one before, not worse than the best."""
    worse = 0
    for epoch in range(1, len(losses)):
        worse = worse + 1 if worse_than(losses[epoch], losses[epoch - 1]) else 0
        if worse == patience:
            return epoch
    return len(losses) - 1


def waits(losses, patience, record=lambda loss, best: loss < best, reset=True, best=np.inf, last=None):
    """stop_epoch with a count of epochs in a row without a record, and perhaps a fault."""
    worse = 0
    for epoch, loss in enumerate(losses):
        if record(loss, best):
            best, worse = loss, worse * (not reset)
        else:
            worse += 1
        if worse == patience:
            return epoch
    return len(losses) - 1 if last is None else last


@lru_cache(16)
def nonsense_learned(neurons, epochs):
    """Accuracy on 100 digits with random labels."""
    x, fake = data.digits()[0].x[:100], np.random.default_rng(0).integers(0, 10, 100)
    model = multilayer_network([64, neurons, 10], relu, seed=1)
    train(model, x, fake, cross_entropy, Adam(model.parameters, 0.01), epochs=epochs)
    return accuracy(model(x), fake)


def by_heart(settings):
    """Are all learned, and if not, which of the two numbers is to blame?"""
    if isinstance(settings, np.ndarray):
        settings = settings.tolist()
    if not isinstance(settings, (tuple, list)) or len(settings) != 2:
        raise ValueError("Write two numbers with a comma between them, neurons and epochs")
    values = []
    for place, value in zip(("first", "second"), settings):
        try:
            values.append(number(value))
        except ValueError:
            why = f"The {place} of the two is no single number: write it without quotes and brackets"
            raise ValueError(why) from None
    neurons, epochs = values
    for name, value, highest in (("neurons", neurons, 256), ("epochs", epochs, 300)):
        if not 1 <= value <= highest or value % 1:
            return f"{name} outside"
    if nonsense_learned(int(neurons), int(epochs)) == 1:
        return "all"
    return "epochs" if nonsense_learned(int(neurons), 300) == 1 else "neurons"


def adams_second_step(start=0.9, sign=-1.0, m=0.9 * 0.2 - 0.1 * 2, by_m=0.19, by_s=0.001999, root=np.sqrt):
    """w after Adam's second step, for the gradients 2 and -2, worked as in the text, perhaps with a fault."""
    s = 0.999 * 0.004 + 0.001 * 4
    return start + sign * 0.1 * (m / by_m) / root(s / by_s)


exercises = Exercises()


exercises.value(
    "second_step",
    0.9053,
    tolerance=2e-4,  # 0.905 passes, and 0.91 is told apart from 0.9105, which forgot the root
    hints=(
        "m = 0.9 · 0.2 + 0.1 · (−2) = −0.02, and s = 0.999 · 0.004 + 0.001 · 4 = 0.007996.",
        "Corrected: −0.02 / 0.19 = −0.1053 and 0.007996 / 0.001999 = 4.",
        "w = 0.9 − 0.1 · (−0.1053) / √4.",
    ),
    praise="The gradients 2 and −2 nearly cancel in m, not in s: where the slope cannot make up its mind, Adam waits.",
)


exercises.mistakes(
    adams_second_step(by_m=1, by_s=1),
    "The corrections are missing: divide m by 1 − 0.9² = 0.19, and s by 1 − 0.999² = 0.001999.",
    adams_second_step(by_m=0.1, by_s=0.001),
    "You corrected as in the first step. In the second, divide m by 1 − 0.9² = 0.19, and s by 1 − 0.999² = 0.001999.",
    adams_second_step(sign=1.0),
    "The sign is wrong: the corrected m is below 0, and w moves against it, upwards.",
    adams_second_step(m=0.9 * 0.2 + 0.1 * 2),
    "You took the second gradient for 2. It is −2, which makes m = 0.18 − 0.2.",
    adams_second_step(m=0.1 * -2),
    "Either m begins anew (nine tenths of the old m, 0.18, belong to the new one), or the learning rate, 0.1, is "
    "missing.",
    adams_second_step(m=0.1 * 0.2 - 0.9 * 2),
    "0.9 and 0.1 are exchanged: nine tenths of the old m, one tenth of the new gradient.",
    adams_second_step(by_s=1),
    "m is corrected, s is not: divide it by 1 − 0.999² = 0.001999.",
    adams_second_step(by_m=1),
    "s is corrected, m is not: divide it by 1 − 0.9² = 0.19.",
    adams_second_step(root=lambda s: 1),
    "You left out the division by the root of the corrected s: it is 4, so divide by 2.",
    adams_second_step(root=lambda s: s),
    "Take the square root of the corrected s: it is 4, so divide by 2.",
    adams_second_step(start=1.0),
    "w is 0.9 after the first step. Go on from there.",
    adams_second_step(start=0.0),
    "That is how far w moves. Asked for is where it is: 0.9, and this added.",
    adams_second_step(start=0.0, sign=1.0),
    "That is the step. It is subtracted from 0.9.",
    0.9,
    "0.9 is where w stands after the first step, and the second moves it a little: write four decimals.",
    0.91,
    "0.91 is right, but rounded too much: write four decimals.",
    1.0,
    "In later steps Adam does not move by the whole learning rate: work out m and s.",
    1.1,
    "That is the step of SGD, 0.1 · 2. Adam divides m by the root of s.",
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
    lambda o, n: [o[i :: -(-len(o) // n)] for i in range(-(-len(o) // n))],
    "Your batches take examples from here and there. A batch is a piece of `order` in one go.",
    lambda o, n: [o[i : i + n] for i in range(len(o))],
    "Your batches overlap: the next one starts where the last one ends.",
    lambda o, n: [o[i * n : (i + 1) * n] for i in range(len(o) // n + 1)],
    "Where the examples come out even, your last batch is empty.",
    lambda o, n: [o[i : i + n + 1] for i in range(0, len(o), n)],
    "One too many in each batch: the end of a slice does not belong to it.",
    lambda o, n: [o[i : i + n - 1] for i in range(0, len(o), n)],
    "One too few in each batch: a slice ends before its end, so that is `start + batch_size`.",
    lambda o, n: [o[i:n] for i in range(0, len(o), n)],
    "After the first, your batches are empty: a slice ends at a place in `order`, `start + batch_size`.",
    lambda o, n: [o[i : i + n] for i in range(0, len(o), n)][::-1],
    "The batches are right, but the last one comes first.",
    lambda o, n: o,
    "That is `order`, uncut: a list of batches is asked for.",
    lambda o, n: np.split(o, range(n, len(o) - n + 1, n)),
    "What is left belongs to a batch of its own, not to the last full one.",
    lambda o, n: list(range(0, len(o), n)),
    "These are the places where batches begin. A batch is the piece of `order` from one to the next.",
    lambda o, n: [some for some, _ in batches(o, o, n)],
    "`ll.batches` shuffles, but `order` is shuffled already. Cut it by hand.",
    lambda o, n: np.array_split(o, -(-len(o) // n)),
    "Your batches are evened out. Asked for are full batches of `batch_size`, and the rest in the last.",
    *(
        said
        for first in (lambda o, n: [o[:n]], lambda o, n: o[:n])
        for said in (first, "That is the first batch only. Does `return` stand inside your loop?")
    ),
)


@exercises.code(
    cases=((LOSSES, 1), (LOSSES, 2), (LOSSES, 3), (LOSSES, 5), ([0.5, 0.6, 0.55, 0.52], 2), (TIES, 2)),
    hints=(
        "Go through the epochs and remember the index of the lowest loss so far.",
        "Stop as soon as `epoch - best == patience`.",
    ),
    praise="With a patience of 1 it stops at epoch 3 and misses the better ones: that is why one waits a little.",
)
def stop_epoch(validation_losses, patience):
    best = 0
    for epoch, loss in enumerate(validation_losses):
        if loss < validation_losses[best]:
            best = epoch
        if epoch - best == patience:
            return epoch
    return len(validation_losses) - 1


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
    lambda losses, patience: np.argmin(losses) + patience,
    "You looked at the whole list. While you train you do not know the later losses.",
    lambda losses, patience: np.argmin(losses),
    "That is the best of all epochs. While you train you do not know the later ones.",
    lambda losses, patience: stop_epoch(losses, patience + 1),
    "One epoch too late: with a patience of 1, the first epoch without a new record ends it.",
    lambda losses, patience: stop_epoch(losses, patience - 1),
    "One epoch too early: count the epochs after the record, not the record itself.",
    lambda losses, patience: stop_epoch(losses, 1),
    "You ignore `patience`: you stop at the first epoch without a record.",
    lambda losses, patience: stops_when_it_rises(losses, 1, np.greater),
    "You ignore `patience`: you stop as soon as the loss rises.",
    lambda losses, patience: waits(losses, patience, lambda loss, best: loss > best, best=-np.inf),
    "You look for the highest loss. A record is a lower one: compare with `<`.",
    lambda losses, patience: len(losses) - 1,
    "You never stop early.",
    lambda losses, patience: waits(losses, patience, lambda loss, best: loss <= best),
    "A loss that only equals the lowest is no new record: compare with `<`.",
    lambda losses, patience: waits(losses, patience, reset=False),
    "In a row: a new record starts the count again at 0.",
    lambda losses, patience: waits(losses, patience, best=losses[0]),
    "You count the first epoch as one without a record. It is the first record.",
    lambda losses, patience: np.argmin(losses[: stop_epoch(losses, patience) + 1]),
    "That is the best epoch so far. Asked for is the one at which you stop.",
    lambda losses, patience: losses[stop_epoch(losses, patience)],
    "That is the loss there. Asked for is its index: in which epoch do you stop?",
    *(
        said
        for never in (lambda losses: -1, len)
        for said in (
            lambda losses, patience, never=never: waits(losses, patience, last=never(losses)),
            "If the patience is never used up, return the last index: `len(validation_losses) - 1`.",
        )
    ),
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
    "So many neurons can learn them all, but not in so few epochs.",
    (4, 300),
    "So few neurons do not learn them, not even in 300 epochs. Take more.",
    (300, 200),
    "The first number is outside the limits: whole numbers from 1 to 256 for the neurons.",
    (128, 400),
    "The second number is outside the limits: whole numbers from 1 to 300 for the epochs.",
)
