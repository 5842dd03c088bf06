"""A form sent to many patients: whom it would reach, sending it, how far it is, stopping."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit
from accounts.again import password_again
from clinic.catalogue import catalogue_of
from common import clock
from common.http import posted, seen
from office.forms.many import Here, How, Whom
from office.many import MOST, dispatch_of, patients_for, rows_of
from office.only_for import ACTS, BOTH, only_for
from office.presenters.many import EARLIER, dispatch_page, sending_page
from smartforms import many
from smartforms.actions import CannotSend
from smartforms.models import Dispatch, Template
from smartforms.policies import may_send_to_many
from smartforms.sending import Asking

PER_PAGE = 50
WHO = gettext_lazy("Forms are sent to many by the front desk, managers and owners.")


@only_for(may_send_to_many, says=WHO, answers=BOTH)
def sending(request):
    """Choose a form and patients, look at what would happen, and press. Nothing leaves before that."""
    at, clinic = clock.now(), request.clinic
    templates = Template.objects.of(clinic).in_use()
    given = {"template": request.GET["form"]} if "form" in request.GET else None
    whom = Whom(
        seen(request.GET) if "template" in request.GET else None,
        initial=given, templates=templates, catalogue=catalogue_of(clinic),
    )  # fmt: skip
    if not whom.is_bound or not whom.is_valid():
        return _page(request, whom, None, None, at=at, status=422 if whom.is_bound else 200)
    how = How(posted(request), whom=whom, space=Here(at, clinic.zone))
    patients = patients_for(clinic, whom.cleaned_data, at=at)
    asking = Asking([whom.chosen], **whom.asked())
    lines = many.preview_of(clinic, patients[:MOST], asking, at=at)
    more = len(patients) > MOST
    if request.method == "POST":
        return _send(request, whom, how, lines, more=more, at=at)
    ids = [line.patient.pk for line in lines]
    target = f"forms:{whom.chosen.pk}"
    audit.opened("forms.previewed", by=request.user, target=target, at=at, clinic=clinic, ids=ids)
    return _page(request, whom, how, lines, more=more, at=at)


@password_again
def _send(request, whom, how, lines, *, more, at):
    ticked = set(request.POST.getlist("patient"))
    chosen = [line.patient for line in lines if line.is_sent and str(line.patient.pk) in ticked]
    try:
        number = uuid.UUID(request.POST.get("number", ""))
    except ValueError:
        number = None
    errors = [] if chosen and number else [("", _("Tick at least one patient."))]
    made = None
    if not errors and how.is_valid():
        try:
            made = many.dispatch(
                request.clinic, number=number, patients=chosen, asking=how.asking, by=request.user, at=at
            )
        except CannotSend:
            errors = [("", _("Choose from the forms that are there"))]
    if made is None:
        return _page(request, whom, how, lines, more=more, at=at, errors=errors, status=422)
    return redirect("office:dispatch", made.pk)


def _page(request, whom, how, lines, *, at, more=False, errors=(), status=200):
    earlier = Dispatch.objects.filter(clinic_id=request.clinic.pk).select_related("template")
    dispatches = earlier.order_by("-made_at")[:EARLIER]
    page = sending_page(whom, how, lines, dispatches, more=more, clinic=request.clinic, errors=errors)
    return render(request, "office/forms_sending.html", page, status=status)


def _dispatch(request, pk) -> Dispatch:
    found = dispatch_of(request.clinic, pk)
    if found is None:
        raise Http404
    return found


@only_for(may_send_to_many, says=WHO)
def dispatch(request, dispatch):
    """How many wait, were sent, were not, were stopped; and who."""
    at, found = clock.now(), _dispatch(request, dispatch)
    rows = rows_of(found)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    audit.opened(
        f"forms.dispatch_followed_{page.number}", by=request.user, target=found, at=at, clinic=request.clinic,
        ids=sorted({row.line.patient_id for row in page}),
    )  # fmt: skip
    return render(request, "office/batch.html", dispatch_page(found, rows, page, request.clinic, at=at))


@only_for(may_send_to_many, says=WHO, answers=ACTS)
def dispatch_another_try(request, dispatch):
    """What a fault of ours kept from leaving leaves now."""
    found = _dispatch(request, dispatch)
    if many.try_again(found, by=request.user, at=clock.now()):
        messages.success(request, _("Trying again. Look again in a minute."))
    return redirect("office:dispatch", found.pk)


@only_for(may_send_to_many, says=WHO, answers=ACTS)
def dispatch_stop(request, dispatch):
    """What has not left never leaves."""
    found = _dispatch(request, dispatch)
    if many.stop(found, by=request.user, at=clock.now()):
        messages.success(request, _("Stopped. What has not left stays here."))
    return redirect("office:dispatch", found.pk)
