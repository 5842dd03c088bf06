"""The way back in the notice that a record was opened: for 72 hours, by whoever got the notice (D5)."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from common import clock
from common.tokens import keyed_digest
from records.actions import opening
from records.doors import grant_of_notice
from records.views import knocking

FOR = timedelta(hours=72)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request):
    """Looking changes nothing and names nobody; pressing ends the access and tells the clinic."""
    at, token = clock.now(), knocking.token_of(request)
    grant = grant_of_notice(token) if token else None
    is_ours = grant is not None and grant.patient.clinic_id == request.clinic.pk
    if not is_ours or grant.revoked_at is not None or at >= grant.starts_at + FOR:
        return knocking.over(request)
    # A page that still stands open in another tab must not end what the link followed last speaks of.
    notice = keyed_digest("notice", token)
    if request.method != "POST":
        return render(request, "records/take_back.html", {"notice": notice})
    if request.POST.get("notice") != notice:
        return render(request, "records/take_back.html", {"is_of_another": True}, status=409)
    opening.take_back(grant, at=at)
    knocking.forget_token(request)
    return render(request, "records/taken_back.html")
