"""What happens to accounts: born, proved, given a new password."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

import audit
import outbox
from accounts.models import MailedLink, User
from common.tokens import keyed_digest

VERIFY_LINK_LIFE = timedelta(days=14)
WAY_BACK_LIFE = timedelta(hours=72)


@transaction.atomic
def create_account(*, email, password, at, given_name="", family_name="", language="") -> User:
    """Make an account that claims an address. Known and unknown addresses are treated the same (Settled 6)."""
    names = {"given_name": given_name, "family_name": family_name, "language": language}
    user = User.objects.create_user(email, password, date_joined=at, **names)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    audit.record("account.created", by=user, target=user)
    return user


@transaction.atomic
def account_at(email, *, at, password=None, given_name="", family_name="", language="") -> User:
    """The account that owns an address; made when there is none, the address proved on the word of whoever asks.

    For operators, who say whose clinic it is. Without a password nobody gets in but by a link mailed to the address.
    """
    owner = User.objects.owner_of(email)
    if owner is None:
        names = {"given_name": given_name, "family_name": family_name, "language": language}
        owner = create_account(email=email, password=password, at=at, **names)
        verify_address(live_link(owner, "verify", email=owner.email, at=at), at=at)
        owner.refresh_from_db()
    return owner


def live_link(account, purpose, *, email, at, life=VERIFY_LINK_LIFE) -> MailedLink:
    """The one live link of this purpose, made when there is none. Called while its mail is composed."""
    live = MailedLink.objects.filter(account=account, purpose=purpose, used_at=None, revoked_at=None)
    found = live.first()
    if found and found.is_live(at=at) and found.email == email:
        return found
    live.update(revoked_at=at)
    return MailedLink.objects.create(
        account=account, purpose=purpose, email=email, issued_at=at, expires_at=at + life
    )


def use_link(link, *, at) -> bool:
    """Spend a link: true for exactly one caller, however many press at once (D5)."""
    live = MailedLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None, expires_at__gt=at)
    return bool(live.update(used_at=at))


def ask_to_verify(account, *, clinic_id, at, email=None) -> None:
    """Send the mail that proves an address; at most one a minute."""
    minute = int(at.timestamp() // 60)
    outbox.post(
        "accounts.verify",
        clinic=clinic_id,
        account=account,
        about={"email": email} if email and email != account.email else None,
        dedupe_key=f"verify:{account.pk}:{email or account.email}:{minute}",
        at=at,
    )


def ask_for_reset(email, *, clinic_id, at) -> None:
    """Mail a link to choose a new password; at most one in three minutes.

    Whether anybody has the address is looked up when the mail leaves: asking is the same for every address.
    """
    span = int(at.timestamp() // 180)
    outbox.post(
        "accounts.reset",
        clinic=clinic_id,
        about={"email": email},
        dedupe_key=f"reset:{keyed_digest('reset', email)}:{span}",
        at=at,
    )


def send_reset_link(account, *, clinic_id, at) -> None:
    """Send the mail to choose a new password, as if its owner had asked; at most one a minute."""
    outbox.post(
        "accounts.reset",
        clinic=clinic_id,
        account=account,
        about={"email": account.email},
        dedupe_key=f"reset by staff:{account.pk}:{int(at.timestamp() // 60)}",
        at=at,
    )


def verify_address(link, *, at, password=None) -> bool:
    """The person proved the address this link went to. False when the link is spent or somebody owns the address.

    Somebody who holds the mailbox but not the password chooses a new one in the same act: whoever typed the address
    before them must not keep a way in.
    """
    try:
        return _verify(link, at=at, password=password)
    except IntegrityError:  # another account proved the same address in this very moment
        return False


@transaction.atomic
def _verify(link, *, at, password) -> bool:
    account = User.objects.select_for_update().get(pk=link.account_id)
    owner = User.objects.owner_of(link.email)
    if (owner and owner != account) or not use_link(link, at=at):
        return False
    before = account.email if account.is_verified else link.email
    _signs_in_with(account, link.email, at=at)
    audit.record("account.verified", by=account, target=account)
    if password is not None:
        set_password(account, password, by=account)
        end_sessions(account)
    if before != link.email:
        outbox.post(
            "accounts.notice",
            account=account,
            about={"notice": "email_changed", "email": before},
            dedupe_key=f"email-changed:{link.pk}",
            at=at,
        )
    return True


def _signs_in_with(account, email: str, *, at) -> None:
    account.email, account.verified_at = email, at
    account.save(update_fields=["email", "verified_at"])
    EmailAddress.objects.filter(user=account).exclude(email=email).delete()
    EmailAddress.objects.update_or_create(
        user=account, email=email, defaults={"verified": True, "primary": True}
    )


def way_back(account, *, email: str, at) -> MailedLink | None:
    """The link by which the address an account had before is its address again, for 72 hours (case C42).

    None while an earlier address still has its own: whoever takes an account over and changes its address twice must
    not end the owner's way back.
    """
    live = MailedLink.objects.filter(account=account, purpose="address_back", used_at=None, revoked_at=None)
    if live.filter(expires_at__gt=at).exclude(email=email).exists():
        return None
    return live_link(account, "address_back", email=email, at=at, life=WAY_BACK_LIFE)


@transaction.atomic
def take_address_back(link, *, clinic_id, at) -> bool:
    """The address was changed by somebody else: it is the old one again. False when the link or the address is gone.

    Whoever changed it is signed out and their password is worth nothing; a link to choose one goes to the old address.
    """
    account = User.objects.select_for_update().get(pk=link.account_id)
    owner = User.objects.owner_of(link.email)
    if (owner and owner != account) or not use_link(link, at=at):
        return False
    _signs_in_with(account, link.email, at=at)
    account.set_unusable_password()
    account.save(update_fields=["password"])
    end_sessions(account)
    audit.record("account.address_taken_back", by=account, target=account)
    send_reset_link(account, clinic_id=clinic_id, at=at)
    return True


def prove_by_mail(account, email: str, *, at, really: bool) -> bool:
    """Whether an account may go on with what was mailed to an address: it proved its own, or does so by this mail.

    Whoever holds the mail's secret and is signed in to an account of that very address has proved it; `really`
    writes that down. False for an account of another address that is not proved, or when the address has an owner.
    """
    if account.is_verified:
        return True
    owner = User.objects.owner_of(email)
    if account.email != email.lower() or (owner and owner != account):
        return False
    return not really or verify_address(live_link(account, "verify", email=account.email, at=at), at=at)


@transaction.atomic
def set_password(account, password, *, by) -> None:
    """A new password; every other session of the account ends with the old one."""
    account.set_password(password)
    account.save(update_fields=["password"])
    audit.record("account.password_set", by=by, target=account)


def end_sessions(account, *, except_key=None) -> None:
    """Sign the account out everywhere (but in the session given)."""
    from allauth.usersessions.models import UserSession

    sessions = UserSession.objects.filter(user=account).exclude(session_key=except_key)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()


@transaction.atomic
def close_claim(account, *, by) -> None:
    """An account that only claimed an address is done: its visits went to the owner of that address."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account)
    audit.record("account.closed", by=by, target=account)
