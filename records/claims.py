"""A visit booked under an address that already has an owner joins the owner's account (Settled 6)."""

from django.db import transaction

import audit
from accounts import actions as accounts
from records import contract
from records.actions import end_access, give_access
from records.models import Grant
from records.models.access import Basis, Level


@transaction.atomic
def take_over(*, provisional, owner, at) -> list:
    """Move what a claiming account entered to the account that owns its address; returns the patients.

    Nobody's level rises: the owner gets limited grants, and keeps a better one it may have.
    """
    patients = []
    for grant in Grant.objects.live(at=at).filter(account=provisional).select_related("patient"):
        for answerer in contract.answerers():
            answerer.hand_over(source=provisional, target=owner, patient=grant.patient)
        end_access(grant, by=owner, at=at, reason="claimed")
        if not Grant.objects.filter(account=owner, patient=grant.patient, revoked_at=None).exists():
            # One person is oneself once: a second record of "you" stays to be merged by the clinic.
            give_access(
                account=owner,
                patient=grant.patient,
                relation=grant.relation,
                level=Level.LIMITED,
                by=owner,
                at=at,
                basis=Basis.CLAIM,
            )
        audit.record("access.claimed", by=owner, patient=grant.patient, on_behalf_of=provisional)
        patients.append(grant.patient)
    accounts.close_claim(provisional, by=owner)
    return patients
