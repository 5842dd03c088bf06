"""What somebody new to the team is asked: their name, and a password."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NewPassword
from common.text import one_line


def _name(label, missing, autocomplete) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=80,
        validators=[one_line],
        error_messages={"required": missing, "max_length": _("Use at most 80 characters")},
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
    )


class NewColleague(NewPassword):
    """The name colleagues will read, and a password for the address of the invitation."""

    given_name = _name(_("First name"), _("Enter your first name"), "given-name")
    family_name = _name(_("Last name"), _("Enter your last name"), "family-name")
    field_order = ["given_name", "family_name", "password"]
