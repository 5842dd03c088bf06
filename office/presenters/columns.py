"""The calendar as columns, one for each practitioner or for each day of one; blocks placed by the minute."""

from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import wording
from common.templatetags.ui import lasts, starts_at
from common.wording import clock_time
from office.day import WHOLE_DAY
from office.presenters.states import minutes_held, short_clock
from office.presenters.told import told_of

LEAST = 25  # minutes: at 68 px an hour nothing is drawn under 24 px
MOST_LANES = 3
NEAR = 20  # minutes
SMALL = (30, " block-short"), (50, " block-two-lines")
USUAL = (8 * 60, 18 * 60)


def calendar(day, list_url: str) -> dict:
    """The inputs of `day_calendar` for one day. Where too many visits overlap, `list_url` shows the rest."""
    columns = [
        _column(day, person, list_url)
        | {"initials": person.initials, "name": person.name, "colour": person.colour}
        for person in day.people
    ]
    return grid([day] * len(columns), columns)


def week_of_one(days, person, address) -> dict:
    """The same for the days of one practitioner side by side; `address` leads to a day."""
    columns = [
        _column(day, person, address(day=day.date.isoformat(), view="list"))
        | {
            "name": wording.short_date(day.date),
            "url": address(day=day.date.isoformat(), view="day"),
            "colour": person.colour,
            "is_today": day.is_today,
        }
        for day in days
    ]
    return grid(days, columns)


