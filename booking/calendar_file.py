"""Visits as a calendar file (RFC 5545, RFC 5546): when and where, never what for.

The method is PUBLISH, also for a visit that moved: PUBLISH with the same UID and a higher SEQUENCE replaces what was
published before, and CANCEL takes it out again (RFC 5546, 3.2.1). REQUEST would let Google and Outlook change an entry
without being asked, but it makes a visit an invitation: it needs the reader as ATTENDEE and shows "Decline", whose
answer goes to a mailbox that nobody reads, while the visit stands. A calendar that must follow by itself subscribes to
the feed, which is the whole each time.
"""

from datetime import UTC, date, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from common.text import title_of

PRODUCT = "-//Anteroom//Visits//EN"
FETCH_EVERY = timedelta(hours=1)


def calendar_file(visits, *, at, cancelled=False) -> bytes:
    """The visits of one clinic as an .ics file, written at an instant.

    A visit keeps its UID for good and counts its changes in SEQUENCE, so that a later file replaces an earlier one;
    `cancelled` writes the file that takes it out of a calendar again.
    """
    clinic = visits[0].clinic
    file = _file(clinic, visits, method="CANCEL" if cancelled else "PUBLISH", at=at)
    for visit in visits:
        event = _event(visit, clinic, at=at, status="CANCELLED" if cancelled else "CONFIRMED")
        event.add("location", place(visit))
        if clinic.phone and not cancelled:
            event.add(
                "description", _("To cancel or move this visit, call %(phone)s.") % {"phone": clinic.phone}
            )
        file.add_component(event)
    return file.to_ical()


def feed_file(visits, clinic, *, link: str, at) -> bytes:
    """Visits as the calendar that a secret address hands out: busy hours and the clinic's name, no more (D5).

    Neither whose nor where: a calendar's provider and everybody it is shared with read along. `link` leads to the
    portal, which tells. The same visits are the same bytes at every fetch, so that an unchanged calendar costs nothing:
    an entry is stamped with its last change. `visits` carry `moved_at`.
    """
    file = _file(clinic, visits, method="PUBLISH", at=at)
    for called in ("name", "x-wr-calname"):  # the library would not know that these are texts
        file.add(called, vText(title_of(clinic.name)))
    file.add("refresh-interval", FETCH_EVERY, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", "PT1H")
    for visit in visits:
        changed = max(filter(None, [visit.booking.made_at, visit.approved_at, visit.moved_at]))
        event = _event(visit, clinic, at=changed, status="CONFIRMED")
        event.add("url", link)
        file.add_component(event)
    return file.to_ical()


def _file(clinic, visits, *, method, at) -> Calendar:
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", method)
    years = sorted(visit.starts_at.year for visit in visits) or [at.year]
    file.add_component(_zone(clinic.timezone, years[0], years[-1]))
    return file


def _event(visit, clinic, *, at, status) -> Event:
    event = Event()
    event.add("uid", f"{visit.pk}@{settings.MAIL_DOMAIN}")
    event.add("sequence", visit.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", _instant(visit.starts_at, clinic.zone))
    event.add("dtend", _instant(visit.ends_at, clinic.zone))
    event.add("summary", _("Visit at %(clinic)s") % {"clinic": clinic.name})
    event.add("status", status)
    event.add("class", "PRIVATE")
    organizer = vCalAddress(f"MAILTO:{settings.DEFAULT_FROM_EMAIL}")
    organizer.params["cn"] = vText(title_of(clinic.name))
    event.add("organizer", organizer)
    return event


def _instant(instant, zone):
    """In the clinic's zone; in UTC where the clock on the wall shows that time for the second time that night."""
    local = instant.astimezone(zone)
    return instant.astimezone(UTC) if local.fold else local


def place(visit) -> str:
    """'12 Harbour Street, second floor', or that it is by video."""
    if visit.service.setting == "video":
        return _("By video")
    return ", ".join(filter(None, [visit.location.name, visit.location.detail]))


@lru_cache(maxsize=64)
def _zone(name: str, first: int, last: int) -> Timezone:
    # A year around the visits on both sides: enough for every reader, and the file stays small.
    zone = Timezone.from_tzid(name, first_date=date(first - 1, 1, 1), last_date=date(last + 2, 1, 1))
    zone.pop("comment", None)
    return zone
