"""What was asked about keeping a record: requests to erase it, take-outs."""

from records.joining.trail import ids_of
from records.models import Erasure, TakeOut

SHOWN = 5


def erasures_of(patient):
    """Every request to erase the record, or one that was joined into it, the newest first."""
    rows = Erasure.objects.filter(patient__in=ids_of(patient.pk))
    rows = rows.select_related("asked_by", "decided_by", "completed_by", "patient__clinic")
    return rows.order_by("-asked_at")


def erasure_of(patient, pk) -> Erasure | None:
    """One of them."""
    rows = Erasure.objects.filter(patient__in=ids_of(patient.pk), pk=pk)
    return rows.select_related("patient__clinic").first()


def take_outs_of(patient):
    """The last take-outs, whoever asked."""
    rows = TakeOut.objects.filter(patient=patient).select_related("asked_by", "account")
    return rows.order_by("-asked_at")[:SHOWN]
