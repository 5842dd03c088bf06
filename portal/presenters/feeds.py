"""The page of one's calendar addresses."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.letterhead import site_of
from common.wording import long_date_year
from portal.presenters.words import day_and_time


def feeds_page(feeds, *, clinic, at, secret="", is_verified=True, has_enough=False) -> dict:
    """`secret` is that of the address just made: this answer shows it, and none ever does again."""
    return {
        "feeds": [_row(feed, clinic=clinic, at=at) for feed in feeds],
        "made": _made(secret, clinic) if secret else None,
        "is_verified": is_verified,
        "has_enough": has_enough,
    }


def _row(feed, *, clinic, at) -> dict:
    fetched = _("Not fetched yet")
    if feed.last_fetched_at:
        when = day_and_time(feed.last_fetched_at, at=at, zone=clinic.zone)
        fetched = _("Last fetched: %(when)s") % {"when": when}
    return {
        "made": _("Made: %(when)s") % {"when": day_and_time(feed.issued_at, at=at, zone=clinic.zone)},
        "fetched": fetched,
        "ends": _("Ends: %(day)s") % {"day": long_date_year(feed.expires_at.astimezone(clinic.zone))},
        "ending_url": reverse("portal:feed_ending", args=[feed.pk]),
    }


def _made(secret, clinic) -> dict:
    address = site_of(clinic) + reverse("calendar_feed", args=[secret])
    return {"address": address, "opens": "webcal" + address[address.index(":") :]}
