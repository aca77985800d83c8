"""Pages that are generated: lessons from notebooks; the map, the glossary, the reference, the answer key, the notes."""

import base64
import html
import inspect
import json
import re
from pathlib import Path

import lessons_lib as ll
from lessons_lib.exercises.page import inline, unfold
from lessons_lib.lessons import NUMBERS
from lessons_lib.series_map import SeriesMap, entries
from lessons_lib.settings import is_on

SITE = Path(__file__).parent


def generated(root):
    """The texts of generated pages, by name of their file."""
    lessons = entries(root / "notebooks")
    written = {path.name: path.read_text("utf-8") for path in SITE.glob("*.md")}
    for entry in lessons:  # where a page names a lesson, it links to it
        name = f"{entry.number} · {entry.title}"
        written = {page: text.replace(name, f"[{name}]({entry.file})") for page, text in written.items()}
    the_map = SeriesMap(root / "notebooks")._repr_markdown_()
    return written | {
        "index.md": written["index.md"].replace("<!-- map -->", the_map),
        "glossary.md": glossary(root, lessons),
        "reference.md": reference(),
        "answers.md": answers(lessons),
        "notes.md": notes(lessons),
    }


# ── a lesson ────────────────────────────────────────────────────────────────────────────────────────────────────

def lesson(path, static):
    """A notebook as a page shows it: pictures, which go to `static`, with their words; common mistakes below hints."""
    notebook = json.loads(path.read_text("utf-8"))
    exercises = ll.lesson(path.name[:2]).exercises
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            if "image/png" in output.get("data", {}):
                name = f"{path.stem[:2]}_{cell['id']}.png"
                (static / name).write_bytes(base64.b64decode(output["data"]["image/png"]))
                output["data"] = {"text/html": _figure(name, output, path.name)}
                output["metadata"] = {}
        for name in re.findall(r'^lesson\.check\("(\w+)"', "".join(cell["source"]), re.MULTILINE):
            cell["outputs"].append(_html_output(_mistakes(exercises[name])))
    return notebook


def _figure(name, output, notebook):
    words = html.escape("".join(output["data"]["text/plain"]))
    about = output["metadata"]["image/png"]
    size = f'width="{about["width"]}" height="{about["height"]}"'
    link = f'<a href="lite/notebooks/index.html?path={notebook}">Try it in your browser</a>'
    return (
        f'<figure class="widget"><img src="_static/{name}" alt="{words}" {size}>'
        f'<figcaption aria-hidden="true">{words}</figcaption><p class="try">▶ {link}</p></figure>'
    )


def _mistakes(exercise):
    messages = dict.fromkeys(inline(mistake.message) for mistake in exercise.mistakes)
    return unfold("Common mistakes", f"<ul>{''.join(f'<li>{message}</li>' for message in messages)}</ul>")


def _html_output(text):
    return {"output_type": "display_data", "data": {"text/html": text}, "metadata": {}}


# ── the glossary ────────────────────────────────────────────────────────────────────────────────────────────────

def glossary(root, lessons):
    """Each term of glossary.txt with the sentence in which a lesson first sets it in bold."""
    terms = (SITE / "glossary.txt").read_text("utf-8").split("\n")[:-1]
    found = definitions(root, lessons)
    lines = ["# Glossary", "", "Each word as the lesson says it that first needs it.", "", "```{glossary}"]
    for term in terms:
        if term.lower() in found:
            sentence, entry = found[term.lower()]
            lines += [term, f"  {sentence} *Lesson* [{entry.number}]({entry.file})", ""]
    return "\n".join([*lines, "```"])


LEANS = re.compile(r"\W*(This|That|It|Its|They|As a|All of them|The others)\b")  # on the sentence before it


def definitions(root, lessons):
    """For each text that a lesson sets in bold, in lower case: the first sentence around it, and its lesson."""
    found = {}
    for entry in lessons:
        cells = json.loads((root / "notebooks" / entry.file).read_text("utf-8"))["cells"]
        for cell in (cell for cell in cells if cell["cell_type"] == "markdown"):
            before = ""
            for sentence in _sentences("".join(cell["source"])):
                whole = f"{before} {sentence}" if LEANS.match(sentence) else sentence
                for term in re.findall(r"\*\*([^*\n]+)\*\*", sentence):
                    found.setdefault(term.lower(), (whole.strip(" :"), entry))
                before = sentence
    return found


