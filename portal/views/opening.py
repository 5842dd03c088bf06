"""The fetch is the permission check: every page about a person begins here."""

from django.http import Http404
from django.shortcuts import render

import audit
from portal.household import household_of
from portal.presenters.refused import refusal


def open_record(request, patient_id):
    """The household and the grant on the record in the address; a 404 when it is not there for this account.

    A record of another clinic is not there either, at this clinic's host.
    """
    household = household_of(request)
    grant = household.grant_on(patient_id)
    if grant is None:
        raise Http404
    grant.patient.clinic = request.clinic
    return household, grant


def note(request, household, grant, verb, target=None, **more) -> None:
    """A look into this record: at this, or at the record itself."""
    about = {"target": target or grant.patient, "patient": grant.patient, "clinic": request.clinic}
    audit.opened(verb, by=request.user, at=household.at, **about, **more)


def refuse(request, household, grant, what):
    """A page that says what this access does not cover, and how to ask for it. Nothing of what is there (D1)."""
    note(request, household, grant, "page.refused")
    page = refusal(what, grant)
    return render(request, "portal/refused.html", page, status=403)
