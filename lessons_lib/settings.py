"""What a teacher may switch off: solutions that unfold below an exercise, and the record of what is solved.

Here it is switched for everybody who gets this copy of the lessons, in the environment (LESSONS_SOLUTIONS=off,
LESSONS_PROGRESS=off) for all who work on one server.
"""

import os

SWITCHES = {"solutions": "on", "progress": "on"}


def is_on(switch):
    """Whether "solutions" or "progress" is on."""
    return os.environ.get(f"LESSONS_{switch.upper()}", SWITCHES[switch]).lower() != "off"
