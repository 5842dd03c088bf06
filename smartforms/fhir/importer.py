"""FHIR R4 Questionnaire → our definition, with a report that says what became of every item."""

import json
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from smartforms import definition as house
from smartforms.engine import paging, singly
from smartforms.fhir import (
    beginning,
    conditions,
    dialects,
    extensions,
    file,
    ours,
    published,
    rich,
    shapes,
    signing,
    starting,
    translating,
    value_sets,
    wording,
)
from smartforms.fhir.calculating import Calculating
from smartforms.fhir.items import Items
from smartforms.fhir.report import Report
from smartforms.fhir.shapes import mapping, words

KNOWN = {
    "resourceType", "id", "meta", "implicitRules", "language", "text", "contained", "extension", "modifierExtension",
    "url", "identifier", "version", "name", "title", "_title", "derivedFrom", "status", "experimental", "subjectType",
    "date", "publisher", "contact", "description", "_description", "useContext", "jurisdiction", "purpose",
    "copyright", "approvalDate", "lastReviewDate", "effectivePeriod", "code", "item",
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """An imported file: our definition (None when refused), the report, and the file's own text."""

    definition: dict | None
    report: dict
    source: str
    canonical: str = ""


def read_questionnaire(given: str | bytes | dict) -> Reading:
    """Read a questionnaire file. Never raises on any content: what cannot be used is refused in the report."""
    report = Report()
    text = json.dumps(given) if isinstance(given, dict) else given
    try:
        source, doubled = file.parse(text)
    except file.Unreadable as fault:
        report.reject(_("file"), str(fault))
        return Reading(None, report.as_json(), "")
    kept = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    for name in dict.fromkeys(doubled):
        report.note("degraded", name, _("Stands twice in one object; the last one counts."))
    definition = None if _is_refused(source, report) else _definition(source, report)
    canonical = words(source.get("url"))[:500] if definition else ""
    return Reading(
        shapes.storable(definition), shapes.storable(report.as_json()), shapes.clean(kept), canonical
    )


def _is_refused(source, report: Report) -> bool:
    """Reasons not to take the file at all."""
    if not isinstance(source, dict) or source.get("resourceType") != "Questionnaire":
        kind = words(mapping(source).get("resourceType"))[:60] or type(source).__name__
        report.reject("resourceType", _("Not a FHIR Questionnaire but “%(kind)s”.") % {"kind": kind})
    elif source.get("modifierExtension"):
        report.reject(
            "modifierExtension", _("A modifier changes what this file means; FHIR forbids guessing.")
        )
    elif not isinstance(source.get("item"), list) or not source["item"]:
        report.reject("item", _("There are no questions in this file."))
    elif strange := dialects.foreign(source):
        report.reject(*strange)
    else:
        count, depth = file.size_of(source["item"])
        if count > file.MOST:
            report.reject("item", _("More than 5,000 items."))
        elif depth > file.DEEPEST:
            report.reject("item", _("Items stand in each other more than 60 levels deep."))
        report.items = count
    return report.rejected


def _definition(source: dict, report: Report) -> dict:
    _remark_head(source, report)
    reader = Items(source, report)
    items = reader.read(source["item"])
    everything = list(house.walk(items))
    _known_answers(everything, reader)
    definition = {
        "format": house.FORMAT,
        "title": words(source.get("title"))[:300] or words(source.get("name"))[:300] or _("Untitled form"),
        "intro": words(source.get("description"))[:5_000],
        "language": _language(source, report),
        "copyright": words(source.get("copyright"))[:2_000],
        "items": items,
    }
    if intro := rich.read(source, "description", lambda *said: report.note(*map(str, said)))[0]:
        definition["rich_intro"] = intro
    beginning.remark(source, report.note)
    Calculating(source, house.Outline(definition), reader, report.note).read()
    published.read(everything, reader, definition["language"])
    for item in everything:
        raw, note = reader.raws[item["key"]], reader.note_for(reader.raws[item["key"]], int(item["key"][1:]))
        if when := conditions.compile(raw, reader.by_link, note):
            item["when"] = when
        starting.read(raw, item, note)
    hidden = _hidden(everything)
    wording.complete([item for item in everything if item["key"] not in hidden], reader)
    items = definition["items"] = signing.add(items, source, reader)
    translating.add(
        definition, title=translating.of(source, "title"), intro=translating.of(source, "description")
    )
    if languages := translating.languages(definition, everything):
        definition["languages"] = languages
    value_sets.in_language(definition, everything)
    if shapes.extension(source, ours.ONE_BY_ONE, base="") is True:
        return definition | {"one_by_one": True, "pages": singly.pages(items)}
    return definition | {"pages": paging.pages(items)}


def _language(source: dict, report: Report) -> str:
    """The language the form is written in, such as 'fr-CA'; empty when the file does not say."""
    code = words(source.get("language"))
    if code and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code):
        report.note("degraded", "language", _("Not the code of a language; set aside."))
        return ""
    return code


def _remark_head(source: dict, report: Report):
    def note(fate, what, why):
        report.note(fate, what, str(why))

    for name in sorted(source.keys() - KNOWN):
        note("ignored", name, extensions.UNKNOWN)
    extensions.remark(source, note)
    extensions.remark_words(source, ("title", "description"), note)
    if source.get("status") not in ("draft", "active", "retired", "unknown"):
        note("degraded", "status", _("No valid status; “active” is exported."))
    if source.get("status") == "retired":
        note("degraded", "status", _("The author has retired this questionnaire."))


def _known_answers(items: list[dict], reader: Items):
    """Give a list kept elsewhere the answers this file itself names: in conditions and as starting values."""
    named = conditions.named_codings(list(reader.raws.values()))
    hidden = _hidden(items)
    for item in items:
        where = item.pop("elsewhere", None)
        if where is None:
            continue
        raw = reader.raws[item["key"]]
        codings = named.get(item["linkId"], []) if reader.by_link[item["linkId"]] is item else []
        codings = codings + [c for c in starting.codings(raw) if c not in codings]
        offered = item.get("options", [])
        start = len(offered) + 1
        offered = offered + [
            {
                "key": f"o{n}",
                "label": words(c.get("display"))[:1000] or words(c.get("code")),
                "value": {"valueCoding": c},
            }
            for n, c in enumerate(codings, start)
        ]
        if offered:
            item["options"] = offered
        if item["key"] in hidden:
            continue
        note = reader.note_for(raw, int(item["key"][1:]))
        if isinstance(where, str):
            why = _("The list of answers is kept elsewhere (%(address)s); asked in the patient's own words.")
            note("degraded", "answerValueSet", why % {"address": where[:300]})
        else:
            note("degraded", "choice", _("No answers are listed; asked in the patient's own words."))
        if codings:
            note(
                "degraded",
                "choice",
                _("Offered besides are the %(count)d answers this file names.") % {"count": len(codings)},
            )


def _hidden(items: list[dict]) -> set[str]:
    return {inner["key"] for item in items if item.get("hidden") for inner in house.walk([item])}
