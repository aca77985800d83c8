"""Anything may be given to anything: a right answer comes, or a sentence of our own; never a message from inside.

Every public callable of the core is found by walking the package; what is not in RECIPES must be in LEFT_OUT, with a
reason. One argument after the other is replaced by something odd, or by the same in another dress.
"""

import ast
import copy
import pickle
import re
import traceback
import warnings
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons_lib as ll
from lessons_lib import data, ops, texts, word2vec

X, LABELS = np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 0.0]]), np.array([0, 1, 1])
WORDS = "never too late to learn".split()
VECTORS = word2vec.WordVectors(WORDS, np.arange(10.0).reshape(5, 2) + 1)
CASES = {"count": 0}


def square(x):
    return (x * x).sum()


RECIPES = {
    **{f"activations.{f.__name__}": (f, dict(z=X)) for f in (
        ll.identity, ll.step, ll.sigmoid, ll.tanh, ll.relu, ll.gelu, ll.softplus, ll.log_softmax)},
    "activations.leaky_relu": (ll.leaky_relu, dict(z=X, slope=0.1)),
    "activations.elu": (ll.elu, dict(z=X, alpha=1.0)),
    "activations.softmax": (ll.softmax, dict(z=X, temperature=2.0)),
    **{f"ops.{name}": (getattr(ops, name), dict(x=X + 3)) for name in ("negative", "exp", "log", "sum", "mean")},
    **{f"ops.{name}": (getattr(ops, name), dict(x=X, y=X + 4)) for name in (
        "add", "subtract", "multiply", "divide", "maximum")},
    "ops.power": (ops.power, dict(x=X + 3, exponent=2.0)),
    "ops.matmul": (ops.matmul, dict(x=X, y=X.T)),
    "losses.mean_squared_error": (ll.mean_squared_error, dict(outputs=X, targets=X + 1)),
    "losses.cross_entropy": (ll.cross_entropy, dict(logits=X, labels=LABELS)),
    "losses.binary_cross_entropy": (ll.binary_cross_entropy, dict(logits=X[:, 0], labels=LABELS)),
    "graph.Node": (ll.Node, dict(value=X)),
    "gradcheck.numerical_gradient": (ll.numerical_gradient, dict(f=square, x=X, step=1e-5)),
    "gradcheck.numerical_jacobian": (ll.numerical_jacobian, dict(f=square, x=X, step=1e-5)),
    "gradcheck.compare_gradients": (ll.compare_gradients, dict(claimed=X, measured=X + 1, tolerance=1e-6)),
    "layers.Neuron": (ll.Neuron, dict(w=X[0], b=1.0)),
    "layers.Linear": (ll.Linear, dict(n_in=2, n_out=3, initialisation="he", seed=0)),
    "layers.Linear.from_weights": (ll.Linear.from_weights, dict(W=X, b=X[0])),
    "layers.multilayer_network": (ll.multilayer_network, dict(sizes=[2, 3, 1], activation=ll.tanh, seed=0)),
    "optimisers.SGD": (ll.SGD, dict(parameters=[ll.Node(X)], learning_rate=0.1, momentum=0.5, weight_decay=0.0)),
    "optimisers.Adam": (ll.Adam, dict(parameters=[ll.Node(X)], learning_rate=0.1, beta1=0.9, beta2=0.99, epsilon=1e-8)),
    "optimisers.gradient_descent": (ll.gradient_descent, dict(f=square, start=X, learning_rate=0.1, steps=3, momentum=0.5)),
    "train.batches": (lambda **given: list(ll.batches(**given)), dict(x=X, y=LABELS, batch_size=2, seed=0)),
    "train.accuracy": (ll.accuracy, dict(logits=X, labels=LABELS)),
    **{f"data.{f.__name__}": (f, dict(n=8, noise=0.1, seed=0)) for f in (
        data.moons, data.circles, data.spirals, data.blobs, data.xor, data.noisy_curve, data.slope, data.hills)},
    "data.digits": (data.digits, dict(test_share=0.2, seed=0)),
    "data.count_blocks": (data.count_blocks, dict(bitmap=np.eye(32))),
    "texts.tokens": (texts.tokens, dict(text="never too late")),
    "word2vec.noise_distribution": (word2vec.noise_distribution, dict(counts=[5, 3, 1], exponent=0.75)),
    "word2vec.AliasTable": (word2vec.AliasTable, dict(probabilities=[0.5, 0.25, 0.25])),
    "word2vec.HuffmanTree": (word2vec.HuffmanTree, dict(counts=[5, 3, 1])),
    "word2vec.keep_probability": (word2vec.keep_probability, dict(frequencies=[0.5, 0.25], sample=0.1, rule="paper")),
    "word2vec.windows": (word2vec.windows, dict(sentence=WORDS, window=2)),
    "word2vec.pairs": (word2vec.pairs, dict(sentence=WORDS, window=2)),
    "word2vec.Vocabulary": (word2vec.Vocabulary, dict(counts={"a": 3, "b": 1}, min_count=1)),
    "word2vec.Vocabulary.of": (word2vec.Vocabulary.of, dict(sentences=[WORDS], min_count=1)),
    "word2vec.WordVectors": (word2vec.WordVectors, dict(words=WORDS, vectors=VECTORS.vectors)),
    "word2vec.WordVectors.similarity": (VECTORS.similarity, dict(word="too", other="late")),
    "word2vec.WordVectors.most_similar": (VECTORS.most_similar, dict(positive=["too"], negative=["to"], topn=2)),
    "word2vec.WordVectors.doesnt_match": (VECTORS.doesnt_match, dict(words=WORDS)),
    "word2vec.Word2Vec": (ll.Word2Vec, dict(
        sentences=[WORDS] * 3, vector_size=2, window=2, min_count=1, sample=0.0, sg=0, hs=0, negative=2,
        ns_exponent=0.75, epochs=1, alpha=0.025, min_alpha=0.0001, seed=1)),
}  # fmt: skip

