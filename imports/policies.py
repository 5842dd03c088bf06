"""Who may bring what along from another system. Pure questions."""

from clinic.models.clinic import Role
from clinic.policies import has_role
from records.models import CareRelation, Chart, Document, RedFlag, SentFile
from smartforms.models import Assignment

READ_WITH_CARE = (Chart, Document, SentFile, RedFlag, Assignment)


def may_import(membership) -> bool:
    """Who brings records along from another system: managers and owners (D4, column "export bulk")."""
    return has_role(membership, {Role.MANAGER, Role.OWNER})


def gives_themself_care(account_id, practitioner, patient_id) -> bool:
    """Whether a visit that this account brings along would open a record to it that somebody has written in.

    A visit makes its patient one of the practitioner's own, who then reads notes, papers and answers. So nobody brings
    a visit with themself along where there is something to read of a patient they do not care for, as nobody books one
    (`booking.policies.may_book_with`). A record that came along as well is empty: whoever works alone brings patients
    and visits with one sign-in.
    """
    if practitioner.user_id is None or practitioner.user_id != account_id:
        return False
    if CareRelation.objects.filter(practitioner=practitioner, patient=patient_id, until=None).exists():
        return False
    return any(model.objects.filter(patient=patient_id).exists() for model in READ_WITH_CARE)
