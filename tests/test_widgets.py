"""Every widget without a browser: each control at both ends, the pointer everywhere, what is read in the picture."""

import inspect

import ipywidgets as ipw
import matplotlib as mpl
import matplotlib.style
import pytest
from matplotlib.text import Text

from lessons_lib import widgets

WIDGETS = {
    name: builder
    for name, builder in vars(widgets).items()
    if inspect.isfunction(builder) and builder.__module__.startswith("lessons_lib.lessons")
}


pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module", params=WIDGETS)
def built(request):
    return WIDGETS[request.param]()


@pytest.fixture
def explorer(built):
    """Each widget is built once: most of a test's time would go into that."""
    built.reset()
    return built


def ends(control):
    """The extreme values of a control, and nonsense for one that takes text."""
    if isinstance(control, (ipw.FloatSlider, ipw.IntSlider)):
        return [control.min, control.max]
    if isinstance(control, ipw.FloatLogSlider):
        return [control.base**control.min, control.base**control.max]
    if isinstance(control, ipw.Dropdown):
        return [value for _, value in control._options_full]
    if isinstance(control, ipw.Checkbox):
        return [not control.value, control.value]
    assert isinstance(control, ipw.Text), f"say what the ends of a {type(control).__name__} are"
    return []


def test_it_is_an_explorer_that_says_what_it_shows(explorer):
    assert isinstance(explorer, widgets.Explorer)
    assert len(explorer.picture.alt) > 20 and not explorer.picture.problem


def test_every_control_goes_to_both_ends(explorer):
    for name, control in explorer.controls.items():
        seen = set()
        for value in ends(control):
            control.value = value
            assert not explorer.picture.problem, f"{name}={value!r}"
            assert "nan" not in explorer.picture.alt.split() and "inf" not in explorer.picture.alt.split()
            seen.add(explorer.picture.frame)
        assert len(seen) > 1 or not seen, f"{name} changes nothing"
        explorer.reset()


def test_all_controls_at_their_ends_together(explorer):
    for end in (0, -1):
        explorer.set(**{name: ends(control)[end] for name, control in explorer.controls.items() if ends(control)})
        assert not explorer.picture.problem


def test_a_control_that_is_not_there_moves_nothing():
    explorer = widgets.neuron_plane()
    before = explorer.values
    with pytest.raises(ValueError, match="no control is called weight: there are gate, w1"):
        explorer.set(w1=2.0, weight=1.0)
    assert explorer.values == before


def test_nonsense_in_a_text_box_is_told_and_changes_nothing(explorer):
    for control in explorer.controls.values():
        if isinstance(control, ipw.Text):
            before = explorer.picture.frame
            control.value = "¿nonsense?"
            assert explorer.picture.problem and explorer.picture.frame == before
            explorer.reset()
            assert not explorer.picture.problem


def test_reset_brings_the_first_picture_back(explorer):
    first, sentence = explorer.picture.frame, explorer.picture.alt
    for control in explorer.controls.values():
        for value in ends(control)[:1]:
            control.value = value
    explorer.reset()
    assert explorer.picture.alt == sentence and explorer.picture.frame == first


def test_the_pointer_may_go_anywhere(explorer):
    ways = ((0.2, 0.5), (0.4, 0.7)), ((0.3, 0.3), (-1, 2)), ((0.8, 0.5), (1.5, -1))
    for gesture, (start, stop) in enumerate(ways, 1):
        for down, at in ((True, start), (True, stop), (False, stop)):
            explorer.picture.pointer = dict(
                gesture=gesture, down=down, start=list(start), at=list(at), trail=[list(start), list(at)]
            )
            assert not explorer.picture.problem


def test_where_a_finger_drags_is_found_without_moving_anything(explorer):
    before = explorer.values
    explorer.picture.touch = True
    grips, explorer.picture.touch = explorer.picture.grips, False
    assert explorer.values == before and not explorer.picture.problem
    assert grips
    assert all(0 <= left < right <= 1 and 0 <= bottom < top <= 1 for left, bottom, right, top in grips)


def test_a_goal_that_is_reached_is_ticked_and_said_once():
    explorer = widgets.first_picture()
    assert 'class="reached"' not in explorer._goal_list.value
    explorer.set(across=3.0, up=2.0)
    assert 'class="reached">✓</i>bring the dot' in explorer._goal_list.value
    assert explorer.picture.news == "Reached: bring the dot into the circle."
    explorer.set(across=-3.0)
    assert 'class="reached"' in explorer._goal_list.value and explorer.picture.news == ""


def test_goals_are_not_reached_before_anything_was_done(explorer):
    assert not any(goal.reached(explorer.state) for goal in explorer.goals)


def test_text_in_the_picture_is_readable_from_the_back_row(explorer):
    small = [t for t in explorer.picture.figure.findobj(Text) if t.get_visible() and t.get_text() and t.get_size() < 12]
    assert not small


@pytest.mark.parametrize("name", ["neuron_plane", "backprop_explorer"])
def test_a_readers_settings_of_matplotlib_stay_outside(name):
    def frames():
        widget = getattr(widgets, name)()
        first = widget.picture.frame
        control = next(control for control in widget.controls.values() if hasattr(control, "max"))
        control.value = control.max
        return first, widget.picture.frame

    expected = frames()
    with mpl.rc_context():
        mpl.style.use("dark_background")
        mpl.rcParams.update({
            "text.usetex": True, "mathtext.fontset": "cm", "path.sketch": (3, 100, 2), "font.family": "serif",
            "axes.prop_cycle": mpl.cycler(color="r"), "axes.formatter.use_locale": True, "lines.marker": "o",
        })  # fmt: skip
        assert frames() == expected
        assert mpl.rcParams["text.usetex"]  # and stays the reader's
