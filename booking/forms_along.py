"""The forms that a visit brings: by when they are due, and sending one along."""

from datetime import timedelta

from smartforms.actions import assign
from smartforms.models import Assignment


def forms_due(starts_at, *, before=timedelta(hours=24), at):
    """When a visit's forms are due: 24 hours before it starts unless the service says otherwise (product §7); booked
    nearer than that, at its start."""
    due = starts_at - before
    return due if due > at else starts_at


def bring(visit, link, *, account, by, at, due_at=None, message="") -> Assignment:
    """Send the form of a `ServiceForm` for a visit, due and with a word as it says, or as said here. Raises CannotSend.

    A visit that has begun brings a form without a due date.
    """
    if due_at is None and visit.starts_at > at:
        due_at = forms_due(visit.starts_at, before=timedelta(hours=link.due_hours), at=at)
    form = assign(
        template=link.template,
        patient=visit.patient,
        account=account,
        by=by,
        at=at,
        due_at=due_at,
        practitioner=visit.practitioner,
        message=message or link.message,
    )
    visit.assignments.add(form)
    return form


def due_anew(form, *, was, now, at):
    """When a form is due whose visit moves from `was` to `now`: as long before it as it was, whoever chose that day."""
    if form.due_at is None or form.due_at >= was:  # booked on short notice
        return forms_due(now, at=at)
    return forms_due(now, before=was - form.due_at, at=at)
