"""What a colleague wants to be mailed about."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Notices(forms.Form):
    """Mails that can be switched off."""

    completed = forms.BooleanField(
        label=_("Mail me when a form that was sent for me was filled in"),
        help_text=_(
            "It says neither which form nor whose. Answers wait in the patient’s record all the same."
        ),
        required=False,
    )
