"""Who somebody books or waits for: the forms for somebody new, whose name and birth date are typed."""

from datetime import date

from booking.forms import FamilyMember, Myself

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
