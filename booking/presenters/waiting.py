"""What somebody waits for, in words: for the patient's pages and for the office."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.models.waiting import Ending, PartOfDay
from booking.waiting.asking import has_waiting_list
from common.wording import clock_time, moment, short_date

WEEKS_AHEAD = 4  # what stands in the form where no time at all is free


def with_whom(entry) -> str:
    """The practitioner asked for, or that anyone will do."""
    return entry.practitioner.name if entry.practitioner else _("Anyone")


def days(first, last) -> str:
    """'Fri 20 Nov', 'Fri 20 Nov to Sun 22 Nov'."""
    if first == last:
        return short_date(first)
    return _("%(first)s to %(last)s") % {"first": short_date(first), "last": short_date(last)}


def when_words(entry) -> str:
    """'Fri 20 Nov, mornings', or 'earlier than Thursday 19 November, 9:00 am'."""
    if entry.visit_id:
        now = moment(entry.visit.starts_at.astimezone(entry.clinic.zone))
        said = _("Earlier than %(when)s") % {"when": now}
    else:
        said = days(entry.first_day, entry.last_day)
    part = part_words(entry.part)
    return f"{said}, {part}" if part else said


def part_words(part) -> str:
    """'in the morning'; nothing where any time will do."""
    return {
        PartOfDay.MORNING: _("in the morning"),
        PartOfDay.AFTERNOON: _("in the afternoon"),
        PartOfDay.EVENING: _("in the evening"),
    }.get(part, "")


def ended_words(entry) -> str:
    """Why somebody waits no longer, said to them."""
    return {
        Ending.TAKEN: _("You took a time."),
        Ending.LEFT: _("You left the list."),
        Ending.REMOVED: _("The clinic took you off the list. Questions? Call us."),
        Ending.OVER: _("The last day you named is over."),
        Ending.VISIT_GONE: _("The visit was cancelled or has begun."),
        Ending.UNANSWERED: _("You left several offers unanswered, so we stopped asking. You can join again."),
        Ending.NO_ACCESS: _("Your access to this record changed. Questions? Call us."),
    }[Ending(entry.ended_because)]


def kept_until(offer, clinic, *, at) -> str:
    """'We keep it for you until 9:30 am today.'"""
    until = offer.until.astimezone(clinic.zone)
    if until.date() == at.astimezone(clinic.zone).date():
        return _("We keep it for you until %(time)s today.") % {"time": clock_time(until)}
    return _("We keep it for you until %(when)s.") % {"when": moment(until)}


def waiting_url(clinic, choice, week=None, *, at) -> str:
    """Where one joins for what was chosen so far: the empty week, or the next four; '' without a list."""
    if not has_waiting_list(clinic):
        return ""
    today = at.astimezone(clinic.zone).date()
    first, last = (today, today + timedelta(weeks=WEEKS_AHEAD)) if week is None else week
    query = {"service": choice.service.slug, "from": max(first, today).isoformat(), "until": last.isoformat()}
    if choice.who:
        query["with"] = choice.who
    if choice.place:
        query["place"] = choice.place.pk
    return f"{reverse('portal:waiting_list')}?{urlencode(query)}"
