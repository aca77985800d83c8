"""Explorer: a picture, its controls, and what connects them. Every widget of the lessons is one.

All state is in the controls: dragging in the picture moves controls, and each change of a control goes the same way:
`see` computes what there is to know, once; `draw` moves artists to it; `tell` says it in words; goals look at it. So a
test, a reader's code and a mouse do the same thing in the same way.
"""

from contextlib import contextmanager
from html import escape
from inspect import Parameter, signature
from types import SimpleNamespace
from typing import Callable, NamedTuple

import ipywidgets as ipw
import numpy as np

from .live import LivePicture, display_bundle
from .style import styled


class Goal(NamedTuple):
    """Something to reach. text: what; reached: from the State to True or False."""

    text: str
    reached: Callable


class State(SimpleNamespace):
    """What a widget shows now, by name: the values of its controls, and all that `still` and `see` found out."""


class Explorer(ipw.VBox):
    """A picture with its controls.

    Functions take by name those values that they need: `def see(w1, w2)`, or all of them: `def see(**values)`.

    figure: a matplotlib figure; artists that change are `animated`.
    controls: name → control with a `value`; see `slider`, `choice`, `switch`, `entry`.
    see: from values to a dict of all that follows from them. Values and this dict are the State.
    draw: from a State; moves the artists. tell: from a State to the words below the picture.
    still: functions for what stands still, from values. One is called only when one of the controls that it names has
        changed. It may return a dict as `see` does, and `see` may take from it.
    drag: axes → function from a Pointer and the values when it was pressed to new values, or None; called for each
        movement of a gesture that began there.
    follow: name → function from values to new values of other controls, called when the control of this name changes.
    goals: what to reach; each is ticked for good once it is reached, until Reset.
    code: from values to Python that does the same, to unfold and to copy.
    fold: names of controls that are seldom needed, to unfold. buttons: what stands beside the one that unfolds them.
    """

    def __init__(self, figure, controls, see, draw, tell, still=(), drag=None, follow=None, goals=(), code=None,
                 fold=(), buttons=()):  # fmt: skip
        self.controls, self.goals, self.code = controls, tuple(goals), code and _by_name(code)
        self.buttons = tuple(buttons)
        self.draw, self.tell, self._see = draw, tell, _by_name(see)
        self._still = [_Still(function, controls) for function in still]
        self._drag = {axes: _by_name(function) for axes, function in (drag or {}).items()}
        self._follow = {name: _by_name(function) for name, function in (follow or {}).items()}
        self.picture = LivePicture(figure)
        self.reset_button = ipw.Button(description="Reset", tooltip="Put every control back")
        self._goal_list, self._code = ipw.HTML(), code and ipw.HTML()
        self._start, self._held, self._resetting = self.values, 0, False
        self._reached, self.state = [False] * len(self.goals), None
        for name, control in controls.items():
            control.observe(lambda _, name=name: self._changed(name), "value")
        self.reset_button.on_click(lambda _: self.reset())
        if drag:
            self.picture.on_pointer(self._dragged)
            self.picture.observe(lambda _: self._find_grips(), "touch")
        unfold = [ipw.Accordion([self._code], titles=["Show me this as code"])] if code else []
        super().__init__([self._hand(fold), self.picture.add_class("lessons-picture"), *unfold])
        self.add_class("lessons")
        self._show()

    def _hand(self, fold):
        """Goals, Reset and controls. All labels are as wide as the longest; the rest of the looks is in live.css."""
        longest = max(len(c.description) for c in self.controls.values() if not isinstance(c, ipw.Checkbox))
        self._indent = _width(max(longest, 5))
        for control in self.controls.values():
            control.style.description_width = self._indent
        parts = [ipw.HBox([self._goal_list, self.reset_button]).add_class("lessons-goals")]
        parts.append(self._grid(name for name in self.controls if name not in fold))
        seldom = [self._grid(name for name in self.controls if name in fold)] if fold else []
        buttons = [*self.buttons, *map(_unfolding, seldom)]
        if buttons:
            parts += [ipw.HBox(buttons).add_class("lessons-buttons"), *seldom]
        return ipw.VBox(parts, layout={"flex": f"1 1 calc({self._indent} + 14em)"}).add_class("lessons-hand")

    def _grid(self, names):
        controls = [self.controls[name] for name in names]
        rows = [ipw.HBox([c.play, c]).add_class("lessons-ticker") if hasattr(c, "play") else c for c in controls]
        columns = f"repeat(auto-fill, minmax(min(100%, {self._indent} + 13em), 1fr))"
        return ipw.GridBox(rows, layout={"grid_template_columns": columns}).add_class("lessons-controls")

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
            self._resetting = True
            for name, value in self._start.items():
                self.controls[name].value = value
            self._resetting = False

    @contextmanager
    def _one_picture(self):
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
        if not self._held:
            self._show()

    def _changed(self, name):
        with self._one_picture():
            if name in self._follow and not self._resetting:
                for other, value in self._follow[name](self.values).items():
                    self.controls[other].value = value

    def _dragged(self, pointer):
        if pointer.phase == "press":
            self._pressed = self.values
        if pointer.axes in self._drag:
            moved = self._drag[pointer.axes](self._pressed | {"pointer": pointer})
            if moved:
                self.set(**moved)

    def _show(self):
        with self.picture.attempt(), np.errstate(all="ignore"):  # what overflows is seen, and said in the words
            values = self.values
            known = dict(values)
            for still in self._still:
                known |= still(values)
            self.state = State(**known, **self._see(known))
            self.draw(self.state)
            sentence = self.tell(self.state)
            before = self._reached
            self._reached = [was or bool(goal.reached(self.state)) for was, goal in zip(before, self.goals)]
            self._goal_list.value = self._goals_html()
            new = [goal.text for goal, was, now in zip(self.goals, before, self._reached) if now and not was]
            self.picture.news = f"Reached: {'; '.join(new)}." if new else ""
            if self.code:
                self._code.value = f"<pre>{escape(self.code(values))}</pre>"
            self.picture.alt = sentence
            self.picture.refresh()
            self._find_grips()

    def _goals_html(self):
        signs = '<i role="img" aria-label="to do:"></i>', '<i role="img" aria-label="reached:" class="reached">✓</i>'
        items = [f"<li>{signs[done]}{escape(goal.text)}</li>" for goal, done in zip(self.goals, self._reached)]
        if not items:
            return ""
        column = _width(max(len(goal.text) for goal in self.goals))
        return f'<b style="width: {self._indent}">Goals</b><ul style="columns: {column}">{"".join(items)}</ul>'

    def _find_grips(self):
        """Tell the picture where a press would move something now: there a finger drags, elsewhere it scrolls."""
        if self.picture.touch:
            values, drags = self.values, self._drag.items()
            self.picture.grips = [
                square
                for axes, drag in drags
                for square, pointer in self.picture.squares(axes)
                if drag(values | {"pointer": pointer})
            ]

    def _repr_mimebundle_(self, **kwargs):
        return display_bundle(self, self.picture)


