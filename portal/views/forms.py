from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.views import safe_next
from portal.household import listed
from portal.presenters.forms import forms_page
from portal.views.opening import note, open_record, refuse
from records.actions.invitations import put_message_away
from records.models import Invitation
from records.policies import may_find_forms
from smartforms.models import Assignment, Series
from smartforms.presenters.entries import series_task

SHOWN = 200


@require_safe
def forms(request, patient):
    """The forms of one person: those that wait first, then what was sent."""
    household, grant = open_record(request, patient)
    if not may_find_forms(grant):
        return refuse(request, household, grant, "forms")
    visible = Assignment.objects.visible_to(request.user, at=household.at).filter(patient=grant.patient)
    # Entries of a diary that are over stand on the diary's own page.
    single = Q(series=None) | Q(pk__in=visible.waiting(at=household.at).values("pk"))
    rows = list(listed(visible.filter(single, cancelled_at=None)).order_by("-sent_at")[:SHOWN])
    series = Series.objects.visible_to(request.user, at=household.at).filter(patient=grant.patient)
    note(request, household, grant, "forms.listed", ids=[row.pk for row in rows])
    # Whoever only looks as this account presses nothing.
    account = None if getattr(request, "looking", None) else request.user
    page = forms_page(rows, grant, account=account, at=household.at, zone=request.clinic.zone)
    page["series"] = [series_task(one) for one in series.select_related("template").order_by("-sent_at")]
    page["welcomes"] = household.messages_on(grant)
    return render(request, "portal/forms.html", page)


@require_POST
def dismissal(request, patient, invitation):
    """Put the message of an invitation away. Pressing twice is harmless."""
    household, grant = open_record(request, patient)
    accepted = Invitation.objects.filter(
        clinic=request.clinic, patient=grant.patient_id, accepted_by=request.user
    )
    found = get_object_or_404(accepted, pk=invitation)
    put_message_away(found, by=request.user, at=household.at)
    return redirect(safe_next(request, default=reverse("portal:patient", args=[patient])))
