"""Why don't they see the form? A patient's forms, visit by visit, and the buttons that put them right."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit
from accounts.models import User
from booking.actions import bringing
from booking.models import Appointment
from clinic.team import member_behind
from common import clock
from office.forms_report import addresses_of, forms_report
from office.only_for import ACTS, only_for, refuse
from office.policies import sees_forms
from office.presenters.forms_report import forms_report_page
from records.models import Patient
from records.policies import cares_for, may_give_access
from smartforms import mailing, mending
from smartforms.models import Assignment

WHO = gettext_lazy(
    "What became of a patient’s forms is for the front desk, managers, owners, and those who care for the patient."
)


def _number(text) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error


def _patient(request, text) -> Patient:
    patient = get_object_or_404(Patient.objects.of(request.clinic), pk=_number(text))
    patient.clinic = request.clinic
    return patient


def _may(request, patient, *, at) -> bool:
    member = member_behind(request)
    return may_give_access(member, cares=cares_for(member, patient, at=at))


@only_for(sees_forms, says=WHO)
def forms_of_patient(request):
    """One patient's recent visits and their forms; without a patient, how to get here."""
    if not request.GET.get("patient"):
        return render(request, "office/forms_report.html")
    at, patient = clock.now(), _patient(request, request.GET["patient"])
    if not _may(request, patient, at=at):
        return refuse(request, WHO)
    audit.opened(
        "forms.explained", by=request.user, target=patient, at=at, patient=patient, clinic=request.clinic
    )
    page = forms_report_page(forms_report(patient, at=at), patient, at=at)
    return render(request, "office/forms_report.html", page)


@only_for(sees_forms, says=WHO, answers=ACTS)
def forms_help(request):
    """Put one form right; pressed twice it is put right once."""
    at, patient = clock.now(), _patient(request, request.POST.get("patient", ""))
    if not _may(request, patient, at=at):
        return refuse(request, WHO)
    act = ACTIONS.get(request.POST.get("what", ""))
    if act is None:
        raise Http404
    if said := act(request, patient, at=at):
        messages.success(request, said)
    else:
        messages.info(request, _("This has changed meanwhile. Look again."))
    return redirect(f"{reverse('office:forms_report')}?patient={patient.pk}")


def _visit(request, patient) -> Appointment:
    rows = Appointment.objects.filter(clinic=request.clinic.pk, patient=patient).with_names()
    visit = get_object_or_404(rows, pk=_number(request.POST.get("visit", "")))
    visit.clinic = request.clinic
    return visit


def _form(request, patient) -> Assignment:
    rows = Assignment.objects.of(request.clinic).filter(patient=patient).select_related("account")
    return get_object_or_404(rows, pk=_number(request.POST.get("form", "")))


def _assign(request, patient, *, at):
    template = request.POST.get("template", "")
    number = int(template) if template.isascii() and template.isdecimal() and len(template) < 15 else 0
    if bringing.bring_form(_visit(request, patient), template_id=number, by=request.user, at=at):
        return _("The form is sent.")
    return ""


def _hand(request, patient, *, at):
    form, account = _form(request, patient), _number(request.POST.get("account", ""))
    found = User.objects.filter(pk=account, is_active=True).first()
    if found and mending.hand_to(form, account=found, by=request.user, at=at):
        return _("The form went to %(email)s.") % {"email": found.email}
    return ""


def _extend(request, patient, *, at):
    if mending.extend(_form(request, patient), by=request.user, at=at):
        return _("The form is open for 30 more days.")
    return ""


def _tell(request, patient, *, at):
    form, visit = _form(request, patient), _visit(request, patient)
    of_visit = visit.assignments.filter(pk=form.pk).exists()
    if form.account and of_visit and bringing.tell_again(visit, account=form.account, by=request.user, at=at):
        return _("The link is on its way to %(email)s.") % {"email": form.account.email}
    return ""


def _mail(request, patient, *, at):
    to = next((one for one in addresses_of(patient, at=at) if one.key == request.POST.get("to")), None)
    if to is None:
        return ""
    if mailing.mail_forms(patient, email=to.email, relation=to.relation, by=request.user, at=at):
        return _("A link to the forms is on its way to %(email)s.") % {"email": to.email}
    return ""


ACTIONS = {"assign": _assign, "hand": _hand, "extend": _extend, "tell": _tell, "mail": _mail}
