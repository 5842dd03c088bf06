"""Who may fill, read and manage forms. Pure questions; each says in one word why not, or None when nothing forbids.

The rows asked about come from `Assignment.objects.visible_to(…)`, which tells whether one is `seen_in_full`.
"""

from datetime import timedelta
from enum import StrEnum

from clinic.models.clinic import Role
from clinic.policies import has_role, may_configure
from records.models import Grant
from records.models.access import Level, Scope
from records.policies import cared_for, cares_for, may_break_glass, reads_record
from smartforms.models import Assignment, Status, Template


class Reason(StrEnum):
    """Why something may not be done now."""

    SENT = "sent"
    ON_PAPER = "on_paper"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    OF_ANOTHER = "of_another"  # someone else with access to the patient wrote here
    UNVERIFIED = "unverified"
    DAY_ADDED = "day_added"  # the one day more was taken already
    NOT_YET = "not_yet"  # there is time enough


def why_not_fill(account, assignment: Assignment, *, at) -> Reason | None:
    """Whether this account may write in a form it can see."""
    status = assignment.status(at=at)
    if assignment.is_on_paper:
        return Reason.ON_PAPER
    if status == Status.COMPLETED:
        return Reason.SENT
    if status == Status.CANCELLED:
        return Reason.CANCELLED
    if status == Status.EXPIRED:
        return Reason.EXPIRED
    return _written_by_another(account, assignment, "saved_by_id")


NEARLY = timedelta(days=1)


def is_running_out(assignment: Assignment, *, at) -> bool:
    """Whether a form is overdue, expired, or expires within a day."""
    soon = assignment.expires_at is not None and assignment.expires_at <= at + NEARLY
    return soon or (assignment.due_at is not None and assignment.due_at <= at)


def why_not_add_day(account, assignment: Assignment, *, at) -> Reason | None:
    """Whether this account may give itself one more day for a form it can see: once, when the time is nearly over."""
    reason = why_not_fill(account, assignment, at=at)
    if reason not in (None, Reason.EXPIRED):
        return reason
    if assignment.added_day_at:
        return Reason.DAY_ADDED
    if not is_running_out(assignment, at=at):
        return Reason.NOT_YET
    return _written_by_another(account, assignment, "saved_by_id")


def why_not_read_back(account, assignment: Assignment) -> Reason | None:
    """Whether this account may read the answers that were sent (D2).

    Full access reads all of them. A limited account reads what it sent itself, once its address is verified.
    """
    if assignment.seen_in_full:
        return None
    if not account.is_verified:
        return Reason.UNVERIFIED
    if assignment.sent_in and assignment.sent_in.submitted_link_id:
        return Reason.OF_ANOTHER  # sent without an account: nobody's to read back
    return _written_by_another(account, assignment, "submitted_by_id")


def knows_record(account, assignment: Assignment, *, at) -> bool:
    """Whether a form may offer this account what the record says: oneself, or who may see the record, in full.

    A limited account learns nothing from a form.
    """
    covering = Grant.objects.covering(Scope.RECORDS, at=at).filter(level=Level.FULL)
    held = covering.filter(account=account, patient=assignment.patient_id)
    return assignment.seen_in_full and held.exists()


def may_keep_scan(assignment: Assignment) -> bool:
    """Whether an account that sees this form may have the scan of it: whoever sees the record in full."""
    return assignment.is_on_paper and assignment.seen_in_full


def _written_by_another(account, assignment: Assignment, field: str) -> Reason | None:
    response = getattr(assignment, "response", None)
    author = getattr(response, field, None)
    return Reason.OF_ANOTHER if author not in (None, account.pk) and not assignment.seen_in_full else None


# Staff (D4) ---------------------------------------------------------------------------------------

READ_ADMINISTRATIVE = {Role.FRONT_DESK, Role.PRACTITIONER, Role.MANAGER, Role.OWNER}
SEE_STATUS = {Role.FRONT_DESK, Role.PRACTITIONER, Role.MANAGER, Role.OWNER}


def reads_answers(membership, assignment: Assignment, *, at) -> bool:
    """Whether a member of the team may read what a patient answered.

    Forms about health: practitioners, for their own patients. Administrative forms: also the front desk, managers
    and owners. Billing reads none. Only sent answers are for staff; a draft is still the patient's own.
    """
    return bool(assignment.sent_in) and _is_reader(membership, assignment, reads_record, at=at)


def keeps_answers(membership, assignment: Assignment, *, at) -> bool:
    """Whether a member of the team may take answers along, correct them, or say that they take care of an alert.

    Whoever reads them, but for those who opened them in an emergency: they read, and no more (D4).
    """
    return bool(assignment.sent_in) and _is_reader(membership, assignment, cares_for, at=at)


def reads_scan(membership, assignment: Assignment, *, at) -> bool:
    """Whether a member of the team may look at the scan of a form filled in by hand: the readers of its answers."""
    return assignment.is_on_paper and _is_reader(membership, assignment, reads_record, at=at)


def _is_reader(membership, assignment: Assignment, of_health, *, at) -> bool:
    if membership is None or membership.clinic_id != assignment.clinic_id:
        return False
    if not assignment.version.template.is_clinical and has_role(membership, READ_ADMINISTRATIVE):
        return True
    return of_health(membership, assignment.patient, at=at)


def may_open_in_emergency(membership, assignment: Assignment, *, at) -> bool:
    """Whether somebody who may not read these answers could open them in an emergency."""
    has_come = bool(assignment.sent_in) or assignment.is_on_paper
    is_closed = not reads_record(membership, assignment.patient, at=at)
    return has_come and is_closed and may_break_glass(membership, cares=False)


def readable(membership, assignments, *, at) -> set:
    """Which of these forms (ids) `keeps_answers` allows; one query however many there are."""
    here = [
        one for one in assignments if membership and one.clinic_id == membership.clinic_id and one.sent_in
    ]
    own = cared_for(membership, {one.patient_id for one in here}, at=at)
    is_of_the_desk = has_role(membership, READ_ADMINISTRATIVE)
    return {
        one.pk
        for one in here
        if one.patient_id in own or (is_of_the_desk and not one.version.template.is_clinical)
    }


def sees_status(membership, assignment: Assignment) -> bool:
    """Whether a member of the team may know that this form was sent and where it stands."""
    return (
        membership is not None
        and membership.clinic_id == assignment.clinic_id
        and has_role(membership, SEE_STATUS)
    )


SEND = {Role.FRONT_DESK, Role.MANAGER, Role.OWNER}


def may_send_forms(membership, *, cares: bool) -> bool:
    """Who sends a patient forms, reminds, extends and takes back: the desk, and practitioners for their own."""
    return has_role(membership, SEND) or (cares and has_role(membership, {Role.PRACTITIONER}))


def may_send_to_many(membership) -> bool:
    """Who sends a form to many patients at once: the desk."""
    return has_role(membership, SEND)


def may_send_for(membership, practitioner, *, cares: bool) -> bool:
    """On whose behalf a member may send. A form makes the patient one of that practitioner's, who reads the answers.

    So nobody names themself for a patient they do not care for yet, and only the desk names somebody else.
    """
    if practitioner.user_id == membership.user_id:
        return cares
    return has_role(membership, SEND)


def may_build_forms(membership) -> bool:
    """Who makes, changes and publishes forms: whoever keeps the clinic's settings. The others may look at the list."""
    return may_configure(membership)


def must_stay_clinical(template: Template) -> bool:
    """Whether a form cannot become an administrative one: that would open answers to people the patients were not
    told of (D4)."""
    return template.is_clinical and Assignment.objects.filter(version__template=template).exists()
