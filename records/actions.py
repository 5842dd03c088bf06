"""What happens to records: made, opened to somebody, closed, locked down."""

from django.db import transaction

import audit
from clinic.models.people import PersonColour
from records.models import CareRelation, Grant, Lockdown, Patient
from records.models.access import Basis, Level, Relation, Scope
from tray.actions import put

ALL_SCOPES = [scope.value for scope in Scope]


def looks_like_another(patient) -> bool:
    """Whether the clinic has a record with this folded name and date of birth already. Links nothing."""
    return (
        Patient.objects.of(patient.clinic)
        .filter(sort_name=patient.sort_name, date_of_birth=patient.date_of_birth)
        .exclude(pk=patient.pk)
        .exists()
    )


@transaction.atomic
def register_patient(*, clinic, by, at, made_online, **details) -> Patient:
    """Make a record. One that looks like another becomes a task for staff, never a link by itself (D2)."""
    patient = Patient.objects.create(clinic=clinic, created_at=at, made_online=made_online, **details)
    audit.record("patient.registered", by=by, target=patient, patient=patient, clinic=clinic)
    if looks_like_another(patient):
        put("possible_duplicate", clinic=clinic, target=patient, patient=patient, at=at)
    return patient


def next_colour(account) -> str:
    """The person colour this account has not used yet, in the order of the design; then from the start again."""
    given = Grant.objects.filter(account=account).values("patient").distinct().count()
    return PersonColour.values[given % len(PersonColour.values)]


@transaction.atomic
def give_access(*, account, patient, relation, level, by, at, basis, scopes=None, expires_at=None) -> Grant:
    """Open a record to an account. An earlier live grant of the pair ends; its colour stays."""
    before = Grant.objects.filter(account=account, patient=patient, revoked_at=None).first()
    if before:
        end_access(before, by=by, at=at, reason="replaced")
    grant = Grant.objects.create(
        account=account,
        patient=patient,
        relation=relation,
        level=level,
        scopes=ALL_SCOPES if scopes is None else list(scopes),
        basis=basis,
        colour=before.colour if before else next_colour(account),
        granted_by=by if level == Level.FULL else None,
        starts_at=at,
        expires_at=expires_at,
    )
    audit.record("access.given", by=by, target=grant, patient=patient, clinic=patient.clinic_id)
    return grant


@transaction.atomic
def end_access(grant, *, by, at, reason="") -> bool:
    """Close a record to an account, from the next request on. Ending twice changes nothing."""
    ended = Grant.objects.filter(pk=grant.pk, revoked_at=None).update(
        revoked_at=at, revoked_by=by, reason=reason
    )
    if ended:
        audit.record("access.ended", by=by, target=grant, patient=grant.patient_id, reason=reason)
    return bool(ended)


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


def begin_care(*, practitioner_id, patient, at, why) -> None:
    """From now on this is one of the practitioner's own patients. Said twice, it stands once."""
    CareRelation.objects.bulk_create(
        [CareRelation(practitioner_id=practitioner_id, patient=patient, since=at, why=why)],
        ignore_conflicts=True,
    )


@transaction.atomic
def lock_down(patient, *, by, at, reason="") -> Lockdown:
    """Shut portal access to a record: grants rest, links and mails stop, the holders' sessions end."""
    from accounts.actions import end_sessions

    fact, _made = Lockdown.objects.get_or_create(
        patient=patient, lifted_at=None, defaults={"at": at, "by": by, "reason": reason}
    )
    for grant in Grant.objects.filter(patient=patient, revoked_at=None).select_related("account"):
        end_sessions(grant.account)
    audit.record(
        "access.locked_down", by=by, target=fact, patient=patient, clinic=patient.clinic_id, reason=reason
    )
    return fact


@transaction.atomic
def lift_lock_down(patient, *, by, at) -> None:
    """Open the record again to the grants that still stand."""
    open_facts = Lockdown.objects.filter(patient=patient, lifted_at=None)
    if open_facts.update(lifted_at=at, lifted_by=by):
        audit.record("access.lock_down_lifted", by=by, patient=patient, clinic=patient.clinic_id)
