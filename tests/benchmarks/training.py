"""A training step side by side: lessons_lib, PyTorch eager, micrograd; one thread, one run, ratios.

    python -m pip install torch micrograd
    python tests/benchmarks/training.py
"""

import os

# Before NumPy and PyTorch are loaded, or they have made their threads already.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import time

import micrograd.nn
import numpy as np
import torch

import lessons_lib as ll

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


def microseconds(rivals, rounds=15, repeat=200, warm=20):
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


def compare(title, case, optimiser, **extra):
    rivals = {"lessons_lib": ours(*case, optimiser), "PyTorch": pytorch(*case, optimiser)} | extra
    times = microseconds(rivals)
    print(f"{title:38}" + "".join(f"{n} {t:8.0f} µs ({t / times['lessons_lib']:.1f}×)   " for n, t in times.items()))
    return times["lessons_lib"]


if __name__ == "__main__":
    x, y = RNG.normal(size=(100, 2)), RNG.normal(size=(100, 1))
    small = ([2, 16, 16, 1], "tanh", x, y, "mean_squared_error")
    own = compare("2-16-16-1, 100 points, SGD", small, "SGD")
    slow = microseconds({"micrograd": scalar_engine([2, 16, 16, 1], x, y)}, rounds=2, repeat=1, warm=0)["micrograd"]
    print(f"{'':38}micrograd {slow:.0f} µs ({slow / own:.0f}×)")
    digits = ([64, 64, 10], "relu", RNG.normal(size=(32, 64)), RNG.integers(0, 10, 32), "cross_entropy")
    compare("64-64-10, batch 32, SGD", digits, "SGD")
    compare("64-64-10, batch 32, Adam", digits, "Adam", **{"PyTorch fused": pytorch(*digits, "Adam", fused=True)})
