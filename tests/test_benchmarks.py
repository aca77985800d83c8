"""The writer of BENCHMARKS.md, with faked rows."""

import sys

import pytest

from tests.benchmarks import __main__ as benchmarks

FACTS = dict(text="Who is first.", head=["who", "s"], rows=[["hare", 2], ["tortoise", 1]], absent=[],
             versions={"numpy": "2.0"}, python="3.12.1")  # fmt: skip


def test_a_section_is_a_table():
    *start, last = benchmarks.section("A race", FACTS, "today, load 1.0").split("\n\n")
    assert start == ["## A race", "Who is first.", "today, load 1.0; Python 3.12.1, numpy 2.0."]
    assert last.split("\n") == ["| who | s |", "| --- | ---: |", "| hare | 2 |", "| tortoise | 1 |", ""]


def test_what_is_not_installed_is_said():
    text = benchmarks.section("A race", FACTS | {"absent": ["torch", "micrograd"], "rows": []}, "today")
    assert "for want of `python -m pip install torch micrograd`" in text
    assert "|" not in text


def test_a_part_that_is_not_run_keeps_its_section():
    first, second, *_ = benchmarks.PARTS.values()
    one, two = (benchmarks.section(title, FACTS, "then") for title in (first, second))
    new = benchmarks.section(first, FACTS, "now")
    both = benchmarks.put(first, one, benchmarks.put(second, two, benchmarks.INTRODUCTION))
    assert both.startswith(f"{benchmarks.INTRODUCTION}\n{one}\n{two}\n## ")
    assert both.count("Not measured yet.") == len(benchmarks.PARTS) - 2
    assert benchmarks.put(first, new, both) == both.replace(one, new)


def test_a_part_is_measured_in_a_process_of_its_own(tmp_path, monkeypatch):
    (tmp_path / "tests/benchmarks").mkdir(parents=True)
    (tmp_path / "tests/__init__.py").touch()
    module = tmp_path / "tests/benchmarks/race.py"
    monkeypatch.setattr(benchmarks, "ROOT", tmp_path)
    monkeypatch.setitem(benchmarks.PARTS, "race", "A race")
    module.write_text("TEXT, PACKAGES, HEAD = 'So.', ['numpy'], ['who', 's']\n"
                      "def rows():\n    print('ready')\n    yield 'hare', 2\n")  # fmt: skip
    text = benchmarks.measure("race", sys.executable)
    assert text.startswith("## A race\n") and text.endswith("| hare | 2 |\n") and ", numpy 2." in text
    module.write_text("raise ValueError\n")
    with pytest.raises(RuntimeError, match="race failed"):
        benchmarks.measure("race", sys.executable)


def test_the_file_has_a_section_for_each_part_and_the_readme_links_it():
    root = benchmarks.FILE.parent
    text = benchmarks.FILE.read_text("utf-8")
    assert text.startswith(benchmarks.INTRODUCTION)
    assert all(text.count(f"\n## {title}\n") == 1 for title in benchmarks.PARTS.values())
    assert "(BENCHMARKS.md)" in (root / "README.md").read_text("utf-8")
