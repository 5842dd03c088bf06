"""Where the lines, bars and words of a plot lie in its drawing, in whole steps: French writes others with a comma.

The same numbers as a table stand beside it.
"""

from django.utils.translation import gettext as _

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 38, 8, 14, 24  # room for numbers, and for the words under the drawing
NAMES, ROW, NUMBERS, FOOT = 118, 28, 48, 18  # of lying bars: room for names, one bar, its number, words below
LONGEST_NAME = 16
STEPS = 4


def plot_page(plot) -> dict | None:
    """The inputs of components/plot.html; None where there is nothing to draw."""
    if plot is None or not any(any(one.values) for one in plot.series):
        return None
    drawn = {"lines": _lines, "bars": _bars, "across": _across}[plot.shape](plot)
    return {
        "title": plot.title,
        "text": plot.text,
        "told": _told(plot),
        "first": plot.first,
        "legend": [one.label for one in plot.series],
        "rows": [
            {"label": label, "values": [f"{one.values[place]}{plot.unit}" for one in plot.series]}
            for place, label in enumerate(plot.labels)
        ],
        "width": WIDTH,
        "height": HEIGHT,
        **drawn,
    }


def _told(plot) -> str:
    """The drawing in a sentence: the greatest value of each series, and the last."""
    words = _("%(series)s: at most %(most)s (%(label)s), last %(last)s.")
    if plot.shape == "across":
        words = _("%(series)s: most for %(label)s, %(most)s.")
    said = []
    for one in plot.series:
        most = max(one.values)
        facts = {
            "series": one.label,
            "most": f"{most}{plot.unit}",
            "label": plot.labels[one.values.index(most)],
            "last": f"{one.values[-1]}{plot.unit}",
        }
        said.append(words % facts)
    return " ".join(said)


def _top(plot) -> int:
    """A round number that no value is above, and that the lines across the drawing divide evenly."""
    most, size = max(1, *(max(one.values) for one in plot.series)), 1
    while True:
        for step in (1, 2, 3, 5):
            if (top := STEPS * step * size) >= most:
                return top
        size *= 10


def _grid(top: int) -> list[dict]:
    """The lines across, each with its number."""
    return [{"y": _down(value, top), "words": str(value)} for value in range(0, top + 1, top // STEPS)]


def _down(value, top) -> int:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM))


def _across_to(place: int, count: int) -> int:
    """The middle of one of so many places along the drawing."""
    return round(LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / count)


def _labels(plot) -> list[dict]:
    """Words below: every third place, so that they do not run into each other on a telephone; the last ends there."""
    last = len(plot.labels) - 1
    found = [
        {"x": _across_to(one, last + 1), "y": HEIGHT - 6, "words": plot.labels[one], "anchor": "middle"}
        for one in range(last % 3, last, 3)
    ]
    return [*found, {"x": WIDTH - RIGHT, "y": HEIGHT - 6, "words": plot.labels[last], "anchor": "end"}]


def _lines(plot) -> dict:
    top, count = _top(plot), len(plot.labels)
    lines = []
    for number, one in enumerate(plot.series, start=1):
        points = [(_across_to(place, count), _down(value, top)) for place, value in enumerate(one.values)]
        lines.append({"tone": number, "points": " ".join(f"{x},{y}" for x, y in points), "end": points[-1]})
    return {"lines": lines, "grid": _grid(top), "labels": _labels(plot), **_frame()}


def _bars(plot) -> dict:
    top, count = _top(plot), len(plot.labels)
    broad = (WIDTH - LEFT - RIGHT) / count
    each = broad * 0.72 / len(plot.series)
    bars = []
    for number, one in enumerate(plot.series):
        for place, value in enumerate(one.values):
            if value:
                left, y = LEFT + place * broad + broad * 0.14 + number * each, _down(value, top)
                bars.append(
                    {
                        "tone": number + 1, "x": round(left), "y": y, "width": round(each - 1),
                        "height": round(HEIGHT - BOTTOM - y),
                    }
                )  # fmt: skip
    return {"bars": bars, "grid": _grid(top), "labels": _labels(plot), **_frame()}


def _frame() -> dict:
    return {"left": LEFT, "right": WIDTH - RIGHT, "numbers": LEFT - 6}


def _across(plot) -> dict:
    """Lying bars; what is above a hundred is as long as the longest."""
    (one,) = plot.series
    longest = max(100, *one.values)
    room = WIDTH - NAMES - NUMBERS
    bars, labels, values = [], [], []
    for place, (label, value) in enumerate(zip(plot.labels, one.values, strict=True)):
        y, broad = place * ROW + 6, round(value / longest * room)
        name = label if len(label) <= LONGEST_NAME else f"{label[: LONGEST_NAME - 1]}…"
        bars.append({"tone": 1, "x": NAMES, "y": y, "width": broad, "height": ROW - 12})
        labels.append({"x": NAMES - 8, "y": y + 14, "words": name})
        values.append({"x": round(NAMES + broad + 6), "y": y + 14, "words": f"{value}{plot.unit}"})
    full = NAMES + 100 / longest * room
    return {
        "bars": bars, "names": labels, "values": values, "height": len(plot.labels) * ROW + FOOT,
        "full_until": len(plot.labels) * ROW + 2,
        "full": round(full),
    }  # fmt: skip
