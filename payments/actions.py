"""Every write to the ledger is one more line."""

from django.db import transaction

import audit
from payments.models import Entry, Kind


@transaction.atomic
def reverse(entry, *, by, at) -> Entry:
    """Take a line back by its opposite. Reversing twice changes nothing."""
    if found := _reversal_of(entry):
        return found
    line = _like(entry, kind=Kind.REVERSAL, amount=-entry.amount, reverses=entry, by=by, at=at)
    audit.record("ledger.reversed", by=by, target=line, patient=line.patient_id, clinic=line.clinic_id)
    return line


@transaction.atomic
def carry_over(entry, patient, *, by, at) -> Entry | None:
    """Continue a line in another record of the same person; None where it was taken back already."""
    if _reversal_of(entry):
        return None
    reverse(entry, by=by, at=at)
    line = _like(entry, patient_id=patient.pk, carries=entry, by=by, at=at)
    audit.record("ledger.carried_over", by=by, target=line, patient=patient, clinic=line.clinic_id)
    return line


def _reversal_of(entry) -> Entry | None:
    """The line that took this one back. Whoever asks at the same time waits for the answer to be acted on."""
    Entry.objects.select_for_update().get(pk=entry.pk)
    return Entry.objects.filter(reverses=entry).first()


def _like(entry, **changes) -> Entry:
    same = ("clinic_id", "patient_id", "kind", "amount", "currency", "confidential")
    return Entry.objects.create(**{name: getattr(entry, name) for name in same} | changes)
