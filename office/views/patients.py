"""The patient's page, and a record that is made."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit
from common import clock
from common.http import posted
from office.doors import in_workspace
from office.forms.personal import NewPatient
from office.joining import merges_of
from office.only_for import BOTH, only_for
from office.overview import overview_of
from office.parts import OVERVIEW
from office.personal import card_of
from office.presenters.finding import new_page
from office.presenters.overview import overview_page
from office.presenters.proposals import detail_rows
from office.views.finding import then_of
from records.actions import register_patient
from records.joining.pairs import pairs_with
from records.policies import may_keep_contacts

MAKES = gettext_lazy("Records are made by the front desk, managers and owners.")


@in_workspace(OVERVIEW)
def patient(request, space):
    """One patient at a glance: record, visits, forms."""
    whole = request.GET.get("rows") == "all"
    found, mark = card_of(space)
    rows = detail_rows(space, found)
    twins = pairs_with(space.patient) if space.keeps_details else []
    merges = merges_of(space.patient, at=space.at) if space.keeps_details and space.patient.is_joined else []
    overview = overview_of(space, whole=whole)
    page = overview_page(overview, rows, mark=mark, whole=whole, twins=twins, merges=merges)
    return render(request, "office/patient.html", page)


@only_for(may_keep_contacts, says=MAKES, answers=BOTH)
def new_patient(request):
    """A record of somebody who stands at the desk or is on the telephone; `?then=visit` goes on to a visit."""
    form, at = NewPatient(posted(request), clinic=request.clinic), clock.now()
    if request.method == "POST" and form.is_valid():
        made = register_patient(
            clinic=request.clinic, by=request.user, at=at, made_online=False, **form.details
        )
        messages.success(request, _("The record of %(name)s is made.") % {"name": made.name})
        return redirect("office:booking" if then_of(request) else "office:patient", made.pk)
    page, status = new_page(form, then_of(request)), 422 if form.is_bound else 200
    if form.twins:
        seen = [twin.pk for twin in form.twins]
        audit.opened(
            "patients.listed", by=request.user, target="twins", at=at, clinic=request.clinic, ids=seen
        )
    return render(request, "office/patient_new.html", page, status=status)
