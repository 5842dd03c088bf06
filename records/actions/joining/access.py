"""Grants when two records are joined: moved, lowered, ended. `parting.py` gives them back."""

import audit
from records.actions.grants import end_access, end_gifts, tell_account
from records.joining.access import is_seat, terms_of
from records.models import Grant

KEPT, GONE = "kept", "gone"


def join_access(holders, *, chosen, by, at) -> list[dict]:
    """Give the closed record's grants to the kept one, and end what would be more than before.

    The rows that stay as they are move with all others (`RecordsAnswerer`). Returns the journal: each grant that
    ended, of which record, as it was, and the one that followed.
    """
    kept, gone = holders.kept, holders.gone
    plan = holders.joined(chosen=chosen, at=at)
    for record in (kept, gone):
        # An account has one row that was not ended: an expired one gives way to what it has on the other record.
        for over in Grant.objects.filter(patient=record, revoked_at=None, expires_at__lte=at):
            end_access(over, by=by, at=at, reason="replaced", keeps_gifts=True)
    ended = [
        (one, grant)
        for one in plan
        for grant in one.rows
        if grant is not one.stays(at=at)
        and end_access(grant, by=by, at=at, reason="joined", keeps_gifts=True)
    ]
    # What is denied with the closed record, or was given by a patient in full who is it no more, ends with them.
    for one in plan:
        if one.was_seat and not is_seat(one.terms):
            for record in (kept, gone):
                end_gifts(account=one.account.pk, patient=record.pk, by=by, at=at)
    followers = {one.account.pk: _follower(one, kept, by=by, at=at) for one in plan}
    for one in plan:
        if one.is_less:
            _tell(one, followers[one.account.pk], kept, at=at)
    return [_line(one, grant, followers[one.account.pk]) for one, grant in ended]


def _follower(one, kept, *, by, at) -> Grant | None:
    if one.terms is None or one.stays(at=at):
        return one.stays(at=at)
    return make(one.account, kept, one.terms, one.rows[0].colour, starts_at=max(at, one.starts_at), by=by)


def _tell(one, follower, kept, *, at) -> None:
    told = follower or one.rows[0]
    told.patient = kept
    tell_account(told, "changed" if follower else "ended", at=at)


def _line(one, grant, follower) -> dict:
    return {
        "side": KEPT if grant is one.kept else GONE,
        "account": grant.account_id,
        "colour": grant.colour,
        "starts_at": grant.starts_at,
        "grant": grant.pk,
        "terms": terms_of(grant),
        "followed_by": follower.pk if follower else None,
        "was_made": bool(follower) and follower not in one.rows,
    }


def make(account, patient, terms, colour, *, starts_at, by) -> Grant:
    """A grant of these terms."""
    grant = Grant.objects.create(
        account=account, patient=patient, colour=colour, starts_at=starts_at, **terms
    )
    audit.record("access.given", by=by, target=grant, patient=patient, clinic=patient.clinic_id)
    return grant
