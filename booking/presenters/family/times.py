"""Words and rows of the pages on which a family day gets its time."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.availability.wallclock import to_instant
from booking.family.searching import written
from booking.models.family_day import IN_TURN, SIDE_BY_SIDE
from booking.presenters.choosing import week_page
from common.wording import all_of, moment, short_moment

WAYS = (IN_TURN, SIDE_BY_SIDE)


def way_page(day, searches) -> dict:
    """Both ways with the first time of each; `searches` by way."""
    wait = searches[IN_TURN].wait
    words = {
        IN_TURN: (
            _("One after another"),
            ngettext(
                "Each visit begins at most %(n)d minute after the one before ends.",
                "Each visit begins at most %(n)d minutes after the one before ends.",
                wait,
            )
            % {"n": wait},
            "list-ordered",
        ),
        SIDE_BY_SIDE: (
            _("Side by side"),
            _("All visits begin at the same minute, each with somebody else."),
            "users",
        ),
    }
    options = []
    for way in WAYS:
        label, text, icon = words[way]
        soonest = searches[way].soonest()
        near = short_moment(soonest.starts_at.astimezone(day.clinic.zone)) if soonest else ""
        options.append(
            {
                "value": way,
                "label": label,
                "text": text,
                "icon": icon,
                "checked": way == day.way,
                "aside_label": _("Next:") if near else "",
                "aside": near or _("No time fits at present"),
            }
        )
    return {"options": options, "back_url": reverse("booking:family_visits", args=[day.pk])}


def times_page(day, people, search, week, *, lost=None) -> dict:
    """The plans of a week as buttons with the time the first visit begins; `lost` is (start, members) of a lost one."""
    zone = day.clinic.zone
    free = [(written(plan), plan[0].slot.starts_at.astimezone(zone)) for plan in search.all]
    page = {
        "title": _("Choose a time for %(names)s") % {"names": all_of(person.given_name for person in people)},
        "rule": _rule(day, search),
        "orders": _orders(day, people, search.first) if day.way == IN_TURN else None,
        "first": "" if search.first is None else search.first,
        "query_text": "" if search.first is None else f"first={search.first}",
        "back_url": reverse("booking:family_way", args=[day.pk]),
        **week_page(day.clinic, free, week, is_open=search.is_open, at=search.at),
    }
    if lost is not None:
        page["lost"] = _lost(day, people, search, *lost)
    return page


def _rule(day, search) -> str:
    if day.way == SIDE_BY_SIDE:
        return _("All visits begin at the time you choose.")
    return ngettext(
        "The first visit begins at the time you choose, each next one at most %(n)d minute after the one before ends.",
        "The first visit begins at the time you choose, each next one at most %(n)d minutes after the one before ends.",
        search.wait,
    ) % {"n": search.wait}


def _orders(day, people, first) -> dict:
    url = reverse("booking:family_times", args=[day.pk])
    options = [{"label": _("Anyone"), "url": url, "current": first is None}]
    options += [
        {"label": person.given_name, "url": f"{url}?first={index}", "current": first == index}
        for index, person in enumerate(people)
    ]
    return {"label": _("Who goes first?"), "options": options}


def _lost(day, people, search, start, members) -> dict:
    zone = day.clinic.zone
    near = [
        (written(plan), short_moment(plan[0].slot.starts_at.astimezone(zone)))
        for plan in search.nearest(start)
    ]
    whose = all_of(people[index].given_name for index in members if index < len(people))
    names = {"names": whose, "when": moment(to_instant(start).astimezone(zone))}
    title = _("The time of %(names)s is no longer free, so nothing is held for %(when)s") % names
    text = (
        _("We’re sorry. Your answers are kept. These are the nearest times for all of you:")
        if near
        else _("We’re sorry. Your answers are kept.")
    )
    return {"title": title, "text": text, "slots": near}
