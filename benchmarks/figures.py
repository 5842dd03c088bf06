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


def keep(figures: list[Figure], file: str, *, control: bool = False) -> None:
    """Write the figures into var/; in proofs the comparison is called `control`."""
    rows = [asdict(figure) for figure in figures]
    if control:
        rows = [{**row, "control": row["against"]} for row in rows]
    folder = embedded.var_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


def show(figures: list[Figure], not_yet: dict[str, str], *, against: str = "against") -> None:
    """Print them as a table; what is not measured stands below, and is not called ok."""
    head = ("", "figure", "value", against, "goal", "")
    rows = [
        (one.id, one.name, f"{_short(one.value)} {one.unit}", _short(one.against), one.goal, SIGNS[one.ok])
        for one in figures
    ]
    widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]
    for row in [head, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for name, why in not_yet.items():
        print(f"{name}: not yet ({why})")
    print(f"Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores at the end; figures are medians.")


def _short(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"
