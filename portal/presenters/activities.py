"""Home activities as a patient meets them: cards to tick, a small history, what is over."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common.wording import dated, long_date_year
from records import activity_words as words
from records.activities import history_of, monday_of, weeks_of
from records.policies import knows_all

WEEKS_ON_ITS_PAGE = 8


def card(assignment, history, *, today, zone, presses=True) -> dict:
    """One activity; `presses` is false for whoever only looks. A button stands there once it has begun."""
    args = [assignment.patient_id, assignment.pk]
    ticked = history.on(today)
    left = [number for number in range(1, assignment.a_day + 1) if number not in ticked]
    runs = assignment.starts_on <= today and not assignment.is_over(on=today)
    week = weeks_of(assignment, history, today=today, zone=zone, most=1)
    return {
        "id": assignment.pk,
        "title": assignment.title,
        "text": assignment.instructions,
        "often": ". ".join(filter(None, [words.how_often(assignment), words.span(assignment, today=today)])),
        "week": words.this_week(week[0]) if runs and week else "",
        "url": reverse("portal:activity", args=args),
        "day": today.isoformat(),
        "number": left[0] if left and runs and presses else None,
        "is_done": runs and not left,
        "undo": max(ticked) if ticked and runs and presses else None,
        "of_day": _("%(done)d of %(planned)d today") % {"done": len(ticked), "planned": assignment.a_day}
        if runs and assignment.a_day > 1
        else "",
        "tick_url": reverse("portal:activity_tick", args=args),
        "undo_url": reverse("portal:activity_undoing", args=args),
        "link": {"url": assignment.link, "host": words.leads_to(assignment.link)}
        if assignment.link
        else None,
        "picture": {"url": reverse("portal:activity_picture", args=args), "shows": assignment.picture.shows}
        if assignment.picture
        else None,
    }


def cards(assignments, *, today, zone, presses=True) -> list[dict]:
    """Several, in the order they come."""
    return [card(one, history_of(one), today=today, zone=zone, presses=presses) for one in assignments]


def over_row(assignment, *, zone) -> dict:
    """One that is over, on a line: what it was, and until when."""
    last = assignment.ended_at.astimezone(zone).date() if assignment.ended_at else assignment.until
    return {
        "title": assignment.title,
        "text": _("Until %(day)s") % {"day": long_date_year(last)},
        "url": reverse("portal:activity", args=[assignment.patient_id, assignment.pk]),
        "icon": "history",
        "tone": "neutral",
    }


def activity_page(assignment, history, grant, account, *, today, zone, presses) -> dict:
    """Everything activity.html shows: the card, and the last weeks with who said so."""
    shown = card(assignment, history, today=today, zone=zone, presses=presses)
    by = _("Given by %(who)s on %(day)s.") % {
        "who": assignment.practitioner.name,
        "day": long_date_year(assignment.assigned_at.astimezone(zone)),
    }
    return {
        "activity": shown,
        "title": assignment.title,
        "by": by,
        "over": over_row(assignment, zone=zone)["text"] if assignment.is_over(on=today) else "",
        "weeks": week_rows(assignment, history, grant, account, today=today, zone=zone),
    }


def week_rows(assignment, history, grant, account, *, today, zone) -> list[dict]:
    """The last weeks, the latest first: how often, on which days, and who said so."""
    found = weeks_of(assignment, history, today=today, zone=zone, most=WEEKS_ON_ITS_PAGE)
    return [
        {
            "term": _("This week") if week.begins == monday_of(today) else words.week_name(week),
            "answer": words.of_week(week),
            "detail": _told(history.in_week(week.begins), grant, account),
        }
        for week in found
    ]


def _told(ticks, grant, account) -> str:
    """'Mon, Tue: you. Thu: Ben Cast.'"""
    by_name = {}
    for tick in sorted(ticks, key=lambda tick: (tick.on_day, tick.number)):
        days = by_name.setdefault(_who(tick, grant, account), [])
        day = dated(tick.on_day, "D")
        if day not in days:
            days.append(day)
    return " ".join(f"{', '.join(days)}: {name}." for name, days in by_name.items())


def _who(tick, grant, account) -> str:
    """Who else has access is for the patient in full to know, and for nobody else (D2)."""
    if tick.by == account.pk:
        return _("you")
    return tick.name if knows_all(grant) else _("somebody else")
