"""How an answer is judged: `ladder` climbs from "not started" to "right", `quiz` asks, `page` shows both."""

from .ladder import Exercise, Exercises, Feedback, Mistake, number
from .quiz import Option, Question, Quiz, read_questions
