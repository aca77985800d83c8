"""Exercises and questions of lesson 06, gradient descent."""

import numpy as np

from ...exercises.ladder import Exercise, Mistake
from ...exercises.quiz import Option, Question


def derivative(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


def descend(slope, x, learning_rate, steps):
    for _ in range(steps):
        x = x - learning_rate * slope(x)
    return x


def momentum_step(x, velocity, slope, learning_rate, momentum):
    velocity = momentum * velocity + slope
    return x - learning_rate * velocity, velocity


def flat(x):
    return -np.exp(-x**2)


def square(x):
    return x**2


def cube(x):
    return x**3


def slope_of_square(x):
    return 2 * x


def slope_of_fourth(x):
    return 4 * x**3


def descend_with_old_slope(slope, x, learning_rate, steps):
    return x - steps * learning_rate * slope(x)


AROUND = np.array([0.0, 3 - 1e-4, 3 + 1e-4])


def lower_but_flat(values):
    """From f(0) and f on both sides of 3: is 0 at least 0.5 lower, and is the slope at 3 small?"""
    at_0, before, after = np.broadcast_to(np.asarray(values, dtype=float), 3)
    return bool(at_0 <= before - 0.5 + 1e-6), bool(abs(after - before) / 2e-4 < 1e-3)


UPHILL = "Here v adds up the slopes, so it points uphill: μ v + slope. The minus comes with the step of x."

EXERCISES = [
    Exercise(
        "derivative",
        solution=derivative,
        cases=((square, 3.0, 0.1), (cube, 2.0, 0.1), (cube, -1.0, 0.5)),
        mistakes=(
            Mistake(lambda f, x, h: (f(x + h) - f(x)) / h, "One-sided: it looks only ahead. Go h to either side, and divide by 2h."),
            Mistake(lambda f, x, h: (f(x) - f(x - h)) / h, "One-sided: it looks only back. Go h to either side, and divide by 2h."),
            Mistake(lambda f, x, h: (f(x + h) - f(x - h)) / h, "From x − h to x + h it is 2h, not h."),
            Mistake(lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h, "Mind the brackets: `/ 2 * h` divides by 2 and then multiplies by h."),
            Mistake(lambda f, x, h: f(x + h) - f(x - h) / (2 * h), "Mind the brackets: the whole difference is divided."),
            Mistake(lambda f, x, h: f(x + h) - f(x - h), "That is the rise. The slope is rise divided by run, and the run is 2h."),
            Mistake(lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), "The sign is wrong: right minus left."),
        ),
        hints=("Rise over run, from x − h to x + h.", "`(f(x + h) - f(x - h)) / ...`: how long is the run?"),
        praise="For x² it is exact with any h. For x³ it is off by h².",
    ),
    Exercise(
        "next_x",
        solution=-1.8,
        mistakes=(
            Mistake(-4.2, "You climbed: the slope there is −6, and minus 0.2 · (−6) is plus 1.2."),
            Mistake(-4.8, "You used the height, f(−3) = 9. A step uses the slope, 2 · (−3) = −6."),
            Mistake(3.0, "You left out the learning rate: the step is 0.2 times the slope."),
            Mistake(-2.4, "The slope of x² is 2x, not x."),
            Mistake(1.8, "You stand at −3, not at 3: there the slope is −6."),
            Mistake(3.24, "That is the height after the step. Asked is the place, x."),
            Mistake(1.2, "That is the step alone. Where do you stand after it?"),
        ),
        hints=("The slope of x² at −3 is 2 · (−3) = −6.", "x − η · slope = −3 − 0.2 · (−6)."),
        praise="The slope is negative, so the step goes to the right: downhill.",
    ),
    Exercise(
        "gradient_by_hand",
        solution=(2.0, -12.0),
        mistakes=(
            Mistake(np.array([-2.0, 12.0]), "That is the direction of descent. Asked is the gradient, which points uphill."),
            Mistake(np.array([2.0, 12.0]), "y is −2 here, so 6y is negative."),
            Mistake(np.array([-12.0, 2.0]), "Right numbers in the wrong order: first ∂f/∂x, then ∂f/∂y."),
            Mistake(np.array([2.0, -4.0]), "The 3 is missing: the derivative of 3y² is 6y."),
            Mistake(np.array([2.0, -6.0]), "The derivative of y² is 2y, so that of 3y² is 6y."),
            Mistake(np.array([4.0, 6.0]), "That is the gradient at (2, 1), from the text. Here the point is (1, −2)."),
            Mistake(np.array([1.0, 12.0]), "These are the two terms of f. Take the derivative of each: 2x and 6y."),
            Mistake(13.0, "That is f itself. The gradient has one slope for each variable."),
            Mistake(-10.0, "Do not add them up: the gradient is a vector, one slope for each variable."),
        ),
        hints=("Hold y still: the slope along x is 2x. Hold x still: the slope along y is 6y.", "Put in x = 1 and y = −2."),
        praise="It is much steeper along y than along x.",
    ),
    Exercise(
        "safe_rate",
        solution=1 / 3,
        tolerance=3e-4,
        mistakes=(
            Mistake(0.33, "Very close, but rounded: write a fraction."),
            Mistake(1.0, "That is the limit along x. Along y it is steeper, and the steepest direction sets the limit."),
            Mistake(1 / 6, "With 1/6 the factor of y is 0: y arrives in one step. You may go further, until 1 − 6η is −1."),
            Mistake(3.0, "Upside down: 6η may go up to 2, so η up to 2/6."),
            Mistake(0.5, "Then x arrives in one step, but y is multiplied by 1 − 3 = −2 each time."),
            Mistake(
                0.3,
                "It converges there, but also a little above. Write the limit itself, as a fraction if you like.",
            ),
            Mistake(2 / 3, "There 1 − 6η is −3, and y grows. It must stay between −1 and 1: 6η may go up to 2."),
        ),
        hints=("A step multiplies x by 1 − 2η and y by 1 − 6η.", "Both must stay between −1 and 1: 2η ≤ 2 and 6η ≤ 2."),
        praise="The steepest direction sets the limit for all: x alone could take up to 1.",
    ),
    Exercise(
        "jacobian_by_hand",
        solution=[[3.0, 2.0], [1.0, 6.0], [5.0, 0.0]],
        mistakes=(
            Mistake(np.array([[3.0, 1.0, 5.0], [2.0, 6.0, 0.0]]), "Transposed: one row for each output, one column for each input."),
            Mistake(np.array([[2.0, 3.0], [1.0, 6.0], [5.0, 0.0]]), "∂(xy)/∂x is y = 3, and ∂(xy)/∂y is x = 2: you swapped them."),
            Mistake(np.array([[3.0, 2.0], [1.0, 3.0], [5.0, 0.0]]), "The derivative of y² is 2y, that is 6."),
            Mistake(
                np.array([[3.0, 2.0], [2.0, 6.0], [5.0, 0.0]]),
                "The derivative of x is 1: x + y² changes by 1 for each 1 in x.",
            ),
            Mistake(
                np.array([[3.0, 2.0], [1.0, 6.0], [10.0, 0.0]]),
                "10 is 5x itself. Its derivative is 5, wherever x is.",
            ),
            Mistake(np.array([6.0, 11.0, 10.0]), "These are the three outputs. Asked is how each changes with each input."),
            Mistake(np.array([[3.0, 2.0], [1.0, 6.0], [5.0, 5.0]]), "5x does not change at all when y does."),
        ),
        hints=("Three outputs, two inputs: three rows, two columns.", "Row 1 is (y, x), row 2 is (1, 2y), row 3 is (5, 0); x = 2, y = 3."),
        praise="Each row is the gradient of one output.",
    ),
    Exercise(
        "descend",
        solution=descend,
        cases=((slope_of_square, 3.0, 0.1, 2), (slope_of_fourth, 1.0, 0.1, 3), (slope_of_square, -1.0, 0.25, 1)),
        mistakes=(
            Mistake(lambda s, x, r, n: descend(s, x, -r, n), "It climbs: step against the slope, with a minus."),
            Mistake(lambda s, x, r, n: descend(s, x, r, 1), "That is one step, whatever `steps` says. Is there a loop, is `return` behind it, and is x new each time?"),
            Mistake(lambda s, x, r, n: x, "It stays where it starts: keep the new place, `x = ...`."),
            Mistake(lambda s, x, r, n: descend(slope_of_square, x, r, n), "The slope of x² is 2x, but other functions come as well: use `slope(x)`."),
            Mistake(lambda s, x, r, n: descend(s, x, r, n - 1), "One step too few: `range(steps)` gives exactly `steps` rounds."),
            Mistake(lambda s, x, r, n: descend(s, x, 1.0, n), "The learning rate is missing."),
            Mistake(descend_with_old_slope, "The slope changes on the way: ask `slope(x)` again in each step."),
            Mistake(lambda s, x, r, n: descend(s, x, r, n + 1), "One step too many: `range(steps)` gives exactly `steps` rounds."),
        ),
        hints=("A loop: `for _ in range(steps):`", "In it: `x = x - learning_rate * slope(x)`. After it: `return x`."),
        praise="Gradient descent in three lines. Lesson 08 adds to them.",
    ),
    Exercise(
        "momentum_step",
        solution=momentum_step,
        cases=((2.4, 6.0, 4.8, 0.1, 0.5), (1.0, -2.0, 1.0, 0.2, 0.9), (0.0, 0.0, 1.0, 0.1, 0.9)),
        mistakes=(
            Mistake(lambda x, v, s, r, m: (x + m * v - r * s, m * v - r * s), "Others write it so, with the learning rate inside the velocity. Here the velocity is μ v + slope."),
            Mistake(lambda x, v, s, r, m: (x + r * (m * v - s), m * v - s), UPHILL),
            Mistake(lambda x, v, s, r, m: (x - r * (m * v - s), m * v - s), UPHILL),
            Mistake(lambda x, v, s, r, m: (x - r * (m * v + s), v), "The new x is right. Return the new velocity with it, not the old one."),
            Mistake(
                lambda x, v, s, r, m: (x - r * (m * v + (1 - m) * s), m * v + (1 - m) * s),
                "Others write it so, as a mean of slopes. Here the slope counts in full: μ v + slope.",
            ),
            Mistake(
                lambda x, v, s, r, m: (x - r * m * (v + s), m * (v + s)),
                "Only the old velocity fades. The slope is added in full: μ v + slope.",
            ),
            Mistake(lambda x, v, s, r, m: (x - r * v, m * v + s), "You moved with the old velocity: update the velocity first."),
            Mistake(lambda x, v, s, r, m: (x - r * s, m * v + s), "You moved by the slope alone: move by the new velocity."),
            Mistake(lambda x, v, s, r, m: (x - r * (v + s), v + s), "The old velocity must fade: multiply it by `momentum`."),
            Mistake(lambda x, v, s, r, m: (x + r * (m * v + s), m * v + s), "It climbs: x minus learning rate times velocity."),
            Mistake(lambda x, v, s, r, m: x - r * (m * v + s), "Return both: the new x and the new velocity."),
            Mistake(lambda x, v, s, r, m: (m * v + s, x - r * (m * v + s)), "The other way round: first x, then the velocity."),
            Mistake(lambda x, v, s, r, m: (x - m * v - s, m * v + s), "The learning rate is missing."),
        ),
        hints=("First the velocity: what is left of the old one, plus the slope.", "`velocity = momentum * velocity + slope`, then x minus learning_rate times that."),
        praise="With momentum 0 it is plain gradient descent.",
    ),
    Exercise(
        "flat",
        solution=flat,
        cases=((AROUND,),),
        observe=lower_but_flat,
        mistakes=(
            Mistake(square, "At 0 it is low enough, but at 3 it is too steep: descent finds its way. It must be flat around 3."),
            Mistake(lambda x: 0 * x, "At 3 it is flat enough, but there is nothing to find: f(0) must be at least 0.5 lower than f(3)."),
            Mistake(lambda x: -square(x), "f(0) is not 0.5 lower than f(3), and at 3 it is too steep. Think of a plain with a hole at 0."),
        ),
        hints=("Lesson 03: which activations are flat far from 0?", "tanh is flat far out, and x² is far out at 3 but 0 at 0.", "`np.tanh(x**2)`"),
        praise="Descent from 3 hardly moves: where there is no slope, there is nothing to follow.",
    ),
]

