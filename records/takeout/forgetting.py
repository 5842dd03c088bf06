"""What an erasure does in this room: now, access and addresses; when the time is over, words, files and names."""

from datetime import date

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from common.folding import fold
from records.contract import Fate, Goes, answerers
from records.models import (
    AccessCode,
    AccessRequest,
    ActivityAssignment,
    BrokenGlass,
    Chart,
    ChartRevision,
    Contact,
    Denial,
    DetailChange,
    Document,
    Erasure,
    Grant,
    Invitation,
    LegalHold,
    Lockdown,
    Merge,
    Patient,
    PatientDetails,
    ProfileProposal,
    RedFlag,
    SentFile,
    TakeOut,
    Upload,
)
from records.models.merges import UNDONE_WITHIN
from records.models.red_flags import FOR_THE_TEAM
from tray import failed
from tray.actions import take, take_all


def last_entry(patient):
    """The last note, amendment, document, activity or file, by when it was written down."""
    found = [
        Chart.objects.filter(patient=patient).aggregate(last=Max(Coalesce("saved_at", "written_at")))["last"],
        ChartRevision.objects.filter(chart__patient=patient).aggregate(last=Max("at"))["last"],
        Document.objects.filter(patient=patient).aggregate(last=Max("created_at"))["last"],
        Document.objects.filter(patient=patient).aggregate(last=Max("shared_at"))["last"],
        ActivityAssignment.objects.filter(patient=patient).aggregate(last=Max("assigned_at"))["last"],
        Upload.objects.filter(patient=patient).aggregate(last=Max("created_at"))["last"],
        _flags_of_health(patient).aggregate(last=Max("raised_at"))["last"],
    ]
    return max(filter(None, found), default=None)


def _flags_of_health(patient):
    return RedFlag.objects.filter(patient=patient).exclude(kind__in=FOR_THE_TEAM)


def _notes_for_the_team(patient):
    return RedFlag.objects.filter(patient=patient, kind__in=FOR_THE_TEAM)


def loose_files(patient):
    """Files that were handed in and became part of nothing."""
    part = Q(documents__isnull=False)
    for room in answerers():
        part |= room.kept_files(patient)
    return Upload.objects.kept().filter(patient=patient).exclude(part)


def fates(patient) -> list[Fate]:
    """Each kind of thing of this room, how many, and what becomes of it."""
    medical = _("Part of the medical record, which the law requires clinics to keep.")
    mine = {"patient": patient}
    return [
        Fate(_("Access online"), Grant.objects.filter(**mine, revoked_at=None).count(), Goes.NOW),
        Fate(
            _("Email address, telephone, pronouns"),
            int(any((patient.email, patient.phone, patient.pronouns))),
            Goes.NOW,
        ),
        Fate(
            _("Insurance, pharmacy, emergency contact and other details"),
            PatientDetails.objects.filter(**mine).exclude(**_no_details()).count(),
            Goes.NOW,
        ),
        Fate(_("Contacts"), Contact.objects.filter(**mine).exclude(name=GONE).count(), Goes.NOW),
        Fate(
            _("Changes suggested to the clinic"),
            ProfileProposal.objects.filter(**mine).exclude(value=GONE).count(),
            Goes.NOW,
        ),
        Fate(_("Notes above the record"), _notes_for_the_team(patient).exclude(text=GONE).count(), Goes.NOW),
        Fate(_("Files handed in that belong to nothing"), loose_files(patient).count(), Goes.NOW),
        Fate(
            _("Name, date of birth, address"),
            1,
            Goes.LATER,
            _("Without them nobody could tell whose record it is."),
        ),
        Fate(_("Notes and treatment plans"), Chart.objects.filter(**mine).count(), Goes.LATER, medical),
        Fate(_("Allergies and risks"), _flags_of_health(patient).count(), Goes.LATER, medical),
        Fate(_("Activities at home"), ActivityAssignment.objects.filter(**mine).count(), Goes.LATER, medical),
        Fate(_("Documents"), Document.objects.filter(**mine).count(), Goes.LATER, medical),
    ]


GONE = "–"


def shut_out(patient, *, by, at) -> None:
    """Nobody sees the record online any more, nor comes in by what was issued before."""
    from records.actions.grants import end_access
    from records.actions.opening import decide_request
    from records.actions.takeouts import end

    for taken in TakeOut.objects.filter(patient=patient, ended_at=None):
        end(taken, because="erased", at=at, by=by)
    for grant in Grant.objects.filter(patient=patient, revoked_at=None).select_related("account", "patient"):
        end_access(grant, by=by, at=at, reason="erased")
    gone = {"revoked_at": at, "revoked_because": "erased"}
    AccessCode.objects.filter(patient=patient, used_at=None, revoked_at=None).update(**gone)
    Invitation.objects.standing().filter(patient=patient).update(**gone)
    for request in AccessRequest.objects.filter(patient=patient, decided_at=None).select_related("patient"):
        decide_request(request, accept=False, by=by, at=at)


