"""The first picture of the series: it only shows that sliders and pointer work."""

from math import dist

from ...pictures.controls import slider
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import spot
from ...pictures.style import BLUE, GREEN, new_figure, plain, styled

CENTRE, RADIUS = (3.0, 2.0), 0.5


@styled
def first_picture():
    """A dot to bring into a circle, with two sliders, with the mouse or with the arrow keys."""
    figure, axes = new_figure(7, 3.6)
    axes.set(xlim=(-5, 5), ylim=(-3, 3), xlabel="across", ylabel="up", aspect="equal")
    axes.plot(*CENTRE, "o", markersize=55, markerfacecolor="none", markeredgecolor=GREEN, markeredgewidth=4)
    dot = spot(axes, size=20, color=BLUE)

    def see(across, up):
        return {"inside": dist((across, up), CENTRE) < RADIUS}

    def draw(s):
        dot.set(s.across, s.up)

    def tell(s):
        return (
            f"The dot is at ({plain(s.across)}, {plain(s.up)}), the circle at ({plain(CENTRE[0])}, {plain(CENTRE[1])})."
        )

    def drag(pointer):
        return {"across": pointer.x, "up": pointer.y}

    controls = {"across": slider("across", -2.0, -5.0, 5.0, 0.1), "up": slider("up", 0.0, -3.0, 3.0, 0.1)}
    arrived = Goal("bring the dot into the circle", lambda s: s.inside)
    return Explorer(figure, controls, see, draw, tell, drag={axes: drag}, goals=[arrived])
