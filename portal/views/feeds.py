"""One's visits in one's own calendar: addresses to subscribe to, made, listed and taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from booking.feeds import Enough, end_feed, make_feed, standing_feeds
from booking.models import CalendarFeed
from common import clock
from portal.presenters.feeds import feeds_page


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
def feeds(request):
    """The addresses that open something; the answer to the POST shows a new one, and nothing ever does again.

    An address works in no browser that could vouch for it, so it takes a proved account (product §2).
    """
    at, account, clinic = clock.now(), request.user, request.clinic
    secret, said, status = "", {"is_verified": account.is_verified}, 200
    if request.method == "POST" and not account.is_verified:
        status = 403
    elif request.method == "POST":
        try:
            _feed, secret = make_feed(account=account, clinic=clinic, at=at)
        except Enough:
            said["has_enough"], status = True, 422
    page = feeds_page(standing_feeds(account, clinic, at=at), clinic=clinic, at=at, secret=secret, **said)
    return render(request, "portal/feeds.html", page, status=status)


@require_POST
def feed_ending(request, feed):
    """Take an address back; whatever fetches it next finds nothing."""
    mine = CalendarFeed.objects.filter(account=request.user, clinic=request.clinic)
    if end_feed(get_object_or_404(mine, pk=feed), by=request.user, at=clock.now()):
        messages.success(request, _("This calendar address opens nothing any more."))
    return redirect("portal:feeds")
