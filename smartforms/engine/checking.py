"""What still stands in the way of going on, or of sending."""

from django.utils.translation import gettext as _

from smartforms.definition import Outline, is_asked
from smartforms.engine import offering, reading
from smartforms.engine.unfit import Problem, Unfit, short


def missing(outline: Outline, answers: dict, on: set[str], keys: list[str]) -> dict[str, Problem]:
    """Required questions among `keys` that are asked and have no answer. Hidden, fixed and unasked ones never bind."""
    found = {}
    for key in keys:
        item = outline[key]
        binds = item.get("required") and key in on and is_asked(item, outline) and not offering.is_empty(item)
        if binds and not answers.get(key):
            found[key] = _wanted(item)
    return found


def _wanted(item: dict) -> Problem:
    names = {"question": short(item)}
    part = ""
    if "consent" in item:
        message = _("Tick that you agree to “%(question)s”")
    elif item.get("options") or item["type"] == "boolean":
        message = _("Choose an answer to “%(question)s”")
    elif item["type"] == "file":
        message = _("Add a file to “%(question)s”")
    elif item["type"] == "signature":
        message, part = _("Sign “%(question)s”"), "-name"
    elif item["type"] in ("date", "dateTime"):
        message = _("Enter a date for “%(question)s”")
        part = {"year": "-year", "month": "-month"}.get(item.get("detail"), "-day")
    else:
        message = _("Answer “%(question)s”")
        part = "-words" if item.get("open") else ""
    return Problem(message % names, part)


def obstacles(
    outline: Outline, answers: dict, unfinished: dict, on: set[str], broken: dict[str, Problem] | None = None
) -> dict[str, Problem]:
    """Everything that keeps a form from being sent, in reading order: answers that do not fit, missing ones, and
    broken rules of its author. Of lists that follow from answers the outline has what is offered now."""
    lacking = missing(outline, answers, on, list(outline.items))
    found = {}
    for key, item in outline.items.items():
        if key in unfinished and key in on and is_asked(item, outline):
            found[key] = _unfit(item, unfinished[key])
        elif key in lacking:
            found[key] = lacking[key]
        elif key in on and is_asked(item, outline) and offering.is_stale(item, answers.get(key, [])):
            found[key] = no_longer_offered(item)
        elif key in (broken or {}):
            found[key] = broken[key]
    return found


def no_longer_offered(item: dict) -> Problem:
    """An answer chosen from a list that has changed with other answers."""
    told = _(
        "Your answer to “%(question)s” is no longer offered, because you changed another answer. Choose again"
    )
    return Problem(told % {"question": short(item)})


def _unfit(item: dict, raw: dict) -> Problem:
    """What is wrong with something typed earlier; it was never taken as an answer, so it always needs a look."""
    try:
        reading.read(item, raw)
    except Unfit as unfit:
        return unfit.problem
    return Problem(_("Check your answer to “%(question)s”") % {"question": short(item)})
