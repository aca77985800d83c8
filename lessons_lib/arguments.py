"""What is given to a function, read in one place.

What fits comes back in the form to compute with; for what does not, a ValueError says what came and what was expected.
"""

from collections.abc import Sequence

import numpy as np


def as_reals(x, name, shape=None, least=None):
    """x as an array of floats, or as a float if it is a single number. shape, least: as for `as_numbers`."""
    if shape is least is None:  # the usual cases, fast
        if type(x) is np.float64 or type(x) is np.ndarray and x.dtype.char == "d" and x.ndim:
            return x
    return as_numbers(x, name, shape, least).astype(float, copy=False)[()]


def as_numbers(x, name, shape=None, least=None):
    """x as an array of numbers of whatever kind.

    shape: the sizes asked for, or names of those that may be any, such as ("n_in", 2). least: what no number is below;
    NaN and infinity are then refused too.
    """
    try:
        array = np.asarray(x)
    except ValueError:  # rows of different lengths
        array = np.array(None)
    if array.dtype.kind not in "biuf":  # float() would take None, "3" and, losing its gradient, a Node inside a list
        raise ValueError(f"{name} expects numbers in a regular shape (of a Node its .value), got {x!r:.200}")
    if np.ma.is_masked(x):
        raise ValueError(f"{name} expects a number in each place, got a masked array: use its .filled(…)")
    if shape is not None and not _alike(array.shape, shape):
        wanted = repr(tuple(shape)).replace("'", "")
        raise ValueError(f"{name} expects shape {wanted}, got shape {array.shape}")
    if least is not None and not ((array >= least) & (array < np.inf)).all():
        wrong = array[~((array >= least) & (array < np.inf))].flat[0]
        raise ValueError(f"{name} expects finite numbers, at least {least}, got {wrong}")
    return array


def _alike(shape, wanted):
    return len(shape) == len(wanted) and all(isinstance(n, str) or n == size for size, n in zip(shape, wanted))


def whole(x, name, least=0, most=None):
    """x as an int, from `least` up, or to `most`."""
    if isinstance(x, (int, np.integer)) and least <= x and (most is None or x <= most):
        return int(x)
    raise ValueError(f"{name} is a whole number from {least} {'up' if most is None else f'to {most}'}, got {x!r:.200}")


def number(x, name, least=-np.inf, above=-np.inf, below=np.inf):
    """x as a float: finite, at least `least`, larger than `above`, smaller than `below`."""
    try:
        found = x if type(x) is float else as_reals(x, name, shape=())
    except ValueError:
        found = np.nan
    if least <= found < below and found > above:
        return float(found)
    bounds = (("at least", least), ("above", above), ("below", below))
    wanted = [f"{word} {bound:g}" for word, bound in bounds if np.isfinite(bound)]
    raise ValueError(f"{name} is {', '.join(['a finite number', *wanted])}, got {x!r:.200}")


def one_of(x, name, options):
    """x, which is one of a few strings."""
    if isinstance(x, str) and x in options:
        return x
    raise ValueError(f"{name} is one of {', '.join(options)}, got {x!r:.200}")


def items(x, name):
    """x as a list: of a list, tuple, array or any other sequence, but not of a string."""
    if isinstance(x, Sequence) and not isinstance(x, (str, bytes)):
        return list(x)
    if getattr(x, "ndim", 0) and hasattr(x, "tolist"):  # an array of NumPy's or of its relatives
        return x.tolist()
    fix = ": use .split()" if isinstance(x, str) else ""
    raise ValueError(f"{name} is a list, got {x!r:.200}{fix}")


def strings(x, name):
    """x as a list of strings."""
    found = items(x, name)
    if not set(map(type, found)) <= {str}:  # much faster than to ask each
        odd = [word for word in found if not isinstance(word, str)]
        if odd:
            raise ValueError(f"a word is a string, got {odd[0]!r:.200} in {name}: take [str(word) for word in …]")
    return found


def generator(seed):
    """A NumPy generator as it is, or the one that starts from a seed."""
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError):
        raise ValueError(f"a seed is a whole number from 0 up, or a NumPy generator, got {seed!r:.200}") from None
