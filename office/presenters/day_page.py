"""What stands around a day of the calendar: its date, its counts, the ways on."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.catalogue import catalogue_of
from common import wording
from office.presenters.agenda import agenda
from office.presenters.columns import calendar

MANY = 2  # from so many practitioners on it is worth choosing one


def day_page(day, asked) -> dict:
    """Everything calendar.html shows."""
    today = day.at.astimezone(day.clinic.zone).date()
    people = _people(day, asked)
    return {
        "title": wording.long_date(day.date)
        if day.date.year == today.year
        else wording.long_date_year(day.date),
        "is_list": asked.view == "list",
        "counts": _counts(day),
        "clock_note": _clock_note(day),
        "closed": _closed(day),
        "earlier_url": asked.address(day=(day.date - timedelta(days=1)).isoformat()),
        "today_url": asked.address(day=""),
        "later_url": asked.address(day=(day.date + timedelta(days=1)).isoformat()),
        "views": [
            {"label": label, "url": asked.address(view=view), "current": asked.view == view}
            for view, label in (("day", _("Day")), ("list", _("List")))
        ],
        "people": people if len(people) > MANY else [],
        "groups": agenda(day),
        "calendar": calendar(day, asked.address(view="list")) if day.people else None,
    }


def _people(day, asked) -> list[dict]:
    """Whose visits to show: everyone's, or one practitioner's."""
    people = dict(catalogue_of(day.clinic).practitioners) | {person.pk: person for person in day.people}
    family = [person.name.split()[-1] for person in people.values()]
    tabs = [{"label": _("Everyone"), "url": asked.address(person=None), "current": asked.person is None}]
    return tabs + [
        {
            "label": name if family.count(name) == 1 else person.name,
            "url": asked.address(person=key),
            "current": asked.person == key,
        }
        for (key, person), name in zip(people.items(), family, strict=True)
    ]


def _closed(day) -> str:
    """That the clinic is closed this day, why, and how many visits are still booked; empty where it is open."""
    if day.closed is None:
        return ""
    said = _("The clinic is closed: %(why)s.") % {"why": day.closed.reason} if day.closed.reason else ""
    said = said or _("The clinic is closed on this day.")
    count = len(day.standing)
    if not count:
        return said
    still = ngettext("%(n)d visit is still booked.", "%(n)d visits are still booked.", count) % {"n": count}
    return f"{said} {still}"


def _counts(day) -> str:
    """'20 visits, 3 forms missing'."""
    visits = day.standing
    missing = sum(visit.form_waits and visit.status == "booked" for visit in visits)
    words = [ngettext("%(n)d visit", "%(n)d visits", len(visits)) % {"n": len(visits)}]
    if missing:
        words.append(ngettext("%(n)d form missing", "%(n)d forms missing", missing) % {"n": missing})
    return ", ".join(words)


def _clock_note(day) -> str:
    if day.clock_change > 0:
        return _("The clocks go back on this day.")
    return _("The clocks go forward on this day.") if day.clock_change else ""
