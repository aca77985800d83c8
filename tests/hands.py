"""What a hand does with a widget, without a browser."""


def reached(explorer, **values):
    """Which goals are reached once these controls have been moved."""
    if values:
        explorer.set(**values)
    assert not explorer.picture.problem
    return [bool(goal.reached(explorer.state)) for goal in explorer.goals]


def drag(explorer, axes, *points):
    """Press at the first of these points, in data coordinates of the axes with this number, drag over the others."""
    figure = explorer.picture.figure
    trail = (figure.axes[axes].transData - figure.transFigure).transform(points).tolist()
    gesture = {"gesture": explorer.picture.pointer["gesture"] + 1, "start": trail[0]}
    for end, at in enumerate(trail, start=1):
        explorer.picture.pointer = gesture | {"down": True, "at": at, "trail": trail[:end]}
    explorer.picture.pointer = explorer.picture.pointer | {"down": False}
    assert not explorer.picture.problem
