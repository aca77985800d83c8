"""A class at once: a JupyterHub on loopback, students who log in, run a lesson and drag a slider; what they cost.

    python -m pip install . "jupyterlab>=4.4,<5" jupyterhub       # in an environment of its own
    npm install configurable-http-proxy                           # and node_modules/.bin on the PATH
    python tools/hub_load.py [--students 20] [--lesson 01_neuron]

It speaks to 127.0.0.1 alone, ends by itself after ten minutes at most, and leaves nothing behind. The students are
clients of this machine too: their part, some 2 % of a core each, is in the seconds, not in the memory.
"""

import argparse
import contextlib
import json
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import requests
import websocket
from jupyter_server.services.kernels.connection.base import deserialize_binary_message

ROOT = Path(__file__).parents[1]
HUB, PROXY, INNER = 8765, 8766, 8767  # ports
LIMIT = 600  # seconds, whatever happens
CONFIG = """
c.JupyterHub.bind_url = "http://127.0.0.1:{HUB}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{INNER}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{PROXY}"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r}
c.Spawner.args = ["--allow-root", "--log-level=CRITICAL"]
c.Spawner.start_timeout = c.Spawner.http_timeout = {LIMIT}
c.JupyterHub.concurrent_spawn_limit = 1000
"""


class Student:
    """Somebody with a browser: logs in, starts a kernel, runs cells, drags."""

    def __init__(self, name, password):
        self.name, self.web = name, requests.Session()
        self.address = f"http://127.0.0.1:{HUB}/user/{name}"
        page = f"http://127.0.0.1:{HUB}/hub/login"
        self.web.get(page).raise_for_status()
        form = {"username": name, "password": password, "_xsrf": self._cookie("/hub/")}
        self.web.post(page, data=form).raise_for_status()

    def start(self):
        """The server of this student, and a kernel."""
        self.web.get(f"http://127.0.0.1:{HUB}/hub/spawn/{self.name}")
        while not self.web.get(f"{self.address}/lab").ok or not self.web.get(f"{self.address}/api/status").ok:
            time.sleep(0.5)
        self.path = f"/user/{self.name}/"
        headers = {"X-XSRFToken": self._cookie(self.path)}
        kernel = self.web.post(f"{self.address}/api/kernels", json={"name": "python3"}, headers=headers)
        kernel.raise_for_status()
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.web.cookies)
        address = f"{self.address.replace('http', 'ws')}/api/kernels/{kernel.json()['id']}/channels"
        self.socket = websocket.create_connection(address, cookie=cookies, timeout=LIMIT)
        self.sliders = {}

    def run(self, lesson):
        """Every cell, one after the other; the errors."""
        errors = []
        for cell in nbformat.read(ROOT / "notebooks" / f"{lesson}.ipynb", as_version=4).cells:
            if cell.cell_type != "code":
                continue
            asked = self._send("shell", "execute_request", {"code": cell.source, "silent": False, "allow_stdin": False})
            for message in self._messages():
                state = message["content"].get("data", {}).get("state", {}) if type_of(message) == "comm_open" else {}
                if "Slider" in state.get("_model_name", "") and "max" in state:
                    self.sliders[message["content"]["comm_id"]] = state
                if type_of(message) == "execute_reply" and message["parent_header"]["msg_id"] == asked:
                    if message["content"]["status"] != "ok" and "raises-exception" not in cell.metadata.get("tags", []):
                        errors.append(message["content"].get("ename"))
                    break
        return errors

    def drag(self, seconds):
        """Milliseconds from each move of a slider to its picture."""
        (slider, state), *_ = self.sliders.items()
        values = [state["min"], state["max"]] if state["value"] not in (state["min"], state["max"]) else [state["min"]]
        values.append(state["value"])
        taken, end = [], time.perf_counter() + seconds
        while time.perf_counter() < end:
            start = time.perf_counter()
            data = {"method": "update", "state": {"value": values[len(taken) % len(values)]}, "buffer_paths": []}
            self._send("shell", "comm_msg", {"comm_id": slider, "data": data})
            for message in self._messages():
                if ["frame"] in message["content"].get("data", {}).get("buffer_paths", []):
                    break
            taken.append(1000 * (time.perf_counter() - start))
        return taken

    def _cookie(self, path):
        return next(cookie.value for cookie in self.web.cookies if cookie.name == "_xsrf" and cookie.path == path)

    def _send(self, channel, kind, content):
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": self.name, "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": channel}
        self.socket.send(json.dumps(message))
        return header["msg_id"]

    def _messages(self):
        while True:
            received = self.socket.recv()
            yield json.loads(received) if isinstance(received, str) else deserialize_binary_message(received)


