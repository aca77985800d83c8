"""Text files: the one place that knows what a text is, and says what is wrong with a file that is none."""

from pathlib import Path


def text_lines(path, newline=None):
    """The lines of a text file, one by one, with their ends. newline: as for `open`.

    Raises FileNotFoundError, or ValueError for what is no text in UTF-8; a byte order mark may stand in front.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"no file {str(path)!r} in {Path.cwd()}")
    try:
        with open(path, encoding="utf-8-sig", newline=newline) as file:
            for line in file:
                if "\0" in line:
                    raise ValueError(f"{str(path)!r} is no text: it holds zero bytes")
                yield line
    except UnicodeDecodeError:
        raise ValueError(f"{str(path)!r} is no text in UTF-8, perhaps binary: save it as UTF-8 text first") from None
