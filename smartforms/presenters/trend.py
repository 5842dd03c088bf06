"""A number over time as a small chart: places of dots and lines, and the same as a table."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from common import wording
from smartforms.definition import wording as asked
from smartforms.engine.changes import by_link
from smartforms.engine.meaning import band_of
from smartforms.presenters import words

WIDTH, HEIGHT = 390, 150
LEFT, RIGHT, TOP, BOTTOM = 34, 148, 12, 22  # room for numbers, for the words of bands, for dates


@dataclass(frozen=True)
class Point:
    """What a number came to when a form was sent. `at` is in the clinic's zone."""

    at: datetime
    value: Decimal
    item: dict  # as the version of that time has it

    @property
    def day(self) -> str:
        return wording.short_day_year(self.at)

    @property
    def told(self) -> str:
        return words.answer(self.item, [str(self.value)])

    @property
    def band(self) -> dict:
        """label and tone; empty where the number falls into none."""
        return band_of(self.item, self.value) or {}


def points_of(item: dict, responses) -> list[Point]:
    """What this number came to in each response, the earliest first; those without it are left out."""
    found = []
    for response in responses:
        same = by_link(response.outline).get(item["linkId"])
        given = response.answers.get(same["key"]) if same else None
        if given and not isinstance(given[0], dict):
            at = response.submitted_at.astimezone(response.assignment.clinic.zone)
            found.append(Point(at, Decimal(str(given[0])), same))
    return sorted(found, key=lambda point: point.at)


def trend_of(item: dict, points: list[Point]) -> dict | None:
    """The inputs of components/trend.html; None for fewer than two values, which are no trend."""
    if len(points) < 2:
        return None
    bands = item.get("bands", [])
    ends = [Decimal(str(band[end])) for band in bands for end in ("low", "high") if end in band]
    low, high = min(*(p.value for p in points), *ends, Decimal(0)), max(*(p.value for p in points), *ends)
    high = high if high > low else low + 1
    first, span = points[0].at, max((points[-1].at - points[0].at).total_seconds(), 1)

    def across(point) -> int:
        return LEFT + round((point.at - first).total_seconds() / span * (WIDTH - LEFT - RIGHT))

    def down(value) -> int:
        return HEIGHT - BOTTOM - round((value - low) / (high - low) * (HEIGHT - TOP - BOTTOM))

    dots = [{"x": across(point), "y": down(point.value)} for point in points]
    return {
        "title": asked(item),
        "size": f"0 0 {WIDTH} {HEIGHT}",
        "ends": {"left": LEFT, "right": WIDTH - RIGHT, "words": WIDTH - RIGHT + 8, "dates": HEIGHT - 6},
        "line": " ".join(f"{dot['x']},{dot['y']}" for dot in dots),
        "dots": dots,
        "marks": [{"value": words.answer(item, [str(v)]), "y": down(v)} for v in dict.fromkeys([high, low])],
        "bands": [_band(band, down, low, high) for band in bands],
        "from": points[0].day,
        "to": points[-1].day,
        "rows": [
            {"day": p.day, "value": p.told, "band": p.band.get("label", ""), "tone": p.band.get("tone", "")}
            for p in reversed(points)
        ],
    }


def _band(band, down, low, high) -> dict:
    """A line where the band begins (none at the floor), and its words in the middle of it."""
    begins, ends = (Decimal(str(band.get(end, other))) for end, other in (("low", low), ("high", high)))
    return {
        "label": band["label"],
        "tone": band.get("tone", ""),
        "y": down(begins) if begins > low else None,
        "middle": down((begins + ends) / 2) + 4,
    }
