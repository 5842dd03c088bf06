"""Records: made, and corrected by staff."""

from django.db import transaction

import audit
from common.folding import fold
from records import contract
from records.actions.alone import alone_with
from records.actions.invitations import move_to_address
from records.details import OF_PATIENT, touched_by
from records.joining.pairs import looks_like_another
from records.models import AccessCode, DetailChange, Invitation, Patient
from tray.actions import put

# Columns that follow from what was changed.
MADE_FROM_OTHERS = ("sort_name", "search", "match_given", "match_family", "match_name", "match_phone")


def alike(clinic, *, given_name, family_name, date_of_birth):
    """The clinic's records with this folded name and date of birth. Links nothing."""
    name = fold(f"{family_name} {given_name}")
    return Patient.objects.of(clinic).filter(sort_name=name, date_of_birth=date_of_birth)


@transaction.atomic
def register_patient(*, clinic, by, at, made_online, **details) -> Patient:
    """Make a record. One that is likely somebody's second becomes a task for staff, never a link by itself (D2)."""
    patient = Patient.objects.create(clinic=clinic, created_at=at, made_online=made_online, **details)
    audit.record("patient.registered", by=by, target=patient, patient=patient, clinic=clinic)
    if looks_like_another(patient):
        put("possible_duplicate", clinic=clinic, target=patient, patient=patient, by=by, at=at)
    return patient


@transaction.atomic
def correct_details(patient, *, by, at, proposal=None, **details) -> Patient:
    """Staff correct the official record; `proposal` is what they took over. Before and after are kept, field by field.

    A new e-mail address kills what was mailed to the old one (case C69).
    """
    alone_with(patient)
    before = Patient.objects.select_related("details").get(pk=patient.pk)
    touched = {detail: detail.said(before) for detail in touched_by(details)}
    changed = {name: value for name, value in details.items() if _held(before, name) != value}
    if not changed:
        return before
    old_address = before.email
    for name, value in changed.items():
        setattr(before if name in OF_PATIENT else before.more, name, value)
    if own := [name for name in changed if name in OF_PATIENT]:
        before.save(update_fields=[*own, *MADE_FROM_OTHERS])
    if changed.keys() - OF_PATIENT:
        before.more.save()
    if "email" in changed and old_address:
        _forget_address(before, old_address, at=at)
    DetailChange.objects.bulk_create(
        DetailChange(
            patient=before, field=detail.key, before=was, after=detail.said(before), changed_at=at,
            changed_by=by, proposal=proposal,
        )
        for detail, was in touched.items()
        if detail.said(before) != was
    )  # fmt: skip
    audit.record("patient.corrected", by=by, target=before, patient=before, clinic=before.clinic_id)
    return before


def _held(patient, name):
    """What a column holds now."""
    return getattr(patient if name in OF_PATIENT else patient.more, name)


def _forget_address(patient, email: str, *, at) -> None:
    gone = {"revoked_at": at, "revoked_because": "address_changed"}
    AccessCode.objects.filter(patient=patient, email__iexact=email, used_at=None, revoked_at=None).update(
        **gone
    )
    # One that is for a contact has that contact's address, and moves with it.
    move_to_address(
        Invitation.objects.standing().filter(patient=patient, contact=None, email__iexact=email),
        patient.email,
        at=at,
    )
    for room in contract.answerers():
        room.forget_address(patient, email, at=at)
