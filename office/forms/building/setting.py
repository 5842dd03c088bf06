"""What one setting of a question is made of: a control, and how it is read from the file and written to it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from smartforms.authoring import parts
from smartforms.authoring.tree import Place
from smartforms.fhir import shapes, values

NUMBER = {"invalid": _("Enter a number"), "max_decimal_places": _("Enter a whole number")}


@dataclass(frozen=True)
class Setting:
    """One setting: its control, how it is read from an item, and how it is written to one."""

    field: Callable[[], forms.Field]
    read: Callable[[Place], object]
    write: Callable[[dict, Place, object], None]


def tick(label, url, help_text="") -> Setting:
    """An extension that says yes, or is not there."""

    def write(source, place, said):
        if said != (parts.value(place.item, url) is True):
            parts.put(place.item, url, "valueBoolean", True if said else None)

    field = partial(forms.BooleanField, label=label, required=False, help_text=help_text)
    return Setting(field, lambda place: parts.value(place.item, url) is True, write)


def number(label, url, *, is_whole=False) -> Setting:
    """A limit: whole for whole numbers and where it counts something, exact for others."""

    def read(place):
        found = shapes.number(parts.value(place.item, url))
        return "" if found is None else found

    def write(source, place, said):
        if said is None or read(place) == "" or Decimal(str(read(place))) != said:
            whole = is_whole or place.item.get("type") == "integer"
            name = "valueInteger" if whole else "valueDecimal"
            parts.put(place.item, url, name, None if said is None else values.json_number(said))

    field = partial(
        forms.DecimalField, label=label, required=False, max_digits=15, error_messages=NUMBER,
        decimal_places=0 if is_whole else None, min_value=0 if is_whole else None,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )  # fmt: skip
    return Setting(field, read, write)


def written(label, read, write, *, help_text="", longest=500) -> Setting:
    """Words on one line."""
    field = partial(forms.CharField, label=label, required=False, max_length=longest, help_text=help_text)
    return Setting(field, read, write)
