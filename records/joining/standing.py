"""A lock-down, a legal hold, and a denial of an account stand once a record: of two that were joined, each may have one
of its own."""

from records.joining.trail import ids_of


def standing_of(model, patient, **whose) -> list:
    """Those in force for a record, or one that was joined into it: its own first. Each is lifted by itself. `whose`
    names the account that is denied."""
    facts = model.objects.filter(patient__in=ids_of(patient.pk), lifted_at=None, **whose).select_related("by")
    return sorted(facts, key=lambda fact: (fact.patient_id != patient.pk, fact.at))


def chosen_of(facts, which=None):
    """The one that an address names by its id; without one, the first. None where it does not stand any more."""
    return next((fact for fact in facts if which in (None, str(fact.pk))), None)
