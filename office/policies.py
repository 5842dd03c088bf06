"""What a member of the team may see of a patient (security, D4), beyond what the rooms below answer. Pure."""

from clinic.models.clinic import Role
from clinic.policies import has_role
from records.models.kinds import ADMINISTRATIVE


def sees_access(membership, *, cares: bool) -> bool:
    """Who may see which accounts open a record: front desk, managers, owners, and practitioners of their own."""
    return cares or has_role(membership, {Role.FRONT_DESK, Role.MANAGER, Role.OWNER})


def sees_forms(membership) -> bool:
    """Who may know which forms were sent and where they stand: everybody but billing."""
    return has_role(membership, {Role.FRONT_DESK, Role.PRACTITIONER, Role.MANAGER, Role.OWNER})


def takes_ledger(membership) -> bool:
    """Who downloads the whole ledger of a record: managers and owners (D4, column "audit")."""
    return has_role(membership, {Role.MANAGER, Role.OWNER})


def sees_reports(membership) -> bool:
    """Who looks through the records of all patients, their addresses and sign-in: those who write demographics (D4)."""
    return has_role(membership, {Role.FRONT_DESK, Role.MANAGER, Role.OWNER})


def sees_calendar(membership) -> bool:
    """Who may know of the clinic's visits, and what became of them: the whole team (D4, column "calendar")."""
    return has_role(membership, set(Role))


def sees_workload(membership) -> bool:
    """Who looks into how busy practitioners are: managers and owners."""
    return has_role(membership, {Role.MANAGER, Role.OWNER})


def takes_reports(membership) -> bool:
    """Who takes lists of many patients along as files: managers and owners (D4, column "export bulk")."""
    return has_role(membership, {Role.MANAGER, Role.OWNER})


HANDLE_PAPERS = {Role.FRONT_DESK, Role.MANAGER, Role.OWNER}


def sees_documents(membership, *, cares: bool) -> bool:
    """Who may know that documents are there: front desk, managers, owners, and who cares for the patient."""
    return cares or has_role(membership, HANDLE_PAPERS)


def opens_document(membership, kind, *, cares: bool) -> bool:
    """Who may open, and change, a document of this kind: who cares for the patient; the desk what is administrative."""
    return cares or (kind in ADMINISTRATIVE and has_role(membership, HANDLE_PAPERS))


def handles_all(membership) -> bool:
    """Who looks through all that waits in the tray; practitioners see what waits for their own patients."""
    return has_role(membership, HANDLE_PAPERS)


def sees_tray(membership) -> bool:
    """Who works with the tray: everybody but billing."""
    return handles_all(membership) or has_role(membership, {Role.PRACTITIONER})


def keeps_records(membership) -> bool:
    """Who takes records out for patients, holds them and erases them: managers and owners (D4)."""
    return has_role(membership, {Role.MANAGER, Role.OWNER})


def prints_handout(membership) -> bool:
    """Who hands patients the paper about the portal: the whole team."""
    return has_role(membership, set(Role))
