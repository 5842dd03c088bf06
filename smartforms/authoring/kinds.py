"""The kinds of questions a clinic chooses from, and how FHIR says each of them."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartforms.authoring import parts
from smartforms.authoring.blank import control
from smartforms.authoring.scores import ALL, expression
from smartforms.authoring.tree import Place, control_of, is_signature
from smartforms.fhir import formulas
from smartforms.fhir.controls import GRIDS
from smartforms.fhir.handing_in import MIME, SIZE
from smartforms.fhir.ours import CONSENT, TYPED_ONLY
from smartforms.fhir.shapes import EXTENSION
from smartforms.fhir.signing import AUTHOR, REQUIRED

CONTROL = EXTENSION + "questionnaire-itemControl"
SIGNATURE = REQUIRED[0]
STEP, LEAST, MOST = (EXTENSION + n for n in ("questionnaire-sliderStepValue", "minValue", "maxValue"))
LEAST_TIMES, MOST_TIMES = EXTENSION + "questionnaire-minOccurs", EXTENSION + "questionnaire-maxOccurs"
HIDDEN = EXTENSION + "questionnaire-hidden"
NUMBERS, DAYS = ("whole", "decimal", "amount", "slider"), ("date", "moment")
# Extensions that only one kind has a use for.
BELONGS = {
    STEP: "slider", CONSENT: "consent", SIGNATURE: "signature", TYPED_ONLY: "signature", MIME: "file", SIZE: "file",
    formulas.CALCULATED: "score",
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind: its code, what it is called, its icon, the type FHIR has for it, and what it starts with."""

    code: str
    label: Promise
    icon: str
    type: str
    start: dict = field(default_factory=dict)

    @property
    def is_choice(self) -> bool:
        return self.type in ("choice", "open-choice")

    @property
    def is_group(self) -> bool:
        return self.type == "group"

    @property
    def asks(self) -> bool:
        """Whether the patient answers it."""
        return not self.is_group and self.code not in ("words", "signature", "score")


KINDS = {
    kind.code: kind
    for kind in (
        Kind("line", _("Short text"), "text-cursor", "string"),
        Kind("text", _("Long text"), "text", "text"),
        Kind("one", _("One choice"), "circle-dot", "choice"),
        Kind("several", _("Several choices"), "list-checks", "choice", {"repeats": True}),
        Kind("own", _("Choice with own words"), "list-plus", "open-choice"),
        Kind("yesno", _("Yes or no"), "circle-dot", "boolean"),
        Kind("whole", _("Whole number"), "hash", "integer"),
        Kind("decimal", _("Decimal number"), "hash", "decimal"),
        Kind("amount", _("Number with a unit"), "hash", "quantity"),
        Kind("slider", _("Scale"), "gauge", "integer"),
        Kind("date", _("Date"), "calendar", "date"),
        Kind("moment", _("Date and time"), "calendar", "dateTime"),
        Kind("time", _("Time"), "clock", "time"),
        Kind("url", _("Web address"), "globe", "url"),
        Kind("file", _("File"), "upload", "attachment"),
        Kind("consent", _("Consent"), "shield", "boolean", {"required": True}),
        Kind("signature", _("Signature"), "signature", "display"),
        Kind("score", _("Score"), "sigma", "integer", {"readOnly": True}),
        Kind("words", _("Text to read"), "info", "display"),
        Kind("group", _("Group of questions"), "folder", "group"),
        Kind("matrix", _("Table of questions"), "table", "group"),
        Kind("page", _("Page"), "file-text", "group"),
        Kind("reference", _("Entry of a list elsewhere"), "text-cursor", "reference"),
    )
}
# Not offered for new questions: a file may bring it along.
MET_ONLY = {"reference"}
BY_TYPE = {
    "string": "line", "text": "text", "decimal": "decimal", "integer": "whole", "quantity": "amount", "date": "date",
    "dateTime": "moment", "time": "time", "url": "url", "uri": "url", "attachment": "file", "display": "words",
    "open-choice": "own", "reference": "reference", "boolean": "yesno", "group": "group", "question": "group",
}  # fmt: skip


