"""Controls: what a reader moves, and what of the reader's own a widget takes."""

from pathlib import Path

import anywidget
import ipywidgets as ipw
import numpy as np
from traitlets import Bool, CFloat, CInt, Int

LONG = 20
"""A line to write in that begins with more signs than these has a row of its own."""


# A slider's value would come back from Python as an echo, for a second browser at the same kernel; and each message
# costs the first one a tenth of the frames.
class FloatSlider(ipw.FloatSlider):
    value = CFloat(0.0).tag(sync=True, echo_update=False)


class IntSlider(ipw.IntSlider):
    value = CInt(0).tag(sync=True, echo_update=False)


class FloatLogSlider(ipw.FloatLogSlider):
    value = CFloat(1.0).tag(sync=True, echo_update=False)


class Player(anywidget.AnyWidget):
    """Buttons that let `value` run to `max`, by `step` each `interval` milliseconds: see player.js."""

    _esm = Path(__file__).with_name("player.js").read_text("utf-8")

    value = Int().tag(sync=True, echo_update=False)
    min, max, step, interval = Int(0).tag(sync=True), Int().tag(sync=True), Int(1).tag(sync=True), Int().tag(sync=True)
    playing = Bool(False).tag(sync=True)


def slider(label, value, low, high, step=0.05):
    """A slider from low to high, or further where value lies beyond; whole numbers if all four are."""
    whole = all(isinstance(number, int) for number in (value, low, high, step))
    kind, form = (IntSlider, "d") if whole else (FloatSlider, ".2f")
    ends = {"min": min(low, value), "max": max(high, value)}
    return kind(value, **ends, step=step, description=label, readout_format=form)


def log_slider(label, value, low, high):
    """A slider from low to high, powers of ten, on which each step multiplies by the same factor, about 1.12."""
    return FloatLogSlider(value, min=low, max=high, step=0.05, description=label, readout_format=".3g")


def ticker(label, value, last, interval=150, step=1):
    """A slider from 0 to last with a button that lets it run, one step each `interval` milliseconds."""
    control = slider(label, value, 0, last, step)
    control.play = Player(value=value, max=last, step=step, interval=interval)
    control.link = ipw.jslink((control.play, "value"), (control, "value"))
    return control


def choice(label, options, value=None):
    """One of several options, a list of names or (name, value) pairs; the first is chosen unless `value` is given."""
    options = list(options)
    first = options[0][1] if isinstance(options[0], tuple) else options[0]
    return ipw.Dropdown(options=options, value=first if value is None else value, description=label)


def switch(label, value=False):
    """On or off."""
    return ipw.Checkbox(value, description=label)


def entry(label, value):
    """A line to write in; read when Enter is pressed or the box is left."""
    control = ipw.Text(value, description=label, continuous_update=False)
    return wide(control) if len(value) > LONG else control


def wide(control):
    """The control with a row of its own."""
    return control.add_class("lessons-wide")


def numbers_in(text, wanted, fits=lambda numbers: True):
    """The numbers in a line such as "2, −1, 0.5", with brackets or without.

    Raises ValueError, saying what is `wanted`, where they do not fit.
    """
    plain = text.translate(str.maketrans("−", "-", "()[]"))
    try:
        numbers = np.array([float(part) for part in plain.split(",")])
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
