"""Who may see what of a patient. Pure questions; every upper room asks here, nobody else decides."""

from datetime import date

from clinic.models.clinic import Role
from clinic.policies import has_role
from records.models import CareRelation, Grant, Lockdown
from records.models.access import Scope


def grants_of(account, *, at, clinic=None):
    """The live grants of an account, the account holder first, then by age, the youngest first; patients along."""
    if not account.is_authenticated:
        return []
    mine = Grant.objects.live(at=at).filter(account=account).select_related("patient")
    if clinic is not None:
        mine = mine.filter(patient__clinic_id=clinic.pk)
    return sorted(mine, key=lambda grant: (not grant.is_self, -grant.patient.date_of_birth.toordinal()))


def has_scope(grant, scope: Scope) -> bool:
    """Whether a grant covers a part of the record: oneself covers all, others what their scopes name."""
    return grant.is_self or scope in grant.scopes


def sees_all(grant, scope: Scope) -> bool:
    """Full access to a part of the record. Limited grants see only what their account did itself."""
    return grant.is_full and has_scope(grant, scope)


def age(born: date, on: date) -> int:
    """Whole years. Someone born on 29 February turns a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_locked_down(patient_id, *, at, issued_at=None) -> bool:
    """Whether something issued then may not open now. Asked by every link, code, feed, file and mail."""
    facts = Lockdown.objects.filter(patient_id=patient_id, at__lte=at)
    if facts.filter(lifted_at=None).exists():
        return True
    return issued_at is not None and facts.filter(at__gte=issued_at).exists()


def cares_for(membership, patient, *, at) -> bool:
    """Whether a practitioner of the team has this patient among their own (Settled 11)."""
    if not has_role(membership, {Role.PRACTITIONER}):
        return False
    return CareRelation.objects.filter(
        practitioner__user_id=membership.user_id, patient=patient, since__lte=at, until=None
    ).exists()
