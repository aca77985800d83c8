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
PARTS = {
    "sliders": "Every slider",
    "live_picture": "A slider against `interact`",
    "training": "A training step",
    "word2vec": "word2vec against gensim",
    "installation": "Installation and start",
    "notebooks": "Notebooks: run time and memory",
}
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
facts = dict(text=part.TEXT, head=part.HEAD, rows=rows, absent=absent, versions=versions)
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
        raise RuntimeError(f"{part} failed, BENCHMARKS.md keeps its old section")
    return section(PARTS[part], json.loads(run.stdout.splitlines()[-1]), where)


def section(title, facts, where):
    """Markdown: the title, the text, circumstances, and a table, or what is missing for one."""
    versions = "".join(f", {name} {number}" for name, number in facts["versions"].items())
    lines = [f"## {title}", "", facts["text"], "", f"{where}; Python {facts['python']}{versions}.", ""]
    if facts["absent"]:
        return "\n".join(lines + [f"Not measured, for want of `python -m pip install {' '.join(facts['absent'])}`.", ""])
    for row in [facts["head"], ["---", *["---:"] * (len(facts["head"]) - 1)], *facts["rows"]]:
        lines.append(f"| {' | '.join(map(str, row))} |")
    return "\n".join(lines + [""])


def put(title, section, text):
    """The text with this section in the place of its old one, and with a section for every part."""
    start, *others = text.split("\n## ")
    sections = {name: f"## {name}\n\nNot measured yet.\n" for name in PARTS.values()}
    sections |= {other.partition("\n")[0]: f"## {other.rstrip()}\n" for other in others} | {title: section}
    return "\n".join([f"{start.rstrip()}\n", *(sections[name] for name in PARTS.values())])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--rivals", default=sys.executable, help="a Python in which the rivals are installed")
    options = parser.parse_args()
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"unknown: {', '.join(unknown)}. Parts are {', '.join(PARTS)}")
    failed = []
    for part in options.parts or PARTS:
        print(part, "…", flush=True)
        try:
            new = measure(part, options.rivals if part in ("training", "word2vec") else sys.executable)
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            failed.append(str(error).splitlines()[0][:200])
            continue
        print(new, flush=True)
        old = FILE.read_text("utf-8") if FILE.exists() else INTRODUCTION
        FILE.write_text(put(PARTS[part], new, old), "utf-8")
    sys.exit("\n".join(failed) or 0)


if __name__ == "__main__":
    main()
