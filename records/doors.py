"""Rows that a mailed secret is the key of. The secret is the permission: whoever shows it may see that it works."""

from common import tokens
from records.mail import TAKE_BACK
from records.models import AccessCode, Grant, Invitation, ProfileProposal
from records.models.proposals import NEW_ADDRESS


def code_of(token: str) -> AccessCode | None:
    """The access code a link is one door of; spent or not."""
    row_id = tokens.row_of(token)
    code = AccessCode.objects.select_related("patient__clinic").filter(pk=row_id).first() if row_id else None
    return code if code and tokens.matches(token, "access", code.pk, code.nonce) else None


def invitation_of(token: str) -> Invitation | None:
    """The invitation whose mail carried this link; accepted or not."""
    row_id = tokens.row_of(token)
    found = Invitation.objects.filter(pk=row_id).first() if row_id else None
    return found if found and tokens.matches(token, "invitation", found.pk, found.nonce) else None


def grant_of_notice(token: str) -> Grant | None:
    """The grant that a notice with a way back spoke of; ended or not."""
    row_id = tokens.row_of(token)
    grants = Grant.objects.select_related("account", "patient__clinic")
    grant = grants.filter(pk=row_id).first() if row_id else None
    return (
        grant if grant and tokens.matches(token, TAKE_BACK, grant.pk, grant.starts_at.isoformat()) else None
    )


def new_address_of(token: str) -> ProfileProposal | None:
    """The new e-mail address of a record that this link was mailed to; confirmed or not."""
    row_id = tokens.row_of(token)
    proposals = ProfileProposal.objects.select_related("patient__clinic")
    found = proposals.filter(pk=row_id).first() if row_id else None
    return found if found and tokens.matches(token, NEW_ADDRESS, found.pk, found.nonce) else None
