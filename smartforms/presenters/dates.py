"""A date in boxes: day, month, year, and the time where it is asked."""

from django.utils.translation import gettext as _

PARTS = {"day": ("day", "month", "year"), "month": ("month", "year"), "year": ("year",)}


def boxes(item: dict, typed: dict, problem=None) -> list[dict]:
    """The boxes of one date, as far as the question wants them, with what was typed and where it is wrong."""
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    wrong = problem.part.lstrip("-") if problem else None
    found = [
        {
            "name": f"{item['key']}-{part}",
            "label": labels[part],
            "value": (typed.get(f"-{part}") or [""])[-1],
            "wrong": wrong == part or wrong == "",
            "length": 4 if part == "year" else 2,
        }
        for part in PARTS[item.get("detail", "day")]
    ]
    if item["type"] == "dateTime":
        clock = {"name": f"{item['key']}-time", "label": _("Time (optional)"), "clock": True}
        found.append(clock | {"wrong": wrong == "time", "value": (typed.get("-time") or [""])[-1]})
    return found