def _by_name(function):
    """The function as one of a dict, from which it takes what it names, or all of it if it has a `**`."""
    parameters = signature(function).parameters.values()
    if any(parameter.kind is Parameter.VAR_KEYWORD for parameter in parameters):
        return lambda values: function(**values)
    names = [parameter.name for parameter in parameters]
    return lambda values: function(**{name: values[name] for name in names if name in values})


class _Still:
    """What stands still: called anew only when a control has changed that the function names."""

    def __init__(self, function, controls):
        self.function, self.names = _by_name(function), controls.keys() & signature(function).parameters
        self.values, self.found = None, {}

    def __call__(self, values):
        now = {name: values[name] for name in self.names}
        if now != self.values:
            self.values = None  # half of it may be drawn when it fails
            self.found = styled(self.function)(now) or {}
            self.values = now
        return self.found


def _unfolding(controls):
    """A button that shows these controls, which are hidden at first, and hides them again."""
    controls.layout.display = "none"
    button = ipw.ToggleButton(description="More", tooltip="Settings that are seldom needed")
    button.observe(lambda change: controls.layout.set_trait("display", None if change.new else "none"), "value")
    return button


def _width(letters):
    """The room for so many letters of any font, for CSS."""
    return f"{0.6 * letters + 0.5:.3g}em"
