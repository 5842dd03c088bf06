"""What follows from sending a form in, within the same transaction."""

import outbox
from smartforms.alerts import raise_alert


def follow(assignment, response, *, by, at) -> None:
    """The clinic hears of what arrived. `response` holds the answers as they were kept."""
    if not raise_alert(assignment, response, by=by, at=at):
        _tell_practitioner(assignment, response, by=by, at=at)


def _tell_practitioner(assignment, response, *, by, at) -> None:
    """A neutral mail to the practitioner it was sent for; an alert says so already."""
    reader = assignment.practitioner.user if assignment.practitioner else None
    if reader is None or reader == by:
        return
    outbox.post(
        "smartforms.completed",
        clinic=assignment.clinic_id,
        account=reader,
        about={"form": assignment.pk},
        dedupe_key=f"completed:{response.pk}:{reader.pk}",
        at=at,
    )
