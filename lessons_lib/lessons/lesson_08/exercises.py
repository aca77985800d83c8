"""Exercises and questions of lesson 08, training."""

from functools import lru_cache

import numpy as np

from ... import data
from ...activations import relu, softmax
from ...layers import multilayer_network
from ...losses import cross_entropy
from ...optimisers import Adam
from ...train import accuracy as share_right
from ...train import train
from ...exercises.ladder import Exercise, Mistake
from ...exercises.quiz import Option, Question

ORDER = np.array([3, 0, 6, 2, 5, 1, 4])
LOGITS = np.array([[2.0, 1.0, 0.0], [0.0, -1.0, 3.0], [1.0, 1.2, 0.9], [-2.0, 0.0, 1.0]])
TIES = [0.9, 0.5, 0.5, 0.6, 0.4, 0.3]
TWO = np.array([[0.0, 1.0], [2.0, 0.5]])
LOSSES = [0.9, 0.6, 0.5, 0.52, 0.45, 0.47, 0.46, 0.48, 0.40]


def epoch_batches(order, batch_size):
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def accuracy(logits, labels):
    return np.mean(logits.argmax(axis=1) == labels)


def best_epoch(test_losses):
    return int(np.argmin(test_losses))


def stop_epoch(test_losses, patience):
    best = 0
    for epoch, loss in enumerate(test_losses):
        if loss < test_losses[best]:
            best = epoch
        if epoch - best == patience:
            return epoch
    return len(test_losses) - 1


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


