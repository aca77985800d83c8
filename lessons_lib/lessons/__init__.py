"""The lessons, a folder each: its widgets (a picture with its controls), its exercises, its questions, its notes.

No lesson imports another. `lesson` brings together what belongs to one, for its notebook.
"""

from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import numpy as np

from ..exercises import Feedback, Quiz, read_questions
from .record import FILE, Progress, note

NUMBERS = tuple(sorted(m.name.removeprefix("lesson_") for m in iter_modules(__path__) if m.name.startswith("lesson_")))


def progress(folder=None):
    """Which exercises are solved, lesson by lesson.

    folder: for teachers, with the files progress.txt of a class anywhere in it: how many have each exercise.
    """
    files = [FILE] if folder is None else Path(folder).rglob(FILE)
    return Progress({number: list(_module(number).exercises) for number in NUMBERS}, files)


def _module(number):
    return import_module(f"{__name__}.lesson_{number}.exercises")


class Lesson:
    """The exercises and questions of one lesson: `check`, `ask` and `quiz` are all that a notebook needs.

    `notes` is for who teaches it: Markdown, a heading with minutes for each section of the notebook.
    """

    def __init__(self, number):
        np.set_printoptions(precision=4, suppress=True, legacy="1.25")  # numbers as a reader writes them
        if number not in NUMBERS:
            raise ValueError(f"lessons are numbered {', '.join(NUMBERS)}, got {number!r}")
        module = _module(number)
        self.number = number
        self.exercises = module.exercises
        self.notes = Path(module.__file__).with_name("notes.md").read_text("utf-8")
        asked, self.quiz_questions = read_questions(Path(module.__file__).with_name("questions.md"))
        self.questions = {question.name: question for question in asked}

    def check(self, name, answer=...):
        """Say how far `answer` is on the way to solving the exercise `name`, with hints and the solution to unfold."""
        if str(name) not in self.exercises:
            message = f"Lesson {self.number} has no such exercise. {self._nearest(name)}"
            return Feedback(str(name), "unknown exercise", message)
        feedback = self.exercises[str(name)].check(answer)
        if feedback:
            note(self.number, str(name))
        return feedback

    def ask(self, *names):
        """The questions of these names: choose an answer by clicking on it."""
        return Quiz(self.questions[name] for name in names)

    def quiz(self):
        """The questions at the end of the lesson."""
        return Quiz(self.quiz_questions)

    def _nearest(self, name):
        close = get_close_matches(str(name), self.exercises, n=1)
        return f"Did you mean “{close[0]}”?" if close else f"It has {', '.join(self.exercises)}."