def type_of(message):
    return message["header"]["msg_type"]


def cost(hub):
    """Megabytes that are a student's own, for each student: the server and what it started."""
    servers = [child for child in hub.children() if any("singleuser" in word for word in child.cmdline())]
    trees = [[server, *server.children(recursive=True)] for server in servers]
    return [sum(process.memory_full_info().pss for process in tree) / 1e6 for tree in trees]


def seconds_of(students, work):
    """Let all do it at once. Returns the seconds until the last one had done it, and what came of it."""
    start = time.perf_counter()
    with ThreadPoolExecutor(len(students)) as pool:
        found = list(pool.map(work, students))
    return time.perf_counter() - start, found


def lesson_of(hub, password, arguments):
    names = [f"student{i}" for i in range(arguments.students)]
    started, students = seconds_of(names, lambda name: Student(name, password))
    started, _ = seconds_of(students, Student.start)
    idle = statistics.mean(cost(hub))
    print(f"{len(students)} students, {os.cpu_count()} cores; all servers and kernels started within {started:.0f} s")
    ran, errors = seconds_of(students, lambda student: student.run(arguments.lesson))
    failed = sum(map(bool, errors))
    print(f"{arguments.lesson}: all ran it within {ran:.0f} s; with errors: {failed}")
    _, taken = seconds_of(students, lambda student: student.drag(10))
    flat = sorted(sum(taken, []))
    pace, median, late = len(flat) / 10 / len(students), statistics.median(flat), flat[int(0.95 * len(flat))]
    print(f"all drag: {pace:.1f} pictures a second each, {median:.0f} ms median, {late:.0f} ms p95")
    ran = statistics.mean(cost(hub))
    print(f"memory a student: {idle:.0f} MB with an idle kernel, {ran:.0f} MB with the lesson run")


def wait_for(address):
    while True:
        try:
            return requests.get(address, timeout=5).raise_for_status()
        except requests.RequestException:
            time.sleep(0.5)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--lesson", default="01_neuron")
    arguments = parser.parse_args()
    if not shutil.which("configurable-http-proxy"):
        sys.exit("configurable-http-proxy is not on the PATH: see the top of this file")
    with tempfile.TemporaryDirectory() as folder:
        password, homes = secrets.token_hex(), f"{folder}/{{username}}"
        Path(folder, "config.py").write_text(CONFIG.format(password=password, homes=homes, **globals()))
        command = [sys.executable, "-m", "jupyterhub", "-f", "config.py", "--log-level=ERROR"]
        with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as process:
            hub = psutil.Process(process.pid)
            stop = threading.Timer(LIMIT, process.terminate)
            stop.start()
            try:
                wait_for(f"http://127.0.0.1:{HUB}/hub/health")
                lesson_of(hub, password, arguments)
            finally:
                stop.cancel()
                everybody = hub.children(recursive=True)
                process.terminate()
                for one in psutil.wait_procs(everybody, timeout=30)[1]:
                    with contextlib.suppress(psutil.NoSuchProcess):
                        one.kill()


if __name__ == "__main__":
    main()
