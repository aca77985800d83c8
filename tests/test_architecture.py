"""The house: where things stand, which way imports point, how large the rooms are, and that nothing is said twice."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import lessons_lib
from lessons_lib.lessons import NUMBERS

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "lessons_lib"
README = (ROOT / "README.md").read_text("utf-8")
TEST_COMMAND = "python3 run.py test"


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


LEFT_BEHIND = "__pycache__", "node_modules", "build"


def project_files():
    """Every text file of the project, without what tools leave behind."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders
                      if name in (".ci", ".github") or not name.startswith(".") and name not in LEFT_BEHIND]
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


# ── import arrows: core ← machinery ← lessons ← the index of widgets ────────────────────────────────────────────

LEVELS = {"pictures": 1, "exercises": 1, "lessons": 2, "widgets": 3}
CORE_NEEDS = {"numpy", "tqdm", "threadpoolctl", "packaging"}  # pure Python but NumPy, imported only where needed
MODULES = sorted(path.relative_to(LIBRARY).as_posix() for path in LIBRARY.rglob("*.py") if path.name != "no_delay.py")


def room(name):
    """The first part of the dotted name of a module inside the package, without an ending."""
    return name.split(".")[0]


def imports(path):
    """The dotted names a module imports, from anywhere in it, with relative ones spelled out."""
    package = ("lessons_lib",) + path.relative_to(LIBRARY).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else ()
            yield from (".".join((*base, *filter(None, [node.module]), alias.name)) for alias in node.names)


@pytest.mark.parametrize("module", [name for name in MODULES if name != "widgets.py" and not name.endswith("__init__.py")])
def test_what_is_imported_is_used(module):
    tree = ast.parse((LIBRARY / module).read_text("utf-8"))
    bound = {alias.asname or alias.name.partition(".")[0] for node in ast.walk(tree)
             if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names}  # fmt: skip
    assert bound <= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module):
    here = room(module.removesuffix(".py").replace("/", "."))
    level = LEVELS.get(here, 0)
    for name in imports(LIBRARY / module):
        package, _, inside = name.partition(".")
        if package == "lessons_lib":
            there = room(inside)
            assert LEVELS.get(there, 0) < level or there == here or level == 0 == LEVELS.get(there, 0), name
            assert there != "no_delay", name
        elif level == 0 or here == "exercises" or module.endswith("/exercises.py"):
            assert package in CORE_NEEDS | sys.stdlib_module_names, name


@pytest.mark.parametrize("number", NUMBERS)
def test_no_lesson_imports_another(number):
    for path in (LIBRARY / "lessons" / f"lesson_{number}").glob("*.py"):
        for name in imports(path):
            other = re.match(r"lessons_lib\.lessons\.(lesson_\d\d)", name)
            assert not other or other[1] == f"lesson_{number}", f"{path.name}: {name}"


def test_importing_the_package_loads_neither_matplotlib_nor_ipywidgets():
    code = "import sys, lessons_lib; print(*{'matplotlib', 'ipywidgets', 'IPython'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert answer.stdout.strip() == ""


def test_every_widget_is_in_the_index():
    for path in LIBRARY.glob("lessons/*/*.py"):
        for function in ast.parse(path.read_text("utf-8")).body:
            decorators = [getattr(each, "id", "") for each in getattr(function, "decorator_list", ())]
            if "styled" in decorators and "Explorer" in ast.dump(function):
                assert hasattr(lessons_lib.widgets, function.name), f"{path}: {function.name}"


# ── how large the rooms are ─────────────────────────────────────────────────────────────────────────────────────

CORE = [f"{name}.py" for name in "graph ops activations losses layers optimisers gradcheck train".split()]


def code_lines(text):
    """The numbers of the lines on which code stands: not only text, comments, brackets and commas."""
    lines = [line.encode() for line in text.splitlines()]  # positions in a syntax tree count bytes
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            for number in range(node.lineno - 1, node.end_lineno):
                start = node.col_offset if number == node.lineno - 1 else 0
                end = node.end_col_offset if number == node.end_lineno - 1 else len(lines[number])
                lines[number] = lines[number][:start] + b" " * (end - start) + lines[number][end:]
    bare = (re.sub(r"#.*", "", line.decode()).strip(" ,()[]{}") for line in lines)
    return [number for number, line in enumerate(bare, 1) if line]


def size(*patterns):
    """How many lines of code stand in these files of the library."""
    paths = {path for pattern in patterns for path in LIBRARY.glob(pattern)}
    return sum(len(code_lines(path.read_text("utf-8"))) for path in paths)


WIDGETS = [path.relative_to(LIBRARY).as_posix() for path in LIBRARY.glob("lessons/*/*.py")
           if path.name not in ("exercises.py", "__init__.py") and not path.name.startswith("playground")]


@pytest.mark.parametrize(
    "wanted, files",
    [
        # What the rooms measure today, and a little more; they are meant to shrink, not to be filled.
        pytest.param(710, [*CORE, "arguments.py"], id="core"),
        pytest.param(610, ["word2vec/*.py"], id="word2vec"),
        pytest.param(1100, ["pictures/*.py", "exercises/*.py"], id="machinery"),
        pytest.param(3250, WIDGETS, id="widgets"),
        pytest.param(900, ["lessons/lesson_08/playground*.py"], id="playground"),
        pytest.param(1650, ["lessons/*/exercises.py"], id="exercises"),
    ],
)
def test_a_room_stays_as_small_as_it_is_meant_to_be(wanted, files):
    assert 0 < size(*files) <= wanted


FUNCTIONS = [
    pytest.param(path, function, id=f"{path.relative_to(LIBRARY).as_posix()}-{function.name}")
    for path in sorted(LIBRARY.rglob("*.py"))
    for function in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(function, ast.FunctionDef)
]


@pytest.mark.parametrize("path, function", FUNCTIONS)
def test_no_function_is_longer_than_a_screen(path, function):
    # A widget is one function around what it sees, draws and tells, which share its artists.
    most = 90 if path.parts[-3:-2] == ("lessons",) and path.name != "exercises.py" else 40
    inside = range(function.lineno, function.end_lineno + 1)
    assert sum(number in inside for number in code_lines(path.read_text("utf-8"))) <= most


@pytest.mark.parametrize("path", sorted(LIBRARY.rglob("*.py")), ids=lambda path: str(path.relative_to(LIBRARY)))
def test_no_line_is_wider_than_120_characters(path):
    assert max(map(len, path.read_text("utf-8").splitlines()), default=0) <= 120