EXERCISES = [
    Exercise(
        "best_epoch",
        solution=best_epoch,
        cases=((LOSSES,), ([0.7, 0.3, 0.2, 0.4, 0.8],), ([0.5, 0.6, 0.7],)),
        mistakes=(
            Mistake(lambda losses: min(losses), "That is the lowest loss. Asked for is its index: when was it reached?"),
            Mistake(lambda losses: int(np.argmax(losses)), "That is the worst epoch: `argmin`, not `argmax`."),
            Mistake(lambda losses: int(np.argmin(losses)) + 1, "Epochs are counted from 0 here, as list indices are."),
            Mistake(lambda losses: len(losses) - 1, "That is the last epoch, not the best."),
            Mistake(lambda losses: stop_epoch(losses, 1) - 1, "You stop at the first rise. It may still fall later: look at all of them."),
        ),
        hints=("NumPy knows where the smallest of many numbers is.", "`np.argmin(test_losses)`"),
        praise="Real programs save the weights whenever a new lowest loss is reached, so that they can go back.",
    ),
    Exercise(
        "epoch_batches",
        solution=epoch_batches,
        cases=((ORDER, 3), (ORDER, 7), (ORDER, 2)),
        observe=list,
        mistakes=(
            Mistake(lambda o, n: [o[i : i + n] for i in range(0, len(o) - n + 1, n)], "The last batch is missing where it is smaller. Its examples count too."),
            Mistake(lambda o, n: [np.arange(len(o))[i : i + n] for i in range(0, len(o), n)], "You ignore `order`: the indices come unshuffled."),
            Mistake(lambda o, n: np.array_split(o, n), "`np.array_split` makes so many batches. Asked for are batches of so many examples."),
            Mistake(lambda o, n: [o[i::n] for i in range(n)], "You take every n-th example. A batch is a piece of `order` in one go."),
            Mistake(lambda o, n: [o[i : i + n] for i in range(len(o))], "Your batches overlap: the next one starts where the last one ends."),
            Mistake(
                lambda o, n: [o[i * n : (i + 1) * n] for i in range(len(o) // n + 1)],
                "Where the examples come out even, your last batch is empty.",
            ),
            Mistake(
                lambda o, n: [o[i : i + n + 1] for i in range(0, len(o), n)],
                "One too many in each batch: the end of a slice does not belong to it.",
            ),
            Mistake(
                lambda o, n: np.array_split(o, -(-len(o) // n)),
                "Your batches are evened out. Asked for are full batches of `batch_size`, and the rest in the last.",
            ),
            *(
                Mistake(first, "That is the first batch only. Does `return` stand inside your loop?")
                for first in (lambda o, n: [o[:n]], lambda o, n: o[:n])
            ),
        ),
        hints=("Starts are 0, batch_size, 2 · batch_size …: `range(0, len(order), batch_size)`.", "One batch is `order[start : start + batch_size]`. A slice may reach beyond the end."),
        praise="Each example once, none twice: that is an epoch. `ll.batches` does the same.",
    ),
    Exercise(
        "accuracy",
        solution=accuracy,
        cases=(
            (LOGITS, np.array([0, 2, 0, 2])),
            (LOGITS, np.array([0, 1, 0, 0])),
            (LOGITS[:3], np.array([0, 2, 1])),
            (TWO, np.array([1, 0])),
        ),
        mistakes=(
            Mistake(lambda z, y: np.sum(z.argmax(axis=1) == y), "You count the right ones. Divide by how many there are, or take the mean."),
            Mistake(lambda z, y: np.mean(z.argmax(axis=1) != y), "That is the share of wrong ones."),
            Mistake(lambda z, y: np.mean(softmax(z)[np.arange(len(y)), y]), "That is the mean probability of the right class. Accuracy only asks which class is largest."),
            Mistake(lambda z, y: np.mean(softmax(z)[np.arange(len(y)), y] > 0.5), "The right class need not reach 50 %: it is enough to be the largest."),
            Mistake(lambda z, y: z.argmax(axis=1) == y, "One answer per example. Take the mean of them: True counts as 1."),
            Mistake(lambda z, y: 100 * accuracy(z, y), "That is in per cent. As a share it is a hundredth of this."),
            Mistake(
                lambda z, y: np.mean(z.argmax() == y),
                "`argmax` without an axis looks at the whole table. Take the largest of each row: `argmax(axis=1)`.",
            ),
            Mistake(
                lambda z, y: np.mean(z.max(axis=1) == y),
                "These are the largest logits. Asked for is where they stand: `argmax`.",
            ),
        ),
        hints=("The guess for each row is where its largest logit is: `logits.argmax(axis=1)`.", "`guesses == labels` is True or False per example, and the mean of that is a share."),
        praise="Softmax is not needed: the largest logit is also the largest probability.",
    ),
    Exercise(
        "stop_epoch",
        solution=stop_epoch,
        cases=((LOSSES, 1), (LOSSES, 2), (LOSSES, 3), (LOSSES, 5), ([0.5, 0.6, 0.55, 0.52], 2), (TIES, 2)),
        mistakes=(
            *(
                Mistake(
                    lambda losses, patience, worse=worse: stops_when_it_rises(losses, patience, worse),
                    "You compare with the epoch before. Compare with the lowest loss so far: only a new record starts the count again.",
                )
                for worse in (np.greater, np.greater_equal)
            ),
            Mistake(
                lambda losses, patience: best_epoch(losses) + patience,
                "You looked at the whole list. While you train you do not know the later losses.",
            ),
            Mistake(lambda losses, patience: best_epoch(losses), "That is the best of all epochs. While you train you do not know the later ones."),
            Mistake(lambda losses, patience: stop_epoch(losses, patience + 1), "One epoch too late: with a patience of 1, the first epoch without a new record ends it."),
            Mistake(lambda losses, patience: len(losses) - 1, "You never stop early."),
            Mistake(
                lambda losses, patience: waits(losses, patience, lambda loss, best: loss <= best),
                "A loss that only equals the lowest is no new record: compare with `<`.",
            ),
            Mistake(
                lambda losses, patience: waits(losses, patience, reset=False),
                "In a row: a new record starts the count again at 0.",
            ),
            Mistake(
                lambda losses, patience: waits(losses, patience, best=losses[0]),
                "You count the first epoch as one without a record. It is the first record.",
            ),
            Mistake(
                lambda losses, patience: best_epoch(losses[: stop_epoch(losses, patience) + 1]),
                "That is the best epoch so far. Asked for is the one at which you stop.",
            ),
            Mistake(
                lambda losses, patience: stop_epoch(losses, patience) + 1,
                "One too many: the first epoch has index 0.",
            ),
        ),
        hints=(
            "Go through the epochs and remember the index of the lowest loss so far.",
            "Stop as soon as `epoch - best == patience`.",
        ),
        praise="With a patience of 1 it stops at epoch 3 and misses the better ones: that is why one waits a little.",
    ),
    Exercise(
        "learn_nonsense",
        solution=(128, 200),
        observe=by_heart,
        mistakes=(
            Mistake((128, 5), "It would learn them, but not in so few epochs."),
            Mistake((300, 200), "Outside the limits: whole numbers, at most 256 neurons and at most 300 epochs."),
            Mistake((4, 5), "Not all are learned. Take more neurons, more epochs, or both."),
        ),
        hints=("A network learns by heart if it has room (neurons) and time (epochs).", "Try 128 neurons and 200 epochs."),
        praise="100 % on labels that mean nothing, and chance on all other digits. A training accuracy of 100 % alone proves nothing at all.",
    ),
]

QUESTIONS = [
    Question(
        "hundred_percent",
        "100 % of the training points are right. What do you say?",
        (
            Option("Done: it cannot be better than 100 %", "On these points it cannot. On points that it has not seen, it may be much worse. Section 4 measures it."),
            Option("Not done: the loss may still fall", "It may, and that can even do harm. Section 4 shows a training loss that falls while the network gets worse."),
            Option("I do not know yet: show me points that it has not seen", "Only those count. It may have learned its examples by heart.", True),
            Option("It is broken: 100 % is impossible", "It is easy: a network with enough neurons learns any 100 points by heart, even with random labels."),
        ),
    ),
    Question(
        "batch_of_one",
        "20 epochs each, with the same learning rate and batches of 1, 10, 50 or 100 examples. Which ends with the lowest loss?",
        (
            Option("100: its gradient is exact", "Exact, but in 20 epochs it takes only 20 steps."),
            Option("50: large enough to be exact, small enough to be quick", "A good choice in practice, but 40 steps do not lead far here."),
            Option("1: it takes the most steps", "2,000 noisy steps beat 20 exact ones. But they also take nearly a hundred times as long: a computer handles 100 examples about as fast as one.", True),
            Option("All the same: each has seen every example 20 times", "What moves the parameters are steps, and their number differs: 2,000, 200, 40, 20."),
        ),
    ),
    Question(
        "best_of_hundred",
        "You train a hundred networks, take the one that is best on the test data, 99 %, and write “99 % on data that it has never seen”. Is that true?",
        (
            Option("Yes: no network saw the test data in training", "But you did, and chose by it. The best of a hundred was partly lucky on just these examples."),
            Option("No: it is too optimistic. New data are needed", "Choose by validation data, and measure the winner once on test data.", True),
            Option("No: the mean of the hundred would be right", "That would be honest about an average network, but this one may truly be better. Measure it on new data."),
        ),
    ),
]

QUIZ = [
    Question(
        "over_fitting",
        "Training loss 0.05 and falling, test loss 0.8 and rising. You want a lower test loss. Which of these would not help?",
        (
            Option("more training data", "It would: noise in many examples cancels out, and learning them by heart gets harder."),
            Option("stopping earlier", "It would: before the test loss turned, the network was better."),
            Option("more neurons", "With more room it learns even more by heart. At least it is no cure.", True),
            Option("weight decay", "It would: large weights, which bend around single points, become expensive."),
        ),
    ),
    Question(
        "twice_the_batch",
        "You double the batch size and keep the number of epochs. What happens to the number of steps?",
        (
            Option("It is halved", "Half as many batches in each epoch. Often a larger learning rate goes with it.", True),
            Option("It stays the same", "An epoch is once through all examples. Larger batches are fewer batches."),
            Option("It doubles", "The other way round: larger batches are fewer batches."),
        ),
    ),
    Question(
        "epoch_or_step",
        "1,000 examples, batches of 10, 5,000 steps. How many epochs is that?",
        (
            Option("5", "5,000 / 1,000 would be right for batches of one example."),
            Option("50", "100 steps make an epoch, so 5,000 steps make 50.", True),
            Option("500", "An epoch takes 1,000 / 10 = 100 steps, not 10."),
            Option("5,000", "A step is one batch, an epoch all batches."),
        ),
    ),
    Question(
        "test_twice",
        "You measured on the test data, were not content, changed the learning rate, and measured again: better. What is the second number worth?",
        (
            Option("As much as the first", "The first was a measurement. By now the test data have helped to choose."),
            Option("Less: the test data have become validation data", "A little less after two looks, much less after a hundred. Keep some data that nobody looks at.", True),
            Option("Nothing at all", "It still says something. But it is too optimistic, the more so the more often you look."),
        ),
    ),
    Question(
        "decay_too_much",
        "Two classes, equally frequent. With a weight decay of 10, training and test loss are both 0.69 and do not move. Why?",
        (
            Option("It over-fits", "Then the training loss would be low. Both are high: it under-fits."),
            Option("All weights are nearly 0, so every logit is", "And sigmoid(0) = 0.5, whose loss is ln 2 = 0.69: the network says nothing.", True),
            Option("The learning rate is too small", "Perhaps too, but 0.69 = ln 2 gives it away: the loss of someone who always says 50 %."),
        ),
    ),
    Question(
        "adam_first_step",
        "Adam with learning rate 0.01. Two parameters have the gradients 0.0002 and −50. How far do they move in the first step?",
        (
            Option("by 0.000002 and 0.5", "That is SGD. Adam divides by the size of the gradient."),
            Option("by −0.01 and 0.01", "The learning rate, against the sign of the gradient.", True),
            Option("both by −0.01", "The second gradient is negative, so that parameter grows."),
        ),
    ),
]
