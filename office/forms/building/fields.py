"""The settings of a question, by its kind: how each is shown, where it stands in the file, how it is written there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from office.forms.building.limits import LIMITS, TIMES, again, several
from office.forms.building.setting import Setting, number, tick, written
from smartforms.authoring import parts, record_fields, units, wording
from smartforms.authoring.blank import control
from smartforms.authoring.kinds import CONTROL, LEAST, MIME, MOST, SIZE, STEP
from smartforms.authoring.tree import control_of
from smartforms.fhir import shapes
from smartforms.fhir.ours import ALERT, CARRY_OVER, CONSENT, TYPED_ONLY
from smartforms.fhir.shapes import EXTENSION, SDC, words
from smartforms.mapping import FIELDS as RECORD_FIELDS

ORIENTATION = EXTENSION + "questionnaire-choiceOrientation"
SHORTEST, PLACES = EXTENSION + "minLength", EXTENSION + "maxDecimalPlaces"
PATTERN, FORM = EXTENSION + "regex", EXTENSION + "entryFormat"
OWN = SDC + "sdc-questionnaire-openLabel"
FILES = {
    "application/pdf": _("PDF"),
    "image/jpeg": _("Photos (JPEG)"),
    "image/png": _("Pictures (PNG)"),
}


def _write_length(source, place, said):
    if said != place.item.get("maxLength"):
        place.item["maxLength"] = said
        if said is None:
            del place.item["maxLength"]


def _read_length(place):
    found = shapes.number(place.item.get("maxLength"))
    return found if isinstance(found, int) else ""


def _read_units(place) -> str:
    return ", ".join(units.units_of(place.item))


def _write_units(source, place, said):
    if said != _read_units(place):
        units.set_units(place.item, [name.strip() for name in said.split(",") if name.strip()])


def _write_required(source, place, said):
    if said != (place.item.get("required") is True):
        place.item["required"] = said


def _write_look(source, place, said):
    shown = control_of(place.item)
    if said != (shown if shown in ("drop-down", "radio-button") else ""):
        parts.put(place.item, CONTROL, "valueCodeableConcept", control(said) if said else None)


def _write_side(source, place, said):
    if said != (parts.value(place.item, ORIENTATION) == "horizontal"):
        parts.put(place.item, ORIENTATION, "valueCode", "horizontal" if said else None)


def _write_prefix(source, place, said):
    if said != words(place.item.get("prefix")):
        place.item["prefix"] = said
    if not said:
        place.item.pop("prefix", None)


def _types(place) -> list[str]:
    return [code for e in parts.every(place.item, MIME) if (code := words(shapes.choice_of(e)[1]))]


def _write_types(source, place, said):
    others = [code for code in _types(place) if code not in FILES]
    if set(said) | set(others) != set(_types(place)):
        parts.put_all(place.item, MIME, [{"url": MIME, "valueCode": code} for code in [*said, *others]])


def _write_consent(source, place, said):
    if said != words(parts.value(place.item, CONSENT)):
        parts.put(place.item, CONSENT, "valueString", said)


def _write_own(source, place, said):
    if said != words(parts.value(place.item, OWN)):
        parts.put(place.item, OWN, "valueString", said or None)


def _alert(place) -> tuple[str, str]:
    """The answer of a yes/no question that alerts the team ("yes", "no" or none), and the words."""
    for entry in parts.every(place.item, ALERT):
        given = {name: shapes.choice_of(part)[1] for name, part in shapes.extensions(entry)}
        if isinstance(given.get("answer"), bool):
            return ("yes" if given["answer"] else "no"), words(given.get("words"))
    return "", ""


def _write_alert(source, place, answer, said):
    if (answer, said if answer else "") == _alert(place):
        return
    told = [{"url": "answer", "valueBoolean": answer == "yes"}, {"url": "words", "valueString": said}]
    parts.put_all(
        place.item, ALERT, [{"url": ALERT, "extension": told[: 2 if said else 1]}] if answer else []
    )


def _alert_if() -> forms.Field:
    answers = [("", _("Never")), ("yes", _("When the answer is yes")), ("no", _("When the answer is no"))]
    return forms.ChoiceField(label=_("Alert the team"), required=False, choices=answers, widget=forms.Select)


def _whole() -> forms.Field:
    return forms.IntegerField(
        label=_("Longest answer, in characters"), required=False, min_value=1, max_value=20_000,
        error_messages={"invalid": _("Enter a whole number")}, widget=forms.TextInput({"inputmode": "numeric"}),
    )  # fmt: skip


def _looks() -> forms.Field:
    kinds = [
        ("", _("As fits")),
        ("radio-button", _("One below another")),
        ("drop-down", _("A list that opens")),
    ]
    return forms.ChoiceField(label=_("Shown as"), required=False, choices=kinds, widget=forms.Select)


def _record() -> forms.Field:
    fields = [
        ("", _("Nowhere: it stays in the form")),
        *((field.key, field.label) for field in RECORD_FIELDS.values()),
    ]
    return forms.ChoiceField(
        label=_("Goes to the record"), required=False, choices=fields, widget=forms.Select,
        help_text=_("As a change that staff accept first."),
    )  # fmt: skip


def _files() -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Files that may be sent"), required=False, choices=list(FILES.items()),
        widget=forms.CheckboxSelectMultiple, help_text=_("None ticked: all of these."),
    )  # fmt: skip


SETTINGS = {
    "max_length": Setting(_whole, _read_length, _write_length),
    "least": number(_("Smallest number"), LEAST),
    "most": number(_("Largest number"), MOST),
    "step": number(_("Step"), STEP),
    "unit": written(
        _("Unit"), _read_units, _write_units, help_text=_("Printed beside the box, such as kg."), longest=40
    ),
    "units": written(
        _("Units"),
        _read_units,
        _write_units,
        help_text=_("Such as kg. Patients choose one where there are several: kg, lb."),
        longest=200,
    ),
    "lower": written(
        _("Words at the lower end"),
        lambda place: wording.end_of(place.item, "lower"),
        lambda source, place, said: wording.set_end(source, place, "lower", said),
        longest=80,
    ),
    "upper": written(
        _("Words at the upper end"),
        lambda place: wording.end_of(place.item, "upper"),
        lambda source, place, said: wording.set_end(source, place, "upper", said),
        longest=80,
    ),
    "look": Setting(
        _looks,
        lambda place: found if (found := control_of(place.item)) in ("drop-down", "radio-button") else "",
        _write_look,
    ),
    "side": Setting(
        lambda: forms.BooleanField(label=_("Answers side by side"), required=False),
        lambda place: parts.value(place.item, ORIENTATION) == "horizontal",
        _write_side,
    ),
    "several": several,
    "again": again,
    **LIMITS,
    "shortest": number(_("Shortest answer, in characters"), SHORTEST, is_whole=True),
    "places": number(_("Digits after the point"), PLACES, is_whole=True),
    "pattern": written(
        _("Pattern"),
        lambda place: words(parts.value(place.item, PATTERN)),
        lambda source, place, said: parts.put(place.item, PATTERN, "valueString", said or None),
        help_text=_("A regular expression that the whole answer has to fit."),
    ),
    "form": written(
        _("Form of the answer"),
        lambda place: words(parts.value(place.item, FORM)),
        lambda source, place, said: parts.put(place.item, FORM, "valueString", said or None),
        help_text=_("Shown with the question, such as A1A 1A1."),
        longest=300,
    ),
    "prefix": written(
        _("Number before it"), lambda place: words(place.item.get("prefix")), _write_prefix, longest=20
    ),
    "own": written(
        _("What the own words are called"),
        lambda place: words(parts.value(place.item, OWN)),
        _write_own,
        help_text=_("Empty: “Something else”."),
        longest=100,
    ),
    "consent": written(
        _("Beside the tick"),
        lambda place: words(parts.value(place.item, CONSENT)),
        _write_consent,
        help_text=_("Empty: “I agree”."),
    ),
    "alert_if": Setting(
        _alert_if,
        lambda place: _alert(place)[0],
        lambda source, place, said: _write_alert(source, place, said, _alert(place)[1]),
    ),
    "alert": written(
        _("Words of the alert"),
        lambda place: _alert(place)[1],
        lambda source, place, said: _write_alert(source, place, _alert(place)[0], said),
        longest=300,
    ),
    "typed": tick(_("The name is typed, nothing is drawn"), TYPED_ONLY),
    "types": Setting(_files, _types, _write_types),
    "size": number(_("Largest file, in MB"), SIZE),
    "required": Setting(
        lambda: forms.BooleanField(label=_("Required when shown"), required=False),
        lambda place: place.item.get("required") is True,
        _write_required,
    ),
    "maps": Setting(
        _record,
        lambda place: record_fields.field_of(place.item),
        lambda source, place, said: record_fields.set_field(place.item, said),
    ),
    "carry": tick(_("Begins with the last answer"), CARRY_OVER, _("The patient is asked: still true?")),
}
NUMBERS = ("least", "most")
AGAIN = ("again", *TIMES)
DATES = ("earliest", "latest")
TYPED = ("shortest", "max_length", *AGAIN)
OF_KIND = {
    "line": ("form", "pattern", *TYPED), "text": TYPED, "own": ("own", "several", *TIMES, "max_length"),
    "one": ("look", "side"), "several": ("side", *TIMES), "yesno": ("side", "alert_if", "alert"),
    "whole": (*NUMBERS, "unit", *AGAIN), "decimal": (*NUMBERS, "places", "unit", *AGAIN),
    "amount": (*NUMBERS, "places", "units"), "slider": (*NUMBERS, "step", "lower", "upper"), "date": (*DATES, *AGAIN),
    "moment": DATES,
    "consent": ("consent",), "signature": ("typed",), "file": ("types", "size", *AGAIN), "group": AGAIN,
}  # fmt: skip
