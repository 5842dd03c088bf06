"""This room's answers about a patient's rows (Settled 4): who may see, and what may still be opened."""

from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outbox.delivery import unsent_about
from records.contract import Answerer, follow
from records.models import (
    AccessCode,
    AccessRequest,
    Apart,
    CareRelation,
    Chart,
    Contact,
    Denial,
    Document,
    Grant,
    Invitation,
    Lockdown,
    Merge,
    ProfileProposal,
    Upload,
)

# What a practitioner writes for themself and their colleagues is never shown to a patient (product §8).
# Taken out further down, or the clinic's own notes of which records it took for one.
ASKED_APART = {model._meta.label_lower for model in (Chart, Document, Merge, Apart)}
NEVER_SHOWN = ("subjective", "objective", "assessment", "private_notes")


class RecordsAnswerer(Answerer):
    """Grants, codes and invitations are doors; each says in words that it stands open."""

    @classmethod
    def of_this_room(cls):
        access = (Grant, CareRelation, Lockdown, Denial, AccessCode, AccessRequest, Contact, Invitation)
        owns = (*access, Chart, Document, ProfileProposal, Upload, Merge, Apart)
        return cls("records", owns=owns, stays=(Merge, Apart), account_fields={Upload: ("account",)})

    def undo(self, moved, source, *, by, at) -> None:
        """What a contact was sent goes with the contact."""
        super().undo(moved, source, by=by, at=at)
        follow(Invitation, "contact", source)

    def export(self, patient):
        """What is taken out of charts and documents is what the patient may read in them."""
        for label, row in super().export(patient):
            if label not in ASKED_APART:
                yield label, row
        for chart in Chart._base_manager.filter(patient=patient).exclude(plan={}):
            yield chart._meta.label_lower, model_to_dict(chart, exclude=NEVER_SHOWN)
        for document in Document._base_manager.filter(patient=patient, shared_at__isnull=False):
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
