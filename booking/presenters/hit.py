"""Visits that a time off or other hours would hit, as rows without names: the settings show no patient (D4)."""

from common import wording


def visits_hit(visits, clinic) -> list[dict]:
    """When, what and with whom, with the day of the calendar where they are moved or cancelled."""
    rows = []
    for visit in visits:
        local = visit.starts_at.astimezone(clinic.zone)
        what = visit.service.title, visit.practitioner.name
        rows.append({"when": wording.short_moment(local), "what": " · ".join(what), "day": local.date()})
    return rows
