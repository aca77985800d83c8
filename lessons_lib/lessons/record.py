"""What is solved: a line for each exercise in the file progress.txt, beside the notebooks.

A line is added in one piece and none is ever changed. So a restart loses nothing, two kernels at once do not disturb
each other, and of a damaged file only the damaged lines are lost.
"""

import csv
from collections import Counter
from html import escape
from pathlib import Path

from ..settings import is_on

FILE = "progress.txt"


def note(number, name):
    """Write down that the exercise `name` of lesson `number` is solved; where nothing can be written, do without."""
    line = f"{number} {name}"
    if is_on("progress") and line not in solved(FILE):
        try:
            with open(FILE, "a", encoding="utf-8") as file:
                file.write(f"\n{line}\n")  # on a line of its own, whatever became of the one before
        except OSError:
            pass


def solved(path):
    """The lines of such a file, as a set; none if it cannot be read."""
    try:
        return set(Path(path).read_text("utf-8", errors="replace").splitlines())
    except OSError:
        return set()


class Progress:
    """Which exercises are solved.

    exercises: number of a lesson → names. files: one file is a reader's own; of several, how many have it is counted.
    """

    def __init__(self, exercises, files):
        self.exercises, self.files = exercises, list(files)
        counts = Counter(line for path in self.files for line in solved(path))
        self.counts = {(n, name): counts[f"{n} {name}"] for n, names in exercises.items() for name in names}

    def __repr__(self):
        return "\n".join(f"{number}  {text}" for number, text in self._lessons())

    def _repr_html_(self):
        rows = "".join(f"<tr><th>{number}</th><td>{escape(text)}</td></tr>" for number, text in self._lessons())
        return f"<table>{rows}</table>"

    def save(self, path):
        """Write a table, comma-separated: lesson, exercise, how many have it right, of how many. It names nobody."""
        with open(path, "w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(["lesson", "exercise", "right", "of"])
            table.writerows([*exercise, count, len(self.files)] for exercise, count in self.counts.items())

    def _lessons(self):
        for number, names in self.exercises.items():
            counts = {name: self.counts[number, name] for name in names}
            if len(self.files) == 1:
                marks = ", ".join(f"{'✓' if count else '○'} {name}" for name, count in counts.items())
                yield number, f"{sum(counts.values())} of {len(counts)}: {marks}"
            else:
                shares = ", ".join(f"{name} {count}" for name, count in counts.items())
                yield number, f"right, of {len(self.files)}: {shares}"
