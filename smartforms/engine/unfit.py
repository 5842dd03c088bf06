"""An answer that cannot be kept as it is, and how we say so."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """What is wrong with an answer, in words, and the control to go to."""

    message: str
    part: str = ""
    at_once: bool = False  # told while typing: going on will not help


class Unfit(Exception):
    """Carries the Problem from the reader of one answer to the page."""

    def __init__(self, message: str, part: str = "", *, at_once: bool = False):
        super().__init__(message)
        self.problem = Problem(message, part, at_once)


def short(item: dict) -> str:
    """A question in few enough words to name it in a message."""
    text = " ".join(item["text"].split())
    text = text if len(text) <= 70 else text[:68].rsplit(" ", 1)[0].rstrip(".,;:…") + "…"
    return f"{text} ({item['of_entry']})" if "of_entry" in item else text
