"""Explorer: a picture, its controls, and the function that connects them. Every widget of the lessons is one.

All state is in the controls: dragging in the picture moves controls, moving a control calls `update`, `update` moves
artists. So a test, a reader's code and a mouse do the same thing in the same way.
"""

from contextlib import contextmanager
from html import escape
from typing import Callable, NamedTuple

import ipywidgets as ipw
import numpy as np
from traitlets import CFloat, CInt

from .live import LivePicture, display_bundle


class Goal(NamedTuple):
    """Something to reach. text: what; reached: from the controls' values (keyword arguments) to True or False."""

    text: str
    reached: Callable


class Explorer(ipw.VBox):
    """A picture with its controls.

    figure: a matplotlib figure; artists that change are `animated`.
    update: takes the controls' values as keyword arguments, moves the artists, and returns a sentence that says what
        is to be seen: the words below the picture.
    controls: name → control with a `value`; see `slider`, `choice`, `switch`, `entry`.
    drag: from a Pointer and the values when it was pressed to new values, or None; called for each movement.
    goals: what to reach; each is ticked for good once it is reached, until Reset.
    code: takes the controls' values as keyword arguments and returns Python that does the same, to unfold and to copy.
    """

    def __init__(self, figure, update, controls, drag=None, goals=(), code=None):
        self.update, self.controls, self.drag, self.goals, self.code = update, controls, drag, tuple(goals), code
        self.picture = LivePicture(figure)
        self.reset_button = ipw.Button(description="Reset", tooltip="Put every control back", layout={"width": "6em"})
        self._goal_line, self._code = ipw.HTML(), ipw.HTML()
        self._start, self._held = self.values, False
        self._reached = [False] * len(self.goals)
        for control in controls.values():
            control.observe(self._changed, "value")
        self.reset_button.on_click(lambda _: self.reset())
        if drag:
            self.picture.on_pointer(self._dragged)
        # Controls above and few lines in all: on a laptop, hand and picture must be in view together.
        row = [ipw.HBox([c.play, c]) if hasattr(c, "play") else c for c in controls.values()]
        rows = ipw.HBox([*row, self.reset_button], layout={"flex_flow": "row wrap"})
        unfold = [ipw.Accordion([self._code], titles=["Show me this as code"])] if code else []
        super().__init__([self._goal_line, rows, self.picture, *unfold])
        self._show()

    @property
    def values(self):
        """The controls' values by name."""
        return {name: control.value for name, control in self.controls.items()}

    def set(self, **values):
        """Move several controls at once, numbers to the nearest place that their slider can show; one new picture.

        Raises ValueError for names that no control has.
        """
        if unknown := values.keys() - self.controls:
            raise ValueError(f"no control is called {', '.join(unknown)}: there are {', '.join(self.controls)}")
        with self._one_picture():
            for name in sorted(values, key=list(self.controls).index):  # one may move another that stands after it
                control, value = self.controls[name], values[name]
                if isinstance(control, (ipw.FloatSlider, ipw.IntSlider)):
                    steps = round((min(max(value, control.min), control.max) - control.min) / control.step)
                    value = min(round(control.min + steps * control.step, 9), control.max)
                control.value = value

    def reset(self):
        """Put every control back to where it was at first, and take the ticks off the goals."""
        self._reached = [False] * len(self.goals)
        with self._one_picture():  # not by `set`, which moves numbers onto the steps of their sliders
            for name, value in self._start.items():
                self.controls[name].value = value

    @contextmanager
    def _one_picture(self):
        self._held = True
        try:
            yield
        finally:
            self._held = False
        self._show()

    def _changed(self, change):
        if not self._held:
            self._show()

    def _dragged(self, pointer):
        if pointer.phase == "press":
            self._pressed = self.values
        moved = self.drag(pointer, **self._pressed)
        if moved:
            self.set(**moved)

    def _show(self):
        with self.picture.attempt():
            sentence = self.update(**self.values)
            self._reached = [was or bool(goal.reached(**self.values)) for was, goal in zip(self._reached, self.goals)]
            self._goal_line.value = _goals_html(self.goals, self._reached)
            self._code.value = f"<pre>{escape(self.code(**self.values))}</pre>" if self.code else ""
            self.picture.alt = sentence
            self.picture.refresh()

    def _repr_mimebundle_(self, **kwargs):
        return display_bundle(self, self.picture)


