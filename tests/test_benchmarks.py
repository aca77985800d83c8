"""The writer of BENCHMARKS.md, with faked rows."""

import sys

import pytest

from tests.benchmarks import __main__ as benchmarks

FACTS = dict(title="A race", text="Who is first.", head=["who", "s"], rows=[["hare", 2], ["tortoise", 1]], absent=[],
             versions={"numpy": "2.0"}, python="3.12.1")  # fmt: skip


def test_a_section_is_a_table():
    *start, last = benchmarks.section(FACTS, "today, load 1.0").split("\n\n")
    assert start == ["## A race", "Who is first.", "today, load 1.0; Python 3.12.1, numpy 2.0."]
    assert last.split("\n") == ["| who | s |", "| --- | ---: |", "| hare | 2 |", "| tortoise | 1 |", ""]


def test_what_is_not_installed_is_said():
    text = benchmarks.section(FACTS | {"absent": ["torch", "micrograd"], "rows": []}, "today")
    assert "for want of `python -m pip install torch micrograd`" in text
    assert "|" not in text


def test_a_part_that_is_not_run_keeps_its_section():
    one, two = (benchmarks.section(FACTS | {"title": title}, "then") for title in ("One", "Two"))
    both = benchmarks.put(two, benchmarks.put(one, benchmarks.INTRODUCTION))
    assert both == f"{benchmarks.INTRODUCTION}\n{one}\n{two}"
    new = benchmarks.section(FACTS | {"title": "One"}, "now")
    assert benchmarks.put(new, both) == both.replace(one, new)
    assert benchmarks.put(two, benchmarks.put(new, both)) == both.replace(one, new)


def test_a_part_is_measured_in_a_process_of_its_own(tmp_path, monkeypatch):
    (tmp_path / "tests/benchmarks").mkdir(parents=True)
    (tmp_path / "tests/__init__.py").touch()
    module = tmp_path / "tests/benchmarks/race.py"
    monkeypatch.setattr(benchmarks, "ROOT", tmp_path)
    module.write_text("TITLE, TEXT, PACKAGES, HEAD = 'A race', 'So.', ['numpy'], ['who', 's']\n"
                      "def rows():\n    print('ready')\n    yield 'hare', 2\n")  # fmt: skip
    text = benchmarks.measure("race", sys.executable)
    assert text.startswith("## A race\n") and text.endswith("| hare | 2 |\n") and ", numpy 2." in text
    module.write_text("raise ValueError\n")
    with pytest.raises(SystemExit, match="race failed"):
        benchmarks.measure("race", sys.executable)


def test_the_file_has_a_section_for_each_part_and_the_readme_links_it():
    root = benchmarks.FILE.parent
    text = benchmarks.FILE.read_text("utf-8")
    assert text.startswith(benchmarks.INTRODUCTION)
    for part in benchmarks.PARTS:
        source = (root / f"tests/benchmarks/{part}.py").read_text("utf-8")
        title = source.partition('TITLE = "')[2].partition('"')[0]
        assert title and text.count(f"\n## {title}\n") == 1
    assert "(BENCHMARKS.md)" in (root / "README.md").read_text("utf-8")
