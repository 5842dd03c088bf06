"""What follows when a visit is agreed on, and when the clinic is asked for one first (product §4)."""

import audit
from booking.forms_along import bring
from booking.rules import forms_of
from records.actions import begin_care
from smartforms.asking_again import is_asked
from tray import actions as tray

REQUEST = "visit_request"  # the kind of item in the clinic's tray


def agree(visit, *, by, at) -> None:
    """The practitioner cares for the patient from now on, and the forms of the service are sent along.

    The caller has the patient's record to itself (`records.actions.alone`), or a form might be asked twice.
    """
    begin_care(practitioner_id=visit.practitioner_id, patient=visit.patient, at=at, why="visit")
    for link in forms_of(visit.clinic, visit.service):
        if is_asked(visit.patient, link.template, rule=link.rule, months=link.months, at=at):
            bring(visit, link, account=visit.booking.account, by=by, at=at)


def ask_clinic(visit, *, by, at) -> None:
    """A visit that is asked for waits in the clinic's tray. It keeps its time, and brings no form yet."""
    named = {"target": visit, "patient": visit.patient_id, "clinic": visit.clinic_id}
    tray.put(REQUEST, **named, by=by, at=at)
    audit.record("appointment.requested", by=by, **named)
