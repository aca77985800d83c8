"""Questions whose every option answers back: unfold the one you believe in and read why it is right or wrong."""

from dataclasses import dataclass
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
