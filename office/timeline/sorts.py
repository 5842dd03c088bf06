"""Which sorts of things there are, and who of the team may know of each (security, D4)."""

from django.db.models import Case, F, Value, When

from booking.models import Appointment
from office.policies import sees_reports
from office.reports.mails import NO_MAIL, TO_TEAM
from office.timeline.arms import Sort
from outbox.models import Message
from records.joining.trail import ids_behind
from records.models import (
    AccessCode,
    ActivityAssignment,
    BrokenGlass,
    Chart,
    Contact,
    DetailChange,
    Document,
    FlagKind,
    Grant,
    Invitation,
    Lockdown,
    Patient,
    RedFlag,
    SentFile,
)
from records.models.kinds import Kind
from records.policies import sees_flag
from smartforms.models import Assignment


def _of(model, may=lambda space: True, **only):
    """The rows of this patient, for those who may."""
    return lambda space: model._base_manager.filter(patient=space.patient, **only) if may(space) else None


def _forms(space):
    return space.sees_forms


def _care(space):
    return space.reads_record


def _papers(space):
    return space.sees_documents


def _access(space):
    return space.sees_access


def _documents(space):
    """What was taken out of the record is seen by nobody; of what one does not open, the kind and no title."""
    if not space.sees_documents:
        return None
    opened = [kind for kind in Kind if space.opens_document(kind)]
    named = Case(When(kind__in=opened, then=F("title")), default=Value(""))
    return Document.objects.filter(patient=space.patient, removed_at=None).annotate(named=named)


def _flags(space):
    kinds = [kind for kind in FlagKind if sees_flag(kind, cares=space.reads_record)]
    return RedFlag.objects.filter(patient=space.patient, kind__in=kinds)


def _mails(space):
    """What kind of mail left; notices to the team are about no patient, whoever they name."""
    if not sees_reports(space.member):
        return None
    mails = Message.objects.filter(patient_id__in=ids_behind(space.patient), sent_at__isnull=False)
    return mails.exclude(kind__in=(*TO_TEAM, NO_MAIL))


STANDS = Case(
    When(cancelled_at__isnull=False, then=Value("cancelled")),
    When(declined_at__isnull=False, then=Value("declined")),
    When(no_show_at__isnull=False, then=Value("no_show")),
    When(completed_at__isnull=False, then=Value("completed")),
    When(arrived_at__isnull=False, then=Value("arrived")),
    When(requested_at__isnull=False, approved_at=None, then=Value("requested")),
    default=Value("booked"),
)
SORTS = (
    Sort("visit", "visits", _of(Appointment), "starts_at", "service__title", STANDS, who="practitioner__name"),
    Sort("form_sent", "forms", _of(Assignment, _forms), "sent_at", "version__template__title", by="sent_by"),
    Sort(
        "form_in", "forms", _of(Assignment, _forms), "response__submitted_at", "version__template__title",
        by="response__submitted_by",
    ),
    Sort("form_paper", "forms", _of(Assignment, _forms), "paper_at", "version__template__title", by="paper_by"),
    Sort(
        "form_back", "forms", _of(Assignment, _forms), "cancelled_at", "version__template__title",
        by="cancelled_by",
    ),
    Sort("document", "documents", _documents, "created_at", "named", "kind", by="created_by"),
    Sort("shared", "documents", _documents, "shared_at", "named", "kind", by="shared_by"),
    Sort(
        "sent_file", "documents", _of(SentFile, _papers, taken_back_at=None), "sent_at", "", "kind",
        by="upload__account",
    ),
    Sort("note", "care", _of(Chart, _care), "written_at", who="practitioner__name"),
    Sort("signed", "care", _of(Chart, _care), "locked_at", who="practitioner__name"),
    Sort("activity", "care", _of(ActivityAssignment, _care), "assigned_at", "title", by="assigned_by"),
    Sort("flag", "flags", _flags, "raised_at", "text", "kind", by="raised_by"),
    Sort("flag_over", "flags", _flags, "ended_at", "text", "kind", by="ended_by"),
    Sort("access", "access", _of(Grant, _access), "starts_at", "account__email", "level", by="granted_by"),
    Sort("access_over", "access", _of(Grant, _access), "revoked_at", "account__email", by="revoked_by"),
    Sort("code", "access", _of(AccessCode, _access), "issued_at", "holder", by="issued_by"),
    Sort("invited", "access", _of(Invitation, _access), "issued_at", "email", by="issued_by"),
    Sort("locked", "access", _of(Lockdown, _access), "at", by="by"),
    Sort("unlocked", "access", _of(Lockdown, _access), "lifted_at", by="lifted_by"),
    Sort("emergency", "access", _of(BrokenGlass, _access), "opened_at", by="membership__user"),
    Sort("made", "details", lambda space: Patient.objects.filter(pk=space.patient.pk), "created_at"),
    Sort("changed", "details", _of(DetailChange), "changed_at", "field", by="changed_by"),
    Sort("contact", "details", _of(Contact), "made_at", "name", by="made_by"),
    Sort("mail", "mails", _mails, "sent_at", "kind"),
)  # fmt: skip


def sorts_for(space, kind="") -> list[Sort]:
    """The sorts of one kind, or all."""
    return [sort for sort in SORTS if kind in ("", sort.kind)]


def kinds_for(space) -> list[str]:
    """Of which kinds this member may know anything, in the order in which they are offered."""
    return list(dict.fromkeys(sort.kind for sort in SORTS if sort.rows(space) is not None))
