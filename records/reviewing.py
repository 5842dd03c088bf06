"""The review of what patients wrote: who is told of it, and when a decision can still be taken back."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

import outbox
from clinic.models import Membership
from outbox.actions import postpone
from records.details import DETAILS
from records.models import Grant, ProfileProposal

UNDO_FOR = timedelta(days=30)
STRETCH = timedelta(minutes=10)  # after the last decision: whoever goes through a record tells of it once

# Why not, as the patient reads it, in their language; whatever else is written stands as it is.
TOLD = {
    "mistake": _("It looks like a typing mistake. Please check it and send it again."),
    "unsure": _("We could not make sure of it. Please call us."),
    "same": _("It is what we have already, written in another way."),
    "ask": _("We would like to talk about it at your next visit."),
}


def told_words(told: str) -> str:
    """What the patient reads of why a change was not accepted."""
    return str(TOLD.get(told, told))


def tell_author(proposal, *, at) -> None:
    """Post the mail that the clinic has looked, or put off the one that is about to leave."""
    if proposal.proposed_by_id is None or proposal.by_team:
        return
    patient, due_at = proposal.patient, at + STRETCH
    about = {"kind": "records.profile_reviewed", "account": proposal.proposed_by_id, "patient": patient.pk}
    if postpone(**about, due_at=due_at):
        return
    outbox.post(
        about["kind"],
        clinic=patient.clinic_id,
        account=proposal.proposed_by,
        patient=patient,
        about={"since": at.isoformat()},
        dedupe_key=f"profile-reviewed:{proposal.pk}:{at.isoformat()}",
        at=at,
        due_at=due_at,
    )


def decided_since(patient_id, account_id, since):
    """What an account wrote and staff have decided from then on; what it took back itself is no decision."""
    mine = ProfileProposal.objects.filter(patient=patient_id, proposed_by=account_id, taken_back=False)
    return mine.filter(decided_at__gte=since)


def why_not_undo(proposal, record, *, at) -> str | None:
    """Why a decision stands; None when it can be taken back.

    `over`: there is none, or it is old. `newer`: its author has written anew since. `changed`: the record says
    something else by now.
    """
    if proposal.decided_at is None or proposal.taken_back or at >= proposal.decided_at + UNDO_FOR:
        return "over"
    if (
        ProfileProposal.objects.open()
        .filter(patient=record, field=proposal.field, proposed_by=proposal.proposed_by_id)
        .exists()
    ):
        return "newer"
    if proposal.accepted and DETAILS[proposal.field].said(record) != proposal.value:
        return "changed"
    return None


def accounts_seeing(patient, *, at) -> set:
    """The ids of the accounts that see the record now, and of the team, who write down what they are told."""
    mine = Grant.objects.opening(at=at).filter(patient=patient).values_list("account")
    team = Membership.objects.filter(clinic=patient.clinic_id).values_list("user")
    return {account for (account,) in mine.union(team)}
