"""Feedback on an answer: never an exception, always the next step.

The ladder: not started → raised an error → returned nothing → changed its input → a catalogued mistake → wrong type →
wrong shape → wrong value on this case → right. A catalogued mistake is a wrong answer that somebody could really give,
written as code, so that a test can give it and see its message appear.
"""

import ast
import copy
import html
import inspect
import io
import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any, Callable, NamedTuple

import numpy as np

from ..advice import explain
from ..arguments import as_reals
from ..graph import Node
from ..settings import is_on
from .page import box, inline, unfold


MOST_PRINTED = 1000
"""So many characters of what an answer prints are shown."""
MOST_TAKEN = 100_000
"""So many things are taken from an answer that gives them one by one; it may never end."""
COUNTS = "no one two three four five six seven eight nine".split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth".split()


class Mistake(NamedTuple):
    """A wrong answer, a function or a value as the solution is one, and what to say to who gives it."""

    answer: Any
    message: str


@dataclass(frozen=True)
class Feedback:
    """What the reader is told. stage: the rung of the ladder reached; message: why, and what to do next.

    printed: what the reader's function printed on the way.
    """

    name: str
    stage: str
    message: str
    hints: tuple = ()
    solution: str = ""
    printed: str = ""

    def __bool__(self):
        return self.stage == "right"

    def __repr__(self):
        printed = f"\nIt printed:\n{self.printed}" if self.printed else ""
        return f"{self.name}: {self.stage}. {self.message}{printed}"

    def _repr_html_(self):
        printed = f"<p>It printed:</p><pre>{html.escape(self.printed)}</pre>" if self.printed else ""
        folded = unfold("Show the solution", f"<pre>{inline(self.solution)}</pre>") if self.solution else ""
        for number, hint in reversed(list(enumerate(self.hints, start=1))):
            folded = unfold(f"Hint {number} of {len(self.hints)}", inline(hint) + folded)
        return box(self.stage, f"<b>{inline(self.name)}: {self.stage}.</b> {inline(self.message)}", printed, folded)


