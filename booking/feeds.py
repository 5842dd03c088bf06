"""Calendar addresses: made and shown once, taken back, asked at every fetch whether they still open anything (D5)."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Max

import audit
from booking.models import Appointment, CalendarFeed
from common.locks import one_at_a_time
from common.tokens import keyed_digest

LIFE = timedelta(days=365)
MOST = 5  # at once, of one account at one clinic
LOOKS_BACK = timedelta(days=30)
AN_HOUR = timedelta(hours=1)


class Enough(Exception):
    """There are as many calendar addresses as one account may have."""


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _password_mark(account) -> str:
    return keyed_digest("calendar feed", account.password)


@transaction.atomic
def make_feed(*, account, clinic, at) -> tuple[CalendarFeed, str]:
    """A new calendar address and its secret (256 bits), which is kept nowhere. Raises Enough."""
    one_at_a_time(f"calendar addresses of {account.pk}")
    if len(standing_feeds(account, clinic, at=at)) >= MOST:
        raise Enough
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        clinic=clinic,
        account=account,
        secret_hash=_hash(secret),
        password_mark=_password_mark(account),
        issued_at=at,
        expires_at=at + LIFE,
    )
    audit.record("feed.made", by=account, target=feed, clinic=clinic)
    return feed, secret


@transaction.atomic
def end_feed(feed, *, by, at) -> bool:
    """Take a calendar address back, from the next fetch on. Twice changes nothing."""
    if not CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=at):
        return False
    audit.record("feed.ended", by=by, target=feed, clinic=feed.clinic_id)
    return True


def is_over(feed, *, at) -> bool:
    """Whether a calendar address (from `with_lock_downs`) opens nothing any more.

    It is taken back or a year old; its account was closed, which is how staff are shut out too; a record it held was
    locked down since; or the account has another password, as for its sessions: whoever knew the old one may have
    made this address to keep looking.
    """
    account = feed.account
    return (
        feed.revoked_at is not None
        or at >= feed.expires_at
        or feed.was_shut
        or not (account.is_active and account.is_verified)
        or not hmac.compare_digest(feed.password_mark, _password_mark(account))
    )


def standing_feeds(account, clinic, *, at) -> list[CalendarFeed]:
    """The calendar addresses of an account that open something now, the newest first."""
    mine = CalendarFeed.objects.standing(at=at).filter(account=account, clinic=clinic)
    found = mine.with_lock_downs(at=at).select_related("account").order_by("-issued_at")
    return [feed for feed in found if not is_over(feed, at=at)]


def feed_of(secret: str, clinic, *, at) -> CalendarFeed | None:
    """The calendar address with this secret at this clinic, while it opens something."""
    rows = CalendarFeed.objects.filter(secret_hash=_hash(secret), clinic=clinic)
    feed = rows.with_lock_downs(at=at).select_related("account").first()
    return None if feed is None or is_over(feed, at=at) else feed


def visits_in(feed, *, at) -> list[Appointment]:
    """What stands in the calendar: the agreed visits that its account may see, from thirty days ago on.

    What was cancelled or declined is left out: a calendar takes the file for the whole truth, so it is gone there as
    well, and nobody reads that somebody called off. So is what the clinic has still to answer: it is not a visit yet.
    """
    seen = Appointment.objects.visible_to(feed.account, at=at).agreed()
    rows = seen.filter(clinic=feed.clinic_id, ends_at__gt=at - LOOKS_BACK).select_related("clinic", "booking")
    return list(rows.annotate(moved_at=Max("moves__moved_at")).order_by("starts_at", "pk"))


@transaction.atomic
def note_fetch(feed, visits, digest: str, *, at) -> None:
    """A calendar came by: when, to the hour; and, where what it got is new, whose visits it was told of."""
    row = CalendarFeed.objects.filter(pk=feed.pk)
    if digest != feed.last_digest:
        row.update(last_digest=digest, last_fetched_at=at)
        told: dict = {}
        for visit in visits:
            told.setdefault(visit.patient_id, []).append(visit.pk)
        for patient, ids in told.items():
            who = {"by": feed.account, "patient": patient, "clinic": feed.clinic_id}
            audit.record("feed.fetched", target=feed, ids=ids, **who)
    elif feed.last_fetched_at is None or at - feed.last_fetched_at >= AN_HOUR:
        row.update(last_fetched_at=at)