def _sentences(text):
    """The sentences of a Markdown text without its headings and displayed formulas."""
    text = re.sub(r"(?m)^#.*$", "", re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL))
    for paragraph in re.split(r"\n\n|\n(?=[-|])", text):
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z*(])", paragraph.strip("-| \n")):
            if sentence:
                yield sentence.replace("\n", " ")


# ── the reference ───────────────────────────────────────────────────────────────────────────────────────────────

ROOMS = "graph ops activations layers losses optimisers train gradcheck word2vec data texts widgets".split()


def reference():
    """Every name that the package offers, from its docstrings, in the order in which they are meant to be read."""
    lines = ["# Reference", "", "Everything hangs on one import: `import lessons_lib as ll`.", ""]
    for room in ROOMS:
        module = __import__(f"lessons_lib.{room}", fromlist=["_"])
        prefix = f"ll.{room}." if room in ll.LATER else "ll."
        public = [item for name, item in vars(module).items() if _belongs(name, item, module, prefix)]
        if public:
            lines += [f"## {room}", "", inspect.getdoc(module) or "", ""]
            for item in public:
                lines += [f"### `{prefix}{item.__name__}`", "", f"```python\n{_call(item)}\n```", "", _doc(item), ""]
    return "\n".join(lines)


def _belongs(name, item, module, prefix):
    """Whether a module offers this itself, or a reader reaches it by `ll.`."""
    own = getattr(item, "__module__", "").startswith(module.__name__) or module.__name__.endswith("widgets")
    reached = prefix != "ll." or getattr(ll, name, None) is item
    return callable(item) and own and reached and not name.startswith("_") and hasattr(item, "__name__")


def _call(item):
    try:
        return f"{item.__name__}{inspect.signature(item)}"
    except ValueError:
        return item.__name__


def _doc(item):
    """Its docstring, with what it says of each argument on a line of its own, and those of its methods."""
    lines = [re.sub(r"(?m)^(\w[\w, ]*): ", r"- `\1`: ", inspect.getdoc(item) or "")]
    for name, method in vars(item).items() if inspect.isclass(item) else ():
        if inspect.isfunction(method) and not name.startswith("_") and method.__doc__:
            lines += ["", f"**`.{_call(method)}`** {inspect.getdoc(method)}"]
    return "\n".join(lines)


# ── the answer key ──────────────────────────────────────────────────────────────────────────────────────────────

def answers(lessons):
    """Solutions and right options, from where the checks take them."""
    if not is_on("solutions"):
        return "# Answer key\n\nSolutions are switched off in this copy of the lessons."
    titles = {entry.number: entry.title for entry in lessons}
    lines = ["# Answer key", "", "From the place where the checks take them."]
    for number in NUMBERS:
        lesson = ll.lesson(number)
        lines += ["", f"## {number} · {titles[number]}"]
        for exercise in lesson.exercises.values():
            lines += ["", f"```python\n{exercise.solution_text}\n```"]
        for question in (*lesson.questions.values(), *lesson.quiz_questions):
            right = next(option for option in question.options if option.right)
            lines += ["", f"**{question.text}** {right.text}. *{right.why}*".replace("?.", "?")]
    return "\n".join(lines)


# ── notes for the speaker ───────────────────────────────────────────────────────────────────────────────────────

def notes(lessons):
    """What to ask and to show in each section of each lesson, on one page to print."""
    lines = ["# Notes for the speaker", "", "For each section: its minutes, what to ask, what most will answer, what to show."]
    for entry in lessons:
        text = ll.lesson(entry.number).notes.replace("\n## ", "\n### ")
        lines += ["", f"## [{entry.number} · {entry.title}]({entry.file}) · {entry.minutes} minutes", "", text]
    return "\n".join(lines)
