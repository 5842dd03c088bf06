"""The home activities of a record, as far as an account may see them."""

from records.activities import monday_of, with_ticks
from records.models import ActivityAssignment

SHOWN, OVER_SHOWN = 50, 20


def activities_of(account, patient, *, at):
    """Every activity of a patient this account may see, with what its card shows."""
    rows = ActivityAssignment.objects.visible_to(account, at=at).filter(patient=patient)
    return rows.select_related("picture", "practitioner")


def current_of(rows, *, today):
    """Those that count, the latest given first, each with what was done this week."""
    now = rows.current(on=today).order_by("-assigned_at", "title", "pk")
    return with_ticks(now, since=monday_of(today))