def forget(patient, *, by, at) -> None:
    """Nobody sees the record online any more; addresses, contacts and loose files go."""
    shut_out(patient, by=by, at=at)
    AccessCode.objects.filter(patient=patient).update(email="", words_hash="", bucket=None)
    _blank_contacts(patient, at=at)
    _end_what_waits(patient, by=by, at=at)
    ProfileProposal.objects.filter(patient=patient).update(before="", value=GONE, reason="", source="")
    _blank_details(patient)
    _blank_journals(patient, at=at)
    _blank_flags(_notes_for_the_team(patient), by=by, at=at)
    for upload in loose_files(patient):
        _remove_file(upload, at=at)
    Patient.objects.filter(pk=patient.pk).update(
        email="",
        phone="",
        pronouns="",
        match_phone="",
        search=fold(f"{patient.given_name} {patient.family_name} {patient.date_of_birth}"),
    )


def _end_what_waits(patient, *, by, at) -> None:
    """Nobody decides any more about what was suggested or sent; nothing of it stays in the tray."""
    from records.actions import proposals, sent

    closed = {"decided_at": at, "decided_by": by, "accepted": False}
    ProfileProposal.objects.open().filter(patient=patient).update(**closed)
    proposals.settle_tray(patient, by=by, at=at)
    for one in SentFile.objects.waiting().filter(patient=patient):
        SentFile.objects.filter(pk=one.pk).update(taken_back_at=at)
        take(sent.KIND, target=one, by=by, at=at)
    take_all(failed.KIND, patient, by=by, at=at)


def _blank_contacts(patient, *, at) -> None:
    rows = Contact.objects.filter(patient=patient)
    rows.filter(ended_at=None).update(ended_at=at)
    rows.update(name=GONE, phone="", email="", may_be_told=False, may_have_access=False)
    Invitation.objects.filter(patient=patient).exclude(name="").update(name=GONE)
    Invitation.objects.filter(patient=patient).update(message="")


def _no_details() -> dict:
    kept = {"id", "patient"}
    return {one.name: "" for one in PatientDetails._meta.concrete_fields if one.name not in kept}


def _blank_details(patient) -> None:
    """Everything of the details page but name, birth and address, also as it was before a change or a joining."""
    PatientDetails.objects.filter(patient=patient).update(**_no_details())
    DetailChange.objects.filter(patient=patient).update(before="", after="")
    ProfileProposal.objects.filter(patient=patient).update(replaced="", told="")
    SentFile.objects.filter(patient=patient).exclude(note="").update(note="")


# What says whose record it is stays with the record, so it has to come back when two are parted.
STAYS = {"given_name", "family_name", "date_of_birth", "address"}


def _blank_journals(patient, *, at) -> None:
    """What a record said before another was joined into it. While the two can be parted the kept one gets its own name
    back; where this one is the closed one, the journal holds what the kept one said, about which nobody decided."""
    mine = Merge.objects.filter(Q(patient=patient) | Q(gone=patient))
    may_part = Q(undone_at=None, at__gt=at - UNDONE_WITHIN)
    mine.exclude(may_part).update(details={})
    for merge in mine.filter(may_part, patient=patient).only("details"):
        stays = {key: said for key, said in merge.details.items() if key in STAYS}
        Merge.objects.filter(pk=merge.pk).update(details=stays)


def _blank_flags(flags, *, by, at) -> None:
    """What was said goes, and counts no more; that there was something stays."""
    flags.filter(ended_at=None).update(ended_at=at, ended_by=by, ended_because=GONE)
    flags.update(text=GONE, ended_because=GONE)


def _remove_file(upload, *, at) -> None:
    Upload.objects.filter(pk=upload.pk, removed_at=None).update(removed_at=at, name=GONE)
    transaction.on_commit(lambda: default_storage.delete(upload.stored_as))


def forget_all(patient, *, by, at) -> None:
    """The tombstone: a row that says that there was a record, and no longer whose."""
    words = {"subjective": "", "objective": "", "assessment": "", "private_notes": "", "plan": {}}
    Chart.objects.filter(patient=patient).update(**words)
    words.pop("private_notes")
    ChartRevision.objects.filter(chart__patient=patient).update(**words)
    ChartRevision.objects.filter(chart__patient=patient).exclude(reason="").update(reason=GONE)
    for document in Document.objects.filter(patient=patient):
        transaction.on_commit(lambda document=document: default_storage.delete(document.stored_as))
    Document.objects.filter(patient=patient).update(title=GONE, name=GONE, labels=[], removed_because="")
    for upload in Upload.objects.kept().filter(patient=patient):
        _remove_file(upload, at=at)
    Upload.objects.filter(patient=patient).exclude(name=GONE).update(name=GONE)  # taken back before
    Erasure.objects.filter(patient=patient).update(email="")
    Merge.objects.filter(Q(patient=patient) | Q(gone=patient)).update(details={})
    for model in (SentFile, Denial, Lockdown, Erasure, LegalHold):
        model.objects.filter(patient=patient).exclude(reason="").update(reason=GONE)
    _blank_flags(RedFlag.objects.filter(patient=patient), by=by, at=at)
    ActivityAssignment.objects.filter(patient=patient).update(title=GONE, instructions="", link="")
    BrokenGlass.objects.filter(patient=patient).update(reason=GONE)
    BrokenGlass.objects.filter(patient=patient).exclude(review="").update(review=GONE)
    name = {"given_name": _("Erased"), "family_name": str(patient.pk)[:8]}
    Patient.objects.filter(pk=patient.pk).update(
        **name,
        date_of_birth=date(patient.date_of_birth.year, 1, 1),
        address="",
        sort_name=fold(f"{name['family_name']} {name['given_name']}"),
        search="",
        match_given="",
        match_family="",
        match_name="",
    )
