"""How often a question is answered, between which days, and whether it is shown and may be changed."""

import re
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from office.forms.building.setting import Setting, number, tick
from smartforms.authoring import parts
from smartforms.authoring.kinds import HIDDEN, LEAST, LEAST_TIMES, MOST, MOST_TIMES
from smartforms.fhir import values
from smartforms.fhir.shapes import words

TIMES = ("fewest", "greatest")


class DayInput(forms.TextInput):
    """A day as browsers let people choose it; plain text where a file has a month, a year or a clock time."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        is_day = not value or re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value))
        context["widget"]["type"] = "date" if is_day else "text"
        return context


def _a_date(text):
    if values.moment_text(text) is None:
        raise ValidationError(_("Enter a date such as 2026-11-17"))


def day(label, url) -> Setting:
    """A day that limits the answers."""

    def read(place):
        return words(parts.value(place.item, url))

    def write(source, place, said):
        if said != read(place):
            name = "valueDateTime" if place.item.get("type") == "dateTime" else "valueDate"
            parts.put(place.item, url, name, said or None)

    field = partial(
        forms.CharField, label=label, required=False, max_length=40, widget=DayInput, validators=[_a_date]
    )
    return Setting(field, read, write)


def times(label, url) -> Setting:
    """How many answers there are, or entries of a group; nothing where one is all there can be."""
    plain = number(label, url, is_whole=True)

    def write(source, place, said):
        if place.item.get("repeats") is True:
            plain.write(source, place, said)

    field = partial(plain.field, help_text=_("Answers, or entries of a group."))
    return Setting(field, plain.read, write)


def repeats(label, help_text="") -> Setting:
    """Whether there may be several answers: it decides which other settings there are."""

    def write(source, place, said):
        if said == (place.item.get("repeats") is True):
            return
        place.item["repeats"] = said
        if not said:
            parts.put(place.item, LEAST_TIMES)
            parts.put(place.item, MOST_TIMES)

    field = partial(
        forms.BooleanField, label=label, required=False, help_text=help_text,
        widget=forms.CheckboxInput({"data-structure": True}),
    )  # fmt: skip
    return Setting(field, lambda place: place.item.get("repeats") is True, write)


def _write_readonly(source, place, said):
    if said != (place.item.get("readOnly") is True):
        place.item["readOnly"] = said
    if not said:
        place.item.pop("readOnly", None)


several = repeats(_("Several answers may be chosen"))
again = repeats(
    _("May be answered several times"), _("Patients add one more below the last, as often as they need.")
)
LIMITS = {
    "fewest": times(_("At least this many"), LEAST_TIMES),
    "greatest": times(_("At most this many"), MOST_TIMES),
    "earliest": day(_("Earliest date"), LEAST),
    "latest": day(_("Latest date"), MOST),
    "readonly": Setting(
        partial(
            forms.BooleanField, label=_("Read only"), required=False,
            help_text=_("Patients read what it begins with and cannot change it."),
        ),
        lambda place: place.item.get("readOnly") is True,
        _write_readonly,
    ),
    "hidden": tick(
        _("Hidden"), HIDDEN, _("Patients never see it. Its starting value still counts in scores and conditions.")
    ),
}  # fmt: skip
