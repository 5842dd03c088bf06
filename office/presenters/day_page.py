"""What stands around the days of the calendar: their date, their counts, the ways on."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.catalogue import catalogue_of
from common import wording
from office.asking import DAY, LIST, WEEK
from office.presenters.agenda import agenda, week_agenda
from office.presenters.calendar_tools import filters, gear
from office.presenters.columns import calendar, week_of_one
from office.presenters.week import people_of, week_table

MANY = 2  # from so many practitioners on it is worth choosing one


def calendar_page(days, asked, member) -> dict:
    """Everything calendar.html shows; `days` is one day, or the seven of a week."""
    return {
        **(_one_day(days[0], asked) if asked.view != WEEK else _week(days, asked)),
        "view": asked.view,
        "counts": _counts(days),
        "today_url": asked.address(day=""),
        "earlier_url": asked.address(day=(asked.day - asked.step).isoformat()),
        "later_url": asked.address(day=(asked.day + asked.step).isoformat()),
        "views": [
            {"label": label, "url": asked.address(view=view), "current": asked.view == view}
            for view, label in ((DAY, _("Day")), (WEEK, _("Week")), (LIST, _("List")))
        ],
        "filters": filters(days[0], asked, member),
        "gear": gear(member),
        "back": asked.query(),
    }


def _one_day(day, asked) -> dict:
    today = day.at.astimezone(day.clinic.zone).date()
    people = _people(day, asked)
    is_list = asked.view == LIST
    return {
        "title": wording.long_date(day.date)
        if day.date.year == today.year
        else wording.long_date_year(day.date),
        "earlier": _("The day before"),
        "later": _("The day after"),
        "is_list": is_list,
        "clock_note": _clock_note(day),
        "closed": _closed(day),
        "people": people if len(people) > MANY else [],
        "groups": agenda(day),
        "none": _("Nobody is booked on this day. Visits appear here as soon as they are booked."),
        "calendar": calendar(day, asked.address(view=LIST)) if day.people and not is_list else None,
    }


def _week(days, asked) -> dict:
    """One practitioner by the hour; everybody stacked."""
    people = people_of(days)
    one = people[0] if len(people) == 1 else None
    first, last = wording.dated(days[0].date, "j M"), wording.short_day_year(days[-1].date)
    return {
        "title": _("%(first)s to %(last)s") % {"first": first, "last": last},
        "earlier": _("The week before"),
        "later": _("The week after"),
        "is_list": False,
        "people": _people(days[0], asked) if len(people) > MANY else [],
        "groups": week_agenda(days),
        "none": _("Nobody is booked in this week. Visits appear here as soon as they are booked."),
        "calendar": week_of_one(days, one, asked.address) if one else None,
        "week": week_table(days, asked.address) if people and not one else None,
    }


def _people(day, asked) -> list[dict]:
    """Whose visits to show: everyone's, or one practitioner's."""
    people = dict(catalogue_of(day.clinic).practitioners) | {person.pk: person for person in day.people}
    family = [person.name.split()[-1] for person in people.values()]
    tabs = [{"label": _("Everyone"), "url": asked.address(person=None), "current": asked.only.person is None}]
    return tabs + [
        {
            "label": name if family.count(name) == 1 else person.name,
            "url": asked.address(person=key),
            "current": asked.only.person == key,
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


def _counts(days) -> str:
    """'20 visits, 3 forms missing'."""
    visits = {visit.pk: visit for day in days for visit in day.shown}.values()
    missing = sum(visit.form_waits for visit in visits if visit.status == "booked")
    words = [ngettext("%(n)d visit", "%(n)d visits", len(visits)) % {"n": len(visits)}]
    if missing:
        words.append(ngettext("%(n)d form missing", "%(n)d forms missing", missing) % {"n": missing})
    return ", ".join(words)


def _clock_note(day) -> str:
    if day.clock_change > 0:
        return _("The clocks go back on this day.")
    return _("The clocks go forward on this day.") if day.clock_change else ""
