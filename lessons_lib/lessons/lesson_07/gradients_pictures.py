"""Gradients in numbers: their size layer by layer, and the error of a central difference against its step."""

from types import SimpleNamespace

import numpy as np

from ...pictures.style import BLACK, BLUE, GREEN, ORANGE, SKY, VERMILION, styled

LOWEST, HIGHEST = -10, 4
"""Powers of ten between which sizes of gradients are shown."""


@styled
def layer_bars(axes, layers):
    """One bar per layer for the size of its gradient, on a scale of powers of ten. Returns bars and points (values)."""
    numbers, ticks = range(1, layers + 1), np.arange(-9, HIGHEST, 3)
    axes.set(xlim=(0.4, layers + 0.6), ylim=(LOWEST, HIGHEST), xticks=numbers, xlabel="layer, from input to output")
    axes.set_yticks(ticks, [f"$10^{{{tick}}}$" for tick in ticks])
    axes.set_title("bars: gradient, compared with the last layer's    ◆ values    green band: a factor of 3")
    axes.axhspan(-np.log10(3), np.log10(3), color=GREEN, alpha=0.3, linewidth=0, zorder=0.3)
    bars = axes.bar(numbers, np.zeros(layers), bottom=LOWEST, width=0.7, edgecolor=BLACK, animated=True)
    (points,) = axes.plot([], [], "D", color=ORANGE, markersize=9, markeredgecolor=BLACK, animated=True)
    return SimpleNamespace(bars=bars, points=points)


def set_layer_bars(artists, gradients, values):
    """Sizes above 0 as powers of ten; what is smaller than the scale goes is drawn at its end."""
    for bar, size in zip(artists.bars, _powers(gradients)):
        bar.set_height(size - LOWEST)
        bar.set_facecolor(GREEN if abs(size) <= np.log10(3) else SKY if size < 0 else VERMILION)
    artists.points.set_data(np.arange(1, len(values) + 1), _powers(values))


def _powers(sizes):
    return np.log10(np.clip(sizes, 10.0 ** (LOWEST + 0.1), 10.0 ** (HIGHEST - 0.1)))


@styled
def step_errors(axes):
    """The error of a central difference against the step, both on scales of powers of ten. Returns curve and point."""
    axes.set(xlim=(-12.5, -0.5), ylim=(-13, 1), xlabel="step", ylabel="error of the slope")
    for axis, ticks in ((axes.xaxis, range(-11, 0, 2)), (axes.yaxis, range(-12, 1, 3))):
        axis.set_ticks(ticks, [f"$10^{{{tick}}}$" for tick in ticks])
    (curve,) = axes.plot([], [], ".-", color=BLUE, linewidth=1.5, markersize=5, animated=True)
    (point,) = axes.plot([], [], "o", color=VERMILION, markersize=12, markeredgecolor=BLACK, animated=True)
    return SimpleNamespace(curve=curve, point=point)


def set_step_errors(artists, steps, errors, step, error):
    """The curve, and the point for the step in hand; an error of exactly 0 is drawn at the bottom."""
    low = lambda error: np.log10(np.clip(error, 2e-13, 5.0))  # noqa: E731
    artists.curve.set_data(np.log10(steps), low(errors))
    artists.point.set_data([np.log10(step)], [low(error)])
