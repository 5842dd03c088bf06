"""What follows from sending a form in, within the same transaction."""

from smartforms.alerts import raise_alert
from smartforms.mapping import propose_changes
from smartforms.team import tell


def follow(assignment, response, *, by, at) -> None:
    """The clinic hears of what arrived. `response` holds the answers as they were kept."""
    propose_changes(assignment, response, by=by, at=at)
    if not raise_alert(assignment, response, by=by, at=at):
        _tell_practitioner(assignment, response, by=by, at=at)


def _tell_practitioner(assignment, response, *, by, at) -> None:
    """A neutral mail to the practitioner it was sent for; an alert says so already."""
    reader = assignment.practitioner.user if assignment.practitioner else None
    if reader is not None and reader != by:
        tell([reader], "completed", assignment, response, at=at)
