"""What a question begins with besides its own starting value."""

from smartforms.fhir import ours, shapes


def read(raw: dict, item: dict) -> None:
    """Whether a question begins with the last answer that was given to it."""
    if shapes.extension(raw, ours.CARRY_OVER, base="") is True:
        item["carry"] = True
