"""Finding a patient, and the patient's page."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render

import audit
from common import clock
from common.tokens import keyed_digest
from office.doors import for_the_team, in_workspace
from office.finding import patients_like
from office.overview import overview_of
from office.parts import OVERVIEW
from office.presenters.finding import list_page
from office.presenters.overview import overview_page

PER_PAGE = 50


@for_the_team
def patients(request):
    """This clinic's patients, or those who fit what was typed."""
    at, asked = clock.now(), " ".join(request.GET.get("q", "").split())
    page = Paginator(patients_like(request.clinic, asked, at=at), PER_PAGE).get_page(request.GET.get("page"))
    seen = [patient.pk for patient in page]
    # What was typed may be a name, and the audit holds ids only (Settled 7): its fingerprint stands for it.
    target = f"{keyed_digest('patients listed', asked)}:{page.number}"
    audit.opened("patients.listed", by=request.user, target=target, at=at, clinic=request.clinic, ids=seen)
    query = f"{urlencode({'q': asked})}&" if asked else ""
    return render(request, "office/patients.html", list_page(page, asked, request.clinic, at=at, query=query))


@in_workspace(OVERVIEW)
def patient(request, space):
    """One patient at a glance: record, visits, forms."""
    whole = request.GET.get("rows") == "all"
    return render(request, "office/patient.html", overview_page(overview_of(space, whole=whole), whole=whole))
