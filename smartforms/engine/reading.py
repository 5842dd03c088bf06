"""From what a browser sends to answers we keep, or to a message beside the question."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.text import plain, without_unseen
from smartforms.definition import LONGEST, Outline, is_asked, is_given_in_a_list
from smartforms.engine import moments, numbers, offering, patterns, several, signing, units
from smartforms.engine.handing_in import Handed
from smartforms.engine.unfit import Problem, Unfit, short
from smartforms.fhir.shapes import clean

OTHER = "other"
PARTS = ("", "-words", "-day", "-month", "-year", "-time", "-unit")
# Kinds that come in parts of their own.
KINDS = {"signature": signing}
KEPT_RAW = 100_000  # characters of an answer that does not fit which we keep for correction


@dataclass
class Posted:
    """One page as it came in: answers that fit, the raw text of those that do not, and why."""

    answers: dict[str, list] = field(default_factory=dict)
    unfinished: dict[str, dict] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    signed: set[str] = field(default_factory=set)
    # What was offered as known already, and is decided now (`smartforms/prefilling.py`).
    settled: set[str] = field(default_factory=set)
    handed: dict[str, Handed] = field(default_factory=dict)


def read_page(outline: Outline, keys: list[str], sent) -> Posted:
    """Read the questions of one page from a QueryDict. Only questions that were on the page as sent are touched."""
    posted = Posted()
    shown, cleared = set(sent.getlist("asked")), sent.getlist("clear")
    for item in outline.under(keys):
        key = item["key"]
        if key not in shown or item["type"] == "file" or not is_asked(item, outline):
            continue  # files come in another way
        posted.asked.add(key)
        raw = {} if key in cleared else raw_of(item, sent)
        try:
            posted.answers[key] = read(item, raw)
        except Unfit as unfit:
            posted.answers[key] = []
            posted.problems[key] = unfit.problem
            posted.unfinished[key] = {part: [clean(text) for text in texts] for part, texts in raw.items()}
    return posted


def raw_of(item: dict, sent) -> dict[str, list[str]]:
    """The controls of one question as sent: {"": […], "-words": […], "-day": […]}, present ones only."""
    key, parts = item["key"], KINDS[item["type"]].PARTS if item["type"] in KINDS else PARTS
    return {
        part: [without_unseen(text).replace("\r\n", "\n") for text in sent.getlist(key + part)]
        for part in parts
        if key + part in sent
    }


def read(item: dict, raw: dict[str, list[str]]) -> list:
    """The stored answers of one question. Raises Unfit. Blank is an empty list, never a fault here."""
    for part, texts in raw.items():
        for text in texts:
            try:
                plain(text)
            except ValidationError:
                message = _("Remove the special characters we cannot store from “%(question)s”")
                raise Unfit(message % {"question": short(item)}, part) from None
    if item["type"] in KINDS:
        return KINDS[item["type"]].read(item, raw)
    if is_given_in_a_list(item):
        return several.read(item, raw, _one_answer)
    return _one_answer(item, raw)


def _one_answer(item: dict, raw: dict[str, list[str]]) -> list:
    if item.get("options") or item.get("open") or "offering" in item:
        return _chosen(item, raw)
    kind = item["type"]
    if kind in ("date", "dateTime"):
        value = moments.read(item, {part: _one(raw, part) for part in ("-day", "-month", "-year", "-time")})
        return [value] if value else []
    text = _one(raw)
    if not text:
        return []
    if kind == "boolean":
        if text not in ("yes", "no") or (text == "no" and "consent" in item):
            raise Unfit(_("Choose yes or no for “%(question)s”") % {"question": short(item)})
        return [text == "yes"]
    if kind == "time":
        return [moments.read_time(item, text, "")]
    if kind in ("integer", "decimal"):
        return [_as_meant(item, numbers.read(item, text))]
    if kind == "quantity":
        unit = _one(raw, "-unit")
        return [units.chosen(item, numbers.read(units.bounded(item, unit), text), unit)]
    return [_as_meant(item, _written(item, _address(item, text) if kind == "url" else text, kind))]


def _as_meant(item: dict, value):
    """The value, where it has the form its author asks for."""
    if "pattern" in item and not patterns.fits(item["pattern"], str(value)):
        names = {"question": short(item), "form": item.get("hint", "")}
        if names["form"]:
            raise Unfit(_("Answer “%(question)s” in this form: %(form)s") % names)
        raise Unfit(_("Check your answer to “%(question)s”: it is not in the form that is asked for") % names)
    return value


def _one(raw: dict, part: str = "") -> str:
    return (raw.get(part) or [""])[-1].strip()


def _written(item: dict, text: str, kind: str, part: str = "") -> str:
    longest = min(item.get("maxLength", 10**9), LONGEST.get(kind, LONGEST["words"]))
    names = {"question": short(item), "longest": longest, "length": len(text)}
    if len(text) > longest:
        raise Unfit(
            _("Use at most %(longest)d characters for “%(question)s”; there are %(length)d now") % names,
            part,
            at_once=True,
        )
    if len(text) < item.get("minLength", 0):
        names["shortest"] = item["minLength"]
        raise Unfit(_("Use at least %(shortest)d characters for “%(question)s”") % names, part)
    return text


def _address(item: dict, text: str) -> str:
    if not re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE):
        text = "https://" + text
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s/]+\S*", text, re.IGNORECASE):
        raise Unfit(
            _("Enter a web address for “%(question)s”, such as www.example.org") % {"question": short(item)}
        )
    return text


def _chosen(item: dict, raw: dict[str, list[str]]) -> list:
    known = {option["key"]: option for option in item.get("options", ())}
    picked = list(dict.fromkeys(text for text in raw.get("", []) if text))
    words = _one(raw, "-words") if item.get("open") else ""
    wants_words = OTHER in picked and item.get("open")
    picked = [text for text in picked if not (text == OTHER and item.get("open"))]
    names = {"question": short(item)}
    if any(text not in known for text in picked) or (len(picked) > 1 and not item.get("repeats")):
        raise Unfit(_("Choose one of the answers offered for “%(question)s”") % names)
    if wants_words and not words:
        raise Unfit(_("Write your answer to “%(question)s”") % names, "-words")
    answers: list = [offering.kept(item, known[key]) for key in picked]
    if words and (wants_words or not picked or item.get("repeats")):
        answers.append({"words": _written(item, words, "words", "-words")})
    if len(answers) > 1 and not item.get("repeats"):
        raise Unfit(_("Choose one answer to “%(question)s”") % names)
    alone = next((known[a]["label"] for a in picked if known[a].get("alone")), None)
    if len(answers) > 1 and alone is not None:
        raise Unfit(_("Choose “%(alone)s” or the other answers, not both") % {"alone": alone})
    # Nobody can choose more than there is, whatever a file asks for; “none of these” is an answer by itself.
    least = min(item.get("least", 0), item.get("most", 10**9), len(known) + bool(item.get("open")))
    if answers and alone is None and len(answers) < least:
        raise Unfit(_("Choose at least %(least)d answers to “%(question)s”") % (names | {"least": least}))
    if len(answers) > item.get("most", 10**9):
        raise Unfit(_("Choose at most %(most)d answers to “%(question)s”") % (names | {"most": item["most"]}))
    return answers
