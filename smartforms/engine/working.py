"""Working out the formulas of a form over the answers that count: values, conditions, rules."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from smartforms.definition import Outline, is_score
from smartforms.engine import fitting, naming, scoring, sheets
from smartforms.engine.bounds import Refused, Work
from smartforms.engine.expressions import Result, Sheet
from smartforms.engine.formulas import read
from smartforms.engine.unfit import Problem


@dataclass
class _View:
    """The response as formulas see it, its nodes by our keys, and the variables worked out over it."""

    sheet: Sheet
    nodes: dict[str, dict]
    variables: dict[tuple, list] = field(default_factory=dict)


class Working:
    """One pass over the formulas of a form. `answers` are those of items in `on`; `at` is in the clinic's zone.

    `wanted` are the calculated items to work out; `spent` counts the work of all passes. Once it is too much, what is
    left has no value, and conditions left are taken as met. `known` are names a formula may use besides.
    """

    def __init__(
        self, outline: Outline, answers: dict, on: set[str], *, at: datetime, wanted: set[str], spent: Work,
        known: dict | None = None,
    ):  # fmt: skip
        self._known = known or {}
        self.outline, self.on, self.at, self._spent = outline, on, at, spent
        self.worked_out = scoring.totals(outline, answers, on)
        self._answers = answers
        wanted = on & wanted
        for step in outline.steps:
            found = {key: values for key in step if key in wanted and (values := self._values(key))}
            if found:
                self.worked_out |= found
                self.__dict__.pop("_view", None)  # the next step looks at these values too

    @cached_property
    def truths(self) -> dict[str, bool]:
        """For each item that hangs on a formula, whether it is asked. One whose formula fails is asked: too many
        questions do less harm than a missing one."""
        found = {}
        for key, item in self.outline.items.items():
            if "when_formula" in item:
                result = self.result(key, item["when_formula"])
                found[key] = bool(result.degraded) or result.values[:1] == (True,)
        return found

    def broken(self) -> dict[str, Problem]:
        """The rules that say no, by the item they stand beside. One that says nothing, for want of answers, is met."""
        found = {}
        for key, item in self.outline.items.items():
            for rule in item.get("rules", ()) if key in self.on else ():
                if rule["of"] is None or rule["of"] in self.on:
                    if self.result(rule["of"], rule["formula"]).values == (False,):
                        found.setdefault(key, Problem(rule["message"]))
        return found

    @cached_property
    def _view(self) -> "_View":
        """The answers with what has been worked out so far; made when the first formula looks at it."""
        items, answers = self.outline.definition["items"], self._answers | self.worked_out
        response, nodes = sheets.response_of(items, answers, self.at.tzinfo)
        sheet = Sheet(response, at=self.at, questionnaire=self.outline.questionnaire, spent=self._spent)
        return _View(sheet, nodes)

    def _values(self, key: str) -> list:
        item = self.outline[key]
        if is_score(item) and not self._has_scores:
            return []  # a sum of nothing would be 0, and read as an answer
        return fitting.as_answers(item, self.result(key, item["calculated"]["formula"]).values)

    @cached_property
    def _has_scores(self) -> bool:
        """Whether anything was answered that counts."""
        given = ((self.outline[key], answers) for key, answers in self._answers.items())
        return any(scoring.score_of(item, answers) is not None for item, answers in given)

    def result(self, key: str | None, formula: str) -> Result:
        """What a formula of an item comes to, over everything worked out."""
        try:
            variables = self._named(key, formula, ())
        except Refused as refusal:
            return Result(degraded=refusal.reason, detail=refusal.detail)
        return self._view.sheet.evaluate(formula, self._known | variables, focus=self._focus(key))

    def _focus(self, key: str | None) -> dict | None:
        """The item of the response a formula stands on; an unanswered one is there all the same, empty."""
        if key is None:
            return None
        return self._view.nodes.get(key) or {"linkId": self.outline[key]["linkId"]}

    def _named(self, key: str | None, formula: str, around: tuple) -> dict[str, list]:
        """The values of the variables a formula names; each is worked out once for all formulas that see it."""
        tree, scope = read(formula), self.outline.scope(key)
        if isinstance(tree, Refused):
            return {}
        found = {}
        for name in naming.names(tree) & scope.keys():
            owner, text = scope[name]
            if (owner, name) in around:
                continue  # a circle; the name stays unknown, which fhirpathpy refuses
            known = self._view.variables
            if (owner, name) not in known:
                inner = self._named(owner, text, (*around, (owner, name)))
                known[owner, name] = self._view.sheet.nodes(text, inner, focus=self._focus(owner))
            found[name] = known[owner, name]
        return found
