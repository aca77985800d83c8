"""What Python and NumPy say to a reader's own code, and what a beginner can do about it: one place for all who tell."""

import re
import traceback

ADVICE = (
    (r"0-dimensional|length-1|size-1", "`math` and `float` take single numbers. For arrays take `np.exp`, `np.log`, …"),
    (r"truth value",
     "`if`, `and`, `or`, `min` and `max` take single numbers. For arrays take `np.where`, `np.maximum(x, y)`, "
     "`x.max(axis=-1)`, …"),
    (r"scalar index|from 2 to 3 positional",
     "`np.maximum(x, y)` takes the larger of two, element by element; `x.max()` the largest of one array"),
    (r"bitwise_xor|for \^", "A power is written `**` in Python; `^` is something else"),
    (r"by non-int|'list' and|and 'list'|'list' object has",
     "A list does no arithmetic: make an array of it, `np.array(…)`"),
    (r"mismatch in its core", "`x @ W` needs as many columns in x as rows in W: look at `x.shape` and `W.shape`"),
    (r"broadcast", "Such arrays do not fit each other: look at the `.shape` of both"),
    (r"index out of range", "There is no such place: the places of a list go from 0 to `len(…) - 1`"),
    (r"'(numpy.ndarray|list|tuple|dict)' object is not callable",
     "Round brackets call a function. One element is `p[2]`, in square brackets; a multiplication needs its `*`"),
    (r"not callable", "A multiplication needs its `*`, also before a bracket"),
)
"""A part of what is said, and what can be done; the first match counts."""


def explain(error, own, otherwise=""):
    """An exception in a sentence: its kind, the line of the reader's function, what Python says, what can be done.

    own: from a frame to whether it belongs to the reader's function. otherwise: where it was, if no frame does.
    """
    where = otherwise
    for frame, line in traceback.walk_tb(error.__traceback__):
        if own(frame):
            code = frame.f_code
            name = "" if code.co_name == "<lambda>" else f" {code.co_name}"
            where = f" in line {line - code.co_firstlineno + 1} of your function{name}"
    advice = next((f". {words}" for pattern, words in ADVICE if re.search(pattern, str(error))), "")
    return f"{type(error).__name__}{where}: {error}".removesuffix(": ") + advice
