"""What joining two records would do, looked at before it is done. Nothing is written here."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import BooleanField, Case, F, Q, Value, When

from common.tokens import keyed_digest
from outbox.models import Message, unsent
from records import contract
from records.details import DETAILS, is_same
from records.joining.access import Holders, terms_of
from records.models import AccessCode, Denial, Erasure, Grant, Lockdown, Patient
from tray.models import Item


def differing(kept, gone) -> list:
    """The details in which two records differ: another way to write the same is no difference."""
    return [one for one in DETAILS.values() if not is_same(one.key, one.said(kept), one.said(gone))]


@dataclass(frozen=True)
class Share:
    """The rows of one model: how many the kept record has, how many of the other's move, and how many stay with it.

    `mark` tells these rows from any others.
    """

    model: type
    kept: int
    moves: int
    stays: int
    mark: str

    @property
    def gone(self) -> int:
        return self.moves + self.stays


@dataclass(frozen=True)
class Look:
    """Two records as they stand at one moment: who sees them, and what each holds.

    `codes` of the other are open; `promised`: whether it is settled that the one or the other is erased, and not all
    of it has gone. `seen` tells all that a preview shows from any other state.
    """

    kept: Patient
    gone: Patient
    at: datetime
    holders: Holders
    shares: list[Share]
    codes: int
    promised: tuple[bool, bool]
    seen: str

    def seats(self) -> list:
        return self.holders.seats(at=self.at)


def look_at(kept, gone, *, at) -> Look:
    """See `Look`: one query for who sees them, and one for everything else, however much there is."""
    holders = Holders(kept, gone)
    moving = [(model, room.keeps_back(model, kept)) for room in contract.answerers() for model in room.moves]
    rows = {
        model: _rows(model._base_manager, stays, kept, gone) for model, stays in moving if model is not Grant
    }
    rows |= _below(kept, gone)
    # What is in force may be lifted, and its row stays.
    in_force = [model.objects.filter(lifted_at=None) for model in (Denial, Lockdown)]
    others = [*in_force, AccessCode.objects.live(at=at), Erasure.objects.promised()]
    *counts, denied, shut, codes, erased = _counted(
        [*rows.values(), *(_plain(these, kept, gone) for these in others)], kept, gone
    )
    shares = [Share(model, *found) for model, found in zip(rows, counts, strict=True)]
    seen = _digest(holders, shares, [denied, shut, erased])
    promised = bool(erased[0]), bool(erased[1])
    return Look(kept, gone, at, holders, shares, codes[1], promised, seen)


def _below(kept, gone) -> dict:
    """What of the rooms below, which know no patients, goes along: the tray, and mails that have not left."""
    mails = unsent().annotate(patient=F("patient_id"))
    return {
        Item: _rows(Item.objects, Q(pk__in=Item.objects.twice(gone, kept).values("pk")), kept, gone),
        Message: _plain(mails, kept, gone),
    }


def _rows(rows, keeps_back, kept, gone):
    stays = Case(When(keeps_back, then=Value(True)), default=False, output_field=BooleanField())
    return _named(rows.filter(patient__in=[kept.pk, gone.pk]), stays)


def _plain(rows, kept, gone):
    return _named(rows.filter(patient__in=[kept.pk, gone.pk]), Value(False, BooleanField()))


def _named(rows, stays):
    return rows.order_by().annotate(stays=stays).values_list("pk", "patient", "stays")


# The rows are counted where they are, and never fetched: a record may hold ten thousand of a kind.
_COUNT = """SELECT %s AS place,
    count(*) FILTER (WHERE patient = %s),
    count(*) FILTER (WHERE patient = %s AND NOT stays),
    count(*) FILTER (WHERE patient = %s AND stays),
    coalesce(sum(hashtextextended(concat(pk, patient, stays), 0)), 0)
    FROM ({rows}) AS counted"""


def _counted(parts, kept, gone) -> list[tuple]:
    """(of the kept record, of the other and moving, of the other and staying, mark) for each of these questions."""
    statements, values = [], []
    for place, part in enumerate(parts):
        sql, given = part.query.sql_with_params()
        statements.append(_COUNT.format(rows=sql))
        values += [place, kept.pk, gone.pk, gone.pk, *given]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), values)
        found = {place: (*numbers, str(mark)) for place, *numbers, mark in cursor.fetchall()}
    return [found[place] for place in range(len(parts))]


def _digest(holders, shares, shut) -> str:
    both = (holders.kept, holders.gone)
    said = [[str(one.pk), *(detail.said(one) for detail in DETAILS.values())] for one in both]
    rows = [[one.model._meta.label, one.kept, one.moves, one.stays, one.mark] for one in shares]
    access = sorted([str(one.pk), str(one.patient_id), terms_of(one)] for one in holders.grants)
    return keyed_digest("joining", json.dumps([said, rows, access, shut], cls=DjangoJSONEncoder))
