"""Corrections in words: who wrote when."""

from django.utils.translation import gettext as _

from common import wording
from smartforms import addenda


def addenda_rows(response, *, for_staff=False) -> list[dict]:
    """[{"who", "when", "words"}] for the page of a sent form. Of the team the patient's side reads “The clinic”."""
    zone = response.assignment.clinic.zone
    return [
        {
            "who": _who(one, for_staff),
            "when": wording.moment_with_year(one.at.astimezone(zone)),
            "words": one.words,
        }
        for one in addenda.of(response)
    ]


def _who(addendum, for_staff: bool) -> str:
    if addendum.from_clinic:
        return str(addendum.by) if for_staff else _("The clinic")
    account = addendum.by
    return f"{account.name} ({account.email})" if for_staff and account.name else str(account)