LEFT_OUT = {
    "takes what the other functions made": (
        "ops.reshape ops.transpose ops.take ops.unbroadcast ops.no_gradient train.train train.training_step "
        "layers.Sequential gradcheck.check_gradient optimisers.gradient_of optimisers.Optimiser losses.some "
        "graph.operation word2vec.FullSoftmax word2vec.NegativeSampling word2vec.HierarchicalSoftmax "
        "word2vec.block_loss word2vec.block_step word2vec.cbow word2vec.pair_step word2vec.skip_gram word2vec.blocks"
    ),
    "holds values and checks none": (
        "layers.Step train.Epoch optimisers.Path gradcheck.Comparison data.Digits word2vec.Block texts.Sentence"
    ),
    "is tested with files": "texts.read_text word2vec.Lines",
    "gets its weights from layers, which check them": "ops.linear",
    "takes no arguments, or only a seed": (
        "data.picnic data.gate_inputs data.five_picnics data.five_words texts.shakespeare texts.tiny_world "
        "texts.world_analogies"
    ),
}


def public():
    """The name of every public callable of the core."""
    modules = "activations ops losses graph gradcheck layers optimisers train data texts word2vec".split()
    for name in modules:
        module = __import__(f"lessons_lib.{name}", fromlist=["x"])
        for key, value in vars(module).items():
            own = getattr(value, "__module__", "").startswith(f"lessons_lib.{name}")
            if callable(value) and not key.startswith("_") and own:
                yield f"{name}.{key}"


def test_no_callable_is_forgotten():
    left_out = {name for names in LEFT_OUT.values() for name in names.split()}
    found = set(public())
    assert not found - RECIPES.keys() - left_out
    assert not left_out - found


HUGE = 10**400
ODD = [
    None, True, "x", "3", b"x", "", 1j, HUGE, float("nan"), float("inf"), -float("inf"), -1, 0, 2.5, Fraction(1, 2),
    [], {}, set(), (), [[]], [None], ["a", 3], [[1, 2], [3]], {"a"}, {"a": "b"}, object, object(), len, iter([1.0]),
    np.array(None), np.array(["a"]), np.array([1.0, None]), np.array([{}]), np.float32("nan"), np.array(5),
    np.datetime64("2026-11-30"), np.zeros(0), np.zeros((0, 2)), np.zeros((2, 0)), np.zeros((1, 1, 1, 1)),
    np.array([1, 2], dtype="c16"), np.zeros(2, dtype="f4,i4"), np.ma.masked_equal([1.0, 2.0], 2), np.ma.masked,
    [ll.Node(1.0), ll.Node(2.0)], ll.Node([1.0, 2.0]), ll.Node(2.0), [np.nan, 1.0], [np.inf, 1.0], [-1.0, 2.0],
    [1, 2, 3], np.array([1, 2], dtype="u1"), np.array([True, False]), Path("x"), range(3), np.ones((3, 2)) * 1e308,
]  # fmt: skip
NUMPYS = "broadcast|could not be broadcast|out of bounds|unsupported operand"  # of NumPy itself, about shapes


