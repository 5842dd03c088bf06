"""Invitations: an act of the clinic (or of a patient of age) that opens a record to whoever reads one mailbox."""

import uuid
from datetime import timedelta

from django.db import transaction

import audit
import outbox
from common import tokens
from common.tokens import keyed_digest
from records.actions.alone import alone_with
from records.actions.codes import AgesUnknown, Refused
from records.actions.opening import Offer, open_or_ask
from records.actions.wrong_births import count_wrong_birth
from records.models import Grant, Invitation, Patient
from records.models.access import Basis, Level, Relation
from records.policies import age_of, is_locked_down, rules_of, why_not_full
from records.reaching import language_of

INVITATION_LIFE = timedelta(hours=24)
RENEWABLE_FOR = timedelta(days=60)  # how long "Forgot password" gives a fresh link


def is_shared_by_adults(patient, email: str, *, at) -> bool:
    """Whether an address is on file for another grown-up record of the clinic too (product §6)."""
    others = Patient.objects.of(patient.clinic).filter(email__iexact=email).exclude(pk=patient.pk)
    majority = rules_of(patient.clinic).majority_age or 18
    for other in others:
        other.clinic = patient.clinic
        same_person = (other.sort_name, other.date_of_birth) == (patient.sort_name, patient.date_of_birth)
        if not same_person and age_of(other, at=at) >= majority:
            return True
    return False


def level_allowed(patient, *, email, relation, level, at) -> Level:
    """A shared address never opens an adult's record to another adult: to oneself through it, only limited."""
    if relation == Relation.SELF and is_shared_by_adults(patient, email, at=at):
        return Level.LIMITED
    return Level(level)


@transaction.atomic
def invite(
    patient, *, email, relation, level, scopes, by, at, name="", contact=None, message="", access_until=None,
    by_patient=False, mailing=None, batch=None,
) -> Invitation:  # fmt: skip
    """Invite an address to a record. An older standing invitation of the two ends. The mail is posted by `send`.

    Raises AgesUnknown for a minor's record in full at a clinic that chose no ages.
    """
    if level == Level.FULL and why_not_full(patient, relation, at=at):
        raise AgesUnknown
    email = email.lower()
    alone_with(patient)
    older = Invitation.objects.standing().filter(patient=patient, email=email)
    older.update(revoked_at=at, revoked_because="reissued")
    if contact is not None:
        # Whatever this contact was sent before, also to another address, is over.
        before = Invitation.objects.standing().filter(contact=contact)
        before.update(revoked_at=at, revoked_because="reissued")
    invitation = Invitation.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        contact=contact,
        mailing=mailing or uuid.uuid4(),
        batch=batch,
        email=email,
        name=name,
        relation=relation,
        level=level_allowed(patient, email=email, relation=relation, level=level, at=at),
        scopes=list(scopes),
        access_until=access_until,
        by_patient=by_patient,
        message=message,
        issued_at=at,
        issued_by=by,
    )
    audit.record("invitation.made", by=by, target=invitation, patient=patient, clinic=patient.clinic_id)
    return invitation


def mail_key(mailing) -> str:
    """The dedupe key of a mailing's mail: one mail for all its invitations."""
    return f"invitation:{mailing}"


def send(invitation, *, at, due_at=None) -> None:
    """Post the one mail of an invitation's mailing."""
    outbox.post(
        "records.invitation",
        clinic=invitation.clinic_id,
        about={"mailing": invitation.mailing},
        dedupe_key=mail_key(invitation.mailing),
        locale=language_of(invitation.patient_id),
        at=at,
        due_at=due_at,
    )


def offer_again(email: str, *, clinic_id, at) -> None:
    """Somebody at this address forgot their password: see, when the mail leaves, what it was invited to."""
    outbox.post(
        "records.invitation_again",
        clinic=clinic_id,
        about={"email": email.lower()},
        dedupe_key=f"invitation-again:{clinic_id}:{keyed_digest('again', email)}:{int(at.timestamp() // 180)}",
        at=at,
    )


@transaction.atomic
def revoke_invitation(invitation, *, by, at, because="cancelled") -> bool:
    """Take an invitation back. Twice changes nothing."""
    gone = Invitation.objects.standing().filter(pk=invitation.pk)
    if not gone.update(revoked_at=at, revoked_because=because):
        return False
    audit.record(
        "invitation.revoked",
        by=by,
        target=invitation,
        patient=invitation.patient_id,
        clinic=invitation.clinic_id,
    )
    return True


@transaction.atomic
def put_message_away(invitation, *, by, at) -> bool:
    """Whoever accepted an invitation has read its message. Twice changes nothing."""
    unread = Invitation.objects.with_message_for(by, at=at).filter(pk=invitation.pk)
    if not unread.update(message_read_at=at):
        return False
    patient, clinic = invitation.patient_id, invitation.clinic_id
    audit.record("invitation.message_read", by=by, target=invitation, patient=patient, clinic=clinic)
    return True


