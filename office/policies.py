"""What a member of the team may see of a patient (security, D4), beyond what the rooms below answer. Pure."""

from clinic.models.clinic import Role
from clinic.policies import has_role


def sees_access(membership, *, cares: bool) -> bool:
    """Who may see which accounts open a record: front desk, managers, owners, and practitioners of their own."""
    return cares or has_role(membership, {Role.FRONT_DESK, Role.MANAGER, Role.OWNER})


def sees_forms(membership) -> bool:
    """Who may know which forms were sent and where they stand: everybody but billing."""
    return has_role(membership, {Role.FRONT_DESK, Role.PRACTITIONER, Role.MANAGER, Role.OWNER})


def sees_reports(membership) -> bool:
    """Who looks into what went wrong with addresses and sign-in: those who write demographics (D4)."""
    return has_role(membership, {Role.FRONT_DESK, Role.MANAGER, Role.OWNER})


def keeps_records(membership) -> bool:
    """Who takes records out for patients, holds them and erases them: managers and owners (D4)."""
    return has_role(membership, {Role.MANAGER, Role.OWNER})