def grid(days, columns) -> dict:
    """Columns over the same hours; the line of now runs through those of today."""
    first, last = _hours([span for column in columns for span in column.pop("spans")])
    today = next((day for day in days if day.is_today), None)
    now = today and today.minute(today.at)
    in_sight = now is not None and first * 60 <= now < last * 60
    for day, column in zip(days, columns, strict=True):
        closed = _closed(column.pop("open"), first * 60, last * 60)
        column["blocks"][:0] = [{"kind": "closed", "minute": a, "minutes": b - a} for a, b in closed]
        for block in column["blocks"]:
            block["classes"] = _classes(block)
        column["has_now"] = in_sight and day.is_today
    shown = {"first_hour": first, "last_hour": last, "columns": columns, "hours": _labels(first, last, now)}
    if in_sight:
        shown |= {"now_minute": now, "now_label": short_clock(time(now // 60, now % 60))}
    return shown


def _classes(block) -> str:
    """How a block is drawn: where it stands, how long it is, what it is, beside how many others."""
    at = f"at {starts_at(block['minute'])} {lasts(block['minutes'])}"
    if block["kind"] == "closed":
        return f"{at} block-closed"
    small = next((name for most, name in SMALL if block["minutes"] <= most), "")
    lanes = f" lanes-{block['lanes']} lane-{block['lane']}" if block.get("lanes") else ""
    return f"{at} block block-{block['kind']}{small}{lanes}"


def _labels(first, last, now) -> list[dict]:
    """The hours at the left; one so close to now gives way to its label."""
    minutes = [hour * 60 for hour in range(first, last)]
    return [
        {"label": _brief(clock_time(time(minute // 60))), "minute": minute}
        for minute in minutes
        if now is None or abs(minute - now) > NEAR
    ]


def _column(day, person, list_url) -> dict:
    opens, closed = day.open_spans(person), day.closed is not None
    visits = [visit for visit in day.shown if visit.practitioner_id == person.pk]
    blocks = [_visit(day, visit) for visit in visits]
    blocks += [_hold(day, hold) for hold in day.holds if hold.practitioner_id == person.pk]
    blocks.sort(key=lambda block: block["minute"])
    return {
        "person": person.pk,
        "day": day.date.isoformat(),
        "detail": _detail(opens, len(visits), closed=closed),
        "open": opens,
        "spans": opens + [(block["minute"], block["minute"] + block["minutes"]) for block in blocks],
        "blocks": _in_lanes(blocks, list_url),
    }


def _detail(opens, count, *, closed) -> str:
    visits = ngettext("%(n)d visit", "%(n)d visits", count) % {"n": count}
    if not opens and not count:
        return _("Closed") if closed else _("Not in")
    if not opens:
        return (_("Closed, %(visits)s") if closed else _("Not in, %(visits)s")) % {"visits": visits}
    words = {"opens": _wall(opens[0][0]), "closes": _wall(opens[-1][1]), "visits": visits}
    return _("%(opens)s to %(closes)s, %(visits)s") % words


def _visit(day, visit) -> dict:
    told = told_of(day, visit)
    return {
        **_place(day, visit),
        "kind": "done" if told.state.is_over else "visit",
        "time": told.time,
        "title": told.title,
        "text": told.text,
        "icon": told.state.icon,
        "icon_label": "",  # the words stand beside it
        "url": told.url,
        "visit": visit.pk,
        "moves": moving(visit),
    }


def moving(visit) -> dict | None:
    """What the page that moves a visit needs to know of it; None where it cannot be moved, or not by who looks."""
    if visit.status != "booked" or not visit.may_change:
        return None
    minutes = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
    return {
        "service": visit.service.slug,
        "person": visit.practitioner_id,
        "place": visit.location_id,
        "minutes": minutes,
    }


def _hold(day, hold) -> dict:
    return {**_place(day, hold), "kind": "held", "text": minutes_held(hold, day.at)}


def _place(day, timed) -> dict:
    """The minute of the day and the length drawn: as long as it lasts, never too small, never past midnight."""
    start = min(day.minute(timed.starts_at), WHOLE_DAY - LEAST)
    begins, ends = max(timed.starts_at, day.begins), min(timed.ends_at, day.ends)
    length = max(LEAST, int((ends - begins).total_seconds() // 60))
    return {"minute": start, "minutes": min(length, WHOLE_DAY - start)}


def _in_lanes(blocks, list_url) -> list[dict]:
    """Blocks that overlap stand side by side; past the third lane a line says how many more there are."""
    shown: list[dict] = []
    for cluster in _clusters(blocks):
        ends: list[int] = []
        for block in cluster:
            free = next((n for n, end in enumerate(ends) if end <= block["minute"]), len(ends))
            ends[free : free + 1] = [block["minute"] + block["minutes"]]
            block["lane"] = free + 1
        lanes = min(len(ends), MOST_LANES)
        kept = [block for block in cluster if len(ends) <= MOST_LANES or block["lane"] < MOST_LANES]
        for block in kept:
            block["lanes"] = lanes if lanes > 1 else 0
        shown += kept
        if more := len(cluster) - len(kept):
            shown.append(_more(cluster, more, list_url))
    return shown


def _more(cluster, count, list_url) -> dict:
    start = cluster[0]["minute"]
    length = max(block["minute"] + block["minutes"] for block in cluster) - start
    words = ngettext("%(n)d more, see the list", "%(n)d more, see the list", count) % {"n": count}
    return {
        "kind": "held", "minute": start, "minutes": length, "text": words, "url": list_url,
        "lane": MOST_LANES, "lanes": MOST_LANES,
    }  # fmt: skip


def _clusters(blocks):
    cluster, end = [], -1
    for block in blocks:
        if cluster and block["minute"] >= end:
            yield cluster
            cluster, end = [], -1
        cluster.append(block)
        end = max(end, block["minute"] + block["minutes"])
    if cluster:
        yield cluster


def _hours(spans) -> tuple[int, int]:
    """The hours the calendar shows: whatever happens that day, else the usual ones."""
    low = min((a for a, _b in spans), default=USUAL[0])
    high = max((b for _a, b in spans), default=USUAL[1])
    return low // 60, max(low // 60 + 1, -(-high // 60))


def _closed(opens, low, high) -> list[tuple[int, int]]:
    edges = [low, *(edge for span in opens for edge in span), high]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(a, b) for a, b in pairs if a < b]


def _wall(minute: int) -> str:
    """'9', '8:30': a time on the wall, as short as people say it."""
    return _brief(short_clock(time(minute // 60 % 24, minute % 60)))


def _brief(words: str) -> str:
    return words.replace(":00", "").removesuffix("\u00a000").removesuffix(" 00")
