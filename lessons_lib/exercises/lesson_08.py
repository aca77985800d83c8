"""Exercises and questions of lesson 08, training."""

from functools import lru_cache

import numpy as np

from .. import data
from ..activations import relu, softmax
from ..layers import multilayer_network
from ..losses import cross_entropy
from ..optimisers import SGD, Adam
from ..train import accuracy as share_right
from ..train import train
from .ladder import Exercise, Mistake
from .quiz import Option, Question

ORDER = np.array([3, 0, 6, 2, 5, 1, 4])
LOGITS = np.array([[2.0, 1.0, 0.0], [0.0, -1.0, 3.0], [1.0, 1.2, 0.9], [-2.0, 0.0, 1.0]])
TIES = [0.9, 0.5, 0.5, 0.6, 0.4, 0.3]
TWO = np.array([[0.0, 1.0], [2.0, 0.5]])
LOSSES = [0.9, 0.6, 0.5, 0.52, 0.45, 0.47, 0.46, 0.48, 0.40]
W, G = np.array([2.0, -1.0]), np.array([0.5, 0.0])


def epoch_batches(order, batch_size):
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def accuracy(logits, labels):
    return np.mean(logits.argmax(axis=1) == labels)


def decayed_step(w, gradient, learning_rate, weight_decay):
    return w - learning_rate * (gradient + weight_decay * w)


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


def stops_when_it_rises(test_losses, patience):
    """Counts epochs in a row that are worse than the one before, not worse than the best."""
    worse = 0
    for epoch in range(1, len(test_losses)):
        worse = worse + 1 if test_losses[epoch] >= test_losses[epoch - 1] else 0
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
    return "epochs" if neurons >= 64 else "neurons" if epochs >= 200 else "both"


@lru_cache(16)
@np.errstate(all="ignore")
def validation_accuracy(neurons, learning_rate, weight_decay):
    (x, labels), _ = data.digits()
    model = multilayer_network([64, neurons, 10], relu, seed=1)
    optimiser = SGD(model.parameters, learning_rate, momentum=0.9, weight_decay=weight_decay)
    train(model, x[:1150], labels[:1150], cross_entropy, optimiser, epochs=30)
    return share_right(model(x[1150:]), labels[1150:])


def reads_well(settings):
    """Are 285 of the 288 validation digits right, and if not, what may be the reason?"""
    neurons, learning_rate, weight_decay = settings
    if not (_whole(neurons, 512) and learning_rate > 0 and weight_decay >= 0):
        return "limits"
    share = validation_accuracy(int(neurons), float(learning_rate), float(weight_decay))
    if share > 284.5 / 288:
        return "well"
    if neurons < 16 or weight_decay >= 0.01 or learning_rate <= 0.005:
        return "few neurons" if neurons < 16 else "much decay" if weight_decay >= 0.01 else "slow"
    return "far" if share < 0.9 else "near"


def _whole(number, highest):
    return number == int(number) and 1 <= number <= highest