def from_us(error):
    """Whether the error was raised in so many words: by a `raise` of ours, or by NumPy about shapes it was given."""
    frame, line = list(traceback.walk_tb(error.__traceback__))[-1]
    path = frame.f_code.co_filename
    if "lessons_lib" not in path:
        return False
    return line in raising_lines(path)


@cache
def raising_lines(path):
    nodes = ast.walk(ast.parse(Path(path).read_text("utf-8")))
    return {line for node in nodes if isinstance(node, ast.Raise) for line in range(node.lineno, node.end_lineno + 1)}


def frozen(value):
    try:
        return pickle.dumps(value)
    except Exception:
        return repr(value)


def call(function, given):
    """The answer; None after a sentence of our own. Anything else is a failure."""
    CASES["count"] += 1
    before = {name: frozen(value) for name, value in given.items()}
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            answer = function(**given)
    except (ValueError, TypeError, KeyError, IndexError, FileNotFoundError) as error:
        said = str(error)
        if isinstance(error, ValueError) and re.search(NUMPYS, said):
            pass
        else:
            assert from_us(error), f"a message from inside: {error!r}"
            assert len(said) > 20, said
        answer = None
    assert before == {name: frozen(value) for name, value in given.items()}, "an argument was changed"
    return answer


def fresh(arguments):
    return {name: copy.deepcopy(value) for name, value in arguments.items()}


@pytest.mark.parametrize("name", RECIPES)
def test_something_odd_is_answered_or_told(name):
    function, recipe = RECIPES[name]
    for key in recipe:
        if key in ("f", "activation", "parameters"):
            continue
        for odd in ODD:
            if odd is HUGE and key in ("steps", "epochs", "n", "n_in", "n_out", "vector_size", "negative"):
                continue  # so much work may be asked for
            try:
                call(function, fresh({k: v for k, v in recipe.items() if k != key}) | {key: odd})
            except AssertionError as failure:
                raise AssertionError(f"{name}({key}={odd!r}): {failure}") from failure


def dresses(value):
    """The same numbers in another form."""
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or array.ndim == 0:
        return []
    locked = array.copy()
    locked.flags.writeable = False
    return [array.tolist(), tuple(map(tuple, array)) if array.ndim == 2 else tuple(array.tolist()), locked,
            np.asfortranarray(array), array.astype(array.dtype.newbyteorder()), np.ma.array(array),
            np.repeat(array, 2, axis=0)[::2], array.astype("f8")]  # fmt: skip


def numbers(answer):
    if isinstance(answer, (np.ndarray, float, int)):
        return [np.asarray(answer)]
    if isinstance(answer, (tuple, list)):
        return [number for each in answer for number in numbers(each)]
    if hasattr(answer, "parameters"):
        return [p.value for p in answer.parameters]
    return [np.asarray(value) for value in vars(answer).values() if isinstance(value, np.ndarray)] if hasattr(
        answer, "__dict__") else []


@pytest.mark.parametrize("name", RECIPES)
def test_the_same_numbers_in_another_dress_give_the_same_answer(name):
    function, recipe = RECIPES[name]
    expected = numbers(function(**fresh(recipe)))
    for key, value in recipe.items():
        for dress in dresses(value) if key != "sizes" else [(2, 3, 1), np.array([2, 3, 1])]:
            found = numbers(call(function, fresh({k: v for k, v in recipe.items() if k != key}) | {key: dress}))
            assert len(found) == len(expected)
            for one, other in zip(found, expected):
                np.testing.assert_allclose(np.asarray(one, float), np.asarray(other, float), rtol=1e-12)


ELEMENTS = st.one_of(st.floats(), st.integers(-3, 3), st.none(), st.text(max_size=2), st.booleans())
ANYTHING = st.recursive(ELEMENTS, lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner), max_leaves=6)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_whatever_is_drawn_is_answered_or_told(data):
    name = data.draw(st.sampled_from(sorted(set(RECIPES) - {"data.digits"})))
    function, recipe = RECIPES[name]
    key = data.draw(st.sampled_from(sorted(set(recipe) - {"f", "activation", "parameters"})))
    call(function, fresh({k: v for k, v in recipe.items() if k != key}) | {key: data.draw(ANYTHING)})


def test_the_number_of_cases(capsys):
    with capsys.disabled():
        print(f" [{CASES['count']} odd calls] ", end="")