@dataclass(frozen=True)
class Exercise:
    """One thing to write.

    solution: a function, tried on each of `cases` (tuples of arguments), or a value.
    observe: where many answers are right, what is compared instead of the answer's result; it must accept anything.
    mistakes: catalogued wrong answers. hints: from a nudge to nearly everything. praise: said to a right answer.
    tolerance: the difference allowed, relative where numbers are larger than 1; wider for numbers worked by hand.
    """

    name: str
    solution: Any
    cases: tuple = ((),)
    mistakes: tuple = ()
    hints: tuple = ()
    praise: str = "Well done."
    observe: Callable = field(default=lambda result: result)
    tolerance: float = 1e-6

    def check(self, answer):
        """Feedback on an answer. Raises nothing, whatever comes, and changes none of the cases."""
        printed = io.StringIO()
        try:
            with np.errstate(all="ignore"):  # an overflow shows in the result, and the message speaks of it
                stage, message = self._climb(answer, printed)
        except Exception as error:  # an object so odd that it cannot even be compared or shown
            stage, message = "wrong type", f"This {type(answer).__name__} cannot be judged: {type(error).__name__}."
        said = printed.getvalue()
        if len(said) > MOST_PRINTED:
            said = said[:MOST_PRINTED] + " …"
        solution = self.solution_text if is_on("solutions") else ""
        return Feedback(self.name, stage, message, self.hints, solution, said)

    @property
    def solution_text(self):
        if not callable(self.solution):
            return repr(self.solution)  # the name on the left is the cell's
        source = textwrap.dedent(inspect.getsource(self.solution)).strip()
        first = ast.parse(source).body[0].lineno  # below the declaration of the exercise
        return "\n".join(source.splitlines()[first - 1 :])

    def _climb(self, answer, printed):
        if answer is ...:
            return "not started", "Put your answer in place of the `...` and run the cell again."
        if callable(self.solution) and not callable(answer):
            given = _describe(answer)
            return "wrong type", f"A function is asked for, this is {given}. Name it without brackets: `{self.name}`."
        results = []
        for case in self.cases:
            arguments = copy.deepcopy(case)
            try:
                with redirect_stdout(printed):
                    result = _taken(answer(*arguments) if callable(self.solution) else answer)
            except (Exception, KeyboardInterrupt, SystemExit) as error:
                return "raised an error", _explain(error, answer, case)
            if result is ... or (isinstance(result, (tuple, list)) and any(item is ... for item in result)):
                return "not started", "Put your code in place of the `...` and run the cell again."
            if result is None:
                if not callable(self.solution):
                    return "returned nothing", "The answer is None."
                if printed.getvalue():
                    return "returned nothing", "Your function prints its result: write `return` instead of `print`."
                here = _on(case) if results else ""  # where it has given something before, this case is the news
                message = f"{here}your function runs but gives nothing back: did you forget `return`?"
                return "returned nothing", _sentence(message)
            if any(not _same(a, c, 0.0) for a, c in zip(arguments, case) if _numbers(c) is not None):
                message = "Your function changes what it is given. Make something new, or work on `x.copy()`."
                return "changed its input", message
            results.append(result)
        return self._compare(results)

    def _compare(self, results):
        solved = self._results(self.solution)
        try:
            observed = [self.observe(result) for result in results]
        except Exception as error:
            why = f" {error}." if isinstance(error, ValueError) else ""  # the library's own say what does not fit
            asked = "" if why else f"something like {_describe(solved[0], kind=True)} is asked for, "
            return "wrong type", _sentence(f"{asked}this is {_describe(results[0])}.{why}")
        expected = [self.observe(result) for result in solved]
        if all(_same(o, e, self.tolerance) for o, e in zip(observed, expected)):
            return "right", self.praise
        for mistake in self.mistakes:
            if all(_same(o, self.observe(m), self.tolerance) for o, m in zip(observed, self._results(mistake.answer))):
                return "a known mistake", mistake.message
        for case, result, o, e in zip(self.cases, results, observed, expected):
            if not _same(o, e, self.tolerance):
                as_given = o is result or set(map(type, _parts(e))) == {np.ndarray}  # observed, and still part by part
                several = as_given and isinstance(e, tuple) and len(e) > 1
                stage, message = _by_parts(o, e, case, self.tolerance) if several else _difference(o, e, case)
                if stage == "wrong value" and not callable(self.solution) and o is result:
                    message = _not_right(o, e, self.tolerance)
                return stage, _sentence(message)

    def _results(self, answer):
        return [_taken(answer(*copy.deepcopy(case)) if callable(self.solution) else answer) for case in self.cases]


class Exercises(dict):
    """The exercises of a lesson by name. Each is declared above its solution, and its mistakes stand below it:

        @exercises.code(cases=((3.0,), (0.0,)), hints=("A star multiplies.",))
        def double(x):
            return 2 * x

        exercises.mistakes(
            lambda x: x**2,
            "You squared x.",
        )
    """

    def code(self, **about):
        """Declare the function below it as the solution of an exercise of its name. about: as for Exercise."""

        def declare(solution):
            self.value(solution.__name__, solution, **about)
            return solution

        return declare

    def value(self, name, solution, **about):
        """Declare an exercise that asks for a value. about: as for Exercise."""
        self[name] = Exercise(name, solution, **about)

    def mistakes(self, *pairs):
        """Catalogue wrong answers to the exercise above: an answer, what to say to it, the next answer, …"""
        name, exercise = list(self.items())[-1]
        self[name] = replace(exercise, mistakes=tuple(map(Mistake, pairs[::2], pairs[1::2])))


def _sentence(text):
    return text[0].upper() + text[1:]


def number(x):
    """x, also a Node or a Fraction, as a float; or a ValueError that says what to write instead, of text as well."""
    try:
        x = as_reals(_real(x), "number")
    except ValueError:
        raise ValueError("Write a number, without quotes") from None
    if np.ndim(x):
        raise ValueError("Write one number, without brackets")
    return float(x)


