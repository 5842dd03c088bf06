"""The one shape of a treatment plan (`Chart.plan`): its sections, what stands in them, how long they may be.

    {
      "summary": "text, with line breaks",              # and every other section of PLAN_SECTIONS but these three:
      "goals": ["one line", "another"],
      "supplements": [{"what": "Magnesium glycinate", "dose": "200 mg", "route": "by mouth",
                       "frequency": "an hour before bed", "duration": "until 15 December", "note": "…"}],
      "prescriptions": [the same kind of rows]
    }

Only what holds something is there: no empty section, row, line or field, so that a plan exists exactly when it has
content (the database holds it, `records_chart_plan_has_content`). Every value is plain text; a row has at least `what`.
`cleaned` is the only way in, `sections_of` the only way out.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text import is_plain, without_unseen
from records.models.chart import PLAN_SECTIONS

LINES, ROWS = {"goals"}, {"supplements", "prescriptions"}
ROW_FIELDS = {
    "what": gettext_lazy("What"),
    "dose": gettext_lazy("How much"),
    "route": gettext_lazy("How it is taken"),
    "frequency": gettext_lazy("When"),
    "duration": gettext_lazy("How long"),
    "note": gettext_lazy("Note"),
}
# One section in characters, lines of goals, rows of a table, one line or one field of a row.
LONGEST_TEXT, MOST_LINES, MOST_ROWS, LONGEST_LINE = 10_000, 30, 30, 300


@dataclass(frozen=True)
class Section:
    """A section of a plan as it is read: `kind` says which of text, lines and rows is filled."""

    key: str
    label: str
    kind: str
    text: str = ""
    lines: list[str] = field(default_factory=list)
    rows: list[dict] = field(default_factory=list)


def kind_of(key: str) -> str:
    """'lines', 'rows' or 'text'."""
    return "lines" if key in LINES else "rows" if key in ROWS else "text"


def cleaned(said: dict) -> dict:
    """What was written as it is kept: in the order of the sections, without what holds nothing."""
    plan = {}
    for key in PLAN_SECTIONS:
        value = {"lines": _lines, "rows": _rows, "text": _text}[kind_of(key)](said.get(key))
        if value:
            plan[key] = value
    return plan


def problems(plan: dict) -> dict[str, str]:
    """What speaks against keeping a cleaned plan, by section, in words; empty when nothing does."""
    found = {key: _problem(kind_of(key), value) for key, value in plan.items()}
    return {key: words for key, words in found.items() if words}


def sections_of(plan: dict) -> list[Section]:
    """The sections that hold something, in their order. Reads whatever stands there, also what was kept otherwise."""
    tidy = cleaned(plan)
    return [
        Section(key, str(PLAN_SECTIONS[key]), kind_of(key), **{kind_of(key): value})
        for key, value in tidy.items()
    ]


def row_words(row: dict) -> str:
    """One row as a line: 'Magnesium glycinate, 200 mg, by mouth, an hour before bed (stop if it upsets you)'."""
    words = ", ".join(row[name] for name in ROW_FIELDS if name != "note" and row.get(name))
    return f"{words} ({row['note']})" if row.get("note") else words


def lines_of(section: Section) -> list[str]:
    """A section of any kind as lines, to be compared."""
    if section.kind == "text":
        return section.text.splitlines()
    return section.lines if section.kind == "lines" else [row_words(row) for row in section.rows]


def _text(value) -> str:
    """Text as it is kept: without invisible marks, empty lines at the ends, or a carriage return."""
    if isinstance(value, list):
        value = "\n".join(row_words(one) if isinstance(one, dict) else str(one) for one in value)
    return without_unseen(str(value or "")).replace("\r\n", "\n").replace("\r", "\n").strip()


def _line(value) -> str:
    return " ".join(_text(value).split())


def _lines(value) -> list[str]:
    each = value if isinstance(value, list) else _text(value).split("\n")
    return [line for line in map(_line, each) if line]


def _rows(value) -> list[dict]:
    """Rows; a text kept where rows belong is read as one row for each of its lines."""
    each = value if isinstance(value, list) else [{"what": line} for line in _lines(value)]
    rows = [one if isinstance(one, dict) else {"what": one} for one in each]
    filled = [{name: line for name in ROW_FIELDS if (line := _line(row.get(name)))} for row in rows]
    return [row for row in filled if row]


def _problem(kind: str, value) -> str:
    if kind == "text":
        return _too_long(value, LONGEST_TEXT)
    most = MOST_LINES if kind == "lines" else MOST_ROWS
    if len(value) > most:
        return _("Write at most %(n)d lines here.") % {"n": most}
    texts = value if kind == "lines" else [text for row in value for text in row.values()]
    if kind == "rows" and any("what" not in row for row in value):
        return _("Say in each row what it is.")
    return next(filter(None, (_too_long(text, LONGEST_LINE) for text in texts)), "")


def _too_long(text: str, most: int) -> str:
    if not is_plain(text):
        return _("Remove the special characters we cannot store.")
    if len(text) > most:
        return _("Shorten this to %(most)d characters; it has %(n)d.") % {"most": most, "n": len(text)}
    return ""
