"""Who of the team reads what a patient sends, and mails that tell them something arrived."""

import outbox
from clinic.models import Membership
from clinic.models.clinic import Role
from records.models import CareRelation
from tray.notices import leaves_at, notices_of


def readers_of(assignment) -> list:
    """The accounts of those who read the answers: the practitioner it was sent for, else all who care."""
    care = CareRelation.objects.filter(patient=assignment.patient_id, until=None).values("practitioner")
    caring = _team(assignment).filter(roles__contains=[Role.PRACTITIONER], user__practitioner__in=care)
    sent_for = caring.filter(user__practitioner=assignment.practitioner_id)
    return (assignment.practitioner_id and _accounts(sent_for)) or _accounts(caring)


def heads_of(assignment) -> list:
    """The accounts of managers and owners, who can call where nobody cares for the patient."""
    return _accounts(_team(assignment).filter(roles__overlap=[Role.MANAGER, Role.OWNER]))


def tell(accounts, kind: str, assignment, mark, *, at) -> None:
    """Mail that something arrived, and nothing of what: once to each account for a `mark`, the row it is about.

    What can wait for the end of somebody's quiet hours does; an alert does not.
    """
    clinic = assignment.clinic
    for account in accounts:
        due_at = at if kind == "alert" else leaves_at(notices_of(account, clinic), clinic, at=at)
        outbox.post(
            f"smartforms.{kind}",
            clinic=assignment.clinic_id,
            account=account,
            about={"form": assignment.pk},
            dedupe_key=f"{kind}:{mark.pk}:{account.pk}",
            at=at,
            due_at=due_at,
        )


def _team(assignment):
    return Membership.objects.filter(clinic_id=assignment.clinic_id, ended_at=None, user__is_active=True)


def _accounts(members) -> list:
    return [member.user for member in members.select_related("user").order_by("pk")]
