"""What counts now out of all plans of a patient: the newest words of each practitioner, section by section. Pure."""

from dataclasses import dataclass
from datetime import date

from common.folding import fold
from records.models.chart import PLAN_SECTIONS
from records.plan import ROWS, Section, sections_of
from records.plan_ends import end_of, is_over


@dataclass(frozen=True)
class Part:
    """A section as it stands in one plan; `plan` is the chart it comes from."""

    section: Section
    plan: object


def current_parts(plans, *, on: date) -> dict[str, list[Part]]:
    """Section → what counts of it on a day, the newest plan first. `plans` come newest first.

    Of a practitioner's plans the newest that says something on a section counts. Supplements and prescriptions that
    have run out are left out; one of an older plan still counts where it says itself until when, and no newer plan of
    the same practitioner names it again.
    """
    found = {key: [] for key in PLAN_SECTIONS}
    said, named = set(), {}
    for plan in plans:
        for section in sections_of(plan.plan):
            of_whom = (plan.practitioner_id, section.key)
            is_newest = of_whom not in said
            said.add(of_whom)
            if section.key in ROWS:
                known = named.setdefault(of_whom, set())
                rows = [row for row in section.rows if _counts(row, plan, known, is_newest=is_newest, on=on)]
                known.update(_name(row) for row in section.rows)
                section = Section(section.key, section.label, section.kind, rows=rows)
                if not rows:
                    continue
            elif not is_newest:
                continue
            found[section.key].append(Part(section, plan))
    return {key: parts for key, parts in found.items() if parts}


def _counts(row, plan, known, *, is_newest, on) -> bool:
    if is_over(row, plan.day, on=on):
        return False
    return is_newest or (_name(row) not in known and end_of(row.get("duration", ""), plan.day) is not None)


def _name(row) -> str:
    return " ".join(fold(row.get("what", "")).split())
