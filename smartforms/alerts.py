"""Answers that must not wait: the clinic is told at once, and somebody says that they take care."""

from django.db import transaction

import audit
from smartforms.engine.meaning import raised
from smartforms.models import Response
from smartforms.team import heads_of, readers_of, tell
from tray import actions as tray
from tray.models import Item

KIND = "form.alert"


def raise_alert(assignment, response, *, by, at) -> bool:
    """If an answer that was just sent raises an alert: one item in the tray, and a neutral mail to who reads it.

    However many answers raise one, there is one alert for one form.
    """
    if not raised(response.outline, response.answers):
        return False
    where = {"clinic": assignment.clinic_id, "patient": assignment.patient_id}
    tray.put_once(KIND, target=response, at=at, is_told=True, **where)
    audit.record("form.alerted", by=by, target=assignment, **where)
    tell(readers_of(assignment) or heads_of(assignment), "alert", assignment, response, at=at)
    return True


@transaction.atomic
def take_care(assignment, *, by, at) -> bool:
    """Somebody has seen the alert and takes care of it. Saying so twice changes nothing."""
    taken = tray.take(KIND, target=assignment.response, by=by, at=at)
    if taken:
        audit.record(
            "alert.taken",
            by=by,
            target=assignment,
            patient=assignment.patient_id,
            clinic=assignment.clinic_id,
        )
    return taken


def alert_of(response) -> Item | None:
    """The alert a sent form raised, with who took care of it; None where it raised none."""
    return Item.objects.about(KIND, response).select_related("done_by").order_by("-put_at").first()


def open_alerts(clinic, *, patient=None, most: int) -> list[Response]:
    """The sent forms with an alert nobody has taken care of yet, the oldest first."""
    items = Item.objects.filter(clinic_id=clinic.pk, kind=KIND, done_at=None).order_by("put_at", "pk")
    if patient is not None:
        items = items.filter(patient=patient.pk)
    ids = [target.partition(":")[2] for target in items.values_list("target", flat=True)[:most]]
    if not ids:
        return []
    rows = Response.objects.filter(pk__in=ids).select_related(
        "assignment__patient", "assignment__version__template"
    )
    heavy = [f"assignment__version__{name}" for name in ("definition", "source", "report")]
    found = {str(row.pk): row for row in rows.defer(*heavy)}
    return [found[one] for one in ids if one in found]
