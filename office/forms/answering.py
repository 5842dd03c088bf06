"""The clinic's answer to a visit that was asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import one_line
from office.forms.booking import reason_field

APPROVE, DECLINE = "approve", "decline"


class Answer(forms.Form):
    """Approve, with a reason where rules speak against it; or decline, with a word to the patient."""

    accepted = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = reason_field()
    because = forms.CharField(
        label=_("If you decline: a word to the patient"),
        help_text=_(
            "Read where the visit is, in the portal or behind the guest’s link. The mail does not name it."
        ),
        required=False,
        max_length=300,
        validators=[one_line],
        error_messages={"max_length": _("Use at most %(limit_value)d characters")},
    )

    @property
    def declines(self) -> bool:
        """Which of the two buttons was pressed."""
        return self.data.get("answer") == DECLINE

    def clean(self):
        if self.data.get("answer") not in (APPROVE, DECLINE):
            self.add_error(None, _("Press “Approve” or “Decline”"))
        return super().clean()
