"""Handwritten digits: draw one and watch the network read it, see what it misreads and what its neurons look for.

Images are dark on white and shown as they are, in 8×8 blocks, since that is all the network gets.
"""

from functools import lru_cache

import numpy as np
from matplotlib.patches import Rectangle

from ... import data
from ...activations import log_softmax, relu, softmax
from ...layers import Sequential, multilayer_network
from ...losses import cross_entropy
from ...optimisers import SGD
from ...pictures.controls import choice, entry, slider
from ...pictures.explorer import Explorer, Goal
from ...pictures.marks import Bars, Line, moving_text
from ...pictures.style import BLACK, BLUE, DIVERGING, ORANGE, SKY, VERMILION, grid, new_figure, plain, styled
from ...train import train

MINE, ANY = "your drawing", "any"
INK = 0.3
"""The part of a bitmap that is black: 0.30 on average over the training digits, whatever the digit."""
SHEET = 32
"""Sides of the sheet to draw on."""
ROWS, COLUMNS = 2, 5
SHOWN = ROWS * COLUMNS
"""Misread digits shown at a time."""
IMAGE = dict(cmap="Greys", vmin=0, vmax=1, interpolation="nearest", animated=True)


# ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────

@styled
def draw_digit(model=None):
    """Draw a digit and watch the ten probabilities change. Several strokes are fine; the button clears the sheet.

    model: from 64 values to ten logits, such as a trained network; one of the lesson's if it is left out.
    """
    model, (_, test) = model or reader(), data.digits()
    presets = {f"test digit {digit}": test.x[test.labels == digit][0] for digit in range(10)}
    figure, (sheet, seen, says) = new_figure(9, 3.7, ncols=3, width_ratios=(4, 3, 4))
    sheet.set(title="draw here", xlim=(0, SHEET), ylim=(SHEET, 0), aspect="equal", xticks=[], yticks=[])
    seen.set(title="the network sees", xticks=[], yticks=[])
    says.set(title="and says", xlim=(0, 1), ylim=(9.6, -0.6), yticks=range(10), xlabel="probability")
    says.tick_params(axis="y", length=0, labelsize=15)
    for axes in (sheet, seen):
        axes.spines[:].set_visible(True)
    ink = Line(sheet, color=BLACK, linewidth=14, solid_capstyle="round", solid_joinstyle="round")
    blocks = seen.imshow(np.zeros((8, 8)), **IMAGE)
    bars = Bars(says, range(10), width=0.7, across=True)

    def see(shown, strokes):
        lines = strokes_in(strokes) if shown == MINE else []
        image = presets[shown] if shown in presets else data.count_blocks(bitmap(lines))
        probabilities = softmax(np.asarray(model(image[None]))[0])
        return {"lines": lines, "image": image, "probabilities": probabilities, "drawn": shown == MINE and strokes}

    def draw(s):
        gap = np.full((1, 2), np.nan)
        parts = [part for line in s.lines for part in (line, line[-1:], gap)]  # a single point is a line too
        ink.set(*np.concatenate(parts or [gap]).T)
        blocks.set_data(s.image.reshape(8, 8))
        largest = s.probabilities == s.probabilities.max()
        bars.set(s.probabilities, looks=[(BLUE, "//") if most else (SKY, "") for most in largest])

    def tell(s):
        first, second = np.argsort(-s.probabilities)[:2]
        most, next_most = s.probabilities[[first, second]]
        what = f"The {s.shown}" if s.shown in presets else "Your drawing" if s.image.any() else "The empty sheet"
        sure = "more than 99.9%" if most > 0.999 else f"{most:.1%}"
        return f"{what} is read as {first} with {sure}; next comes {second} with {next_most:.1%}."

    def drag(pointer, shown, strokes):
        before = strokes + ";" if shown == MINE and strokes else ""
        stroke = _thinned(np.clip(pointer.trail, 0, SHEET))
        return {"shown": MINE, "strokes": before + " ".join(f"{x:.1f},{y:.1f}" for x, y in stroke)}

    controls = {"shown": choice("shown", [MINE, *presets]), "strokes": entry("strokes", "")}
    controls["strokes"].layout.display = "none"  # written by the hand in the picture
    goals = (
        Goal("draw a 3, read with 90 %", lambda s: s.drawn and s.probabilities[3] > 0.9),
        Goal("draw a 5, read with 90 %", lambda s: s.drawn and s.probabilities[5] > 0.9),
        Goal("leave it unsure: nothing above 50 %", lambda s: s.drawn and s.probabilities.max() < 0.5),
    )
    explorer = Explorer(figure, controls, see, draw, tell, drag={sheet: drag}, goals=goals)
    explorer.reset_button.description = "Clear"
    return explorer


