"""The mails about the team: an invitation to it, and a word to the owners when somebody gets a say."""

from django.urls import reverse
from django.utils.translation import gettext as _

import outbox
from accounts.mail import account_of
from clinic.models import Membership, TeamInvitation
from clinic.models.clinic import Role
from clinic.policies import may_be_accepted
from common.wording import moment
from outbox import registry
from outbox.composing import written
from outbox.sparing import spare

# Who runs the clinic, and who reads records: no owner should hear of them last.
TOLD = {Role.OWNER, Role.MANAGER, Role.PRACTITIONER}


def role_words(roles) -> str:
    """'Front desk, Manager', in the order of the list of roles."""
    return ", ".join(str(role.label) for role in Role if role in roles)


def tell_owners(member, *, roles, at) -> None:
    """Every owner hears that somebody now has one of the roles that decide or read."""
    if not TOLD & set(roles):
        return
    owners = Membership.objects.filter(
        clinic=member.clinic_id, ended_at=None, user__is_active=True, roles__contains=[Role.OWNER]
    )
    for owner in owners.exclude(pk=member.pk).select_related("user"):
        outbox.post(
            "clinic.team_changed",
            clinic=member.clinic_id,
            account=owner.user,
            about={"member": member.pk},
            dedupe_key=f"team_changed:{member.pk}:{owner.pk}:{'.'.join(roles)}:{int(at.timestamp())}",
            at=at,
        )


def team_changed(message, *, at):
    """Who now works here in which roles. Dropped when they left meanwhile, or got other roles than these."""
    owner = account_of(message)
    rows = Membership.objects.filter(clinic_id=message.clinic_id, ended_at=None)
    member = rows.select_related("user").filter(pk=message.about["member"]).first()
    if member is None or not rows.filter(user=owner, roles__contains=[Role.OWNER]).exists():
        raise registry.ReasonGone("left meanwhile")
    if not TOLD & set(member.roles):
        raise registry.ReasonGone("other roles meanwhile")
    words = {"name": member.user, "email": member.user.email, "roles": role_words(member.roles)}
    context = {
        "title": _("Somebody of the team has a new role"),
        "sentence": _("%(name)s (%(email)s) now works here as: %(roles)s.") % words,
        "path": reverse("office:team"),
    }
    return written(message, "clinic/mail/team_changed", to=owner.email, context=context)


def team_invitation(message, *, at):
    """The invitation, with the link that is good now. Dropped when it was accepted, taken back or is too old."""
    rows = TeamInvitation.objects.select_related("clinic", "issued_by")
    invitation = rows.filter(pk=message.about["invitation"], clinic_id=message.clinic_id).first()
    if invitation is None or not may_be_accepted(invitation, at=at):
        raise registry.ReasonGone("invitation over")
    # Whoever invites by the dozen must not fill a mailbox of somebody who never asked.
    spare(invitation.email, at=at)
    context = {
        "path": reverse("mailed_link", args=[invitation.token]),
        "roles": role_words(invitation.roles),
        "by": invitation.issued_by,
        "until": moment(invitation.expires_at.astimezone(invitation.clinic.zone)),
    }
    return written(message, "clinic/mail/team_invitation", to=invitation.email, context=context)


def register():
    """Tell the outbox how these mails are made."""
    registry.register("clinic.team_invitation", team_invitation)
    registry.register("clinic.team_changed", team_changed)
