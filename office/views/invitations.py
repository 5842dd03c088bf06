"""Inviting many at once: what would be sent, sending it, how far it is, stopping."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit
from accounts.again import password_again
from common import clock
from office.only_for import ACTS, BOTH, only_for
from office.presenters.batch import batch_page
from office.presenters.invitations import SENT, invitations_page, list_page
from records.actions import bulk
from records.batches import progress_of
from records.bulk import Outcome, preview_of
from records.models import Batch
from records.policies import may_invite_in_bulk, rules_of

PER_PAGE, EARLIER = 50, 5
WHO = gettext_lazy("Inviting many people at once is for managers and owners.")


@only_for(may_invite_in_bulk, says=WHO, answers=BOTH)
def invitations(request):
    """Who would get a mail and who would not. Nothing is sent until it is pressed."""
    if request.method == "POST":
        return _send(request)
    return _preview(request)


def _preview(request, *, errors=(), status=200):
    at, clinic = clock.now(), request.clinic
    preview, rules = preview_of(clinic, at=at), rules_of(clinic)
    shown = request.GET.get("show", "")
    if shown in set(Outcome) - set(SENT):
        page = Paginator(preview.others.get(Outcome(shown), []), PER_PAGE).get_page(request.GET.get("page"))
        _note(request, f"{shown}:{page.number}", list(page), at=at)
        return render(
            request, "office/invitations_list.html", list_page(preview, rules, Outcome(shown), page)
        )
    _note(request, "", [line.patient for one in preview.mailings for line in one.lines], at=at)
    batches = Batch.objects.filter(clinic_id=clinic.pk).annotate(people=Count("invitations"))
    batches = batches.select_related("made_by").order_by("-made_at")[:EARLIER]
    page = {
        **invitations_page(preview, rules, clinic, batches, at=at),
        "number": uuid.uuid4(),
        "errors": errors,
        "has_errors": bool(errors),
    }
    return render(request, "office/invitations.html", page, status=status)


def _note(request, which, patients, *, at):
    target = f"invitations:{which}"
    audit.opened(
        "invitations.previewed", by=request.user, target=target, at=at, clinic=request.clinic, ids=patients
    )


@password_again
def _send(request):
    keys = set()
    for name in ("family", "single"):
        if name not in request.POST.getlist("without"):
            keys |= set(request.POST.getlist(name))
    try:
        number = uuid.UUID(request.POST.get("number", ""))
    except ValueError:
        number = None
    if not keys or number is None:
        return _preview(request, errors=[("", _("Tick at least one mail."))], status=422)
    batch = bulk.send_invitations(request.clinic, keys=keys, number=number, by=request.user, at=clock.now())
    if batch is None:
        words = _("What you ticked has changed meanwhile, so nothing was sent. Look again.")
        return _preview(request, errors=[("", words)], status=409)
    return redirect("office:batch", batch.pk)


@only_for(may_invite_in_bulk, says=WHO, answers=ACTS)
def sample(request):
    """The mail as it will look, to one's own address."""
    bulk.send_sample(request.clinic, to=request.user, at=clock.now())
    messages.success(
        request,
        _("A sample is on its way to %(email)s. Its link opens nothing.") % {"email": request.user.email},
    )
    return redirect("office:invitations")


def _batch(request, number) -> Batch:
    found = Batch.objects.filter(pk=number, clinic_id=request.clinic.pk).select_related("made_by").first()
    if found is None:
        raise Http404
    return found


@only_for(may_invite_in_bulk, says=WHO)
def batch(request, batch):
    """How many wait, were sent, accepted, not sent, stopped; and who."""
    at, found = clock.now(), _batch(request, batch)
    progress = progress_of(found)
    page = Paginator(progress.rows, PER_PAGE).get_page(request.GET.get("page"))
    seen = {row.invitation.patient_id for row in page}
    audit.opened(
        f"invitations.followed_{page.number}",
        by=request.user,
        target=found,
        at=at,
        clinic=request.clinic,
        ids=sorted(seen),
    )
    return render(request, "office/batch.html", batch_page(progress, page, request.clinic, at=at))


@only_for(may_invite_in_bulk, says=WHO, answers=ACTS)
def batch_stop(request, batch):
    """What has not left never leaves."""
    found = _batch(request, batch)
    if bulk.stop(found, by=request.user, at=clock.now()):
        messages.success(request, _("Stopped. What has not left stays here."))
    return redirect("office:batch", found.pk)
