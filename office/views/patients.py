"""Finding a patient, and the patient's page."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

import audit
from clinic.team import member_behind
from common import clock
from common.tokens import keyed_digest
from office.doors import for_the_team
from office.finding import patients_like
from office.presenters.finding import list_page
from office.presenters.person import patient_page
from office.workspace import open_workspace, patients_of

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


@for_the_team
def patient(request, patient):
    """One patient: record, visits, forms, who has access."""
    at, whole = clock.now(), request.GET.get("rows") == "all"
    found = patients_of(request.clinic).filter(pk=patient).first()
    if found is None:
        raise Http404
    found.clinic = request.clinic
    space = open_workspace(member_behind(request), found, at=at, whole=whole)
    audit.opened("patient.opened", by=request.user, target=found, at=at, patient=found, clinic=request.clinic)
    return render(request, "office/patient.html", patient_page(space, at=at, whole=whole))
