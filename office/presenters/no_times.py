"""The account of a day in words: its hours, what each rule takes, what is left."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.availability.wallclock import to_instant
from booking.presenters.choosing import shown_twice, slot_words
from common import wording


def no_times_page(form, clinic, search=None, found=None) -> dict:
    """Everything no_times.html shows; without `found` only the question."""
    page = {"form": form, "has_errors": bool(form.errors)}
    if found is None:
        return page
    service, person, place, day = form.chosen
    starts = [to_instant(start).astimezone(clinic.zone) for start in found.starts]
    repeated = shown_twice(starts)
    times = [slot_words(one, repeated) for one in starts]
    return page | {
        "title": _("%(name)s on %(day)s")
        % {"name": person.name, "day": wording.long_date_year(date.fromordinal(day))},
        "detail": " · ".join([service.title, wording.duration(service.minutes), place.name]),
        "rows": [
            {"term": _("Hours that day"), "answer": _hours(found.hours)},
            *(
                {"term": _words(code, search), "answer": f"− {_hours(minutes)}"}
                for code, minutes in found.taken
                if minutes
            ),
            {"term": _("Offered"), "answer": _hours(found.offered), "detail": ", ".join(times)},
        ],
    }


def _hours(minutes: int) -> str:
    """340 as '5 h 40'."""
    return f"{minutes // 60}\u00a0h\u00a0{minutes % 60:02}"


def _words(code: str, search) -> str:
    rules, names = search.rules, {"service": search.service.title}
    if code == "notice":
        words = ngettext(
            "Less than %(n)d hour ahead, or over", "Less than %(n)d hours ahead, or over", rules.notice_hours
        )
        return words % {"n": rules.notice_hours}
    if code == "far":
        words = ngettext("More than %(n)d day ahead", "More than %(n)d days ahead", rules.days_ahead)
        return words % {"n": rules.days_ahead}
    if code == "resource":
        rooms = [one.name for one in search.service.resources.all() if one.pk in search.needs]
        return _("Taken or closed: %(rooms)s") % {"rooms": wording.all_of(rooms)}
    return {
        "off": _("Online booking is off"),
        "by_phone": _("“%(service)s” is booked by phone"),
        "not_given": _("“%(service)s” is not given here by this practitioner"),
        "kept": _("Hours kept for other services"),
        "shape": _("Too short for a visit, or between the start times"),
        "closed": _("The clinic is closed"),
        "away": _("Time off"),
        "booked": _("Booked or held, with breaks"),
        "same_day": _("Nothing for the same day"),
        "together": _("Keeping the day together"),
    }[code] % names
