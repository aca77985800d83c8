"""How long each notebook runs, without a browser, and the memory that its kernel then has."""

import tempfile
import time
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient
from playwright.sync_api import sync_playwright

from tests.browser.lab import Lab

TEXT = """From a fresh kernel to the last cell, without a browser, and the memory of the kernel then (its own part of what
processes share counted once). A student on a server needs this, and a JupyterLab server where each has their own."""
PACKAGES = ["nbclient", "ipykernel", "jupyterlab", "matplotlib", "playwright"]
HEAD = ["notebook", "seconds", "MB"]
ROOT = Path(__file__).parents[2]


def memory(pid):
    return f"{psutil.Process(pid).memory_full_info().pss / 1e6:.0f}"


def rows():
    with sync_playwright() as playwright, Lab(tempfile.mkdtemp(), playwright) as lab:
        yield "JupyterLab server alone", "", memory(lab.server.pid)
    for path in sorted(ROOT.glob("notebooks/*.ipynb")):
        client = NotebookClient(nbformat.read(path, 4), allow_errors=True, timeout=300)
        start = time.perf_counter()
        with client.setup_kernel(cwd=str(path.parent)):
            for index, cell in enumerate(client.nb.cells):
                client.execute_cell(cell, index)
            seconds = time.perf_counter() - start
            yield path.stem, f"{seconds:.1f}", memory(client.km.provisioner.process.pid)
