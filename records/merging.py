"""What joining two records would do, looked at before it is done. Nothing is written here."""

import json
from dataclasses import dataclass, field

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BooleanField, Case, Value, When

from common.tokens import keyed_digest
from records import contract, joining_details
from records.joining import terms_of
from records.models import Denial, Grant, Lockdown

# What is on file of a person, in the order in which it is compared.
DETAILS = ("given_name", "family_name", "date_of_birth", "pronouns", "email", "phone", "address")


def differing(kept, gone) -> list[str]:
    """The details in which two records differ."""
    return [name for name in DETAILS if getattr(kept, name) != getattr(gone, name)]


def usual_values(kept, gone) -> dict:
    """What is kept unless somebody chooses: the kept record's own, and where it says nothing, the other's."""
    return {name: getattr(kept, name) or getattr(gone, name) for name in differing(kept, gone)}


@dataclass
class Share:
    """The rows of one model: how many the kept record has, which of the other's move, which stay with it."""

    model: type
    kept: int = 0
    moves: list = field(default_factory=list)
    stays: list = field(default_factory=list)


def shares(kept, gone) -> list[Share]:
    """Model by model, of every room: one query each."""
    return [
        _share(model, room.keeps_back(model, kept), kept, gone)
        for room in contract.answerers()
        for model in room.moves
        if model is not Grant
    ]


def _share(model, keeps_back, kept, gone) -> Share:
    stays = Case(When(keeps_back, then=Value(True)), default=False, output_field=BooleanField())
    rows = model._base_manager.filter(patient__in=[kept, gone]).annotate(stays=stays).order_by("pk")
    share = Share(model)
    for pk, patient, stays in rows.values_list("pk", "patient", "stays"):
        if patient == kept.pk:
            share.kept += 1
        else:
            (share.stays if stays else share.moves).append(pk)
    return share


def fingerprint(kept, gone) -> str:
    """Of all that a preview shows; another one means that something changed since."""
    both = [kept, gone]
    said = [[str(getattr(one, name)) for name in ("pk", *DETAILS)] for one in both]
    details = [joining_details.said_of(one) for one in both]
    rows = [[share.model._meta.label, share.kept, share.moves, share.stays] for share in shares(kept, gone)]
    grants = Grant.objects.filter(patient__in=both, revoked_at=None).order_by("pk")
    access = [[grant.pk, grant.patient_id, terms_of(grant)] for grant in grants]
    shut = [
        list(
            model.objects.filter(patient__in=both, lifted_at=None).order_by("pk").values_list("pk", flat=True)
        )
        for model in (Denial, Lockdown)
    ]
    return keyed_digest("joining", json.dumps([said, details, rows, access, shut], cls=DjangoJSONEncoder))
