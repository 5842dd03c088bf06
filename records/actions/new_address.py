"""A new e-mail address of a record: it answers from its own mailbox before staff can decide about it (product §8)."""

from django.db import transaction

import audit
import outbox
from common import tokens
from records.actions.alone import alone_with
from records.models import Denial, ProfileProposal
from records.policies import is_locked_down


def ask(proposal, *, at) -> None:
    """Mail the new address a link that confirms it; an older link is dead. In the caller's transaction."""
    proposal.asked_at, proposal.nonce = at, tokens.new_nonce()
    proposal.save(update_fields=["asked_at", "nonce"])
    _post("records.confirm_address", proposal, f"confirm-address:{proposal.pk}:{proposal.nonce}", at=at)


def warn_old(proposal, *, at) -> None:
    """Tell the address on file that another is to take its place, so that its owner can object."""
    if proposal.before:
        _post("records.address_to_change", proposal, f"address-to-change:{proposal.pk}", at=at)


def _post(kind, proposal, key, *, at) -> None:
    patient = proposal.patient
    about = {"proposal": proposal.pk}
    outbox.post(kind, clinic=patient.clinic_id, patient=patient, about=about, dedupe_key=key, at=at)


@transaction.atomic
def ask_again(patient, *, by, at) -> bool:
    """The author wants the mail once more. False where no address of theirs waits for an answer."""
    alone_with(patient)
    waiting = ProfileProposal.objects.open().filter(patient=patient, proposed_by=by, field="email")
    found = waiting.exclude(value="").filter(confirmed_at=None).select_related("patient").first()
    if found is None:
        return False
    ask(found, at=at)
    clinic = found.patient.clinic_id
    audit.record("profile.address_asked", by=by, target=found, patient=found.patient, clinic=clinic)
    return True


@transaction.atomic
def confirm(proposal, *, at) -> bool:
    """The mailbox of a new address answered: now staff may decide. False where the link opens nothing any more.

    Whoever answers need not be signed in, so that nobody is named in the audit: the mailbox is what counts.
    """
    from records.actions.proposals import settle_tray

    alone_with(proposal.patient_id)
    found = ProfileProposal.objects.open().select_related("patient").filter(pk=proposal.pk).first()
    if found is None or found.nonce != proposal.nonce or not found.may_be_confirmed(at=at):
        return False
    if is_locked_down(found.patient_id, at=at, issued_at=found.asked_at):
        return False
    if Denial.objects.filter(patient=found.patient_id, account=found.proposed_by_id, lifted_at=None).exists():
        return False
    ProfileProposal.objects.filter(pk=found.pk).update(confirmed_at=at)
    patient = found.patient
    audit.record(
        "profile.address_confirmed", by=None, target=found, patient=patient, clinic=patient.clinic_id
    )
    settle_tray(patient, by=None, at=at)
    return True
