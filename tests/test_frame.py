"""The frame around the lessons: one command, a README that tells the truth, arrows that point down, tidy notebooks."""

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from itertools import chain, pairwise
from pathlib import Path
from symtable import symtable

import pytest

from lessons_lib import widgets
from lessons_lib.series_map import entries

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "lessons_lib"
README = (ROOT / "README.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
TEST_COMMAND = "python3 run.py test"


# ── run.py ──────────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.fixture
def run(tmp_path, monkeypatch):
    """run.py as a module whose .venv and sources lie in a fresh folder."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in module.SOURCES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv/installed.txt")
    return module


@pytest.fixture
def commands(run, monkeypatch):
    """What run.py would have executed; making a .venv leaves the one file that marks it as ours."""
    seen = []

    def pretend(*command):
        if "-c" not in command:  # the search for fonts, after each installation
            seen.append(" ".join(map(str, command)))
        if "--prompt" in command:
            packages = run.VENV / "lib/python3/site-packages"
            packages.mkdir(parents=True)
            (packages / "_editable_impl_lessons_lib.pth").write_text(str(run.ROOT), "utf-8")
            (run.VENV / "pyvenv.cfg").write_text(f"prompt = {run.PROMPT}")

    monkeypatch.setattr(run, "install", pretend)
    monkeypatch.setattr(run, "works", lambda: run.VENV.exists())
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    return seen


def test_an_old_python_can_parse_run_py_and_gets_a_sentence(run):
    ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 7))
    with pytest.raises(SystemExit, match=r"need Python 3\.11 or newer; this is Python 3\.9"):
        run.check_python((3, 9, 2))
    run.check_python((3, 11, 0))


def test_run_py_asks_for_the_python_that_the_project_names(run):
    assert PROJECT["requires-python"] == ">=" + ".".join(map(str, run.OLDEST))


@pytest.mark.parametrize("said, advice", [
    ("The virtual environment was not created successfully because ensurepip is not available.", "python3-venv"),
    ("/usr/bin/python3: No module named venv", "python3-venv"),
    ("WARNING: Retrying after connection broken by 'NewConnectionError: Failed to establish'", "internet"),
    ("ERROR: Could not find a version that satisfies the requirement numpy (from versions: none)", "internet"),
    ("  cause: dns error\n  cause: failed to lookup address information: Name or service not known", "internet"),
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
    ("[WinError 112] Es steht nicht genug Speicherplatz zur Verfügung", "disk is full"),
    ("PermissionError: [Errno 13] Permission denied: '.venv'", "cannot be written"),
    ("[WinError 5] Zugriff verweigert", "cannot be written"),
    ("Zugriff verweigert (os error 5)", "cannot be written"),
    ("[WinError 32] wird von einem anderen Prozess verwendet", "a file in it is in use"),
    ("[Errno 1] Operation not permitted", "cannot be written"),
    ("Refusing to create a venv in a:b because it contains the PATH separator :.", "short, plain"),
    ("SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "another network"),
    ("something nobody thought of", "delete the folder .venv"),
])
def test_a_failing_tool_leads_to_advice(run, said, advice):
    with pytest.raises(SystemExit, match=advice):
        run.install(sys.executable, "-c", f"import sys; sys.exit({said!r})")


def test_a_folder_that_cannot_be_written_leads_to_advice(run, monkeypatch):
    def refuse(extras):
        raise PermissionError(13, "Permission denied", ".venv")

    monkeypatch.setattr(run, "prepare", refuse)
    with pytest.raises(SystemExit, match="cannot be written"):
        run.main([])


def test_the_second_start_installs_nothing(run, commands):
    run.prepare([])
    assert len(commands) == 2
    run.prepare([])
    assert len(commands) == 2


def test_new_requirements_and_new_extras_are_installed_into_the_same_venv(run, commands):
    run.prepare([])
    (run.ROOT / "requirements.txt").write_text("changed")
    run.prepare([])
    run.prepare(["test"])
    run.prepare([])
    assert [command.split(" -r ")[1] for command in commands[1:]] == [
        "requirements.txt", "requirements.txt", "requirements.txt -e .[test]"]


def test_an_interrupted_installation_starts_afresh(run, commands):
    run.prepare([])
    run.STAMP.unlink()
    (run.VENV / "half").touch()
    run.prepare([])
    assert not (run.VENV / "half").exists() and len(commands) == 4


def test_a_failed_update_leaves_the_venv_that_worked(run, commands, monkeypatch):
    run.prepare([])
    (run.VENV / "whole").touch()
    (run.ROOT / "requirements.txt").write_text("changed")
    pretend = run.install
    monkeypatch.setattr(run, "install", lambda *command: sys.exit("no network"))
    with pytest.raises(SystemExit):
        run.prepare([])
    monkeypatch.setattr(run, "install", pretend)
    run.prepare([])
    assert (run.VENV / "whole").exists() and len(commands) == 3


def test_a_moved_venv_is_made_anew(run, commands):
    run.prepare([])
    run.STAMP.write_text(run.STAMP.read_text("utf-8").replace(str(run.VENV), "elsewhere"), "utf-8")
    run.prepare([])
    assert len(commands) == 4


def test_a_venv_that_a_user_made_is_used_but_never_removed(run, commands, monkeypatch):
    run.VENV.mkdir()
    (run.VENV / "pyvenv.cfg").write_text("home = elsewhere")
    run.prepare([])
    assert len(commands) == 1
    monkeypatch.setattr(run, "works", lambda: False)
    with pytest.raises(SystemExit, match="Rename or delete it"):
        run.prepare([])
    assert run.VENV.exists()


def test_what_cannot_be_removed_does_not_look_like_a_venv_of_somebody_else(run, commands, monkeypatch):
    run.prepare([])
    run.STAMP.unlink()
    remove = run.shutil.rmtree
    monkeypatch.setattr(run.shutil, "rmtree", lambda path, ignore_errors=False: None)
    run.prepare([])
    monkeypatch.setattr(run.shutil, "rmtree", remove)
    run.STAMP.unlink()
    run.prepare([])
    assert run.STAMP.is_file() and not run.VENV.with_name(".venv-old").exists()


def test_the_way_to_the_lessons_is_written_in_ascii(run, commands, monkeypatch):
    folder = run.ROOT / "Ágnes Łukasz"
    (folder / "etc").mkdir(parents=True)
    for name in run.SOURCES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    for name, place in {"ROOT": "", "VENV": ".venv", "STAMP": ".venv/installed.txt"}.items():
        monkeypatch.setattr(run, name, folder / place)
    run.prepare([])
    (pth,) = run.VENV.rglob("*.pth")
    assert (pth.parent / pth.read_bytes().decode("ascii").strip()).resolve() == folder.resolve()


def test_the_lessons_are_found_where_pth_files_are_skipped(run, monkeypatch):
    seen = {}
    monkeypatch.setattr(run, "prepare", lambda extras: None)
    monkeypatch.setattr(run.signal, "signal", lambda *_: None)
    monkeypatch.setattr(run.subprocess, "call", lambda command, **settings: seen.update(settings))
    monkeypatch.setenv("PYTHONPATH", "mine")
    run.main([])
    assert seen["env"]["PYTHONPATH"].split(os.pathsep) == [str(run.ROOT), "mine"]


def test_uv_is_used_where_there_is_one(run, commands, monkeypatch):
    monkeypatch.setattr(run.shutil, "which", lambda name: "uv")
    run.prepare([])
    assert commands[0].startswith("uv venv --python") and commands[1].startswith("uv pip install --python")


# ── one truth ───────────────────────────────────────────────────────────────────────────────────────────────────

def test_ci_runs_the_command_of_the_readme():
    commands = (ROOT / ".ci/run").read_text("utf-8").split("\n")
    assert f"```\n{TEST_COMMAND}\n```" in README
    assert commands[-2:] == [TEST_COMMAND, ""]
    assert os.access(ROOT / ".ci/run", os.X_OK) or os.name == "nt"


def test_binder_installs_what_the_requirements_say():
    assert (ROOT / "binder/requirements.txt").read_text("utf-8").strip() == "-r ../requirements.txt"
    assert re.fullmatch(r"python-3\.1[1-9]\s*", (ROOT / "binder/runtime.txt").read_text("utf-8"))
    assert "notebooks/00_start_here.ipynb" in README


def project_files():
    """Every text file of the project, without what tools leave behind."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders
                      if name == ".ci" or not name.startswith(".") and name not in ("__pycache__", "node_modules")]
        for name in names:
            try:
                yield Path(folder, name), Path(folder, name).read_text("utf-8")
            except UnicodeDecodeError:
                pass


