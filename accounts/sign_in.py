"""How long sign-in is closed for an address, and opening it: the one place that knows where tries are counted."""

from datetime import timedelta

from allauth.core.internal.ratelimit import Rate, get_cache_key, get_rates
from django.core.cache import cache

import audit
from accounts.models import User


def sign_in_wait(email: str, *, hosts, at) -> timedelta:
    """How long until a password for this address is looked at again, at any of these hosts; nothing when it is open."""
    waits = [_wait(cache.get(key) or [], rate, at) for key, rate in _counters(email, hosts)]
    return max(waits, default=timedelta(0))


def _wait(history: list[float], rate: Rate, at) -> timedelta:
    """`history` are the failed tries, the newest first; the next one waits for the oldest that still counts."""
    counting = [tried for tried in history if tried > at.timestamp() - rate.duration]
    if len(counting) < rate.amount:
        return timedelta(0)
    return timedelta(seconds=counting[rate.amount - 1] + rate.duration - at.timestamp())


def open_sign_in(email: str, *, hosts, by, clinic) -> None:
    """Failed tries at this address count no longer: a member of the team has spoken with its owner."""
    cache.delete_many([key for key, _rate in _counters(email, hosts)])
    account = User.objects.owner_of(email)
    audit.record("account.sign_in_opened", by=by, target=account, clinic=clinic)


def _counters(email: str, hosts):
    rates = get_rates(app="allauth.account", action="login_failed")
    for rate in (one for one in rates if one.per == "key"):
        for host in dict.fromkeys(hosts):
            key = f"{host}:{email.lower()}"
            yield (
                get_cache_key(None, app="allauth.account", action="login_failed", rate=rate, key=key),
                rate,
            )
