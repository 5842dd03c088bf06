"""Patients at a glance: who, how to reach them, their visits, how far they are in the portal. Nothing clinical."""

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from booking.models import Appointment
from office.clinic_forms import OUTSTANDING
from office.reports import addresses, columns
from office.reports.access_state import STATES, state_of
from office.reports.audiences import RECORDS
from office.reports.report import Report
from records.models import Patient
from records.models.ages import age_of_patient
from smartforms.models import Assignment


def counted(number: int) -> str:
    """How many records."""
    return ngettext("%(n)d record", "%(n)d records", number) % {"n": number}


def _number(rows):
    """How many of these rows are a patient's."""
    mine = rows.filter(patient=OuterRef("pk")).order_by().values("patient")
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _summary(asked):
    visits, at = Appointment.objects.agreed(), asked.at
    mine = visits.filter(patient=OuterRef("pk"), no_show_at=None)
    last = mine.filter(starts_at__lte=at).order_by("-starts_at")
    forms = Assignment.objects.standing(at=at).filter(stands__in=OUTSTANDING)
    return Patient.objects.of(asked.clinic).annotate(
        last_visit=Subquery(last.values("starts_at")[:1]),
        next_visit=Subquery(mine.filter(starts_at__gt=at).order_by("starts_at").values("starts_at")[:1]),
        visits=_number(visits.filter(starts_at__lte=at, no_show_at=None)),
        missed=_number(visits.filter(no_show_at__isnull=False)),
        forms=_number(forms),
        portal=state_of(asked.clinic, at=at),
    )


SUMMARY = Report(
    slug="patients",
    title=_("Patient summary"),
    text=_("Every patient with contact details, visits, forms to fill in and access to the portal"),
    icon="users",
    audience=RECORDS,
    columns=(
        columns.patient(),
        columns.day("born", _("Born"), "date_of_birth"),
        columns.words("phone", _("Phone"), "phone"),
        columns.email("email"),
        columns.state("portal", _("Portal"), "portal", STATES),
        columns.moment("last", _("Last visit"), "last_visit"),
        columns.moment("next", _("Next visit"), "next_visit"),
        columns.number("visits", _("Visits"), "visits"),
        columns.number("missed", _("No-shows"), "missed"),
        columns.number("forms", _("Forms to fill in"), "forms"),
    ),
    rows=_summary,
    first="patient",
    count=counted,
    nothing=(_("No patients yet"), _("Everyone who books a visit appears here.")),
)


def _sharing(asked):
    """Records whose address stands in another one too: in how many, and whether another of them looks like this one."""
    clinic = asked.clinic
    same = Patient.objects.of(clinic).exclude(email="").annotate(box=Lower("email"))
    same = same.filter(box=Lower(OuterRef("email")))
    count = same.order_by().values("box").annotate(n=Count("pk")).values("n")
    twins = same.filter(sort_name=OuterRef("sort_name"), date_of_birth=OuterRef("date_of_birth"))
    return (
        Patient.objects.of(clinic)
        .alias(mailbox=Lower("email"))
        .filter(mailbox__in=addresses.shared(clinic))
        .annotate(
            records=Subquery(count, output_field=IntegerField()),
            looks=Case(
                When(Exists(twins.exclude(pk=OuterRef("pk"))), then=Value("twice")), default=Value("")
            ),
            years=age_of_patient("", at=asked.at),
        )
    )


ALIKE = {"twice": columns.State(_("same person twice?"), "warn")}

DUPLICATES = Report(
    slug="duplicate-emails",
    title=_("Duplicate emails"),
    text=_("Addresses that stand in more than one record"),
    icon="mail",
    audience=RECORDS,
    columns=(
        columns.email("email"),
        columns.patient(),
        columns.day("born", _("Born"), "date_of_birth"),
        columns.number("age", _("Age"), "years"),
        columns.words("phone", _("Phone"), "phone"),
        columns.number("records", _("Records with it"), "records"),
        columns.state("alike", _("Looks like"), "looks", ALIKE),
    ),
    rows=_sharing,
    first="email",
    count=counted,
    nothing=(_("No address twice"), _("Each address on file stands in one record only.")),
    note=_(
        "Families share an address, and that is fine. Two adults with one address only ever get limited access by"
        " invitation. Open a record to correct its address."
    ),
)
