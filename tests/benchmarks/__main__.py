"""Measure, and write BENCHMARKS.md: the one way in which a number gets into that file.

    .venv/bin/python -m pip install torch micrograd gensim       # the rivals; those that are absent are said to be
    .venv/bin/python -m tests.benchmarks [parts]                 # all takes ten minutes; the machine should be quiet

Parts: sliders live_picture training word2vec installation notebooks. A part that is not run keeps its old section.
`--rivals PYTHON` takes another Python, in which the rivals are installed, for training and word2vec.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = ROOT / "BENCHMARKS.md"
PARTS = "sliders live_picture training word2vec installation notebooks".split()
INTRODUCTION = """# Benchmarks

`python -m tests.benchmarks` writes this file; nobody edits it. Below each title stand the day, the machine and its load
(processes that wanted to run, on average over the minute before the part began), and the versions. Where the load is
near the number of cores or above it, times are longer than on a quiet machine; ratios suffer less.
"""
MEASURE = """
import json, sys
from importlib.metadata import version
from importlib.util import find_spec
from tests.benchmarks import {part} as part
absent = [name for name in part.PACKAGES if not find_spec(name)]
versions = {{name: version(name) for name in part.PACKAGES if name not in absent}}
rows = [] if absent else list(part.rows())
facts = dict(title=part.TITLE, text=part.TEXT, head=part.HEAD, rows=rows, absent=absent, versions=versions)
print(json.dumps(facts | dict(python=sys.version.split()[0])))
"""


def machine():
    cores = os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{date.today()}, {platform.system()} on {platform.machine()}, {cores} cores{load}"


def measure(part, python):
    """The section of one part, measured in a process of its own: it sets threads before NumPy is loaded."""
    where = machine()
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    run = subprocess.run([python, "-c", MEASURE.format(part=part)], stdout=subprocess.PIPE, text=True, cwd=ROOT,
                         env=os.environ | {"PYTHONPATH": path}, timeout=600)  # fmt: skip
    if run.returncode:
        raise SystemExit(f"{part} failed, BENCHMARKS.md keeps its old section")
    return section(json.loads(run.stdout.splitlines()[-1]), where)


def section(facts, where):
    """Markdown: the title, the text, circumstances, and a table, or what is missing for one."""
    versions = "".join(f", {name} {number}" for name, number in facts["versions"].items())
    lines = [f"## {facts['title']}", "", facts["text"], "", f"{where}; Python {facts['python']}{versions}.", ""]
    if facts["absent"]:
        return "\n".join(lines + [f"Not measured, for want of `python -m pip install {' '.join(facts['absent'])}`.", ""])
    for row in [facts["head"], ["---", *["---:"] * (len(facts["head"]) - 1)], *facts["rows"]]:
        lines.append(f"| {' | '.join(map(str, row))} |")
    return "\n".join(lines + [""])


def put(section, text):
    """The text with this section in the place of the one of its title, or at the end."""
    start, *others = text.split("\n## ")
    title = section.splitlines()[0].removeprefix("## ")
    titles = [other.splitlines()[0] for other in others]
    body = section.removeprefix("## ").rstrip("\n") + "\n"
    if title in titles:
        others[titles.index(title)] = body
    else:
        others.append(body)
    return "\n## ".join([start.rstrip("\n") + "\n", *(other.rstrip("\n") + "\n" for other in others)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--rivals", default=sys.executable, help="a Python in which the rivals are installed")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(unknown)}. Parts are {', '.join(PARTS)}")
    for part in options.parts or PARTS:
        print(part, "…", flush=True)
        new = measure(part, options.rivals if part in ("training", "word2vec") else sys.executable)
        print(new, flush=True)
        old = FILE.read_text("utf-8") if FILE.exists() else INTRODUCTION
        FILE.write_text(put(new, old), "utf-8")


if __name__ == "__main__":
    main()
