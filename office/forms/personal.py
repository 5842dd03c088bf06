"""The official record, as staff correct it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.date_field import BirthDateField
from common.text import one_line, plain
from office.forms.contacts import email_field, phone_field


def _line(label, longest, required=""):
    words = _("Use at most %(limit_value)d characters")
    return forms.CharField(
        label=label,
        max_length=longest,
        required=bool(required),
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": required, "max_length": words},
    )


class Correction(forms.Form):
    """Name, birth, how to reach the patient."""

    given_name = _line(_("First name"), 80, _("Enter the first name"))
    family_name = _line(_("Last name"), 80, _("Enter the last name"))
    date_of_birth = BirthDateField(label=_("Date of birth"))
    pronouns = _line(_("Pronouns"), 30)
    phone = phone_field()
    email = email_field(_("Email"), required=False)
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
        validators=[plain],
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        error_messages={"max_length": _("Use at most %(limit_value)d characters")},
    )

    def clean_address(self):
        # As it is kept: a browser ends lines in another way, which would look like a change.
        return "\n".join(line.rstrip() for line in self.cleaned_data["address"].splitlines())
