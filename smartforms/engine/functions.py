"""What a formula may call: fhirpathpy's functions, with those mended that fail on answers or could be misused.

Left out are patterns (`matches`, `replaceMatches`: their cost cannot be bounded), `trace` (it prints) and coding of
bytes. Each function gets the context that fhirpathpy hands down; ours carries `work` and `sheet`.
"""

from decimal import Decimal

from fhirpathpy.engine.invocations import invocation_registry, navigation
from fhirpathpy.engine.util import get_data

from smartforms.engine.bounds import GREATEST_POWER, LONGEST_TEXT, Reason, Refused
from smartforms.fhir.values import SCORES

LEFT_OUT = {"matches", "replaceMatches", "trace", "encode", "decode"}
# Members that hold one text wherever they stand: looked up without a formula for each node (see `formulas`).
PLAIN_MEMBERS = ("linkId", "url", "code", "system")


def descendants(ctx, coll):
    """Everything beneath. Beneath one node it is the same list for every formula of the sheet, walked once."""
    if len(coll) != 1:
        return [node for one in coll for node in descendants(ctx, [one])]
    return list(ctx["sheet"].beneath(coll[0], lambda: _walk(ctx, coll)))


def _walk(ctx, coll) -> list:
    found, level = [], coll
    step = navigation.create_reduce_children(ctx, False)
    while level:
        level = [child for node in level for child in step([], node)]
        ctx["work"].add(len(level))
        found += level
    return found


def repeat(ctx, coll, formula):
    """What the formula leads to, and from there again; each node once."""
    found, seen, waiting = [], set(), list(coll)
    while waiting:
        for node in formula(waiting.pop(0)):
            value = get_data(node)
            key = id(value) if isinstance(value, dict | list) else (type(value), value)
            if key not in seen:
                seen.add(key)
                found.append(node)
                waiting.append(node)
    return found


def _numbers(coll) -> list:
    return [get_data(one) for one in coll]


def total(ctx, coll):
    """The very idiom of questionnaires, and fhirpathpy's own fails on answers."""
    return sum(_numbers(coll))


def mean(ctx, coll):
    return [Decimal(total(ctx, coll)) / len(coll)] if coll else []


def ordinal(ctx, coll):
    """The scores of answers or codings: what they carry, else what the questionnaire says of that option."""
    return [score for one in coll for score in _scores(ctx, get_data(one))]


def _scores(ctx, value) -> list:
    coding = value.get("valueCoding", value) if isinstance(value, dict) else {}
    listed = ctx["sheet"].scores.get((coding.get("system"), coding.get("code")))
    score = next((found for found in (_carried(value), _carried(coding), listed) if found is not None), None)
    return [] if score is None else [Decimal(str(score))]


def _carried(element) -> int | float | None:
    """The score that an option, an answer or its coding says itself."""
    extensions = element.get("extension", ()) if isinstance(element, dict) else ()
    return next((one.get("valueDecimal") for one in extensions if one.get("url") in SCORES), None)


def scores_of(questionnaire: dict) -> dict[tuple, int | float]:
    """What each coding counts, by system and code, as the options of a questionnaire say."""
    found, waiting = {}, [questionnaire]
    while waiting:
        item = waiting.pop()
        waiting += item.get("item", ())
        for option in item.get("answerOption", ()):
            coding = option.get("valueCoding", {})
            score = _carried(option) if _carried(option) is not None else _carried(coding)
            if score is not None:
                found[coding.get("system"), coding.get("code")] = score
    return found


def power(ctx, coll, exponent):
    if abs(get_data(exponent)) > GREATEST_POWER:
        raise Refused(Reason.TOO_MUCH_WORK, "power")
    return invocation_registry["power"]["fn"](ctx, coll, exponent)


def rounded(ctx, coll, places=0):
    """Halves go up, as FHIRPath has it; fhirpathpy's own takes 22.25 to 22.2."""
    return [
        Decimal(str(get_data(one))).quantize(Decimal(1).scaleb(-int(places or 0)), "ROUND_HALF_UP")
        for one in coll
    ]


def replace(ctx, coll, pattern, words):
    if len(str(get_data(coll[0]))) * (len(str(words)) + 1) > LONGEST_TEXT:
        raise Refused(Reason.TOO_MUCH_WORK, "replace")
    return invocation_registry["replace"]["fn"](ctx, coll, pattern, words)


def single(ctx, coll):
    """The one value there is. fhirpathpy returns its complaint as if it were an answer."""
    if len(coll) > 1:
        raise Refused(Reason.FAILED, "single() of several")
    return coll


def _where(member):
    """The nodes of which a member is just this text."""

    def where(ctx, coll, text):
        found = ((node, get_data(node)) for node in coll)
        return [node for node, value in found if isinstance(value, dict) and value.get(member) == text]

    return where


def _where_begins(ctx, coll, text):
    """The nodes whose linkId begins with this text."""
    found = ((node, get_data(node)) for node in coll)
    return [
        node
        for node, value in found
        if isinstance(value, dict) and str(value.get("linkId", "")).startswith(text)
    ]


def _of_numbers(name):
    return lambda ctx, coll: invocation_registry[name]["fn"](ctx, _numbers(coll))


# The sheet's moment: every formula of one evaluation meets the same, and none asks the clock.
def today(ctx, coll):
    return [ctx["sheet"].at.date().isoformat()]


def now(ctx, coll):
    return [ctx["sheet"].at.isoformat(timespec="milliseconds")]


def time_of_day(ctx, coll):
    return [ctx["sheet"].at.time().isoformat(timespec="milliseconds")]


MENDED = {
    "descendants": descendants, "repeat": repeat, "sum": total, "avg": mean, "min": _of_numbers("min"),
    "max": _of_numbers("max"), "power": power, "replace": replace, "single": single,
    "today": today, "now": now, "timeOfDay": time_of_day,
}  # fmt: skip


def _counted(call):
    """Each call, and each round of a formula within it, is counted as work before and after it is done."""

    def counted(ctx, *given):
        work = ctx["work"]
        rounds = [_counted_round(work, one) if callable(one) else one for one in given]
        work.add(1 + sum(len(one) for one in given if isinstance(one, list)))
        return work.checked(call(ctx, *rounds))

    return counted


def _counted_round(work, formula):
    return lambda data: work.checked(formula(data))


ADDED = {"ordinal": {"fn": ordinal}, "weight": {"fn": ordinal}}
ADDED |= {"round": {"fn": rounded, "arity": {0: [], 1: ["Number"]}}}
# Names with a blank, which no formula can spell.
ADDED |= {f"where {member}": {"fn": _where(member), "arity": {1: ["String"]}} for member in PLAIN_MEMBERS}
ADDED |= {"where linkId startsWith": {"fn": _where_begins, "arity": {1: ["String"]}}}
FUNCTIONS = {
    name: {**entry, "fn": _counted(MENDED.get(name, entry["fn"]))}
    for name, entry in (invocation_registry | ADDED).items()
    if name not in LEFT_OUT
}
