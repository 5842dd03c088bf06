"""What a merge of records means for visits: their notes, and times that somebody holds for the closed record."""

from booking.models import Appointment, Hold
from records.models import Chart

HOLDS = Hold._meta.label_lower


def rename(source, target, *, at) -> dict[str, list]:
    """Somebody who is booking for the closed record goes on with the kept one, and is shown their answers again.

    A day for several is asked anew who comes: the kept record may be among them already.
    """
    held = Hold.objects.filter(answers__patient=str(source.pk), appointment=None, released_at=None)
    alone = list(held.filter(held_until__gt=at, family_day=None).select_for_update())
    return {HOLDS: _name(alone, target)}


def rename_back(moved: dict[str, list], source) -> None:
    """Those that are not booked yet are for the reopened record again."""
    _name(Hold.objects.filter(pk__in=moved.get(HOLDS, []), appointment=None).select_for_update(), source)


def _name(held, patient) -> list:
    for one in held:
        one.answers["patient"] = str(patient.pk)
        one.save(update_fields=["answers"])
    return [one.pk for one in held]


def notes_with_their_visits(visits: list, source) -> None:
    """A note written since for a visit that goes back goes along; one that goes back without its visit stays."""
    gone_back = Appointment.objects.filter(pk__in=visits, chart__isnull=False)
    written_since = Chart.objects.filter(pk__in=gone_back.values("chart")).exclude(patient=source)
    Chart.objects.filter(pk__in=list(written_since.values_list("pk", flat=True))).update(patient=source)
    torn = Appointment.objects.filter(chart__patient=source).exclude(patient=source)
    for visit in torn.select_related("chart"):
        Chart.objects.filter(pk=visit.chart_id).update(patient=visit.patient_id)
