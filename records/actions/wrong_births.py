"""Wrong dates of birth, shown with a secret that is right: five end it, whichever kind it is (D5, case C36)."""

from django.db.models import F

import audit
from tray.actions import put

WRONG_BIRTHS = 5


def count_wrong_birth(standing, secret, *, verb, account, at) -> None:
    """One more wrong date; the fifth ends the secret and tells staff.

    `standing` are the rows of its kind that still open something. Counted where it stands, so that many tries at once
    count once each. Written outside a transaction of the caller's: the date counts although it is refused.
    """
    row = standing.filter(pk=secret.pk)
    if not row.filter(wrong_births__lt=WRONG_BIRTHS).update(wrong_births=F("wrong_births") + 1):
        return
    if row.filter(wrong_births=WRONG_BIRTHS).update(revoked_at=at, revoked_because="burned"):
        patient, clinic = secret.patient_id, secret.clinic_id
        audit.record(verb, by=account, target=secret, patient=patient, clinic=clinic)
        put("code_burned", clinic=clinic, target=secret, patient=patient, at=at)
