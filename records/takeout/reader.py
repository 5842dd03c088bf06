"""Who takes a record out, and what of it is theirs to take: asked of the live grant, at one moment."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db.models.query import ModelIterable

from clinic.models import Location, Membership, Practitioner, Service
from records.models.access import Scope
from records.models.chart import Chart
from records.policies import knows_all, sees_all
from records.takeout.names import Names

# Rows that are named rather than numbered: nothing of them is a secret, and a number says nothing outside.
NAMED = {Practitioner: "name", Service: "title", Location: "name"}


@dataclass
class Reader:
    """`grant` is what lets `account` see the patient; without one it is the clinic, which takes everything along."""

    patient: object
    at: datetime
    account: object = None
    grant: object = None
    # Row → where its file lies in the take-out, once it lies there.
    paths: dict = field(default_factory=dict)
    folders: dict = field(default_factory=dict)
    # Names of practitioners, services, places; accounts in a word. The clinic's are the same for every patient.
    named: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    # Table → ids of the rows that were read, of what may be kept later.
    read: dict = field(default_factory=dict)

    def names(self, folder: str) -> Names:
        """The names given out in one folder."""
        return self.folders.setdefault(folder, Names(folder))

    @property
    def is_clinic(self) -> bool:
        return self.grant is None

    @property
    def zone(self):
        return self.patient.clinic.zone

    @property
    def is_self(self) -> bool:
        """Whether it is the patient in full, who may know who else sees the record."""
        return self.is_clinic or knows_all(self.grant)

    @property
    def sees_record(self) -> bool:
        """Whether what is on file of the patient is theirs to see, not only what they did themself (D2)."""
        return self.is_clinic or sees_all(self.grant, Scope.RECORDS)

    @cached_property
    def sheets(self) -> dict:
        """Table → its sheet, of all rooms."""
        from records.contract import sheets

        return {sheet.model: sheet for sheet in sheets()}

    def rows_of(self, model):
        """The rows of one table that go along."""
        return self.sheets[model].rows(self)

    @cached_property
    def plans(self) -> set:
        """Which treatment plans go along: a paper, an activity or a visit points at one of these, never at a note that
        the reader does not know of."""
        return {plan.pk for plan in self.rows_of(Chart).exclude(plan={}).only("pk")}

    def noting(self, sheet, rows):
        """These rows; each that is read from now on is noted, however much is asked of them before."""
        # Django's own way from a row of the database to one of ours; whoever asks for bare values has nothing noted.
        if sheet.may_close and not self.is_clinic:
            rows._iterable_class = _noting(self.read.setdefault(sheet.label, set()))
        return rows

    def columns_of(self, sheet) -> dict[str, str]:
        """Column → name, for this reader."""
        if self.is_clinic:
            kept = {one: one for one, why in sheet.reasons().items() if why.is_for_the_clinic}
            # What patients read under another column's name goes by its own where both go along.
            taken = {one: one if name in kept else name for one, name in sheet.columns().items()}
            return taken | kept
        return sheet.columns(least=not self.sees_record)

    def plain(self, row, columns: dict[str, str]) -> dict:
        """A row as plain values, under the names it goes by outside."""
        sheet = self.sheets[type(row)]
        is_open = self.is_clinic or not sheet.closed or sheet.opens(row, self)
        closed = () if is_open else sheet.closed.split()
        return {
            name: None if column in closed else self._value(row, column) for column, name in columns.items()
        }

    def _value(self, row, column):
        kept = row._meta.get_field(column.removesuffix("_id") if column != "id" else column)
        if kept.many_to_many:
            return sorted(str(pk) for pk in getattr(row, kept.name).values_list("pk", flat=True))
        value = getattr(row, kept.attname)
        if value is None or not kept.is_relation:
            return plain(value, self.zone)
        return self._related(kept.related_model, value)

    def _related(self, model, pk):
        if model._meta.label_lower == "accounts.user":
            return self.who(pk)
        if model is Chart and not self.is_clinic and pk not in self.plans:
            return None
        if model in NAMED:
            if (model, pk) not in self.named:
                names = model.objects.filter(pk=pk).values_list(NAMED[model], flat=True)
                self.named[model, pk] = names.first()
            return self.named[model, pk]
        return str(pk)

    def who(self, pk) -> str:
        """An account in a word: 'you', 'the clinic', an address where the reader may know it, else 'somebody else'."""
        if pk is None:
            return ""
        if pk not in self.people:
            self.people[pk] = self._who(pk)
        return self.people[pk]

    def _who(self, pk) -> str:
        from accounts.models import User

        if self.account is not None and pk == self.account.pk:
            return "you"
        team = Membership.objects.filter(clinic_id=self.patient.clinic_id, user=pk).exists()
        if self.is_clinic or (self.is_self and not team):
            known = User.objects.filter(pk=pk)
            known = known if self.is_clinic else known.filter(grants__patient=self.patient.pk)
            if email := known.values_list("email", flat=True).first():
                return email
        return "the clinic" if team else "somebody else"


def _noting(ids: set) -> type[ModelIterable]:
    class Noting(ModelIterable):
        def __iter__(self):
            for row in super().__iter__():
                ids.add(str(row.pk))
                yield row

    return Noting


def plain(value, zone):
    """A value as JSON has it; moments in the clinic's zone."""
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)
