"""The launcher: one command sets everything up, whatever stands in its way, and says what to do where it cannot."""

import ast
import importlib.util
import os
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


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


@pytest.mark.parametrize("words, ci, extras, started", [
    ([], "", [], "jupyterlab"),
    (["test", "-k", "graph"], "", ["test"], "pytest"),
    (["test"], "true", ["test", "browser", "site"], "pytest"),
    (["site"], "true", ["site"], str(ROOT / "site/make.py")),
])
def test_each_task_installs_what_it_needs_and_starts_its_program(run, monkeypatch, words, ci, extras, started):
    installed, commands = [], []
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(run, "prepare", installed.append)
    monkeypatch.setattr(run.signal, "signal", lambda *_: None)
    monkeypatch.setattr(run.subprocess, "call", lambda command, **settings: commands.append(command))
    run.main(words)
    assert installed == [extras] and started in commands[0]
    assert set(words[1:]) <= set(commands[0])


def test_uv_is_used_where_there_is_one(run, commands, monkeypatch):
    monkeypatch.setattr(run.shutil, "which", lambda name: "uv")
    run.prepare([])
    assert commands[0].startswith("uv venv --python") and commands[1].startswith("uv pip install --python")
