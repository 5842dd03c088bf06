"""Contacts: the people of a patient, as the clinic keeps them."""

from django.db import transaction

import audit
from common.folding import fold
from records import contract
from records.actions.alone import alone_with
from records.actions.invitations import move_to_address
from records.models import AccessCode, Contact, Invitation


class NameTaken(Exception):
    """The patient has a contact of this name: codes are told apart by it."""


@transaction.atomic
def keep_contact(patient, *, by, at, contact=None, **details) -> Contact:
    """Add somebody, or correct what is known of them. A new address kills what was mailed to the old one (C69).

    Raises NameTaken, also when the other one was added in this very moment.
    """
    alone_with(patient)
    if "name" in details:
        _refuse_namesake(patient, contact, details["name"])
    if contact is None:
        contact = Contact.objects.create(patient=patient, made_at=at, made_by=by, **details)
        verb = "contact.added"
    else:
        contact = Contact.objects.select_for_update().get(pk=contact.pk)
        old_name, old_address = contact.name, contact.email
        for name, value in details.items():
            setattr(contact, name, value)
        contact.save(update_fields=list(details))
        standing = Invitation.objects.standing().filter(contact=contact)
        codes = _codes_of(contact, old_name)
        if not contact.may_have_access:
            standing.update(revoked_at=at, revoked_because="not_authorised")
            codes.update(revoked_at=at, revoked_because="not_authorised")
        elif contact.email.lower() != old_address.lower():
            move_to_address(standing, contact.email, at=at)
            codes.exclude(email="").update(revoked_at=at, revoked_because="address_changed")
        if not contact.may_have_access or contact.email.lower() != old_address.lower():
            _forget(patient, old_address, at=at)
        _follow_name(contact, old_name, at=at)
        verb = "contact.changed"
    audit.record(verb, by=by, target=contact, patient=patient, clinic=patient.clinic_id)
    return contact


def _refuse_namesake(patient, contact, name) -> None:
    others = Contact.objects.filter(patient=patient, ended_at=None).exclude(pk=contact and contact.pk)
    if fold(name) in {fold(other) for other in others.values_list("name", flat=True)}:
        raise NameTaken


def _codes_of(contact, name):
    """The codes that still open the record to this contact; a code knows its holder by name."""
    mine = AccessCode.objects.filter(patient=contact.patient_id, holder_key=fold(name))
    return mine.filter(used_at=None, revoked_at=None)


def _forget(patient, email, *, at) -> None:
    """What other rooms mailed to this address is over, unless it is the patient's own as well."""
    if email and email.lower() != patient.email.lower():
        for room in contract.answerers():
            room.forget_address(patient, email, at=at)


def _follow_name(contact, old_name, *, at) -> None:
    """A code that is on its way to a contact stays theirs under a corrected name, and ends when they do."""
    codes = _codes_of(contact, old_name)
    if contact.name == old_name or not codes.exists():
        return
    # One for somebody of that name is for the same person: the contact's own takes its place.
    older = _codes_of(contact, contact.name).exclude(holder_key=fold(old_name))
    older.update(revoked_at=at, revoked_because="reissued")
    codes.update(holder=contact.name, holder_key=fold(contact.name))


@transaction.atomic
def end_contact(contact, *, by, at) -> bool:
    """They are no longer a contact. What they were invited to is taken back; a grant they hold is ended apart."""
    alone_with(contact.patient_id)
    if not Contact.objects.filter(pk=contact.pk, ended_at=None).update(ended_at=at):
        return False
    Invitation.objects.standing().filter(contact=contact).update(
        revoked_at=at, revoked_because="contact_ended"
    )
    _codes_of(contact, contact.name).update(revoked_at=at, revoked_because="contact_ended")
    patient = contact.patient
    _forget(patient, contact.email, at=at)
    audit.record("contact.ended", by=by, target=contact, patient=patient, clinic=patient.clinic_id)
    return True
