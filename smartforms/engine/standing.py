"""How a form stands: which questions are asked, what is worked out, which rules of its author are broken.

Conditions and formulas need each other: a value decides whether a question is asked, and its answer changes the value.
So both are found in turn until nothing changes; a form that never comes to rest is left where it is after `ROUNDS`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from smartforms.definition import Outline, is_worked_out
from smartforms.engine import bounds, scoring
from smartforms.engine.bounds import Work
from smartforms.engine.enabling import enabled
from smartforms.engine.expressions import Result
from smartforms.engine.unfit import Problem
from smartforms.engine.working import Working

ROUNDS = 8  # each round settles at least one more link of a chain of formulas


@dataclass(frozen=True)
class Standing:
    """`on` are the keys of the items asked, `worked_out` the answers we fill in ourselves."""

    on: set[str]
    worked_out: dict[str, list] = field(default_factory=dict)
    _working: Working | None = None

    def broken(self) -> dict[str, Problem]:
        """The author's rules that are not met, by the question they stand beside."""
        return self._working.broken() if self._working else {}

    def result(self, key: str, formula: str) -> Result:
        """What another formula of an item comes to; nothing where the item does not stand in this form."""
        known = self._working is not None and key in self._working.outline
        return self._working.result(key, formula) if known else Result()


def of(outline: Outline, answers: dict, *, at: datetime, keys: Iterable[str] | None = None) -> Standing:
    """How a form stands with these answers at this moment, in the clinic's zone. Given totals are not believed.

    Where `keys` are named only their values are needed: a page of a long form works out what it shows (P9). What is
    asked is the same either way.
    """
    given = {key: v for key, v in answers.items() if key in outline and v and not is_worked_out(outline[key])}
    if not outline.has_formulas:
        on = enabled(outline, given)
        return Standing(on, scoring.totals(outline, given, on))
    worked_out, truths, spent = {}, {}, Work(bounds.MOST_WORK_OF_A_FORM)
    is_all = keys is None or outline.has_formulas_as_conditions or (keys and outline.has_offering)
    wanted = outline.worked_out_for(outline.items if is_all else keys)
    for _round in range(ROUNDS):
        on = enabled(outline, given, worked_out=worked_out, truths=truths)
        working = Working(
            outline, {key: v for key, v in given.items() if key in on}, on, at=at, wanted=wanted, spent=spent
        )
        known, found = (worked_out, truths), (working.worked_out, working.truths)
        worked_out, truths = found
        if found == known or not outline.has_formulas_as_conditions:
            break
    return Standing(on, worked_out, working)
