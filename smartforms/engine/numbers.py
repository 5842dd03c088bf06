"""Numbers as people type them."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from smartforms.engine.unfit import Unfit, short
from smartforms.fhir.values import decimal_text

_WHOLE = re.compile(r"[+-]?\d{1,12}")
_DECIMAL = re.compile(r"[+-]?\d{1,15}([.,]\d{1,8})?")
LARGEST = 2_147_483_647  # FHIR's integer


def read(item: dict, text: str) -> int | str:
    """An int, or the digits of a decimal; a comma is a decimal point, blanks between digits are left out."""
    text = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d)", "", text).replace("\u2212", "-")
    names = {"question": short(item)}
    if item["type"] == "integer":
        if not _WHOLE.fullmatch(text) or abs(int(text)) > LARGEST:
            raise Unfit(_("Enter a whole number for “%(question)s”, such as 12") % names)
        value: int | str = int(text)
    else:
        if not _DECIMAL.fullmatch(text):
            raise Unfit(_("Enter a number for “%(question)s”, such as 36.5") % names)
        value = decimal_text(text.replace(",", ".").lstrip("+"))
        places = -Decimal(value).as_tuple().exponent
        if places > item.get("places", 8):
            names["places"] = item["places"]
            raise Unfit(_("Use at most %(places)d digits after the point for “%(question)s”") % names)
    _within(item, value)
    return value


def _within(item: dict, value) -> None:
    names = {"question": short(item), "min": item.get("min"), "max": item.get("max")}
    if "min" in item and Decimal(value) < Decimal(item["min"]):
        raise Unfit(_("Enter %(min)s or more for “%(question)s”") % names)
    if "max" in item and Decimal(value) > Decimal(item["max"]):
        raise Unfit(_("Enter %(max)s or less for “%(question)s”") % names)
