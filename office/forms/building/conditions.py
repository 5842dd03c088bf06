"""When a question is asked: a question, a comparison, an answer; several of them, all or any."""

from django.utils.translation import gettext as _

from office.forms.building.rows import Rows, posted
from smartforms.authoring import conditions, options
from smartforms.authoring.conditions import ANSWERED, UNANSWERED, Row
from smartforms.authoring.kinds import kind_of
from smartforms.authoring.tree import Place, places, title_of

NAMES = ("question", "operator", "value")
TYPES = {"date": "date", "moment": "date", "time": "time"}


def operator_words() -> dict[str, str]:
    return {
        "=": _("is"), "!=": _("is not"), ">": _("is more than"), ">=": _("is at least"), "<": _("is less than"),
        "<=": _("is at most"), ANSWERED: _("is answered"), UNANSWERED: _("is not answered"),
    }  # fmt: skip


class ConditionRows:
    """The conditions of an item."""

    prefix, is_wanted = "condition", True

    def __init__(self, *, source: dict, place: Place, data):
        self.source, self.place, self.faults = source, place, []
        self.places = {one.id: one for one in places(source)}
        self.earlier = conditions.before(source, place.id)
        there = [row for row, _raw in conditions.rows_of(source, place.item)]
        rows = [{"question": row.question, "operator": row.operator, "value": row.value} for row in there]
        self.is_all = place.item.get("enableBehavior") == "all"
        if data is not None:
            rows = posted(data, self.prefix, NAMES, "question")
            rows += [
                _gone(row) for row in there if not row.question
            ]  # has no control; stays until it is removed
            self.is_all = data.get("condition-all") == "all"
            if data.get("condition-gone") == "remove":
                rows = [row for row in rows if row["question"]]
        self.lost = [row for row in there if not row.question]
        self.rows = Rows(self.prefix, NAMES, [row for row in rows if row["question"]])
        self._all = rows

    @property
    def shown(self) -> list[dict]:
        """The rows with the choices of each control."""
        return [self._dressed(row) for row in self.rows.shown]

    def _dressed(self, row: dict) -> dict:
        place = self.places.get(row["question"])
        questions = list(self.earlier)
        if place is not None and all(one.id != place.id for one in questions):
            questions.append(place)  # one that comes later: it stays, and the linter tells
        said, operators = operator_words(), conditions.operators(place) if place else ["="]
        return row | {
            "questions": [
                {
                    "value": one.id,
                    "label": f"{one.number} {title_of(one.item)}"[:90],
                    "chosen": one.id == row["question"],
                }
                for one in questions
            ],
            "operators": [{"value": o, "label": said[o], "chosen": o == row["operator"]} for o in operators],
            "answers": self._answers(place, row["value"]) if place else None,
            "type": TYPES.get(kind_of(place).code, "text") if place else "text",
            "needs_value": bool(place) and row["operator"] not in (ANSWERED, UNANSWERED),
            "error": next((words for control, words in self.faults if control == f"{row['id']}-value"), ""),
        }

    def _answers(self, place: Place, picked: str) -> list[dict] | None:
        """What can be chosen as the answer; None where it is typed."""
        if kind_of(place).code in ("yesno", "consent"):
            offered = [("yes", _("Yes")), ("no", _("No"))]
        else:
            offered = [(one["key"], one["label"]) for one in options.offered(self.source, place.item)]
        return [{"value": v, "label": label, "chosen": v == picked} for v, label in offered] or None

    def write(self, source: dict, place: Place) -> None:
        rows = [Row(one["question"], one["operator"] or "=", _value(one)) for one in self._all]
        try:
            conditions.set_conditions(source, place, rows, is_all=self.is_all)
        except conditions.Unfitting as fault:
            self.faults = [(f"{self.prefix}-{fault.args[0]}-value", _("Choose the answer this depends on"))]


def _gone(row: Row) -> dict:
    return {"question": "", "operator": row.operator, "value": row.value}


def _value(row: dict) -> str:
    return "" if row["operator"] in (ANSWERED, UNANSWERED) else row["value"]
