"""Where the link of an invitation to the team leads: sign in, or make the account it is for, then one press."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import create_account, live_link, prove_by_mail, verify_address
from accounts.middleware import works_here_now
from accounts.models import User
from accounts.second_factor import is_compulsory_for_staff
from accounts.views import BACKEND, LINK
from clinic import inviting
from clinic.accepting_form import NewColleague
from clinic.policies import may_be_accepted
from clinic.team_mail import role_words
from common import clock
from common.http import posted

OVER = "accounts/link_over.html"


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def team_invitation(request):
    """Looking changes nothing. Whoever is signed in with another address is refused, however they came by the link."""
    at = clock.now()
    invitation = inviting.invitation_of(request.session.get(LINK, ""))
    is_here = invitation is not None and invitation.clinic_id == request.clinic.pk
    if not is_here or not may_be_accepted(invitation, at=at):
        return render(request, OVER, status=410)
    page = {
        "roles": role_words(invitation.roles),
        "email": invitation.email,
        "by": invitation.issued_by,
        "needs_step": is_compulsory_for_staff(),
    }
    if request.user.is_authenticated:
        return _signed_in(request, invitation, page, at=at)
    if User.objects.owner_of(invitation.email):
        return render(request, "clinic/team_invitation.html", page | {"signs_in": True})
    form = NewColleague(posted(request), account=User(email=invitation.email))
    if not form.is_valid():
        page |= {"form": form, "has_errors": form.is_bound}
        return render(request, "clinic/team_invitation.html", page, status=422 if form.is_bound else 200)
    account = _born(invitation, at=at, **form.cleaned_data)
    if account is None:  # somebody proved the address in this very moment
        return redirect("team_invitation")
    login(request, account, backend=BACKEND)
    return _join(request, invitation, at=at)


def _signed_in(request, invitation, page, *, at):
    asks = request.method != "POST"
    same = request.user.email.lower() == invitation.email
    if not same or not prove_by_mail(request.user, invitation.email, at=at, really=not asks):
        return render(request, "clinic/team_invitation.html", page | {"is_other": True}, status=403)
    if asks:
        return render(request, "clinic/team_invitation.html", page | {"joins": True})
    request.user.refresh_from_db()
    return _join(request, invitation, at=at)


@transaction.atomic
def _born(invitation, *, at, password, given_name, family_name):
    """The account of whoever holds the mail; None where the address has an owner by now, who signs in instead."""
    account = create_account(
        email=invitation.email, password=password, at=at, given_name=given_name, family_name=family_name
    )
    if not verify_address(live_link(account, "verify", email=account.email, at=at), at=at):
        transaction.set_rollback(True)
        return None
    account.refresh_from_db()
    return account


def _join(request, invitation, *, at):
    if inviting.accept(invitation, request.user, at=at) is None:
        return render(request, OVER, status=410)
    request.session.pop(LINK, None)
    works_here_now(request)
    messages.success(request, _("Welcome to the team of %(clinic)s.") % {"clinic": request.clinic.name})
    return redirect("office:home")
