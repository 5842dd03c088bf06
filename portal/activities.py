"""The home activities of a record, as far as an account may see them."""

from records.activities import histories_of, monday_of
from records.models import ActivityAssignment

SHOWN, OVER_SHOWN = 50, 20


def activities_of(account, patient, *, at):
    """Every activity of a patient this account may see, with what its card shows."""
    rows = ActivityAssignment.objects.visible_to(account, at=at).filter(patient=patient)
    return rows.select_related("picture", "practitioner")


def current_of(rows, *, today):
    """Those that count, the ones to do now first, the latest given first among them."""
    return rows.current(on=today).order_by("-assigned_at", "title", "pk")


def recent(assignments, *, today) -> dict:
    """What was done this week, by assignment."""
    return histories_of(assignments, since=monday_of(today)) if assignments else {}
