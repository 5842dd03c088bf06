"""The portal's front page, and the page of one person."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from booking.models import Appointment
from portal import looking
from portal.documents import latest_of
from portal.household import household_of
from portal.plans import plans_of
from portal.presenters import documents as papers
from portal.presenters.home import home_page
from portal.presenters.plan import latest_row
from portal.views.opening import note, open_record
from records.models.access import Scope
from records.policies import sees_all
from records.reading_plans import for_reader


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
    page = home_page(household, grant, coming, latest=_latest(request, household, grant))
    note(request, household, grant, "patient.opened")
    return render(request, "portal/home.html", page)


def _latest(request, household, grant) -> list[dict]:
    """What came last into the record, as far as whoever looks may read it."""
    if not sees_all(grant, Scope.RECORDS) or not looking.reads_record(request, grant.patient_id):
        return []
    plans = plans_of(request.user, grant.patient, at=household.at)
    newest = for_reader(plans, request.user)[:1]
    shared = latest_of(household, grant)
    return [
        *(latest_row(plan, grant) for plan in newest),
        *papers.latest(shared, at=household.at, zone=request.clinic.zone),
    ]
