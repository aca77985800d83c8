"""Every slider of every notebook in a real JupyterLab: from a key to the new picture on the screen."""

import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from tests.browser.lab import Lab

from .live_picture import WATCH

TEXT = """From a key on the slider to the picture on the screen, in JupyterLab, over all sliders of a notebook; each slider
counts with the median of eight keys."""
PACKAGES = ["ipywidgets", "anywidget", "matplotlib", "jupyterlab", "playwright"]
HEAD = ["notebook", "sliders", "median ms", "slowest ms", "slowest slider"]
ROOT = Path(__file__).parents[2]
NEXT = """() => {
    shown.length = pressed.length = 0;
    window.picture = new Promise((tell) => { window.tell = tell; setTimeout(tell, 3000); });
}"""


def latency(page, handle):
    """Milliseconds, or None for a slider that moves no picture."""
    times = []
    for key in ["ArrowRight"] * 4 + ["ArrowLeft"] * 4:
        page.tab.evaluate(NEXT)
        handle.press(key)
        page.tab.evaluate("() => picture")
        times += page.tab.evaluate("() => shown.length ? [shown[0] - pressed[0]] : []")
        page.settle()
        if not times:
            return None
    return np.median(times)


def rows():
    with sync_playwright() as playwright, Lab(tempfile.mkdtemp(), playwright) as lab:
        for path in sorted(ROOT.glob("notebooks/*.ipynb")):
            with lab.open(path) as page:
                page.run_all()
                page.settle()
                page.tab.evaluate(WATCH)
                found = dict(filter(lambda pair: pair[1], each(page)))
            if found:
                slowest = max(found, key=found.get)
                median = f"{np.median(list(found.values())):.0f}"
                yield path.stem, len(found), median, f"{found[slowest]:.0f}", slowest


def each(page):
    """Pairs of a slider's name and its latency."""
    for number in range(page.tab.locator(".live-picture canvas").count()):
        page.picture(number)
        output = "xpath=ancestor::*[contains(@class,'jp-OutputArea-output')][1]"
        handles = page.tab.locator(".live-picture").nth(number).locator(output).locator(".noUi-handle")
        for index in range(handles.count()):
            if handles.nth(index).is_visible():
                yield f"picture {number + 1}, slider {index + 1}", latency(page, handles.nth(index))
