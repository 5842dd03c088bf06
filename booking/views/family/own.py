"""The family day of whoever is signed in, and where it stands."""

from django.http import Http404
from django.urls import reverse

import audit
from booking.family.holding import holds_of
from booking.models import FamilyDay
from booking.rules import rules_of
from common import clock
from records.policies import grants_of


def own_day(request, day_id) -> FamilyDay:
    """The family day with this id, if this account began it here. Anybody else's is not there (404)."""
    mine = FamilyDay.objects.filter(account=request.user, clinic_id=request.clinic.pk)
    day = mine.select_related("booking", "location").filter(pk=day_id).first()
    if day is None or not (day.booking_id or rules_of(request.clinic).is_online):
        raise Http404
    day.clinic = request.clinic
    return day


def people_it_may_bring(request, day) -> list:
    """The grants of the account here. Showing the names and birth dates on them is written down."""
    at = clock.now()
    grants = grants_of(request.user, at=at, clinic=request.clinic)
    if grants:
        shown = [grant.patient_id for grant in grants]
        target = day or request.user
        audit.opened(
            "patients.listed", by=request.user, target=target, at=at, clinic=request.clinic, ids=shown
        )
    return grants


def next_url(day) -> str:
    """The first page of a family day that has not been answered."""
    if day.booking_id:
        name = "family_done"
    elif not day.members:
        name = "family_who"
    elif not day.has_visits:
        name = "family_visits"
    else:
        name = "family_check" if holds_of(day) else "family_way"
    return reverse(f"booking:{name}", args=[day.pk])
