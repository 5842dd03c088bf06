"""What follows from sending a form in, within the same transaction."""

from clinic.policies import membership_of
from smartforms.alerts import raise_alert
from smartforms.mapping import propose_changes
from smartforms.team import tell
from tray import actions as tray

# What waits to be read: answers about health for those who care, administrative ones also for the desk.
OF_HEALTH, ADMINISTRATIVE = "form.sent_in", "form.sent_in_admin"


def follow(assignment, response, *, by, at) -> None:
    """The clinic hears of what arrived. `response` holds the answers as they were kept."""
    propose_changes(assignment, response, by=by, at=at)
    if not raise_alert(assignment, response, by=by, at=at):
        _tell_practitioner(assignment, response, by=by, at=at)


def _tell_practitioner(assignment, response, *, by, at) -> None:
    """It waits to be read, by the practitioner it was sent for if there is one, who gets a neutral mail; an alert says
    so already. What somebody sends in themself they have read."""
    reader = assignment.practitioner.user if assignment.practitioner else None
    if reader is not None and reader == by:
        return
    is_there = reader is not None and membership_of(reader, assignment.clinic) is not None
    wait_to_be_read(assignment, by=by, at=at, is_told=is_there, assigned_to=reader if is_there else None)
    if reader is not None:
        tell([reader], "completed", assignment, response, at=at)


def wait_to_be_read(assignment, *, by, at, **how) -> None:
    """One line for a form; for all entries of a diary one."""
    kind = OF_HEALTH if assignment.version.template.is_clinical else ADMINISTRATIVE
    about = assignment.series or assignment
    where = {"clinic": assignment.clinic_id, "patient": assignment.patient_id}
    tray.put(kind, target=about, **where, by=by, at=at, **how)


def read_no_more(patient, *, by, at) -> None:
    """Nothing of a record waits to be read any more."""
    for kind in (OF_HEALTH, ADMINISTRATIVE):
        tray.take_all(kind, patient, by=by, at=at)
