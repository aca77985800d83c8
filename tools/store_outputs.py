"""Run the notebooks from top to bottom and store their outputs: `python tools/store_outputs.py [notebook ...]`.

A live widget is stored as its picture and its words alone: a view without its model would greet the next reader with
"model not found". What depends on the machine (times of execution, versions) is left out.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
LANGUAGE = {"language_info": {"name": "python"}}
WIDGET = "application/vnd.jupyter.widget-view+json"


os.environ["TQDM_DISABLE"] = "1"  # as in the tests: whether a progress bar appears depends on the machine


def store(path):
    """Execute one notebook in its own folder and write it back. Raises CellExecutionError where a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": path.parent}}
    NotebookClient(notebook, kernel_name="python3", resources=where, coalesce_streams=True).execute()
    notebook.metadata = nbformat.from_dict(KERNEL | LANGUAGE)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(WIDGET, None)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for path in [Path(name).resolve() for name in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb")):
        print(path.name, flush=True)
        store(path)