def _same(a, b, tolerance):
    """Equal in kind, shape and, up to the tolerance, value; lists and tuples of numbers count as arrays."""
    a, b = _plain(a), _plain(b)
    x, y = _numbers(a), _numbers(b)
    if y is None or isinstance(b, bool):
        return type(a) is type(b) and a == b
    if isinstance(y, tuple):
        return isinstance(x, tuple) and len(x) == len(y) and all(_same(i, j, tolerance) for i, j in zip(x, y))
    if not isinstance(x, np.ndarray):
        return False
    return x.shape == y.shape and np.allclose(x, y, rtol=tolerance, atol=tolerance, equal_nan=True)


def _rounded(got, expected):
    """Whether these are the right numbers, but with one decimal where they need more; 0 may as well be a guess."""
    got, expected = _numbers(got), _numbers(expected)
    return isinstance(expected, np.ndarray) and got.any() and np.array_equal(got, expected.round(1))


def _taken(x):
    """What a generator, map, zip, … gives, as a list; anything else as it is."""
    return list(islice(x, MOST_TAKEN)) if isinstance(x, Iterator) else x


def _plain(x):
    """x with NumPy's own bool and str as Python's."""
    return x.item() if isinstance(x, (np.bool_, np.str_)) else x


def _real(x):
    """x with the values of Nodes in their place, and fractions as floats, also inside tuples, lists and arrays."""
    if isinstance(x, Node):
        return x.value
    if isinstance(x, (Fraction, Decimal)):
        return float(x)
    if isinstance(x, np.ndarray) and x.dtype == object:
        x = x.tolist()
    return [_real(part) for part in x] if isinstance(x, (tuple, list)) else x


def _numbers(x):
    """x as an array of floats, as a tuple if it is one of unlike parts, else None."""
    try:
        return np.asarray(as_reals(_real(x), "an answer"))
    except ValueError:
        return tuple(x) if isinstance(x, (tuple, list)) else None


def _parts(x):
    """The parts of a tuple, list or array, as a list; of anything else, a single number too, none."""
    return list(x) if isinstance(x, (tuple, list)) or isinstance(x, np.ndarray) and x.ndim else []


def _wrong_parts(got, expected, tolerance):
    """The places at which an answer of several parts is wrong; none where it has another number of parts."""
    got, expected = _parts(got), _parts(expected)
    if len(got) != len(expected):
        return []
    return [place for place, pair in enumerate(zip(got, expected)) if not _same(*pair, tolerance)]


def _not_right(got, expected, tolerance):
    """What to say to a value that is not right: which of its parts is not, but not what it should be."""
    if _rounded(got, expected):
        return "Right, but rounded too much: write one more decimal."
    wrong, message = _wrong_parts(got, expected, tolerance), f"It is not {_brief(_plain(got))}."
    if len(wrong) == 1 < len(_parts(expected)):
        (place,) = wrong
        part, table = _numbers(expected[place]), isinstance(_numbers(expected), np.ndarray)
        kind = "number" if np.shape(part) == () and part is not None else "row" if table else "part"
        message = f"The {_ordinal(place)} {kind}, {_brief(_real(got[place]))}, is not right; the rest is."
    return f"{message} Work it out once more; the hints below go step by step."


def _by_parts(got, expected, case, tolerance):
    """As `_difference`, where a tuple is expected: which of its parts is wrong, or how many there should be."""
    count = COUNTS[len(expected)] if len(expected) < len(COUNTS) else len(expected)
    if len(_parts(got)) != len(expected):
        kind = "numbers" if all(np.ndim(_numbers(part)) == 0 for part in expected) else "things"
        commas = "a comma" if len(expected) == 2 else "commas"
        wanted = f"{'return' if case else 'write'} {count} {kind} with {commas} between them"
        stage = "wrong type" if _numbers(got) is None else "wrong shape"
        return stage, f"{_on(case)}{wanted}, this is {_describe(got)}."
    place = _wrong_parts(got, expected, tolerance)[0]
    stage, message = _difference(_parts(got)[place], expected[place], ())
    return stage, f"{_on(case)}the {_ordinal(place)} of {count} results is wrong: {message}"


