from records.models.access import Grant
from records.models.ages import AccessRules
from records.models.care import CareRelation
from records.models.chart import Chart
from records.models.codes import AccessCode, AccessRequest
from records.models.contacts import Contact
from records.models.document import Document
from records.models.invitations import Batch, Invitation
from records.models.merges import Apart, Merge
from records.models.patient import Patient
from records.models.proposals import ProfileProposal
from records.models.shut import Denial, Lockdown
from records.models.upload import Upload

__all__ = [
    "AccessCode",
    "AccessRequest",
    "AccessRules",
    "Apart",
    "Batch",
    "CareRelation",
    "Chart",
    "Contact",
    "Denial",
    "Document",
    "Grant",
    "Invitation",
    "Lockdown",
    "Merge",
    "Patient",
    "Upload",
    "ProfileProposal",
]
