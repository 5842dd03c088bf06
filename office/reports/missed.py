"""Visits that did not take place: nobody came, or it was cancelled too late to give the time to somebody else."""

from datetime import timedelta

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from booking.models import Appointment
from booking.rules import rules_of
from clinic.catalogue import catalogue_of
from clinic.models import Membership
from common import wording
from office.reports import columns
from office.reports.audiences import CALENDAR
from office.reports.filters import Numbers, beginning
from office.reports.plots import MONTHS, Plot, Series, month_words, months_until
from office.reports.report import Report

NO_SHOW, LATE = "no_show", "late"
KINDS = {
    NO_SHOW: columns.State(_("No-show"), "bad"),
    LATE: columns.State(_("Late cancel"), "warn"),
}
CENTS = 100


def is_late(clinic) -> Q:
    """Whether a visit was cancelled late: it was noted as late, or cost a fee; or, of those from before that was noted,
    the patient cancelled in the hours in which one would be. What was undone at once, or never agreed to, was not."""
    rules = rules_of(clinic)
    free_until = F("starts_at") - timedelta(hours=rules.fee_window_hours)
    undone_until = F("booking__made_at") + timedelta(minutes=rules.undo_minutes)
    by_team = Exists(Membership.objects.filter(clinic_id=clinic.pk, user=OuterRef("cancelled_by")))
    in_those_hours = Q(cancelled_at__gte=free_until, cancelled_at__gt=undone_until) & ~Q(by_team)
    agreed = Q(requested_at=None) | Q(approved_at__isnull=False)
    return (
        Q(cancelled_at__isnull=False) & agreed & (Q(cancelled_late=True) | Q(late_fee__gt=0) | in_those_hours)
    )


def _rows(asked):
    missed = Q(no_show_at__isnull=False, cancelled_at=None)
    kind = Case(
        When(missed, then=Value(NO_SHOW)),
        When(is_late(asked.clinic), then=Value(LATE)),
        default=Value(""),
        output_field=CharField(),
    )
    rows = Appointment.objects.filter(clinic_id=asked.clinic.pk).annotate(kind=kind).exclude(kind="")
    return rows.select_related("patient", "practitioner", "service")


def _people(asked):
    return [(str(one.pk), one.name) for one in catalogue_of(asked.clinic).practitioners.values()]


def _services(asked):
    found = catalogue_of(asked.clinic).services.values()
    return sorted(((str(one.pk), one.title) for one in found), key=lambda row: row[1])


def _fee(value, visit, asked) -> columns.Cell:
    if not value:
        return columns.Cell("–", plain=0)
    return columns.Cell(wording.money(value, visit.currency), plain=value / CENTS)


def _plot(rows, asked) -> Plot | None:
    """Of the visits chosen, those of the last twelve months, month by month."""
    zone = asked.clinic.zone
    months = months_until(asked.at.astimezone(zone).date(), MONTHS)
    rows = rows.filter(starts_at__gte=beginning(months[0], zone)).order_by()
    found = rows.annotate(month=TruncMonth("starts_at", tzinfo=zone)).values_list("month", "kind")
    numbers = {(month.date(), kind): n for month, kind, n in found.annotate(n=Count("pk"))}
    return Plot(
        title=_("No-shows and late cancels by month"),
        text=_("The visits chosen, by the month in which they would have been; the last twelve months."),
        first=_("Month"),
        labels=[month_words(month) for month in months],
        series=[
            Series(label, [numbers.get((month, kind), 0) for month in months])
            for kind, label in ((NO_SHOW, _("No-shows")), (LATE, _("Late cancels")))
        ],
        shape="bars",
    )


def _count(number: int) -> str:
    return ngettext("%(n)d visit", "%(n)d visits", number) % {"n": number}


MISSED = Report(
    slug="missed",
    title=_("No-shows and late cancels"),
    text=_("Visits that nobody came to, and those cancelled too late, with their fees"),
    icon="calendar-x",
    audience=CALENDAR,
    columns=(
        columns.moment("when", _("Visit"), "starts_at", with_time=True),
        columns.patient("patient"),
        columns.state("what", _("What"), "kind", KINDS),
        columns.one_of("who", _("With"), "practitioner__name", _people, path="practitioner_id"),
        columns.one_of("service", _("Service"), "service__title", _services, path="service_id"),
        columns.moment("cancelled", _("Cancelled"), "cancelled_at", with_time=True),
        columns.Column("fee", _("Late fee"), "late_fee", Numbers(CENTS), _fee, is_number=True),
        columns.email("patient__email"),
        columns.words("phone", _("Phone"), "patient__phone"),
    ),
    rows=_rows,
    first="-when",
    count=_count,
    nothing=(_("Nobody stayed away"), _("Visits marked as no-show, and those cancelled late, appear here.")),
    note=_(
        "Late is what the team noted as a late cancel, what cost a fee, and what a patient cancelled in the hours in"
        " which it would."
    ),
    patient="patient_id",
    plot=_plot,
)
