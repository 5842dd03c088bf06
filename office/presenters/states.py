"""Where a visit stands, in an icon and in words: colour never alone."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clinic.models.services import Setting
from common import clock
from common.wording import age_words
from records.policies import age

GROWN_UP = 18


@dataclass(frozen=True)
class State:
    """What is said of one visit: `words` behind the service, and a tag in lists."""

    words: str = ""
    icon: str = ""
    tag: str = ""
    kind: str = "neutral"
    is_over: bool = False
    tag_says_it: bool = False  # where there is a tag, the words would only repeat it


def state_of(visit, zone) -> State:
    """The state of a visit that carries `form_waits`."""
    match visit.status:
        case "completed":
            return State(_("done"), "check", _("Done"), is_over=True, tag_says_it=True)
        case "no_show":
            return State(_("no-show"), "user-x", _("No-show"), "bad", is_over=True, tag_says_it=True)
        case "cancelled" if visit.cancelled_late:
            return State(
                _("cancelled late"), "calendar-x", _("Late cancel"), "warn", is_over=True, tag_says_it=True
            )
        case "cancelled":
            return State(
                _("cancelled"), "calendar-x", _("Cancelled"), "outline", is_over=True, tag_says_it=True
            )
        case "declined":
            return State(
                _("declined"), "calendar-x", _("Declined"), "outline", is_over=True, tag_says_it=True
            )
        case "requested":
            return State(_("asked for"), "hourglass", _("Requested"), "info", tag_says_it=True)
        case "arrived":
            since = short_clock(visit.arrived_at.astimezone(zone))
            return State(_("here since %(time)s") % {"time": since}, "map-pin-check", _("Here"), "ok")
    will_come = bool(visit.attendance_confirmed_at)
    if visit.form_waits:
        words = _("form missing, will come") if will_come else _("form missing")
        tag = _("Form missing")
        if visit.form_waits > 1:
            several = _("%(n)d forms missing, will come") if will_come else _("%(n)d forms missing")
            words, tag = several % {"n": visit.form_waits}, _("%(n)d forms missing") % {"n": visit.form_waits}
        return State(words, "clipboard-x", tag, "warn", tag_says_it=not will_come)
    if visit.service.setting == Setting.VIDEO:
        words = _("video, will come") if will_come else _("video")
        return State(words, "video", _("Attendance confirmed") if will_come else _("Booked"))
    if will_come:
        return State(_("will come"), "calendar-check", _("Attendance confirmed"), "ok", tag_says_it=True)
    return State("", "", _("Booked"))


def short_clock(local) -> str:
    """'10:38': a time of a day that everybody knows."""
    return date_format(local, pgettext("short clock time", "g:i"))


def sentence(visit, state: State) -> str:
    """'Follow-up, here since 10:38 am'."""
    return ", ".join(filter(None, [visit.service.title, state.words]))


def called(patient, on) -> str:
    """A patient's name; a child's with the age: 'June Park, 9'."""
    years = age(patient.date_of_birth, on)
    if years >= GROWN_UP:
        return patient.name
    return _("%(who)s, %(age)s") % {"who": patient.name, "age": age_words(patient.date_of_birth, on)}


def minutes_held(hold, at) -> str:
    """'Held online, 6 min'."""
    return _("Held online, %(n)d min") % {"n": clock.minutes_left(hold.held_until, at=at)}
