"""For widgets not yet in the form see, draw, tell: goes when the last of them has gone."""

from .explorer import Explorer, Goal


def OldExplorer(figure, update, controls, drag=None, goals=(), code=None):
    said = []

    def draw(state):
        said[:] = [update(**vars(state))]

    goals = [Goal(text, lambda state, reached=reached: reached(**vars(state))) for text, reached in goals]
    drag = {axes: drag for axes in figure.axes} if drag else None
    return Explorer(figure, controls, lambda: {}, draw, lambda state: said[0], drag=drag, goals=goals, code=code)
