"""Widgets: each is a picture from `pictures`, its controls, and the function that connects them."""

from .explorer import Explorer, Goal
from .live import LivePicture
from .neuron import neuron_plane, neuron_sum
from .start import first_picture
