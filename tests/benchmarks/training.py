"""A training step side by side: lessons_lib, PyTorch eager, micrograd; one thread, one run, ratios."""

import os

# Before NumPy and PyTorch are loaded, or they have made their threads already.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import time

import micrograd.nn
import numpy as np
import torch

import lessons_lib as ll

TEXT = """Forward, backward and update, the same network and data for all, one thread. CPU time, the median of rounds in
which each has its turn; in brackets, how many times that of lessons_lib. PyTorch computes with 32 bits, the others 64."""
PACKAGES = ["numpy", "torch", "micrograd"]
HEAD = ["network", "lessons_lib", "PyTorch eager", "another"]

torch.set_num_threads(1)
RNG = np.random.default_rng(0)


def ours(sizes, activation, x, y, loss, optimiser):
    model = ll.Sequential(*ll.multilayer_network(sizes, getattr(ll, activation)).layers[:-1])  # no head, as PyTorch's
    optimiser = getattr(ll, optimiser)(model.parameters, 0.01)
    return lambda: ll.training_step(model, x, y, getattr(ll, loss), optimiser)


def pytorch(sizes, activation, x, y, loss, optimiser, **settings):
    layers = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(n_in, n_out), {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[activation]()]
    model = torch.nn.Sequential(*layers[:-1])
    optimiser = getattr(torch.optim, optimiser)(model.parameters(), 0.01, **settings)
    loss = getattr(torch.nn.functional, {"mean_squared_error": "mse_loss", "cross_entropy": "cross_entropy"}[loss])
    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32 if y.ndim == 2 else torch.int64)

    def step():
        optimiser.zero_grad()
        loss(model(x), y).backward()
        optimiser.step()

    return step


def scalar_engine(sizes, x, y):
    model = micrograd.nn.MLP(sizes[0], sizes[1:])

    def step():
        model.zero_grad()
        loss = sum((model(row) - target[0]) ** 2 for row, target in zip(x.tolist(), y.tolist())) * (1 / len(x))
        loss.backward()
        for p in model.parameters():
            p.data -= 0.01 * p.grad

    return step


def microseconds(rivals, rounds=9, repeat=60, warm=20):
    """CPU microseconds per call of each rival, the median of rounds in which each has its turn."""
    times = {name: [] for name in rivals}
    for round in range(rounds + 1):
        for name, step in rivals.items():
            for _ in range(warm if round == 0 else 0):
                step()
            start = time.process_time()
            for _ in range(repeat):
                step()
            times[name].append((time.process_time() - start) / repeat * 1e6)
    return {name: np.median(values[1:]) for name, values in times.items()}


def compare(title, case, optimiser, **another):
    """A row of the table."""
    times = microseconds({"": ours(*case, optimiser), "PyTorch": pytorch(*case, optimiser)} | another)
    return row(title, *times.values(), next(iter(another), None))


def row(title, own, eager, third=None, name=None):
    cells = [f"{time:.0f} µs ({time / own:.1f}×)" for time in (eager, third) if time]
    return [title, f"{own:.0f} µs", *cells[:1], f"{name} {cells[1]}" if name else ""]


def rows():
    x, y = RNG.normal(size=(100, 2)), RNG.normal(size=(100, 1))
    small = ([2, 16, 16, 1], "tanh", x, y, "mean_squared_error")
    slow = microseconds({"": scalar_engine([2, 16, 16, 1], x, y)}, rounds=2, repeat=1, warm=0)[""]
    times = microseconds({"own": ours(*small, "SGD"), "PyTorch": pytorch(*small, "SGD")})
    yield row("2-16-16-1, 100 points, SGD", *times.values(), slow, "micrograd")
    digits = ([64, 64, 10], "relu", RNG.normal(size=(32, 64)), RNG.integers(0, 10, 32), "cross_entropy")
    for run in range(1, 6):
        yield compare(f"64-64-10, batch 32, SGD, run {run} of 5", digits, "SGD")
    yield compare("64-64-10, batch 32, Adam", digits, "Adam", **{"PyTorch fused": pytorch(*digits, "Adam", fused=True)})
