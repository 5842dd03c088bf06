"""The mails about visits that a clinic may word: what may stand in them, and a made-up visit to show them with."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from booking.mail.reading import Line
from common import clock
from common.wording import long_date, moment, time_range, zone_words
from outbox.texts import Text, register

ROOM = gettext_lazy("Visits")
NAME = {"name": gettext_lazy("the first name of whoever reads it, once their address is proved")}
WHEN = {"when": gettext_lazy("day and time of the visit")}


def _at(**later):
    """A moment from now, by the clock of whoever looks."""
    return timezone.localtime(clock.now()) + timedelta(**later)


def _starts(days: int):
    return _at(days=days).replace(hour=14, minute=0)


def _line() -> Line:
    start = _starts(days=3)
    end = start + timedelta(minutes=40)
    rule = _("Here stands the rule for changing the visit.")
    where, with_whom = _("1 Sample Street"), _("Dr. Sample")
    return Line("Ana", long_date(start), time_range(start, end), zone_words(start), where, with_whom, rule)


def _about_a_visit(**more) -> dict:
    return {
        "lines": [_line()],
        "line": _line(),
        "name": "Ana",
        "when": moment(_starts(days=3)),
        "path": "/portal/",
        "kind": "portal",
        "label": ngettext("See your visit", "See your visits", 1),
        **more,
    }


def _moved() -> dict:
    return _about_a_visit(before=moment(_starts(days=2)))


def _offer() -> dict:
    until = moment(_at(minutes=30))
    return _about_a_visit(kept=_("It is kept for you until %(when)s.") % {"when": until})


def register_texts():
    """Tell which mails of this room can be worded."""
    for name, title, sample, names in (
        ("confirmed", gettext_lazy("A visit is booked"), _about_a_visit, NAME | WHEN),
        ("received", gettext_lazy("The clinic was asked for a visit"), _about_a_visit, NAME | WHEN),
        ("declined", gettext_lazy("The clinic could not take a visit"), _about_a_visit, NAME | WHEN),
        (
            "moved",
            gettext_lazy("A visit was moved"),
            _moved,
            NAME | WHEN | {"before": gettext_lazy("when it was before")},
        ),
        ("cancelled", gettext_lazy("A visit was cancelled"), _about_a_visit, NAME | WHEN),
        ("reminder", gettext_lazy("A visit is near"), _about_a_visit, NAME | WHEN),
        ("offer", gettext_lazy("A time came free on the waiting list"), _offer, NAME | WHEN),
    ):
        register(Text(f"booking.{name}", ROOM, title, f"booking/mail/{name}", sample, names))
