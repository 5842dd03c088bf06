"""The official record, field by field: what each is called, where it is kept, how it reads.

A value travels as text: so a proposal keeps it, and so does the history. What has several parts, such as an emergency
contact, is one value with a line for each part: a name beside somebody else's telephone would be wrong.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.tokens import keyed_digest
from common.wording import day_month_year
from records.models import Patient, PatientDetails
from records.models.details import Language, Reach, Reminders


@dataclass(frozen=True)
class Detail:
    """A field of the record; `columns` are its parts, `told` puts them into words where they are several."""

    key: str
    label: Promise
    columns: tuple[str, ...] = ()
    choices: type | None = None
    told: Callable[[list[str]], str] | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        return self.columns or (self.key,)

    def said(self, patient) -> str:
        """What the record says, as text; empty where it says nothing."""
        return text_of([_column(patient, name) for name in self.parts])

    def values(self, text: str) -> dict:
        """The text as the record keeps it, column by column. Raises ValidationError for what is no such value."""
        lines = text.split("\n") if self.columns else [text]
        lines += [""] * (len(self.parts) - len(lines))
        fields = {name: _owner(name)._meta.get_field(name) for name in self.parts}
        return {
            name: fields[name].to_python(line)
            for name, line in zip(self.parts, lines[: len(fields)], strict=True)
        }

    def words(self, text: str) -> str:
        """The text as people read it."""
        if not text:
            return ""
        if self.told:
            return self.told([*text.split("\n"), "", ""][: len(self.parts)])
        if self.choices:
            return str(dict(self.choices.choices).get(text, text))
        return day_month_year(date.fromisoformat(text)) if self.key == "date_of_birth" else text


def text_of(values) -> str:
    """The parts of a value, a line each; empty when every part is."""
    parts = [str(value or "") for value in values]
    return "\n".join(parts) if any(parts) else ""


def _emergency(parts) -> str:
    name, relation, phone = parts
    return "\n".join(filter(None, [", ".join(filter(None, [name, relation])), phone]))


def _insurance(parts) -> str:
    insurer, number, group = parts
    numbered = _("Number %(number)s") % {"number": number} if number else ""
    grouped = _("Group %(group)s") % {"group": group} if group else ""
    return "\n".join(filter(None, [insurer, ", ".join(filter(None, [numbered, grouped]))]))


def _pharmacy(parts) -> str:
    return "\n".join(filter(None, parts))


DETAILS = {
    detail.key: detail
    for detail in (
        Detail("given_name", gettext_lazy("First name")),
        Detail("family_name", gettext_lazy("Last name")),
        Detail("preferred_name", gettext_lazy("Preferred name")),
        Detail("date_of_birth", gettext_lazy("Date of birth")),
        Detail("pronouns", gettext_lazy("Pronouns")),
        Detail("phone", gettext_lazy("Mobile phone")),
        Detail("email", gettext_lazy("Email")),
        Detail("address", gettext_lazy("Address")),
        Detail(
            "emergency", gettext_lazy("Emergency contact"),
            ("emergency_name", "emergency_relation", "emergency_phone"), told=_emergency,
        ),
        Detail("occupation", gettext_lazy("Occupation")),
        Detail("language", gettext_lazy("Language"), choices=Language),
        Detail(
            "insurance", gettext_lazy("Insurance"),
            ("insurer", "insurance_number", "insurance_group"), told=_insurance,
        ),
        Detail(
            "pharmacy", gettext_lazy("Pharmacy"),
            ("pharmacy_name", "pharmacy_phone", "pharmacy_address"), told=_pharmacy,
        ),
        Detail("reach_visits", gettext_lazy("About visits"), choices=Reach),
        Detail("reach_papers", gettext_lazy("About letters and results"), choices=Reach),
        Detail("reminders", gettext_lazy("Reminders of visits"), choices=Reminders),
    )
}  # fmt: skip
_BY_COLUMN = {column: detail for detail in DETAILS.values() for column in detail.parts}
OF_PATIENT = {field.name for field in Patient._meta.concrete_fields}


def _owner(column: str):
    """The model that keeps a column."""
    return Patient if column in OF_PATIENT else PatientDetails


def _column(patient, column: str):
    return getattr(patient if column in OF_PATIENT else patient.more, column)


def touched_by(columns) -> list[Detail]:
    """The fields that these columns are parts of, in the order of the record."""
    keys = {_BY_COLUMN[column].key for column in columns if column in _BY_COLUMN}
    return [detail for key, detail in DETAILS.items() if key in keys]


def seen(*texts: str) -> str:
    """A mark of what a page showed, so that nothing is decided about something else meanwhile."""
    # A browser ends lines in its own way; the length keeps neighbours apart.
    plain = ["\n".join(text.splitlines()) for text in texts]
    return keyed_digest("seen on file", "".join(f"{len(text)}:{text}" for text in plain))


def is_same(key: str, left, right) -> bool:
    """Whether two values mean the same: another way to write a number or an address is no change."""
    return _meaning(key, left) == _meaning(key, right)


def _meaning(key: str, value) -> str:
    text = str(value or "")
    if key == "phone":
        return re.sub(r"[^\d+x]", "", text.lower())
    if key == "email":
        return text.strip().lower()
    if DETAILS[key].columns:
        return "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return " ".join(re.split(r"[\s,]+", text.strip())) if key == "address" else " ".join(text.split())
