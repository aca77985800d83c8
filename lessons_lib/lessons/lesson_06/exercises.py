"""Exercises of lesson 06, gradient descent."""

import numpy as np

import lessons_lib as ll

from ...exercises import Exercises


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


def dip_and_slope(values):
    """From f(0) and f on both sides of 3: what 0 is, seen from 3, and how steep it is at 3, in words."""
    at_0, before, after = np.broadcast_to(np.asarray(values, dtype=float), 3)
    if not np.isfinite([at_0, before, after]).all():
        return "no number"
    drop = before - at_0
    dip = "deep" if drop > 0.5 - 1e-6 else "shallow" if drop > 1e-2 else "level" if drop > -1e-2 else "hill"
    return dip, "flat" if abs(after - before) / 2e-4 < 1e-3 else "steep"


ADDS_UP = "Here v adds up slopes: μ v + slope, with a plus. The minus comes with the step of x."
RATE_INSIDE = "Others write it so, with the learning rate inside the velocity. Here the velocity is μ v + slope."


exercises = Exercises()


@exercises.code(
    cases=((square, 3.0, 0.1), (cube, 2.0, 0.1), (cube, -1.0, 0.5)),
    hints=(
        "Rise over run, from x − h to x + h.",
        "`(f(x + h) - f(x - h)) / ...`: how long is the run?",
    ),
    praise="For x² it is exact with any h. For x³ it is off by h².",
)
def derivative(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


exercises.mistakes(
    lambda f, x, h: (f(x + h) - f(x)) / h,
    "One-sided: it looks only ahead. Go h to either side, and divide by 2h.",
    lambda f, x, h: (f(x) - f(x - h)) / h,
    "One-sided: it looks only back. Go h to either side, and divide by 2h.",
    lambda f, x, h: (f(x + h) - f(x - h)) / h,
    "From x − h to x + h it is 2h, not h.",
    lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
    "Mind the brackets: `/ 2 * h` divides by 2 and then multiplies by h.",
    lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
    "Mind the brackets: the whole difference is divided.",
    lambda f, x, h: f(x + h) - f(x - h),
    "That is the rise. The slope is rise divided by run, and the run is 2h.",
    lambda f, x, h: ll.numerical_gradient(f, x),
    "That takes a step of its own, a smaller one. Go from x − h to x + h.",
    lambda f, x, h: 2 * x,
    "That is the slope of x². Other functions come as well: use `f`.",
    lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h),
    "The sign is wrong: right minus left.",
)


exercises.value(
    "gradient_by_hand",
    (2.0, -12.0),
    hints=(
        "Hold y still: the slope along x is 2x. Hold x still: the slope along y is 6y.",
        "Put in x = 1 and y = −2.",
    ),
    praise="It is much steeper along y than along x.",
)


exercises.mistakes(
    np.array([-2.0, 12.0]),
    "That is the direction of descent. The gradient points uphill.",
    np.array([2.0, 12.0]),
    "y is −2 here, so 6y is negative.",
    np.array([-12.0, 2.0]),
    "Right numbers in the wrong order: first ∂f/∂x, then ∂f/∂y.",
    np.array([2.0, -4.0]),
    "The 3 is missing: the derivative of 3y² is 6y.",
    np.array([2.0, -6.0]),
    "The derivative of y² is 2y, so that of 3y² is 6y.",
    np.array([4.0, 6.0]),
    "That is the gradient at (2, 1), from the text. Here the point is (1, −2).",
    np.array([1.0, 12.0]),
    "These are the two terms of f. Take the derivative of each: 2x and 6y.",
    13.0,
    "That is f itself. The gradient has one slope for each variable.",
    -10.0,
    "Do not add them up: the gradient is a vector, one slope for each variable.",
    (2.0, 6.0),
    "The first is right. The second, 6y, is taken at y = −2.",
)


exercises.value(
    "safe_rate",
    1 / 3,
    tolerance=3e-4,
    hints=(
        "A step multiplies x by 1 − 2η and y by 1 − 6η.",
        "Both must stay between −1 and 1: 2η ≤ 2 and 6η ≤ 2.",
    ),
    praise="The steepest direction sets the limit for all: x alone could take up to 1.",
)


