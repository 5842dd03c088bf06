"""The list of patients, declared like a report: every column sorts and filters, and the address says how."""

from dataclasses import dataclass

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, CharField, Exists, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from booking.models import Appointment
from clinic.catalogue import catalogue_of
from office.finding import listed_for
from office.reports import columns
from office.reports.access_state import STATES, state_of
from office.reports.audiences import CALENDAR
from office.reports.columns import Cell, Column, State
from office.reports.filters import OneOf
from office.reports.report import Report
from records.models import CareRelation, RedFlag
from records.policies import care_of

FLAGGED = {"yes": State(_("Flagged"), "warn"), "no": State(_("No flag"), "outline")}


def counted(number: int) -> str:
    """How many patients."""
    return ngettext("%(n)d patient", "%(n)d patients", number) % {"n": number}


@dataclass(frozen=True)
class Carer(OneOf):
    """Patients whom one practitioner has among their own, perhaps beside others."""

    def narrowed(self, rows, column, given, asked):
        if not (wanted := given[column.name]):
            return rows
        care = CareRelation.objects.filter(patient=OuterRef("pk"), practitioner=wanted, until=None)
        return rows.filter(Exists(care))


def _practitioners(asked):
    people = catalogue_of(asked.clinic).practitioners.values()
    return [(str(one.pk), one.name) for one in people]


def _flag(value, row, asked) -> Cell:
    """Nothing where there is none: only what is there catches the eye."""
    return Cell(str(FLAGGED["yes"].label), tag="warn") if value == "yes" else Cell("–", plain="")


def list_of(member) -> Report:
    """The list as this member of the team has it: all patients or their own, flagged by the flags that they read."""

    def rows(asked):
        at, today = asked.at, asked.at.astimezone(asked.clinic.zone).date()
        visits = Appointment.objects.agreed().filter(patient=OuterRef("pk"), no_show_at=None)
        care = CareRelation.objects.filter(patient=OuterRef("pk"), until=None).order_by().values("patient")
        flags = (
            RedFlag.objects.standing(on=today)
            .read_with(care_of(member, at=at))
            .filter(patient=OuterRef("pk"))
        )
        return listed_for(member, asked.clinic, at=at).annotate(
            carers=Coalesce(
                Subquery(care.annotate(names=StringAgg("practitioner__name", ", ")).values("names")),
                Value(""),
                output_field=TextField(),
            ),
            portal=state_of(asked.clinic, at=at),
            flagged=Case(
                When(Exists(flags), then=Value("yes")), default=Value("no"), output_field=CharField()
            ),
            next_visit=Subquery(
                visits.filter(starts_at__gt=at).order_by("starts_at").values("starts_at")[:1]
            ),
            last_visit=Subquery(
                visits.filter(starts_at__lte=at).order_by("-starts_at").values("starts_at")[:1]
            ),
        )

    return Report(
        slug="list",
        title=_("Patients"),
        text="",
        icon="users",
        audience=CALENDAR,
        columns=(
            columns.patient(),
            columns.day("born", _("Born"), "date_of_birth"),
            columns.words("phone", _("Phone"), "phone"),
            columns.email("email"),
            Column("carer", _("Practitioner"), "carers", Carer(_practitioners), columns.as_they_are),
            columns.state("portal", _("Portal"), "portal", STATES),
            Column("flag", _("Flags"), "flagged", OneOf(lambda asked: _states(FLAGGED)), _flag),
            columns.moment("next", _("Next visit"), "next_visit"),
            columns.moment("last", _("Last visit"), "last_visit"),
            columns.moment("since", _("Since"), "created_at"),
        ),
        rows=rows,
        first="patient",
        count=counted,
        nothing=(_("No patients yet"), _("Everyone who books a visit appears here.")),
    )


def _states(states):
    return [(value, one.label) for value, one in states.items()]
