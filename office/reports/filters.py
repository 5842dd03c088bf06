"""How a column may be narrowed. A filter says its fields, what they do to the rows, and what was chosen in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.db.models.functions import Lower
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.folding import fold
from office.reports import addresses
from outbox.bouncing import bouncing_marks

LONGEST = 80
MOST = 1_000_000
NOT_LISTED = {"invalid_choice": gettext_lazy("Choose one of the list")}
NO_DAY = {"invalid": gettext_lazy("Enter a date")}
NO_NUMBER = {
    "invalid": gettext_lazy("Enter a whole number"),
    "min_value": gettext_lazy("Enter 0 or more"),
    "max_value": gettext_lazy("Enter a smaller number"),
}


def day_field(label):
    """A date as browsers send it."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"], error_messages=NO_DAY
    )


def choice_field(label, choices):
    """One of a list, or all of it."""
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _("All")), *choices], error_messages=NOT_LISTED
    )


def _text(label):
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"max_length": gettext_lazy("Use at most %(limit_value)d characters")},
    )


@dataclass(frozen=True)
class Words:
    """What a column contains, however it is written."""

    def fields(self, column, asked) -> dict:
        return {column.name: _text(column.label)}

    def narrowed(self, rows, column, given, asked):
        wanted = given[column.name]
        return rows.filter(**{f"{column.of}__icontains": wanted}) if wanted else rows

    def said(self, column, given) -> dict[str, str]:
        wanted = given[column.name]
        return {column.name: _("contains “%(words)s”") % {"words": wanted}} if wanted else {}


@dataclass(frozen=True)
class Name(Words):
    """A person's name: accents, case and the order of its words are forgiven. `of` is the column with folded names."""

    def narrowed(self, rows, column, given, asked):
        for word in fold(given[column.name]).split():
            rows = rows.filter(**{f"{column.of}__contains": word})
        return rows


@dataclass(frozen=True)
class OneOf:
    """One of a list. `choices(asked)` are (value, words); `path` is what is compared, where it is not what is shown."""

    choices: Callable
    path: str = ""

    def fields(self, column, asked) -> dict:
        return {column.name: choice_field(column.label, self.choices(asked))}

    def narrowed(self, rows, column, given, asked):
        wanted = given[column.name]
        return rows.filter(**{self.path or column.of: wanted}) if wanted else rows

    def said(self, column, given) -> dict[str, str]:
        wanted = given[column.name]
        return {column.name: str(given.words_of(column.name, wanted))} if wanted else {}


@dataclass(frozen=True)
class _Between:
    """From one value to another, both included."""

    def fields(self, column, asked) -> dict:
        label = {"column": column.label}
        return {
            f"{column.name}_from": self.field(_("%(column)s, from") % label),
            f"{column.name}_to": self.field(_("%(column)s, to") % label),
        }

    def said(self, column, given) -> dict[str, str]:
        low, high = (given[f"{column.name}_{end}"] for end in ("from", "to"))
        found = {}
        if low is not None:
            found[f"{column.name}_from"] = _("from %(value)s") % {"value": self.value(low)}
        if high is not None:
            found[f"{column.name}_to"] = _("to %(value)s") % {"value": self.value(high)}
        return found


@dataclass(frozen=True)
class Numbers(_Between):
    """`times` is how many of what is stored make one of what is typed: 100 for cents."""

    times: int = 1

    def field(self, label):
        widget = forms.NumberInput({"inputmode": "numeric"})
        common = {"label": label, "required": False, "widget": widget, "error_messages": NO_NUMBER}
        return forms.IntegerField(min_value=0, max_value=MOST, **common)

    def value(self, number) -> str:
        return str(number)

    def narrowed(self, rows, column, given, asked):
        low, high = (given[f"{column.name}_{end}"] for end in ("from", "to"))
        rows = rows if low is None else rows.filter(**{f"{column.of}__gte": low * self.times})
        return rows if high is None else rows.filter(**{f"{column.of}__lte": high * self.times})


@dataclass(frozen=True)
class Days(_Between):
    """Days of the calendar; `are_moments` where the column holds instants, which are of a day in the clinic's zone."""

    are_moments: bool = True

    def field(self, label):
        return day_field(label)

    def value(self, day) -> str:
        return date_format(day, "j M Y")

    def narrowed(self, rows, column, given, asked):
        low, high = (given[f"{column.name}_{end}"] for end in ("from", "to"))
        if low is not None:
            begins = beginning(low, asked.clinic.zone) if self.are_moments else low
            rows = rows.filter(**{f"{column.of}__gte": begins})
        if high is not None:
            after = high + timedelta(days=1)
            after = beginning(after, asked.clinic.zone) if self.are_moments else after
            rows = rows.filter(**{f"{column.of}__lt": after})
        return rows


def beginning(day, zone) -> datetime:
    """The first moment of a day where the clinic is."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


@dataclass(frozen=True)
class Email(Words):
    """Contains something; or stands in several records, is missing, or bounces. `mark` is a column of the mail itself
    that says where it went."""

    mark: str = ""

    def fields(self, column, asked) -> dict:
        return {
            **super().fields(column, asked),
            f"{column.name}_is": choice_field(_("Kind of email"), _kinds()),
        }

    def narrowed(self, rows, column, given, asked):
        rows = super().narrowed(rows, column, given, asked)
        wanted = given[f"{column.name}_is"]
        if wanted == "missing":
            return rows.filter(**{f"{column.of}": ""})
        if wanted == "bouncing" and self.mark:
            return rows.filter(**{f"{self.mark}__in": bouncing_marks(asked.clinic.pk)})
        if wanted:
            found = addresses.shared if wanted == "duplicate" else addresses.bouncing
            return rows.alias(mailbox=Lower(column.of)).filter(mailbox__in=found(asked.clinic))
        return rows

    def said(self, column, given) -> dict[str, str]:
        wanted = given[f"{column.name}_is"]
        kind = {f"{column.name}_is": str(dict(_kinds())[wanted]).lower()} if wanted else {}
        return {**super().said(column, given), **kind}


def _kinds():
    return [
        ("duplicate", _("Duplicate")),
        ("missing", _("Missing")),
        ("bouncing", _("Bouncing")),
    ]
