"""Mails that a clinic may word itself: subject and opening. What must stand in them comes after, whatever was typed.

Words hold placeholders such as {when}, each mail its own few. They are put in with one look through the text, so that
nothing in a name is ever taken for a placeholder, and nothing typed is ever run: no template language reads it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outbox.models import MailText

LONGEST_SUBJECT, LONGEST_OPENING = 150, 3000
_NAME = re.compile(r"(\s?)\{([a-z_]+)\}")
# In every mail.
COMMON = {"clinic": _("the clinic’s name"), "phone": _("the clinic’s telephone number")}


@dataclass(frozen=True)
class Text:
    """One mail that can be worded. `names`: placeholder → what it stands for; `sample` makes what the template gets."""

    key: str
    room: Promise
    title: Promise
    template: str
    sample: Callable[[], dict]
    names: dict = field(default_factory=dict)

    @property
    def placeholders(self) -> dict:
        return {**self.names, **COMMON}


_texts: dict[str, Text] = {}


def register(text: Text) -> None:
    """A room tells of a mail that clinics may word."""
    _texts[text.key] = text


def all_texts() -> list[Text]:
    """Every mail that can be worded, in the order of the rooms."""
    return sorted(_texts.values(), key=lambda text: text.key.partition(".")[0])


def find(key: str) -> Text | None:
    """The text of this key; None for a mail that is ours alone."""
    return _texts.get(key)


def own_text(clinic_id, key: str, language: str) -> MailText | None:
    """The clinic's words for a mail in a language; None where ours stand."""
    if clinic_id is None or key not in _texts:
        return None
    return MailText.objects.filter(clinic_id=clinic_id, key=key, language=language).first()


def values_of(text: Text, context: dict, head) -> dict:
    """What the placeholders stand for in one mail: on one line each, without what a header could not hold."""
    known = {**context, "clinic": head.name, "phone": head.phone}
    return {name: " ".join(str(known.get(name) or "").split()) for name in text.placeholders}


def filled(words: str, values: dict) -> str:
    """The words with their placeholders put in. One that stands for nothing here goes, with the space before it."""

    def put(found):
        value = values.get(found[2], "")
        return found[1] + value if value else ""

    return _NAME.sub(put, words)


def strangers(words: str, text: Text) -> list[str]:
    """What stands in braces and is none of a mail's placeholders, as it was typed; a lone brace too."""
    known = {f"{{{name}}}" for name in text.placeholders}
    return [one for one in re.findall(r"\{[^{}]*\}?|\}", words) if one not in known]
