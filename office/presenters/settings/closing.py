"""Closed days, time off and days that differ, in words. What is over is left out."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.admin_errors import things_to_fix
from clinic.admin_fields import span_words
from clinic.models import Closure, HoursException, TimeOff
from common import wording
from office.presenters.settings.pages import hit_page, list_page, row
from office.presenters.settings.week import tabs


@dataclass(frozen=True)
class Kind:
    """What one of these pages is called, and where it is."""

    name: str
    whole: str
    many: str
    new: str
    change: str


CLOSURE = Kind(
    "settings_closure", "settings_closures",
    gettext_lazy("Closed days"), gettext_lazy("New closed days"), gettext_lazy("Closed days"),
)  # fmt: skip
AWAY = Kind(
    "settings_time_off", "settings_away",
    gettext_lazy("Time off"), gettext_lazy("New time off"), gettext_lazy("Time off"),
)  # fmt: skip
DAY = Kind(
    "settings_day", "settings_days",
    gettext_lazy("Days that differ"), gettext_lazy("New day that differs"), gettext_lazy("Day that differs"),
)  # fmt: skip


def closures_page(clinic, *, at) -> dict:
    """What is ahead. One query."""
    today = at.astimezone(clinic.zone).date()
    found = Closure.objects.filter(clinic_id=clinic.pk, last_day__gte=today).order_by("first_day")
    rows = [row(_url(CLOSURE, one), str(one), one.reason or "–") for one in found]
    return _list(CLOSURE, [_("Days"), _("Reason")], rows, _("No closed days ahead."), "closures")


def away_page(clinic, *, at) -> dict:
    """Who and what is away from now on. One query."""
    found = TimeOff.objects.filter(bookable__clinic_id=clinic.pk, ends_at__gt=at).select_related("bookable")
    rows = [
        row(_url(AWAY, one), one.bookable.name, *_from_to(one, clinic), one.reason or "–")
        for one in found.order_by("starts_at")
    ]
    heads = [_("Who or what"), _("Away from"), _("Away until"), _("Reason")]
    return _list(AWAY, heads, rows, _("Nobody is away."), "away")


def days_page(clinic, *, at) -> dict:
    """Dates ahead. One query."""
    today = at.astimezone(clinic.zone).date()
    found = HoursException.objects.filter(practitioner__clinic_id=clinic.pk, date__gte=today)
    rows = [
        row(
            _url(DAY, one),
            wording.long_date_year(one.date),
            one.practitioner.name,
            _hours(one),
            one.location.name,
        )
        for one in found.select_related("practitioner", "location").order_by("date", "practitioner_id")
    ]
    heads = [_("Date"), _("Name"), _("Hours"), _("Location")]
    return _list(DAY, heads, rows, _("Every day ahead is as the week says."), "days")


def _list(kind, heads, rows, empty, current) -> dict:
    add = (reverse(f"office:{kind.name}_new"), kind.new)
    return list_page(kind.many, heads, rows, add=add, empty=empty) | {"tabs": tabs(current)}


def _url(kind, one) -> str:
    return reverse(f"office:{kind.name}", args=[one.pk])


def _from_to(one, clinic) -> tuple[str, str]:
    return tuple(
        wording.moment_with_year(moment.astimezone(clinic.zone)) for moment in (one.starts_at, one.ends_at)
    )


def _hours(one) -> str:
    return _("Closed") if one.opens is None else span_words(one.opens, one.closes)


def words_of(one) -> str:
    """What a row is called where it was saved or goes."""
    if isinstance(one, TimeOff):
        return _("%(name)s’s time off") % {"name": one.bookable.name}
    if isinstance(one, HoursException):
        return f"{one.practitioner.name}, {wording.long_date_year(one.date)}"
    return str(one)


def removal_page(form, one, clinic, kind) -> dict:
    """The question before a row goes."""
    return {
        "form": form,
        "title": _("Delete %(name)s") % {"name": words_of(one)},
        "says": _("Times then can be booked again as the week says."),
        "delete": True,
        "things": things_to_fix(form, []),
        "has_errors": bool(form.errors),
        "back_url": _url(kind, one),
        "back_label": kind.change,
        **hit_page(form, clinic),
    }
