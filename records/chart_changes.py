"""What changed between two states of a chart, section by section. Pure: no writes, no pages.

`plan_history` is what a patient may be told of a signed chart: when its plan changed, why, and how; never a word of the
note itself.
"""

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

from records.plan import lines_of, sections_of

# The note for colleagues; with the plan they make the chart. Private notes are never compared: they have no history.
NOTE_SECTIONS = {
    "subjective": _("Subjective"),
    "objective": _("Objective"),
    "assessment": _("Assessment"),
}


@dataclass(frozen=True)
class Line:
    """A line that was taken out (`after` empty), added (`before` empty), or written anew."""

    before: str
    after: str


@dataclass(frozen=True)
class SectionChange:
    key: str
    label: str
    lines: list[Line]


@dataclass(frozen=True)
class Amendment:
    """One act of amending: who, when, why, and what it changed."""

    number: int
    at: datetime
    by: object
    reason: str
    sections: list[SectionChange]


def plan_changes(before: dict, after: dict) -> list[SectionChange]:
    """How one plan differs from another, in the order of the sections."""
    old, new = ({one.key: one for one in sections_of(plan)} for plan in (before, after))
    in_order = [one for one in sections_of({**before, **after}) if one.key in old or one.key in new]
    return _changed(
        (one.key, one.label, _lines(old.get(one.key)), _lines(new.get(one.key))) for one in in_order
    )


def chart_changes(before, after) -> list[SectionChange]:
    """How one revision differs from another, note and plan; for staff."""
    noted = (
        (key, str(label), getattr(before, key).splitlines(), getattr(after, key).splitlines())
        for key, label in NOTE_SECTIONS.items()
    )
    days = [("day", str(_("Day")), [before.day.isoformat()], [after.day.isoformat()])]
    return _changed(days) + _changed(noted) + plan_changes(before.plan, after.plan)


def history(revisions) -> list[Amendment]:
    """Every amendment of a signed chart, the latest first; for staff."""
    return _history(revisions, chart_changes)


def plan_history(revisions) -> list[Amendment]:
    """The amendments that changed the plan, the latest first: all a patient is told (product §1)."""
    found = _history(revisions, lambda before, after: plan_changes(before.plan, after.plan))
    return [one for one in found if one.sections]


def _history(revisions, compare) -> list[Amendment]:
    in_order = sorted(revisions, key=lambda one: one.number)
    steps = zip(in_order, in_order[1:], strict=False)
    return [
        Amendment(after.number, after.at, after.by, after.reason, compare(before, after))
        for before, after in steps
    ][::-1]


def _lines(section) -> list[str]:
    return lines_of(section) if section else []


def _changed(each) -> list[SectionChange]:
    compared = [SectionChange(key, label, _compared(old, new)) for key, label, old, new in each]
    return [one for one in compared if one.lines]


def _compared(old: list[str], new: list[str]) -> list[Line]:
    found = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        gone, come = old[a:b], new[c:d]
        for at in range(max(len(gone), len(come))):
            line = Line(gone[at] if at < len(gone) else "", come[at] if at < len(come) else "")
            if line.before or line.after:
                found.append(line)
    return found
