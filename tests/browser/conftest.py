"""Fixtures for tests in a browser: one JupyterLab and one Chromium for all of them.

They skip where these are missing and fail there in continuous integration (environment variable CI), where nobody
would notice a skip.
"""

import os

import pytest

from .lab import Lab, chromium


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """`with lab.open("notebook.ipynb") as page:` opens a copy in JupyterLab (see lab.py)."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sync_playwright = None
    if not (sync_playwright and chromium()):
        missing = "needs Playwright (pip install '.[browser]') and an installed Chromium or Chrome (apt, dnf, …)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    with sync_playwright() as playwright, Lab(tmp_path_factory.mktemp("lab"), playwright) as running:
        yield running
