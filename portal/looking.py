"""Seeing as an account: a member of the team looks with a patient's eyes, and touches nothing (product §11).

Nobody's session changes: for one request the portal's own page is asked as the account, and the note of it says who
really looked.
"""

from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import get_script_prefix, reverse, set_script_prefix

import audit
from clinic.theme_sheet import sheet_address
from portal.household import Household
from records.models import Grant
from records.policies import cared_for, grants_of, may_give_access

# What can be looked at; everything else answers that it cannot be done while looking as somebody.
SHOWN = {
    "portal:home", "portal:patient", "portal:visits", "portal:visit", "portal:forms", "portal:details",
    "portal:access", "smartforms:sent",
}  # fmt: skip
# Of these, what is in the record itself is for those who care for the patient, also through the patient's eyes.
CLINICAL = {
    "portal:plans", "portal:plan", "portal:plan_changes", "portal:current_plan",
    "portal:activities", "portal:activity", "portal:activity_picture",
    "portal:documents", "portal:document", "portal:document_view", "portal:document_file",
}  # fmt: skip
SHOWN |= CLINICAL


@dataclass
class Looking:
    """A member of the team who looks as an account, at those of its patients whose access they may know of."""

    member: object
    account: object
    clinic: object
    at: object
    patients: set = field(default_factory=set)
    cared: set = field(default_factory=set)

    @cached_property
    def grants(self) -> list:
        """What the account holds now, as far as this member may know of it."""
        held = grants_of(self.account, at=self.at, clinic=self.clinic)
        return [grant for grant in held if grant.patient_id in self.patients]

    @property
    def prefix(self) -> str:
        return reverse("see_as", args=[self.account.pk])

    def way_out(self, patient=None) -> str:
        """Back to the patient's page in the office."""
        return reverse("office:patient", args=[patient or min(self.patients)])


def begin(member, account, *, clinic, at) -> Looking | None:
    """Who looks as whom; None where this member may not know of any access of this account (D4).

    Front desk, managers and owners know of all access to this clinic's records, practitioners to those of their own.
    """
    held = Grant.objects.filter(account=account, patient__clinic_id=clinic.pk, revoked_at=None)
    patients = set(held.values_list("patient_id", flat=True))
    cared = cared_for(member, patients, at=at)
    known = {one for one in patients if may_give_access(member, cares=one in cared)}
    return Looking(member, account, clinic, at, known, cared) if known else None


@contextmanager
def through_the_eyes_of(looking, request, match, path):
    """The request as the account would have made it, while links stay inside and notes name who really looks."""
    inner = copy(request)
    for kept in ("_member", "_cached_user", "household"):
        inner.__dict__.pop(kept, None)
    inner.user, inner.looking = looking.account, looking
    inner.path = inner.path_info = path
    inner.resolver_match = match
    inner.household = Household(looking.account, looking.clinic, at=looking.at, only=looking.patients)
    inner.outside = {
        "theme_url": sheet_address(looking.clinic),
        "looking_as": {
            "name": looking.account.name or looking.account.email,
            "email": looking.account.email,
            "out_url": looking.way_out(match.kwargs.get("patient")),
        },
    }
    before = get_script_prefix()
    set_script_prefix(looking.prefix)
    try:
        with audit.looking_as(looking.account, by=looking.member.user_id):
            yield inner
    finally:
        set_script_prefix(before)


def strip(request) -> dict:
    """What the frame of a page needs while somebody looks as an account: addresses that lead outside."""
    return getattr(request, "outside", {})


def reads_record(request, patient_id) -> bool:
    """What is about health is for those who care for the patient, also through the patient's eyes."""
    looking = getattr(request, "looking", None)
    return looking is None or patient_id in looking.cared
