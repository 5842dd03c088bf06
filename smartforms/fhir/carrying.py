"""What a question begins with besides its own starting value."""

from smartforms.definition import is_question, walk
from smartforms.fhir import ours, shapes


def read(raw: dict, item: dict) -> None:
    """Whether a question begins with the last answer that was given to it; of a group, all its questions."""
    if shapes.extension(raw, ours.CARRY_OVER, base="") is True:
        for one in walk([item]):
            if is_question(one):
                one["carry"] = True
