"""The mails of the accounts' room."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import actions
from accounts.models import User
from outbox import registry
from outbox.composing import written
from outbox.sparing import spare


def account_of(message) -> User:
    """Whom a mail is for. Raises ReasonGone when the account is closed or gone."""
    account = User.objects.filter(pk=message.account_id, is_active=True).first()
    if account is None:
        raise registry.ReasonGone("no such account")
    return account


def verify(message, *, at):
    """Prove an address. Somebody who already proved it elsewhere hears instead that they have an account."""
    account = account_of(message)
    email = message.about.get("email") or account.email
    if account.is_verified and account.email == email:
        raise registry.ReasonGone("address proved")
    spare(email, at=at)
    owner = User.objects.owner_of(email)
    if owner and owner != account:
        path = reverse("account_login") if account.is_verified else claim_path(account, at=at)
        return written(message, "accounts/mail/known", to=email, context={"path": path})
    link = actions.live_link(account, "verify", email=email, at=at)
    return written(message, "accounts/mail/verify", to=email, context={"path": link_path(link)})


def reset_path(account) -> str:
    """Where this account chooses a new password: once, within 30 minutes, and not after it signed in with another."""
    key = (user_pk_to_url_str(account), default_token_generator.make_token(account))
    return reverse("account_reset_password_from_key", args=key)


def reset(message, *, at):
    """A link to choose a new password: 30 minutes, once. Its secret is made now, from the account as it is now.

    It goes to whoever owns the address, or else to the newest account that claims it. Whoever never had a password did
    not ask for one: the account was made for them, and the mail says so.
    """
    email = message.about["email"]
    account = User.objects.owner_of(email) or User.objects.claiming(email).first()
    if account is None or not account.is_active:
        raise registry.ReasonGone("no such account")
    path = reset_path(account)
    is_first = account.last_login is None and not account.has_usable_password()
    context = {"path": path, "is_first": is_first}
    with translation.override(account.language or message.locale):
        return written(message, "accounts/mail/reset", to=account.email, context=context)


def notice(message, *, at):
    """Something about the account's safety changed: password, second factor, address."""
    account = account_of(message)
    to = message.about.get("email") or account.email
    back = actions.way_back(account, email=to, at=at) if to != account.email else None
    context = {
        "what": what_happened(message.about["notice"]),
        "path": link_path(back) if back else reverse("account_reset_password"),
        "is_way_back": back is not None,
    }
    return written(message, "accounts/mail/notice", to=to, context=context)


def claim_path(account, *, at) -> str:
    """A link by which the owner of the address takes over what this account entered under it."""
    return link_path(actions.live_link(account, "claim", email=account.email, at=at))


def what_happened(name: str) -> str:
    """A notice in one sentence; one for all those that have no sentence of their own."""
    return {
        "password_changed": _("The password of your account was changed."),
        "password_set": _("A password was set for your account."),
        "password_reset": _("A new password was chosen for your account, with a link we mailed to you."),
        "email_changed": _("Your account now has another email address. This one no longer signs in."),
        "email_confirm": _("The email address of your account was confirmed."),
        "email_deleted": _("An email address was removed from your account."),
        "totp_activated": _("Sign-in with an authenticator app was turned on for your account."),
        "totp_deactivated": _("Sign-in with an authenticator app was turned off for your account."),
        "webauthn_added": _("A passkey was added to your account."),
        "webauthn_removed": _("A passkey was removed from your account."),
        "recovery_codes_generated": _(
            "New recovery codes were made for your account. The old ones no longer work."
        ),
    }.get(name, _("The way you sign in to your account was changed."))


def link_path(link) -> str:
    """Where a mailed link leads: one address for every purpose, so that logs can be kept clean of it."""
    return reverse("mailed_link", args=[link.token])


def register():
    """Tell the outbox how this room's mails are made."""
    registry.register("accounts.verify", verify)
    registry.register("accounts.reset", reset)
    registry.register("accounts.notice", notice)
