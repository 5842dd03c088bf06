"""Working out FHIRPath formulas over one set of answers, on the server and within bounds (Settled 17).

A page never meets an exception from here: a formula has values, or a named reason why it has none.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from fhirpathpy.engine import do_eval
from fhirpathpy.engine.nodes import ResourceNode
from fhirpathpy.engine.util import get_data
from fhirpathpy.models import models

from smartforms.engine.bounds import Reason, Refused, Work
from smartforms.engine.formulas import read
from smartforms.engine.functions import FUNCTIONS, scores_of

ITEM = "QuestionnaireResponse.item"
MOST_ITEMS = 5_000  # of the answers and of the questionnaire, each


@dataclass(frozen=True)
class Result:
    """What a formula came to: plain values, or why it was not worked out."""

    values: tuple = ()
    degraded: Reason | None = None
    detail: str = ""


class Sheet:
    """One set of answers at one moment: a QuestionnaireResponse, and the Questionnaire they belong to.

    `at` is in the clinic's zone, for `today()`; `spent` is the work of all formulas of the form. The list of everything
    beneath a node is kept for all formulas.
    """

    def __init__(
        self, response: dict, *, at: datetime, questionnaire: dict | None = None, spent: Work | None = None
    ):
        self.response, self.questionnaire, self.at = response, questionnaire or {}, at
        self.spent = spent
        self.is_too_large = max(map(_count, (response, self.questionnaire))) > MOST_ITEMS
        self._beneath: dict[int, tuple] = {}

    @cached_property
    def scores(self) -> dict:
        """What each coding counts; asked for by formulas, so that an odd questionnaire spoils only those."""
        return scores_of(self.questionnaire)

    def beneath(self, node, walk) -> list:
        """Everything beneath a node of these trees, walked once."""
        tree = get_data(node)
        if id(tree) not in self._beneath:
            # The tree is kept along, so that its id stays its own.
            self._beneath[id(tree)] = (tree, walk())
        return self._beneath[id(tree)][1]

    def evaluate(
        self, formula: str, variables: dict[str, list] | None = None, *, focus: dict | None = None
    ) -> Result:
        """What a formula comes to; `variables` are the values of those it may name besides %resource and the like.

        `focus` is the item of the response it stands on: where it begins to look, and its %context.
        """
        try:
            return Result(tuple(map(_plain, self.nodes(formula, variables, focus=focus))))
        except Refused as refusal:
            return Result(degraded=refusal.reason, detail=refusal.detail)

    def nodes(
        self, formula: str, variables: dict[str, list] | None = None, *, focus: dict | None = None
    ) -> list:
        """The same as fhirpathpy has it, so that a variable still knows where it was found. Raises Refused only."""
        if self.is_too_large:
            raise Refused(Reason.TOO_MANY_ITEMS)
        tree = read(formula)
        if isinstance(tree, Refused):
            raise Refused(tree.reason, tree.detail)
        start = self.response if focus is None else ResourceNode.create_node(focus, ITEM)
        try:
            return do_eval(self._context(start, variables or {}), [start], tree)
        except Refused:
            raise
        except Exception as error:  # whatever a formula and odd answers make fhirpathpy do
            raise Refused(Reason.FAILED, type(error).__name__) from None

    def _context(self, start, variables: dict) -> dict:
        """What fhirpathpy hands down from call to call."""
        known = {"resource": self.response, "context": start, "questionnaire": self.questionnaire}
        known["ucum"] = "http://unitsofmeasure.org"
        return {
            "dataRoot": [start],
            "vars": Variables(known | variables),
            "model": models["r4"],
            "userInvocationTable": FUNCTIONS,
            "work": Work(within=self.spent),
            "sheet": self,
        }


class Variables(dict):
    """Values by name. A fresh list each time: fhirpathpy changes the sign of a number in place."""

    def __getitem__(self, name):
        value = super().__getitem__(name)
        return list(value) if isinstance(value, list | tuple) else value


def _plain(value):
    value = get_data(value)
    return value if isinstance(value, str | int | Decimal | dict) else str(value)


def _count(element) -> int:
    """Items of a form or of answers, however deep they stand."""
    found, waiting = 0, [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            found += "linkId" in one
            waiting += [value for key, value in one.items() if key in ("item", "answer")]
    return found
