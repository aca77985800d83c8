"""Which cell shows which widget: those that nobody can see any more go. ipywidgets by itself keeps all of them."""

from ipywidgets import Widget

_shown = {}  # cell → which run of it, and the widgets that it shows since then


def shown(widget):
    """Note that the cell that runs now shows this widget. Widgets that stood there before, and have no name, go.

    Nothing happens where nobody says which cell runs: only JupyterLab and Notebook 7 do.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if not hasattr(shell, "kernel"):
        return
    about = shell.kernel.get_parent("shell").get("metadata", {})
    cell, run, gone = about.get("cellId"), shell.execution_count, []
    for deleted in about.get("deletedCells", ()):
        gone += _shown.pop(deleted, (0, []))[1]
    if cell:
        if _shown.get(cell, (None,))[0] != run:
            gone += _shown.get(cell, (0, []))[1]
            _shown[cell] = run, []
        _shown[cell][1].append(widget)
    seen = {id(other) for _, widgets in _shown.values() for other in widgets}
    for other in gone:
        if id(other) not in seen and not _named(other, shell):
            _close(other)


def _named(widget, shell):
    """Whether the reader has a name for it. IPython's own for old results (_, _12, Out[12]) are taken away."""
    if any(value is widget and not name.startswith("_") for name, value in shell.user_ns.items()):
        return True
    for names in (shell.user_ns, shell.user_ns_hidden, shell.user_ns["_oh"]):
        for name in [name for name, value in names.items() if value is widget]:
            del names[name]
    return False


def _close(widget):
    """Close a widget and all that belongs to it."""
    parts = [widget]
    for part in parts:  # grows meanwhile
        for value in [*(getattr(part, name) for name in part.keys), getattr(part, "link", None)]:
            parts += [one for one in (value if isinstance(value, (list, tuple)) else [value])
                      if isinstance(one, Widget) and one not in parts]  # fmt: skip
    for part in parts:
        part.close()