def test_no_file_names_a_package_registry_or_a_path_of_one_machine():
    names = re.compile(r"\b(pypi|pythonhosted|npmjs|debian|anaconda)[.](org|com)\b|(?<![\w.])/(work|root|tmp|home)/\w+")
    found = [f"{path.relative_to(ROOT)}: {match[0]}"
             for path, text in project_files() for match in names.finditer(text)]
    assert not found


# ── import arrows: core ← pictures ← widgets ────────────────────────────────────────────────────────────────────

LEVELS = {"pictures": 1, "widgets": 2}
# What each level may import; None: anything. tqdm, threadpoolctl, packaging: pure Python, imported only where needed.
PACKAGES = [{"numpy", "tqdm", "threadpoolctl", "packaging"}, {"numpy", "matplotlib"}, None]
MODULES = sorted(path.relative_to(LIBRARY).as_posix() for path in LIBRARY.rglob("*.py") if path.name != "server.py")


def level(name):
    return LEVELS.get(name, 0)


def imports(path):
    """The dotted names a module imports, from anywhere in it, with relative ones spelled out."""
    package = ("lessons_lib",) + path.relative_to(LIBRARY).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[:len(package) + 1 - node.level] if node.level else ()
            yield from (".".join((*base, *filter(None, [node.module]), alias.name)) for alias in node.names)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module):
    here = level(module.split("/")[0])
    for name in imports(LIBRARY / module):
        package, _, inside = name.partition(".")
        if package == "lessons_lib":
            assert inside.split(".")[0] != "server" and level(inside.split(".")[0]) <= here, name
        elif PACKAGES[here] is not None:
            assert package in PACKAGES[here] | sys.stdlib_module_names, name


