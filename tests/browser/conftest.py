"""Fixtures for tests in a browser: one JupyterLab and one Chromium for all of them.

They skip where these are missing and fail there in continuous integration (environment variable CI), where nobody
would notice a skip.
"""

import os

import pytest

from .lab import Lab, chromium


@pytest.fixture(scope="session")
def playwright():
    """Playwright, which drives the browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sync_playwright = None
    if not (sync_playwright and chromium()):
        missing("Playwright (pip install '.[browser]') and an installed Chromium or Chrome (apt, dnf, …)")
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def lab(tmp_path_factory, playwright):
    """`with lab.open("notebook.ipynb") as page:` opens a copy in JupyterLab (see lab.py)."""
    with Lab(tmp_path_factory.mktemp("lab"), playwright) as running:
        yield running


def missing(what):
    """Skip the test, or fail it in continuous integration, for want of something."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"needs {what}")
