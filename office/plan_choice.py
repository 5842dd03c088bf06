"""To the plan of which visit something new belongs: those there are to choose from. Read only."""

from office.workspace import Workspace
from records.models import Chart

PLANS = 12  # to choose from


def plans_to_join(space: Workspace, *, practitioner=None, joined=None) -> list[Chart]:
    """The newest plans of all practitioners or of one, and the one (`joined`) it belongs to already; for whoever reads
    plans. A note that was signed without a plan has none."""
    if not space.cares:
        return []
    rows = Chart.objects.filter(patient=space.patient).exclude(plan={}, locked_at__isnull=False)
    if practitioner is not None:
        rows = rows.filter(practitioner=practitioner)
    fields = ("day", "confidential", "patient_id", "practitioner")
    rows = rows.order_by("-day", "-written_at").select_related("practitioner").only(*fields)
    newest = list(rows[:PLANS])
    if joined is None or joined in {one.pk for one in newest}:
        return newest
    return newest + list(
        Chart.objects.filter(patient=space.patient, pk=joined).select_related("practitioner").only(*fields)
    )
