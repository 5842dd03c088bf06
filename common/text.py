"""What we accept as text from people: no control characters, a stated length."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def is_plain(text: str) -> bool:
    """Whether a text is free of control characters and broken Unicode, which databases and mails choke on."""
    return not _CONTROL.search(text)


def plain(text: str) -> None:
    """A validator: refuse what is not plain."""
    if not is_plain(text):
        raise ValidationError(_("Remove the special characters we cannot store."), code="control_characters")


def one_line(text: str) -> None:
    """A validator for names and titles: plain text without a line break (mail headers, A5 #62)."""
    plain(text)
    if "\n" in text or "\r" in text:
        raise ValidationError(_("Write this on one line."), code="line_break")
