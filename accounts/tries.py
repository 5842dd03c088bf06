"""Counting what can be guessed, one row a key, in one statement of PostgreSQL: fifty at once are still counted (D5)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import F

from accounts.models import Tries
from common.tokens import keyed_digest

_COUNT = """
INSERT INTO accounts_tries AS tried (key, since, used) VALUES (%(key)s, %(at)s, 1)
ON CONFLICT (key) DO UPDATE SET
    used = CASE WHEN tried.since <= %(begin)s THEN 1 ELSE tried.used + 1 END,
    since = CASE WHEN tried.since <= %(begin)s THEN %(at)s ELSE tried.since END
 WHERE tried.since <= %(begin)s OR tried.used < %(limit)s
RETURNING used
"""


@dataclass(frozen=True)
class Limit:
    """So many tries of one kind by one who tries, within a stretch of time that begins with the first of them."""

    name: str
    most: int
    within: timedelta

    def key(self, who) -> str:
        return keyed_digest(f"tries {self.name}", str(who))


def count(limit: Limit, who, *, at) -> bool:
    """Count one try, before anything is checked. False: there are no more, and this one must not be checked."""
    values = {"key": limit.key(who), "at": at, "begin": at - limit.within, "limit": limit.most}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return cursor.fetchone() is not None


def give_back(limit: Limit, who) -> None:
    """A try that was no miss does not count."""
    Tries.objects.filter(key=limit.key(who), used__gt=0).update(used=F("used") - 1)


def wait(limit: Limit, who, *, at) -> timedelta:
    """How long until the next try is counted again; nothing when there are tries left."""
    row = Tries.objects.filter(key=limit.key(who), used__gte=limit.most).first()
    return max(row.since + limit.within - at, timedelta(0)) if row else timedelta(0)
