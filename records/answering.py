"""This room's answers about a patient's rows (Settled 4): who may see, and what may still be opened."""

from dataclasses import replace

from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outbox.delivery import unsent_about
from records import joining_details
from records.actions.emergencies import end_emergency
from records.contract import Answerer, follow
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
    Grant,
    Invitation,
    Lockdown,
    Merge,
    PatientDetails,
    ProfileProposal,
    SentFile,
    Upload,
)

# What a practitioner writes for themself and their colleagues is never shown to a patient (product §8).
# Taken out further down, or the clinic's own notes of which records it took for one.
ASKED_APART = {model._meta.label_lower for model in (Chart, Document, ActivityAssignment, Merge, Apart)}
NEVER_SHOWN = ("subjective", "objective", "assessment", "private_notes")

# Why somebody opened a record in an emergency, and what colleagues thought of it, stays with the clinic.
FOR_THE_TEAM = ("reason", "review")


class RecordsAnswerer(Answerer):
    """Grants, codes and invitations are doors; each says in words that it stands open."""

    @classmethod
    def of_this_room(cls):
        access = (Grant, CareRelation, Lockdown, Denial, AccessCode, AccessRequest, Contact, Invitation)
        profile = (PatientDetails, ProfileProposal, DetailChange)
        handed_in = (Upload, SentFile, Document)
        owns = (*access, BrokenGlass, Chart, ActivityAssignment, *handed_in, *profile, Merge, Apart)
        follows = (ChartRevision, EndedSharing, ActivityDone)
        return cls(
            "records", owns=owns, follows=follows, stays=(Merge, Apart), account_fields={Upload: ("account",)}
        )

    def move(self, source, target, *, by, at) -> dict[str, list]:
        """Details fill what is empty; an emergency was about one record and opens nothing of the joined one."""
        for glass in BrokenGlass.objects.filter(patient=source, ended_at=None):
            if not end_emergency(glass, by=by, at=at):
                BrokenGlass.objects.filter(pk=glass.pk).update(ended_at=glass.until)
        filled = joining_details.fill(source, target)
        return super().move(source, target, by=by, at=at) | {joining_details.FILLED: filled}

    def undo(self, moved, source, *, by, at) -> None:
        """What was filled is empty again; what a contact was sent goes with the contact."""
        super().undo(moved, source, by=by, at=at)
        joining_details.empty(moved.get(joining_details.FILLED, []), source)
        follow(Invitation, "contact", source)

    def export(self, patient):
        """Of charts and documents what the patient may read in them; of activities also the days they were done."""
        for label, row in super().export(patient):
            if label == BrokenGlass._meta.label_lower:
                row = {name: value for name, value in row.items() if name not in FOR_THE_TEAM}
            if label not in ASKED_APART:
                yield label, row
        for activity in ActivityAssignment._base_manager.filter(patient=patient).prefetch_related("done"):
            days = sorted(done.on_day for done in activity.done.all() if done.undone_at is None)
            yield activity._meta.label_lower, model_to_dict(activity) | {"done_on": days}
        for chart in Chart._base_manager.filter(patient=patient).exclude(plan={}):
            yield chart._meta.label_lower, model_to_dict(chart, exclude=NEVER_SHOWN)
        for document in Document._base_manager.filter(
            patient=patient, shared_at__isnull=False, removed_at=None
        ):
            yield document._meta.label_lower, model_to_dict(document)

    def open_doors(self, patient, *, at) -> list[str]:
        grants = Grant.objects.live(at=at).filter(patient=patient).select_related("account")
        codes = AccessCode.objects.live(at=at).filter(patient=patient)
        invitations = Invitation.objects.live(at=at).filter(patient=patient)
        mails = unsent_about(patient.pk).count()
        return [
            *(_("Account %(email)s") % {"email": grant.account.email} for grant in grants),
            *(_("Access link to %(email)s") % {"email": code.email} for code in codes if code.email),
            *(_("Access code on paper") for code in codes if not code.email),
            *(_("Invitation to %(email)s") % {"email": one.email} for one in invitations),
            *([_unsent(mails)] if mails else []),
        ]


def _unsent(mails: int) -> str:
    words = ngettext("%(n)d mail that has not left", "%(n)d mails that have not left", mails)
    return words % {"n": mails}
