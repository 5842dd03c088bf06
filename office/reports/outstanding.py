"""Forms that patients still have to fill in: whose, how they stand, by when."""

from django.db.models import Min, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from booking.models import Appointment
from office.clinic_forms import OUTSTANDING
from office.overview import HEAVY
from office.reports import columns
from office.reports.audiences import FORMS
from office.reports.filters import OneOf
from office.reports.report import Report
from smartforms.models import Assignment, Template
from smartforms.presenters import titles
from smartforms.presenters.listing import TAGS


def _rows(asked):
    visits = Appointment.objects.standing().filter(assignments=OuterRef("pk"), ends_at__gt=asked.at)
    visit = visits.order_by().values("assignments").annotate(at=Min("starts_at")).values("at")
    rows = Assignment.objects.of(asked.clinic).standing(at=asked.at).filter(stands__in=OUTSTANDING)
    rows = rows.annotate(visit_at=Subquery(visit))
    return rows.select_related("patient", "version__template", "account").defer(*HEAVY)


def _titles(asked) -> dict:
    """What the clinic's forms are called, by primary key; asked once."""
    if "titles" not in asked.kept:
        asked.kept["titles"] = titles.of_templates(Template.objects.of(asked.clinic).order_by("title"))
    return asked.kept["titles"]


def _choices(asked):
    return [(str(key), title) for key, title in _titles(asked).items()]


def _title(_value, form, asked) -> columns.Cell:
    return columns.Cell(_titles(asked)[form.version.template_id])


def _count(number: int) -> str:
    return ngettext("%(n)d form", "%(n)d forms", number) % {"n": number}


STANDING = {str(one): columns.State(one.label, TAGS[one]) for one in OUTSTANDING}

FORMS_OUTSTANDING = Report(
    slug="forms-outstanding",
    title=_("Forms outstanding"),
    text=_("Forms that were sent and are not filled in yet, with the visit they are for"),
    icon="clipboard-pen",
    audience=FORMS,
    columns=(
        columns.patient("patient"),
        # What a form is called may say what somebody suffers from: it does not leave in a file.
        columns.Column(
            "form", _("Form"), "version__template__title", OneOf(_choices, "version__template_id"), _title,
            on_page_only=True,
        ),
        columns.state("state", _("State"), "stands", STANDING),
        columns.moment("due", _("Due"), "due_at"),
        columns.moment("visit", _("Visit"), "visit_at"),
        columns.moment("sent", _("Sent"), "sent_at"),
        columns.email("patient__email"),
        columns.words("phone", _("Phone"), "patient__phone"),
    ),
    rows=_rows,
    first="due",
    count=_count,
    nothing=(_("No form waits"), _("Everything that was sent is filled in.")),
    note=_("Which form it is stays on this page: files leave it out."),
    patient="patient_id",
)  # fmt: skip
