"""Which tables and columns of a patient go along when the record is taken out, and what stays, for which reason (B20).

Each room says it of its own tables, in its `takeout.py`. A test walks every table, so that a new column is a decision.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models


class Why(StrEnum):
    """Why a column stays. The words are the legal reason, as the take-out itself and its documentation state it."""

    SECRET = "a secret that opens something, or its fingerprint: its disclosure would endanger the record (GDPR 32)"
    PRIVATE = "a practitioner's private notes, kept apart from the record (45 CFR 164.501, 164.524(a)(1)(i))"
    NOTES = "working notes of the team: given on request, after a review (45 CFR 164.524(a)(3), GDPR 15(4))"
    OTHERS = "about somebody else (45 CFR 164.524(a)(3)(ii), GDPR 15(4))"
    PROTECTS = "protects somebody's safety, or is set by a court (45 CFR 164.524(a)(3), GDPR 23)"
    INTERNAL = "how the system keeps its order; says nothing about the patient that is not given elsewhere"
    HEAD = "said once, at the head of the file"
    PORTAL = "shown in the portal, on its own page, where what may be told of others is weighed row by row"

    @property
    def is_for_the_clinic(self) -> bool:
        """Whether the clinic takes it along when it takes out all its records."""
        return self not in (Why.SECRET, Why.PRIVATE)


@dataclass(frozen=True)
class Sheet:
    """One table. `taken` names its columns (`column` or `column:name`); the others stay, each with its reason.

    `stays` says it of the table as a whole. `least` are the columns for whoever does not see the record itself.
    `through` leads to the row it belongs to, where it has no patient of its own. `seen` narrows the rows to what the
    reader sees; without it the table's `visible_to` does. The columns `closed` are empty where
    `opens(row, reader)` says no: words of somebody's that not everybody reads who sees the row.
    """

    model: type[models.Model]
    name: str = ""
    taken: str = ""
    withheld: dict[Why, str] = field(default_factory=dict)
    stays: Why | None = None
    least: str | None = None
    through: str = ""
    seen: Callable | None = None
    closed: str = ""
    opens: Callable | None = None

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def may_close(self) -> bool:
        """Whether a row may be kept from somebody who saw it: by what it says itself, or what it hangs on."""
        return bool(self.taken and self.seen) or "confidential" in self.columns()

    def columns(self, *, least=False) -> dict[str, str]:
        """Column → the name under which it goes along."""
        words = (self.least if least and self.least is not None else self.taken).split()
        return {column: name or _plain(column) for column, _colon, name in (w.partition(":") for w in words)}

    def reasons(self) -> dict[str, Why]:
        """Column → why it stays."""
        if self.stays:
            return dict.fromkeys(columns_of(self.model), self.stays)
        return {column: why for why, columns in self.withheld.items() for column in columns.split()}

    def rows(self, reader) -> models.QuerySet:
        """The rows of this patient that the reader may take along, in a fixed order."""
        asks = not (reader.is_clinic or self.seen or self.through)
        rows = (
            self.model.objects.visible_to(reader.account, at=reader.at) if asks else self.model._base_manager
        )
        if self.through:
            rows = rows.filter(**{f"{self.through}__in": reader.rows_of(self._whole())}).distinct()
        elif any(one.name == "patient" for one in self.model._meta.concrete_fields):
            rows = rows.filter(patient=reader.patient)
        else:
            rows = rows.filter(pk=reader.patient.pk)
        if self.seen and not reader.is_clinic:
            rows = self.seen(rows, reader)
        return reader.noting(self, rows.order_by("pk"))

    def _whole(self) -> type[models.Model]:
        """The table that this one's rows belong to."""
        return self.model._meta.get_field(self.through).related_model


def _plain(column: str) -> str:
    return column.removesuffix("_id") if column != "id" else column


def columns_of(model) -> list[str]:
    """Every column of a table, and its lists of other rows."""
    kept = [one.attname for one in model._meta.concrete_fields]
    return kept + [one.name for one in model._meta.many_to_many]


def faults_of(sheet: Sheet) -> list[str]:
    """What is wrong with what was said of a table: columns nobody decided about, decided twice, or not there."""
    there, reasons, taken = set(columns_of(sheet.model)), sheet.reasons(), set(sheet.columns())
    found = [
        f"{sheet.label}.{name}: goes along, or stays for which reason?"
        for name in there - taken - set(reasons)
    ]
    found += [f"{sheet.label}.{name}: goes along and stays" for name in taken & set(reasons)]
    found += [f"{sheet.label}.{name}: there is no such column" for name in (taken | set(reasons)) - there]
    found += [f"{sheet.label}.{name}: only for some" for name in set(sheet.columns(least=True)) - taken]
    if bool(sheet.taken) != bool(sheet.name):
        found.append(f"{sheet.label}: a name, and columns to go under it")
    named = {one.name for one in sheet.model._meta.concrete_fields}
    if sheet.label != "records.patient" and "patient" not in named and not sheet.through:
        found.append(f"{sheet.label}: whose are its rows?")
    return sorted(found)