def move_to_address(standing, email: str, *, at) -> None:
    """The address on file changed: links to the old one are dead, and "Forgot password" at the new one gives a
    fresh one (FW, case C69). Without a new address nothing is left of them."""
    for invitation in standing:
        taken = Invitation.objects.standing().filter(patient=invitation.patient_id, email=email.lower())
        if not email or taken.exists():
            invitation.revoked_at, invitation.revoked_because = at, "address_changed"
        else:
            # Out of the mail it stood in with others: that one still goes to the old address, or went there.
            invitation.email, invitation.nonce = email.lower(), tokens.new_nonce()
            invitation.mailing = uuid.uuid4()
            invitation.sent_at, invitation.expires_at = invitation.sent_at or at, at
        invitation.save()


@transaction.atomic
def renew(email: str, *, clinic_id, at) -> list[Invitation]:
    """Fresh links for whatever an address was invited to and has not accepted; every older link is dead (FW).

    Called while the mail is composed that answers "Forgot password", whether the address has an account or not; and
    by staff, who `send` the first of them on.
    """
    standing = (
        Invitation.objects.standing()
        .filter(email=email.lower(), clinic_id=clinic_id, issued_at__gt=at - RENEWABLE_FOR)
        .exclude(sent_at=None)
        .select_for_update(of=["self"])
    )
    mailing, renewed = uuid.uuid4(), []
    for invitation in standing.select_related("patient__clinic").order_by("pk"):
        is_shut = is_locked_down(invitation.patient_id, at=at, issued_at=invitation.issued_at)
        if is_shut or not invitation.has_time_left(at=at):
            continue
        invitation.mailing, invitation.nonce = mailing, tokens.new_nonce()
        invitation.sent_at = invitation.expires_at = None
        invitation.save(update_fields=["mailing", "nonce", "sent_at", "expires_at"])
        renewed.append(invitation)
    if renewed:
        audit.record("invitation.renewed", by=None, clinic=clinic_id, ids=renewed)
    return renewed


def accept_one_of(invitations, *, account, born, at):
    """Of what one mail offers, accept the record whose patient was born on that day. Raises Refused.

    Returns a Grant, or an AccessRequest when staff have to look first. A date that fits none of them counts
    against each; of twins one is taken at a time.
    """
    for invitation in invitations:
        if invitation.patient.date_of_birth == born:
            return accept(invitation, account=account, born=born, at=at)
    for invitation in invitations:
        _note_wrong_birth(invitation, account, at=at)
    raise Refused("wrong_birth" if invitations else "unknown")


def accept(invitation, *, account, born, at):
    """Open the record to whoever reads the mailbox and knows the patient's date of birth. Raises Refused.

    Returns the Grant, or the AccessRequest when staff have to look first.
    """
    if invitation.patient.date_of_birth != born:
        _note_wrong_birth(invitation, account, at=at)
        raise Refused("wrong_birth")
    if is_locked_down(invitation.patient_id, at=at, issued_at=invitation.issued_at):
        raise Refused("locked_down")
    if not invitation.has_time_left(at=at):
        raise Refused("over")
    with transaction.atomic():
        alone_with(invitation.patient_id)
        spent = Invitation.objects.live(at=at).filter(pk=invitation.pk)
        if not spent.update(accepted_at=at, accepted_by=account):
            raise Refused("over")
        patient, clinic = invitation.patient, invitation.clinic_id
        audit.record("invitation.accepted", by=account, target=invitation, patient=patient, clinic=clinic)
        offer = Offer(
            patient=patient,
            relation=Relation(invitation.relation),
            level=Level(invitation.level),
            scopes=invitation.scopes,
            access_until=invitation.access_until,
            given_by=invitation.issued_by,
            basis=Basis.PATIENT if invitation.by_patient else Basis.INVITATION,
            along=invitation.pk,
        )
        is_elsewhere = invitation.email != account.email or _is_somebody_else(invitation, account, at=at)
        return open_or_ask(offer, account=account, is_elsewhere=is_elsewhere, at=at)


def _is_somebody_else(invitation, account, *, at) -> bool:
    """Whether this account is already known here as another person: two people share one mailbox."""
    if invitation.relation != Relation.SELF:
        return False
    selves = Grant.objects.live(at=at).filter(
        account=account, relation=Relation.SELF, patient__clinic_id=invitation.clinic_id
    )
    patient = invitation.patient
    return selves.exclude(
        patient__date_of_birth=patient.date_of_birth, patient__sort_name=patient.sort_name
    ).exists()


def _note_wrong_birth(invitation, account, *, at) -> None:
    live = Invitation.objects.live(at=at)
    count_wrong_birth(live, invitation, verb="invitation.burned", account=account, at=at)
