"""The mails about changes of details. They name the clinic, never which detail or what it is (product §12)."""

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from common.wording import moment
from outbox import registry
from outbox.composing import written
from outbox.sparing import spare
from records.mail import link_path
from records.models import Patient, ProfileProposal
from records.models.proposals import CONFIRM_WITHIN
from records.reviewing import decided_since


def confirm_address(message, *, at):
    """To a new address: a link that says it is read. Dropped when it was answered, taken back or decided."""
    proposal = _proposal(message)
    if proposal is None or not proposal.may_be_confirmed(at=at):
        raise registry.ReasonGone("nothing to confirm")
    # Whoever typed it has not shown that it is theirs.
    spare(proposal.value, at=at)
    until = (proposal.asked_at + CONFIRM_WITHIN).astimezone(proposal.patient.clinic.zone)
    context = {"path": link_path(proposal.token), "until": moment(until)}
    return written(message, "records/mail/confirm_address", to=proposal.value, context=context)


def address_to_change(message, *, at):
    """To the address on file: another is to take its place. Dropped when that was taken back."""
    proposal = _proposal(message)
    if proposal is None or not proposal.before or proposal.taken_back:
        raise registry.ReasonGone("nothing to tell")
    # Whoever types new addresses by the dozen must not fill the mailbox of the old one; the first mails leave.
    spare(proposal.before, at=at)
    return written(message, "records/mail/address_to_change", to=proposal.before, context={})


def profile_reviewed(message, *, at):
    """To whoever wrote them: the clinic has looked at changes. Dropped when every decision was taken back meanwhile,
    and when they see the record no more."""
    account = User.objects.filter(pk=message.account_id, is_active=True).first()
    if account is None or not account.is_verified:
        raise registry.ReasonGone("nobody to tell")
    if not Patient.objects.visible_to(account, at=at).filter(pk=message.patient_id).exists():
        raise registry.ReasonGone("access over")
    since = datetime.fromisoformat(message.about["since"])
    if not decided_since(message.patient_id, account.pk, since).exists():
        raise registry.ReasonGone("decisions taken back")
    context = {"path": reverse("portal:details", args=[message.patient_id])}
    return written(message, "records/mail/profile_reviewed", to=account.email, context=context)


def _proposal(message) -> ProfileProposal | None:
    rows = ProfileProposal.objects.select_related("patient__clinic")
    return rows.filter(pk=message.about["proposal"]).first()


def register():
    """Tell the outbox how this room's mails about details are made."""
    registry.register("records.confirm_address", confirm_address)
    registry.register("records.address_to_change", address_to_change)
    registry.register("records.profile_reviewed", profile_reviewed)
