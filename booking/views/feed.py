"""A calendar at a secret address, for programs that fetch it: no session, no page, one answer to whoever is wrong."""

import hashlib
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from accounts import tries
from booking.calendar_file import feed_file
from booking.feeds import feed_of, note_fetch, visits_in
from clinic.letterhead import site_of
from common import clock

# From one network, of one calendar; and of all addresses together that open nothing. A provider that fetches for many
# comes from few networks, so what opens something is never refused for what others tried.
FETCHES = tries.Limit("calendar fetches", 60, timedelta(hours=1))
PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_safe
@sensitive_variables("secret")
def calendar(request, secret):
    """The visits of whoever made this address. Unknown, taken back, ended or locked down: the same 404."""
    at, network = clock.now(), get_adapter(request).get_client_ip(request) or ""
    feed = feed_of(secret, request.clinic, at=at)
    counter = FETCHES.of(network, feed.pk if feed else "of nothing")
    if not tries.count([counter], at=at):
        answer = HttpResponse("Too many requests.\n", status=429, content_type=PLAIN)
        answer["Retry-After"] = str(max(1, int(tries.wait([counter], at=at).total_seconds())))
    elif feed is None:
        answer = HttpResponse("There is no calendar at this address.\n", status=404, content_type=PLAIN)
    else:
        answer = _handed_out(request, feed, at=at)
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _handed_out(request, feed, *, at):
    visits = visits_in(feed, at=at)
    with translation.override(feed.account.language or request.clinic.language):
        file = feed_file(visits, request.clinic, link=site_of(request.clinic) + reverse("portal:home"), at=at)
    digest = hashlib.sha256(file).hexdigest()
    note_fetch(feed, visits, digest, at=at)
    etag = quote_etag(digest)
    answer = HttpResponse(file, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    return get_conditional_response(request, etag=etag, response=answer)
