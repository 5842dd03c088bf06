"""A figure, and how it is kept and shown."""

import json
import os
from dataclasses import asdict, dataclass

from config import embedded

SIGNS = {True: "ok", False: "MISSED", None: "·"}


@dataclass
class Figure:
    """`against` is the limit (or the red control) of the same run; `ok` is None where nothing judges the figure."""

    id: str
    name: str
    value: float
    unit: str
    goal: str
    against: float | None = None
    ok: bool | None = None


def at_most(most, id, name, value, unit) -> Figure:
    return Figure(id, name, value, unit, f"≤ {most}", None, value <= most)


def beside(least, limit, id, name, seconds, of) -> Figure:
    """How often a second, and how often the limit; `least` is the share of it that is wanted."""
    return Figure(id, name, 1 / seconds, "per s", f"≥ {least} × {of}", 1 / limit, limit / seconds >= least)


def faster(least, id, name, rate, of, other: float | None) -> Figure:
    """A rate beside another of the same run, of which `least` times is wanted; not judged where there is no other."""
    if other is None:
        return Figure(id, name, rate, "per s", f"≥ {least} × {of} (PEERS=1)")
    return Figure(id, name, rate, "per s", f"≥ {least} × {of}", other, rate >= least * other)


def keep(figures: list[Figure], file: str, *, control=False) -> None:
    """Write the figures into var/; in proofs the comparison is called `control` as well."""
    rows = [asdict(one) | ({"control": one.against} if control else {}) for one in figures]
    embedded.var_folder().mkdir(parents=True, exist_ok=True)
    (embedded.var_folder() / file).write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


def show(figures: list[Figure], not_yet: dict[str, str], *, against="against") -> None:
    """Print them as a table; what is not measured stands below, and is not called ok."""
    rows = [("", "figure", "value", against, "goal", "")]
    for one in figures:
        value, other = f"{_short(one.value)} {one.unit}", _short(one.against)
        rows.append((one.id, one.name, value, other, one.goal, SIGNS[one.ok]))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for name, why in not_yet.items():
        print(f"{name}: not yet ({why})")
    print(f"Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores at the end.")


def _short(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"