def _goals_html(goals, reached):
    texts = [escape(goal.text) for goal in goals]
    signs = [f"<b>✓&nbsp;{text}</b>" if done else f"○&nbsp;{text}" for text, done in zip(texts, reached)]
    return f'<div style="font-size: 16px; line-height: 1.5">Goals: {" &emsp; ".join(signs)}</div>' if goals else ""


_WIDE = {"description_width": "initial"}


# A slider's value would come back from Python as an echo, for a second browser at the same kernel; and each message
# costs the first one a tenth of the frames.
class FloatSlider(ipw.FloatSlider):
    value = CFloat(0.0).tag(sync=True, echo_update=False)


class IntSlider(ipw.IntSlider):
    value = CInt(0).tag(sync=True, echo_update=False)


class FloatLogSlider(ipw.FloatLogSlider):
    value = CFloat(1.0).tag(sync=True, echo_update=False)


def slider(label, value, low, high, step=0.05):
    """A slider from low to high, or further where value lies beyond; whole numbers if all four are."""
    whole = all(isinstance(number, int) for number in (value, low, high, step))
    kind, form = (IntSlider, "d") if whole else (FloatSlider, ".2f")
    ends = {"min": min(low, value), "max": max(high, value)}
    return kind(value, **ends, step=step, description=label, readout_format=form, style=_WIDE)


def log_slider(label, value, low, high):
    """A slider from low to high, powers of ten, on which each step multiplies by the same factor, about 1.12."""
    return FloatLogSlider(value, min=low, max=high, step=0.05, description=label, readout_format=".3g", style=_WIDE)


def ticker(label, value, last, interval=150, step=1):
    """A slider from 0 to last with a button that lets it run, one step each `interval` milliseconds."""
    control = slider(label, value, 0, last, step)
    layout = {"width": "auto"}
    control.play = ipw.Play(value=value, max=last, step=step, interval=interval, show_repeat=False, layout=layout)
    ipw.jslink((control.play, "value"), (control, "value"))  # the browser ticks: no thread, and none left behind
    return control


def choice(label, options, value=None):
    """One of several options, a list of names or (name, value) pairs; the first is chosen unless `value` is given."""
    options = list(options)
    first = options[0][1] if isinstance(options[0], tuple) else options[0]
    return ipw.Dropdown(options=options, value=first if value is None else value, description=label, style=_WIDE)


def switch(label, value=False):
    """On or off."""
    return ipw.Checkbox(value, description=label, indent=False)


def entry(label, value):
    """A line to write in; read when Enter is pressed or the box is left."""
    return ipw.Text(value, description=label, continuous_update=False, style=_WIDE)


def numbers_in(text, wanted, fits=lambda numbers: True):
    """The numbers in a line such as "2, −1, 0.5". Raises ValueError, saying what is `wanted`, where they do not fit."""
    try:
        numbers = np.array([float(part) for part in text.replace("−", "-").split(",")])
    except ValueError:
        numbers = np.array([np.nan])
    if not (np.all(np.isfinite(numbers)) and fits(numbers)):
        raise ValueError(f"write {wanted} with commas between them, not {text!r}")
    return numbers


def functions_by_name(own, *offered):
    """The functions to choose from by name, the reader's own (or None) first, marked where its name is one of ours."""
    functions = {f.__name__: f for f in offered}
    if own is None:
        return functions
    name = name_of(own)
    return {f"your {name}" if name in functions else name: own} | functions


def name_of(function):
    """The name of a function of the reader's own; "yours" where it has none."""
    return getattr(function, "__name__", "yours").replace("<lambda>", "yours")
