"""A patient lets somebody else see their record, and takes an invitation back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.again import password_again
from common.http import posted
from portal.forms import Sharing
from portal.views.opening import note, open_record, refuse
from records.actions.invitations import revoke_invitation
from records.actions.sharing import NotYoursToShare, share
from records.models import Invitation
from records.policies import may_share


@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request, patient):
    """Whom, how much, until when; the password is asked again first."""
    household, own = open_record(request, patient)
    if not may_share(own, at=household.at):
        return refuse(request, household, own, "sharing")
    return _asked_again(request, household, own)


@password_again
def _asked_again(request, household, own):
    own.account = request.user
    form = Sharing(posted(request), own=own, at=household.at)
    if form.is_valid():
        return _shared(request, household, own, form.cleaned_data)
    note(request, household, own, "access.listed")
    page = {"patient": own.patient, "grant": own, "form": form, "has_errors": form.is_bound}
    return render(request, "portal/sharing.html", page, status=422 if form.is_bound else 200)


def _shared(request, household, own, asked):
    asked["last_day"] = asked.pop("until")
    try:
        share(own, by=request.user, at=household.at, **asked)
    except NotYoursToShare:  # ended between two looks
        return refuse(request, household, own, "sharing")
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": asked["email"]})
    return redirect("portal:access", own.patient_id)


@require_POST
def withdrawal(request, patient, invitation):
    """Take an invitation back, as long as nobody accepted it."""
    household, own = open_record(request, patient)
    sent = Invitation.objects.filter(
        clinic=request.clinic, patient=own.patient, by_patient=True, issued_by=request.user
    )
    found = get_object_or_404(sent, pk=invitation)
    revoke_invitation(found, by=request.user, at=household.at)
    if found.accepted_at:
        messages.info(request, _("This invitation was accepted already. You can end the access instead."))
    else:
        messages.success(request, _("Invitation taken back."))
    return redirect("portal:access", own.patient_id)
