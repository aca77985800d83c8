"""The toy exercises of lesson 00, on which readers try how feedback, hints and solutions work."""

import numpy as np

from ...exercises import Exercises

exercises = Exercises()


exercises.value(
    "seven_times_six",
    42,
    hints=(
        "7 · 6 is 6 · 6 and one more 6.",
        "6 · 6 = 36.",
    ),
    praise="That is how a check says yes.",
)


exercises.mistakes(
    13,
    "You added. Multiply: 7 · 6.",
    36,
    "That is 6 · 6. One more 6.",
    49,
    "That is 7 · 7. One 7 less.",
    "42",
    "The quotation marks make it a text. Write the number without them: 42.",
)


@exercises.code(
    cases=((3.0,), (np.array([1.0, -2.0]),), (0.0,)),
    hints=(
        "A star multiplies: `3 * 4`.",
        "After `return` stands what the function gives back: `return 2 * x`.",
    ),
    praise="It works for numbers and for whole arrays.",
)
def double(x):
    return 2 * x


exercises.mistakes(
    lambda x: x**2,
    "You squared x. Twice x is x + x, or `2 * x`.",
    lambda x: x + 2,
    "You added 2. Twice x is x + x, or `2 * x`.",
    lambda x: x / 2,
    "You halved x. Twice x is x + x, or `2 * x`.",
    lambda x: x,
    "You give back x as it came in. Twice x is x + x, or `2 * x`.",
)
