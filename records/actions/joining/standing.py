"""Lifting one of several lock-downs, legal holds or denials of records that were joined."""

from records.actions.alone import alone_with
from records.joining.standing import chosen_of, standing_of
from records.models import Merge


def lift(model, patient, *, by, at, which=None, **whose) -> bool:
    """Lift the one of this id, without one the record's own; another one, of a joined record, goes on to count.
    `whose` names the account that is denied.

    Pressed twice it is lifted once, and no other one with it.
    """
    alone_with(patient)
    facts = standing_of(model, patient, **whose)
    fact = chosen_of(facts, which)
    if fact is None or not model.objects.filter(pk=fact.pk, lifted_at=None).update(
        lifted_at=at, lifted_by=by
    ):
        return False
    left = [other for other in facts if other.pk != fact.pk]
    if left and left[0].patient_id != patient.pk:
        _take_place(left[0], patient)
    return True


def _take_place(fact, patient) -> None:
    """It stayed with its closed record while this one had its own. Parted again it goes back, by the journal."""
    label, record = fact._meta.label_lower, fact.patient_id
    type(fact).objects.filter(pk=fact.pk).update(patient=patient)
    while record != patient.pk:
        merge = Merge.objects.select_for_update().get(gone=record, undone_at=None)
        merge.moved.setdefault("records", {}).setdefault(label, []).append(fact.pk)
        merge.save(update_fields=["moved"])
        record = merge.patient_id