def _ordinal(place):
    return ORDINALS[place] if place < len(ORDINALS) else f"{place + 1}th"


def _difference(got, expected, case):
    got, expected = _plain(got), _plain(expected)
    got_numbers, numbers = _numbers(got), _numbers(expected)
    plain = isinstance(numbers, np.ndarray) and not isinstance(expected, bool)
    if not plain and type(got) is type(expected):
        return "wrong value", f"{_on(case)}this is {_describe(got)}.{_odd_one(got, expected)}"
    if not plain or not isinstance(got_numbers, np.ndarray) or isinstance(got, bool):
        return "wrong type", f"{_describe(expected, kind=True)} is asked for, this is {_describe(got)}."
    if got_numbers.shape != numbers.shape:
        return "wrong shape", f"{_on(case)}{_shape(numbers)} is expected, yours is {_shape(got_numbers)}."
    whole = np.isfinite(got_numbers) & (got_numbers == np.trunc(got_numbers))
    if np.asarray(expected).dtype.kind == "i" and whole.all():
        numbers, got_numbers = np.asarray(expected), got_numbers.astype(int)
    digits = next((some for some in (4, 8) if _brief(numbers, some) != _brief(got_numbers, some)), 16)
    shown = (_brief(some, digits) for some in (numbers, got_numbers))
    return "wrong value", _on(case) + "{} is expected, yours is {}.".format(*shown)


def _odd_one(got, expected):
    """The first thing that a list lacks, or has too often, or that its order is wrong; nothing of what is no list."""
    got, expected = (Counter(map(_brief, some if isinstance(some, list) else ())) for some in (got, expected))
    odd = [f" Missing: {item}." for item in expected - got] + [f" Too many: {item}." for item in got - expected]
    return odd[0] if odd else " Only the order is wrong." if got else ""


def _on(case):
    return f"For {', '.join(_brief(argument) for argument in case)}: " if case else ""


def _shape(array):
    return f"an array of shape {array.shape}" if array.ndim else "a single number"


def _describe(x, kind=False):
    """x in a few words; with `kind` without its value, so as not to give an answer away."""
    x = _plain(x)
    numbers = _numbers(x)
    if isinstance(x, list) and not x:
        return "a list" if kind else "an empty list"
    if callable(x):
        return f"the function `{getattr(x, '__name__', 'without a name')}`"
    if x is None:
        return "None"
    if isinstance(x, bool) or not isinstance(numbers, np.ndarray):
        name = {"str": "text", "bool": "truth value (True or False)"}.get(type(x).__name__, type(x).__name__)
        return f"a {name}" if kind else f"a {name}, {_brief(x)}"
    return _shape(numbers) if kind else f"{_shape(numbers)}, {_brief(numbers)}"


def _brief(x, digits=4):
    if callable(x):
        return f"`{getattr(x, '__name__', 'a function')}`"
    if isinstance(x, (np.ndarray, np.floating, np.integer)) and x.dtype != object:
        form = dict(precision=digits, separator=", ", threshold=12)
        x = np.array2string(x, **form).replace("\n", "") if x.ndim else f"{float(x):.{digits + 2}g}"
    text = x if isinstance(x, str) else re.sub(r"<function [^ ]+ at 0x\w+>", "a function", repr(x))
    text = re.sub(r" at 0x\w+", "", text)  # an address says nothing and always differs
    return textwrap.shorten(text, 120, placeholder=" …")


def _explain(error, answer, case):
    if isinstance(error, KeyboardInterrupt):
        return "You stopped it. If it did not end by itself, look for a loop that never ends."
    code, called = getattr(answer, "__code__", None), ""
    if isinstance(error, TypeError):
        called = f" when it was called with {len(case)} argument{'' if len(case) == 1 else 's'}"
    return _on(case) + explain(error, lambda frame: frame.f_code is code, called)
