"""The toy exercises of lesson 00, on which readers try how feedback, hints and solutions work."""

import numpy as np

from ...exercises.ladder import Exercise, Mistake
from ...exercises.quiz import Option, Question


def double(x):
    return 2 * x


EXERCISES = [
    Exercise(
        "seven_times_six",
        solution=42,
        mistakes=(
            Mistake(13, "You added. Multiply: 7 · 6."),
            Mistake(36, "That is 6 · 6. One more 6."),
            Mistake(49, "That is 7 · 7. One 7 less."),
            Mistake("42", "The quotation marks make it a text. Write the number without them: 42."),
        ),
        hints=("7 · 6 is 6 · 6 and one more 6.", "6 · 6 = 36."),
        praise="That is how a check says yes.",
    ),
    Exercise(
        "double",
        solution=double,
        cases=((3.0,), (np.array([1.0, -2.0]),), (0.0,)),
        mistakes=(
            Mistake(lambda x: x**2, "You squared x. Twice x is x + x, or `2 * x`."),
            Mistake(lambda x: x + 2, "You added 2. Twice x is x + x, or `2 * x`."),
            Mistake(lambda x: x / 2, "You halved x. Twice x is x + x, or `2 * x`."),
            Mistake(lambda x: x, "You give back x as it came in. Twice x is x + x, or `2 * x`."),
        ),
        hints=("A star multiplies: `3 * 4`.", "After `return` stands what the function gives back: `return 2 * x`."),
        praise="It works for numbers and for whole arrays.",
    ),
]

QUESTIONS = [
    Question(
        "run_again",
        "You run the cell `counter = counter + 1` three more times. What is counter then?",
        (
            Option("1: a cell always gives the same", "The kernel remembers. Each run starts from the value that the last run left."),
            Option("4: each run adds 1 to what is there", "Four runs in all, and the kernel forgets nothing in between.", True),
            Option("An error: you may run a cell only once", "You may run each cell as often as you like, in any order."),
        ),
    ),
]

QUIZ = [
    Question(
        "star",
        "There is [*] beside a cell and it stays. What does it mean?",
        (
            Option("The cell is wrong", "A wrong cell ends with a red message. The star means that it has not ended."),
            Option("It is running, or waits for one that is", "Wait, or press the square ■ to stop it.", True),
            Option("The cell was not saved", "Saving has its own sign: the dot on the notebook's tab."),
        ),
    ),
    Question(
        "name_error",
        "A cell says: NameError: name 'lesson' is not defined. What is the cure?",
        (
            Option("Install the package lesson", "lesson is a name from the notebook, made by the import cell at its top."),
            Option("Run the import cell at the top of the notebook", "After a restart the kernel knows nothing. Run from the top, or Run ▸ Run All Cells.", True),
            Option("Start the lesson from scratch", "Not needed: what you wrote stays. Only run the import cell again."),
        ),
    ),
    Question(
        "lost",
        "You click Restart Kernel. What is lost?",
        (
            Option("What I wrote in the cells", "The text belongs to the notebook, not to the kernel. It stays."),
            Option("The values of all variables", "The kernel starts empty. Run the cells again to have them back.", True),
            Option("Both", "Only what the kernel remembers. The notebook's text stays."),
        ),
    ),
    Question(
        "peek",
        "When may you unfold the solution of an exercise?",
        (
            Option("Whenever you like", "It is there for you. You learn most if you try first, then compare.", True),
            Option("Never, that is cheating", "Nobody counts. A solution read and understood is better than an evening stuck."),
            Option("When the teacher allows it", "You need nobody: it is always one click away."),
        ),
    ),
]
