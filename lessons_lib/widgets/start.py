"""The first picture of the series: it only shows that sliders and pointer work."""

from math import dist

from ..pictures.start import CENTRE, RADIUS, target
from ..pictures.style import new_figure, plain
from .explorer import Explorer, Goal, slider

def first_picture():
    """A dot to bring into a circle, with two sliders, with the mouse or with the arrow keys."""
    figure, axes = new_figure(7, 3.6)
    dot = target(axes)

    def update(across, up):
        dot.set_data([across], [up])
        return f"The dot is at ({plain(across)}, {plain(up)}), the circle at ({plain(CENTRE[0])}, {plain(CENTRE[1])})."

    def drag(pointer, across, up):
        return {"across": pointer.x, "up": pointer.y}

    controls = {"across": slider("across", -2.0, -5.0, 5.0, 0.1), "up": slider("up", 0.0, -3.0, 3.0, 0.1)}
    arrived = Goal("bring the dot into the circle", lambda **at: dist((at["across"], at["up"]), CENTRE) < RADIUS)
    return Explorer(figure, update, controls, drag=drag, goals=[arrived])
