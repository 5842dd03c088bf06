"""Closing a record to somebody, keeping somebody out, agreeing that they stay. A page asks; only a POST acts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.http import posted
from office.access import account_near
from office.doors import WRITES, in_workspace
from office.forms.reasons import Reason
from office.parts import ACCESS
from office.presenters import deciding
from office.views.access import to_access
from records import actions
from records.actions import grants
from records.joining.standing import chosen_of, standing_of
from records.models import Denial


@in_workspace(ACCESS, methods=WRITES)
def revocation(request, space, grant):
    """End one account's access, from the next click on."""
    found = _grant(space, grant)
    if found.revoked_at is not None:
        return to_access(space)
    if request.method == "POST":
        if grants.revoke(found, by=request.user, at=space.at):
            messages.success(request, _("Access of %(email)s revoked.") % {"email": found.account.email})
        return to_access(space)
    return render(request, "office/confirm.html", deciding.revocation_page(space, found))


@in_workspace(ACCESS, methods=WRITES)
def consent(request, space, grant):
    """The young person agreed, before staff, that somebody keeps seeing the record."""
    found = _grant(space, grant)
    if not found.is_resting:
        return to_access(space)
    if request.method == "POST":
        actions.record_consent(found, by=request.user, at=space.at)
        messages.success(request, _("Consent recorded."))
        return to_access(space)
    return render(request, "office/confirm.html", deciding.consent_page(space, found))


@in_workspace(ACCESS, methods=WRITES)
def denial(request, space, account):
    """Keep one account out, whatever it is or will be granted."""
    found = _account_near(space, account)
    form = Reason(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.deny(space.patient, found, by=request.user, at=space.at, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(email)s is denied.") % {"email": found.email})
        return to_access(space)
    page = deciding.denial_page(space, found, form)
    return render(request, "office/confirm.html", page, status=422 if form.is_bound else 200)


@in_workspace(ACCESS, methods=WRITES)
def denial_lifting(request, space, account):
    """What the account was granted counts again."""
    facts = standing_of(Denial, space.patient, account=account)
    found = chosen_of(facts, request.GET.get("which"))  # of several
    if found is None:
        if not facts:
            _account_near(space, account)
        return to_access(space)
    others = len(facts) - 1
    if request.method == "POST":
        actions.lift_denial(found, by=request.user, at=space.at)
        words = _("Denial of %(email)s lifted.")
        if others:
            words = _("Lifted. Another denial of %(email)s stands until it is lifted too.")
        messages.success(request, words % {"email": found.account.email})
        return to_access(space)
    return render(request, "office/confirm.html", deciding.denial_lifting_page(space, found, others=others))


def _grant(space, pk):
    found = next((grant for grant in space.grants if grant.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _account_near(space, pk):
    found = account_near(space, pk)
    if found is None:
        raise Http404
    return found
