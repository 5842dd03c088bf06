"""A patient asks to be forgotten: what goes, what the law keeps, and until when."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.again import password_again
from portal.presenters.erasure import erasure_page
from portal.views.opening import note, open_record, refuse
from records.actions import erasing
from records.models import Erasure
from records.policies import may_share


@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request, patient):
    """What would go and what stays; the password is asked again before it is asked for."""
    household, own = open_record(request, patient)
    if not may_share(own, at=household.at):  # the same people: of age, in full, themselves
        return refuse(request, household, own, "erasure")
    return _asking(request, household, own)


@password_again
def _asking(request, household, own):
    if request.method == "POST":
        erasing.ask(own.patient, by=request.user, at=household.at, by_patient=True, email=request.user.email)
        messages.success(request, _("The clinic has your request. It answers by mail."))
        return redirect("portal:erasure", own.patient_id)
    note(request, household, own, "erasure.opened")
    mine = Erasure.objects.visible_to(request.user, at=household.at).filter(patient=own.patient_id)
    last = mine.order_by("-asked_at").first()
    return render(request, "portal/erasure.html", erasure_page(own, last, at=household.at))
