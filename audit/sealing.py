"""Sealing: proof that no event was altered or taken out afterwards (Settled 7).

A chain inside the insert would make every writer queue. So finished transactions are sealed a little later;
the tail that is not sealed yet is at most a minute old.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction

from audit.models import Event, Seal

LONGEST_TRANSACTION = timedelta(hours=1)
_FIELDS = (
    "id",
    "verb",
    "at",
    "clinic",
    "actor",
    "on_behalf_of",
    "patient",
    "target_kind",
    "target",
    "ids",
    "reason",
    "xid",
)


def _digest(previous: bytes, events) -> bytes:
    sponge = hashlib.sha256(previous)
    for event in events:
        sponge.update(repr(tuple(str(value) for value in event)).encode())
    return sponge.digest()


def _between(start: int, end: int):
    return Event.objects.filter(xid__gte=start, xid__lt=end).order_by("id").values_list(*_FIELDS).iterator()


def _finished_before() -> int:
    """Every transaction before this number is over, anywhere on the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()[0]


@transaction.atomic
def seal() -> Seal | None:
    """Seal every event of finished transactions not sealed yet; None when there is nothing new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit.seal'))")
    until = _finished_before()
    last = Seal.objects.order_by("-id").first()
    start = last.until_xid if last else 0
    count = Event.objects.filter(xid__gte=start, xid__lt=until).count()
    if not count:
        return None
    digest = _digest(bytes(last.digest) if last else b"", _between(start, until))
    return Seal.objects.create(from_xid=start, until_xid=until, events=count, digest=digest)


@dataclass
class Check:
    """What a look at every seal found. `head` is the last seal; `elsewhen` counts events that tell another time than
    their seal: imported, or written later than they say."""

    seals: int = 0
    events: int = 0
    wrong: list[Seal] = field(default_factory=list)
    elsewhen: int = 0
    head: Seal | None = None

    @property
    def is_whole(self) -> bool:
        return not self.wrong


def check() -> Check:
    """Read every sealed event again: what was altered, taken out, put in among sealed ones or swapped breaks its seal.

    A tail that was cut off together with its seals leaves nothing to compare with: `remembers` finds it, given a mark
    that was noted elsewhere. The events of the last minute are not sealed yet.
    """
    found = Check()
    for one in Seal.objects.order_by("id").iterator():
        previous = found.head
        events = list(_between(one.from_xid, one.until_xid))
        is_next = one.from_xid == (previous.until_xid if previous else 0)
        digest = _digest(bytes(previous.digest) if previous else b"", events)
        if not is_next or len(events) != one.events or digest != bytes(one.digest):
            found.wrong.append(one)
        times = [event[_FIELDS.index("at")] for event in events]
        earliest = previous.at - LONGEST_TRANSACTION if previous else None
        found.elsewhen += sum(time > one.at or bool(earliest and time < earliest) for time in times)
        found.seals, found.events, found.head = found.seals + 1, found.events + len(events), one
    return found


def broken() -> list[Seal]:
    """The seals whose events are no longer what they were. An empty list means: nothing was altered."""
    return check().wrong


def mark_of(seal) -> str:
    """A seal in a line to note outside of the database: '41:9f86d081…'."""
    return f"{seal.pk}:{bytes(seal.digest).hex()}"


def remembers(mark: str) -> bool:
    """Whether a seal that was noted elsewhere still stands as it was noted."""
    number, _colon, digest = mark.partition(":")
    seal = Seal.objects.filter(pk=number).first() if number.isascii() and number.isdecimal() else None
    return seal is not None and bytes(seal.digest).hex() == digest.strip().lower()
