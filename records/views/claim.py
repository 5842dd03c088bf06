"""Taking over a visit that was booked under one's own address, from another account (Settled 6)."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

import audit
from accounts import links
from accounts.actions import use_link
from accounts.models import User
from accounts.views import LINK
from common import clock
from records.claims import take_over
from records.policies import grants_of

# A link that proves an address serves as well, once somebody else has proved it in the meantime.
PURPOSES = {"claim", "verify"}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request):
    """The owner of an address adds what was entered under it to their account. Looking changes nothing."""
    at = clock.now()
    link = links.find(request.session.get(LINK, ""))
    owner = _owner(link, at=at)
    if owner is None:
        return _refused(request)
    is_owner = request.user.is_authenticated and request.user.pk == owner.pk
    if request.method == "POST" and request.POST.get("how") == "sign-in":
        return _to_sign_in(request)
    if request.method == "POST":
        return _taken_over(request, link, at=at) if is_owner else _refused(request)
    entered = grants_of(link.account, at=at) if is_owner else []
    if entered:
        shown = [grant.patient_id for grant in entered]
        audit.opened("patients.listed", by=request.user, target=link, at=at, clinic=request.clinic, ids=shown)
    page = {
        "email": link.email,
        "is_owner": is_owner,
        "names": [grant.patient.given_name for grant in entered],
    }
    return render(request, "records/claim.html", page)


def _owner(link, *, at):
    """Whose account this is for; None when the link is over, or its address belongs to nobody else."""
    if link is None or link.purpose not in PURPOSES or not link.is_live(at=at) or link.account.is_verified:
        return None
    owner = User.objects.owner_of(link.email)
    return owner if owner and owner.is_active and owner != link.account else None


def _refused(request):
    # One answer for a spent link, an unknown one, and anybody it is not for.
    return render(request, "accounts/link_over.html", status=410)


def _to_sign_in(request):
    # Usually the browser is still signed in to the very account that is to be taken over.
    token = request.session.get(LINK)
    if request.user.is_authenticated:
        logout(request)
    request.session[LINK] = token
    return redirect(f"{reverse('account_login')}?next={reverse('records_claim')}")


@transaction.atomic
def _taken_over(request, link, *, at):
    if not use_link(link, at=at):
        return _refused(request)
    added = take_over(provisional=link.account, owner=request.user, at=at)
    request.session.pop(LINK, None)
    messages.success(request, _("Added to your account.") if added else _("The other account is closed."))
    return redirect("portal:home")
