"""Shutting a record: for everybody (lock-down), or for one person (a denial)."""

from django.db import transaction

import audit
from records.actions.alone import alone_with
from records.actions.grants import end_gifts
from records.actions.joining.standing import lift
from records.models import AccessCode, Denial, Grant, Invitation, Lockdown


@transaction.atomic
def lock_down(patient, *, by, at, reason="") -> Lockdown:
    """Shut portal access to a record: grants rest, codes and links die, mails stop, the holders' sessions end."""
    from accounts.actions import end_sessions

    alone_with(patient)
    fact, made = Lockdown.objects.get_or_create(
        patient=patient, lifted_at=None, defaults={"at": at, "by": by, "reason": reason}
    )
    gone = {"revoked_at": at, "revoked_because": "locked_down"}
    AccessCode.objects.filter(patient=patient, used_at=None, revoked_at=None).update(**gone)
    Invitation.objects.standing().filter(patient=patient).update(**gone)
    for grant in Grant.objects.filter(patient=patient, revoked_at=None).select_related("account"):
        end_sessions(grant.account)
    if made:
        # Why stands in the row alone, where an erasure empties it; an event is never edited.
        audit.record("access.locked_down", by=by, target=fact, patient=patient, clinic=patient.clinic_id)
    return fact


@transaction.atomic
def lift_lock_down(patient, *, by, at, which=None) -> None:
    """Open the record again to the grants that still stand, unless another lock-down stands: of a record that was
    joined into it. `which` is the id of one, as text; without it, the record's own."""
    if lift(Lockdown, patient, by=by, at=at, which=which):
        audit.record("access.lock_down_lifted", by=by, patient=patient, clinic=patient.clinic_id)


@transaction.atomic
def deny(patient, account, *, by, at, reason="") -> Denial:
    """This person must not see this record, whatever they are or will be granted. Nobody in the portal is told."""
    alone_with(patient)
    fact, made = Denial.objects.get_or_create(
        patient=patient, account=account, lifted_at=None, defaults={"at": at, "by": by, "reason": reason}
    )
    if made:
        # What this person gave to others as the patient does not outlast it, nor come back with its lifting.
        end_gifts(account=account, patient=patient, by=by, at=at)
        audit.record("access.denied", by=by, target=fact, patient=patient, clinic=patient.clinic_id)
    return fact


@transaction.atomic
def lift_denial(denial, *, by, at) -> None:
    """What the person was granted counts again, unless another denial stands: of a record that was joined into it."""
    patient = denial.patient
    if lift(Denial, patient, by=by, at=at, which=str(denial.pk), account=denial.account_id):
        audit.record("access.denial_lifted", by=by, target=denial, patient=patient, clinic=patient.clinic_id)