# ── mistakes ────────────────────────────────────────────────────────────────────────────────────────────────────

@styled
def misread_digits(model=None):
    """The digits that a network misreads, and which it takes for which. Click on the table, or choose.

    model: as for `draw_digit`.
    """
    model, (x, labels) = model or reader(), data.digits()[1]
    log_probabilities = log_softmax(np.asarray(model(x)))
    guesses, losses = log_probabilities.argmax(axis=1), -log_probabilities[np.arange(len(x)), labels]
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (labels, guesses), 1)
    mistakes = counts - np.diag(np.diag(counts))
    figure, (table, gallery) = new_figure(9, 3.9, ncols=2, width_ratios=(4, 5))
    _table(table, counts, mistakes)
    look = dict(fill=False, edgecolor=ORANGE, linewidth=4, zorder=5, clip_on=False)
    mark = table.add_patch(Rectangle((0, 0), 1, 1, animated=True, **look))
    gallery.set_axis_off()
    gallery.set_title("label → what was read")
    gallery.set(xlim=(0, 10 * COLUMNS), ylim=(11.5 * ROWS, -1.5))
    images = gallery.imshow(_shelf(), extent=(0, 10 * COLUMNS, 11.5 * ROWS, 0), aspect="equal", **IMAGE)
    places = [(10 * column + 4, 11.5 * row + 9.8) for row in range(ROWS) for column in range(COLUMNS)]
    texts = [moving_text(gallery, *place, ha="center", va="center", size=13) for place in places]

    def see(label, guess):
        chosen = guesses != labels if ANY in (label, guess) else np.full(len(x), True)
        for wanted, values in ((label, labels), (guess, guesses)):
            chosen &= (values == wanted) | (wanted == ANY)
        order = np.flatnonzero(chosen)[np.argsort(-losses[chosen])]
        return {"order": order, "captions": [f"{labels[i]} → {guesses[i]}" for i in order]}

    def draw(s):
        (left, wide), (top, tall) = ((0, 10) if value == ANY else (value, 1) for value in (s.guess, s.label))
        mark.set_bounds(left - 0.5, top - 0.5, wide, tall)
        images.set_data(_shelf(x[s.order[:SHOWN]]))
        for i, text in enumerate(texts):
            text.set_text(s.captions[i] if i < len(s.captions) else "")

    def tell(s):
        found = len(s.order)
        what = f"{found} {'misread' if ANY in (s.label, s.guess) else 'found'}"
        what += f", the first {SHOWN} shown" if found > SHOWN else ""
        largest = f", the largest loss first: {losses[s.order[0]]:.2f} for {s.captions[0]}" if found else ""
        return f"{mistakes.sum()} of {len(x)} digits are misread. Label {s.label}, read as {s.guess}: {what}{largest}."

    def drag(pointer):
        if all(-0.5 < at < 9.5 for at in (pointer.x, pointer.y)):
            return {"label": round(pointer.y), "guess": round(pointer.x)}

    def hardest(s):
        return s.label != ANY == s.guess and 0 < mistakes[s.label].sum() == mistakes.sum(axis=1).max()

    def close(s):
        return s.label == s.guess != ANY and losses[s.order].max(initial=0) > 0.4

    controls = {"label": choice("label", [ANY, *range(10)]), "guess": choice("read as", [ANY, *range(10)])}
    goals = (
        Goal("which digit is misread most often?", hardest),
        Goal("find a digit that is read right, but with a loss above 0.4", close),
    )
    return Explorer(figure, controls, see, draw, tell, drag={table: drag}, goals=goals)


