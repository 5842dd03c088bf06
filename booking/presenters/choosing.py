"""Words and rows of the choosing pages."""

from bisect import bisect_left
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.availability.finding import one_per_start
from booking.availability.wallclock import local_day, midnight, to_instant
from booking.models.waiting import PartOfDay
from clinic.catalogue import catalogue_of
from clinic.models.services import Audience, Setting
from common.templatetags.ui import dialled
from common.wording import (
    clock_time,
    day_month,
    duration,
    long_date,
    moment,
    money,
    one_of,
    short_date,
    short_moment,
    zone_words,
)


def audience_filters(audience, *, way) -> dict:
    """The question whether one was here before, as links that show fewer services."""
    options = [("returning", _("Yes")), ("new", _("No, I’m new")), ("all", _("Show everything"))]
    return {
        "label": _("Have you been here before?"),
        "options": [
            {"label": label, "url": way.url("services", **{"for": value}), "current": value == audience}
            for value, label in options
        ],
    }


def _suits(service, audience) -> bool:
    return audience == "all" or service.audience in (Audience.EVERYONE, audience)


def _tags(service, forms) -> list[dict]:
    tags = []
    if service.audience != Audience.EVERYONE:
        tags.append({"label": service.get_audience_display(), "kind": "info"})
    if forms:
        words = ngettext("One form to fill in", "%(n)d forms to fill in", forms) % {"n": forms}
        tags.append({"label": words, "kind": "outline", "icon": "clipboard-pen"})
    if service.setting == Setting.VIDEO:
        tags.append({"label": service.get_setting_display(), "kind": "outline", "icon": "video"})
    if service.tag:
        tags.append({"label": service.tag, "kind": "outline"})
    return tags


def service_groups(clinic, catalogue, *, audience, forms, way, practitioner="") -> list[dict]:
    """The services under their headings, those for the audience; only what `practitioner` (a slug) gives, if named."""
    groups: dict[str, dict] = {}
    for service in catalogue.services.values():
        if not _suits(service, audience):
            continue
        people = catalogue.who_gives(service)
        if service.is_online and not people:
            continue
        if practitioner and practitioner not in {person.slug for person in people}:
            continue
        title = service.category.name if service.category else _("Other visits")
        row = {
            "title": service.title,
            "text": service.description,
            "price": money(service.price, service.currency) if service.price is not None else "",
            "duration": _("%(n)d min") % {"n": service.minutes},
            "tags": _tags(service, forms(service)),
            "who": one_of(person.name for person in people),
        }
        if service.is_online:
            row["url"] = way.url(
                "practitioners", service.slug, **({"with": practitioner} if practitioner else {})
            )
        else:
            row.update(
                phone=clinic.phone, phone_url=f"tel:{dialled(clinic.phone)}", who="", price="", duration=""
            )
        groups.setdefault(title, {"title": title, "services": []})["services"].append(row)
    return list(groups.values())


def service_lede(service) -> str:
    """What was chosen so far: 'For: Treatment, 45 min.'"""
    return _("For: %(service)s, %(duration)s.") % {
        "service": service.title,
        "duration": duration(service.minutes),
    }


def places(choice, way, practitioner="") -> list[dict]:
    """Where the service is given, each place a link to go on, to a practitioner (a slug) where one was asked for."""
    more = {"with": practitioner} if practitioner else {}
    return [
        {
            "title": place.name,
            "text": place.detail,
            "url": way.url("practitioners", choice.service.slug, **{**more, "place": place.pk}),
        }
        for place in choice.places
    ]


def _next_words(slot, clinic) -> dict:
    if slot is None:
        return {"aside_label": "", "aside": _("No free time at present")}
    return {"aside_label": _("Next:"), "aside": short_moment(slot.starts_at.astimezone(clinic.zone))}


def practitioner_options(clinic, choice, search, *, no_preference) -> list[dict]:
    """Whom one can choose, with the first free time of each; No preference first where it is on offer."""
    options, firsts = [], search.first_of_each
    if no_preference:
        options.append(
            {
                "value": "anyone",
                "label": _("No preference"),
                "text": _("The first person who is free"),
                "icon": "users",
                **_next_words(min(firsts.values(), default=None), clinic),
            }
        )
    for person in choice.candidates:
        options.append(
            {
                "value": person.slug,
                "label": person.name,
                "text": person.credentials,
                "detail": person.bio,
                "initials": person.initials,
                "colour": person.colour,
                **_next_words(firsts.get(person.pk), clinic),
            }
        )
    return options


def shown_twice(locals_) -> set:
    """The times of the wall clock that stand for two instants among these."""
    offsets: dict = {}
    for local in locals_:
        offsets.setdefault(local.replace(tzinfo=None), set()).add(local.utcoffset())
    return {naive for naive, found in offsets.items() if len(found) > 1}


def slot_words(local, repeated) -> str:
    """The time of a start; `repeated` are the naive times that come twice on its day (`shown_twice`)."""
    # On the night the clocks go back an hour comes twice: name the one that is meant.
    return (
        f"{clock_time(local)} {local.tzname()}"
        if (local.replace(tzinfo=None) in repeated)
        else clock_time(local)
    )


