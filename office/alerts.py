"""Alerts nobody has taken care of yet: about whom, and which of them this member may read. Read only."""

from dataclasses import dataclass

from records.models import CareRelation
from smartforms.alerts import open_alerts
from smartforms.models import Response
from smartforms.policies import readable

MOST = 20


@dataclass
class Alert:
    """A sent form whose answers must not wait. `carers` are the practitioners of the patient."""

    response: Response
    may_read: bool
    carers: list[str]


def alerts_for(member, clinic, *, at, patient=None) -> list[Alert]:
    """The open alerts of the clinic, or of one patient, the oldest first; at most twenty."""
    sent = open_alerts(clinic, patient=patient, most=MOST)
    if not sent:
        return []
    for one in sent:
        one.assignment.clinic = clinic
    reads = readable(member, [one.assignment for one in sent], at=at)
    care = CareRelation.objects.filter(patient__in={one.patient_id for one in sent}, until=None)
    care = care.select_related("practitioner").order_by("practitioner__order", "practitioner_id")
    carers = {}
    for relation in care:
        carers.setdefault(relation.patient_id, []).append(relation.practitioner.name)
    return [Alert(one, one.assignment_id in reads, carers.get(one.patient_id, [])) for one in sent]
