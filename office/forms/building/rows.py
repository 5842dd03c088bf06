"""Rows of small controls on a page: `option-0-label`, `option-1-label`, … with a blank one for what comes next.

A button named `then` may move a row up or down or take it out, on the way to saving: "option-up-2".
"""

import re
from dataclasses import dataclass

MOST = 150
_THEN = re.compile(r"(?P<rows>[a-z]+)-(?P<way>up|down|out)-(?P<at>\d{1,3})")


@dataclass
class Rows:
    """The rows of one kind: as they were posted, or as the draft has them."""

    prefix: str
    names: tuple[str, ...]
    rows: list[dict]
    blanks: int = 1

    @property
    def shown(self) -> list[dict]:
        """Each row with its position, the ids of its controls, and blank ones behind."""
        blank = dict.fromkeys(self.names, "")
        rows = self.rows + [dict(blank) for _n in range(self.blanks)]
        last = len(self.rows) - 1
        return [
            {**row, "at": at, "id": f"{self.prefix}-{at}", "number": at + 1, "is_blank": at > last,
             "is_first": at == 0, "is_last": at >= last}
            for at, row in enumerate(rows)
        ]  # fmt: skip

    @property
    def count(self) -> int:
        return len(self.rows) + self.blanks


def posted(data, prefix: str, names: tuple[str, ...], needed: str) -> list[dict]:
    """The rows that were sent, without those whose `needed` control is empty, after what `then` asks for."""
    count = data.get(f"{prefix}-count", "")
    count = min(int(count), MOST + 5) if count.isascii() and count.isdecimal() and len(count) < 5 else 0
    rows = [{name: data.get(f"{prefix}-{at}-{name}", "").strip() for name in names} for at in range(count)]
    asked = _THEN.fullmatch(data.get("then", ""))
    if asked and asked["rows"] == prefix and int(asked["at"]) < len(rows):
        _do(rows, asked["way"], int(asked["at"]))
    return [row for row in rows if row[needed]]


def _do(rows: list[dict], way: str, at: int) -> None:
    row = rows.pop(at)
    if way != "out":
        rows.insert(max(0, at - 1) if way == "up" else at + 1, row)
