"""See as this account: the portal's pages, read only, for the team."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

import audit
from accounts.models import User
from clinic.team import member_behind
from common import clock
from portal import looking
from smartforms.models import Assignment
from smartforms.policies import reads_answers


def see_as(request, account, page=""):
    """One page of the portal as the account sees it. Nothing can be done from here; every look is noted."""
    seen = _looking(request, account)
    if request.method not in ("GET", "HEAD"):
        return _not_here(request, seen, status=405)
    if not page:
        return redirect(f"{seen.prefix}portal/")
    try:
        match = resolve(f"/{page}")
    except Resolver404 as error:
        raise Http404 from error
    if match.view_name not in looking.SHOWN:
        return _not_here(request, seen, match)
    if match.kwargs.get("patient", None) not in {None, *seen.patients}:
        raise Http404
    if match.view_name == "smartforms:sent" and not _may_read(request, seen, **match.kwargs):
        words = _("Answers about health are read by those who care for the patient.")
        return _not_here(request, seen, match, words=words)
    clinic = request.clinic
    if match.view_name in looking.CLINICAL and match.kwargs["patient"] not in seen.cared:
        words = _("What is in the record is read by those who care for the patient.")
        return _not_here(request, seen, match, words=words)
    audit.opened("account.seen_as", by=request.user, target=seen.account, at=seen.at, clinic=clinic)
    with looking.through_the_eyes_of(seen, request, match, f"/{page}") as inner:
        return match.func(inner, *match.args, **match.kwargs)


def _looking(request, account) -> looking.Looking:
    member = member_behind(request)
    if member is None:
        raise Http404
    found = User.objects.filter(pk=account, is_active=True).first()
    seen = found and looking.begin(member, found, clinic=request.clinic, at=clock.now())
    if not seen:
        raise Http404
    return seen


def _may_read(request, seen, patient, assignment) -> bool:
    """Whether this member reads these answers anyway. What is not there at all, the page itself says (404)."""
    rows = Assignment.objects.visible_to(seen.account, at=seen.at).of(request.clinic).filter(patient=patient)
    form = rows.filter(pk=assignment).select_related("patient", "version__template", "response").first()
    if form is None or not form.sent_in:
        return True
    return reads_answers(seen.member, form, at=seen.at)


def _not_here(request, seen, match=None, *, words="", status=403):
    """What is not part of looking: every press, and every page that does or opens something."""
    patient = match.kwargs.get("patient") if match else None
    context = {
        "name": seen.account.name or seen.account.email,
        "back_url": f"{seen.prefix}portal/",
        "out_url": seen.way_out(patient if patient in seen.patients else None),
        "words": words or _("Looking as somebody shows their pages. It opens no form, and presses nothing."),
    }
    return render(request, "portal/not_while_looking.html", context, status=status)
