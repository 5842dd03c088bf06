"""What a role may do at a clinic (security, D4). Pure questions."""

from clinic.models import Membership
from clinic.models.clinic import Role

# Settings tables of the clinic (Django admin): managers and owners.
CONFIGURE = {Role.MANAGER, Role.OWNER}
# Who may invite a colleague to which roles: nobody above their own level, so no manager makes an owner.
GIVES = {Role.OWNER: set(Role), Role.MANAGER: set(Role) - {Role.OWNER}}


def membership_of(account, clinic) -> Membership | None:
    """The live membership of an account at this clinic; None for patients and for people of other clinics."""
    if not account.is_authenticated:
        return None
    return Membership.objects.filter(user=account, clinic_id=clinic.pk, ended_at=None).first()


def is_staff_somewhere(account) -> bool:
    """Whether the account works at any clinic."""
    return Membership.objects.filter(user=account, ended_at=None).exists()


def has_role(membership, roles) -> bool:
    """Whether the membership carries one of these roles."""
    return membership is not None and bool(set(membership.roles) & set(roles))


def may_configure(membership) -> bool:
    """Who keeps the settings tables: managers and owners (D4)."""
    return has_role(membership, CONFIGURE)


def roles_given_by(membership) -> set[Role]:
    """The roles somebody may invite a colleague to; none for most of the team (D4, "invite ≤ own level")."""
    return set().union(*(roles for role, roles in GIVES.items() if has_role(membership, {role})))


def may_invite_colleagues(membership) -> bool:
    """Who invites to the team, and sees who is of it: managers and owners."""
    return bool(roles_given_by(membership))


def may_change_roles(membership) -> bool:
    """Who changes roles, ends memberships and says which account is which practitioner: owners (D4)."""
    return has_role(membership, {Role.OWNER})


def may_change_member(membership, member) -> bool:
    """Whether somebody may change this colleague: owners, and nobody themselves (D4, "RW, not self")."""
    return may_change_roles(membership) and member.pk != membership.pk and member.ended_at is None


def is_vouched_for(invitation) -> bool:
    """Whether whoever sent an invitation may still give its roles: who left, or lost a role, lets nobody in."""
    account = invitation.issued_by
    if not account.is_active:
        return False
    return account.is_superuser or set(invitation.roles) <= roles_given_by(
        membership_of(account, invitation.clinic)
    )


def may_be_accepted(invitation, *, at) -> bool:
    """Whether the link of an invitation still lets somebody in."""
    return invitation.is_live(at=at) and is_vouched_for(invitation)
