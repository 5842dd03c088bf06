"""Which patients a form is sent to when it goes to many, and how far a sending is. Read only."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef

from booking.models import Appointment
from office.finding import patients_like
from records.batches import State
from smartforms.models import Dispatch, DispatchLine, Outcome

MOST = 500


def patients_for(clinic, chosen: dict, *, at) -> list:
    """The patients with such a visit, not cancelled, and such a name: `MOST`, and one more if there are more."""
    found = patients_like(clinic, chosen.get("text", ""), at=at)
    visits = Appointment.objects.filter(patient=OuterRef("pk"), clinic=clinic, cancelled_at=None)
    asked = {}
    if since := chosen.get("since"):
        asked["starts_at__gte"] = _midnight(since, clinic)
    if until := chosen.get("until"):
        asked["starts_at__lt"] = _midnight(until + timedelta(days=1), clinic)
    for name in ("practitioner", "service"):
        if chosen.get(name):
            asked[name] = chosen[name]
    if asked:
        found = found.filter(Exists(visits.filter(**asked)))
    return list(found[: MOST + 1])


def _midnight(day, clinic) -> datetime:
    return datetime.combine(day, time(), tzinfo=clinic.zone)


@dataclass
class Row:
    """One patient of a sending, where it stands, and since when; for one that waits, when it leaves."""

    line: DispatchLine
    state: State
    at: datetime | None


def dispatch_of(clinic, pk) -> Dispatch | None:
    """A sending of this clinic; None for any other."""
    rows = Dispatch.objects.filter(pk=pk, clinic_id=clinic.pk)
    return rows.select_related("made_by", "template").first()


def rows_of(made) -> list[Row]:
    """Every patient of a sending, those that wait first."""
    order = {state: place for place, state in enumerate(State)}
    lines = made.lines.select_related("patient").order_by("leaves_at", "pk")
    return sorted(
        (_row(line, made) for line in lines), key=lambda row: (order[row.state], row.at or made.made_at)
    )


def _row(line, made) -> Row:
    if line.done_at is None:
        return (
            Row(line, State.STOPPED, made.stopped_at)
            if made.stopped_at
            else Row(line, State.WAITING, line.leaves_at)
        )
    is_sent = line.outcome in (Outcome.PORTAL, Outcome.LINK)
    return Row(line, State.SENT if is_sent else State.DROPPED, line.done_at)
