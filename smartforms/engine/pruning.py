"""What remains of the answers at the moment of sending."""

from smartforms.definition import Outline, is_question
from smartforms.engine import scoring
from smartforms.engine.enabling import enabled


def begin(outline: Outline) -> dict:
    """The answers a form starts with."""
    return {key: list(item["initial"]) for key, item in outline.items.items() if item.get("initial")}


def prune(outline: Outline, answers: dict) -> dict:
    """The answers to questions that are asked, without all others, and with the totals worked out.

    Dropping an answer can switch off another question only where conditions run in a circle; repeated until
    nothing changes, which it must, since each round only takes away.
    """
    kept = {
        k: v
        for k, v in answers.items()
        if k in outline and v and is_question(outline[k]) and "total" not in outline[k]
    }
    while True:
        on = enabled(outline, kept)
        remaining = {key: given for key, given in kept.items() if key in on}
        if len(remaining) == len(kept):
            return remaining | scoring.totals(outline, remaining, on)
        kept = remaining