exercises.mistakes(
    0.33,
    "Very close, but rounded: write a fraction.",
    1.0,
    "That is the limit along x. Along y it is steeper, and the steepest direction sets the limit.",
    1 / 6,
    "With 1/6 the factor of y is 0: y arrives in one step. You may go further, until 1 − 6η is −1.",
    3.0,
    "Upside down: 6η may go up to 2, so η up to 2/6.",
    0.5,
    "Then x arrives in one step, but y is multiplied by 1 − 3 = −2 each time.",
    0.3,
    "It converges there, but also a little above. Write the limit itself, as a fraction if you like.",
    2 / 3,
    "There 1 − 6η is −3, and y grows. It must stay between −1 and 1: 6η may go up to 2.",
    0.05,
    "That is the limit of the long valley, x² + 20y². Here the steepest curvature is 6.",
)


exercises.value(
    "jacobian_by_hand",
    [[3.0, 2.0], [1.0, 6.0], [5.0, 0.0]],
    hints=(
        "Three outputs, two inputs: three rows, two columns.",
        "Row 1 is (y, x), row 2 is (1, 2y), row 3 is (5, 0); x = 2, y = 3.",
    ),
    praise="Each row is the gradient of one output.",
)


exercises.mistakes(
    np.array([[3.0, 1.0, 5.0], [2.0, 6.0, 0.0]]),
    "Transposed: one row for each output, one column for each input.",
    np.array([[2.0, 3.0], [1.0, 6.0], [5.0, 0.0]]),
    "∂(xy)/∂x is y = 3, and ∂(xy)/∂y is x = 2: you swapped them.",
    np.array([[3.0, 2.0], [1.0, 3.0], [5.0, 0.0]]),
    "The derivative of y² is 2y, that is 6.",
    np.array([[3.0, 2.0], [2.0, 6.0], [5.0, 0.0]]),
    "The derivative of x is 1: x + y² changes by 1 for each 1 in x.",
    np.array([[3.0, 2.0], [1.0, 6.0], [10.0, 0.0]]),
    "10 is 5x itself. Its derivative is 5, wherever x is.",
    np.array([6.0, 11.0, 10.0]),
    "These are the three outputs. How does each change with each input?",
    np.array([[3.0, 2.0], [1.0, 6.0], [5.0, 5.0]]),
    "5x does not change at all when y does.",
)


@exercises.code(
    cases=((slope_of_square, 3.0, 0.1, 2), (slope_of_fourth, 1.0, 0.1, 3), (slope_of_square, -1.0, 0.25, 1)),
    hints=(
        "A loop: `for _ in range(steps):`",
        "In it: `x = x - learning_rate * slope(x)`. After it: `return x`.",
    ),
    praise="Gradient descent in three lines. Lesson 08 adds to them.",
)
def descend(slope, x, learning_rate, steps):
    for _ in range(steps):
        x = x - learning_rate * slope(x)
    return x


exercises.mistakes(
    lambda s, x, r, n: descend(s, x, -r, n),
    "It climbs: step against the slope, with a minus.",
    lambda s, x, r, n: descend(s, x, r, 1),
    "That is one step, whatever `steps` says. Is there a loop, is `return` behind it, and is x new each time?",
    lambda s, x, r, n: x,
    "It stays where it starts: keep the new place, `x = ...`.",
    lambda s, x, r, n: descend(slope_of_square, x, r, n),
    "The slope of x² is 2x, but other functions come as well: use `slope(x)`.",
    lambda s, x, r, n: descend(s, x, r, n - 1),
    "One step too few: `range(steps)` gives exactly `steps` rounds.",
    lambda s, x, r, n: descend(s, x, 1.0, n),
    "The learning rate is missing.",
    descend_with_old_slope,
    "The slope changes on the way: ask `slope(x)` again in each step.",
    lambda s, x, r, n: descend(s, x, r, n + 1),
    "One step too many: `range(steps)` gives exactly `steps` rounds.",
)


