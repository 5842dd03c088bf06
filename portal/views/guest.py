"""A guest's visit, behind the link of their mail: one visit, no clinical words, kept in an account if they like.

Looking changes nothing (mail scanners follow links), and no page has an id in its address.
"""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

import audit
from accounts.actions import prove_by_mail
from booking.actions.will_come import is_asked
from booking.guests import AsGuest, NotKept, keep_in_account, link_of, visit_of
from booking.visitors import BOOKED_HERE
from common import clock
from portal.presenters import changing, will_come
from portal.presenters import visits as show
from portal.reach import Reach, behind_link
from portal.views.attendance import answer_for_visit
from portal.views.changing import cancel_visit
from portal.views.moving import move_visit
from portal.views.visits import file_of
from records.views import knocking


def _followed(request):
    """The link of a guest's mail that this browser followed last; None for one that did not come by mail."""
    return link_of(knocking.token_of(request))


def _link(request):
    """The link that this browser followed, or that of what was booked in it."""
    return _followed(request) or link_of(request.session.get(BOOKED_HERE, ""))


def _reach(request) -> Reach | None:
    """The visit of this browser's link; None when it opens nothing (any more), or not here."""
    at, link = clock.now(), _link(request)
    visit = visit_of(link, at=at)
    if visit is None or visit.clinic_id != request.clinic.pk:
        return None
    who = {"by": None, "patient": visit.patient_id, "clinic": request.clinic}
    audit.opened("appointment.opened", target=visit, at=at, **who)
    return Reach(visit, AsGuest.of(visit), None, at, behind_link())


def _behind_link(*methods):
    """A page behind a guest's link; the view gets the reach. A link that opens nothing has one answer (410)."""

    def dressed(view):
        @login_not_required
        @require_http_methods(methods)
        @wraps(view)
        def guarded(request):
            found = _reach(request)
            return view(request, found) if found else knocking.over(request)

        return guarded

    return dressed


@_behind_link("GET", "HEAD")
def guest_visit(request, found):
    """When, where, with whom, how to change it, and the way to keep it in an account."""
    visit, clinic = found.visit, request.clinic
    is_coming = not visit.is_off and visit.ends_at > found.at
    page = {
        **found.page,
        "title": show.title(visit, found.grant, zone=clinic.zone),
        "card": show.card(visit, found.grant, clinic=clinic, at=found.at, when=is_coming, links=[]),
        "is_coming": is_coming,
        "change": changing.ways(found, clinic=clinic) if is_coming else None,
        "will_come": will_come.button(found) if is_asked(visit, at=found.at) else None,
        "facts": show.facts(visit, None, zone=clinic.zone),
        "keeping_url": reverse("guest_keeping"),
        "again_url": reverse("booking:services"),
    }
    return render(request, "portal/guest_visit.html", page)


@_behind_link("GET", "HEAD", "POST")
def guest_cancellation(request, found):
    """Cancel it, as in the portal."""
    return cancel_visit(request, found, lambda: _reach(request))


@_behind_link("GET", "HEAD", "POST")
def guest_move(request, found):
    """Move it, as in the portal."""
    return move_visit(request, found)


@_behind_link("GET", "HEAD", "POST")
def guest_attendance(request, found):
    """Say that one will come, as in the portal."""
    return answer_for_visit(request, found)


@_behind_link("GET", "HEAD")
def guest_calendar(request, found):
    """Its file for a calendar."""
    return file_of(found, request.clinic)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def guest_keeping(request):
    """Sign in or make an account, look once, and the visit is kept there. What is kept already leads there."""
    found = _reach(request)
    if found is None:
        return _kept_already(request) or knocking.over(request)
    here = reverse("guest_keeping")
    if not request.user.is_authenticated:
        return render(
            request, "portal/guest_keeping.html", {**found.page, "card": _card(request, found), "here": here}
        )
    link, is_post = found.visit.booking.manage_link, request.method == "POST"
    if not _is_proved(request, found, really=is_post):
        return render(request, "records/prove_first.html", {"here": here}, status=403)
    if not is_post:
        page = {**found.page, "card": _card(request, found), "email": request.user.email}
        return render(request, "portal/guest_keeping.html", page)
    try:
        kept = keep_in_account(link, by=request.user, at=found.at)
    except NotKept:
        return knocking.over(request)
    messages.success(request, _("The visit is in your account now."))
    return redirect("portal:visit", kept.patient_id, kept.pk)


def _is_proved(request, found, *, really) -> bool:
    """Whether the account proved its address. Only the mail's link does that by itself: anybody types an address."""
    if _followed(request) is None:
        return request.user.is_verified
    return prove_by_mail(request.user, found.visit.booking.guest_email, at=found.at, really=really)


def _kept_already(request):
    link = _link(request)
    if link is None or link.kept_by_id is None or link.kept_by_id != request.user.pk:
        return None
    visit = link.booking.appointments.first()
    return redirect("portal:visit", visit.patient_id, visit.pk)


def _card(request, found) -> dict:
    return show.card(found.visit, found.grant, clinic=request.clinic, at=found.at, links=[])
