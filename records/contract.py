"""Rooms answer for their rows (Settled 4).

Every room that owns rows of a patient registers one object here. Merge, take-out, erasure, lock-down and the
claim of a visit by its real owner ask these, so that no room is forgotten; a test walks every model.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.forms.models import model_to_dict


@dataclass
class Answerer:
    """What one room does with the rows of a patient. `owns` are its models with a key `patient`.

    `follows` are models that belong to those rows and have no key of their own.
    """

    room: str
    owns: tuple[type[models.Model], ...]
    follows: tuple[type[models.Model], ...] = ()
    account_fields: dict[type[models.Model], tuple[str, ...]] = field(default_factory=dict)
    kept_because: str = "Medical records are kept for their retention period."

    def move(self, source, target, *, by, at) -> dict[str, list]:
        """Give all rows of one record to another; returns the moved ids by model, for `undo`."""
        moved = {}
        for model in self.owns:
            rows = model._base_manager.filter(patient=source)
            moved[model._meta.label_lower] = list(rows.values_list("pk", flat=True))
            rows.update(patient=target)
        return moved

    def undo(self, moved: dict[str, list], source, *, by, at) -> None:
        """Give moved rows back."""
        for model in self.owns:
            model._base_manager.filter(pk__in=moved.get(model._meta.label_lower, [])).update(patient=source)

    def export(self, patient) -> Iterable[tuple[str, dict]]:
        """Every row of the patient as plain values."""
        for model in self.owns:
            for row in model._base_manager.filter(patient=patient):
                yield model._meta.label_lower, model_to_dict(row)

    def erase(self, patient) -> list[tuple[str, str]]:
        """What an erasure would do to each model: nothing goes before its retention is over."""
        return [(model._meta.label_lower, self.kept_because) for model in self.owns]

    def open_doors(self, patient, *, at) -> list[str]:
        """Which links, codes, feeds or files into this record stand open, in words."""
        return []

    def welcome(self, *, invitation, account) -> None:
        """Somebody accepted an invitation: what was sent along with it is theirs now."""

    def hand_over(self, *, source, target, patient) -> None:
        """What one account did for this patient now belongs to another account."""
        for model, names in self.account_fields.items():
            for name in names:
                model._base_manager.filter(patient=patient, **{name: source}).update(**{name: target})


_answerers: dict[str, Answerer] = {}


def register(answerer: Answerer) -> None:
    """Called once by each room, in its AppConfig.ready()."""
    _answerers[answerer.room] = answerer


def answerers() -> list[Answerer]:
    """Every room that owns rows of patients."""
    return list(_answerers.values())


def welcome(invitation, account) -> None:
    """Somebody was let in by an invitation: every room hands over what was sent along with it."""
    for room in answerers():
        room.welcome(invitation=invitation, account=account)
