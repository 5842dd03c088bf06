"""Somebody new, as they were typed while booking or joining the waiting list, gets a record."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from records.actions.grants import give_limited_access
from records.actions.patients import alike, register_patient
from records.actions.proposals import put_forward
from records.models import Patient
from records.models.access import Scope
from records.policies import grants_of, sees_all


@transaction.atomic
def register(person, *, clinic, email, by, at) -> Patient:
    """Make a proper record of somebody new, as `forms.Person.answers` has them (product §4).

    `by` is the account that books for them, which then sees what it did itself, or None: a guest.
    """
    details = {**person, "date_of_birth": date.fromisoformat(person["date_of_birth"]), "email": email}
    relation = details.pop("relation")
    patient = register_patient(clinic=clinic, by=by, at=at, made_online=True, **details)
    if by:
        give_limited_access(account=by, patient=patient, relation=relation, at=at)
    return patient


def put_forward_typed(patient, person, *, by, at) -> None:
    """What was typed about somebody who has a record already never changes it: it waits for the clinic (product §8)."""
    if person.get("phone"):
        grant = next(one for one in grants_of(by, at=at) if one.patient_id == patient.pk)
        knows = sees_all(grant, Scope.RECORDS)
        put_forward(patient, {"phone": person["phone"]}, by=by, at=at, knows=knows, source=_("Waiting list"))


def known_already(person, *, clinic, account, at) -> Patient | None:
    """The record the account sees of somebody with this name and birth date: whoever types them twice means one."""
    named = {name: person[name] for name in ("given_name", "family_name")}
    born = date.fromisoformat(person["date_of_birth"])
    theirs = Patient.objects.visible_to(account, at=at)
    return alike(clinic, date_of_birth=born, **named).filter(pk__in=theirs.values("pk")).first()
