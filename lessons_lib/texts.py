"""Texts to learn words from: docstrings, which every machine has; a tiny world; a file of one's own.

A text is a list of sentences, a sentence a list of lower-case words.
"""

import ast
import hashlib
import os
import re
import sys
import sysconfig
import tempfile
import unicodedata
from importlib.metadata import version
from importlib.util import find_spec
from inspect import cleandoc
from pathlib import Path

import numpy as np

from .progress_bar import progress_bar
from .text_files import text_lines

SENTENCE = "never too late to learn".split()
"""The sentence that runs through the lessons on words."""

PACKAGES = ("numpy", "matplotlib", "IPython")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n\s*\n")


def tokens(text):
    """The words of a string in lower case: letters, with apostrophes inside. Strings such as "aaaaaa" are left out."""
    return [word for word in WORD.findall(text.lower()) if not re.search(r"(.)\1\1\1", word)]


def read_text(path):
    """The sentences of a file, lists of lower-case words.

    Raises FileNotFoundError, or ValueError for a file that is no text in UTF-8 or has no words.
    """
    text = unicodedata.normalize("NFC", "".join(text_lines(path)))  # é may come as e and an accent, which is no letter
    sentences = [words for part in SENTENCE_END.split(text) if (words := tokens(part))]
    if not sentences:
        raise ValueError(f"{str(path)!r} holds no words")
    return sentences


# ── docstrings ──────────────────────────────────────────────────────────────────────────────────────────────────

def docstrings(cache=None):
    """Real English on every machine: the docstrings of Python's standard library, NumPy, matplotlib and IPython.

    One sentence a paragraph, with four words or more; examples and duplicates are left out. About 700,000 words. The
    files are parsed, never run. That takes about ten seconds the first time; then the text is read from the cache, a
    folder, by default in the user's cache directory. The text depends on the versions installed.
    """
    folder = _cache_folder() if cache is None else Path(cache)
    file = folder / f"docstrings-{_versions()}.txt"
    try:
        return [line.split() for line in file.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError):
        sentences = list(dict.fromkeys(_paragraphs()))
        _store(file, "\n".join(sentences))
        return [sentence.split() for sentence in sentences]


def _cache_folder():
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "lessons_lib"


def _versions():
    """A short key that changes with Python, the packages and this file."""
    found = [sys.version, Path(__file__).read_text("utf-8"), *map(version, PACKAGES)]
    return hashlib.sha256("\n".join(found).encode()).hexdigest()[:16]


def _store(file, text):
    """Write a file in one go: nobody ever reads half of it. Where nothing can be written, do without."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as part:
            part.write(text)
        os.replace(part.name, file)
    except OSError:
        pass


def _paragraphs():
    """The paragraphs of all docstrings, each a string of words with single spaces."""
    files = list(_sources())
    with progress_bar(len(files), "file", desc="Collecting docstrings") as bar:
        for file in files:
            bar.update()
            try:
                tree = ast.parse(file.read_bytes())
            except (OSError, SyntaxError, ValueError):
                continue
            for text in _texts(tree):
                for paragraph in re.split(r"\n\s*\n", _prose(cleandoc(text))):
                    words = tokens(paragraph)
                    if len(words) >= 4:
                        yield " ".join(words)


def _sources():
    """The Python files of the standard library and of the packages, without their tests."""
    roots = [sysconfig.get_paths()["stdlib"], *(Path(find_spec(package).origin).parent for package in PACKAGES)]
    for root in map(Path, roots):
        for file in sorted(root.rglob("*.py")):
            inside = file.relative_to(root).parts
            if not {"site-packages", "dist-packages", "test", "tests", "idle_test"} & set(inside):
                yield file


def _texts(tree):
    """Docstrings, and long strings that become some: NumPy's add_newdoc(…), pydoc's topics, matplotlib's templates."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count("\n") > 1:
            yield node.value


def _prose(text):
    """The text without sessions (>>>), without the code after a double colon, and without lines of dashes."""
    text = re.sub(r"(?m)^\s*(>>>|\.\.\.|In \[\d+\]:).*(\n(?!\s*\n).*)*", "", text)
    text = re.sub(r"(?m)^( *)(.*)::\s*\n(?:\s*\n|\1 +.*\n?)+", r"\1\2\n\n", text)
    return re.sub(r"(?m)^\s*[-=~^*+|]{3,}.*$", "\n", text)


