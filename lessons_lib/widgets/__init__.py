"""Widgets: each is a picture from `pictures`, its controls, and the function that connects them."""

from .descent import explore_descent, explore_landscape, jacobian_lens, slope_dial
from .digits import draw_digit, misread_digits
from .explorer import Explorer, Goal
from .frequencies import soft_window, subsampling, zipf_explorer
from .gradients import check_step, gradient_flow
from .graph import backprop_explorer
from .live import LivePicture
from .losses import squared_errors, surprise, two_losses
from .neighbours import analogy_explorer, cosine_dial, word_map
from .network import network_diagram, xor_lines
from .neuron import neuron_plane, neuron_sum
from .nonlinearity import activation_gallery, collapse, hinges
from .output import overflow, softmax_explorer, three_heads, which_head
from .outputs import cost_of_outputs, huffman_explorer, noise_explorer
from .playground import playground
from .start import first_picture
from .words import cbow_forward, sliding_window, vector_map
