"""Who somebody books or waits for: a person they look after, or somebody new whose name and birth date are typed."""

from datetime import date

from booking.forms import FamilyMember, Myself
from records.actions.grants import give_limited_access
from records.actions.patients import alike, register_patient
from records.models import Patient

NEW = {"self", "other"}  # who is typed in, by the name of their form


def person_forms(account, grants, chosen, sent, *, typed=None) -> dict:
    """The forms for somebody new: `self`, unless the account's own record is among its `grants`, and `other`.

    Only the `chosen` one is filled from what was `sent`. `typed` are the answers of an earlier look.
    """
    known = {"given_name": account.given_name, "family_name": account.family_name} if account else {}
    before, forms = _first_values(typed or {}), {}
    was_self = before.get("relation") == "self"
    if not any(grant.is_self for grant in grants):
        mine = before if was_self else known
        forms["self"] = Myself(sent if chosen == "self" else None, prefix="self", initial=mine)
    others = {} if was_self else before
    forms["other"] = FamilyMember(sent if chosen == "other" else None, prefix="other", initial=others)
    return forms


def _first_values(person) -> dict:
    values = dict(person)
    if "date_of_birth" in values:
        values["date_of_birth"] = date.fromisoformat(values["date_of_birth"])
    return values


def register(person, *, clinic, account, email, at) -> Patient:
    """A proper record of somebody new, as `Person.answers` has them; the account, if there is one, sees what it did."""
    details = {**person, "date_of_birth": date.fromisoformat(person["date_of_birth"]), "email": email}
    relation = details.pop("relation")
    patient = register_patient(clinic=clinic, by=account, at=at, made_online=True, **details)
    if account:
        give_limited_access(account=account, patient=patient, relation=relation, at=at)
    return patient


def known_already(person, *, clinic, account, at) -> Patient | None:
    """The record the account sees of somebody with this name and birth date: whoever types them twice means one."""
    named = {name: person[name] for name in ("given_name", "family_name")}
    born = date.fromisoformat(person["date_of_birth"])
    theirs = Patient.objects.visible_to(account, at=at)
    return alike(clinic, date_of_birth=born, **named).filter(pk__in=theirs.values("pk")).first()
