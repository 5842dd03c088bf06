"""Why what is on file stays, as the patient reads it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import one_line
from office.forms.reasons import Reason
from records.reviewing import TOLD

OWN = "own"


class KeepOurs(forms.Form):
    """A reason of the list or in one's own words, and a line for the team."""

    why = forms.ChoiceField(
        label=_("What the patient reads"),
        choices=[*TOLD.items(), (OWN, _("In your own words"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the patient reads")},
    )
    words = forms.CharField(
        label=_("Your own words"),
        max_length=200,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Use at most 200 characters")},
    )
    reason = Reason.base_fields["reason"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("why") == OWN and "words" in cleaned and not cleaned["words"].strip():
            self.add_error("words", _("Write what the patient reads"))
        return cleaned

    def decided(self) -> dict:
        """As `records.actions.proposals.decide` takes it: `told` is the key of a reason of the list, or the words."""
        chosen, words = self.cleaned_data["why"], self.cleaned_data["words"].strip()
        return {"told": words if chosen == OWN else chosen, "reason": self.cleaned_data["reason"]}
