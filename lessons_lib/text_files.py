"""Text files: the one place that knows what a text is, says what is wrong with a file that is none, and writes one."""

import os
from contextlib import contextmanager
from pathlib import Path


def as_path(path):
    """path as a Path."""
    if not isinstance(path, (str, os.PathLike)) or "\0" in str(path):
        raise ValueError(f"a path is a string or a Path, got {path!r:.200}")
    return Path(path)


def existing(path, hint=""):
    """path as a Path. Raises FileNotFoundError, with the hint, where no file is there."""
    path = as_path(path)
    if not path.is_file():
        raise FileNotFoundError(f"no file {str(path)!r} in {Path.cwd()}" + (f": {hint}" if hint else ""))
    return path


def text_lines(path, newline=None):
    """The lines of a text file, one by one, with their ends. newline: as for `open`.

    Raises FileNotFoundError, or ValueError for what is no text in UTF-8; a byte order mark may stand in front.
    """
    path = existing(path)
    try:
        with open(path, encoding="utf-8-sig", newline=newline) as file:
            for line in file:
                if "\0" in line:
                    raise ValueError(f"{str(path)!r} is no text: it holds zero bytes")
                yield line
    except UnicodeDecodeError:
        raise ValueError(f"{str(path)!r} is no text in UTF-8, perhaps binary: save it as UTF-8 text first") from None


@contextmanager
def new_text(path, overwrite=False):
    """A text file to write, which takes its place when all is written: nobody ever finds half of it, and where writing
    fails, what stood there before stays.

    Raises FileExistsError when something is there already, unless overwrite.
    """
    path = as_path(path)
    if path.exists() and not overwrite:
        raise FileExistsError(f"{path} exists: choose another name, or say overwrite=True")
    part = path.with_name(f"{path.name}.part{os.getpid()}")
    try:
        with open(part, "x", encoding="utf-8", newline="\n") as file:
            yield file
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
