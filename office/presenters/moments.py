"""When something happened, as short as the desk says it."""

from datetime import timedelta

from django.utils.translation import gettext as _

from common import wording


def day_of(instant, *, at, zone) -> str:
    """'Today', 'Yesterday', '9 Nov', in other years '9 Nov 2025'."""
    day, today = instant.astimezone(zone).date(), at.astimezone(zone).date()
    near = {today: _("Today"), today - timedelta(days=1): _("Yesterday")}
    return near.get(day) or wording.dated(day, "j M" if day.year == today.year else "j M Y")


def time_of(instant, *, at, zone) -> str:
    """'Today, 10:19 am'."""
    words = {
        "day": day_of(instant, at=at, zone=zone),
        "time": wording.clock_time(instant.astimezone(zone)),
    }
    return _("%(day)s, %(time)s") % words


def valid_until(instant, *, zone) -> str:
    """'Valid until Sunday 22 November, 10:52 am'."""
    return _("Valid until %(moment)s") % {"moment": wording.moment(instant.astimezone(zone))}
