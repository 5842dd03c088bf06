"""The tray as the team works with it: what waits, for whom of them, where each thing is decided. Read only."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Value, When

from office.policies import handles_all, keeps_records
from records.actions.emergencies import KIND as EMERGENCY
from records.actions.sent import KIND as SENT
from records.models import Patient, SentFile
from records.policies import care_of, reviews_emergencies
from tray.models import Item

A_PAGE = 30
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
    page = Paginator(rows.order_by(files_first, "put_at", "pk"), A_PAGE).get_page(number)
    ids = {one.patient for one in page if one.patient}
    patients = {one.pk: one for one in Patient.objects.of(clinic).filter(pk__in=ids)}
    wanted = [key_of(one) for one in page if one.kind == SENT]
    sent = SentFile.objects.of(clinic).filter(pk__in=wanted).select_related("upload__account")
    cared = set(care_of(member, at=at).filter(patient__in=ids).values_list("patient_id", flat=True))
    return Tray(page, kind, kinds, patients, {str(one.pk): one for one in sent}, cared)


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
