"""The formulas of a form, taken onto its items: values, conditions and rules."""

from django.utils.translation import gettext as _

from smartforms.definition import HANDED, NUMBERS, Outline, is_question
from smartforms.fhir import beginning, formulas, rules, totals


class Calculating:
    """Reads the formulas of one file. `outline` holds our items, `reader` the items as they stand in the file."""

    def __init__(self, source: dict, outline: Outline, reader, note):
        self.source, self.outline, self.reader, self.note = source, outline, reader, note
        self.scopes: dict[str | None, dict[str, str]] = {}

    def read(self) -> None:
        """Put onto the form what can be worked out, and say why of the rest."""
        self._variables()
        patient = beginning.names_of_patient(self.source)
        for key, item in self.outline.items.items():
            expression = formulas.of(self.reader.raws[key], formulas.CALCULATED)
            if expression is not None:
                self._calculated(item, expression)
            expression = formulas.of(self.reader.raws[key], formulas.ENABLED_WHEN)
            if expression is not None:
                self._condition(item, expression)
            self._following(item)
            beginning.read(self.reader.raws[key], item, self.scopes[key], patient, self.note_for(item))
        self._order()
        rules.read(self)

    def note_for(self, item: dict):
        """Where remarks about an item go."""
        return self.reader.note_for(self.reader.raws[item["key"]], int(item["key"][1:]))

    def _variables(self) -> None:
        self.scopes[None] = formulas.variables(self.source, {}, self.note)
        if self.scopes[None]:
            self.outline.definition["variables"] = self.scopes[None]
        for key, item in self.outline.items.items():
            around = self.scopes[self.outline.parents[key]]
            own = formulas.variables(self.reader.raws[key], around, self.note_for(item))
            self.scopes[key] = around | own
            if own:
                item["variables"] = own

    def _calculated(self, item: dict, expression: dict) -> None:
        if not is_question(item) or item["type"] in HANDED:
            why = _("A text or a group has no answer to work out.")
            self.note_for(item)("degraded", "calculatedExpression", why)
        elif why := formulas.why_not(expression, self.scopes[item["key"]]):
            self._leave(item, why)
        else:
            text = formulas.text_of(expression)
            item["calculated"] = {"formula": text, "needs": []}
            if item["type"] in NUMBERS and formulas.is_about_scores(text, self.scopes[item["key"]]):
                item["calculated"]["score"] = True

    def _condition(self, item: dict, expression: dict) -> None:
        note = self.note_for(item)
        if why := formulas.why_not(expression, self.scopes[item["key"]]):
            told = _("Its condition is a formula that is not worked out; it is asked. %(why)s")
            note("degraded", "enableWhenExpression", told % {"why": why})
            return
        item["when_formula"] = formulas.text_of(expression)
        if self.reader.raws[item["key"]].get("enableWhen"):
            note("degraded", "enableWhen", _("It has conditions and a formula besides; both must be met."))

    def _following(self, item: dict) -> None:
        """Which questions the answers offered to one follow from."""
        made = [item["offering"], *item.get("toggles", ())] if "offering" in item else item.get("toggles", ())
        scope = self.scopes[item["key"]]
        sought = set().union(*(formulas.links_sought(one["formula"], scope) for one in made))
        if links := sought & self.reader.by_link.keys():
            item["follows"] = sorted(self.reader.by_link[link]["key"] for link in links)

    def _order(self) -> None:
        """Note which calculated items each needs; those that need themselves are left out, in words."""
        wanted = {key: self._sought(item) for key, item in self.outline.items.items() if "calculated" in item}
        links = {self.outline[key]["linkId"]: key for key in reversed(wanted)}
        needs = {key: [links[text] for text in links if text in wanted[key]] for key in wanted}
        circles = {key: circle for key in needs if (circle := _circle(key, needs))}
        for key, circle in circles.items():
            around = " → ".join(self.outline[one]["linkId"] for one in circle)
            self._leave(
                self.outline[key], _("It needs its own result: %(circle)s.") % {"circle": around[:200]}
            )
            del needs[key]
        for key, own in needs.items():
            # Beginnings of linkIds and groups may mean the item itself as well; as an order they are only a wish.
            wished = [other for other in needs if other != key and self._is_wished(other, wanted[key])]
            firm = [need for need in own if need in needs]
            self.outline[key]["calculated"]["needs"] = firm + [one for one in wished if one not in firm]

    def _sought(self, item: dict) -> set[str]:
        return formulas.links_sought(item["calculated"]["formula"], self.scopes[item["key"]])

    def _is_wished(self, key: str, texts: set[str]) -> bool:
        groups = {self.outline[group]["linkId"] for group in self.outline.around([key])}
        return any(group in texts for group in groups) or self.outline[key]["linkId"].startswith(
            tuple(texts - {""})
        )

    def _leave(self, item: dict, why: str) -> None:
        """Leave a formula: the score is added up where it only adds up scores, else the item is not shown."""
        item.pop("calculated", None)
        note, added = self.note_for(item), self._added(item)
        if added and item["type"] in NUMBERS:
            item["total"] = {"over": added}
            told = _(
                "Worked out by us as the sum of the scores of %(count)d questions; nothing else of the formula."
            )
            note("degraded", "calculatedExpression", told % {"count": len(added)})
        else:
            item |= {"hidden": True, "unanswerable": True}
            told = _("The formula is not worked out; the item is not shown. %(why)s")
            note("degraded", "calculatedExpression", told % {"why": why})

    def _added(self, item: dict) -> list[str] | None:
        raw = self.reader.raws[item["key"]]
        shared = totals.variables_of(self.source) | totals.variables_of(raw)
        scored, inside = totals.scored_in(self.outline)
        return totals.questions_added(totals.expression_of(raw) or "", shared, scored, inside)


def _circle(start: str, needs: dict[str, list[str]]) -> list[str]:
    """The shortest way from a key back to itself, both ends named; empty when there is none."""
    came, waiting = {}, [start]
    while waiting:
        key = waiting.pop(0)
        for need in needs.get(key, ()):
            if need == start:
                way = [start]
                while key != start:
                    way.insert(0, key)
                    key = came[key]
                return [start, *way]
            if need not in came:
                came[need] = key
                waiting.append(need)
    return []
