"""What is typed about a form as a whole; its answers are read by `engine.reading`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.date_field import BirthDateField
from common.text import one_line, plain


def _name(label, required, autocomplete):
    return forms.CharField(
        label=label,
        max_length=80,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": required, "max_length": _("Use at most 80 characters")},
    )


class WhoIsThere(forms.Form):
    """The patient the form is about, and the mailbox its personal link goes to."""

    given_name = _name(_("Patient’s first name"), _("Enter the first name"), "given-name")
    family_name = _name(_("Patient’s last name"), _("Enter the last name"), "family-name")
    date_of_birth = BirthDateField(
        label=_("Patient’s date of birth"), help_text=_("For example 14\u00a01\u00a02014.")
    )
    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address"),
            "invalid": _("Enter an email address like name@example.com"),
        },
    )


class Correction(forms.Form):
    """What was wrong or missing in a form that was sent."""

    words = forms.CharField(
        label=_("What should be corrected or added?"),
        help_text=_("Say which question it is about. The answers themselves stay as they were sent."),
        max_length=2_000,
        validators=[plain],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Write what should be corrected"),
            "max_length": _("Use at most 2,000 characters"),
        },
    )
