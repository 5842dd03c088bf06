"""What a role may do at a clinic (security, D4). Pure questions."""

from clinic.models import Membership
from clinic.models.clinic import Role

# Settings tables of the clinic (Django admin): managers and owners.
CONFIGURE = {Role.MANAGER, Role.OWNER}


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
