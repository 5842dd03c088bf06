"""Grants: given, ended, agreed to. Rows end and are followed by others; none is ever widened (D3)."""

from django.db import transaction

import audit
import outbox
from clinic.models.people import PersonColour
from records.actions.alone import alone_with
from records.models import Grant, Invitation
from records.models.access import FOR_MINORS, Basis, Level, Relation, Scope
from records.policies import is_minor

ALL_SCOPES = [scope.value for scope in Scope]


def next_colour(account) -> str:
    """The person colour this account has not used yet, in the order of the design; then from the start again."""
    given = Grant.objects.filter(account=account).values("patient").distinct().count()
    return PersonColour.values[given % len(PersonColour.values)]


@transaction.atomic
def give_access(
    *, account, patient, relation, level, by, at, basis, scopes=None, expires_at=None, consent_at=None
) -> Grant:
    """Open a record to an account. An earlier live grant of the pair ends; its colour stays.

    Given to somebody who looks after a minor it ends when the patient comes of age; where the clinic has not said
    when that is, what parents and guardians get counts as such.
    """
    before = Grant.objects.filter(account=account, patient=patient, revoked_at=None).first()
    if before:
        stays = relation == Relation.SELF and level == Level.FULL
        end_access(before, by=by, at=at, reason="replaced", keeps_gifts=stays)
    minor = is_minor(patient, at=at)
    grant = Grant.objects.create(
        account=account,
        patient=patient,
        relation=relation,
        level=level,
        scopes=ALL_SCOPES if scopes is None else list(scopes),
        basis=basis,
        colour=before.colour if before else next_colour(account),
        granted_by=by if level == Level.FULL else None,
        is_for_minor=relation != Relation.SELF and (relation in FOR_MINORS if minor is None else minor),
        consent_at=consent_at,
        starts_at=at,
        expires_at=expires_at,
    )
    audit.record("access.given", by=by, target=grant, patient=patient, clinic=patient.clinic_id)
    return grant


@transaction.atomic
def end_access(grant, *, by, at, reason="", keeps_gifts=False) -> bool:
    """Close a record to an account, from the next request on. Ending twice changes nothing.

    What a patient gave to others stands on the patient's own full access: it ends with it (D3), unless another full
    grant follows at once (`keeps_gifts`).
    """
    has_gifts = grant.is_self and grant.is_full and not keeps_gifts
    if has_gifts:
        alone_with(grant.patient_id)
    ended = Grant.objects.filter(pk=grant.pk, revoked_at=None).update(
        revoked_at=at, revoked_by=by, reason=reason
    )
    if ended:
        audit.record("access.ended", by=by, target=grant, patient=grant.patient_id, reason=reason)
        if has_gifts:
            end_gifts(account=grant.account_id, patient=grant.patient_id, by=by, at=at)
    return bool(ended)


@transaction.atomic
def end_gifts(*, account, patient, by, at) -> None:
    """Close the record to everybody this account opened it to as its patient, and take back its invitations."""
    alone_with(patient)
    sent = Invitation.objects.standing().filter(patient=patient, by_patient=True, issued_by=account)
    sent.update(revoked_at=at, revoked_because="giver_ended")
    given = Grant.objects.filter(patient=patient, basis=Basis.PATIENT, granted_by=account, revoked_at=None)
    for gift in given.select_related("account", "patient"):
        if end_access(gift, by=by, at=at, reason="giver_ended"):
            tell_account(gift, "ended", at=at)


def revoke(grant, *, by, at) -> bool:
    """Somebody closes a record to an account: staff, the patient, or the account itself. It is told, without why."""
    if not end_access(grant, by=by, at=at, reason="revoked"):
        return False
    tell_account(grant, "ended", at=at)
    return True


def tell_account(grant, what: str, *, at) -> None:
    """A mail to the account that something changed: `gained`, `changed` or `ended`. Names nobody (product §12)."""
    outbox.post(
        "records.access_changed",
        clinic=grant.patient.clinic_id,
        account=grant.account,
        patient=grant.patient_id,
        about={"grant": grant.pk, "what": what},
        dedupe_key=f"access:{grant.pk}:{what}",
        at=at,
    )


def give_limited_access(*, account, patient, relation: Relation, at) -> Grant:
    """What booking as a new patient gives: the account sees what it did itself (product §6)."""
    return give_access(
        account=account,
        patient=patient,
        relation=relation,
        level=Level.LIMITED,
        by=account,
        at=at,
        basis=Basis.BOOKING,
    )


@transaction.atomic
def record_consent(grant, *, by, at) -> Grant:
    """The young person agreed, before staff, that somebody keeps seeing their record: another grant, with the date."""
    alone_with(grant.patient_id)
    standing = Grant.objects.select_for_update().filter(pk=grant.pk, revoked_at=None, is_for_minor=True)
    before = standing.select_related("account", "patient__clinic").first()
    if before is None or before.consent_at is not None:
        return grant
    agreed = give_access(
        account=before.account,
        patient=before.patient,
        relation=before.relation,
        level=before.level,
        by=before.granted_by if before.level == Level.FULL else by,
        at=at,
        basis=before.basis,
        scopes=before.scopes,
        expires_at=before.expires_at,
        consent_at=at,
    )
    audit.record(
        "access.consented", by=by, target=agreed, patient=agreed.patient, clinic=agreed.patient.clinic_id
    )
    tell_account(agreed, "changed", at=at)
    return agreed
