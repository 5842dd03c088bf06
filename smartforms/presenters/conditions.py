"""When a question is asked, in words: paper cannot hide what does not apply."""

from django.utils.translation import gettext as _

from common.wording import all_of, one_of
from smartforms.definition import Outline, wording
from smartforms.presenters import words

SAID = {
    "=": lambda: _("“%(question)s” is %(answer)s"),
    "!=": lambda: _("“%(question)s” is not %(answer)s"),
    ">": lambda: _("“%(question)s” is more than %(answer)s"),
    "<": lambda: _("“%(question)s” is less than %(answer)s"),
    ">=": lambda: _("“%(question)s” is %(answer)s or more"),
    "<=": lambda: _("“%(question)s” is %(answer)s or less"),
}


def asked_when(item: dict, outline: Outline) -> str:
    """'Only if “Do you smoke?” is Yes.'; empty for what is always asked, or hangs on something nobody sees."""
    when = item.get("when")
    seen = [one for one in when["conditions"] if one["key"] not in outline.unseen] if when else []
    if not seen:
        return ""
    said = [_condition(one, outline[one["key"]]) for one in seen]
    return _("Only if %(conditions)s.") % {"conditions": all_of(said) if when["all"] else one_of(said)}


def _condition(condition: dict, source: dict) -> str:
    operator, names = condition["operator"], {"question": wording(source).rstrip(".: ")}
    if operator == "exists":
        told = _("“%(question)s” is answered") if condition["value"] else _("“%(question)s” is not answered")
        return told % names
    return SAID[operator]() % (names | {"answer": _answer(condition, source)})


def _answer(condition: dict, source: dict) -> str:
    """The answer a condition names; of an ordered list of answers the named one, not all that fit."""
    value = condition.get("value", "")
    if source.get("options"):
        picked = [words.answer(source, [key]) for key in condition.get("options", ())]
        return one_of([words.answer(source, [value]) or str(value)] if not picked else picked)
    return words.answer(source, [value])
