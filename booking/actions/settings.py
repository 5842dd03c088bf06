"""What a clinic sets about booking."""

from clinic.keeping import keep_setting


def keep(row, *, by):
    """Save a clinic's rules or its button as they were set; every page follows from its next request on."""
    return keep_setting(row, by=by, clinic=row.clinic_id)
