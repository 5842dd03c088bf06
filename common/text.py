"""What we accept as text from people: no control characters, no marks that nobody sees, a stated length.

Invisible marks come along unseen when somebody copies a telephone number or a chat, so they are taken out where text
comes in (`without_unseen`, called by `http.posted`, by the answers of a form, by names of files and titles of forms);
whatever reaches a column by another way is refused by its validator (`plain`).
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# What turns the reading direction (Unicode UAX 9: U+061C, U+200E–F, U+202A–E, U+2066–9) makes a name or a file read as
# another; what has no width (U+200B, U+2060–5, U+206A–F, U+FEFF, U+FFF9–B) makes two alike. The joiners U+200C–D stay:
# Persian and Indic names are written with them.
JOINERS = "\u200c\u200d"
_UNSEEN = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def without_unseen(text: str) -> str:
    """The text without marks that nobody sees and that change what is read."""
    return _UNSEEN.sub("", text)


def without_control(text: str) -> str:
    """The text without control characters and broken Unicode; tabs and line ends stay."""
    return _CONTROL.sub("", text)


def is_plain(text: str) -> bool:
    """Whether a text is free of unseen marks, and of control characters and broken Unicode, which mails choke on."""
    return not _CONTROL.search(text) and not _UNSEEN.search(text)


def plain(text: str) -> None:
    """A validator: refuse what is not plain."""
    if not is_plain(text):
        raise ValidationError(_("Remove the special characters we cannot store."), code="control_characters")


def one_line(text: str) -> None:
    """A validator for names and titles: plain text without a line break (mail headers, A5 #62)."""
    plain(text)
    if "\n" in text or "\r" in text:
        raise ValidationError(_("Write this on one line."), code="line_break")


def title_of(text: str, longest: int = 200) -> str:
    """A text from elsewhere as a title: on one line, without unseen marks, at most `longest` characters."""
    return " ".join(without_unseen(text).split())[:longest]
