"""The Huffman tree: frequent words near the root, rare ones far down (Huffman 1952; Morin and Bengio 2005)."""

from heapq import heapify, heappop, heappush

import numpy as np

from ..arguments import as_numbers


class HuffmanTree:
    """A binary tree with a word at each leaf, built so that the mean length of a path is as small as it can be.

    counts: how often each word occurs, shape (words,).
    children: shape (words - 1, 2); numbers below `words` are leaves, `words + k` is inner node k. The last node is the
        root.
    leaf: for each word its place when the leaves are read from left to right, shape (words,).
    span: for each node, shape (words - 1, 3), where its leaves begin, where those of its right child begin, where they
        end: a node is an interval of leaves.
    paths: for each word the inner nodes from the root on, shape (words, longest path), filled up with `words - 1`.
    """

    def __init__(self, counts):
        counts = as_numbers(counts, "counts", ("words",), least=0).tolist()
        if not counts:
            raise ValueError("a Huffman tree needs one word or more, got no counts")
        words, heap = len(counts), [(int(count), leaf) for leaf, count in enumerate(counts)]
        heapify(heap)
        children = []
        while len(heap) > 1:  # join the two that are rarest
            (count, left), (more, right) = heappop(heap), heappop(heap)
            heappush(heap, (count + more, words + len(children)))
            children.append((left, right))
        self.children = np.array(children, dtype=int).reshape(-1, 2)
        self._read_from_left_to_right(words)

    def _read_from_left_to_right(self, words):
        size = [1] * words  # leaves below each, children before parents
        for left, right in self.children.tolist():
            size.append(size[left] + size[right])
        first, paths = [0] * len(size), [()] * len(size)
        span = np.empty((words - 1, 3), dtype=int)
        for node in range(words - 2, -1, -1):  # parents before children
            left, right = self.children[node].tolist()
            begin, path = first[words + node], paths[words + node] + (node,)
            first[left], first[right] = begin, begin + size[left]
            paths[left] = paths[right] = path
            span[node] = begin, begin + size[left], begin + size[words + node]
        self.span, self.leaf = span, np.array(first[:words])
        self.paths = np.full((words, max(map(len, paths[:words]))), words - 1)
        for word, path in enumerate(paths[:words]):
            self.paths[word, : len(path)] = path

    def path(self, word):
        """The inner nodes from the root to a word, and its code: 0 for left, 1 for right at each of them."""
        nodes = self.paths[word][self.paths[word] < len(self.children)]
        return nodes, (self.leaf[word] >= self.span[nodes, 1]).astype(int)
