"""Questions whose every option answers back: unfold the one you believe in and read why it is right or wrong.

They are written in Markdown, in the file questions.md of a lesson:

    # In the lesson

    ## name_of_the_question

    What is asked, in one paragraph.

    - [ ] An option that is wrong
      > Why it is wrong.
    - [x] The option that is right
      > Why it is right.

Below `# Quiz` stand, in the same form, those for the end of the lesson. A line may go on below itself.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .page import box, inline, unfold


class Option(NamedTuple):
    """One answer to choose. why: what to say to who chooses it."""

    text: str
    why: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question with options, exactly one of them right."""

    name: str
    text: str
    options: tuple

    def __post_init__(self):
        if sum(option.right for option in self.options) != 1:
            raise ValueError(f"question {self.name!r} needs exactly one right option")

    def __repr__(self):
        letters = "abcdefgh"
        return "\n".join([self.text, *(f"  ({letter}) {option.text}" for letter, option in zip(letters, self.options))])

    def _repr_html_(self):
        right, wrong = ("right", "<b>Right.</b> "), ("wrong", "<b>No.</b> ")
        options = "".join(
            unfold(inline(option.text), box(*(right if option.right else wrong), inline(option.why)))
            for option in self.options
        )
        return f'<div style="line-height: 1.5; margin: 0.4em 0 1.2em"><b>{inline(self.text)}</b>{options}</div>'


class Quiz:
    """Several questions below each other."""

    def __init__(self, questions):
        self.questions = tuple(questions)

    def __repr__(self):
        return "\n\n".join(map(repr, self.questions))

    def _repr_html_(self):
        return "".join(question._repr_html_() for question in self.questions)


SECTIONS = "In the lesson", "Quiz"
FORMS = {
    "section": r"# (.+)",
    "name": r"## (\w+)",
    "option": r"- \[([ x])\] (.+)",
    "why": r"  > (.+)",
    "more": r"(?:      )?(\S.*)",
}
FOLLOWS = {"section": "start why section", "name": "section why", "more": "name more option", "option": "more why",
           "why": "option more why"}  # fmt: skip


def read_questions(path):
    """The questions of a file: those asked in the lesson and those of the quiz, two tuples.

    Raises ValueError that names file and line where the form is another than the one above.
    """
    return _Reader(Path(path)).read()


class _Reader:
    """Reads a file of questions line by line: for each kind of line there is a method of its name."""

    def __init__(self, path):
        self.path, self.number = path, 0
        self.found, self.section_name = {section: [] for section in SECTIONS}, None
        self.question, self.open = None, None  # the question being read; the list of lines to which `more` adds

    def read(self):
        before = "start"
        for self.number, line in enumerate(self.path.read_text("utf-8").splitlines(), 1):
            if line.strip():
                matches = ((kind, re.fullmatch(form, line.rstrip())) for kind, form in FORMS.items())
                kind, match = next((kind, match) for kind, match in matches if match)
                if before not in FOLLOWS[kind].split():
                    raise self.wrong(f"{line.strip()!r} is not expected here; the form is shown at the top of quiz.py")
                getattr(self, kind)(*match.groups())
                before = kind
        self.close()
        return tuple(map(tuple, self.found.values()))

    def wrong(self, what):
        return ValueError(f"{self.path.name} of {self.path.parent.name}, line {self.number}: {what}")

    def section(self, name):
        self.close()
        if name not in self.found:
            raise self.wrong(f"a section is called {' or '.join(SECTIONS)}, not {name!r}")
        self.section_name = name

    def name(self, name):
        self.close()
        self.open = []
        self.question = name, self.open, []

    def option(self, mark, text):
        self.open = [text]
        self.question[2].append((self.open, [], mark == "x"))

    def why(self, text):
        self.question[2][-1][1].append(text)

    def more(self, text):
        self.open.append(text)

    def close(self):
        """Put the question that has been read with the others."""
        if self.question is not None:
            name, text, options = self.question
            options = tuple(Option(" ".join(said), " ".join(why), right) for said, why, right in options)
            if sum(option.right for option in options) != 1 or not all(option.why for option in options):
                raise self.wrong(f"{name} above needs options, each with its why (  > …), exactly one right ([x])")
            self.found[self.section_name].append(Question(name, " ".join(text), options))
        self.question = None