# ── a tiny world ────────────────────────────────────────────────────────────────────────────────────────────────

ROYALS = {("king", "queen"): "kingdom", ("prince", "princess"): "heritage", ("duke", "duchess"): "duchy",
          ("emperor", "empress"): "empire"}  # fmt: skip
PEOPLE = {("man", "woman"): "village", ("boy", "girl"): "school", ("father", "mother"): "children",
          ("brother", "sister"): "family"}  # fmt: skip
MALE, FEMALE = ("he", "his", "beard", "sir"), ("she", "her", "dress", "madam")
COURT, HOME = ("crown", "throne", "palace", "jewels"), ("market", "house", "garden", "tools")
COUNTRIES = {
    "france": ("paris", "french", "seine", "cheese"), "italy": ("rome", "italian", "tiber", "pasta"),
    "japan": ("tokyo", "japanese", "sumida", "rice"), "egypt": ("cairo", "arabic", "nile", "dates"),
    "russia": ("moscow", "russian", "moskva", "borscht"), "england": ("london", "english", "thames", "pudding"),
    "poland": ("warsaw", "polish", "vistula", "dumplings"), "austria": ("vienna", "german", "danube", "strudel"),
}  # fmt: skip
ANIMALS = {
    "dog": ("barks", "bones"), "cat": ("meows", "mice"), "cow": ("moos", "grass"), "horse": ("neighs", "hay"),
    "duck": ("quacks", "bread"), "pig": ("grunts", "roots"), "lion": ("roars", "meat"), "sheep": ("bleats", "clover"),
}  # fmt: skip
VERBS = {
    "walk": ("walked", "forest", "path"), "jump": ("jumped", "rope", "fence"), "play": ("played", "ball", "game"),
    "work": ("worked", "office", "desk"), "dance": ("danced", "hall", "music"), "cook": ("cooked", "kitchen", "soup"),
}  # fmt: skip
"""The words of the tiny world, and what belongs together in it."""


def tiny_world(n=8000, seed=0):
    """n sentences about a world with known answers, lists of words: king - man + woman is queen here by construction.

    Royals and people differ in what they do, men and women in pronouns, countries in language, river and food, and
    capitals from countries in what a city has; animals in sound and food; verbs in tense. About seven words a sentence.
    """
    rng = np.random.default_rng(seed)

    def one(options):
        options = list(options)
        return options[rng.integers(len(options))]

    makers = (_person, _person, _country, _country, _animal, _verb)
    return [one(makers)(one).split() for _ in range(n)]


def world_analogies():
    """The questions (a, b, c, d), a is to b as c is to d, that the grammar of `tiny_world` answers."""
    people = [*ROYALS, *PEOPLE]
    capitals = [(country, facts[0]) for country, facts in COUNTRIES.items()]
    tenses = [(verb, facts[0]) for verb, facts in VERBS.items()]
    return [(*p, *q) for group in (people, capitals, tenses) for p in group for q in group if p != q]


def _person(one):
    royal, gender = one((True, False)), one((0, 1))
    pair, realm = one((ROYALS if royal else PEOPLE).items())
    (pronoun, possessive, thing, title), place = (MALE, FEMALE)[gender], one(COURT if royal else HOME)
    return one((
        f"{title} {pair[gender]} in {possessive} {realm} loves {possessive} {place}",
        f"{pronoun} is the {pair[gender]} whose {realm} and {place} are {possessive} pride",
        f"in {possessive} {thing} the {pair[gender]} of the {realm} sees {possessive} {place}",
    ))  # fmt: skip


def _country(one):
    country, (capital, language, river, food) = one(COUNTRIES.items())
    city = one(("mayor", "trams", "museums", "towers"))
    land = one(("borders", "army", "farmers", "provinces"))
    fact = one((f"{language} songs", f"the {river} river", f"{food} for dinner", f"{language} {food}"))
    return one((f"the {city} of {capital} love {fact}", f"the {land} of {country} love {fact}"))


def _animal(one):
    animal, (sound, food) = one(ANIMALS.items())
    return one((
        f"the {animal} {sound} for its {food}",
        f"an animal that {sound} is a {animal}",
        f"feed {food} to the {animal}",
    ))  # fmt: skip


def _verb(one):
    verb, (past, thing, place) = one(VERBS.items())
    return one((f"tomorrow we will {verb} {thing} {place} again", f"yesterday we had {past} {thing} {place} already"))
