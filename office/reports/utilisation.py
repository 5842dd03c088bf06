"""How much of their open time practitioners spend in visits."""

from django.db.models import (
    Case,
    Count,
    DurationField,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Extract
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from booking.models import Appointment
from clinic.catalogue import catalogue_of
from clinic.models import Practitioner
from office.reports import columns
from office.reports.audiences import WORK
from office.reports.filters import Numbers
from office.reports.missed import is_late
from office.reports.open_time import open_minutes
from office.reports.plots import Plot, Series
from office.reports.report import Report

DAYS = 28


def _rows(asked):
    clinic, (first, last), (begins, ends) = asked.clinic, asked.days, asked.period
    people = catalogue_of(clinic).practitioners
    open_time = {key: open_minutes(clinic, key, first, last) for key in people}
    opened = [When(pk=key, then=Value(minutes)) for key, minutes in open_time.items()]
    mine = Appointment.objects.filter(practitioner=OuterRef("pk"), starts_at__gte=begins, starts_at__lt=ends)
    agreed = mine.agreed()
    length = Sum(F("ends_at") - F("starts_at"), output_field=DurationField())
    booked = Extract(_of_each(agreed, length, DurationField()), "epoch") / 60
    return (
        Practitioner.objects.filter(pk__in=list(people))
        .annotate(
            open=Case(*opened, default=Value(0), output_field=IntegerField()),
            booked=Coalesce(Cast(booked, IntegerField()), 0),
            visits=_count_of(agreed),
            no_shows=_count_of(agreed.filter(no_show_at__isnull=False)),
            late=_count_of(mine.filter(is_late(clinic))),
        )
        .annotate(share=Case(When(open__gt=0, then=F("booked") * 100 / F("open"))))
    )


def _of_each(rows, what, field):
    return Subquery(
        rows.order_by().values("practitioner").annotate(found=what).values("found"), output_field=field
    )


def _count_of(rows):
    return Coalesce(_of_each(rows, Count("pk"), IntegerField()), 0)


def _hours(value, row, asked) -> columns.Cell:
    whole, minutes = divmod(value or 0, 60)
    words = _("%(h)d h %(min)02d") if minutes else _("%(h)d h")
    return columns.Cell(words % {"h": whole, "min": minutes}, plain=round((value or 0) / 60, 2))


def _share(value, row, asked) -> columns.Cell:
    return columns.Cell("–", plain="") if value is None else columns.Cell(f"{value} %", plain=value)


def _plot(rows, asked) -> Plot | None:
    rows = list(rows.filter(~Q(share=None)).order_by("-share", "pk"))
    return Plot(
        title=_("Utilisation by practitioner"),
        text=_("How much of the open time is booked, in hundredths."),
        first=_("Practitioner"),
        labels=[one.name for one in rows],
        series=[Series(_("Booked"), [one.share for one in rows])],
        shape="across",
        unit=" %",
    )


def _count(number: int) -> str:
    return ngettext("%(n)d practitioner", "%(n)d practitioners", number) % {"n": number}


UTILISATION = Report(
    slug="utilisation",
    title=_("Utilisation"),
    text=_("How much of each practitioner’s open time is booked, and what fell through"),
    icon="gauge",
    audience=WORK,
    columns=(
        columns.words("name", _("Practitioner"), "name"),
        columns.Column("open", _("Open, hours"), "open", Numbers(60), _hours, is_number=True),
        columns.Column("booked", _("Booked, hours"), "booked", Numbers(60), _hours, is_number=True),
        columns.Column("share", _("Utilisation, %"), "share", Numbers(), _share, is_number=True),
        columns.number("visits", _("Visits"), "visits"),
        columns.number("no_shows", _("No-shows"), "no_shows"),
        columns.number("late", _("Late cancels"), "late"),
    ),
    rows=_rows,
    first="-share",
    count=_count,
    nothing=(_("Nobody to show"), _("Practitioners appear here as soon as the settings name one.")),
    note=_(
        "Open time is today’s hours without time off and closed days; booked time is the visits that stand, without"
        " the breaks around them."
    ),
    patient="",
    period=DAYS,
    plot=_plot,
)
