"""How far someone is: '8 of about 12 answered'."""

from dataclasses import dataclass

from smartforms.definition import Outline, is_asked


@dataclass(frozen=True)
class Progress:
    """Answered and asked questions; `about` when answers can still change the number."""

    answered: int
    asked: int
    about: bool


def of(outline: Outline, answers: dict, on: set[str]) -> Progress:
    """How far somebody is: the questions that are asked now, and how many of them have an answer."""
    keys = [key for key, item in outline.items.items() if key in on and is_asked(item, outline)]
    answered = sum(1 for key in keys if answers.get(key))
    return Progress(answered, len(keys), outline.has_conditions)


def open_pages(outline: Outline, on: set[str]) -> list[int]:
    """The pages (counted from 1) with something to read or answer now."""
    return [
        number
        for number, page in enumerate(outline.pages, 1)
        if any(
            i["key"] in on and i["key"] not in outline.unseen and i["type"] != "group"
            for i in outline.under(page["keys"])
        )
    ] or [1]
