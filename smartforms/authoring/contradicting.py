"""Settings of a question that contradict each other."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from smartforms.definition import is_worked_out
from smartforms.fhir import starting
from smartforms.fhir.shapes import sequence


def told(raw: dict, item: dict | None) -> Iterator[tuple[str, bool]]:
    """(words, is it an error) of each; `raw` as it stands in the file, `item` as it was compiled, where it was."""
    if item is None:
        return
    if _is_before(item.get("max"), item.get("min")):
        yield _("Its largest value is below its smallest."), True
    if item.get("least", 0) > item.get("most", 10**9):
        yield _("It wants more answers than may be given."), True
    if raw.get("required") is True and not item.get("initial") and not is_worked_out(item):
        if item.get("hidden"):
            yield _("It is required but hidden, and nothing fills it in."), False
        elif item.get("readonly"):
            yield _("It is required but read only, and nothing fills it in."), False
    yield from _starts(raw, item)


def _starts(raw: dict, item: dict) -> Iterator[tuple[str, bool]]:
    typed = sequence(raw.get("initial"))
    picked = [entry for entry in sequence(raw.get("answerOption")) if _is_chosen(entry)]
    if len(typed) + len(picked) > 1 and not item.get("repeats"):
        yield _("It begins with several answers, of which one can be given."), False
    elif not all(_fits(item, one) for one in typed):
        if item.get("options"):
            yield _("Its starting value is not among its answers."), False
        else:
            yield _("Its starting value does not fit the question."), False
    begins = item.get("initial", ())
    alone = [one["label"] for one in item.get("options", ()) if one.get("alone") and one["key"] in begins]
    if alone and len(begins) > 1:
        names = {"answer": alone[0][:80]}
        yield _("It begins with “%(answer)s”, which stands alone, and another answer.") % names, False
    if any(_is_before(one, item.get("min")) or _is_before(item.get("max"), one) for one in begins):
        yield _("Its starting value is beyond its limits."), False


def _fits(item: dict, entry) -> bool:
    faults = []
    starting.read({"initial": [entry]}, dict(item), lambda *told: faults.append(told))
    return not faults


def _is_chosen(entry) -> bool:
    return isinstance(entry, dict) and entry.get("initialSelected") is True


def _is_before(one, other) -> bool:
    """Whether a stored number or date stands before another; dates are compared on the detail both state."""
    if one is None or other is None or isinstance(one, bool | dict) or isinstance(other, bool | dict):
        return False
    one, other = str(one), str(other)
    if "-" in one[1:] and "-" in other[1:]:
        return one[: len(other)] < other[: len(one)]
    try:
        return Decimal(one) < Decimal(other)
    except ArithmeticError:
        return False
