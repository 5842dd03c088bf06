"""Sealing: proof that no event was altered or taken out afterwards (Settled 7).

A chain inside the insert would make every writer queue. So finished transactions are sealed a little later;
the tail that is not sealed yet is at most a minute old.
"""

import hashlib

from django.db import connection, transaction

from audit.models import Event, Seal

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


@transaction.atomic
def seal() -> Seal | None:
    """Seal every event of finished transactions not sealed yet; None when there is nothing new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit.seal'))")
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (until,) = cursor.fetchone()
    last = Seal.objects.order_by("-id").first()
    start = last.until_xid if last else 0
    count = Event.objects.filter(xid__gte=start, xid__lt=until).count()
    if not count:
        return None
    digest = _digest(bytes(last.digest) if last else b"", _between(start, until))
    return Seal.objects.create(from_xid=start, until_xid=until, events=count, digest=digest)


def broken() -> list[Seal]:
    """The seals whose events are no longer what they were. An empty list means: nothing was altered."""
    wrong, previous = [], b""
    for one in Seal.objects.order_by("id").iterator():
        if _digest(previous, _between(one.from_xid, one.until_xid)) != bytes(one.digest):
            wrong.append(one)
        previous = bytes(one.digest)
    return wrong
