"""Installation by run.py in a copy of the project, from nothing to a JupyterLab that answers, and importing."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

TEXT = """`run.py` in a fresh copy, until JupyterLab answers: the first start with the installation (from the internet or
pip's cache), and the one after it. Then `import lessons_lib` and its NumPy in the new environment, the best of five."""
PACKAGES = []
HEAD = ["what", "figure"]
ROOT = Path(__file__).parents[2]


def seconds_to_answer(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "run.py", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
               "--IdentityProvider.token="]  # fmt: skip
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, start_new_session=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # fmt: skip
        while process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/lab").read()
                break
            except OSError:
                time.sleep(0.05)
        seconds = time.perf_counter() - start
        if process.poll() is not None:
            raise SystemExit("run.py did not start JupyterLab")
        os.killpg(process.pid, signal.SIGTERM)
    return seconds


def rows():
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "lessons")
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv*", ".git", "build", "__pycache__"))
        yield "first start", f"{seconds_to_answer(copy):.0f} s"
        yield "later start", f"{seconds_to_answer(copy):.1f} s"
        size = sum(path.lstat().st_size for path in (copy / ".venv").rglob("*"))
        yield "size of .venv", f"{size / 1e6:.0f} MB"
        python = copy / ".venv/bin/python"
        for what in ("lessons_lib", "numpy"):
            code = f"import time; start = time.perf_counter(); import {what}; print(time.perf_counter() - start)"
            times = [float(subprocess.check_output([python, "-c", code], cwd=copy)) for _ in range(5)]
            yield f"import {what}", f"{1000 * min(times):.0f} ms"
