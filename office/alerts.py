"""Alerts nobody has taken care of yet: about whom, and which of them this member may read. Read only."""

from dataclasses import dataclass

from office.workspace import carers_by_patient
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
    carers = carers_by_patient({one.patient_id for one in sent})
    return [Alert(one, one.assignment_id in reads, carers.get(one.patient_id, [])) for one in sent]
