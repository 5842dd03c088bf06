"""The documents of one patient: what this member of the team may open, what is only known to be there, who saw it."""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page
from django.db.models import F, Func, Max, TextField

from audit.models import Event
from clinic.models import Practitioner
from common.counting import HowMany
from common.paging import a_page_of
from office.workspace import Workspace
from records.models import Document, Patient
from records.models.kinds import Kind
from records.news import OPENED
from records.policies import rules_of

ROWS = 30
LABELS = 24  # as many to choose by; any other still works in the address


@dataclass
class PatientDocuments:
    """A page of documents, the last dated first, and what there is to choose by."""

    space: Workspace
    page: Page
    kind: str
    label: str
    kinds: list[str]
    labels: list[str]
    hidden: frozenset = frozenset()  # kinds that this clinic shows to no patient
    seen: dict[str, list] = field(default_factory=dict)


def documents_of(space: Workspace, *, kind="", label="", number=1) -> PatientDocuments:
    """The documents of a patient, a page at a time. A label tells what a document is about: it is asked only of those
    that this member may open."""
    kept = Document.objects.kept().filter(patient=space.patient)
    opened = kept.filter(kind__in=[one for one in Kind if space.opens_document(one)])
    rows = opened.filter(labels__contains=[label]) if label else kept
    if kind:
        rows = rows.filter(kind=kind)
    number_of, there, said, hidden = _about(space, kept, opened, rows)
    rows = rows.select_related("practitioner", "created_by").order_by("-dated_on", "-created_at", "pk")
    page = a_page_of(rows, number, ROWS, count=number_of)
    for document in page:
        document.patient = space.patient
    labels, kinds = sorted(said, key=str.casefold), [one for one in Kind if one in there]
    if len(labels) > LABELS:
        labels = [one for one in labels[:LABELS] if one != label] + ([label] if label else [])
    return PatientDocuments(space, page, kind, label, kinds, labels, hidden, seen_of(space, list(page)))


def _about(space, kept, opened, rows) -> tuple:
    """In one question: how many rows there are, of which kinds any are kept, the labels of those that one opens, and
    the kinds that this clinic shows to no patient."""
    words = opened.annotate(word=Func(F("labels"), function="unnest", output_field=TextField()))
    known = Patient.objects.filter(pk=space.patient.pk).values_list(
        HowMany(rows),
        ArraySubquery(kept.order_by().values("kind").distinct()),
        ArraySubquery(words.order_by().values("word").distinct()),
        "clinic__access_rules__hidden_kinds",
    )
    number, kinds, labels, hidden = known.get()
    return number, kinds, labels, frozenset(hidden or ())


def hidden_kinds(space: Workspace) -> frozenset:
    """The kinds that this clinic shows to no patient."""
    return frozenset(rules_of(space.patient.clinic).hidden_kinds)


def document_of(space: Workspace, pk) -> Document | None:
    """One document of this patient that was not taken out; None for any other."""
    rows = Document.objects.kept().filter(patient=space.patient, pk=pk)
    found = rows.select_related("practitioner", "created_by", "shared_by", "upload__account").first()
    if found is not None:
        found.patient = space.patient
    return found


def seen_of(space: Workspace, documents) -> dict[str, list]:
    """By document: (account with access, when it last opened it), the last first."""
    accounts = {grant.account_id: grant.account for grant in space.grants}
    ids = [str(one.pk) for one in documents if space.opens_document(one.kind)]
    if not accounts or not ids:
        return {}
    looks = Event.objects.filter(
        patient=space.patient.pk, actor__in=accounts, target__in=ids, verb__in=OPENED, on_behalf_of=None
    )
    found = {}
    for look in looks.values("target", "actor").annotate(last=Max("at")).order_by("-last"):
        found.setdefault(look["target"], []).append((accounts[look["actor"]], look["last"]))
    return found


def authors_of(clinic) -> dict[str, Practitioner]:
    """Whom a document may be shown to be from: who works here, by key."""
    return {str(one.pk): one for one in Practitioner.objects.filter(clinic=clinic, retired_at=None)}
