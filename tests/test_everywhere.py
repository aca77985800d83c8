"""The core needs no threads, processes, network or home folder: a browser (Pyodide) has none of them.

A stand-in, since Pyodide itself is on no machine that runs these tests: what it lacks is made to fail.
"""

import os
import subprocess
import sys

CODE = """
import warnings
warnings.simplefilter("error")
import sys, _thread, os, pathlib, socket, subprocess

def refuse(*arguments, **settings):
    raise RuntimeError("this is not to be had in a browser")

for name in ("start_new_thread", "start_new", "start_joinable_thread"):
    setattr(_thread, name, refuse)
socket.socket = subprocess.Popen = os.system = pathlib.Path.home = refuse
for name in ("multiprocessing", "ssl", "sqlite3", "fcntl"):
    sys.modules[name] = None
import threading
threading.Thread.start = refuse

import numpy as np
import lessons_lib as ll
from lessons_lib.lessons import NUMBERS

x, labels = ll.data.moons(40)
network = ll.multilayer_network([2, 8, 2], ll.relu)
ll.train(network, x, labels, ll.cross_entropy, ll.Adam(network.parameters, 0.01), epochs=20)
assert ll.accuracy(network(x), labels) > 0.7
model = ll.Word2Vec(ll.texts.tiny_world(2000), vector_size=8, epochs=1)
assert model.wv.most_similar("king")
for number in NUMBERS:
    lesson = ll.lesson(number)
    for name, exercise in lesson.exercises.items():
        assert lesson.check(name, exercise.solution), name
"""


def test_the_core_runs_without_what_a_browser_lacks(tmp_path):
    gone = "HOME", "TQDM_DISABLE", "LESSONS_PROGRESS"
    without = {name: value for name, value in os.environ.items() if name not in gone}
    answer = subprocess.run([sys.executable, "-c", CODE], cwd=tmp_path, env=without, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    assert "00 double" in (tmp_path / "progress.txt").read_text("utf-8")
