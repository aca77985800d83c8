"""The map of the series, read off the notebooks themselves: a lesson that is there is on the map.

A notebook's first cell names it, `# 01 · One neuron`, and says `**30 minutes** · you need: … · it covers: …`.
"""

import json
import re
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import NamedTuple


class Entry(NamedTuple):
    """One lesson on the map. number and title as in "01 · One neuron"; minutes a whole number."""

    file: str
    number: str
    title: str
    minutes: int
    covers: str


def entries(folder="."):
    """The lessons in a folder, in order: the notebooks whose first cell is of the agreed form."""
    return list(filter(None, map(_entry, sorted(Path(folder).glob("[0-9][0-9]_*.ipynb")))))


def _entry(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    form = r"# (\d\d) · (.+)\n\n\*\*(\d+) minutes\*\* · you need: .+ · it covers: (.+)"
    match = re.match(form, "".join(cells[0]["source"]) if cells else "")
    if match:
        number, title, minutes, covers = match.groups()
        return Entry(path.name, number, title, int(minutes), covers)


class SeriesMap:
    """The lessons in a folder as a table with links."""

    def __init__(self, folder="."):
        self.entries = entries(folder)

    def __repr__(self):
        return "\n".join(f"{e.number} · {e.title} ({e.minutes} minutes): {e.covers}" for e in self.entries)

    def _repr_markdown_(self):
        rows = [f"| [{e.number} · {e.title}]({e.file}) | {e.minutes} | {e.covers} |" for e in self.entries]
        return "\n".join(["| lesson | minutes | it covers |", "|---|---|---|", *rows])


def check_setup():
    """Say of each package that lessons_lib needs which version is here and whether it will do."""
    # A dependency of matplotlib and of every installer, so it is here without our asking.
    from packaging.requirements import Requirement

    all_right = True
    for needed in (Requirement(text) for text in requires("lessons_lib") if "extra" not in text):
        try:
            here = version(needed.name)
        except PackageNotFoundError:
            here = None
        fits = here is not None and needed.specifier.contains(here, prereleases=True)
        all_right &= fits
        print(f"{'✓' if fits else '✗'} {needed.name} {here or 'is missing'} (needed: {needed.specifier})")
    cure = "Not all right: start the series with `python3 run.py` (Windows: `py run.py`): it installs what is missing."
    print("All right." if all_right else cure)
