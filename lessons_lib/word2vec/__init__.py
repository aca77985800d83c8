"""word2vec, from the counts of words to their vectors: each step in a form to be read and in a form to be fast.

vocabulary  words and numbers            sampling   noise, drawn fast       training  one step, on an example or a block
windows     who stands in whose window   tree       the Huffman tree        model     all of it together: Word2Vec
                                         outputs    the three outputs       vectors   neighbours, analogies, files
"""

from .model import Word2Vec
from .outputs import FullSoftmax, HierarchicalSoftmax, NegativeSampling
from .sampling import AliasTable, noise_distribution
from .training import block_loss, block_step, cbow, pair_step, skip_gram
from .tree import HuffmanTree
from .vectors import WordVectors
from .vocabulary import END, Lines, Vocabulary
from .windows import Block, blocks, keep_probability, pairs, windows
