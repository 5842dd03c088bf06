"""How long a form stays open: so many days to open it, then so many to send it in, and a month beyond its due date."""

from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Greatest

from smartforms.models import preferences_of

BEYOND_DUE = timedelta(days=30)
A_DAY = timedelta(days=1)


def closes_unopened(clinic, *, at, due_at=None):
    """When a form sent now expires if nobody opens it. One that is due later stays open a month beyond that."""
    return _latest(at + timedelta(days=preferences_of(clinic).open_days), due_at)


def closes_opened(assignment, *, at):
    """When a form opened now for the first time expires. An entry of a diary closes when its time is over."""
    if assignment.series_id and assignment.due_at:
        return assignment.expires_at
    return _latest(at + timedelta(days=preferences_of(assignment.clinic).submit_days), assignment.due_at)


def _latest(closes, due_at):
    return max(closes, due_at + BEYOND_DUE) if due_at else closes


def not_before(instant):
    """For an update: a form stays open at least until then. `Greatest` passes over a form that has no end."""
    return Greatest(F("expires_at"), instant)
