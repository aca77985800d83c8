"""How well a small step measures a gradient."""

import numpy as np

from ...gradcheck import numerical_gradient
from ...graph import Node
from ...ops import exp
from ...pictures.controls import log_slider, name_of, slider
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Line, spot
from ...pictures.style import BLUE, new_figure, short, styled

ALL_STEPS = np.logspace(-12, -1, 89)


@styled
def check_step(f=exp, x=1.0):
    """How far a central difference misses the back-propagated slope, for every step from 1e-12 to 0.1.

    f: a function of one number or Node, such as `ll.tanh`. x: where the slope is measured.
    """
    name = name_of(f)
    figure, axes = new_figure(9, 3.8)
    axes.set(xlim=(-12.5, -0.5), ylim=(-13, 1), xlabel="step h", ylabel="error of measured slope")
    for axis, ticks in ((axes.xaxis, range(-11, 0, 2)), (axes.yaxis, range(-12, 1, 3))):
        axis.set_ticks(ticks, [f"$10^{{{tick}}}$" for tick in ticks])
    curve = Line(axes, ".-", color=BLUE, linewidth=1.5, markersize=5)
    point = spot(axes)

    def see(x, h):
        node = Node(x)
        f(node).backward()
        measured, *others = (numerical_gradient(f, x, each) for each in (h, *ALL_STEPS))
        if not np.all(np.isfinite([node.grad, measured, *others])):
            raise ValueError(f"{name} has no finite slope near x = {short(x)}")
        errors = np.abs(np.array(others) - node.grad)
        return {"true": node.grad, "measured": measured, "error": abs(measured - node.grad), "errors": errors}

    def draw(s):
        low = np.log10(np.clip([s.error, *s.errors], 2e-13, 5.0))  # an error of exactly 0 is drawn at the bottom
        curve.set(np.log10(ALL_STEPS), low[1:])
        point.set(np.log10(s.h), low[0])

    def tell(s):
        return (
            f"{name} at x = {short(s.x)}, h = {s.h:.2g}: measured slope {s.measured:.10f}, "
            f"back-propagated slope {s.true:.10f}, error {s.error:.2g}."
        )

    controls = {"x": slider("x", x, -3.0, 3.0, 0.1), "h": log_slider("step h", 0.1, -12, -1)}
    goals = (
        Goal("make the error smaller than 1e-9", lambda s: s.error < 1e-9),
        Goal("take a step that is too small", lambda s: s.h < 1e-8 and s.error > 1e-7),
    )
    return Explorer(figure, controls, see, draw, tell, goals=goals)
