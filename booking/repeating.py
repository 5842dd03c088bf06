"""The same visit week after week: always the time that the clock on the wall shows, also when the clocks change."""

from dataclasses import replace

from django.utils.translation import gettext as _

from booking.availability import wallclock
from booking.objections import Objection, Wish, objections_to
from common.wording import clock_time, dated

EVERY, FEWEST, MOST = (1, 2, 4), 2, 26  # weeks apart; how many visits


class Skipped(Exception):
    """On one of the days the clocks skip that time: `words` say in which week."""

    def __init__(self, words: str):
        self.words = words
        super().__init__(words)


def repeated(wish: Wish, *, every: int, times: int) -> list[Wish]:
    """The wish and those that follow it, `every` so many weeks, `times` in all. Raises Skipped.

    Where the clocks go back and show a time twice, it is the first one.
    """
    zone, local = wish.clinic.zone, wish.starts_at.astimezone(wish.clinic.zone)
    minute, wishes = local.hour * 60 + local.minute, [wish]
    for number in range(1, times):
        day = local.date().toordinal() + 7 * every * number
        found = wallclock.open_minutes(zone, day, minute, minute + 1)
        if not found:
            on = _on(local.date().fromordinal(day), every * number)
            raise Skipped(
                _("%(week)s: the clocks skip %(time)s on that day") % {"week": on, "time": clock_time(local)}
            )
        wishes.append(replace(wish, starts_at=wallclock.to_instant(found[0][0])))
    return wishes


def _on(day, weeks: int) -> str:
    return _("Week %(n)d, %(day)s") % {"n": weeks + 1, "day": dated(day, "D j M Y")}


def in_its_week(wish: Wish, first: Wish, objections) -> list[Objection]:
    """Objections to one visit of several, each named by its week: 'Week 5, Thu 17 Dec 2026, 9:00 am: …'."""
    zone = wish.clinic.zone
    local, begun = (one.starts_at.astimezone(zone) for one in (wish, first))
    week = f"{_on(local, (local.date() - begun.date()).days // 7)}, {clock_time(local)}"
    words = _("%(week)s: %(objection)s")
    return [Objection(one.code, words % {"week": week, "objection": one.words}) for one in objections]


def objections_to_each(wishes: list[Wish], *, at) -> list[list[Objection]]:
    """What speaks against each of several visits. Of one alone it is said as ever, of more each names its week."""
    found = [objections_to(wish, along=before, at=at) for before, wish in enumerate(wishes)]
    if len(wishes) == 1:
        return found
    return [in_its_week(wish, wishes[0], objections) for wish, objections in zip(wishes, found, strict=True)]
