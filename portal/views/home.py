"""The portal's front page, and the page of one person."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

import audit
from booking.models import Appointment
from portal import looking
from portal.documents import latest_of
from portal.household import household_of
from portal.presenters.documents import latest
from portal.presenters.home import home_page
from portal.views.opening import open_record


@require_safe
def home(request):
    """The account holder's own page, or the first person's; without any record, how to get one."""
    household = household_of(request)
    if not household.grants:
        return render(request, "portal/empty.html", {"has_resting": household.has_resting})
    return redirect("portal:patient", household.grants[0].patient_id)


@require_safe
def another(request):
    """One more record for this account: by a code of the clinic, or by booking for somebody new."""
    return render(request, "portal/another.html")


@require_safe
def patient(request, patient):
    """What is next, what is to do, who else is in the family."""
    household, grant = open_record(request, patient)
    visible = Appointment.objects.visible_to(request.user, at=household.at, grants=household.grants)
    coming = list(visible.coming(at=household.at).with_names())
    page = home_page(household, grant, coming)
    # What is in the record is for those who care, also where somebody of the team looks as this account.
    documents = latest_of(household, grant) if looking.reads_note(request, grant.patient_id) else []
    page["latest"] = latest(documents, at=household.at, zone=request.clinic.zone)
    audit.opened(
        "patient.opened",
        by=request.user,
        target=grant.patient,
        patient=grant.patient,
        clinic=request.clinic,
        at=household.at,
    )
    return render(request, "portal/home.html", page)
