"""How often something is to be done, and how often it was, in words; for patients and for the team."""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.wording import day_month, short_date
from records.models.activity import Per


def how_often(what) -> str:
    """'Every day', '3 times a day', 'Once a week', '5 times a week'."""
    if what.per == Per.DAY:
        return (
            _("Every day")
            if what.times == 1
            else ngettext("%(n)d time a day", "%(n)d times a day", what.times) % {"n": what.times}
        )
    if what.times == 7:
        return _("Every day")
    if what.times == 1:
        return _("Once a week")
    return ngettext("%(n)d time a week", "%(n)d times a week", what.times) % {"n": what.times}


def this_week(week) -> str:
    """'4 of 5 this week'."""
    return _("%(done)d of %(planned)d this week") % {"done": week.done, "planned": week.planned}


def of_week(week) -> str:
    """'4 of 5'."""
    return _("%(done)d of %(planned)d") % {"done": week.done, "planned": week.planned}


def week_name(week) -> str:
    """'Week of 9 November'."""
    return _("Week of %(day)s") % {"day": day_month(week.begins)}


def span(assignment, *, today) -> str:
    """'From Thu 19 Nov', 'Until Tue 15 Dec', both, or nothing."""
    names = {"first": short_date(assignment.starts_on)}
    if assignment.until:
        names["last"] = short_date(assignment.until)
    if assignment.starts_on > today:
        return _("From %(first)s until %(last)s") % names if assignment.until else _("From %(first)s") % names
    return _("Until %(last)s") % names if assignment.until else ""


def leads_to(link: str) -> str:
    """The host a link leads to, as it is said beside it: 'youtube.com'."""
    host = urlsplit(link).hostname or ""
    return host.removeprefix("www.")
