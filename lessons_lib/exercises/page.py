"""The few pieces of HTML that feedback and quizzes are made of.

Folding is HTML's own `<details>`: it needs no kernel, no JavaScript and no network, and answers to the keyboard.
"""

import html
import re

# Okabe and Ito's palette; the sign says the same without colour.
STAGES = {
    "right": ("#009E73", "✓"),
    "not started": ("#56B4E9", "✎"),
}
OTHERWISE = ("#D55E00", "✗")


def inline(text):
    """Plain text as HTML, with `code` between backticks."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))


def unfold(summary, inner):
    """`inner` hidden behind a line to click on; both are HTML."""
    summary = f'<summary style="cursor: pointer">{summary}</summary>'
    return f'<details style="margin: 0.4em 0 0.4em 1em">{summary}{inner}</details>'


def box(stage, *parts):
    """A box whose border and sign tell the stage, as HTML from HTML parts."""
    colour, sign = STAGES.get(stage, OTHERWISE)
    style = f"border-left: 6px solid {colour}; padding: 0.4em 1em; margin: 0.4em 0; line-height: 1.5"
    return f'<div style="{style}"><span style="color: {colour}">{sign}</span> {"".join(parts)}</div>'
