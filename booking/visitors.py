"""Who is booking in this browser: a random mark, and the holds it made. Kept in the session, from the hold on."""

import secrets

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404

from booking.actions.holding import Visitor, mark_of, with_names
from booking.models import Hold
from booking.policies import may_bring_existing
from common import clock
from common.tokens import keyed_digest
from records.policies import grants_of

KEY = "booking"
BOOKED_HERE = "booked_here"  # the secret of the visit that a guest booked in this browser; no mail brought it


def visitor_of(request) -> Visitor:
    """The visitor behind a request that is about to hold a time."""
    memory = request.session.setdefault(KEY, {"mark": secrets.token_hex(16), "holds": []})
    address = get_adapter(request).get_client_ip(request) or ""
    return Visitor(mark=memory["mark"], address=keyed_digest("visitor address", address))


def remember(request, held) -> None:
    """This browser made this hold."""
    memory = request.session[KEY]
    memory["holds"] = [*memory["holds"], str(held.pk)][-12:]
    request.session.modified = True


def knows(request, hold_id) -> bool:
    """Whether this browser made the hold."""
    return str(hold_id) in request.session.get(KEY, {}).get("holds", [])


def own_hold(request, hold_id) -> Hold:
    """The hold, with everything a page shows of it. Anybody else's is not there (404)."""
    held = None
    if knows(request, hold_id):
        held = Hold.objects.filter(pk=hold_id, clinic_id=request.clinic.pk).first()
    if held is None:
        raise Http404
    with_names(held, request.clinic)
    # Answers are of the account that gave them: whoever signs in next in this browser starts with none.
    if held.answers.get("by") != mark_of(request.user):
        held.answers = {}
    return held


def is_returning(request) -> bool:
    """Whether an existing patient of the clinic is signed in; asked only where a session cookie came along."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return False
    at = clock.now()
    return may_bring_existing(grants_of(request.user, at=at, clinic=request.clinic), at=at)
