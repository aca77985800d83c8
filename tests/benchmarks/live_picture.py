"""Slider to visible picture, `interact` + `plt.show()` against LivePicture: latency and frames per second."""

import tempfile
import time

import nbformat
import numpy as np
from playwright.sync_api import sync_playwright

from tests.browser.lab import Lab

TEXT = """Five bars and a curve of 200 points in JupyterLab. Latency: from a key on the slider to the picture on the screen.
Frames per second: while the mouse drags the slider. With delay: as Jupyter serves elsewhere (Nagle's algorithm)."""
PACKAGES = ["ipywidgets", "anywidget", "matplotlib", "jupyterlab", "playwright"]
HEAD = ["delay", "pixels", "way", "median ms", "95 % ms", "frames/s", "× interact"]
CLASS = "--ServerApp.kernel_websocket_connection_class="
DELAYED = "jupyter_server.services.kernels.connection.channels.ZMQChannelsWebsocketConnection"
SERVERS = {
    "no": [f"{CLASS}lessons_lib.no_delay.PromptWebsocketConnection"],
    "yes": [f"{CLASS}{DELAYED}", "--ServerApp.jpserver_extensions=lessons_lib.no_delay=False"],
}

SAME = """
import ipywidgets, numpy as np
x = np.linspace(-6, 6, 200)
def scene(figure, **kind):
    left, right = figure.subplots(1, 2)
    left.set_ylim(0, 1), right.set_ylim(-1, 1), right.grid(True)
    return left.bar(range(5), [0.5] * 5, **kind), *right.plot(x, np.sin(x), **kind)
def move(bars, line, a):
    for i, bar in enumerate(bars): bar.set_height(abs(np.sin(a + i)))
    line.set_ydata(np.sin(x + a))
"""
WAYS = {
    "interact + plt.show": """
import matplotlib.pyplot as plt
def show(a):
    move(*scene(plt.figure(figsize=(7, 3.5))), a)
    plt.show()
ipywidgets.interact(show, a=ipywidgets.FloatSlider(min=0, max=10, step=0.05, layout={"width": "600px"}));
""",
    "LivePicture": """
from matplotlib.figure import Figure
from lessons_lib.pictures.controls import FloatSlider
from lessons_lib.pictures.live import LivePicture
figure = Figure(figsize=(7, 3.5))
artists = scene(figure, animated=True)
picture, slider = LivePicture(figure), FloatSlider(min=0, max=10, step=0.05, layout={"width": "600px"})
def show(change):
    with picture.attempt():
        move(*artists, change.new)
        picture.refresh()
slider.observe(show, "value")
ipywidgets.VBox([slider, picture])
""",
}
# Notes the time of each new picture, when it is on the screen, and of each key. Whoever waits for a picture is told:
# looking for it again and again would take the time that is measured.
WATCH = """() => {
    window.shown = []; window.pressed = [];
    const now = () => { shown.push(performance.now()); window.tell?.(); };
    const note = () => requestAnimationFrame(() => setTimeout(now));
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...it) { draw.apply(this, it); note(); };
    new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => {
        const image = node.nodeName === "IMG" ? node : node.querySelector?.("img");
        image?.closest(".jp-OutputArea") && image.decode().then(note, () => {});
    }))).observe(document.body, { childList: true, subtree: true });
    addEventListener("keydown", () => pressed.push(performance.now()), true);
}"""


def measure(lab, notebook, ratio):
    """Latencies in ms, and frames per second under a drag."""
    with lab.open(notebook, device_scale_factor=ratio) as page:
        assert page.run_all(), page.errors()
        page.settle()
        page.tab.evaluate(WATCH)
        page.slider().focus()
        expect = "(i) => { shown.length = i; window.picture = new Promise((tell) => { window.tell = tell; }); }"
        for i in range(15):
            page.tab.evaluate(expect, i)
            page.tab.keyboard.press("ArrowRight")
            page.tab.evaluate("() => picture")
            page.settle()
        latencies = page.tab.evaluate("() => pressed.map((time, i) => shown[i] - time)")[3:]
        page.tab.evaluate("() => { shown.length = 0 }")
        box = page.slider().bounding_box()
        page.tab.mouse.move(box["x"] + 5, box["y"] + 5)
        page.tab.mouse.down()
        start, i = time.perf_counter(), 0
        while (seconds := time.perf_counter() - start) < 4:
            i += 1
            page.tab.mouse.move(box["x"] + 200 + 195 * np.sin(i / 20), box["y"] + 5)
        frames = page.tab.evaluate("() => shown.length")
        page.tab.mouse.up()
        return latencies, frames / seconds


def rows():
    with sync_playwright() as playwright:
        for delay, options in SERVERS.items():
            with Lab(tempfile.mkdtemp(), playwright, options) as lab:
                for ratio in (1, 2):
                    slow = None
                    for way, code in WAYS.items():
                        latencies, fps = measure(lab, notebook(lab.folder, code), ratio)
                        slow = slow or fps
                        median, p95 = np.percentile(latencies, [50, 95])
                        yield delay, f"{ratio}×", way, f"{median:.0f}", f"{p95:.0f}", f"{fps:.1f}", f"{fps / slow:.1f}"


def notebook(folder, code):
    """A notebook file with one cell."""
    python = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SAME + code)], metadata=python),
                   folder / "benchmark.ipynb")  # fmt: skip
    return folder / "benchmark.ipynb"

