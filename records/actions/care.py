"""Whose own patient somebody is (Settled 11)."""

from records.models import CareRelation


def begin_care(*, practitioner_id, patient, at, why) -> None:
    """From now on this is one of the practitioner's own patients. Said twice, it stands once."""
    CareRelation.objects.bulk_create(
        [CareRelation(practitioner_id=practitioner_id, patient=patient, since=at, why=why)],
        ignore_conflicts=True,
    )
