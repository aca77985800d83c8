"""The first picture of the series: a dot and a circle to bring it into."""

from .style import BLACK, BLUE, GREEN, styled

CENTRE, RADIUS = (3.0, 2.0), 0.5


@styled
def target(axes):
    """A field with a circle to aim at. Returns the dot that moves."""
    axes.set(xlim=(-5, 5), ylim=(-3, 3), xlabel="across", ylabel="up", aspect="equal")
    axes.plot(*CENTRE, "o", markersize=55, markerfacecolor="none", markeredgecolor=GREEN, markeredgewidth=4)
    return axes.plot([], [], "o", markersize=20, color=BLUE, markeredgecolor=BLACK, animated=True)[0]
