"""The link in the mail to a new address of a record: whoever reads that mailbox says that it is read (product §8)."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from common import clock
from common.tokens import keyed_digest
from records.actions import new_address as actions
from records.doors import new_address_of
from records.policies import is_locked_down
from records.views import knocking


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_address(request):
    """Looking changes nothing and names nobody; pressing lets the clinic decide about the address."""
    at, token = clock.now(), knocking.token_of(request)
    proposal = new_address_of(token) if token else None
    is_ours = proposal is not None and proposal.patient.clinic_id == request.clinic.pk
    if not is_ours or not _works(proposal, at=at):
        return knocking.over(request)
    # A page that still stands open in another tab must not confirm what the link followed last speaks of.
    which = keyed_digest("new address", token)
    if request.method != "POST":
        page = {"which": which, "address": proposal.value}
        return render(request, "records/new_address.html", page)
    if request.POST.get("which") != which:
        return render(request, "records/new_address.html", {"is_of_another": True}, status=409)
    if not actions.confirm(proposal, at=at):
        return knocking.over(request)
    knocking.forget_token(request)
    return render(request, "records/new_address_confirmed.html")


def _works(proposal, *, at) -> bool:
    shut = is_locked_down(proposal.patient_id, at=at, issued_at=proposal.asked_at)
    return proposal.may_be_confirmed(at=at) and not shut
