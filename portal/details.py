"""The lines of *Your details*: which fields stand together, and what of them an account may know."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.details import DETAILS
from records.models import PatientDetails, ProfileProposal
from records.models.access import Scope
from records.policies import sees_all


@dataclass(frozen=True)
class Line:
    """A line of the page, changed on a page of its own; `only_clinic`: not here."""

    key: str
    label: Promise
    fields: tuple[str, ...] = ()
    only_clinic: bool = False

    @property
    def details(self) -> list:
        return [DETAILS[key] for key in self.fields or (self.key,)]


def _lines(*keys) -> tuple[Line, ...]:
    return tuple(Line(key, DETAILS[key].label) for key in keys)


def _same(title) -> tuple[Promise, Promise]:
    return title, title


# Each section is called one way on one's own page, another on that of whoever one looks after.
SECTIONS = (
    (_same(_("Contact")), _lines("phone", "address", "email", "emergency")),
    (
        (_("About you"), _("About %(name)s")),
        (
            Line("name", _("Name"), ("given_name", "family_name")),
            *_lines("preferred_name"),
            Line("date_of_birth", DETAILS["date_of_birth"].label, only_clinic=True),
            *_lines("pronouns", "occupation", "language"),
        ),
    ),
    (_same(_("Insurance")), _lines("insurance")),
    (_same(_("Pharmacy")), _lines("pharmacy")),
    (
        (_("How we reach you"), _("How we reach %(name)s")),
        _lines("reach_visits", "reach_papers", "reminders"),
    ),
)
CHANGED_HERE = {line.key: line for _titles, lines in SECTIONS for line in lines if not line.only_clinic}


def knows_record(grant) -> bool:
    """Whether somebody reads what the clinic has on file: in full, the medical side included (D2)."""
    return sees_all(grant, Scope.RECORDS)


def on_file(grant, account, *, at) -> dict[str, str] | None:
    """What the clinic has on file, field by field; None for whoever may not know it."""
    if not knows_record(grant):
        return None
    patient = grant.patient
    kept = PatientDetails.objects.visible_to(account, at=at).filter(patient=patient).first()
    patient.more = kept or PatientDetails(patient=patient)
    return {key: detail.said(patient) for key, detail in DETAILS.items()}


def words_of_all(grant, account, *, at) -> list[ProfileProposal]:
    """The latest word of each author about each field, as far as this account may know: what it wrote itself, and of
    one's own record in full also what others wrote. What was taken back is no word."""
    known = ProfileProposal.objects.visible_to(account, at=at).filter(patient=grant.patient_id)
    latest = known.order_by("field", "proposed_by", "-proposed_at", "-pk").distinct("field", "proposed_by")
    return [one for one in latest.select_related("proposed_by") if not one.taken_back]