QUESTIONS = [
    Question(
        "double_rate",
        "On f(x) = x², from x = 3, with learning rate 0.1, you need 31 steps to come within 0.003 of the bottom. How many with learning rate 1, ten times as much?",
        (
            Option("About 3: ten times as fast", "A natural guess, and up to a learning rate of 0.5 more is indeed faster. Section 3 shows what happens at 1."),
            Option("1: it jumps right to the bottom", "That is learning rate 0.5. With 1 it jumps twice as far: over the bottom and up the other side."),
            Option("It never gets there", "It jumps from 3 to −3, and back, and so on for ever. Section 3 shows why.", True),
        ),
    ),
    Question(
        "step_length",
        "The learning rate stays the same. What happens to the length of the steps as you come near the bottom of x²?",
        (
            Option("They stay equally long", "A step is learning rate times slope, and the slope gets smaller."),
            Option("They get shorter by themselves", "The slope 2x shrinks with x, so the steps do too.", True),
            Option("They get longer", "The slope shrinks towards the bottom, and the step is learning rate times slope."),
        ),
    ),
    Question(
        "steeper_valley",
        "For x² the learning rate 0.5 was the best: one step. What does it do on f(x) = 5x², whose slope is 10x?",
        (
            Option("It arrives in one step, as before", "The factor is now 1 − 10 · 0.5 = −4."),
            Option("It arrives, only more slowly", "A steeper valley means longer steps, and here too long ones: the factor is 1 − 10 · 0.5 = −4."),
            Option("It diverges", "The factor is 1 − 10 · 0.5 = −4: each step is four times as far out as the last.", True),
        ),
    ),
    Question(
        "right_angle",
        "The gradient at a point is (4, 6). In which direction is the slope 0?",
        (
            Option("(−4, −6)", "That is the steepest way down."),
            Option("(6, −4)", "4 · 6 + 6 · (−4) = 0: at right angles to the gradient runs the contour line.", True),
            Option("In none: the gradient is not 0", "The gradient is not 0, but across the hill you neither climb nor fall: 4 · 6 + 6 · (−4) = 0."),
        ),
    ),
    Question(
        "zigzag",
        "A long valley, 20 times as steep across as along. What does gradient descent without momentum do, with a learning rate just small enough not to diverge?",
        (
            Option("It walks straight to the lowest point", "The gradient points across the valley, not along it."),
            Option("It zigzags across and creeps along", "The rate is at its limit across, and far too small along.", True),
            Option("It diverges along the valley", "Along the valley the slope is gentle: there the steps are too short, not too long."),
        ),
    ),
]

