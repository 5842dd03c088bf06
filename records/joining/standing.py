"""A lock-down or a legal hold stands once a record: of two records that were joined, each may have one of its own."""

from records.joining.trail import ids_of


def standing_of(model, patient) -> list:
    """Those in force for a record, or one that was joined into it: its own first. Each is lifted by itself."""
    facts = model.objects.filter(patient__in=ids_of(patient.pk), lifted_at=None).select_related("by")
    return sorted(facts, key=lambda fact: (fact.patient_id != patient.pk, fact.at))


def chosen_of(facts, which=None):
    """The one that an address names by its id; without one, the first. None where it does not stand any more."""
    return next((fact for fact in facts if which in (None, str(fact.pk))), None)
