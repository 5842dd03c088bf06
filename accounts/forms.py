from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import forgotten
from accounts.actions import ask_for_reset
from accounts.models import User
from common import clock
from common.text import plain

NEW_PASSWORD_HINT = _("At least 10 characters. A few words work well.")


class NewPassword(forms.Form):
    """Choosing a password: typed once, visible to password managers."""

    password = forms.CharField(
        label=_("Choose a password"),
        help_text=NEW_PASSWORD_HINT,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password")},
    )

    def __init__(self, *args, account=None, **kwargs):
        self.account = account
        super().__init__(*args, **kwargs)

    def clean_password(self):
        password = self.cleaned_data["password"]
        account = self.account or User(email=self.data.get(self.add_prefix("email"), "")[:254])
        plain(password)
        validate_password(password, account)
        return password


class NewAccount(NewPassword):
    """An address and a password make an account."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address"),
            "invalid": _("Enter an email address like name@example.com"),
        },
    )
    field_order = ["email", "password"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class PasswordOnly(forms.Form):
    """The password of a known account."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password")},
    )

    def __init__(self, *args, account=None, **kwargs):
        self.account = account
        super().__init__(*args, **kwargs)

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not self.account.check_password(password):
            raise ValidationError(
                _("This password does not fit. Try again, or choose a new one."), code="wrong"
            )
        return password


class _InOurWords:
    """allauth's forms with our labels, and without placeholders: a label that vanishes is no label."""

    words: dict[str, tuple] = {}  # field: (label, what to say when it is left out, hint)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)  # typed once: password managers fill it in, and it can be reset
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            if name in self.words:
                field.label, field.error_messages["required"], field.help_text = self.words[name]


ADDRESS = (_("Email address"), _("Enter your email address"), "")
PASSWORD = (_("Password"), _("Enter your password"), "")
CHOSEN = (_("New password"), _("Choose a new password"), NEW_PASSWORD_HINT)


class SignIn(_InOurWords, allauth.LoginForm):
    """Sign in with an address and a password."""

    words = {"login": ADDRESS, "password": PASSWORD}


class ForgottenPassword(_InOurWords, allauth.ResetPasswordForm):
    """Ask for a link to choose a new password. Nothing is looked up here, so nothing can be told apart."""

    words = {"email": ADDRESS}

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def save(self, request, **_how):
        email = self.cleaned_data["email"]
        for ask in (ask_for_reset, forgotten.tell):
            ask(email, clinic_id=request.clinic.pk, at=clock.now())
        return email


class PasswordFromLink(_InOurWords, allauth.ResetPasswordKeyForm):
    """A new password, by the link that was mailed."""

    words = {"password1": CHOSEN}


class ChangePassword(_InOurWords, allauth.ChangePasswordForm):
    """A new password, by the old one."""

    words = {
        "oldpassword": (_("Present password"), _("Enter your present password"), ""),
        "password1": CHOSEN,
    }


class ChangeAddress(_InOurWords, allauth.AddEmailForm):
    """Another address for the account; it counts once it is proved."""

    words = {"email": (_("New email address"), _("Enter the new email address"), "")}


class PasswordAgain(_InOurWords, allauth.ReauthenticateForm):
    """Who is signed in shows that it is still them."""

    words = {"password": PASSWORD}
