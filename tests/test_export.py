"""`jupyter nbconvert --to html`, as teachers use it: each picture comes with its words, and they are never code."""

import json
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter, SlidesExporter
from traitlets.config import Config

ROOT = Path(__file__).parents[1]
CONFIG = Config(json.loads((ROOT / "etc/jupyter/jupyter_nbconvert_config.json").read_text("utf-8")))
MISSING = "No description has been provided"


@pytest.fixture(autouse=True)
def templates(monkeypatch):
    """As in an environment with the lessons, whose share holds the template."""
    monkeypatch.setenv("JUPYTER_PATH", str(ROOT / "share/jupyter"))


def page(*outputs, exporter=HTMLExporter):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=list(outputs))])
    return exporter(config=CONFIG).from_notebook_node(notebook)[0]


def picture(**metadata):
    return nbformat.v4.new_output("display_data", {"image/png": "iVBORw0KGgo="}, metadata={"image/png": metadata})


def test_every_picture_of_a_lesson_says_what_it_shows():
    html = HTMLExporter(config=CONFIG).from_filename(ROOT / "notebooks/01_neuron.ipynb")[0]
    assert html.count('<img alt="') > 1 and MISSING not in html


def test_what_a_picture_says_is_text():
    words = '"><script id="theirs">alert(1)</script>'
    soup = BeautifulSoup(page(picture(alt=words, width=600)), "html.parser")
    assert soup.img["alt"] == words and soup.find(id="theirs") is None


def test_pictures_of_others_and_slides_stay_as_they_are():
    assert MISSING in page(picture()) and 'width="600"' in page(picture(width=600, alt="a"))
    assert "reveal" in page(picture(alt="a"), exporter=SlidesExporter)
