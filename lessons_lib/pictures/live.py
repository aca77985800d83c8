"""A matplotlib picture in a notebook that follows the hand: no flicker, no waiting.

Drawing a figure takes a tenth of a second, mostly for what never changes. So what stands still is drawn once and
kept; only what moves is drawn again. The pointer and the arrow keys report back in data coordinates.
"""

import base64
import io
import struct
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path

import anywidget
import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import FigureBase
from PIL import Image
from traitlets import Bool, Bytes, Dict, Float, Int, List, Unicode, observe

from ..advice import explain
from .shown import shown
from .style import DRAWING, PAINTING

NO_GESTURE = {"gesture": 0, "down": False, "start": [0, 0], "at": [0, 0], "trail": []}
FINGER = 0.4  # inches of the figure
STORED_RATIO = 1.5  # pixels per CSS pixel of the picture kept in the notebook: crisp enough, and small


@dataclass(frozen=True)
class Pointer:
    """One thing the pointer did, in data coordinates of the axes in which the gesture started.

    They lie outside the limits once a drag leaves the axes. `trail` is (n, 2), every point of the gesture so far.
    """

    axes: Axes
    x: float
    y: float
    phase: str  # "press", "drag" or "release"
    start: tuple[float, float]
    trail: np.ndarray


class LivePicture(anywidget.AnyWidget):
    """Show `figure`, made with matplotlib.figure.Figure and not with pyplot; `alt`, below it, says what it shows.

    Create what moves with `animated=True`, change it, call `refresh()`. Things painted above something that moves
    (legend, labels, insets) move with it, so the order of painting stays; only ticks and grid never do. What is not
    animated may change as well (limits, titles): everything is then drawn anew, which takes ten times as long.
    """

    # The text, not the path: anywidget watches a path for changes and never lets go of the widgets that came from it.
    _esm = Path(__file__).with_suffix(".js").read_text("utf-8")
    _css = Path(__file__).with_suffix(".css").read_text("utf-8")

    frame = Bytes(help="the picture as PNG").tag(sync=True)
    width = Int(help="in CSS pixels").tag(sync=True)
    height = Int(help="in CSS pixels").tag(sync=True)
    alt = Unicode(help="what the picture shows, in words").tag(sync=True)
    news = Unicode(help="what has just been reached; said before the words, to those who listen").tag(sync=True)
    problem = Unicode(help="what went wrong in the reader's own function").tag(sync=True)
    middle = List([0.5, 0.5], help="where keys first put the pointer, in fractions of the figure").tag(sync=True)
    pixel_ratio = Float(0.0, help="screen pixels per CSS pixel; 0: nobody has looked yet").tag(sync=True)
    wants_pointer = Bool(False).tag(sync=True)
    touch = Bool(False, help="whether the picture is looked at on a screen to touch").tag(sync=True)
    # Where a finger drags; elsewhere it scrolls the page. Left, bottom, right and top, in fractions of the figure.
    grips = List([[0, 0, 1, 1]]).tag(sync=True)
    # Values on their way to Python may merge, so each carries its whole gesture and no press is ever lost.
    pointer = Dict(NO_GESTURE).tag(sync=True, echo_update=False)

    def __init__(self, figure, alt=""):
        FigureCanvasAgg(figure)
        self.figure, self._dpi, self._layout = figure, figure.dpi, figure.get_layout_engine()
        figure.set_layout_engine("none")
        self._backgrounds = {}  # pixel ratio -> pixels of all that stands still
        self._callbacks, self._axes, self._gesture = [], None, NO_GESTURE
        self._depth, self._due, self._failure = 0, False, ""
        width, height = (round(float(n)) for n in figure.bbox.size)
        super().__init__(alt=alt, width=width, height=height)

    def refresh(self):
        """Show the artists as they are now."""
        with DRAWING:
            if self._depth:
                self._due = True
            else:
                self.frame = _png(self._paint(min(max(self.pixel_ratio, 1.0), 3.0)))

    @contextmanager
    def attempt(self):
        """Run somebody else's function: at most one frame comes out of the block, and none if it fails.

        An exception is not raised but told under the picture (`problem`), where readers see it.
        """
        # One message for all: each costs kernel, server and browser some milliseconds.
        with DRAWING, self.hold_sync():
            if not self._depth:
                self._due, self._failure = False, ""
            self._depth += 1
            try:
                yield
            except Exception as error:
                self._failure = explain(error, lambda frame: frame.f_globals.get("__name__") == "__main__")
            finally:
                self._depth -= 1
            if not self._depth:
                self.problem = self._failure
                if self._due and not self._failure:
                    self.refresh()

    def on_pointer(self, callback):
        """Call `callback(Pointer)` for press, drag and release."""
        self._callbacks.append(callback)
        self.wants_pointer = True

    @observe("pixel_ratio")
    def _look(self, change):
        self.refresh()

    @observe("pointer")
    def _point(self, change):
        with self.attempt():
            for event in self._events(change.new):
                for callback in self._callbacks:
                    callback(event)

    def _events(self, now):
        """What happened since the last report, in order; also what was merged away on the way here."""
        before, self._gesture = self._gesture, now
        at = before["at"]
        if new := now["gesture"] != before["gesture"]:
            if before["down"]:
                yield from self._event("release", before)
            self._axes, at = self._axes_at(now["start"]), now["start"]
            yield from self._event("press", now | {"at": at, "trail": [at]})
        if now["at"] != at:
            yield from self._event("drag", now)
        if not now["down"] and (new or before["down"]):
            yield from self._event("release", now)

    def _event(self, phase, gesture):
        if self._axes:
            points = [gesture["at"], gesture["start"], *gesture["trail"]]
            at, start, *trail = self._in_data(self._axes, points)
            yield Pointer(self._axes, *map(float, at), phase, tuple(map(float, start)), np.array(trail))

    def squares(self, axes):
        """Squares that fill `axes`, about as wide as a finger on a phone: each as (left, bottom, right, top), in
        fractions of the figure, with the Pointer that presses in its middle.
        """
        box = axes.bbox.transformed(self.figure.transFigure.inverted())
        counts = np.ceil(axes.bbox.size / self.figure.dpi / FINGER).astype(int)
        across, up = (np.linspace(low, high, n + 1).round(3) for low, high, n in zip(box.min, box.max, counts))
        for (left, right), (bottom, top) in product(pairwise(across.tolist()), pairwise(up.tolist())):
            ((x, y),) = self._in_data(axes, [((left + right) / 2, (bottom + top) / 2)]).tolist()
            yield [left, bottom, right, top], Pointer(axes, x, y, "press", (x, y), np.array([[x, y]]))

    def _in_data(self, axes, fractions):
        """Points in data coordinates of the axes, from fractions of the figure, (n, 2)."""
        return axes.transData.inverted().transform(self.figure.transFigure.transform(np.array(fractions, float)))

    def _axes_at(self, fractions):
        """The topmost axes there, or None."""
        pixels = self.figure.transFigure.transform(fractions)
        found = [a for a, _ in _painted(self.figure) if isinstance(a, Axes) and a.bbox.contains(*pixels)]
        return found[-1] if found else None

    def _paint(self, ratio):
        """The picture as it is now, (height, width, 4) bytes, at `ratio` pixels per CSS pixel."""
        if self.figure.stale:  # matplotlib's word for: something that is not animated has changed
            self._backgrounds.clear()
        if self.figure.dpi != self._dpi * ratio:  # said again, it would have every place computed anew
            self.figure.dpi = self._dpi * ratio
        canvas = self.figure.canvas
        if ratio not in self._backgrounds:
            with mpl.rc_context(PAINTING):
                # Laid out once: at another ratio it would fall a pixel aside, and what moves would miss what does not.
                if self._layout and not self._backgrounds:
                    self._layout.execute(self.figure)
                canvas.draw()
                if _lift(self.figure, canvas.get_renderer()):
                    canvas.draw()
            self._backgrounds[ratio] = canvas.copy_from_bbox(self.figure.bbox)
            if self.figure.axes:  # the first: that is where there is something to take hold of
                self.middle = np.mean(self.figure.axes[0].get_position(), axis=0).round(3).tolist()
        canvas.restore_region(self._backgrounds[ratio])
        for artist, _ in _painted(self.figure):
            if artist.get_animated():
                artist.draw(canvas.get_renderer())
        self.figure.stale = False
        return np.asarray(canvas.buffer_rgba())

    def _repr_mimebundle_(self, **kwargs):
        return display_bundle(self, self)


