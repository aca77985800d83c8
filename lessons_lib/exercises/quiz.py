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
    found, question, before = {section: [] for section in SECTIONS}, None, "start"
    path, section = Path(path), None

    def wrong(number, what):
        return ValueError(f"{path.name} of {path.parent.name}, line {number}: {what}")

    def close(number):
        if question is not None:
            name, text, options = question
            if not options or not all(why for _, _, why in options) or sum(right for right, _, _ in options) != 1:
                raise wrong(number, f"{name} above needs options, each with its why (  > …), exactly one right ([x])")
            options = tuple(Option(" ".join(said), " ".join(why), right) for right, said, why in options)
            found[section].append(Question(name, " ".join(text), options))

    lines = path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        kind, match = next((kind, m) for kind, form in FORMS.items() if (m := re.fullmatch(form, line.rstrip())))
        if before not in FOLLOWS[kind].split():
            raise wrong(number, f"{line.strip()!r} is not expected here; the form is shown at the top of quiz.py")
        if kind in ("section", "name"):
            close(number)
            question = None
        if kind == "section":
            section = match[1]
            if section not in found:
                raise wrong(number, f"a section is called {' or '.join(SECTIONS)}, not {section!r}")
        elif kind == "name":
            question = match[1], [], []
        elif kind == "option":
            question[2].append((match[1] == "x", [match[2]], []))
        elif kind == "why":
            question[2][-1][2].append(match[1])
        elif before in ("name", "more") and not question[2]:
            question[1].append(match[1])
        else:
            question[2][-1][1].append(match[1])
        before = kind
    close(len(lines))
    return tuple(map(tuple, found.values()))