@exercises.code(
    cases=((2.4, 6.0, 4.8, 0.1, 0.5), (1.0, -2.0, 1.0, 0.2, 0.9), (0.0, 0.0, 1.0, 0.1, 0.9)),
    hints=(
        "First the velocity: what is left of the old one, plus the slope.",
        "`velocity = momentum * velocity + slope`, then x minus learning_rate times that.",
    ),
    praise="With momentum 0 it is plain gradient descent.",
)
def momentum_step(x, velocity, slope, learning_rate, momentum):
    velocity = momentum * velocity + slope
    return x - learning_rate * velocity, velocity


exercises.mistakes(
    lambda x, v, s, r, m: (x + m * v - r * s, m * v - r * s),
    RATE_INSIDE,
    lambda x, v, s, r, m: (x - m * v - r * s, m * v + r * s),
    RATE_INSIDE,
    lambda x, v, s, r, m: (x + r * (m * v - s), m * v - s),
    ADDS_UP,
    lambda x, v, s, r, m: (x - r * (m * v - s), m * v - s),
    ADDS_UP,
    lambda x, v, s, r, m: (x - r * (m * v + s), v),
    "The new x is right. Return the new velocity with it, not the old one.",
    lambda x, v, s, r, m: (x - r * (m * v + (1 - m) * s), m * v + (1 - m) * s),
    "Others write it so, as a mean of slopes. Here the slope counts in full: μ v + slope.",
    lambda x, v, s, r, m: (x - r * m * (v + s), m * (v + s)),
    "Only the old velocity fades. The slope is added in full: μ v + slope.",
    lambda x, v, s, r, m: (x - r * v, m * v + s),
    "You moved with the old velocity: update the velocity first.",
    lambda x, v, s, r, m: (x - r * s, m * v + s),
    "You moved by the slope alone: move by the new velocity.",
    lambda x, v, s, r, m: (x - r * (v + s), v + s),
    "The old velocity must fade: multiply it by `momentum`.",
    lambda x, v, s, r, m: (x + r * (m * v + s), m * v + s),
    "It climbs: x minus learning rate times velocity.",
    lambda x, v, s, r, m: x - r * (m * v + s),
    "Return both: the new x and the new velocity.",
    lambda x, v, s, r, m: (m * v + s, x - r * (m * v + s)),
    "The other way round: first x, then the velocity.",
    lambda x, v, s, r, m: (x - m * v - s, m * v + s),
    "The learning rate is missing.",
)


@exercises.code(
    cases=((AROUND,),),
    observe=dip_and_slope,
    hints=(
        "Lesson 03: which activations are flat far from 0?",
        "tanh is flat far out, and x² is far out at 3 but 0 at 0.",
        "`np.tanh(x**2)`",
    ),
    praise="Descent from 3 hardly moves: where there is no slope, there is nothing to follow.",
)
def flat(x):
    return -np.exp(-x**2)


exercises.mistakes(
    square,
    "At 0 it is low enough, but at 3 it is too steep: descent finds its way. It must be flat around 3.",
    lambda x: 0 * x,
    "At 3 it is flat enough, but there is nothing to find: f(0) must be at least 0.5 lower than f(3).",
    lambda x: np.exp(-(x**2)),
    "Flat at 3, but at 0 you made a hill. Turn it over: a plain with a hole at 0.",
    lambda x: 0.3 * np.tanh(x**2),
    "Flat at 3, and 0 is lower, but not by 0.5. Make it deeper.",
    lambda x: 0.1 * x,
    "At 3 it is too steep, and 0 is lower by less than 0.5. Think of a plain with a deep hole at 0.",
    lambda x: -square(x),
    "At 0 you made a hill, and at 3 it is too steep. Think of a plain with a hole at 0.",
    lambda x: x * (x - 3),
    "f(0) and f(3) are equal, and at 3 it is steep. Think of a plain with a hole at 0.",
    np.log,
    "At 0 or around 3 your function has no finite value.",
)
