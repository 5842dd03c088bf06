"""What is wrong with a draft, in words, each with its question. Errors forbid publishing; warnings do not."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from smartforms.authoring import contradicting, scores, translations, unreachable
from smartforms.authoring.kinds import kind_of
from smartforms.authoring.tree import Place, beneath, by_link, control_of, places, title_of
from smartforms.definition import walk
from smartforms.fhir import formulas, shapes
from smartforms.fhir.shapes import mapping, sequence, words


@dataclass(frozen=True)
class Finding:
    """One thing to mend: which item, its number, what is wrong; `is_error` forbids publishing."""

    item: str
    number: str
    words: str
    is_error: bool


def findings(source: dict, definition: dict, report: dict) -> list[Finding]:
    """Everything there is to say about a draft, errors first, each kind in reading order."""
    found = list(_found(source, definition, report))
    return [one for one in found if one.is_error] + [one for one in found if not one.is_error]


def _found(source: dict, definition: dict, report: dict) -> Iterator[Finding]:
    if report.get("status") == "refused":
        for line in report["refused"]:
            yield Finding("", "", line["why"], True)
    if not words(source.get("title")):
        yield Finding("", "", _("The form has no title."), True)
    everything, links = list(places(source)), by_link(source)
    never = unreachable.reasons(definition)
    order = {place.id: n for n, place in enumerate(everything)}
    compiled = {item["key"]: item for item in walk(definition["items"])}
    scored = {place.id for place in everything if any("score" in one for one in _offered(compiled, place))}
    hidden = {id(one) for place in everything if _is_hidden(place.item) for one in beneath(place.item)}
    for place in everything:
        for told, is_error in (
            *_wording(place),
            *_answers(place, _offered(compiled, place)),
            *_conditions(place, links, order, hidden),
            *_scores(source, place, scored),
            *contradicting.told(place.item, compiled.get(place.key)),
        ):
            yield Finding(_shown(place), place.number, told, is_error)
        if place.key in never and id(place.item) not in hidden:
            yield Finding(place.id, place.number, never[place.key], True)
    yield from _translations(source)


def _shown(place: Place) -> str:
    """The item to look at: of a help, the question above it."""
    return place.id if place.number or place.parent is None else place.parent.get("id", "")


def _is_hidden(item: dict) -> bool:
    return shapes.extension(item, "questionnaire-hidden") is True


def _wording(place: Place) -> Iterator[tuple[str, bool]]:
    code, item = kind_of(place).code, place.item
    if code in ("page", "group", "matrix"):
        if not any(inner.get("type") not in ("group", None) for inner in list(beneath(item))[1:]):
            if code == "page":
                yield _("This page has no questions."), True
            elif code == "group":
                yield _("This group has no questions."), True
            else:
                yield _("This table has no questions."), True
        return
    if not words(item.get("text")) and not _is_hidden(item) and not place.is_help and not item.get("code"):
        if code == "words":
            yield _("This text is empty."), True
        elif code == "signature":
            yield _("This signature has no words."), True
        elif formulas.of(item, formulas.CALCULATED) is None:
            yield _("This question has no text."), True


def _offered(compiled: dict, place: Place) -> list[dict]:
    return compiled.get(place.key, {}).get("options", [])


def _answers(place: Place, offered: list[dict]) -> Iterator[tuple[str, bool]]:
    kind, item = kind_of(place), place.item
    if not kind.is_choice or _is_hidden(item):
        return
    elsewhere = item.get("answerValueSet") or formulas.of(item, formulas.ANSWERS)
    if not offered and not elsewhere:
        yield _("This question offers no answers."), True
    with_score = [one for one in offered if "score" in one]
    without = [one["label"] for one in offered if "score" not in one]
    if with_score and without:
        yield (
            _("“%(answer)s” has no score, beside answers that have one.") % {"answer": without[0][:80]},
            False,
        )


def _conditions(place, links, order, hidden) -> Iterator[tuple[str, bool]]:
    for condition in map(mapping, sequence(place.item.get("enableWhen"))):
        link = condition.get("question")
        about = links.get(link) if isinstance(link, str) else None
        if about is None:
            yield _("Its condition looks at a question that is not there."), True
            continue
        names = {"question": title_of(about.item)[:80] or about.number}
        if order[about.id] > order[place.id]:
            yield _("Its condition looks at “%(question)s”, which comes later.") % names, False
        elif id(about.item) in hidden and control_of(about.item) != "score":
            yield _("Its condition looks at “%(question)s”, which nobody sees.") % names, False


def _scores(source: dict, place: Place, scored: set[str]) -> Iterator[tuple[str, bool]]:
    if kind_of(place).code == "score":
        added = scores.over(source, place.item)
        if added is not None and not (scored & set(added) if added else scored):
            yield _("It adds up nothing: none of its questions has answers with scores."), True
    yield from _bands(scores.bands_of(place.item))


def _bands(bands: list[scores.Band]) -> Iterator[tuple[str, bool]]:
    ends = [
        (b.low if b.low is not None else float("-inf"), b.high if b.high is not None else float("inf"), b)
        for b in bands
    ]
    for low, high, band in ends:
        if low > high:
            yield _("The range “%(label)s” ends before it begins.") % {"label": band.label}, True
        if not band.label:
            yield _("A range of the score has no name."), True
    ends.sort(key=lambda end: end[:2])
    whole = all(
        isinstance(end, int) or end in (float("-inf"), float("inf"))
        for low, high, _b in ends
        for end in (low, high)
    )
    for (_low, high, one), (low, _high, other) in zip(ends, ends[1:], strict=False):
        names = {"one": one.label, "other": other.label}
        if low <= high:
            yield _("The ranges “%(one)s” and “%(other)s” overlap.") % names, True
        elif low > high + (1 if whole else 0):
            yield _("There is a gap between the ranges “%(one)s” and “%(other)s”.") % names, False


def _translations(source: dict) -> Iterator[Finding]:
    for language in sorted(translations.languages(source)):
        missing = [text for text in translations.texts(source) if not translations.said_in(text, language)]
        if missing:
            first = missing[0]
            told = _("%(count)d texts are not translated (%(language)s), first: “%(text)s”.")
            names = {"count": len(missing), "language": language, "text": first.words[:60]}
            yield Finding(first.item, first.number, told % names, False)
