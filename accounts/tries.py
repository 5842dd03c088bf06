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
INSERT INTO accounts_tries AS kept (key, address, began_at, count) VALUES (%(key)s, %(address)s, %(at)s, 1)
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

    def of(self, *whose, address: str = "") -> "Counter":
        """The counter of somebody; `address` is the e-mail address it is about, if any."""
        key = keyed_digest("tries", "|".join([self.name, *map(str, whose)]))
        return Counter(self, key, digest_of(address) if address else "")


@dataclass(frozen=True)
class Counter:
    """What one try counts on: a limit, and digests of who tries and of the address that is tried."""

    limit: Limit
    key: str
    address: str


def digest_of(address: str) -> str:
    """Under which all counters about one address are found."""
    return keyed_digest("tries of address", address.lower())


QUARTER = timedelta(minutes=15)
DEVICE = Limit("device", 5, QUARTER)
ADDRESS_AND_NETWORK = Limit("address and network", 5, QUARTER)
NETWORK = Limit("network", 10, timedelta(minutes=1))
ADDRESS = Limit("address", 20, QUARTER)
AGAIN = Limit("again", 5, QUARTER)
LONGEST = timedelta(days=1)  # no limit of the house counts over more


def at_sign_in(request, address: str) -> list[Counter]:
    """What a try of this address from this browser counts on."""
    address = address.lower()
    owner = User.objects.owner_of(address)
    if owner and (mark := devices.mark_of(request, owner)):
        return [DEVICE.of(mark, owner.pk, address=address)]
    network = get_ip(request)
    return [
        NETWORK.of(network),
        ADDRESS_AND_NETWORK.of(address, network, address=address),
        ADDRESS.of(address, address=address),
    ]


def of_somebody_signed_in(account) -> list[Counter]:
    """What asking for the password again counts on: nobody but a holder of a session gets that far."""
    return [AGAIN.of(account.pk)]


def count(counters: list[Counter], *, at) -> bool:
    """Count a try, before anything is looked at. False: there were too many, and this one is not counted."""
    counted = []
    for counter in counters:
        if not _count(counter, at=at):
            give_back(counted)
            return False
        counted.append(counter)
    return True


def _count(counter: Counter, *, at) -> bool:
    limit = counter.limit
    values = {"key": counter.key, "address": counter.address, "at": at}
    values |= {"over": at - limit.within, "most": limit.most}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return cursor.fetchone() is not None


def wait(counters: list[Counter], *, at) -> timedelta:
    """How long until another try counts; nothing while there are some left."""
    longest = timedelta(0)
    for counter in counters:
        full = Tries.objects.filter(key=counter.key, count__gte=counter.limit.most).first()
        longest = max(longest, full.began_at + counter.limit.within - at) if full else longest
    return longest


def give_back(counters: list[Counter]) -> None:
    """It was right, or was never looked at: the try counts for nothing."""
    for counter in counters:
        Tries.objects.filter(key=counter.key, count__gt=0).update(count=F("count") - 1)


def sign_in_wait(address: str, *, at) -> timedelta:
    """How long sign-in is closed for an address: from wherever it was tried too often, or from everywhere."""
    everywhere = ADDRESS.of(address.lower())
    some = Tries.objects.filter(address=digest_of(address), count__gte=ADDRESS_AND_NETWORK.most)
    ends = [row.began_at + QUARTER for row in some.exclude(key=everywhere.key)]
    return max([wait([everywhere], at=at), *(end - at for end in ends), timedelta(0)])


def open_sign_in(address: str) -> None:
    """What was tried at this address counts no longer."""
    Tries.objects.filter(address=digest_of(address)).delete()


def forget(*, at) -> int:
    """Sweep away counters that are over. Returns how many."""
    return Tries.objects.filter(began_at__lt=at - LONGEST).delete()[0]
