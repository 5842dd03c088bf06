"""What a clinic sets about booking."""

from django.db import transaction

import audit


@transaction.atomic
def keep(row, *, by):
    """Save a clinic's rules or its button as they were set; every page follows from its next request on."""
    verb = "settings.added" if row.pk is None else "settings.changed"
    row.save()
    audit.record(verb, by=by, target=row, clinic=row.clinic_id)
    return row