QUIZ = [
    Question(
        "against",
        "Why does gradient descent step against the gradient?",
        (
            Option("The gradient points to the highest point", "It points where f rises fastest from here. The top may lie elsewhere."),
            Option("The gradient points to the lowest point, but backwards", "It knows only the slope here, not where the lowest point is."),
            Option("Of all directions from here, f falls fastest there", "The slope is the gradient's length times the cosine of the angle to it: least at 180 degrees.", True),
        ),
    ),
    Question(
        "rate_too_small",
        "The loss falls with each step, but very little. What do you try first?",
        (
            Option("A larger learning rate", "Smooth and slow: there is room. Multiply it by 3 and look again.", True),
            Option("A smaller learning rate", "Then it is slower still. Smaller helps when the loss jumps about or grows."),
            Option("Turn the sign of the step", "The loss falls, so the direction is right."),
        ),
    ),
    Question(
        "loss_grows",
        "The loss is 3, then 12, then 70, then 900. What is the matter?",
        (
            Option("The model is too small", "A small model stops getting better. It does not fly away."),
            Option("The learning rate is too large", "Each step overshoots and lands on steeper ground.", True),
            Option("It got stuck in a valley", "Then the loss would stay the same."),
        ),
    ),
    Question(
        "shape_of_jacobian",
        "A layer takes 3 inputs and gives 5 outputs. What shape does its Jacobian have?",
        (
            Option("(3, 5)", "One row for each output, one column for each input."),
            Option("(5, 3)", "m outputs, n inputs: m × n.", True),
            Option("(5,)", "Each of the 5 outputs changes with each of the 3 inputs: 15 numbers."),
        ),
    ),
    Question(
        "diagonal",
        "The Jacobian of an elementwise activation is diagonal. Why?",
        (
            Option("Output i depends on input i alone", "So all other partial derivatives are 0.", True),
            Option("All its slopes are equal", "They differ: each is the slope at its own input. It is the others that are 0."),
            Option("Activations are linear", "They are not. But each output sees only its own input."),
        ),
    ),
    Question(
        "slope_zero",
        "Gradient descent has stopped: the gradient is 0. Where are you?",
        (
            Option("At the lowest point of all", "Perhaps. But it is 0 at the bottom of any valley, in the middle of a saddle and on a plain as well."),
            Option("In a valley, on a saddle, on a top or on a plain", "The gradient alone cannot tell them apart.", True),
            Option("Nowhere: that cannot happen", "At the bottom of every smooth valley it is 0."),
        ),
    ),
]
