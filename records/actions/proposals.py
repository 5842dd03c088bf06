"""What patients say differently from the record, and what staff decide about it."""

from django.db import transaction

import audit
from records.actions.alone import alone_with
from records.actions.patients import correct_details
from records.models import Patient, ProfileProposal
from tray import actions as tray

KIND = "profile.proposed"


@transaction.atomic
def propose(patient, said: dict, *, by, at, source: str) -> list[ProfileProposal]:
    """Put what somebody wrote beside the record, field by field; {field: None} takes an open proposal back.

    For each field there is one open proposal: the latest word counts. Where anything waits, one item is in the tray.
    """
    alone_with(patient)
    record = Patient.objects.get(pk=patient.pk)
    open_now = {one.field: one for one in ProfileProposal.objects.open().filter(patient=record)}
    made = []
    for field, value in said.items():
        if (earlier := open_now.get(field)) and (value is None or earlier.value != str(value)):
            _close(earlier, by=by, at=at, accepted=False)
        elif earlier:
            continue
        if value is not None:
            made.append(
                ProfileProposal.objects.create(
                    patient=record, field=field, before=str(getattr(record, field) or ""), value=str(value),
                    source=source[:200], proposed_at=at, proposed_by=by,
                )
            )  # fmt: skip
    if made:
        tray.put(KIND, clinic=record.clinic_id, target=record, patient=record, at=at)
        audit.record(
            "profile.proposed", by=by, target=record, patient=record, clinic=record.clinic_id,
            ids=[one.pk for one in made],
        )  # fmt: skip
    else:
        _clear_tray(record, by=by, at=at)
    return made


@transaction.atomic
def decide(proposal, *, accept: bool, by, at, reason="") -> bool:
    """Take a proposal into the record, by the same action that corrects it, or keep what is on file.

    False, and nothing happens, where it was decided or replaced meanwhile.
    """
    alone_with(proposal.patient_id)
    waiting = ProfileProposal.objects.open().select_related("patient")
    found = waiting.filter(pk=proposal.pk).first()
    if found is None:
        return False
    patient = found.patient
    if accept:
        value = Patient._meta.get_field(found.field).to_python(found.value)
        correct_details(patient, by=by, at=at, **{found.field: value})
    _close(found, by=by, at=at, accepted=accept, reason=reason)
    verb = "profile.accepted" if accept else "profile.kept"
    audit.record(verb, by=by, target=found, patient=patient, clinic=patient.clinic_id)
    _clear_tray(patient, by=by, at=at)
    return True


def _close(proposal, *, by, at, accepted: bool, reason="") -> None:
    """A proposal that its own author replaced or took back is closed by them, as not accepted."""
    decided = {"decided_at": at, "decided_by": by, "accepted": accepted, "reason": reason}
    ProfileProposal.objects.filter(pk=proposal.pk).update(**decided)


def _clear_tray(patient, *, by, at) -> None:
    if not ProfileProposal.objects.open().filter(patient=patient).exists():
        tray.take(KIND, target=patient, by=by, at=at)
