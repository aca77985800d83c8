"""The index behind `ll.widgets`: each widget, and the lesson in whose room it stands."""

from .lessons.lesson_00.widgets import first_picture
from .lessons.lesson_01.widgets import neuron_plane, neuron_sum
from .lessons.lesson_02.widgets import network_diagram, xor_lines
from .lessons.lesson_03.widgets import activation_gallery, collapse, hinges
from .lessons.lesson_04.widgets import overflow, softmax_explorer, three_heads, which_head
from .lessons.lesson_05.widgets import squared_errors, surprise, two_losses
from .lessons.lesson_06.valleys import line_and_loss, momentum_map
from .lessons.lesson_06.widgets import explore_descent, explore_landscape, jacobian_lens, slope_dial
from .lessons.lesson_07.gradients import check_step
from .lessons.lesson_07.widgets import backprop_explorer
from .lessons.lesson_08.digits import draw_digit, hidden_weights, misread_digits
from .lessons.lesson_08.playground import playground
from .lessons.lesson_08.widgets import gradient_flow, two_paths
from .lessons.lesson_09.widgets import cbow_forward, sliding_window, vector_map
from .lessons.lesson_10.widgets import cost_of_heads, huffman_explorer, noise_explorer
from .lessons.lesson_11.widgets import soft_window, subsampling, zipf_explorer
from .lessons.lesson_12.widgets import analogy_explorer, cosine_dial, group_map, word_map
from .pictures.explorer import Explorer, Goal
from .pictures.live import LivePicture