def display_bundle(widget, picture):
    """What `widget` leaves in a notebook: itself, and `picture` as PNG and in words where no kernel runs."""
    shown(widget)
    if not picture.frame:
        picture.refresh()
    file = io.BytesIO()
    with DRAWING:
        image = Image.fromarray(picture._paint(STORED_RATIO)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    data = {"text/plain": picture.alt, "image/png": base64.b64encode(file.getvalue()).decode()}
    metadata = {"alt": picture.alt, "width": picture.width, "height": picture.height}
    return data | {"application/vnd.jupyter.widget-view+json": view}, {"image/png": metadata}


def _painted(parent):
    """Every visible (artist, parent) of a figure in the order of painting; what a legend holds is the legend's."""
    hidden = {parent.patch}
    if isinstance(parent, Axes) and not parent.axison:
        hidden |= {*parent.spines.values(), parent.xaxis, parent.yaxis}
    for artist in sorted(parent.get_children(), key=lambda artist: artist.get_zorder()):
        if artist.get_visible() and artist not in hidden:
            yield artist, parent
            if isinstance(artist, (Axes, FigureBase)):
                yield from _painted(artist)


def _lift(figure, renderer):
    """Animate what is painted above something animated. True if there was any."""
    moving, lifted = [], False
    for artist, parent in _painted(figure):
        if not artist.get_animated() and not isinstance(artist, Axis):  # ticks cost as much as all the rest
            above = any(region.overlaps(artist.get_window_extent(renderer)) for region in moving)
            artist.set_animated(above)
            lifted |= above
        if artist.get_animated() and not isinstance(artist, Axes):
            moving.append(parent.bbox)
    return lifted


def _png(pixels):
    """`pixels`, (height, width, 4) bytes, as a PNG file.

    Pillow tries five filters per row and takes 15 ms for 700 x 400 and 56 ms for 1400 x 800; without filters it is
    5 and 13 ms. JPEG takes 2 and 11 ms for three times the bytes and blurs letters: not worth a second path.
    """
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 4 * width), np.uint8)  # each row starts with its filter: 0, none
    rows[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
