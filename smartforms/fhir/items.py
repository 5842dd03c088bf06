"""One item of a foreign questionnaire, read into ours; every departure is noted."""

from functools import cached_property, partial

from django.utils.translation import gettext as _

from smartforms.definition import CHOICES, HANDED, QUESTIONS
from smartforms.fhir import (
    alerts,
    bands,
    carrying,
    controls,
    extensions,
    handing_in,
    limits,
    mapped,
    offering,
    options,
    repeats,
    rich,
    shapes,
    signing,
    translating,
)
from smartforms.fhir.report import Report
from smartforms.fhir.shapes import mapping, sequence, words
from smartforms.fhir.value_sets import Sets

LONGEST_TEXT = 10_000
KNOWN = {
    "linkId", "type", "text", "prefix", "code", "enableWhen", "enableBehavior", "required", "repeats", "readOnly",
    "maxLength", "answerValueSet", "answerOption", "initial", "item", "extension", "modifierExtension", "id",
    "_text", "_prefix", "definition",
}  # fmt: skip
KINDS = {"question": "group", "coding": "choice", "uri": "url"}  # R5 and careless spellings


class Items:
    """Reads the items of one file in order, giving each its key."""

    def __init__(self, source: dict, report: Report):
        self.source, self.report = source, report
        self.sets = Sets(source)
        self.count = 0
        self.around: list[dict] = [source]  # the file and the items that stand around the one being read
        self.raws: dict[str, dict] = {}  # our key → the item as it stands in the file
        self.by_link: dict[str, dict] = {}  # linkId → our item; the first of a double wins

    @cached_property
    def sheet(self):
        return offering.sheet_of(self.source)

    def note_for(self, raw: dict, index: int):
        return partial(_note, self.report, raw, index)

    def read(self, listed, parent: dict | None = None) -> list[dict]:
        """Our items for a list of theirs; help texts move into `parent`."""
        found = []
        for raw in sequence(listed):
            self.count += 1
            note = self.note_for(raw if isinstance(raw, dict) else {}, self.count)
            if not isinstance(raw, dict):
                note("refused", "item", _("This is not an item; it is left out."))
                continue
            item = self._one(raw, self.count, note)
            if item is None:
                self._leave_out(raw.get("item"))
            elif controls.take_end(item, parent):
                continue
            elif item["type"] == "display" and _is_help(raw, item, parent):
                translating.add_help(parent, item)
                rich.help_with(parent, item)
            else:
                found.append(item)
        return found

    def _one(self, raw: dict, index: int, note) -> dict | None:
        kind = self._kind(raw, note)
        if kind is None:
            return None
        item = {
            "key": f"q{index}",
            "linkId": self._link(raw, index, note),
            "type": kind,
            "text": self._text(raw, note),
        }
        if raw.get("type") == "attachment" and kind != "file":
            item["cannot"] = "attachment"
        if kind == "signature":
            language = words(self.source.get("language"))
            item = signing.item(item["key"], raw, link=item["linkId"], language=language, text=item["text"])
        self.raws[item["key"]] = raw
        self.by_link.setdefault(item["linkId"], item)
        if words(raw.get("prefix")):
            item["prefix"] = words(raw["prefix"])[:100]
        if shapes.extension(raw, "questionnaire-hidden") is True:
            item["hidden"] = True
        for ours, theirs in (("required", "required"), ("repeats", "repeats"), ("readonly", "readOnly")):
            if raw.get(theirs) is True:
                item[ours] = True
            elif raw.get(theirs) not in (None, False):
                note("degraded", theirs, _("Neither true nor false; read as false."))
        self._remark(raw, kind, note)
        rich.take(raw, item, note)
        controls.read(raw, item, note)
        mapped.read(raw, item, note)
        if kind in QUESTIONS:
            self._answers(raw, item, note)
            limits.read(raw, item, self.sets, note)
            bands.read(raw, item, note)
            alerts.read(raw, item, note)
        if kind == "file":
            handing_in.read(raw, item, note)
        limits.times(raw, item)
        translating.read(raw, item)
        if raw.get("item") is not None and not isinstance(raw["item"], list):
            note("degraded", "item", _("What stands under this item cannot be read and is left out."))
        self.around.append(raw)
        if children := self.read(raw.get("item"), item):
            item["items"] = children
        self.around.pop()
        carrying.read(raw, item)
        controls.settle(raw, item, note)
        _simplify(item, note)
        return item

    def _kind(self, raw: dict, note) -> str | None:
        kind = raw.get("type")
        if raw.get("modifierExtension"):
            note(
                "refused",
                "modifierExtension",
                _("A modifier changes what this item means; FHIR forbids guessing. Left out."),
            )
            return None
        if kind == "attachment" and handing_in.taken(raw):
            return "file"
        if kind == "attachment":
            must = _(" The file must be asked for another way.") if raw.get("required") is True else ""
            note(
                "refused",
                "attachment",
                _("Files of these kinds are not taken; patients read a note instead.") + must,
            )
            return "display"
        if not isinstance(kind, str):
            kind = None if kind is None else "?"
        if kind == "display" and signing.is_wanted(raw):
            return "signature"
        if kind in QUESTIONS - HANDED or kind in ("group", "display"):
            return kind
        if kind in KINDS:
            note(
                "degraded",
                f"type {kind}",
                _("Not a type of FHIR R4; read as “%(kind)s”.") % {"kind": KINDS[kind]},
            )
            return KINDS[kind]
        if kind is None and raw.get("item"):
            note("degraded", "type", _("No type; read as a group, because other items stand under it."))
            return "group"
        note(
            "refused", f"type {raw.get('type')!s:.40}", _("We do not know this type of item; it is left out.")
        )
        return None

    def _link(self, raw: dict, index: int, note) -> str:
        link = raw.get("linkId")
        if not isinstance(link, str) or not shapes.clean(link):
            note("degraded", "linkId", _("No linkId; “%(key)s” was given.") % {"key": f"q{index}"})
            return f"q{index}"
        if shapes.clean(link) != link:
            note(
                "degraded",
                "linkId",
                _("The linkId held characters that cannot be stored; they were taken out."),
            )
        link = shapes.clean(link)
        if link in self.by_link:
            note(
                "degraded", "linkId", _("This linkId stands twice; conditions and totals look at the first.")
            )
        return link

    def _text(self, raw: dict, note) -> str:
        text = words(raw.get("text"))
        if raw.get("text") is not None and not isinstance(raw["text"], str):
            note("degraded", "text", _("The wording is not text."))
        if len(text) > LONGEST_TEXT:
            note("degraded", "text", _("The wording is longer than 10,000 characters and is cut."))
        return text[:LONGEST_TEXT]

    def _remark(self, raw: dict, kind: str, note):
        for name in sorted(raw.keys() - KNOWN):
            note("ignored", name, extensions.PROPERTIES.get(name, extensions.UNKNOWN))
        extensions.remark(raw, note)
        extensions.remark_words(raw, ("text", "prefix"), note)
        if kind == "group" and raw.get("required") is True:
            note(
                "degraded",
                "required",
                _("A required group: each question inside keeps its own rule instead."),
            )

    def _answers(self, raw: dict, item: dict, note):
        """The answers offered, and own words besides."""
        offered, complete = options.read(raw, self.sets, note)
        if offered:
            item["options"] = offered
        elif item["type"] in CHOICES:
            complete = offering.read(raw, item, self.around, note, sheet=self.sheet)
        offering.remark(raw, item, note)
        offering.read_toggles(raw, item, self.around, note)
        if item["type"] == "open-choice" or (item["type"] in CHOICES and not complete):
            item["open"] = True
        if item["type"] == "choice" and not complete:
            item["elsewhere"] = words(raw.get("answerValueSet")) or True
        label = shapes.extension(raw, "sdc-questionnaire-openLabel", shapes.SDC)
        if words(label):
            item["open_label"] = words(label)[:200]

    def _leave_out(self, listed):
        """Count and name everything under a refused item, so that nothing goes silently."""
        for raw in sequence(listed):
            self.count += 1
            note = self.note_for(mapping(raw), self.count)
            note("refused", "item", _("It stands under an item that was left out."))
            self._leave_out(mapping(raw).get("item"))


def _note(report: Report, raw: dict, index: int, fate: str, what: str, why):
    report.note(fate, what, str(why), raw, index)


def _is_help(raw: dict, item: dict, parent: dict | None) -> bool:
    """A display under a question is its help text, unless it has a condition of its own."""
    if parent is None or raw.get("enableWhen") or item.get("items") or item.get("hidden"):
        return False
    return parent["type"] in QUESTIONS or item.get("control") in ("help", "flyover")


def _simplify(item: dict, note):
    """What this release asks more simply than the file means it."""
    kind = item["type"]
    repeats.read(item, note)
    if kind == "reference":
        note("degraded", "reference", _("Asked in words, not by choosing from the clinic's lists."))
    if (
        kind != "group"
        and item.get("repeats")
        and any(child["type"] != "display" for child in item.get("items", ()))
    ):
        note(
            "degraded",
            "item",
            _("The questions under it are asked once, and exported under each of its answers."),
        )
