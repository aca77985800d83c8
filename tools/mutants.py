"""Does a test notice when the code is wrong? Small changes at random, each against the tests of its module.

    .venv/bin/python tools/mutants.py [--count 300] [--seed 0] [--only losses,word2vec/model]

Each change (another operator, a number one larger, a statement left out, …) is made in a copy of the project, one at a
time, by a process forked from this one, which has loaded NumPy and pytest already: Linux and macOS only. Whoever
survives is printed; some change nothing that anybody could see, such as a limit that is never reached.
"""

import argparse
import ast
import os
import random
import re
import resource
import shutil
import sys
import tempfile
from copy import deepcopy
from pathlib import Path

import hypothesis.extra.numpy  # noqa: F401, loaded once for all
import pytest

ROOT = Path(__file__).parents[1]
CORE = "graph ops activations losses layers optimisers gradcheck train arguments".split()
TESTS = {name: (f"test_{name}.py",) for name in CORE} | {
    f"word2vec/{path.stem}": ("test_word2vec_vectors.py", "test_word2vec.py")
    for path in sorted(ROOT.glob("lessons_lib/word2vec/[!_]*.py"))
}
TESTS["ops"] += ("test_graph.py",)
PAIRS = "Add Sub, Mult Div, BitAnd BitOr, And Or, Lt LtE, Gt GtE, Eq NotEq, Is IsNot, In NotIn".split(", ")
OTHER = {getattr(ast, a): getattr(ast, b) for pair in PAIRS for a, b in (pair.split(), pair.split()[::-1])}
OTHER |= {ast.FloorDiv: ast.Div, ast.MatMult: ast.Mult, ast.Pow: ast.Mult}


def change(node):
    """Another node in the place of this one, or None where there is nothing to change."""
    new = deepcopy(node)
    if isinstance(node, (ast.BinOp, ast.AugAssign, ast.BoolOp)) and type(node.op) in OTHER:
        new.op = OTHER[type(node.op)]()
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER:
        new.ops[0] = OTHER[type(node.ops[0])]()
    elif isinstance(node, ast.UnaryOp):
        return node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float)):
        new.value = not node.value if isinstance(node.value, bool) else node.value + 1
    elif isinstance(node, ast.Call) and len(node.args) > 1:
        new.args[:2] = reversed(node.args[:2])
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        new.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, (ast.Assign, ast.Raise, ast.Continue, ast.Break)) or is_call(node):
        return ast.Pass()
    else:
        return None
    return new


def is_call(node):
    return isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)


def places(node):
    """Every (parent, field, index) below a node whose change would be one; texts of errors are left alone."""
    for field, value in ast.iter_fields(node):
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(child, ast.AST) or isinstance(child, ast.JoinedStr):
                continue
            if change(child) is not None:
                yield node, field, index if isinstance(value, list) else None
            if not isinstance(child, ast.Raise) and field not in ("decorator_list", "annotation", "returns"):
                yield from places(child)


def mutant(module, text, number):
    """The module's text with its change of that number, and what was changed."""
    tree = ast.parse(text)
    parent, field, index = list(places(tree))[number]
    old = getattr(parent, field) if index is None else getattr(parent, field)[index]
    new = change(old)
    if index is None:
        setattr(parent, field, new)
    else:
        getattr(parent, field)[index] = new
    short = [" ".join(ast.unparse(ast.fix_missing_locations(each)).split())[:70] for each in (old, new)]
    return ast.unparse(ast.fix_missing_locations(tree)), f"{module}.py:{old.lineno}: {short[0]} → {short[1]}"


def passes(folder, tests, seconds):
    """Whether these tests pass, in a process of their own which has so much CPU time."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds),) * 2)
        os.chdir(folder)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1), os.dup2(silence, 2)
        options = ["-q", "-x", "-p", "no:cacheprovider", "-o", "addopts=", f"--rootdir={folder}"]
        os._exit(pytest.main([*options, *(f"tests/{name}" for name in tests)]))
    return os.waitpid(child, 0)[1] == 0


def limit(folder, tests):
    """CPU seconds that a change may take with these tests: three times what they take without one, and some."""
    before = os.times().children_user
    if not passes(folder, tests, 600):
        raise SystemExit(f"{', '.join(tests)} fail as they are")
    return 3 * (os.times().children_user - before) + 5


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(TESTS))
    options = parser.parse_args()
    os.nice(19)
    texts = {module: (ROOT / f"lessons_lib/{module}.py").read_text("utf-8") for module in options.only}
    sites = [(module, i) for module, text in texts.items() for i, _ in enumerate(places(ast.parse(text)))]
    random.Random(options.seed).shuffle(sites)
    sites, survivors = sites[: options.count], []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "build", "node_modules", "__pycache__"))
        for test in copy.glob("tests/*.py"):  # a few random cases are enough here
            test.write_text(re.sub(r"max_examples=\d+", "max_examples=5", test.read_text("utf-8")), "utf-8")
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # to load those for notebooks takes longer than most tests
        sys.path.insert(0, str(copy))
        os.environ["PYTHONPATH"] = str(copy)  # for tests that start a Python
        limits = {tests: limit(copy, tests) for tests in sorted({TESTS[module] for module, _ in sites})}
        sys.dont_write_bytecode = True  # or a change would outlive its turn
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        for done, (module, number) in enumerate(sites):
            print(f"{done} of {len(sites)}", end="\r", file=sys.stderr)
            file, (text, what) = copy / f"lessons_lib/{module}.py", mutant(module, texts[module], number)
            file.write_text(text, "utf-8")
            if passes(copy, TESTS[module], limits[TESTS[module]]):
                survivors.append(what)
                print(what, flush=True)
            file.write_text(texts[module], "utf-8")
    print(f"{len(sites)} changes, {len(sites) - len(survivors)} noticed, {len(survivors)} not (seed {options.seed})")


if __name__ == "__main__":
    main()
