"""Rooms answer for their rows (Settled 4).

Every room that owns rows of a patient registers one object here. Merge, take-out, erasure, lock-down and the
claim of a visit by its real owner ask these, so that no room is forgotten; a test walks every model.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef, Q

from records.takeout.sheets import Sheet


class Goes(StrEnum):
    """When an erasure reaches a kind of thing."""

    NOW = "now"
    LATER = "later"  # when the time is over for which the law wants it kept
    NEVER = "never"  # holds nothing that names anybody


@dataclass(frozen=True)
class Fate:
    """One kind of thing, how many there are, and what an erasure does to it."""

    what: str
    rows: int
    goes: Goes
    why: str = ""


class Hangs(NamedTuple):
    """Rows of `model` belong to the one that their key `parent` names: when a merge is undone, they go where it goes.

    With `made`, the field that tells when a row was made, only those do that are younger than the merge and are `of`
    this sort; every other row stays whose it is and lets go of its parent.
    """

    model: type[models.Model]
    parent: str
    made: str = ""
    of: Q = Q()

    def follow(self, merge) -> Q:
        """Which rows go where their parent goes."""
        return self.of & Q(**{f"{self.made}__gte": merge.at}) if self.made else self.of


@dataclass
class Answerer:
    """What one room does with the rows of a patient. `owns` are its models with a key `patient`.

    `follows` are models that belong to those rows and have no key of their own.
    """

    room: str
    owns: tuple[type[models.Model], ...]
    follows: tuple[type[models.Model], ...] = ()
    account_fields: dict[type[models.Model], tuple[str, ...]] = field(default_factory=dict)
    # Rows that say something of the very record they point at, and stay with it when it is joined into another.
    stays: tuple[type[models.Model], ...] = ()
    # The same of some rows of a model only.
    some_stay: dict[type[models.Model], Q] = field(default_factory=dict)
    hangs: tuple[Hangs, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    kept_because: str = "Medical records are kept for their retention period."

    def move(self, source, target, *, by, at) -> dict[str, list]:
        """Give all rows of one record to another; returns the moved ids by model, for `undo`.

        What is said of the closed record (`some_stay`), or what the other record may have once only and has already
        (`has_its_own`), stays with it.
        """
        moved = {}
        for model in self.moves:
            rows = self.going(model, source, target)
            moved[model._meta.label_lower] = pks = list(rows.order_by("pk").values_list("pk", flat=True))
            model._base_manager.filter(pk__in=pks).update(patient=target)
        return moved

    def undo(self, moved: dict[str, list], source, *, by, at) -> None:
        """Give moved rows back."""
        for model in self.moves:
            model._base_manager.filter(pk__in=moved.get(model._meta.label_lower, [])).update(patient=source)

    def goes_along(self, model, merge) -> Q:
        """Which rows of a model, of whichever room, go back along with rows of this room when a merge is undone."""
        return Q(pk__in=[])

    def going(self, model, source, target) -> models.QuerySet:
        """The rows of one model that would go from one record to another."""
        mine = model._base_manager.filter(patient=source)
        return mine.exclude(pk__in=mine.filter(self.keeps_back(model, target)).values("pk"))

    def keeps_back(self, model, target) -> Q:
        """Which rows of a model that moves stay with the closed record all the same."""
        return self.some_stay.get(model, Q(pk__in=[])) | has_its_own(model, target)

    @property
    def moves(self) -> list[type[models.Model]]:
        """The models whose rows go along when records are joined."""
        return [model for model in self.owns if model not in self.stays]

    def export(self, reader) -> Iterable[tuple[str, list[str], Iterable[dict]]]:
        """Every sheet that goes along: its name, its columns, its rows as plain values."""
        for sheet in self.sheets:
            if columns := reader.columns_of(sheet):
                rows = sheet.rows(reader).iterator(chunk_size=500)
                plain = map(partial(reader.plain, columns=columns), rows)
                yield sheet.name or sheet.label, list(columns.values()), plain

    def sections(self, reader) -> Iterable:
        """What of it people read: `records.takeout.parts.Section`s, in their order."""
        return ()

    def resources(self, reader) -> Iterable[dict]:
        """The same as FHIR R4 resources; whatever they refer to comes along, as often as it is referred to."""
        return ()

    def files(self, reader) -> Iterable:
        """Its files: `records.takeout.parts.File`s."""
        return ()

    def hidden_files(self, reader) -> models.Q:
        """Which uploads of the patient stay, because of what they were handed in for."""
        return models.Q(pk__in=[])

    def last_entry(self, patient) -> datetime | None:
        """When this room last wrote something into the record that must be kept; from then on its time counts."""
        return None

    def erase(self, patient) -> list[Fate]:
        """What an erasure does to each kind of thing this room holds, in words, with how many there are."""
        found = []
        for model in self.owns:
            if rows := model._base_manager.filter(patient=patient).count():
                found.append(Fate(model._meta.label_lower, rows, Goes.LATER, self.kept_because))
        return found

    def forget(self, patient, *, by, at) -> None:
        """An erasure was accepted: what need not be kept goes now."""

    def forget_all(self, patient, *, by, at) -> None:
        """The time of what was kept is over: its words and files go. Rows stay, emptied."""

    def kept_files(self, patient) -> models.Q:
        """Which uploads of the patient are part of the record, because of what they were handed in for."""
        return models.Q(pk__in=[])

    def open_doors(self, patient, *, at) -> list[str]:
        """Which links, codes, feeds or files into this record stand open, in words."""
        return []

    def welcome(self, *, along, account, at) -> None:
        """Somebody was let in by an invitation or a mail of this id: what was sent along with it is theirs now."""

    def forget_address(self, patient, email: str, *, at) -> None:
        """An address is no longer on file for this patient: what was mailed to it opens nothing more (case C69)."""

    def hand_over(self, *, source, target, patient) -> None:
        """What one account did for this patient now belongs to another account."""
        for model, names in self.account_fields.items():
            for name in names:
                model._base_manager.filter(patient=patient, **{name: source}).update(**{name: target})


def going(model, source, target) -> models.QuerySet:
    """The rows of one model, of whichever room, that would go from one record to another."""
    return owner_of(model).going(model, source, target)


def owner_of(model) -> Answerer:
    """The room whose rows these are."""
    return next(room for room in answerers() if model in room.owns)


def has_its_own(model, target) -> Q:
    """Which rows of this model another record has a rival for: where a promise of the database allows one only.

    One open proposal of a field, one practitioner who cares, one standing denial of an account: each such promise
    that names the patient is looked at, so that no room has to remember them here.
    """
    taken = Q(pk__in=[])
    for fields, condition in _once_a_patient(model):
        same = {name: OuterRef(name) for name in fields if name != "patient"}
        rivals = model._base_manager.filter(condition, patient=target, **same)
        taken |= condition & Q(Exists(rivals))
    return taken


def _once_a_patient(model):
    for promise in model._meta.constraints:
        # One that names the id as well is there for a foreign key: no two rows are rivals by it.
        names = promise.fields if isinstance(promise, models.UniqueConstraint) else ()
        if "patient" in names and model._meta.pk.name not in names:
            yield promise.fields, promise.condition or Q()
    if model._meta.get_field("patient").unique:
        yield ("patient",), Q()


def let_follow(merge) -> None:
    """Rows that came into being since, under something that has gone back, go back with it: what hangs together stays
    together."""
    hanging = [hangs for room in answerers() for hangs in room.hangs]
    while sum(_follow(hangs, merge) for hangs in hanging):
        pass


def _follow(hangs, merge) -> int:
    rows = hangs.model._base_manager.filter(hangs.follow(merge), **{f"{hangs.parent}__patient": merge.gone})
    lost = rows.exclude(patient=merge.gone).values_list("pk", flat=True)
    return hangs.model._base_manager.filter(pk__in=list(lost)).update(patient=merge.gone)


_answerers: dict[str, Answerer] = {}


def register(answerer: Answerer) -> None:
    """Called once by each room, in its AppConfig.ready()."""
    _answerers[answerer.room] = answerer


def answerers() -> list[Answerer]:
    """Every room that owns rows of patients."""
    return list(_answerers.values())


def sheets() -> list[Sheet]:
    """What every room said of its tables."""
    return [sheet for answerer in answerers() for sheet in answerer.sheets]
