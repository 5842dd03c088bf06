"""Opening hours of the demo: a week for each practitioner, and open doors today even on a weekend."""

from datetime import datetime, timedelta

from clinic.catalogue import catalogue_of
from clinic.models import Closure, HoursException, OpeningHours, TimeOff

MONDAY_TO_FRIDAY = range(5)


def minute(text: str) -> int:
    """'12:15' → 735, minutes after midnight."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def weekly(practitioner, place, blocks) -> None:
    """Give a practitioner their week, unless they have one: `blocks` of (weekdays, "9:00", "12:00")."""
    if practitioner.hours.exists():
        return
    OpeningHours.objects.bulk_create(
        OpeningHours(
            practitioner=practitioner, location=place, weekday=day, opens=minute(opens), closes=minute(closes)
        )
        for days, opens, closes in blocks
        for day in days
    )


def open_today(practitioners, place, today) -> None:
    """A newcomer who looks on a weekend should not meet an empty clinic: those who work Tuesdays work today."""
    for person in practitioners:
        if (
            person.hours.filter(weekday=today.weekday()).exists()
            or person.exceptions.filter(date=today).exists()
        ):
            continue
        HoursException.objects.bulk_create(
            HoursException(
                practitioner=person, location=place, date=today, opens=block.opens, closes=block.closes
            )
            for block in person.hours.filter(weekday=1)
        )


def not_there(clinic, person, today) -> None:
    """Far enough ahead to hit no visit of the demo: a day of training for all, a week off for one."""
    monday = today + timedelta(days=56 - today.weekday())
    Closure.objects.get_or_create(
        clinic=clinic, reason="Training of the team", defaults={"first_day": monday, "last_day": monday}
    )
    week = {"starts_at": instant(clinic, monday + timedelta(days=7), "0:00")}
    week["ends_at"] = instant(clinic, monday + timedelta(days=12), "0:00")
    TimeOff.objects.get_or_create(bookable=person, reason="A course", defaults=week)


def blocks_of(practitioner, place, day) -> list[tuple[int, int]]:
    """When somebody is open on a date, in minutes after midnight."""
    return catalogue_of(practitioner.clinic).open_on(practitioner.pk, place.pk, day.toordinal())


def instant(clinic, day, time: str) -> datetime:
    """The instant of a time on the wall of the clinic."""
    wall = datetime(day.year, day.month, day.day, tzinfo=clinic.zone) + timedelta(minutes=minute(time))
    return datetime.fromtimestamp(wall.timestamp(), tz=clinic.zone)
