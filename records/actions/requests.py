"""A request to erase a record that somebody else made before: of another record that was joined, or at the clinic."""

from uuid import uuid4

from django.utils.dateparse import parse_datetime

import audit
from records.models import Erasure, Merge
from tray.actions import put

ASKED_AGAIN, TAKEN_OVER = "asked_again", "taken_over"
LABEL = Erasure._meta.label_lower


def take_over(waiting, *, by, at, email) -> None:
    """It is the patient's own from now on, who reads of it in the portal and gets the answer.

    Parted again, it stays theirs: the journal of the merge takes it back no more, or knows who asked before.
    """
    for merge in Merge.objects.select_for_update().filter(patient=waiting.patient_id, undone_at=None):
        if _spare(waiting, merge.moved.get("records", {})):
            merge.save(update_fields=["moved"])
    waiting.asked_by, waiting.asked_at, waiting.by_patient, waiting.email = by, at, True, email
    waiting.save(update_fields=["asked_by", "asked_at", "by_patient", "email"])
    patient = waiting.patient
    audit.record("erasure.asked", by=by, target=waiting, patient=patient, clinic=patient.clinic_id)


def _spare(waiting, moved) -> bool:
    pk = str(waiting.pk)
    if pk in moved.get(ASKED_AGAIN, []):
        moved[ASKED_AGAIN].remove(pk)
        return True
    before = moved.setdefault(TAKEN_OVER, {})
    if pk not in moved.get(LABEL, []) or pk in before:
        return False
    # No address: an erasure would have to find it here.
    before[pk] = {
        "patient": waiting.patient_id,
        "asked_by_id": waiting.asked_by_id,
        "asked_at": waiting.asked_at,
        "by_patient": waiting.by_patient,
    }
    return True


def part(taken_over: dict, source, *, at) -> None:
    """A request that came along with a record, and was taken over since: each of the two patients has their own."""
    for one in Erasure.objects.filter(pk__in=taken_over, patient=source).select_related("asked_by"):
        before = dict(taken_over[str(one.pk)])
        own = copied(one, patient_id=before.pop("patient"))
        if own.decided_at is None:
            put("erasure_asked", clinic=source.clinic_id, target=own, patient=own.patient, at=at)
        before["asked_at"] = parse_datetime(before["asked_at"])
        Erasure.objects.filter(pk=one.pk).update(**before)
        asked = Erasure.objects.select_related("asked_by").get(pk=one.pk)
        email = asked.asked_by.email if asked.by_patient else source.email
        Erasure.objects.filter(pk=one.pk, completed_at=None).update(email=email)


def copied(erasure, **changes) -> Erasure:
    """The same request once more, but for what changes: that of another record."""
    fields = {field.attname: getattr(erasure, field.attname) for field in Erasure._meta.concrete_fields}
    return Erasure.objects.create(**fields | {"id": uuid4()} | changes)
