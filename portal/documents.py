"""The documents of a record as one account may see them."""

from common.paging import a_page
from records.models import Document
from records.models.access import Scope
from records.news import unopened
from records.policies import sees_all

A_PAGE = 20


def shown_to(household, grant):
    """What the clinic shared and this account sees, each with whether it is new to it."""
    rows = Document.objects.visible_to(household.account, at=household.at).filter(patient=grant.patient_id)
    return unopened(rows.select_related("practitioner"), household.account)


def page_of(household, grant, number: int) -> tuple[list, bool]:
    """One page, the last dated first, and whether there are more."""
    rows = shown_to(household, grant).order_by("-dated_on", "-shared_at", "pk")
    return a_page(rows, number, A_PAGE)


def of_plan(household, grant, plan, most: int = 10) -> tuple[list, bool]:
    """What belongs to a plan, the last dated first: a test's paper, and what came of it; and whether there is more."""
    rows = shown_to(household, grant).filter(chart=plan)
    found = list(rows.order_by("-dated_on", "-shared_at", "pk")[: most + 1])
    return found[:most], len(found) > most


def latest_of(household, grant, most: int = 2) -> list:
    """The documents shared last, for the person's own page."""
    if not sees_all(grant, Scope.RECORDS):
        return []
    return list(shown_to(household, grant).order_by("-shared_at", "pk")[:most])
