"""How allauth speaks and moves in this house: its mail goes through the outbox, its pages lead back to ours."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

import outbox
from accounts import actions, devices, kept_words, policies, tries
from common import clock, qr


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by address; mail as rows; back to the exact step."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and password don’t fit. Try again, or choose a new password."
        ),
        "rate_limited": _("Too many tries. Wait a few minutes."),
        "incorrect_password": _("This password does not fit. Try again."),
        "enter_current_password": _("This is not your present password. Try again."),
        "duplicate_email": _("This is already the address of your account."),
    }

    def _clinic_id(self):
        clinic = getattr(self.request, "clinic", None)
        return clinic.pk if clinic else None

    def send_mail(self, template_prefix, email, context):
        """Every mail of allauth becomes a row; its words and its secret are made when it leaves."""
        name = template_prefix.rpartition("/")[2]
        account = context.get("user") or getattr(self.request, "user", None)
        if account is None or not account.pk:
            return
        at = clock.now()
        outbox.post(
            "accounts.notice",
            clinic=self._clinic_id(),
            account=account,
            about={"notice": name},
            dedupe_key=f"{name}:{account.pk}:{int(at.timestamp() // 10)}",
            at=at,
        )

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Whose account changed is said here: who is signed in may be nobody (a reset) or somebody else.

        A second step that came, went or was renewed ends every other session of the account (case C42).
        """
        if template_prefix.startswith("mfa/"):
            actions.end_sessions(user, except_key=self.request.session.session_key)
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def send_confirmation_mail(self, request, emailconfirmation, signup):
        address = emailconfirmation.email_address
        actions.ask_to_verify(address.user, clinic_id=self._clinic_id(), at=clock.now(), email=address.email)

    def is_safe_url(self, url):
        """Only paths of our own site: another clinic's host is another place (A5 #31)."""
        return policies.is_own_path(url)

    def pre_authenticate(self, request, **credentials):
        """The library's own counter stays out of it: five wrong passwords from anywhere would shut the owner out."""

    def authenticate(self, request, **credentials):
        """Look at a password, unless too many were tried."""
        counters = tries.at_sign_in(request, credentials["email"])
        self._count(counters)
        account = super().authenticate(request, **credentials)
        if account:
            tries.give_back(counters)
        return account

    def reauthenticate(self, user, password):
        """Ask for the password of this very account: a claim must not be told that its address has an owner."""
        counters = tries.of_somebody_signed_in(user)
        self._count(counters)
        fits = user.check_password(password)
        if fits:
            tries.give_back(counters)
        return fits

    def _count(self, counters):
        at = clock.now()
        if not tries.count(counters, at=at):
            raise ValidationError(self._too_many(tries.wait(counters, at=at)), code="too_many_login_attempts")

    def _too_many(self, wait) -> str:
        """How long sign-in stays closed, what works meanwhile, and whom to call (product §2)."""
        minutes = max(1, clock.minutes_in(wait))
        words = ngettext(
            "Too many tries. Try again in %(n)d minute, or choose a new password.",
            "Too many tries. Try again in %(n)d minutes, or choose a new password.",
            minutes,
        ) % {"n": minutes}
        clinic = getattr(self.request, "clinic", None)
        if not clinic or not clinic.phone:
            return words
        return f"{words} {gettext('In a hurry? Call %(phone)s.') % {'phone': clinic.phone}}"

    def post_login(self, request, user, **how):
        """Signed in for good, second factor and all: this browser is known from now on."""
        response = super().post_login(request, user, **how)
        devices.remember(request, response, user)
        kept_words.look_for(request, user, at=clock.now())
        return response

    def get_login_redirect_url(self, request):
        return "/office/" if policies.is_staff(request.user) else settings.LOGIN_REDIRECT_URL

    def set_password(self, user, password):
        actions.set_password(user, password, by=user)
        # Whoever could read the mail with the reset link proved the address; old sessions end (D5).
        actions.end_sessions(user)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: offered to everyone, compulsory for staff unless the installation turns that off."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Enter the one you see now."),
        "unverified_email": _("Confirm your email address first."),
        "cannot_delete_authenticator": _(
            "People who work at a clinic need a second step. Set up another one first."
        ),
    }

    def get_totp_issuer(self):
        clinic = getattr(self.request, "clinic", None)
        return clinic.name if clinic else "Anteroom"

    def build_totp_svg(self, url):
        """The square on white ground, so that a phone reads it on a dark page too."""
        return qr.svg(url)

    def generate_authenticator_name(self, user, type):
        """'Passkey', then 'Passkey 2': people may rename it."""
        others = Authenticator.objects.filter(user=user, type=type).count()
        return str(_("Passkey %(n)d") % {"n": others + 1} if others else _("Passkey"))

    def can_delete_authenticator(self, authenticator):
        """Where staff must have a second factor, the last one stays."""
        if not (settings.STAFF_SECOND_FACTOR and policies.is_staff(authenticator.user)):
            return True
        factors = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
