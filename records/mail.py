"""The mails about access. They name the clinic and nobody else: who is a patient stays in the portal (product §12)."""

from django.urls import reverse

from accounts.models import User
from clinic.models import Clinic
from clinic.policies import membership_of
from common import tokens
from common.wording import long_date, moment
from outbox import registry
from outbox.composing import written
from outbox.sparing import spare
from records import announcing, news
from records.actions import invitations
from records.actions.invitations import INVITATION_LIFE
from records.gates import papers_by_mail
from records.mail_words import words_of
from records.models import (
    AccessCode,
    Grant,
    Invitation,
    Merge,
    SentFile,
)
from records.models.access import Level
from records.policies import is_locked_down

TAKE_BACK = "access-back"


def link_path(token: str) -> str:
    """Where a mailed link leads, whatever it opens."""
    return reverse("mailed_link", args=[token])


def take_back_token(grant) -> str:
    """The way back in a notice that a record was opened. Derived from the grant's own facts, which never change."""
    return tokens.derive(TAKE_BACK, grant.pk, grant.starts_at.isoformat())


def told(message, what, *, to, path="", **facts):
    """A mail of two sentences (`mail_words`), which leads to the portal, or to a page in it."""
    context = {"path": path or reverse("portal:home"), **words_of(what, **facts)}
    return written(message, "records/mail/access_changed", to=to, context=context, text=f"records.{what}")


def access_link(message, *, at):
    """The link that opens a record, to the address it is bound to. Dropped when the code is over or bound anew."""
    code = AccessCode.objects.live(at=at).select_related("patient__clinic").filter(pk=message.about["code"])
    code = code.first()
    if code is None or not code.email:
        raise registry.ReasonGone("code over")
    until = moment(code.expires_at.astimezone(code.patient.clinic.zone))
    context = {"path": link_path(code.token), "until": until}
    return written(message, "records/mail/access_link", to=code.email, context=context)


def invitation(message, *, at):
    """One mail for everything an address is invited to at once; its 24 hours begin as it leaves."""
    # Held until the mail has left: whoever stops a batch meanwhile waits to hear whether this one did.
    standing = (
        Invitation.objects.standing()
        .filter(mailing=message.about["mailing"], clinic_id=message.clinic_id)
        .select_related("patient__clinic")
        .select_for_update(of=["self"])
        .order_by("pk")
    )
    return _inviting(message, list(standing), at=at)


def invitation_again(message, *, at):
    """Somebody forgot a password here: a fresh link to what this address was invited to, if it was.

    Posted for every address, so that the page says and costs the same for all (C32).
    """
    # Before the older link dies: whoever asks by the dozen must neither fill a mailbox nor spoil its last link.
    spare(message.about["email"], at=at)
    renewed = invitations.renew(message.about["email"], clinic_id=message.clinic_id, at=at)
    return _inviting(message, renewed, at=at)


def _inviting(message, standing, *, at):
    open_ones = [
        one
        for one in standing
        if one.has_time_left(at=at) and not is_locked_down(one.patient_id, at=at, issued_at=one.issued_at)
    ]
    if not open_ones:
        raise registry.ReasonGone("nothing to accept")
    first = open_ones[0]
    # Where the access ends sooner than the link, the link ends with it.
    ends = [one.access_until for one in open_ones if one.access_until]
    ends_at = first.expires_at or min([at + INVITATION_LIFE, *ends])
    Invitation.objects.filter(pk__in=[one.pk for one in open_ones]).update(sent_at=at, expires_at=ends_at)
    context = {
        "path": link_path(first.token),
        "until": moment(ends_at.astimezone(first.patient.clinic.zone)),
        "by_patient": first.by_patient,
    }
    # What a patient asked for is told in our words: the clinic's are about its own invitations.
    text = "" if first.by_patient else None
    return written(message, "records/mail/invitation", to=first.email, context=context, text=text)


