"""Inviting a colleague: a link to one address, accepted once, by whoever proves that address."""

from datetime import timedelta

from django.db import transaction

import audit
import outbox
from clinic import actions, team_mail
from clinic.models import Membership, TeamInvitation
from clinic.policies import is_vouched_for
from common import tokens
from common.locks import one_at_a_time

INVITATION_LIFE = timedelta(hours=24)


class AlreadyHere(Exception):
    """Whoever has the address works here already: their roles are changed instead."""


class AskedFromAbove(Exception):
    """The address is invited already, to roles that whoever invites now could not give, nor take back."""


@transaction.atomic
def invite_colleague(clinic, *, email, roles, gives, by, at) -> TeamInvitation:
    """Ask an address to work here. An older invitation to it is taken back; its link opens nothing any more.

    `gives` are the roles that `by` may give. Raises AlreadyHere, AskedFromAbove.
    """
    email = email.lower()
    # Of two presses at once the second takes the first one back.
    one_at_a_time(f"team invited {clinic.pk} {email}")
    if Membership.objects.filter(
        clinic=clinic, ended_at=None, user__email__iexact=email, user__verified_at__isnull=False
    ).exists():
        raise AlreadyHere
    older = TeamInvitation.objects.standing().filter(clinic=clinic, email=email)
    if any(not set(one.roles) <= gives for one in older.filter(expires_at__gt=at)):
        raise AskedFromAbove
    older.update(revoked_at=at, revoked_by=by)
    invitation = TeamInvitation.objects.create(
        clinic=clinic,
        email=email,
        roles=sorted(set(roles)),
        issued_at=at,
        issued_by=by,
        expires_at=at + INVITATION_LIFE,
    )
    reason = ", ".join(invitation.roles)
    audit.record("team.invited", by=by, target=invitation, clinic=clinic, reason=reason)
    _mail(invitation, at=at)
    return invitation


@transaction.atomic
def send_again(invitation, *, by, at) -> bool:
    """A fresh link, vouched for by whoever sends it; every older one opens nothing. False once it is over."""
    nonce = tokens.new_nonce()
    fresh = {"nonce": nonce, "issued_at": at, "issued_by": by, "expires_at": at + INVITATION_LIFE}
    if not TeamInvitation.objects.standing().filter(pk=invitation.pk).update(**fresh):
        return False
    invitation.refresh_from_db()
    audit.record("team.invitation_sent_again", by=by, target=invitation, clinic=invitation.clinic_id)
    _mail(invitation, at=at)
    return True


@transaction.atomic
def withdraw(invitation, *, by, at) -> bool:
    """Take an invitation back: its link opens nothing any more."""
    mine = TeamInvitation.objects.standing().filter(pk=invitation.pk)
    if not mine.update(revoked_at=at, revoked_by=by):
        return False
    audit.record("team.invitation_withdrawn", by=by, target=invitation, clinic=invitation.clinic_id)
    return True


def _mail(invitation, *, at) -> None:
    outbox.post(
        "clinic.team_invitation",
        clinic=invitation.clinic_id,
        about={"invitation": invitation.pk},
        dedupe_key=f"team:{invitation.pk}:{invitation.nonce}",
        at=at,
    )


def invitation_of(token: str) -> TeamInvitation | None:
    """The invitation whose mail carried this link; accepted or not."""
    row_id = tokens.row_of(token)
    rows = TeamInvitation.objects.select_related("clinic", "issued_by")
    found = rows.filter(pk=row_id).first() if row_id else None
    return found if found and tokens.matches(token, "team", found.pk, found.nonce) else None


@transaction.atomic
def accept(invitation, account, *, at) -> Membership | None:
    """Whoever proved the address works here from now on, and owners hear of it. None for every press but the first."""
    live = TeamInvitation.objects.standing().filter(
        pk=invitation.pk, nonce=invitation.nonce, expires_at__gt=at
    )
    is_theirs = account.is_verified and account.email.lower() == invitation.email
    if not is_theirs or not is_vouched_for(invitation):
        return None
    if not live.update(accepted_at=at, accepted_by=account):
        return None
    member = actions.employ(account, invitation.clinic, invitation.roles, by=account, at=at)
    team_mail.tell_owners(member, roles=member.roles, at=at)
    return member
