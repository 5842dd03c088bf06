"""Visits as a calendar file (RFC 5545, RFC 5546): when and where, never what for."""

from datetime import UTC, date
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

PRODUCT = "-//Anteroom//Visits//EN"


def calendar_file(visits, *, at, cancelled=False) -> bytes:
    """The visits of one clinic as an .ics file, written at an instant.

    A visit keeps its UID for good and counts its changes in SEQUENCE, so that a later file replaces an earlier one;
    `cancelled` writes the file that takes it out of a calendar again.
    """
    clinic = visits[0].clinic
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "CANCEL" if cancelled else "PUBLISH")
    years = sorted(visit.starts_at.year for visit in visits)
    file.add_component(_zone(clinic.timezone, years[0], years[-1]))
    for visit in visits:
        file.add_component(_event(visit, clinic, at=at, cancelled=cancelled))
    return file.to_ical()


def _event(visit, clinic, *, at, cancelled) -> Event:
    event = Event()
    event.add("uid", f"{visit.pk}@{settings.MAIL_DOMAIN}")
    event.add("sequence", visit.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", _instant(visit.starts_at, clinic.zone))
    event.add("dtend", _instant(visit.ends_at, clinic.zone))
    event.add("summary", _("Visit at %(clinic)s") % {"clinic": clinic.name})
    event.add("location", place(visit))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if clinic.phone and not cancelled:
        event.add("description", _("To cancel or move this visit, call %(phone)s.") % {"phone": clinic.phone})
    organizer = vCalAddress(f"MAILTO:{settings.DEFAULT_FROM_EMAIL}")
    organizer.params["cn"] = vText(clinic.name)
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
