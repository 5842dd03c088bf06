"""How long a record must be kept (security, A4): years from its last entry; for minors from the day they come of age.

Pure questions. The years are the clinic's setting; without one, ten.
"""

from datetime import date

from records import contract
from records.joining.standing import standing_of
from records.joining.trail import kept_of
from records.models import LegalHold, Merge, Patient, RetentionRules
from records.models.retention import USUAL_YEARS
from records.policies import CERTAINLY_OF_AGE, birthday, rules_of


def years_of(clinic) -> int:
    """How many years this clinic keeps records."""
    kept = RetentionRules.objects.filter(clinic_id=clinic.pk).values_list("years", flat=True).first()
    return kept or USUAL_YEARS


def last_entry(patient) -> date:
    """The day of the last entry of any room; of a record without one, the day it was made."""
    found = filter(None, (one.last_entry(patient) for one in contract.answerers()))
    zone = patient.clinic.zone
    return max(moment.astimezone(zone).date() for moment in (*found, patient.created_at))


def keep_until(patient) -> date:
    """The first day on which what the law keeps may go. Where the clinic chose no age of majority: 21."""
    majority = rules_of(patient.clinic).majority_age or CERTAINLY_OF_AGE
    begins = max(last_entry(patient), birthday(patient.date_of_birth, majority))
    return birthday(begins, years_of(patient.clinic))


def holds_on(patient) -> list[LegalHold]:
    """The legal holds on a record, and on those that were joined into it: any of them keeps all of it."""
    return standing_of(LegalHold, patient)


def is_held(patient) -> bool:
    """Whether any legal hold keeps what this record holds, or held before it was joined into another."""
    return any(holds_on(each) for each in (patient, *_kept(patient)))


def why_not_complete(erasure, *, at) -> str | None:
    """Why what was kept may not go yet: `not_accepted`, `done`, `may_part`, `held`, `too_early`."""
    if not erasure.accepted:
        return "not_accepted"
    if erasure.completed_at:
        return "done"
    if may_part_until(erasure.patient, at=at):
        return "may_part"
    # While a record is joined into another, what it held is that one's: it goes no earlier.
    records = [erasure.patient, *_kept(erasure.patient)]
    if is_held(erasure.patient):
        return "held"
    today = at.astimezone(records[0].clinic.zone).date()
    return "too_early" if any(today < keep_until(each) for each in records) else None


def may_part_until(patient, *, at):
    """Until when what a closed record held may come back to it, which would be promised to go and not be gone; None
    for a record that is not closed, or for good."""
    joined = Merge.objects.filter(gone=patient, undone_at=None).defer("moved", "grants", "details").first()
    return joined.undo_until if joined and at < joined.undo_until else None


def _kept(patient) -> list[Patient]:
    kept = kept_of(patient.pk) if patient.merged_at else None
    return list(Patient.objects.filter(pk=kept).select_related("clinic")) if kept else []
