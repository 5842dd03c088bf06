from records.models.access import Grant
from records.models.activity import ActivityAssignment, ActivityDone, ActivityPicture, HomeActivity
from records.models.ages import AccessRules
from records.models.care import CareRelation
from records.models.chart import Chart
from records.models.chart_history import ChartRevision
from records.models.chart_templates import ChartTemplate
from records.models.codes import AccessCode, AccessRequest
from records.models.contacts import Contact
from records.models.details import DetailChange, PatientDetails
from records.models.document import Document, EndedSharing
from records.models.glass import BrokenGlass
from records.models.invitations import Batch, Invitation
from records.models.merges import Apart, Merge
from records.models.patient import Patient
from records.models.proposals import ProfileProposal
from records.models.red_flags import FlagKind, RedFlag
from records.models.retention import Erasure, LegalHold, RetentionRules
from records.models.sent import SentFile
from records.models.shut import Denial, Lockdown
from records.models.takeout import ClinicExport, TakeOut
from records.models.upload import Upload

__all__ = [
    "AccessCode",
    "AccessRequest",
    "AccessRules",
    "ActivityAssignment",
    "ActivityDone",
    "ActivityPicture",
    "Apart",
    "Batch",
    "BrokenGlass",
    "CareRelation",
    "Chart",
    "ChartRevision",
    "ChartTemplate",
    "ClinicExport",
    "Contact",
    "Denial",
    "DetailChange",
    "Document",
    "EndedSharing",
    "Erasure",
    "FlagKind",
    "Grant",
    "HomeActivity",
    "Invitation",
    "LegalHold",
    "Lockdown",
    "Merge",
    "Patient",
    "PatientDetails",
    "ProfileProposal",
    "RedFlag",
    "RetentionRules",
    "SentFile",
    "TakeOut",
    "Upload",
]