def test_importing_the_package_loads_neither_matplotlib_nor_ipywidgets():
    code = "import sys, lessons_lib; print(*{'matplotlib', 'ipywidgets', 'IPython'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert answer.stdout.strip() == ""


# ── notebooks ───────────────────────────────────────────────────────────────────────────────────────────────────

NOTEBOOKS = {path.name: json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
CELLS = {f"{name}[{index}]": cell
         for name, notebook in NOTEBOOKS.items() for index, cell in enumerate(notebook["cells"])}


def source(cell):
    return "".join(cell["source"])


def cells(kind):
    return pytest.mark.parametrize("cell", [name for name, cell in CELLS.items() if cell["cell_type"] == kind])


notebooks = pytest.mark.parametrize("name", NOTEBOOKS)


def test_the_readme_lists_the_lessons_as_they_name_themselves():
    lessons = entries(ROOT / "notebooks")
    assert [lesson.file for lesson in lessons] == list(NOTEBOOKS)
    rows = [f"| [{e.number}](notebooks/{e.file}) | {e.title} | {e.minutes} | {e.covers} |" for e in lessons]
    assert re.findall(r"^\| \[.+\|$", README, re.MULTILINE) == rows


def test_a_notebook_of_the_readers_own_is_not_on_the_map(tmp_path):
    for cells in ([], [{"source": ["my notes"]}]):
        (tmp_path / f"13_mine_{len(cells)}.ipynb").write_text(json.dumps({"cells": cells}))
    assert entries(tmp_path) == []


def test_each_lesson_announces_the_next_by_its_name():
    for lesson, following in pairwise(entries(ROOT / "notebooks")):
        text = "".join(map(source, NOTEBOOKS[lesson.file]["cells"]))
        assert f"**Next:** *{following.number} · {following.title}*" in text, lesson.file


@notebooks
def test_a_notebook_runs_on_the_kernel_it_is_started_with(name):
    assert NOTEBOOKS[name]["metadata"]["kernelspec"]["name"] == "python3"


@notebooks
def test_a_lesson_has_30_to_50_cells_with_names_of_their_own(name):
    names = [cell["id"] for cell in NOTEBOOKS[name]["cells"]]
    assert len(set(names)) == len(names)
    assert name.startswith("00") or 30 <= len(names) <= 50


@notebooks
def test_no_more_than_two_code_cells_in_a_row(name):
    kinds = "".join(cell["cell_type"][0] for cell in NOTEBOOKS[name]["cells"])
    assert "ccc" not in kinds, f"three code cells from cell {kinds.index('ccc')}"


def names_read(table):
    """The names of the notebook that a cell's symbol table, or a function in it, reads."""
    read = {s.get_name() for s in table.get_symbols() if s.is_referenced() and s.is_global()}
    return read.union(*map(names_read, table.get_children()))


@notebooks
def test_no_cell_reads_a_name_that_two_others_make(name):  # run again out of order, it might get the wrong one
    tables = [symtable(source(cell), name, "exec") for cell in NOTEBOOKS[name]["cells"] if cell["cell_type"] == "code"]
    made = [{s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()} for table in tables]
    several = {each for each, count in Counter(chain(*made)).items() if count > 1}
    for table, own in zip(tables, made):
        assert not several & names_read(table) - own


@cells("markdown")
def test_a_widget_to_be_tried_can_be_copied_as_it_stands(cell):
    for code in re.findall(r"`([^`]+)`", source(CELLS[cell])):
        for name in re.findall(r"(?<![\w.])(\w+)\(", code):
            assert not hasattr(widgets, name), f"ll.widgets.{name}"


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_says_how_it_appears_on_the_slides(cell):
    slideshow = CELLS[cell]["metadata"].get("slideshow")
    assert isinstance(slideshow, dict)
    # The deck hides a cell of type "-"; one without a type goes on with the slide before it.
    assert slideshow.get("slide_type", "skip") in {"slide", "subslide", "fragment", "notes", "skip"}


@cells("code")
def test_a_code_cell_is_short_and_stored_in_good_order(cell):
    lines = source(CELLS[cell]).splitlines()
    assert sum(1 for line in lines if line.strip()) <= 12
    assert max(map(len, lines)) <= 105  # what a window of 1280 pixels shows without scrolling
    for output in CELLS[cell]["outputs"]:
        assert output["output_type"] != "error" and output.get("name") != "stderr"


@cells("markdown")
def test_a_text_is_short(cell):
    prose = re.sub(r"^\|.*$", "", source(CELLS[cell]), flags=re.MULTILINE)  # a table is looked up, not read
    prose = re.sub(r"```.*?```|\$\$.*?\$\$", "", prose, flags=re.DOTALL)
    prose = re.sub(r"\$[^$]+\$", "formula", prose)
    assert len(re.findall(r"\w[\w'’-]*", prose)) <= 120
