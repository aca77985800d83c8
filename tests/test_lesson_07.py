"""Lesson 07, back-propagation: its worked numbers, what its text claims, and its widgets' callbacks."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

import lessons_lib as ll
from lessons_lib.lessons.lesson_07.exercises import PATIENTS
from lessons_lib.graph import OPERATIONS
from lessons_lib.lessons.lesson_07.graph_drawing import layout
from lessons_lib.widgets import backprop_explorer, check_step

PICNIC = ll.data.picnic()
NOTEBOOK = json.loads((Path(__file__).parents[1] / "notebooks/07_backpropagation.ipynb").read_text("utf-8"))


def two_gates(x, y, z):
    return (x + y) * np.maximum(y, z)


def layer(x, W, b, u):
    return ll.relu(x @ W + b) @ u


def run(names, *parts, changes=()):
    """Run the code cells of the notebook in which these parts stand, in this order; return what they print."""
    printed = StringIO()
    for part in parts:
        (code,) = [source for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"
                   and part in (source := "".join(cell["source"]))]
        for old, new in dict(changes).items():
            assert old in code
            code = code.replace(old, new)
        with redirect_stdout(printed):
            exec(code, names)
    return printed.getvalue()


@pytest.fixture
def engine():
    names = {"np": np, "ll": ll}
    run(names, "class Value", "def in_order")
    return names


def test_a_nudge_travels():
    assert (2 * 1.01 + 1) ** 2 - 9 == pytest.approx(0.12, abs=1e-3)
    assert two_gates(1, 2.01, 0) == pytest.approx(6.0501)
    assert (1 + 2.01) * 2 - 6 == pytest.approx(0.02) and (1 + 2) * 2.01 - 6 == pytest.approx(0.03)  # by one path each


@pytest.mark.parametrize("label, slope", [(1, -0.2), (0, 0.8)])
def test_a_sigmoid_in_small_operations_and_the_loss_behind_it(label, slope):
    negated = -np.log(4)
    u = 1 + np.exp(negated)
    p = 1 / u
    assert (u, p) == pytest.approx((1.25, 0.8)) and -1 / u**2 == pytest.approx(-0.64)
    assert -1 * np.exp(negated) * 1 * (-1 / u**2) == pytest.approx(0.16) == p * (1 - p)
    z = ll.Node(np.log(4))
    p = 1 / (1 + np.exp(-z))
    (-np.log(p if label else 1 - p)).backward()
    assert z.grad == pytest.approx(slope) == p.value - label


def test_a_cross_entropy_ends_in_probabilities_minus_one_hot():
    said = run({"np": np, "ll": ll}, "def two_graphs")
    assert said.splitlines()[1] == "[nan nan] [-1.  1.]"
    y = ll.softmax(np.array([2.0, 1.0, 0.0]))
    fused = ll.Node([2.0, 1.0, 0.0])
    ll.cross_entropy(fused, 1).backward()
    assert fused.grad == pytest.approx(y - [0, 1, 0])
    assert fused.grad == pytest.approx([0.665, -0.755, 0.090], abs=6e-4)


def test_five_of_fifteen_parameters_learn_nothing_today():
    W, b, u = (ll.Node(v) for v in (PICNIC.W, PICNIC.b, PICNIC.u))
    layer(PICNIC.x, W, b, u).backward()
    gradients = np.concatenate([np.ravel(node.grad) for node in (W, b, u)])
    assert gradients.size == 15 and np.sum(gradients == 0) == 5


def test_the_engine_finds_the_best_line_and_xor(engine):
    run(engine, "def learn")
    assert (engine["slope"].data, engine["intercept"].data) == pytest.approx((7 / 12, 7 / 12), abs=1e-4)
    assert "loss 0.000" in run(engine, "def network")
    for steps, loss in (("300", "0.141"), ("3000", "0.126")):
        assert f"loss {loss}" in run(engine, "def network", changes={"seed=0": "seed=4", "300": steps})


def test_an_engine_with_a_wrong_rule_may_learn_all_the_same():
    engine = {"np": np, "ll": ll}
    run(engine, "class Value", changes={"(other.data, self.data)": "(other.data, 0.0)"})
    run(engine, "def in_order", "def learn")
    assert (engine["slope"].data, engine["intercept"].data) == pytest.approx((7 / 12, 7 / 12), abs=0.01)
    run(engine, "def network")
    assert engine["loss"].data > 0.2


def test_whoever_replaces_where_paths_add_keeps_what_came_last():
    engine = {"np": np, "ll": ll}
    run(engine, "class Value")
    run(engine, "def in_order", changes={"source.grad += ": "source.grad = "})
    assert run(engine, "square, ours").startswith("6.0 2.0 2.0 0.0")


def test_without_a_reset_the_line_swings_for_ever(engine):
    losses = []
    for steps in range(480, 500):
        run(engine, "def learn", changes={"        p.grad = 0.0\n": "", "range(500)": f"range({steps})"})
        losses.append(engine["loss"].data)
    assert max(losses) > 10 * min(losses)


@pytest.mark.parametrize("at, value, slopes", [((1, 2, 0), 6, (2, 5, 0)), ((1, 1, 3), 6, (3, 3, 2))])
def test_the_small_graph(at, value, slopes):
    nodes = [ll.Node(number) for number in at]
    f = two_gates(*nodes)
    f.backward()
    assert f.value == value and tuple(node.grad for node in nodes) == slopes


def test_the_picnic_layer_by_hand_by_jacobians_and_by_nodes():
    nodes = [ll.Node(v) for v in (PICNIC.x, PICNIC.W, PICNIC.b, PICNIC.u)]
    s = layer(*nodes)
    s.backward()
    x, W, b, u = (node.grad for node in nodes)
    assert s.value == 2
    assert np.array_equal(u, [1, 2, 0]) and np.array_equal(b, [1, 0.5, 0]) and np.array_equal(x, [1, -2.5, 0.5])
    assert np.array_equal(W, [[2, 1, 0], [1, 0.5, 0], [3, 1.5, 0]])
    assert np.array_equal(PICNIC.u @ np.diag([1, 1, 0]) @ PICNIC.W.T, x)
    assert ll.check_gradient(layer, PICNIC.x, PICNIC.W, PICNIC.b, PICNIC.u)


def test_the_clinic_has_three_sick_and_one_healthy():
    a, b, c, d = PATIENTS
    assert "claimed 0.537883, measured 0.786448" in repr(ll.check_gradient(a, 0.5))  # 1 - a and 1 - a²
    verdicts = [ll.check_gradient(*case) for case in ((a, 0.5), (b, 2.0, 3.0), (c, 2.0, 3.0), (d, 2.0))]
    assert list(map(bool, verdicts)) == [False, False, True, False]
    assert not [name for name in OPERATIONS if "patient" in name]
    assert ll.check_gradient(a, 0.0) and ll.check_gradient(b, 2.0, 2.0)  # what the break-it and a message say


@pytest.mark.parametrize("answer, right", [
    ("ABD", True), ("a, b and d", True), (["A", "B", "D"], True), (PATIENTS[:2] + PATIENTS[3:], True),
    (np.array(["A", "B", "D"]), True), (frozenset("ABD"), True), ("A_B_D", True),
    ("A and B", False), ("B and D", False), (PATIENTS[0], False), (5, False), ("", False),
])  # fmt: skip
def test_the_sick_may_be_named_in_many_ways(answer, right):
    feedback = ll.lesson("07").exercises["sick"].check(answer)
    assert bool(feedback) == right and "healthy" not in feedback.message


@pytest.mark.parametrize("answer", ["not C", "all but C", "ABDE", "patient_a", "A, B and D are sick, C is not"])
def test_an_answer_of_more_than_letters_is_not_judged(answer):  # "not C" would be taken for "C"
    feedback = ll.lesson("07").exercises["sick"].check(answer)
    assert feedback.stage == "wrong type" and "nothing else" in feedback.message


@pytest.mark.parametrize("rule, told", [
    (lambda x: (np.tanh(x), lambda up: up * np.cos(x)), "first of two results is wrong"),
    (lambda x: (np.sin(x), lambda up: up * (1 - x**2 / 2)), "second of two results is wrong"),
    (lambda x: (np.sin(x), lambda up: (up * np.cos(x)).sum()), "second of two results is wrong"),
    (lambda x: (np.sin(x), lambda up: print()), "needs `return`"),
])  # fmt: skip
def test_a_wrong_rule_is_told_in_which_part(rule, told):
    assert told in ll.lesson("07").exercises["sine"].check(rule).message


def test_praise_is_true_of_each_right_answer_and_leaves_the_quiz_its_question():
    praise = ll.lesson("07").exercises["logit_gradient"].praise
    assert not any(word in praise for word in ("logarithm", "division", "sum to 0"))


def test_a_rule_that_fails_on_the_way_back_says_why():
    rule = lambda x: (np.sin(x), lambda upstream: upstream * cos(x))  # noqa: E731, F821
    assert "NameError: name 'cos'" in ll.lesson("07").exercises["sine"].check(rule).message


def test_the_layout_keeps_columns_in_order_and_nodes_apart():
    sources = [[], [], [], [0, 1], [1, 2], [3, 4], [0, 5]]
    columns, rows, passes = layout(sources)
    assert all(columns[j] < columns[i] for i, inputs in enumerate(sources) for j in inputs)
    for column in set(columns):
        assert np.all(np.diff(np.sort(rows[columns == column])) > 0.99)
    assert [len(rows) for rows in passes] == [0, 0, 0, 0, 0, 0, 2, 0]


def test_the_layout_of_the_small_graph_crosses_nothing():
    columns, rows, _ = layout([[], [], [], [0, 1], [1, 2], [3, 4]])
    assert np.all(np.diff(rows[:3])) and (rows[0] - rows[2]) * (rows[3] - rows[4]) > 0


def test_each_step_is_told_with_its_numbers():
    explorer = backprop_explorer()
    for step, told in enumerate(
        ("x = 1, y = 2, z = 0", "gives 3", "gives 2", "gives 6", "gradient is 1", "1 × 3 = 3", "", "")
    ):
        explorer.set(step=step)
        assert told in explorer.picture.alt
    assert "“y” is used 2 times, its gradients add: 2 + 3 = 5" in explorer.picture.alt


@pytest.mark.parametrize("step, answer", [(5, "2, 3"), (6, None), (7, None)])
def test_predicting_reaches_the_goals(step, answer):
    explorer = backprop_explorer()
    explorer.set(predict=True, step=step)
    hidden = explorer.picture.frame
    name = explorer.picture.alt.split("“")[1][0]
    explorer.set(answer=answer or {"+": "2, 2", "m": "3, 0"}[name])
    assert "✓" in explorer.picture.alt and explorer.picture.frame != hidden and explorer._reached[step - 5]


@pytest.mark.parametrize("answer, told", [
    ("3, 2", "exchange"), ("-2, -3", "sign"), ("1, 1", "unchanged"), ("2", "You typed 1"), ("9, 9", "Not yet"),
    ("", "Type"),
])  # fmt: skip
def test_a_wrong_prediction_is_told_why(answer, told):
    explorer = backprop_explorer()
    explorer.set(predict=True, answer=answer)
    assert told in explorer.picture.alt and "= 2;" not in explorer.picture.alt
    explorer.set(step=6)
    assert explorer.values["answer"] == ""


@pytest.mark.parametrize("answer, told", [
    ("(1, 0.5, −2), (1, 2, 0)", "✓"), ("1, 2, 0, 1, 0.5, -2", "exchange"), ("0, 2, 1, -2, 0.5, 1", "Not yet"),
])  # fmt: skip
def test_vectors_may_stand_in_brackets_and_are_exchanged_whole(answer, told):
    explorer = backprop_explorer(layer, x=PICNIC.x, W=PICNIC.W, b=PICNIC.b, u=PICNIC.u)
    explorer.set(predict=True, step=6, answer=answer)
    assert told in explorer.picture.alt


def test_forgetting_the_upstream_gradient_is_told():
    explorer = backprop_explorer()
    explorer.set(predict=True, step=6)
    explorer.set(answer="1, 0" if "max" in explorer.picture.alt.split("”")[0] else "1, 1")
    assert "local gradients" in explorer.picture.alt


def test_the_switch_of_max_and_a_click_on_a_node():
    explorer = backprop_explorer()
    explorer.set(z=4.0)
    assert explorer._reached[-1]
    axes = explorer.picture.figure.axes[0]
    x, y, width, height = [p for p in axes.patches if type(p).__name__ == "Rectangle"][0].get_bbox().bounds
    explorer.set(step=0)
    pixels = axes.transData.transform((x + width / 2, y + height / 2))
    at = explorer.picture.figure.transFigure.inverted().transform(pixels).tolist()
    explorer.picture.pointer = {"gesture": 1, "down": True, "start": at, "at": at, "trail": [at]}
    assert explorer.values["step"] == 5


def test_own_expressions_and_nodes_are_drawn():
    explorer = backprop_explorer(layer, x=PICNIC.x, W=PICNIC.W, b=PICNIC.b, u=PICNIC.u)
    explorer.set(step=9)
    assert "(1, −2.5, 0.5)" in explorer.picture.alt and "x" not in explorer.controls
    x = ll.Node(3.0, "x")
    twice = backprop_explorer(x * x)
    twice.set(step=3)
    assert "used 2 times, its gradients add: 3 + 3 = 6" in twice.picture.alt
    assert not backprop_explorer(lambda x: x).picture.problem


@pytest.mark.parametrize(
    "expression, label",
    [
        (lambda x: 2 * x, "× 2"),
        (lambda x: x + 0.5, "+ 0.5"),
        (lambda x: x - 3, "− 3"),
        (lambda x: 3 - x, "3 −"),
        (lambda x: x / 4, "÷ 4"),
        (lambda x: 4 / x, "4 ÷"),
        (lambda x: x**3, "^ 3"),
    ],
)
def test_a_fixed_number_stands_in_its_node(expression, label):
    explorer = backprop_explorer(expression, x=-2.0)
    assert f"“{label}”" in explorer.picture.alt
    explorer.set(x=0.0)  # where the number cannot be read off the slope, the graph stays the same one
    assert not explorer.picture.problem or "no finite number" in explorer.picture.problem


@pytest.mark.parametrize(
    "expression, inputs, told",
    [
        (lambda x: 3.0, {}, "Node"),
        (lambda x: sum([x] * 30), {}, "20"),
        (lambda step: step * 2, {}, "call your inputs"),
        (lambda x: ll.tanh(x), {"x": [1.0, 2.0]}, "single number"),
    ],
)
def test_an_expression_that_cannot_be_drawn_is_refused_with_a_reason(expression, inputs, told):
    with pytest.raises(ValueError, match=told):
        backprop_explorer(expression, **inputs)


def test_an_expression_that_fails_on_the_way_keeps_the_picture():
    explorer = backprop_explorer(lambda x: np.log(x), x=2.0)
    before = explorer.picture.frame
    explorer.set(x=-1.0)
    assert "no finite number" in explorer.picture.problem and explorer.picture.frame == before
    explorer.set(x=1.0)
    assert not explorer.picture.problem


def test_the_best_step_and_cancellation():
    explorer = check_step()
    explorer.set(h=1e-5)
    assert explorer._reached[0]
    explorer.set(h=1e-12)
    assert explorer._reached[1]


def test_at_the_corner_of_relu_no_step_helps():
    explorer = check_step(ll.relu, x=0.0)
    assert "error 0.5" in explorer.picture.alt


def test_what_grows_or_falls_beyond_all_numbers_is_told_without_noise():
    explorer = check_step(ll.log)
    explorer.set(x=-1.0)
    assert "no finite slope" in explorer.picture.problem


def test_at_a_tie_of_max_it_is_said_who_gets_the_gradient():
    explorer = backprop_explorer()
    explorer.set(z=2.0, step=6, predict=True)
    if "“max”" not in explorer.picture.alt:
        explorer.set(step=7)
    assert "Both inputs are equal, so the first gets everything" in explorer.picture.alt
    explorer.set(answer="3, 0")
    assert "✓" in explorer.picture.alt and "of two equal ones, to the first" in explorer.picture.alt


def test_a_right_answer_in_another_form_is_right():
    check = ll.lesson("07").check
    assert check("layer_backward", lambda *day: list(ll.lesson("07").exercises["layer_backward"].solution(*day)))
    assert check("logit_gradient", lambda z, label: (ll.softmax(z) - np.eye(len(z))[label]).tolist())
    assert check("logit_gradient", lambda z, label: graph_gradient(z, label))
    assert check("sine", lambda x: (np.sin(x), lambda upstream: np.cos(x) * upstream))
    assert check("fooled", 20) and check("three_slopes", [3, 3, 2]) and check("three_slopes", np.array([3.0, 3.0, 2.0]))


def graph_gradient(z, label):
    z = ll.Node(z)
    ll.cross_entropy(z, label).backward()
    return z.grad
