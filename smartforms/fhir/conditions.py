"""enableWhen: when a question is asked. Turned once, at import, into comparisons of our own answers."""

from django.utils.translation import gettext as _

from smartforms.comparing import OPERATORS, holds
from smartforms.definition import CHOICES, QUESTIONS
from smartforms.engine import units
from smartforms.fhir import extensions, shapes, values
from smartforms.fhir.shapes import mapping, sequence, words


def named_codings(raws: list[dict]) -> dict[str, list[dict]]:
    """Codes that conditions name, by the linkId they are about: answers a list kept elsewhere is known to hold."""
    found: dict[str, list[dict]] = {}
    for raw in raws:
        for condition in map(mapping, sequence(raw.get("enableWhen"))):
            coding = mapping(condition.get("answerCoding"))
            link = condition.get("question")
            if (
                words(coding.get("display"))
                and isinstance(link, str)
                and coding not in found.setdefault(link, [])
            ):
                found[link].append(coding)
    return found


def compile(raw: dict, by_link: dict[str, dict], note) -> dict | None:
    """{"all": bool, "conditions": […]} of an item, or None when it is always asked.

    A condition on something we do not have (an unknown linkId, a question left out, a value not worked out)
    is set aside and the question is asked: too many questions do less harm than a missing one.
    """
    listed = raw.get("enableWhen")
    if listed is None or listed == []:
        return None
    if not isinstance(listed, list):
        note("degraded", "enableWhen", _("The condition cannot be read; asked always."))
        return None
    conditions = [compiled for one in listed if (compiled := _one(mapping(one), by_link, note))]
    behavior = raw.get("enableBehavior")
    if len(listed) > 1 and behavior not in ("all", "any"):
        note(
            "degraded",
            "enableBehavior",
            _("Several conditions and no rule how they combine; any one is enough."),
        )
    if not conditions or (behavior != "all" and len(conditions) < len(listed)):
        return None  # with "any", a condition set aside counts as met
    return {"all": behavior == "all", "conditions": conditions}


def _one(condition: dict, by_link: dict[str, dict], note) -> dict | None:
    link, operator = condition.get("question"), condition.get("operator")
    extensions.remark(condition, note)
    if operator not in OPERATORS if isinstance(operator, str) else True:
        note(
            "degraded",
            "enableWhen",
            _("The condition uses an unknown comparison and is set aside; the question is asked."),
        )
        return None
    source = by_link.get(link) if isinstance(link, str) else None
    if source is None or source["type"] not in QUESTIONS or source.get("unanswerable"):
        why = _(
            "It depends on “%(link)s”, which cannot be answered in this form; "
            "the condition is set aside and the question is asked."
        )
        note("degraded", "enableWhen", why % {"link": words(link)[:80] or "?"})
        return None
    name, value = shapes.choice_of(condition, "answer")
    if operator == "exists":
        if not isinstance(value, bool):
            note("degraded", "enableWhen", _("“exists” without yes or no; read as “is answered”."))
        return {"key": source["key"], "operator": "exists", "value": value is not False}
    return _comparison(source, operator, name, value, note)


def _comparison(source: dict, operator: str, name: str, value, note) -> dict | None:
    compiled = {"key": source["key"], "operator": operator}
    if source.get("options"):
        compiled["options"] = _matching_options(source, "=" if operator == "!=" else operator, name, value)
        if isinstance(value, str):
            compiled["value"] = words(value)
        elif isinstance(value, dict):
            compiled["value"] = words(value.get("display")) or words(value.get("code"))
        if not compiled["options"] and not source.get("open"):
            note(
                "degraded", "enableWhen", _("The condition names an answer that is not among those offered.")
            )
        return compiled
    kind, original = "string" if source["type"] in CHOICES else source["type"], value
    if kind == "string" and isinstance(value, dict):
        value = words(value.get("display")) or words(value.get("code"))
    typed = values.stored(kind, value)
    if typed is None:
        note(
            "degraded",
            "enableWhen",
            _("The condition compares with something this question cannot hold; it is set aside."),
        )
        return None
    if (
        kind == "dateTime"
        and isinstance(value, str)
        and (value.endswith("Z") or value[-6:-5] in "+-" and "T" in value)
    ):
        note(
            "degraded",
            "enableWhen",
            _("The time zone in the condition is set aside; the clinic's clock counts."),
        )
    if "offering" in source:
        compiled["is"] = original
    return compiled | {"value": units.named(source, typed, value) if kind == "quantity" else typed}


def _matching_options(source: dict, operator: str, name: str, value) -> list[str]:
    return [option["key"] for option in source["options"] if matches(option["value"], operator, name, value)]


def matches(offered: dict, operator: str, name: str, value) -> bool:
    """Whether an answer that is offered is the one a condition names, or stands so to it."""
    own_name, own = shapes.choice_of(offered)
    if own_name == "valueCoding":
        if operator != "=":
            return False
        own = mapping(own)
        if isinstance(value, str):
            return words(value) in (words(own.get("display")), words(own.get("code")))
        wanted = mapping(value)
        if not words(wanted.get("code")):
            return bool(words(wanted.get("display"))) and words(wanted.get("display")) == words(
                own.get("display")
            )
        systems = {words(wanted.get("system")), words(own.get("system"))} - {""}
        return words(wanted.get("code")) == words(own.get("code")) and len(systems) <= 1
    if isinstance(value, dict):
        value = value.get("code") or value.get("display")
    kind = {"valueInteger": "integer", "valueDate": "date", "valueTime": "time"}.get(own_name, "string")
    left, right = values.stored(kind, own), values.stored(kind, value)
    return left is not None and right is not None and holds(kind, operator, left, right)
