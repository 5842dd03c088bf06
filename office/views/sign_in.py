"""Why can't they get in? An address, what stands in the way, and the button that helps."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

import audit
from accounts.actions import ask_to_verify, send_reset_link
from accounts.sign_in import open_sign_in
from common import clock
from common.tokens import keyed_digest
from office.only_for import ACTS, only_for
from office.policies import sees_reports
from office.presenters.sign_in import sign_in_page
from office.sign_in import Help, diagnose
from office.views.reports import WHO
from records.actions import invitations
from records.knowing import last_mails, own_address, what_is_known
from records.models import Patient

MAILS = 8


@only_for(sees_reports, says=WHO)
def sign_in(request):
    """An address, or a patient's: what is known of it here. Of any other address nothing is known."""
    at, email, patient = clock.now(), _typed(request.GET.get("email", "")), None
    if wanted := request.GET.get("patient", ""):
        patient = _patient(request, wanted)
        email = patient.email or own_address(patient, at=at)
    known = _known(request, email, at=at)
    page = {"asked": email, "patient": patient, "is_known": known is not None}
    if known:
        page |= sign_in_page(
            known, diagnose(known), last_mails(request.clinic, known, most=MAILS), request.clinic
        )
    if email or patient:
        _note(request, email, patient, known, at=at)
    return render(request, "office/sign_in.html", page)


def _typed(text) -> str:
    """An address as it was typed or pasted, without what no address has and the database does not take."""
    return text.replace("\x00", "").strip()[:254]


def _known(request, email, *, at):
    return what_is_known(request.clinic, email, at=at) if email else None


def _patient(request, wanted) -> Patient:
    try:
        number = uuid.UUID(wanted)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(Patient.objects.of(request.clinic), pk=number)


def _note(request, email, patient, known, *, at):
    audit.opened(
        "sign_in.explained",
        by=request.user,
        target=keyed_digest("sign-in explained", email),
        at=at,
        patient=patient,
        clinic=request.clinic,
        ids=known.patients if known else [],
    )


@only_for(sees_reports, says=WHO, answers=ACTS)
def sign_in_help(request):
    """Do what helps, if it still is what helps; pressed twice it helps once."""
    at, email, what = clock.now(), _typed(request.POST.get("email", "")), request.POST.get("what", "")
    known = _known(request, email, at=at)
    if known is None:
        raise Http404
    if not what or diagnose(known).help != what or not _help(request, known, Help(what), at=at):
        messages.info(request, _("This has changed meanwhile. Look again."))
    return redirect(f"{reverse('office:sign_in')}?{urlencode({'email': known.email})}")


def _help(request, known, what: Help, *, at) -> bool:
    clinic, by = request.clinic, request.user
    if what == Help.UNLOCK:
        open_sign_in(known.email, by=by, clinic=clinic)
        said = _("Sign-in is open again for %(email)s.")
    elif what == Help.VERIFY:
        ask_to_verify(known.account, clinic_id=clinic.pk, at=at)
        said = _("The link to confirm the address is on its way to %(email)s.")
    elif what == Help.RESET:
        send_reset_link(known.owner, clinic_id=clinic.pk, at=at)
        said = _("The link for a new password is on its way to %(email)s.")
    elif renewed := invitations.renew(known.email, clinic_id=clinic.pk, at=at):
        invitations.send(renewed[0], at=at)
        said = _("A fresh invitation is on its way to %(email)s.")
    else:
        return False
    audit.record(
        "account.helped", by=by, target=known.account, clinic=clinic, ids=known.patients, reason=what
    )
    messages.success(request, said % {"email": known.email})
    return True
