"""Who may try a secret, and how often (D5): counted in PostgreSQL before anything is compared."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import audit
from accounts import tries
from records.actions import codes
from records.actions.codes import Refused
from records.models.access import Basis
from tray.actions import put

MISSES = tries.Limit("access misses", 5, timedelta(minutes=15))
MISSES_A_DAY = tries.Limit("access misses a day", 20, timedelta(days=1))
MISSES_OF_A_NETWORK = tries.Limit("access misses of a network", 20, timedelta(hours=1))
# More than these at one clinic: somebody is guessing at large. Staff are told, and every account has one miss in five
# minutes until it is over: slower for all, shut for nobody.
MISSES_AT_A_CLINIC = tries.Limit("access misses at a clinic", 100, timedelta(hours=1))
MISSES_MEANWHILE = tries.Limit("access misses meanwhile", 1, timedelta(minutes=5))


# Other rooms have secrets of four words too: each finds its own by (clinic, words, at=), and returns how to redeem it.
_finders: list[Callable] = []


def register_words(find: Callable) -> None:
    """`find(clinic, words, at=)` returns `redeem(account=, born=, at=)`, which raises Refused, or None."""
    if find not in _finders:
        _finders.append(find)


@dataclass(frozen=True)
class Opened:
    """What a right secret of another room did, in words, and where to go on."""

    said: str
    leads_to: str


class TooMany(Exception):
    """No more tries for now. `wait` is how long."""

    def __init__(self, wait: timedelta):
        self.wait = wait
        super().__init__("too many tries")


def try_words(words, *, account, clinic, born, network: str, at):
    """Redeem four words. Returns a Grant, an AccessRequest or what another room Opened; raises Refused or TooMany."""

    def redeem():
        code = codes.find_by_words(clinic, words, at=at)
        # All rooms look, whatever is found: what it costs tells nothing about which words were right.
        others = [found for find in _finders if (found := find(clinic, words, at=at))]
        if code is None and others:
            return others[0](account=account, born=born, at=at)
        return codes.redeem(code, account=account, born=born, basis=Basis.CODE, at=at)

    return try_once(redeem, account=account, clinic=clinic, network=network, at=at)


def try_once(act, *, account, clinic, network: str, at):
    """Show a secret once, whichever it is (words, a link, an invitation): counted first, given back when it was right.

    `act` redeems it and raises Refused; returns what it returns. Raises TooMany before anything is looked at.
    """
    limits = [(MISSES, account.pk), (MISSES_A_DAY, account.pk), (MISSES_OF_A_NETWORK, network)]
    if tries.wait([MISSES_AT_A_CLINIC.of(clinic.pk)], at=at):
        limits.append((MISSES_MEANWHILE, account.pk))
    counters = [limit.of(who) for limit, who in limits]
    if not tries.count(counters, at=at):
        audit.record("access.tried_too_often", by=account, clinic=clinic)
        raise TooMany(tries.wait(counters, at=at))
    try:
        opened = act()
    except Refused as refusal:
        audit.record("access.refused", by=account, clinic=clinic, reason=refusal.why)
        if not tries.count([MISSES_AT_A_CLINIC.of(clinic.pk)], at=at):
            put("guessing", clinic=clinic, target=clinic, at=at)
        raise
    tries.give_back(counters)
    return opened
