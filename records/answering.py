"""This room's answers about a patient's rows (Settled 4): who may see, and what may still be opened."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outbox.delivery import unsent_about
from records.actions import erasing, requests
from records.actions.emergencies import end_emergency
from records.actions.requests import ASKED_AGAIN, TAKEN_OVER
from records.contract import Answerer, Hangs
from records.joining.parting import Moved
from records.models import (
    AccessCode,
    AccessRequest,
    ActivityAssignment,
    ActivityDone,
    Apart,
    BrokenGlass,
    CareRelation,
    Chart,
    ChartRevision,
    Contact,
    Denial,
    DetailChange,
    Document,
    EndedSharing,
    Erasure,
    Grant,
    Invitation,
    LegalHold,
    Lockdown,
    Merge,
    PatientDetails,
    ProfileProposal,
    RedFlag,
    SentFile,
    TakeOut,
    Upload,
)
from records.takeout import forgetting, ours
from records.takeout.tables import SHEETS


class RecordsAnswerer(Answerer):
    """Grants, codes and invitations are doors; each says in words that it stands open."""

    @classmethod
    def of_this_room(cls):
        access = (Grant, CareRelation, Lockdown, Denial, AccessCode, AccessRequest, Contact, Invitation)
        profile = (PatientDetails, ProfileProposal, DetailChange)
        handed_in = (Upload, SentFile, Document)
        kept = (TakeOut, Erasure, LegalHold, Merge, Apart)
        return cls(
            "records",
            owns=(*access, BrokenGlass, RedFlag, Chart, ActivityAssignment, *handed_in, *profile, *kept),
            follows=(ChartRevision, EndedSharing, ActivityDone),
            # Of details, what is kept was chosen (`records.actions.joining.merging`).
            stays=(Merge, Apart, PatientDetails),
            # Somebody decided about this record; nothing was decided about the one it is joined into.
            some_stay={Erasure: Q(decided_at__isnull=False)},
            # What a contact was sent goes with the contact, a paper with the file that it was handed in as, or else,
            # like an activity, with the note that it was given in: if it was there before, it stays whose it was.
            hangs=(
                Hangs(Invitation, "contact"),
                Hangs(SentFile, "upload"),
                Hangs(Document, "upload"),
                Hangs(Document, "chart", made="created_at", of=Q(upload=None)),
                Hangs(ActivityAssignment, "chart", made="assigned_at"),
            ),
            account_fields={Upload: ("account",)},
            sheets=SHEETS,
        )

    def move(self, source, target, *, by, at) -> dict[str, list]:
        """An emergency was about one record and opens nothing of the two joined; an erasure that was promised of one is
        decided anew about both."""
        for glass in BrokenGlass.objects.filter(patient__in=[source, target], ended_at=None):
            if not end_emergency(glass, by=by, at=at):
                BrokenGlass.objects.filter(pk=glass.pk).update(ended_at=glass.until)
        moved = super().move(source, target, by=by, at=at)
        asked = erasing.ask_again(target, source, by=by, at=at)
        return moved | {ASKED_AGAIN: [asked.pk] if asked else []}

    def undo(self, moved, source, *, by, at) -> None:
        """What was asked anew about both is asked no more, unless the patient asked it too."""
        super().undo(moved, source, by=by, at=at)
        erasing.take_back(moved.get(ASKED_AGAIN, []), by=by, at=at)
        requests.part(moved.get(TAKEN_OVER, {}), source, at=at)

    def goes_along(self, model, merge):
        """The question that the merge asked anew is taken back."""
        return Q(Moved("pk", merge, self.room, ASKED_AGAIN)) if model is Erasure else Q(pk__in=[])

    def sections(self, reader):
        return ours.sections(reader)

    def resources(self, reader):
        return ours.resources(reader)

    def files(self, reader):
        return ours.files(reader)

    def last_entry(self, patient):
        return forgetting.last_entry(patient)

    def erase(self, patient):
        return forgetting.fates(patient)

    def forget(self, patient, *, by, at):
        forgetting.forget(patient, by=by, at=at)

    def forget_all(self, patient, *, by, at):
        forgetting.forget_all(patient, by=by, at=at)

    def open_doors(self, patient, *, at) -> list[str]:
        grants = Grant.objects.live(at=at).filter(patient=patient).select_related("account")
        codes = AccessCode.objects.live(at=at).filter(patient=patient)
        invitations = Invitation.objects.live(at=at).filter(patient=patient)
        taken = TakeOut.objects.filter(patient=patient, ended_at=None).select_related("account")
        mails = unsent_about(patient.pk).count()
        return [
            *(_("Account %(email)s") % {"email": grant.account.email} for grant in grants),
            *(_("Access link to %(email)s") % {"email": code.email} for code in codes if code.email),
            *(_("Access code on paper") for code in codes if not code.email),
            *(_("Invitation to %(email)s") % {"email": one.email} for one in invitations),
            *(_("Record to take along, of %(email)s") % {"email": one.account.email} for one in taken),
            *([_unsent(mails)] if mails else []),
        ]


def _unsent(mails: int) -> str:
    words = ngettext("%(n)d mail that has not left", "%(n)d mails that have not left", mails)
    return words % {"n": mails}