def _table(axes, counts, mistakes):
    """How often each label, a row of `counts`, was read as each digit; mistakes stand out."""
    axes.imshow(np.minimum(mistakes, 4) + 4.0 * np.eye(10) * (counts > 0), cmap="Blues", vmax=9)
    axes.set(xticks=range(10), yticks=range(10), xlabel="read as", ylabel="label")
    for label, guess in np.argwhere(counts):
        look = dict(color=BLACK) if label == guess else dict(color=VERMILION, weight="bold")
        axes.text(guess, label, counts[label, guess], ha="center", va="center", size=12, **look)


def _shelf(images=()):
    """Images, 64 values each, side by side; twice as fine as they are, so that captions fit between."""
    shelf = np.zeros((23 * ROWS, 20 * COLUMNS))
    for i, image in enumerate(images):
        row, column = divmod(i, COLUMNS)
        shelf[23 * row : 23 * row + 16, 20 * column : 20 * column + 16] = image.reshape(8, 8).repeat(2, 0).repeat(2, 1)
    return shelf


# ── hidden neurons ──────────────────────────────────────────────────────────────────────────────────────────────

@styled
def hidden_weights(model=None):
    """What each hidden neuron looks for: its incoming weights as an image, and for which digits it speaks.

    model: with one hidden layer, as `multilayer_network([64, 64, 10], relu)` makes it; up to 64 of its neurons are
    shown. One of the lesson's if it is left out.
    """
    model, (x, labels) = model or reader(), data.digits()[1]
    images, says = _two_layers(model)
    outputs = np.asarray(model.layers[1](model.layers[0](x)))[:, : len(images)]
    figure, (sheet, seen, favourite, votes) = new_figure(9, 3.7, ncols=4, width_ratios=(6, 4, 4, 4))
    titles = "click on a neuron", "it looks for", "finds most in", "and speaks for"
    for axes, title in zip((sheet, seen, favourite, votes), titles):
        axes.set_title(title)
    for axes in (sheet, seen, favourite):
        axes.set(xticks=[], yticks=[], aspect="equal")
    far = np.abs(images).max()
    colours = dict(cmap=DIVERGING, vmin=-far / 2, vmax=far / 2, interpolation="nearest")
    sheet.imshow(_neurons(images), **colours)
    frame = dict(fill=False, edgecolor=BLACK, linewidth=3, clip_on=False)
    mark = sheet.add_patch(Rectangle((0, 0), 9, 9, animated=True, **frame))
    chosen = seen.imshow(np.zeros((8, 8)), animated=True, **colours)
    found = favourite.imshow(np.zeros((8, 8)), **IMAGE)
    reach = 1.1 * np.abs(says).max()
    votes.set(xlim=(-reach, reach), ylim=(9.6, -0.6), yticks=range(10), xticks=[0], xlabel="weight")
    votes.tick_params(axis="y", length=0, labelsize=15)
    votes.axvline(0, color=BLACK, linewidth=1)
    bars = Bars(votes, range(10), width=0.7, across=True)

    def see(neuron):
        given = outputs[:, neuron]
        return {"given": given, "best": given.argmax(), "says": says[neuron], "awake": np.sum(given > 0)}

    def draw(s):
        row, column = divmod(s.neuron, 8)
        mark.set_xy((9 * column - 1, 9 * row - 1))
        chosen.set_data(images[s.neuron].reshape(8, 8))
        found.set_data((x[s.best] if s.awake else np.zeros(64)).reshape(8, 8))
        bars.set(s.says, looks=[(SKY, "") if weight > 0 else (ORANGE, "//") for weight in s.says])

    def tell(s):
        if not s.awake:
            return f"Neuron {s.neuron} gives 0 for each of the {len(x)} test digits: it is dead."
        most, least = s.says.argmax(), s.says.argmin()
        return (
            f"Neuron {s.neuron} is above 0 for {s.awake} of {len(x)} test digits, most for a {labels[s.best]} "
            f"({s.given.max():.1f}). It speaks for {most} ({plain(s.says[most])}) and against {least} "
            f"({plain(s.says[least])})."
        )

    def drag(pointer):
        row, column = (int((at + 1) // 9) for at in (pointer.y, pointer.x))
        if 0 <= column < 8 and 0 <= (neuron := 8 * row + column) < len(images):
            return {"neuron": neuron}

    goals = (
        Goal("a neuron that finds most in a 0 and speaks for it",
             lambda s: s.awake and labels[s.best] == s.says.argmax() == 0),
        Goal("one that no test digit wakes", lambda s: not s.awake),
    )
    controls = {"neuron": slider("neuron", min(2, len(images) - 1), 0, len(images) - 1, 1)}
    return Explorer(figure, controls, see, draw, tell, drag={sheet: drag}, goals=goals)


def _two_layers(model):
    """Incoming weights of up to 64 hidden neurons, (neurons, 64), and outgoing ones, (neurons, 10)."""
    shapes = [np.shape(p.value) for p in model.parameters] if isinstance(model, Sequential) else []
    if len(shapes) != 4 or shapes[0][0] != 64 or shapes[2][1] != 10:
        raise ValueError("a network with one hidden layer is asked for, such as multilayer_network([64, 64, 10], relu)")
    return model.parameters[0].value.T[:64], model.parameters[2].value[:64]


def _neurons(images):
    """The weights of up to 64 neurons as images, eight in a row, with a gap between them."""
    sheet = np.zeros((72, 72))
    for i, image in enumerate(images):
        row, column = divmod(i, 8)
        sheet[9 * row : 9 * row + 8, 9 * column : 9 * column + 8] = image.reshape(8, 8)
    return sheet


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────

@lru_cache(1)
def reader():
    """A network that reads digits, trained as in lesson 08; it takes about a second."""
    training, _ = data.digits()
    model = multilayer_network([64, 64, 10], relu, seed=1)
    train(model, training.x, training.labels, cross_entropy, SGD(model.parameters, 0.2, momentum=0.9), epochs=30)
    return model


def bitmap(strokes):
    """Strokes, each (points, 2), as a 32×32 bitmap like those that the digits were made from; (32, 32) of 0 and 1.

    Three things are done as in those: the drawing fills the height, it stands in the middle, and INK of it is black:
    the pixels next to the line, as many as it takes, but at most 5 away from it.
    """
    if not strokes:
        return np.zeros((SHEET, SHEET), int)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = 27 / max(*(high - low), 8)
    ends = [(stroke - (low + high) / 2) * scale + SHEET / 2 for stroke in strokes]
    start = np.concatenate([stroke[:1] if len(stroke) == 1 else stroke[:-1] for stroke in ends])
    along = np.concatenate([stroke[-1:] if len(stroke) == 1 else stroke[1:] for stroke in ends]) - start
    pixels = grid(0.5, SHEET - 0.5, SHEET)[:, None] - start
    share = np.clip((pixels * along).sum(axis=2) / np.maximum((along**2).sum(axis=1), 1e-9), 0, 1)
    distance = np.hypot(*np.moveaxis(pixels - share[..., None] * along, 2, 0)).min(axis=1)
    reach = np.clip(np.quantile(distance, INK), 1, 5)
    return (distance <= reach).astype(int).reshape(SHEET, SHEET)


def strokes_in(text):
    """The strokes written as "x,y x,y; x,y x,y", each (points, 2)."""
    try:
        parts = [part.split() for part in text.split(";") if part.strip()]
        strokes = [np.array([point.split(",") for point in part], float) for part in parts]
    except ValueError:
        strokes = [np.array([])]
    if not all(stroke.ndim == 2 and stroke.shape[1] == 2 and np.isfinite(stroke).all() for stroke in strokes):
        raise ValueError("strokes are written as points x,y with spaces between them, and ; between strokes")
    return strokes


def _thinned(trail):
    """The trail without points closer than 1 to the one kept before, but with its end."""
    kept = [trail[0]]
    for point in trail[1:]:
        if np.hypot(*(point - kept[-1])) >= 1:
            kept.append(point)
    return np.array([*kept, trail[-1]])
