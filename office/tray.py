"""The tray as the team works with it: what waits, for whom of them, where each thing is decided. Read only."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Case, Count, Exists, FilteredRelation, OuterRef, Q, Value, When

from common.paging import a_page_of
from office.policies import handles_all, keeps_records
from records.actions.emergencies import KIND as EMERGENCY
from records.actions.sent import KIND as SENT
from records.models import Patient, SentFile
from records.policies import care_of, reviews_emergencies
from tray.models import Item

A_PAGE = 30
NO_FILE = UUID(int=0)  # an empty list would leave nobody
# What is only told: somebody ticks it off here. Everything else is done where it is decided.
TOLD = ("access_taken_back", "code_burned", "guessing", "age_")
# Kinds that only some of the team decide, and who.
DECIDED_BY = {EMERGENCY: reviews_emergencies, "erasure_asked": keeps_records}


@dataclass
class Tray:
    """A page of what waits, the oldest first, files before the rest; `kinds` are those there are, with how many."""

    page: Page
    kind: str
    kinds: dict[str, int]
    patients: dict
    sent: dict
    cared: set


def waiting_for(member, clinic, *, at):
    """What waits for this member: all of it for the desk, managers and owners; a practitioner's own patients."""
    others = [kind for kind, may_decide in DECIDED_BY.items() if not may_decide(member)]
    rows = Item.objects.filter(clinic_id=clinic.pk, done_at=None).exclude(kind__in=others)
    if handles_all(member):
        return rows
    return rows.filter(patient__in=care_of(member, at=at).values("patient"))


def tray_of(member, clinic, *, kind: str, number: int, at) -> Tray:
    """One page of the tray, in a handful of queries however much waits."""
    rows = waiting_for(member, clinic, at=at)
    kinds = dict(rows.order_by().values_list("kind").annotate(Count("pk")))
    if kind not in kinds:
        kind = ""
    if kind:
        rows = rows.filter(kind=kind)
    files_first = Case(When(kind=SENT, then=Value(0)), default=Value(1))
    total = kinds[kind] if kind else sum(kinds.values())
    page = a_page_of(rows.order_by(files_first, "put_at", "pk"), number, A_PAGE, count=total)
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
