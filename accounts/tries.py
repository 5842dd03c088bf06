"""Passwords tried, counted before they are looked at: guessing comes to an end, and its victim still gets in.

Who tries from a browser in which the account signed in before has a counter of their own. Everybody else is counted
by address and network, by network, and by address over all networks (docs/adr/0007). A right password is not counted.
Each count is one statement of the database, so tries at the same moment do not slip through together.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.core.internal.ratelimit import get_ip
from django.db import connection
from django.db.models import F

from accounts import devices
from accounts.models import Tries, User
from common.tokens import keyed_digest

_COUNT = """
INSERT INTO accounts_tries AS kept (key, began_at, count) VALUES (%(key)s, %(at)s, 1)
    ON CONFLICT (key) DO UPDATE
   SET count = CASE WHEN kept.began_at <= %(over)s THEN 1 ELSE kept.count + 1 END,
       began_at = CASE WHEN kept.began_at <= %(over)s THEN %(at)s ELSE kept.began_at END
 WHERE kept.began_at <= %(over)s OR kept.count < %(most)s
RETURNING count
"""


@dataclass(frozen=True)
class Limit:
    """So many tries within so long, counted from the first one. A refused try does not make it longer."""

    name: str
    most: int
    within: timedelta

    def key(self, *whose) -> str:
        return keyed_digest("tries", "|".join([self.name, *map(str, whose)]))


QUARTER = timedelta(minutes=15)
DEVICE = Limit("device", 5, QUARTER)
ADDRESS_AND_NETWORK = Limit("address and network", 5, QUARTER)
NETWORK = Limit("network", 10, timedelta(minutes=1))
ADDRESS = Limit("address", 20, QUARTER)
AGAIN = Limit("again", 5, QUARTER)
LONGEST = timedelta(days=1)  # no limit of the house counts over more


def at_sign_in(request, address: str) -> list[tuple[Limit, str]]:
    """What a try of this address from this browser counts on."""
    address = address.lower()
    owner = User.objects.owner_of(address)
    if owner and (mark := devices.mark_of(request, owner)):
        return [(DEVICE, DEVICE.key(mark, owner.pk))]
    network = get_ip(request)
    return [
        (NETWORK, NETWORK.key(network)),
        (ADDRESS_AND_NETWORK, ADDRESS_AND_NETWORK.key(address, network)),
        (ADDRESS, ADDRESS.key(address)),
    ]


def of_somebody_signed_in(account) -> list[tuple[Limit, str]]:
    """What asking for the password again counts on: nobody but a holder of a session gets that far."""
    return [(AGAIN, AGAIN.key(account.pk))]


def count(counters, *, at) -> bool:
    """Count a try, before the password is looked at. False: there were too many, and this one is not counted."""
    counted = []
    for limit, key in counters:
        if not _count(limit, key, at=at):
            give_back(counted)
            return False
        counted.append((limit, key))
    return True


def _count(limit: Limit, key: str, *, at) -> bool:
    values = {"key": key, "at": at, "over": at - limit.within, "most": limit.most}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return cursor.fetchone() is not None


def wait(counters, *, at) -> timedelta:
    """How long until another try counts; nothing while there are some left."""
    longest = timedelta(0)
    for limit, key in counters:
        full = Tries.objects.filter(key=key, count__gte=limit.most).first()
        longest = max(longest, full.began_at + limit.within - at) if full else longest
    return longest


def give_back(counters) -> None:
    """The password was right, or was never looked at: the try counts for nothing."""
    for _limit, key in counters:
        Tries.objects.filter(key=key, count__gt=0).update(count=F("count") - 1)


def forget(*, at) -> int:
    """Sweep away counters that are over. Returns how many."""
    return Tries.objects.filter(began_at__lt=at - LONGEST).delete()[0]
