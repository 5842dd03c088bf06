"""Who is in the portal: invited, joined, in full; and how that grew over the last year."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.reports import columns
from office.reports.access_state import STATES, first_invited, last_invited, since, state_of
from office.reports.audiences import RECORDS
from office.reports.filters import beginning
from office.reports.patients import counted
from office.reports.plots import MONTHS, Plot, Series, month_words, months_until
from office.reports.report import Report
from records.models import Patient
from records.models.access import Level


def _rows(asked):
    at = asked.at
    return Patient.objects.of(asked.clinic).annotate(
        portal=state_of(asked.clinic, at=at),
        invited_at=last_invited(),
        first_invited_at=first_invited(),
        joined_at=since(at=at),
        full_at=since(at=at, level=Level.FULL),
    )


def _after(month) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _plot(rows, asked) -> Plot | None:
    """Of the patients chosen: how many had been invited, and had joined, by the end of each month."""
    rows = rows.filter(Q(first_invited_at__isnull=False) | Q(joined_at__isnull=False)).order_by()
    moments = list(rows.values_list("first_invited_at", "joined_at", "full_at"))
    months = months_until(asked.at.astimezone(asked.clinic.zone).date(), MONTHS)
    ends = [beginning(_after(month), asked.clinic.zone) for month in months]
    series = [
        Series(label, [sum(one[place] is not None and one[place] < end for one in moments) for end in ends])
        for place, label in enumerate([_("Invited"), _("Joined"), _("Joined in full")])
    ]
    return Plot(
        title=_("Uptake over time"),
        text=_("How many of these patients had been invited and had joined by the end of each month."),
        first=_("Month"),
        labels=[month_words(month) for month in months],
        series=series,
        shape="lines",
    )


UPTAKE = Report(
    slug="uptake",
    title=_("Portal uptake"),
    text=_("Who was invited to the portal, who joined, and who sees their record in full"),
    icon="send",
    audience=RECORDS,
    columns=(
        columns.patient(),
        columns.day("born", _("Born"), "date_of_birth"),
        columns.email("email"),
        columns.state("portal", _("Portal"), "portal", STATES),
        columns.moment("invited", _("Invited"), "invited_at"),
        columns.moment("joined", _("Joined"), "joined_at"),
        columns.moment("full", _("In full"), "full_at"),
    ),
    rows=_rows,
    first="patient",
    count=counted,
    nothing=(_("No patients yet"), _("Everyone who books a visit appears here.")),
    note=_("Somebody has joined as soon as anybody sees the record in the portal, be it a parent."),
    plot=_plot,
)