EXERCISES = [
    Exercise(
        "steps_taken",
        solution=70,
        mistakes=(
            Mistake(7, "That is one epoch. There are ten of them."),
            Mistake(60, "You left out the last batch of each epoch: 6 · 32 = 192, and 8 examples are left."),
            Mistake(62.5, "There is no half step: the last batch of each epoch is smaller, but it is a step."),
            Mistake(
                62,
                "The examples that are left make a batch too, the last of each epoch: round up, and in each epoch.",
            ),
            Mistake(6.25, "That is 200 / 32. There is no quarter of a batch, and there are ten epochs."),
            Mistake(2000, "That is one step for each example. Here a step takes a batch of 32."),
            Mistake(63, "The examples that are left at the end of an epoch are not kept for the next: round up in each epoch."),
            Mistake(10, "That is the number of epochs. Each of them takes several steps."),
            Mistake(320, "Batch size times epochs says nothing: how many batches do 200 examples make?"),
        ),
        hints=("How many batches do 200 examples make, the small last one included?", "200 / 32 = 6.25, so 7 batches an epoch."),
        praise="7 batches an epoch, the last with 8 examples, and 10 epochs.",
    ),
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
            Mistake(lambda o, n: [o[:n]], "That is the first batch only. Does `return` stand inside your loop?"),
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
        "decayed_step",
        solution=decayed_step,
        cases=((W, G, 0.1, 0.1), (W, G, 0.5, 0.0), (np.array([1.0, 3.0]), np.array([-1.0, 2.0]), 0.2, 0.5)),
        mistakes=(
            Mistake(lambda w, g, r, d: w - r * g, "The decay is missing: the gradient is `gradient + weight_decay * w`."),
            Mistake(lambda w, g, r, d: w - r * g - d * w, "The decay is part of the gradient, so the learning rate multiplies it too."),
            Mistake(lambda w, g, r, d: w - r * (g - d * w), "With a minus sign weights grow. Decay adds to the gradient."),
            Mistake(lambda w, g, r, d: w - r * (g + d), "The decay is in proportion to the weight: `weight_decay * w`."),
            Mistake(lambda w, g, r, d: w - r * (g + d * w**2), "The derivative of w²/2 is w, not w²."),
            Mistake(lambda w, g, r, d: w + r * (g + d * w), "That goes uphill: subtract."),
            Mistake(lambda w, g, r, d: r * (g + d * w), "That is the step. Take it away from w."),
            Mistake(lambda w, g, r, d: -r * (g + d * w), "That is the step alone. Add it to w."),
            Mistake(
                lambda w, g, r, d: g + d * w,
                "That is the gradient. Now take the step: w − learning rate · gradient.",
            ),
            Mistake(lambda w, g, r, d: w - r * (g + d / 2 * w), "The derivative of w²/2 is w: the half is gone."),
            Mistake(
                lambda w, g, r, d: w - r * (g + d / 2 * w**2),
                "You added the term of the loss. Add its derivative, λw.",
            ),
        ),
        hints=("Without decay: `w - learning_rate * gradient`.", "With it, each gradient has `weight_decay * w` added."),
        praise="Written as (1 − ηλ) w − η g it shows its name: without a gradient, w decays.",
    ),
    Exercise(
        "stop_epoch",
        solution=stop_epoch,
        cases=((LOSSES, 1), (LOSSES, 2), (LOSSES, 3), (LOSSES, 5), ([0.5, 0.6, 0.55, 0.52], 2), (TIES, 2)),
        mistakes=(
            Mistake(stops_when_it_rises, "You compare with the epoch before. Compare with the lowest loss so far: only a new record starts the count again."),
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
        "digit_settings",
        solution=(128, 0.1, 0.0005),
        observe=reads_well,
        mistakes=(
            Mistake((4, 0.2, 0.0), "So few hidden neurons misread too many. Take more of them."),
            Mistake((64, 0.001, 0.0), "It has not learned enough in 30 epochs: the steps are too short."),
            Mistake((64, 1.0, 0.0), "It learns nothing of use. The usual reason are steps that are too long: take a smaller learning rate."),
            Mistake((64, 0.2, 0.0), "Close, but fewer than 285. Change one thing at a time: the learning rate, the number of hidden neurons, a little decay."),
            Mistake((1000, 0.2, 0.0), "Outside the limits: neurons are a whole number from 1 to 512, the learning rate is above 0, the decay 0 or more."),
            Mistake((64, 0.1, 0.05), "Too much weight decay: it can no longer fit even the training data. Try 0.001 and less."),
        ),
        hints=("Twice as many hidden neurons are a good start.", "Try a learning rate of 0.1, and a weight decay from 0 to 0.001."),
        praise="Chosen without a look at the test data. (One digit more may be mere chance: think of the standard error.) Now train once on all training digits and measure once on the test digits: that number you may tell others.",
    ),
    Exercise(
        "learn_nonsense",
        solution=(128, 200),
        observe=by_heart,
        mistakes=(
            Mistake((4, 200), "Too few neurons to keep a hundred answers. Take more of them."),
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
    Question(
        "deep_identity",
        "Circles, a ring around a disc. Three layers of 8 neurons with `identity`, no activation at all. What will the border between the classes look like after 1,000 steps?",
        (
            Option("A circle", "That needs a bend, and linear layers have none: see lesson 03. Try it."),
            Option("A polygon: three layers make several edges", "Edges come from neurons that bend. Without activations, all layers collapse into one."),
            Option("A straight line", "Linear layers collapse into one, however many. At best it gets a little more than half of the points right.", True),
        ),
    ),
    Question(
        "empty_sheet",
        "Next you will draw digits for this network. What will it say about an empty sheet?",
        (
            Option("Nothing: all ten probabilities are 0", "They come from a softmax, so they sum to 1 whatever comes in."),
            Option("Exactly 10 % each: it cannot know", "Only if all ten logits were equal. With x = 0 the logits are what the biases make of it, and these have been trained."),
            Option("Some digit more than others, without a reason", "It must spread 100 % over the ten. “No digit” was never one of its answers.", True),
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
