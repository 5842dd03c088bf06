"""Opening a record in an emergency (45 CFR 164.312(a)(2)(ii)): for an hour, with a reason, looked over afterwards."""

from django.db import transaction
from django.db.models import F

import audit
import outbox
from clinic.models import Membership
from clinic.models.clinic import Role
from records.actions.alone import alone_with
from records.models import BrokenGlass
from records.models.glass import AN_HOUR, TO_REVIEW
from tray import actions as tray

KIND = "emergency"


@transaction.atomic
def open_in_emergency(patient, *, membership, reason, at) -> BrokenGlass:
    """Open this record to a practitioner for an hour; owners are mailed at once.

    Whoever has it open already keeps what they have: opening twice is no longer hour.
    """
    alone_with(patient)
    mine = BrokenGlass.objects.filter(membership=membership, patient=patient, ended_at=None)
    if open_now := mine.filter(until__gt=at).first():
        return open_now
    mine.update(ended_at=F("until"))  # an hour that ran out, as its row says from now on
    glass = BrokenGlass.objects.create(
        membership=membership, patient=patient, reason=reason, opened_at=at, until=at + AN_HOUR
    )
    audit.record(
        "emergency.begun", by=membership.user_id, target=glass, patient=patient, clinic=patient.clinic_id
    )
    tray.put(KIND, clinic=patient.clinic_id, target=glass, patient=patient, by=membership.user_id, at=at)
    _tell_owners("emergency", glass, clinic=patient.clinic_id, at=at)
    return glass


@transaction.atomic
def end_emergency(glass, *, by, at) -> bool:
    """Close it before the hour is over. False, and nothing happens, where it was over already."""
    if not BrokenGlass.objects.filter(pk=glass.pk, ended_at=None, until__gt=at).update(
        ended_at=at, ended_by=by
    ):
        return False
    audit.record("emergency.ended", by=by, target=glass, patient=glass.patient_id)
    return True


@transaction.atomic
def review_emergency(glass, *, was_fine: bool, review: str, by, at) -> bool:
    """Say whether an opening was right. The first word stands; False where somebody said theirs already."""
    found = BrokenGlass.objects.unreviewed().filter(pk=glass.pk)
    if not found.update(reviewed_at=at, reviewed_by=by, was_fine=was_fine, review=review):
        return False
    tray.take(KIND, target=glass, by=by, at=at)
    audit.record("emergency.reviewed", by=by, target=glass, patient=glass.patient_id)
    return True


def remind_of_reviews(*, at) -> None:
    """Mail owners of what nobody has looked over within the seven days; once for each opening."""
    late = BrokenGlass.objects.unreviewed().filter(opened_at__lte=at - TO_REVIEW)
    for glass in late.select_related("patient"):
        _tell_owners("emergency_overdue", glass, clinic=glass.patient.clinic_id, at=at)


def owners_of(clinic_id) -> list:
    """The accounts that own this clinic now."""
    members = Membership.objects.filter(clinic_id=clinic_id, ended_at=None, user__is_active=True)
    owning = members.filter(roles__contains=[Role.OWNER]).select_related("user").order_by("pk")
    return [member.user for member in owning]


def _tell_owners(what, glass, *, clinic, at) -> None:
    # Without the patient: mails of a record wait under lock-down, and this one is for the team.
    for owner in owners_of(clinic):
        outbox.post(
            f"records.{what}",
            clinic=clinic,
            account=owner,
            about={"glass": glass.pk},
            dedupe_key=f"{what}:{glass.pk}:{owner.pk}",
            at=at,
        )
