"""Red flags: raised by somebody of the team, ended by somebody with a reason. What was said stays as it was."""

from django.db import transaction

import audit
from common.folding import fold
from records.actions.alone import alone_with
from records.models import RedFlag


@transaction.atomic
def raise_flag(patient, *, kind, text, by, at, until=None) -> RedFlag:
    """Put a flag above the record. Where it stands there already, in these words, that one is returned."""
    alone_with(patient)
    for flag in RedFlag.objects.filter(patient=patient, kind=kind, until=until, ended_at=None):
        if fold(flag.text) == fold(text):
            return flag
    flag = RedFlag.objects.create(
        patient=patient, kind=kind, text=text, until=until, raised_at=at, raised_by=by
    )
    audit.record("red_flag.raised", by=by, target=flag, patient=patient, clinic=patient.clinic_id)
    return flag


@transaction.atomic
def end_flag(flag, *, because, by, at) -> bool:
    """It counts no more; who said so, when and why stays. False where it was ended before."""
    ended = {"ended_at": at, "ended_by": by, "ended_because": because}
    if not RedFlag.objects.filter(pk=flag.pk, ended_at=None).update(**ended):
        return False
    audit.record("red_flag.ended", by=by, target=flag, patient=flag.patient, clinic=flag.patient.clinic_id)
    return True
