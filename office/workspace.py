"""One patient as a member of the team meets them: whose record it is, what this member may do, who has access."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Subquery

from audit.models import Event
from booking.policies import may_book_for
from common.counting import HowMany
from office.at_the_head import asked_along
from office.policies import (
    keeps_records,
    opens_document,
    sees_access,
    sees_documents,
    sees_forms,
    takes_ledger,
)
from office.tray import calling
from records.joining.trail import is_joined
from records.models import (
    AccessRequest,
    BrokenGlass,
    CareRelation,
    Denial,
    FlagKind,
    Grant,
    Lockdown,
    Patient,
    ProfileProposal,
)
from records.models.glass import AN_HOUR
from records.models.kinds import Kind
from records.policies import (
    care_of,
    may_break_glass,
    may_give_access,
    may_keep_contacts,
    may_merge,
    may_raise_flag,
    may_suggest_details,
    may_write_charts,
    sees_flag,
)
from smartforms.models import Assignment
from smartforms.policies import may_send_forms


@dataclass
class Workspace:
    """What every page about one patient needs. `grants` is empty for those who may not know who has access.

    `glass_until`: this member opened the record in an emergency, and when that is over.
    """

    member: object
    patient: Patient
    at: datetime
    cares: bool
    grants: list[Grant]
    glass_until: datetime | None = None
    in_tray: int = 0  # how much waits for this member, about anybody
    flags: list[dict] = field(default_factory=list)  # red flags that stand, as far as this member reads them
    about: object = None  # what of the record a page shows, where the ledger is to name it

    @property
    def zone(self):
        return self.patient.clinic.zone

    @property
    def reads_record(self) -> bool:
        """Charts, plans, documents and activities: who cares for the patient, or opened them in an emergency (D4)."""
        return self.cares or self.glass_until is not None

    @property
    def breaks_glass(self) -> bool:
        return may_break_glass(self.member, cares=self.cares)

    def in_an_emergency(self) -> "Workspace":
        """The same workspace as it would be, were the record opened in an emergency now."""
        return replace(self, glass_until=self.at + AN_HOUR)

    @property
    def writes_charts(self) -> bool:
        """Begins notes, and goes on with their own: also in an emergency, which opens nothing else for writing (D4)."""
        return may_write_charts(self.member, cares=self.reads_record)

    @property
    def keeps_records(self) -> bool:
        return keeps_records(self.member)

    @property
    def sees_forms(self) -> bool:
        return sees_forms(self.member)

    @property
    def sends_forms(self) -> bool:
        return may_send_forms(self.member, cares=self.cares)

    @property
    def sees_documents(self) -> bool:
        return sees_documents(self.member, cares=self.reads_record)

    @property
    def handles_sent(self) -> bool:
        """Decides what becomes of a file that was sent: an emergency only looks."""
        return sees_documents(self.member, cares=self.cares)

    def opens_document(self, kind) -> bool:
        return opens_document(self.member, kind, cares=self.reads_record)

    def keeps_document(self, kind) -> bool:
        return opens_document(self.member, kind, cares=self.cares)

    @property
    def kinds_kept(self) -> list[Kind]:
        """Of which kinds this member may put documents into the record, and change them."""
        return [kind for kind in Kind if self.keeps_document(kind)]

    @property
    def sees_access(self) -> bool:
        return sees_access(self.member, cares=self.cares)

    @property
    def flag_kinds(self) -> list[FlagKind]:
        """Which flags this member may raise, and end."""
        return [kind for kind in FlagKind if may_raise_flag(self.member, kind, cares=self.cares)]

    @property
    def takes_ledger(self) -> bool:
        return takes_ledger(self.member)

    @property
    def gives_access(self) -> bool:
        return may_give_access(self.member, cares=self.cares)

    @property
    def books(self) -> bool:
        return may_book_for(self.member, cares=self.cares)

    @property
    def joins_records(self) -> bool:
        return may_merge(self.member)

    @property
    def keeps_details(self) -> bool:
        return may_keep_contacts(self.member)

    @property
    def suggests_details(self) -> bool:
        return not self.keeps_details and may_suggest_details(self.member)


def patients_of(clinic):
    """This clinic's patients; each tells whether it is locked down, and whether it is asked for."""
    locked = Lockdown.objects.filter(patient=OuterRef("pk"), lifted_at=None)
    asked = AccessRequest.objects.filter(patient=OuterRef("pk"), decided_at=None)
    return Patient.objects.of(clinic).annotate(is_locked=Exists(locked), is_asked_for=Exists(asked))


def workspace_of(member, clinic, patient_id, *, at) -> Workspace | None:
    """The workspace of one patient for one member of the team; None when this clinic has no such patient."""
    own = care_of(member, at=at).filter(patient=OuterRef("pk"))
    forms = Assignment.objects.waiting(at=at).filter(patient=OuterRef("pk"))
    proposed = ProfileProposal.objects.decidable().filter(patient=OuterRef("pk"))
    in_tray = calling(member, clinic, at=at)
    glass = BrokenGlass.objects.live_for(member, at=at).values("until")[:1]
    rows = (
        patients_of(clinic)
        .annotate(is_joined=is_joined(), is_own=Exists(own), glass_until=Subquery(glass))
        .annotate(forms_waiting=HowMany(forms), proposed=HowMany(proposed), in_tray=HowMany(in_tray))
        .annotate(**asked_along(member, clinic, at=at))
        .select_related("details")
    )
    patient = rows.filter(pk=patient_id).first()
    if patient is None:
        return None
    patient.clinic, cares = clinic, patient.is_own
    grants = list(grants_on(patient, at=at)) if sees_access(member, cares=cares) else []
    for grant in grants:
        grant.patient = patient
    space = Workspace(member, patient, at, cares, grants, patient.glass_until, patient.in_tray)
    raised, patient.raised = patient.raised, []  # what this member may not read goes no further
    space.flags = [flag for flag in raised if sees_flag(flag["kind"], cares=space.reads_record)]
    return space


def grants_on(patient, *, at):
    """Every grant there ever was on a record. Each tells whether it opens anything now, rests for the young
    person's consent, or is denied, and when its account last did or saw something here."""
    live = Grant.objects.live(at=at).filter(pk=OuterRef("pk"))
    denied = Denial.objects.filter(patient=patient, account=OuterRef("account"), lifted_at=None)
    seen = Event.objects.filter(patient=patient.pk, actor=OuterRef("account")).order_by("-at")
    return (
        Grant.objects.filter(patient=patient)
        .annotate(
            is_open=Exists(live),
            is_resting=Exists(live.filter(under_review=True)),
            is_denied=Exists(denied),
            last_seen=Subquery(seen.values("at")[:1]),
        )
        .select_related("account", "granted_by", "revoked_by")
        .order_by(F("revoked_at").desc(nulls_first=True), "account__email")
    )


def carers_of(patient) -> list[str]:
    """The practitioners who have this patient among their own."""
    return carers_by_patient([patient.pk]).get(patient.pk, [])


def carers_by_patient(ids) -> dict:
    """The same for several patients, by id."""
    care = CareRelation.objects.filter(patient__in=ids, until=None).select_related("practitioner")
    found = {}
    for relation in care.order_by("practitioner__order", "practitioner_id"):
        found.setdefault(relation.patient_id, []).append(relation.practitioner.name)
    return found
