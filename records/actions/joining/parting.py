"""Grants when a merge is undone: each that ended is followed by one like it, never by more.

What was decided since stands: whoever was shut out stays so on both records, whoever was given something keeps that on
the kept one.
"""

from django.utils.dateparse import parse_datetime

from accounts.models import User
from records.actions.grants import end_access
from records.actions.joining.access import KEPT, make
from records.joining.access import is_seat, lower
from records.models import Denial, Erasure, Grant, LegalHold, Lockdown
from records.models.access import Basis


def part_access(merge, moved: list, *, by, at) -> list[dict]:
    """Give back what ended with the merge, once the rows that moved are with the reopened record again.

    Returns the lines of the journal that stay ended.
    """
    _shut_both(merge)
    accounts = User.objects.in_bulk({line["account"] for line in merge.grants})
    since = Denial.objects.filter(patient=merge.patient, lifted_at=None, at__gte=merge.at)
    denied = {str(one) for one in since.values_list("account", flat=True)}
    lines = [line for line in merge.grants if _is_wanted(line, merge, denied)]
    for line in lines:
        _end_follower(line, merge, by=by, at=at)
    later = _given_later(lines, merge)
    # Whoever was the patient in full first: what they gave to others stands on that.
    lines.sort(key=lambda line: line["terms"]["basis"] == Basis.PATIENT)
    back = [
        line
        for line in lines
        if _give_back(line, accounts[_uuid(line["account"])], _record(line, merge), later, by=by, at=at)
    ]
    _give_replaced(merge, moved, by=by, at=at)
    return [line for line in merge.grants if line not in back]


def _uuid(text):
    return User._meta.pk.to_python(text)


def _record(line, merge):
    return merge.patient if line["side"] == KEPT else merge.gone


def _denials(patient):
    return Denial.objects.filter(patient=patient, lifted_at=None)


def _shut_both(merge) -> None:
    """Who was denied since, a lock-down and a legal hold were meant for the person: they count for both records."""
    has = set(_denials(merge.gone).values_list("account", flat=True))
    for one in _denials(merge.patient).filter(at__gte=merge.at).exclude(account__in=has):
        Denial.objects.create(
            patient=merge.gone, account_id=one.account_id, at=one.at, by_id=one.by_id, reason=one.reason
        )
    for model in (Lockdown, LegalHold):
        since = model.objects.filter(patient=merge.patient, lifted_at=None, at__gte=merge.at).first()
        if since and not model.objects.filter(patient=merge.gone, lifted_at=None).exists():
            model.objects.create(patient=merge.gone, at=since.at, by_id=since.by_id, reason=since.reason)


def _is_to_go(patient) -> bool:
    """It was accepted that this record is erased: nobody sees it online any more, whatever they had before."""
    return Erasure.objects.filter(patient=patient, accepted=True).exists()


def _live(account, *records):
    return Grant.objects.filter(account=account, patient__in=records, revoked_at=None)


def _is_wanted(line, merge, denied) -> bool:
    """Not of somebody who was shut out since: denied, or what followed was ended and nothing came after it."""
    if str(line["account"]) in denied:
        return False
    return line["followed_by"] is None or _live(line["account"], merge.patient, merge.gone).exists()


def _end_follower(line, merge, *, by, at) -> None:
    """The lower grant that the merge made gives way to the two that it was made of."""
    if line["was_made"]:
        for grant in _live(line["account"], merge.patient).filter(pk=line["followed_by"]):
            end_access(grant, by=by, at=at, reason="parted", keeps_gifts=True)


def _given_later(lines, merge) -> dict:
    """Account → what it was given on the kept record since the merge: never passed by what comes back."""
    followers = {line["followed_by"] for line in lines}
    rows = Grant.objects.filter(patient=merge.patient, revoked_at=None, starts_at__gt=merge.at)
    return {grant.account_id: grant for grant in rows if str(grant.pk) not in followers}


def _give_back(line, account, patient, later, *, by, at) -> bool:
    if _is_to_go(patient):
        return False
    terms = line["terms"] | {
        name: parse_datetime(line["terms"][name] or "") for name in ("consent_at", "expires_at")
    }
    if account.pk in later:
        terms = lower(Grant(**terms), later[account.pk])
    seats = Grant.objects.filter(patient=patient, revoked_at=None, relation="self", level="full")
    if terms["expires_at"] and terms["expires_at"] <= at:
        return False
    if is_seat(terms) and seats.exists():
        return False
    if terms["basis"] == Basis.PATIENT and not seats.filter(account=terms["granted_by_id"]).exists():
        return False
    if _live(account, patient).exists():
        return False
    starts_at = max(at, parse_datetime(line["starts_at"]))
    make(account, patient, terms, line["colour"], starts_at=starts_at, by=by)
    return True


def _give_replaced(merge, moved, *, by, at) -> None:
    """A grant that moved and was followed by another since: on the reopened record the lower of the two."""
    replaced = Grant.objects.filter(pk__in=moved, revoked_at__gte=merge.at, reason="replaced")
    for old in replaced.select_related("account").order_by("-revoked_at"):
        now = _live(old.account, merge.patient).first()
        if now is None or _is_to_go(merge.gone) or _live(old.account, merge.gone).exists():
            continue
        terms = lower(old, now)
        seats = Grant.objects.filter(patient=merge.gone, revoked_at=None, relation="self", level="full")
        if (terms["expires_at"] and terms["expires_at"] <= at) or (is_seat(terms) and seats.exists()):
            continue
        make(old.account, merge.gone, terms, old.colour, starts_at=at, by=by)