def _day(ordinal, locals_of_day, *, closed, note, is_past=False) -> dict:
    day = date.fromordinal(ordinal)
    repeated = shown_twice(local for _start, local in locals_of_day)
    parts: dict[str, list] = {}
    for start, local in locals_of_day:
        parts.setdefault(PartOfDay.of(local).label, []).append((start, slot_words(local, repeated)))
    return {
        "weekday": date_format(day, "D"),
        "day": day.day,
        "month": date_format(day, "F"),
        "closed": "" if locals_of_day else closed,
        "is_past": is_past,
        "note": note,
        "parts": [{"label": label, "slots": slots} for label, slots in parts.items()],
    }


def _why_empty(clinic, day, *, is_open) -> str:
    if is_open:
        return _("No times")
    return _("Closed") if catalogue_of(clinic).closed_on(day) else _("Not in")


def _clock_note(zone, day) -> str:
    length = midnight(zone, day + 1) - midnight(zone, day)
    return "" if length == 1440 else _("Clocks change this day")


def times(clinic, choice, search, week, *, lost=None, ran_out=False) -> dict:
    """Everything on the page of times: the next three, the week, the jump when it is empty, the lost time."""
    zone = clinic.zone
    starts = [slot.start for slot in one_per_start(search.all_free)]
    free = [(start, to_instant(start).astimezone(zone)) for start in told_of(starts, zone, week.monday)]
    page = {
        "title": (
            _("Choose a time with %(name)s") % {"name": choice.practitioner.called}
            if choice.practitioner
            else _("Choose a time")
        ),
        **week_page(clinic, free, week, is_open=search.is_open, at=search.at),
    }
    if lost is not None:
        page["lost"] = _lost(choice, search, lost, zone, ran_out=ran_out)
    return page


def told_of(starts, zone, monday) -> list[int]:
    """Of all free starts, in order, those the page tells of: a week, the first of the first three days, and what
    comes after that week. Only these few are put on the clinic's calendar."""
    low, high = (bisect_left(starts, midnight(zone, day)) for day in (monday, monday + 7))
    told = {*starts[low : high + 1]}
    place = 0
    for _day_with_times in range(3):
        if place < len(starts):
            told.add(starts[place])
            place = bisect_left(starts, midnight(zone, local_day(starts[place], zone) + 1))
    return sorted(told)


def week_page(clinic, free, week, *, is_open, at) -> dict:
    """The next three and a week of `free`, which are (value of the button, local start) in order of the clock.

    `is_open` says of a day (an ordinal) whether it has hours at all.
    """
    zone, days = clinic.zone, range(week.monday, week.monday + 7)
    today = at.astimezone(zone).toordinal()
    by_day: dict[int, list] = {}
    for value, local in free:
        by_day.setdefault(local.toordinal(), []).append((value, local))
    monday, sunday = date.fromordinal(days[0]), date.fromordinal(days[-1])
    same_month = monday.month == sunday.month
    after = next((local for _value, local in free if local.toordinal() > days[-1]), None)
    return {
        "zone": _("All times are %(zone)s.") % {"zone": zone_words(at.astimezone(zone))},
        "next_times": [
            (value, short_date(local), clock_time(local))
            for value, local in [times_of_day[0] for times_of_day in by_day.values()][:3]
        ],
        "week_title": _("%(first)s to %(last)s")
        % {"first": monday.day if same_month else day_month(monday), "last": day_month(sunday)},
        "days": [
            _day(
                day,
                by_day.get(day, []),
                closed=_why_empty(clinic, day, is_open=is_open(day)),
                note=_clock_note(zone, day),
                is_past=day < today,
            )
            for day in days
        ],
        "earlier": week.earlier if free and free[0][1].toordinal() < days[0] else None,
        "later": week.later,
        "empty_week": not any(day in by_day for day in days),
        "next_after": after and {"words": long_date(after), "week": after.date().isoformat()},
        "nothing_at_all": not free,
        "week": monday.isoformat(),
    }


def _lost(choice, search, lost, zone, *, ran_out) -> dict:
    when = moment(to_instant(lost).astimezone(zone))
    near = [(slot.start, short_moment(slot.starts_at.astimezone(zone))) for slot in search.nearest(lost)]
    who = choice.practitioner
    if not near:
        text = _("We’re sorry. Your answers are kept.")
    elif who:
        text = _("We’re sorry. Your answers are kept. These are the nearest times with %(name)s:") % {
            "name": who.called
        }
    else:
        text = _("We’re sorry. Your answers are kept. These are the nearest times:")
    # A hold that ran out may be lost to somebody else, or to the notice, a day off, other hours.
    taken = not ran_out and search.is_open(local_day(lost, zone))
    title = _("Someone just took %(when)s") if taken else _("%(when)s is no longer free")
    return {"title": title % {"when": when}, "text": text, "slots": near}
