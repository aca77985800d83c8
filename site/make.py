"""Build the site in build/site: `python3 run.py site` calls this in .venv.

What Sphinx makes pages of is gathered in build/pages: this folder's pages, the notebooks, and what pages.py generates.
Beside the pages lies a JupyterLite, a JupyterLab that runs in the reader's browser, with the lessons and their wheels.
"""

import json
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import nbformat
from packaging.requirements import Requirement
from sphinx.cmd.build import build_main

import pages

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
PAGES, LITE, SITE = BUILD / "pages", BUILD / "lite", BUILD / "site"
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))

# What the lessons need in the browser: packages that Pyodide brings, and pure wheels that travel with the site.
PYODIDE = {"numpy", "matplotlib", "pillow", "tqdm", "threadpoolctl", "packaging", "typing-extensions"}
BENEATH = {"comm", "psygnal"}  # needed by ipywidgets and anywidget
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
FROM_KERNEL_TO_LITE = "../../../../"  # where wheels are looked for is told from where the kernel's script lies


def run(*words, folder=ROOT):
    """Run a Python module in a folder; show what it says only when it fails."""
    done = subprocess.run([sys.executable, "-m", *map(str, words)], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}\n{' '.join(map(str, words))} failed.")


def gather():
    """Everything that becomes a page."""
    shutil.rmtree(PAGES, ignore_errors=True)
    static = PAGES / "_static"
    static.mkdir(parents=True)
    mathjax = Path(find_spec("sphinx-mathjax-offline").origin).parent / "static/mathjax/tex-svg.js"
    for path in (mathjax, ROOT / "site/lessons.css", ROOT / "site/lessons.js"):
        shutil.copy(path, static)
    for path in (ROOT / "CONTRIBUTING.md", ROOT / "images/neuron.png"):
        shutil.copy(path, PAGES)
    for name, text in pages.generated(ROOT).items():
        (PAGES / name).write_text(text, "utf-8")
    for path in LESSONS:
        (PAGES / path.name).write_text(json.dumps(pages.lesson(path, static)), "utf-8")


def gather_wheels(folder):
    """Put the wheels that Pyodide lacks into a folder, ours among them; those of others are fetched once."""
    fetched = BUILD / "wheels"
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    for name in {Requirement(text).name.lower() for text in needed} - PYODIDE | BENEATH:
        file = f"{name.replace('-', '_')}-{version(name)}-*.whl"
        if not list(fetched.glob(file)):
            run("pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "-d", fetched,
                "--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none",
                f"{name}=={version(name)}")
        shutil.copy(*fetched.glob(file), folder)
    run("hatchling", "build", "-t", "wheel", "-d", folder)
    return sorted(path.name for path in folder.iterdir())


def make_lite():
    contents, wheels = LITE / "contents", LITE / "wheels"
    shutil.rmtree(LITE, ignore_errors=True)
    contents.mkdir(parents=True)
    wheels.mkdir()
    for path in LESSONS:  # with each text in one piece, as JupyterLab expects it; files on disk have lists of lines
        (contents / path.name).write_text(json.dumps(nbformat.read(path, as_version=4)), "utf-8")
    packages = sorted(PYODIDE) + [f"{FROM_KERNEL_TO_LITE}wheels/{name}" for name in gather_wheels(wheels)]
    settings = {KERNEL: {"loadPyodideOptions": {"packages": packages}, "disablePyPIFallback": True}}
    config = {"jupyter-lite-schema-version": 0, "jupyter-config-data": {"litePluginSettings": settings}}
    (LITE / "jupyter-lite.json").write_text(json.dumps(config), "utf-8")
    run("jupyter", "lite", "build", "--lite-dir", LITE, "--contents", contents, "--output-dir", SITE / "lite",
        "--apps", "lab", "--apps", "notebooks", "--apps", "tree", "--no-sourcemaps", folder=LITE)
    shutil.copytree(wheels, SITE / "lite/wheels")


def main():
    shutil.rmtree(SITE, ignore_errors=True)
    gather()
    sphinx = ["-q", "-j", "2", "-c", ROOT / "site", "-d", BUILD / "doctrees", PAGES, SITE]
    if build_main(list(map(str, sphinx))):
        sys.exit("Sphinx could not make the pages.")
    make_lite()
    print(f"The site is in {SITE}. Open index.html there.")


if __name__ == "__main__":
    main()
