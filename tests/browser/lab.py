"""A real JupyterLab in a real browser, as a reader has it, for tests.

`Lab` is the server and the browser, `LabPage` one open notebook. Nothing here sleeps: every wait is for something
that must happen, since a fixed pause is too short on a slow machine and too long on all others.
"""

import ast
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

try:
    from axe_playwright_python.sync_playwright import Axe
except ImportError:  # then there is no browser either, and the tests are skipped
    Axe = None

CHROMIUM_OPTIONS = (
    "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --no-first-run --disable-sync "
    "--disable-component-update"
).split()
TOKEN = "lessons"


def chromium():
    """The path of an installed Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Lab:
    """A JupyterLab server of its own (settings, workspaces and notebooks in `folder`) and a Chromium.

    `options` go to the server as they are. Use it as a context manager.
    """

    def __init__(self, folder, playwright, options=()):
        self.folder, self.playwright, self.options = Path(folder), playwright, options
        self.notebooks = self.folder / "notebooks"
        self.screenshots = Path(os.environ.get("LAB_SCREENSHOTS", self.folder / "screenshots"))

    def __enter__(self):
        self.notebooks.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        places = {"JUPYTER_CONFIG_DIR": "config", "JUPYTERLAB_SETTINGS_DIR": "settings"}
        places |= {"JUPYTERLAB_WORKSPACES_DIR": "workspaces", "IPYTHONDIR": "ipython"}
        with open(self.folder / "server.log", "w") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
                 f"--port={self.url.rpartition(':')[2]}", "--ServerApp.port_retries=0",
                 f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True",
                 "--JupyterNotebookApp.expose_app_in_browser=True",
                 f"--ServerApp.root_dir={self.notebooks}", *self.options],
                env=os.environ | {name: str(self.folder / place) for name, place in places.items()},
                stdout=log, stderr=log,
            )  # fmt: skip
        self.browser = self.playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
        self._wait_for_server()
        return self

    def __exit__(self, *error):
        self.browser.close()
        self.server.terminate()
        self.server.wait(20)

    def _wait_for_server(self, seconds=60):
        for _ in range(seconds * 10):
            try:
                return self._api("GET", "status")
            except OSError:
                if self.server.poll() is not None:
                    break
                time.sleep(0.1)  # the one pause: a server that is not there cannot tell when it will be
        raise RuntimeError(f"JupyterLab did not start:\n{(self.folder / 'server.log').read_text()[-3000:]}")

    def _api(self, method, path):
        request = urllib.request.Request(f"{self.url}/api/{path}?token={TOKEN}", method=method)
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or "null")

    @contextmanager
    def open(self, notebook, front="lab", **context):
        """A `LabPage` on a copy of the file `notebook`; its kernel is shut down afterwards.

        `front` is "lab" or "notebook" (Notebook 7); `context` goes to the browser, e.g. `device_scale_factor=2`.
        """
        name = f"{len(list(self.notebooks.iterdir()))}_{Path(notebook).name}"
        shutil.copy(notebook, self.notebooks / name)
        tab = self.browser.new_context(**{"viewport": {"width": 1280, "height": 1000}} | context)
        path = {"lab": f"lab/workspaces/auto-{name[:-6]}/tree/{name}", "notebook": f"notebooks/{name}"}[front]
        try:
            yield LabPage(tab.new_page(), f"{self.url}/{path}?token={TOKEN}", self.screenshots)
        finally:
            tab.close()
            for session in self._api("GET", "sessions"):
                if session["path"] == name:
                    self._api("DELETE", f"sessions/{session['id']}")


class LabPage:
    """One notebook in the browser. `tab` is the Playwright page, for what is missing here."""

    def __init__(self, tab, url, screenshots):
        self.tab, self.screenshots, self._console = tab, screenshots, []
        tab.set_default_timeout(30_000)
        tab.on("pageerror", lambda error: self._note(error.stack or error.message))
        tab.on("console", lambda line: line.type == "error" and self._note(f"{line.text} {line.location['url']}"))
        tab.goto(url)
        tab.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        kernel = "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"
        tab.wait_for_function(f"() => {kernel}?.connectionStatus === 'connected'")
        tab.evaluate("""() => {
            const panel = () => jupyterapp.shell.currentWidget, pause = () => new Promise(requestAnimationFrame);
            window.lab = {
                troubles: [],
                kernel: () => panel().sessionContext.session.kernel,
                outputs: () => panel().content.model.sharedModel.toJSON().cells
                    .flatMap((cell) => cell.outputs ?? []),
                // Kernel messages are answered in order: once this one is, all sent before it have been dealt with.
                settle: async () => {
                    for (let i = 0; i < 3; i++) { await pause(); await lab.kernel().requestKernelInfo(); }
                    await pause();
                },
                digest: (canvas) => {
                    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                    return new Uint32Array(data.buffer).reduce((hash, pixel) => Math.imul(hash ^ pixel, 16777619), 7);
                },
            };
            lab.kernel().iopubMessage.connect((_, { header, content }) => {
                if (header.msg_type === "error") lab.troubles.push(`kernel: ${content.ename}: ${content.evalue}`);
                // Lab asks every new kernel for widgets, also one that has none yet, and is told so.
                else if (content.name === "stderr" && !content.text.startsWith("No such comm"))
                    lab.troubles.push(`stderr: ${content.text}`);
            });
        }""")

    def _note(self, text):
        if "blob:" in text or "widget" in text:  # code of widgets; the front ends have errors enough of their own
            self._console.append(f"browser: {text}")

    # ---- cells

    def run_all(self):
        """Run every cell; True if all passed."""
        return self.tab.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")

    def settle(self):
        """Wait until the kernel has dealt with everything sent so far and the browser has shown it."""
        self.tab.evaluate("() => lab.settle()")

    def evaluate(self, code):
        """The value of the last expression in the kernel, if it is a literal; what `code` prints is not shown."""
        text = self.tab.evaluate("""async (code) => {
            const asked = lab.kernel().requestExecute({ code, store_history: false }), texts = [];
            asked.onIOPub = ({ content }) => texts.push(content.data?.["text/plain"] ?? "");
            await asked.done;
            return texts.join("");
        }""", code)  # fmt: skip
        return ast.literal_eval(text or "None")

    def outputs_text(self):
        """Everything that the cells print or show as text."""
        texts = []
        for output in self.tab.evaluate("() => lab.outputs()"):
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            texts.append(text if isinstance(text, str) else "".join(text))
        return "\n".join(texts)

    def errors(self):
        """All that went wrong so far, one line each: in cells, in callbacks, under pictures, in the browser."""
        shown = self.tab.locator(".live-picture p:not(:empty)").all_text_contents()
        return self.tab.evaluate("() => lab.troubles") + shown + self._console

    def faults(self):
        """What axe-core finds wrong with what is ours, for those who listen or work with keys alone; one line each."""
        found = Axe().run(self.tab, ":is(.lessons, .jp-OutputArea-output.jp-RenderedHTML)").response["violations"]
        return [f"{fault['id']}: {node['html']}" for fault in found for node in fault["nodes"]]

    def screenshot(self, name):
        """The page as PNG in the folder for screenshots (environment variable LAB_SCREENSHOTS)."""
        path = self.screenshots / f"{name}.png"
        self.tab.screenshot(path=path)
        return path

    # ---- pictures

    def picture(self, number=0):
        """The canvas of a live picture, once its first frame is there."""
        canvas = self.tab.locator(".live-picture canvas").nth(number)
        canvas.scroll_into_view_if_needed()
        ready = "(canvas) => canvas.getContext('2d').getImageData(5, 5, 1, 1).data[3] === 255"
        self._wait_until(canvas, ready)
        return canvas

    def digest(self, number=0):
        """A number that changes when the picture does."""
        return self.picture(number).evaluate("(canvas) => lab.digest(canvas)")

    @contextmanager
    def picture_changes(self, number=0):
        """What happens in the block must change the picture; goes on as soon as it has."""
        before = self.digest(number)
        yield
        self._wait_until(self.picture(number), "(canvas, before) => lab.digest(canvas) !== before", before)

    def _wait_until(self, canvas, condition, argument=None):
        canvas.evaluate("""async (canvas, [condition, argument]) => {
            const end = performance.now() + 20000;
            while (!eval(condition)(canvas, argument)) {
                if (performance.now() > end) throw new Error(`the picture never came to ${condition}`);
                await new Promise(requestAnimationFrame);
            }
        }""", [condition, argument])  # fmt: skip

    def drag(self, start, stop, number=0, steps=10):
        """Drag with the mouse between two places in fractions of the picture, (0, 0) at the lower left."""
        self.stroke([start, stop], number, steps)

    def stroke(self, points, number=0, steps=3):
        """Draw a line through some points with the mouse held down, in fractions of the picture."""
        box = self.picture(number).bounding_box()
        places = [(box["x"] + x * box["width"], box["y"] + (1 - y) * box["height"]) for x, y in points]
        self.tab.mouse.move(*places[0])
        self.tab.mouse.down()
        for place in places[1:]:
            self.tab.mouse.move(*place, steps=steps)
        self.tab.mouse.up()

    # ---- controls

    def slider(self, number=0):
        """The handle of a slider."""
        return self.tab.locator(".noUi-handle").nth(number)

    def exercise_controls(self):
        """Move every control to both ends and press every button, drag on every picture."""
        act = {
            ".noUi-handle": lambda it: (it.press("Home"), it.press("End")),
            ".jupyter-widgets select": lambda it: [
                it.select_option(index=i) for i in range(it.locator("option").count())
            ],
            ".jupyter-widgets input[type=checkbox]": lambda it: (it.click(), it.click()),
            ".jupyter-widgets input[type=text]": lambda it: (it.fill("1"), it.press("Tab")),
            "button.jupyter-button, .jupyter-widgets button": lambda it: it.click(),
        }
        for kind, action in act.items():
            controls = self.tab.locator(kind)
            for i in range(controls.count()):
                if controls.nth(i).is_visible() and controls.nth(i).is_enabled():
                    controls.nth(i).scroll_into_view_if_needed()
                    action(controls.nth(i))
            self.settle()
        for i in range(self.tab.locator(".live-picture canvas").count()):
            self.drag((0.3, 0.3), (0.7, 0.7), i)
        self.settle()
