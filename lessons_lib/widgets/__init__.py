"""Widgets: each is a picture from `pictures`, its controls, and the function that connects them."""

from .explorer import Explorer, Goal
from .live import LivePicture
from .network import network_diagram, picnic_network, xor_lines
from .neuron import neuron_plane, neuron_sum
from .nonlinearity import activation_gallery, collapse, hinges
from .output import overflow, softmax_explorer, three_heads, which_head
from .start import first_picture
