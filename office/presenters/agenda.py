"""The day as a list: who is here, who comes next."""

from django.utils.translation import gettext as _

from common.wording import clock_time, long_date
from office.presenters.states import minutes_held
from office.presenters.told import told_of


def agenda(day) -> list[dict]:
    """The groups of `agenda`: today Now, Next, Earlier; on other days all visits; cancelled ones last."""
    groups: dict[str, list] = {}
    titles = [_("Now"), _("Next"), _("Earlier")] if day.is_today else [_("Visits")]
    now, following, earlier = titles if day.is_today else titles * 3
    for title in [*titles, _("Cancelled")]:
        groups[title] = []
    for visit in day.visits:
        state = told_of(day, visit).state
        if visit.is_off:
            title = _("Cancelled")
        elif state.is_over or (visit.ends_at <= day.at and not visit.arrived_at):
            title = earlier
        else:
            title = now if visit.arrived_at or visit.starts_at <= day.at else following
        groups[title].append((visit.starts_at, _visit(day, visit)))
    for hold in day.holds:
        groups[following].append((hold.starts_at, _hold(day, hold)))
    return [
        {"title": title, "items": [item for _start, item in sorted(items, key=lambda entry: entry[0])]}
        for title, items in groups.items()
        if items
    ]


def week_agenda(days) -> list[dict]:
    """The same for several days: a group for each day that has anything, what was cancelled after the rest."""
    groups = []
    for day in days:
        rows = sorted(day.visits, key=lambda visit: (visit.is_off, visit.starts_at))
        items = [_visit(day, visit) for visit in rows]
        items += [_hold(day, hold) for hold in day.holds]
        if items:
            groups.append({"title": long_date(day.date), "items": items})
    return groups


def _visit(day, visit) -> dict:
    told = told_of(day, visit)
    return {
        "time": told.time,
        "title": told.title,
        "initials": visit.practitioner.initials,
        "colour": visit.practitioner.colour,
        "text": visit.service.title if told.state.tag_says_it else told.text,
        "tag_label": told.state.tag,
        "tag_kind": told.state.kind,
        "url": told.url,
        "visit": visit.pk,
    }


def _hold(day, hold) -> dict:
    person = next((one for one in day.people if one.pk == hold.practitioner_id), None)
    return {
        "time": clock_time(hold.starts_at.astimezone(day.clinic.zone)),
        "title": minutes_held(hold, day.at),
        "initials": person.initials if person else "",
        "colour": person.colour if person else "",
        "text": person.name if person else "",
    }
