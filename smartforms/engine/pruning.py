"""What remains of the answers at the moment of sending."""

from datetime import datetime

from smartforms.definition import Outline, is_question, is_worked_out
from smartforms.engine import standing


def prune(outline: Outline, answers: dict, *, at: datetime) -> dict:
    """The answers to questions that are asked, without all others, and with the calculated ones worked out.

    `at` is in the clinic's zone. Dropping an answer can switch off another question only where conditions run in a
    circle; repeated until nothing changes, which it must, since each round only takes away.
    """
    kept = {
        key: given
        for key, given in answers.items()
        if key in outline and given and is_question(outline[key]) and not is_worked_out(outline[key])
    }
    while True:
        now = standing.of(outline, kept, at=at)
        remaining = {key: given for key, given in kept.items() if key in now.on}
        if len(remaining) == len(kept):
            return remaining | _entries(outline, answers, now.on) | now.worked_out
        kept = remaining


def _entries(outline: Outline, answers: dict, on: set[str]) -> dict:
    """How often each group was answered, of those that are asked."""
    return {key: answers[key] for key in outline.repeating & on & answers.keys()}
