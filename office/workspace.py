"""One patient as the team meets them: the record, its visits, its forms, who has access. Read, never written."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef

from booking.models import Appointment
from office.policies import sees_access, sees_forms
from records.models import CareRelation, Grant, Lockdown, Patient
from records.policies import cares_for
from smartforms.models import Assignment
from smartforms.policies import reads_answers
from tray.models import Item

FIRST, ALL = 6, 500  # rows of a panel: at a glance, and asked for

# What a list of forms does not need: the questions, the file, the answers.
HEAVY = (
    "version__definition",
    "version__source",
    "version__report",
    "response__answers",
    "response__unfinished",
    "response__touched",
)


@dataclass
class Workspace:
    """What this member of the team may see of this patient."""

    member: object
    patient: Patient
    cares: bool
    visits: list[Appointment]
    forms: list[Assignment]
    grants: list[Grant]
    reads: dict[bool, bool]  # whether answers may be read, of forms about health (True) and others (False)

    shown: int = FIRST

    @property
    def sees_forms(self) -> bool:
        return sees_forms(self.member)

    @property
    def sees_access(self) -> bool:
        return sees_access(self.member, cares=self.cares)

    def may_read(self, form) -> bool:
        return bool(form.sent_in) and self.reads.get(form.version.template.is_clinical, False)


def patients_of(clinic):
    """This clinic's patients; each tells whether it is locked down and whether it looks like another."""
    locked = Lockdown.objects.filter(patient=OuterRef("pk"), lifted_at=None)
    twin = Item.objects.filter(patient=OuterRef("pk"), kind="possible_duplicate", done_at=None)
    return Patient.objects.of(clinic).annotate(is_locked=Exists(locked), has_twin=Exists(twin))


def open_workspace(member, patient, *, at, whole=False) -> Workspace:
    """What this member may see of one patient, in at most five queries; the first rows, or the `whole` lists."""
    shown = ALL if whole else FIRST
    cares = cares_for(member, patient, at=at)
    visits = list(
        Appointment.objects.filter(patient=patient).with_names().order_by("-starts_at", "-pk")[: shown + 1]
    )
    forms = []
    if sees_forms(member):
        sent = Assignment.objects.filter(patient=patient).order_by("-sent_at", "-pk")
        forms = list(
            sent.select_related("version__template", "practitioner", "response").defer(*HEAVY)[: shown + 1]
        )
        for form in forms:
            form.patient = patient
    grants = []
    if sees_access(member, cares=cares):
        grants = list(
            Grant.objects.filter(patient=patient)
            .select_related("account", "granted_by", "revoked_by")
            .order_by(F("revoked_at").desc(nulls_first=True), "account__email")
        )
    reads = _reads(member, forms, at=at)
    return Workspace(member, patient, cares, visits, forms, grants, reads, shown)


def _reads(member, forms, *, at) -> dict[bool, bool]:
    """Asked once for each kind of form: for one patient the answer is the same for all of a kind."""
    kinds = {form.version.template.is_clinical: form for form in forms if form.sent_in}
    return {kind: reads_answers(member, form, at=at) for kind, form in kinds.items()}


def carers_of(patient) -> list[str]:
    """The practitioners who have this patient among their own."""
    care = CareRelation.objects.filter(patient=patient, until=None).select_related("practitioner")
    return [
        relation.practitioner.name for relation in care.order_by("practitioner__order", "practitioner_id")
    ]