def invitation_sample(message, *, at):
    """The invitation as it would look, to a member of the team. Its link is of no row, so that it opens nothing."""
    member = User.objects.filter(pk=message.account_id, is_active=True).first()
    clinic = Clinic.objects.filter(pk=message.clinic_id).first()
    if member is None or membership_of(member, clinic) is None:
        raise registry.ReasonGone("nobody to tell")
    ends_at = at + INVITATION_LIFE
    context = {
        "path": link_path("sample"),
        "until": moment(ends_at.astimezone(clinic.zone)),
        "is_sample": True,
    }
    return written(message, "records/mail/invitation", to=member.email, context=context)


def access_changed(message, *, at):
    """To the account: something opened, changed or closed."""
    account = User.objects.filter(pk=message.account_id, is_active=True).first()
    if account is None or not account.is_verified:
        raise registry.ReasonGone("nobody to tell")
    return told(message, f"access_{message.about['what']}", to=account.email)


def something_new(message, *, at):
    """To an account that sees a record in full: look. Dropped once there is nothing new to see, for whatever reason."""
    account = User.objects.filter(pk=message.account_id, is_active=True).first()
    if account is None or not account.is_verified or not _is_new(message, account, at=at):
        raise registry.ReasonGone("nothing new to see")
    path = reverse("portal:patient", args=[message.patient_id])
    return told(message, "something_new", to=account.email, path=path)


def _is_new(message, account, *, at) -> bool:
    return news.waits_for(account, message.patient_id, since=news.new_since(message), at=at)


def access_opened(message, *, at):
    """To everybody else whom it concerns: somebody was let in; 72 hours to take it back."""
    grant = Grant.objects.live(at=at).filter(pk=message.about["grant"]).first()
    if grant is None:
        raise registry.ReasonGone("access over")
    context = {"path": link_path(take_back_token(grant))}
    return written(message, "records/mail/access_opened", to=message.about["email"], context=context)


def ahead(message, *, at):
    """What will change on a day: a birthday on which parents see less, or the end that access was given with."""
    day = announcing.still_ahead(message, at=at)
    if day is None:
        raise registry.ReasonGone("not ahead any more")
    to = message.about["email"]
    return told(message, f"ahead_{message.about['what']}", to=to, day=long_date(day))


def sent_answered(message, *, at):
    """To whoever sent files: the clinic has looked at them. Which, and what became of them, stays in the portal."""
    account = User.objects.filter(pk=message.account_id, is_active=True).first()
    if account is None or not account.is_verified:
        raise registry.ReasonGone("nobody to tell")
    sent = SentFile.objects.visible_to(account, at=at).filter(batch=message.about["batch"])
    if not sent.exists():
        raise registry.ReasonGone("access over")
    if sent.waiting().exists():
        raise registry.ReasonGone("opened again")
    return told(message, "sent_answered", to=account.email)


def joined(message, *, at):
    """To somebody who sees a record in full: it was joined with another. Dropped when undone, or access is over."""
    stands = Merge.objects.filter(pk=message.about["merge"], undone_at=None).first()
    grants = Grant.objects.live(at=at).filter(account=message.account_id, level=Level.FULL)
    account = User.objects.filter(pk=message.account_id, is_active=True).first()
    if stands is None or account is None or not account.is_verified:
        raise registry.ReasonGone("nobody to tell")
    if not grants.filter(patient=stands.patient_id).exists():
        raise registry.ReasonGone("access over")
    return told(message, "joined", to=account.email)


def register():
    """Tell the outbox how this room's mails are made."""
    registry.register("records.ahead", ahead)
    registry.register("records.sent_answered", sent_answered)
    registry.register("records.access_link", access_link)
    registry.register("records.invitation", invitation)
    registry.register("records.invitation_sample", invitation_sample)
    registry.register("records.invitation_again", invitation_again)
    registry.register("records.access_changed", access_changed)
    registry.register("records.access_opened", access_opened)
    registry.register("records.something_new", something_new, papers_by_mail)
    registry.register("records.joined", joined)
