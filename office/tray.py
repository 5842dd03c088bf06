"""The tray as the team works with it: what waits, for whom of them, where each thing is decided. Read only."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Case, CharField, Count, Exists, FilteredRelation, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Concat

from booking.actions.agreeing import REQUEST
from booking.models import Appointment
from clinic.team import member_behind
from common import clock
from common.paging import a_page_of
from office.policies import handles_all, keeps_records, sees_tray
from records.actions.emergencies import KIND as EMERGENCY
from records.actions.joining.merging import DUPLICATE
from records.actions.proposals import KIND as PROPOSED
from records.actions.sent import KIND as SENT
from records.models import Patient, SentFile
from records.policies import care_of, may_keep_contacts, reviews_emergencies
from smartforms.alerts import KIND as ALERT
from tray.models import Item

A_PAGE = 30
# Answers that must not wait come first, then the files that somebody sent; the oldest at the top of each.
URGENCY = Case(When(kind=ALERT, then=Value(0)), When(kind=SENT, then=Value(1)), default=Value(2))
NO_FILE = UUID(int=0)  # an empty list would leave nobody
# What is only told: somebody ticks it off here. Everything else is done where it is decided.
TOLD = ("access_taken_back", "code_burned", "guessing", "age_")
# Kinds that only some of the team decide, and who. Alerts wait for everybody: who may not read them tells who may.
DECIDED_BY = {
    EMERGENCY: reviews_emergencies,
    "erasure_asked": keeps_records,
    PROPOSED: may_keep_contacts,
    DUPLICATE: may_keep_contacts,
}


@dataclass
class Tray:
    """A page of what waits, by urgency, the oldest first; `kinds` are those there are, with how many."""

    page: Page
    kind: str
    kinds: dict[str, int]
    patients: dict
    sent: dict
    cared: set


def waiting_for(member, clinic, *, at):
    """What waits for this member, of what they decide: all of it for the desk, managers and owners; for practitioners
    what is about their own patients, and who asks them for a visit."""
    others = [kind for kind, may_decide in DECIDED_BY.items() if not may_decide(member)]
    rows = Item.objects.filter(clinic_id=clinic.pk, done_at=None).exclude(kind__in=others)
    if handles_all(member):
        return rows
    own = Q(patient__in=care_of(member, at=at).values("patient"))
    return rows.filter(own | Q(kind=REQUEST, target__in=_asked_of(member, clinic)))


def _asked_of(member, clinic):
    """The visits that a practitioner is asked for, as items of the tray name them: also by whom they never met."""
    asked = Appointment.objects.waiting().filter(clinic=clinic, practitioner__user=member.user_id)
    named = Concat(Value(f"{Appointment._meta.label_lower}:"), Cast("pk", CharField()))
    return asked.order_by().values(named=named)


def waiting_counts(request) -> dict[str, int]:
    """How many of each kind wait for whoever asks. One query a page: its frame, its notices and the tray share it."""
    if not hasattr(request, "_tray_counts"):
        member, found = member_behind(request), {}
        if member is not None and sees_tray(member):
            rows = waiting_for(member, request.clinic, at=clock.now())
            found = dict(rows.order_by().values_list("kind").annotate(Count("pk")))
        request._tray_counts = found
    return request._tray_counts


def tray_of(member, clinic, kinds, *, kind: str, number: int, at) -> Tray:
    """One page of the tray, in a handful of queries however much waits; `kinds` are the counts of all of it."""
    rows = waiting_for(member, clinic, at=at)
    if kind not in kinds:
        kind = ""
    if kind:
        rows = rows.filter(kind=kind)
    total = kinds[kind] if kind else sum(kinds.values())
    page = a_page_of(rows.order_by(URGENCY, "put_at", "pk"), number, A_PAGE, count=total)
    found = _about(page, clinic, care_of(member, at=at))
    patients = {one.pk: one for one in found}
    files = [one.file for one in found if hasattr(one, "file")]  # Django leaves out what is not there
    return Tray(
        page,
        kind,
        kinds,
        patients,
        {str(one.pk): one for one in files},
        {one.pk for one in found if one.is_own},
    )


def _about(items, clinic, care) -> list[Patient]:
    """Whom these items are about, and whether each is among one's own: a row for each `file` that waits, too."""
    files = [key_of(one) for one in items if one.kind == SENT] or [NO_FILE]
    shown = Q(sent_files__in=files, sent_files__taken_back_at=None)
    whom = Patient.objects.of(clinic).filter(pk__in={one.patient for one in items if one.patient})
    return list(
        whom.annotate(
            file=FilteredRelation("sent_files", condition=shown),
            is_own=Exists(care.filter(patient=OuterRef("pk"))),
        ).select_related("file__upload__account")
    )


def key_of(item) -> str:
    """The id of the row an item is about."""
    return item.target.partition(":")[2]


def is_told(kind: str) -> bool:
    """Whether there is nothing to decide, only to know."""
    return kind.startswith(TOLD)


def sent_file_of(space, pk) -> SentFile | None:
    """One file that was sent for this patient and not taken back; None for any other."""
    rows = SentFile.objects.of(space.patient.clinic).filter(patient=space.patient, pk=pk)
    found = rows.select_related("upload__account", "decided_by", "document", "form_copy").first()
    if found is not None:
        found.patient = space.patient
    return found


def others_of_sender(sent, *, at):
    """The other patients of this clinic whom the sender sees: a file for one of a family may belong to another."""
    account = sent.upload.account
    if account is None:
        return Patient.objects.none()
    mine = Patient.objects.of(sent.patient.clinic).visible_to(account, at=at).exclude(pk=sent.patient_id)
    return mine.order_by("sort_name")
