"""Who can open a record in the portal, in words: which account, how much, how it came about."""

from django.utils.translation import gettext as _

from common import wording
from records.models.access import Basis, Level
from records.presenters import of_the_account


def grant_rows(grants, *, at, zone) -> list[dict]:
    """A row for each account: the patient first, then the others, those whose access ended last."""
    in_order = sorted(grants, key=lambda grant: (has_ended(grant, at), not grant.is_self, grant.starts_at))
    return [_row(grant, at, zone) for grant in in_order]


def has_ended(grant, at) -> bool:
    """Whether a grant was revoked or has run out."""
    return grant.revoked_at is not None or (grant.expires_at is not None and grant.expires_at <= at)


def _row(grant, at, zone) -> dict:
    account = grant.account
    label, kind = _state(grant, at)
    return {
        "initials": account.initials,
        "colour": grant.colour,
        "name": account.name or account.email,
        "email": account.email,
        "unproved": not account.is_verified,
        "relation": of_the_account(grant),
        "tag_label": label,
        "tag_kind": kind,
        "how": str(Basis(grant.basis).label),
        "since": _since(grant, zone),
        "until": _until(grant, at, zone),
    }


def _state(grant, at) -> tuple[str, str]:
    if has_ended(grant, at):
        return _("Ended"), "outline"
    return (_("Full"), "ok") if grant.level == Level.FULL else (_("Limited"), "neutral")


def _since(grant, zone) -> str:
    day = _day(grant.starts_at, zone)
    if grant.granted_by is None:
        return _("Since %(day)s") % {"day": day}
    return _("Since %(day)s, by %(name)s") % {"day": day, "name": grant.granted_by}


def _until(grant, at, zone) -> str:
    if grant.revoked_at is not None:
        return _("Ended %(day)s") % {"day": _day(grant.revoked_at, zone)}
    if grant.expires_at is None:
        return ""
    words = _("Ended %(day)s") if grant.expires_at <= at else _("Until %(day)s")
    return words % {"day": _day(grant.expires_at, zone)}


def _day(instant, zone) -> str:
    return wording.dated(instant.astimezone(zone), "j M Y")
