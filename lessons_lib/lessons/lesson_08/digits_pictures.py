"""Digits: a sheet to draw on beside what the network sees and says, and the digits that it misreads.

Images are dark on white and shown as they are, in 8×8 blocks, since that is all the network gets.
"""

from types import SimpleNamespace

import numpy as np
from matplotlib.patches import Rectangle

from ...pictures.style import BLACK, BLUE, ORANGE, SKY, VERMILION, styled

SHEET = 32
"""Sides of the sheet to draw on."""
ROWS, COLUMNS = 2, 5
SHOWN = ROWS * COLUMNS
"""Misread digits shown at a time."""
IMAGE = dict(cmap="Greys", vmin=0, vmax=1, interpolation="nearest", animated=True)


@styled
def drawing(sheet, seen, bars):
    """Three panels on their axes. Returns ink, image (what the network sees) and bars (its probabilities)."""
    sheet.set(title="draw here", xlim=(0, SHEET), ylim=(SHEET, 0), aspect="equal", xticks=[], yticks=[])
    seen.set(title="the network sees", xticks=[], yticks=[])
    bars.set(title="and says", xlim=(0, 1), ylim=(9.6, -0.6), yticks=range(10), xlabel="probability")
    bars.tick_params(axis="y", length=0, labelsize=15)
    for axes in (sheet, seen):
        axes.spines[:].set_visible(True)
    pen = dict(color=BLACK, linewidth=14, solid_capstyle="round", solid_joinstyle="round")
    (ink,) = sheet.plot([], [], animated=True, **pen)
    image = seen.imshow(np.zeros((8, 8)), **IMAGE)
    heights = bars.barh(range(10), np.zeros(10), height=0.7, edgecolor=BLACK, animated=True)
    return SimpleNamespace(ink=ink, image=image, bars=heights)


def set_drawing(artists, strokes, image, probabilities):
    """Show the strokes, each (points, 2), the image with 64 values, and the ten probabilities, the largest hatched."""
    gap = np.full((1, 2), np.nan)
    line = np.concatenate([part for stroke in strokes for part in (stroke, stroke[-1:], gap)] or [gap])
    artists.ink.set_data(*line.T)
    artists.image.set_data(image.reshape(8, 8))
    for bar, probability in zip(artists.bars, probabilities):
        largest = probability == max(probabilities)
        bar.set(width=probability, facecolor=BLUE if largest else SKY, hatch="//" if largest else "")


@styled
def confusions(table, gallery, counts):
    """How often each label, a row of `counts`, was read as each digit; and room for some of these digits.

    Returns mark (on the table), images and captions.
    """
    wrong = np.where(np.eye(10, dtype=bool), 0, counts)
    table.imshow(np.minimum(wrong, 4) + 4.0 * np.eye(10) * (counts > 0), cmap="Blues", vmax=9)
    table.set(xticks=range(10), yticks=range(10), xlabel="read as", ylabel="label")
    for label, guess in np.argwhere(counts):
        plain = dict(color=BLACK) if label == guess else dict(color=VERMILION, weight="bold")
        table.text(guess, label, counts[label, guess], ha="center", va="center", size=12, **plain)
    mark = Rectangle((0, 0), 1, 1, fill=False, edgecolor=ORANGE, linewidth=4, animated=True, zorder=5, clip_on=False)
    table.add_patch(mark)
    gallery.set_axis_off()
    gallery.set_title("label → what was read")
    gallery.set(xlim=(0, 10 * COLUMNS), ylim=(11.5 * ROWS, -1.5))
    images = gallery.imshow(_shelf(), extent=(0, 10 * COLUMNS, 11.5 * ROWS, 0), aspect="equal", **IMAGE)
    captions = [
        gallery.text(10 * column + 4, 11.5 * row + 9.8, "", ha="center", va="center", size=13, animated=True)
        for row in range(ROWS)
        for column in range(COLUMNS)
    ]
    return SimpleNamespace(mark=mark, images=images, captions=captions)


def set_confusions(artists, label, guess, images, captions):
    """Mark the cell of label and guess (None: all of them), and show the first images with their captions."""
    wide, tall = (10 if guess is None else 1), (10 if label is None else 1)
    artists.mark.set_bounds((guess or 0) - 0.5, (label or 0) - 0.5, wide, tall)
    shelf = _shelf()
    for i, image in enumerate(images[:SHOWN]):
        row, column = divmod(i, COLUMNS)
        shelf[23 * row : 23 * row + 16, 20 * column : 20 * column + 16] = image.reshape(8, 8).repeat(2, 0).repeat(2, 1)
    artists.images.set_data(shelf)
    for i, text in enumerate(artists.captions):
        text.set_text(captions[i] if i < len(captions) else "")


def _shelf():
    """Room for all images; twice as fine as they are, so that captions fit between."""
    return np.zeros((23 * ROWS, 20 * COLUMNS))
