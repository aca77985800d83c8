"""What long work needs: a progress bar that waits two seconds before it appears, and a single thread."""

import os
from contextlib import contextmanager


@contextmanager
def progress_bar(total, unit, **settings):
    """A tqdm bar for `total` units of work, which may be added by `update` and `set_postfix`.

    Meanwhile BLAS has one thread. The matrices of these lessons are so small that several threads take two to three
    times as long on two cores, and a hundred times as long where others want the cores too.
    """
    # Here and not above: in a notebook tqdm loads ipywidgets, and the core is to be light.
    from threadpoolctl import threadpool_limits
    from tqdm.auto import tqdm

    tqdm.monitor_interval = 0  # no thread that watches the bar: in a browser none can be started, and tqdm complains
    settings |= dict(total=total, unit=unit, delay=2, leave=False)
    settings["disable"] = "TQDM_DISABLE" in os.environ  # tqdm reads it too, but forgets it in a notebook
    with threadpool_limits(1, user_api="blas"), tqdm(**settings) as bar:
        yield bar
