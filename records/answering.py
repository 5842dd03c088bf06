"""This room's answers about a patient's rows (Settled 4): who may see, and what may still be opened."""

from django.utils.translation import gettext as _

from records.contract import Answerer
from records.models import (
    AccessCode,
    AccessRequest,
    CareRelation,
    Contact,
    Denial,
    Grant,
    Invitation,
    Lockdown,
)


class AccessAnswerer(Answerer):
    """Grants, codes and invitations are doors; each says in words that it stands open."""

    @classmethod
    def of_this_room(cls):
        owns = (Grant, CareRelation, Lockdown, Denial, AccessCode, AccessRequest, Contact, Invitation)
        return cls("records", owns=owns)

    def open_doors(self, patient, *, at) -> list[str]:
        grants = Grant.objects.live(at=at).filter(patient=patient).select_related("account")
        codes = AccessCode.objects.live(at=at).filter(patient=patient)
        invitations = Invitation.objects.live(at=at).filter(patient=patient)
        return [
            *(_("Account %(email)s") % {"email": grant.account.email} for grant in grants),
            *(_("Access link to %(email)s") % {"email": code.email} for code in codes if code.email),
            *(_("Access code on paper") for code in codes if not code.email),
            *(_("Invitation to %(email)s") % {"email": one.email} for one in invitations),
        ]