def kind_of(place: Place) -> Kind:
    """What kind of item stands here."""
    return KINDS["page" if place.is_page else code_of(place.item)]


def code_of(item: dict) -> str:
    """The kind's code. Whatever is no type of R4 counts as a group where items stand in it, else as short text."""
    kind, shown = item.get("type"), control_of(item)
    if is_signature(item):
        return "signature"
    if kind in ("integer", "decimal"):
        if formulas.of(item, formulas.CALCULATED) is not None:
            return "score"
        return "slider" if shown == "slider" else BY_TYPE[kind]
    if kind == "boolean":
        return "consent" if parts.has(item, CONSENT) else "yesno"
    if kind in ("choice", "coding"):
        return "several" if item.get("repeats") is True else "one"
    if kind == "group" and shown in GRIDS:
        return "matrix"
    if kind == "group" and shown == "page":
        return "page"
    return BY_TYPE.get(kind if isinstance(kind, str) else "", "group" if item.get("item") else "line")


def start(item: dict, kind: Kind) -> None:
    """Say of a fresh item what its kind needs."""
    item |= {"type": kind.type, **kind.start}
    if kind.code in ("page", "matrix", "slider"):
        code = {"page": "page", "matrix": "gtable", "slider": "slider"}[kind.code]
        parts.put(item, CONTROL, "valueCodeableConcept", control(code))
    if kind.code == "slider":
        for url, value in ((LEAST, 0), (MOST, 10), (STEP, 1)):
            if not parts.has(item, url):
                parts.put(item, url, "valueInteger", value)
    elif kind.code == "consent" and not parts.has(item, CONSENT):
        parts.put(item, CONSENT, "valueString", "")
    elif kind.code == "score" and formulas.of(item, formulas.CALCULATED) is None:
        parts.put(item, formulas.CALCULATED, "valueExpression", expression(ALL))
    elif kind.code == "signature":
        code = {"coding": [{"system": AUTHOR["system"], "code": "1.2.840.10065.1.12.1.7"}]}
        parts.put(item, SIGNATURE, "valueCodeableConcept", code)
    elif kind.code == "file" and not parts.has(item, MIME):
        allowed = ["application/pdf", "image/jpeg", "image/png"]
        parts.put_all(item, MIME, [{"url": MIME, "valueCode": code} for code in allowed])


def become(place: Place, kind: Kind) -> None:
    """Make an item another kind; what the new kind has no use for goes, what both know stays."""
    item, was = place.item, kind_of(place)
    if was.code == kind.code or place.is_page:
        return
    if control_of(item) in {"slider", "page", *GRIDS} or (was.is_choice and not kind.is_choice):
        parts.put(item, CONTROL)
    for url, code in BELONGS.items():
        if kind.code != code:
            parts.put_all(item, url, [])
    if not kind.is_choice:
        for name in ("answerOption", "answerValueSet"):
            item.pop(name, None)
    if was.type != kind.type:
        item.pop("initial", None)
    if not any(was.code in alike and kind.code in alike for alike in (NUMBERS, DAYS)):
        for url in (LEAST, MOST):
            parts.put_all(item, url, [])
    if kind.type not in ("string", "text", "open-choice", "url"):
        item.pop("maxLength", None)
    if (
        kind.code == "one"
        or was.code in ("several", "own")
        and kind.code != "own"
        or was.code not in ("one", "own")
        and not kind.is_choice
    ):
        item.pop("repeats", None)
    if item.get("repeats") is not True and kind.code != "several":
        for url in (LEAST_TIMES, MOST_TIMES):
            parts.put_all(item, url, [])
    if was.code == "score":
        item.pop("readOnly", None)
    if kind.code in ("words", "signature", "score") or kind.is_group:
        item.pop("required", None)
    start(item, kind)
