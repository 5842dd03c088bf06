"""Why somebody did something, for colleagues who look later."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import one_line


class Reason(forms.Form):
    """A line that stays with the team."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("For the team only."),
        max_length=200,
        required=False,
        validators=[one_line],
        error_messages={"max_length": _("Use at most 200 characters")},
    )


class MustSay(forms.Form):
    """A line that has to be there."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        validators=[one_line],
        error_messages={"required": _("Say why"), "max_length": _("Use at most 200 characters")},
    )


OWN_WORDS = "own"


class InWords(forms.Form):
    """A reason of a list or in one's own words: `why` and `words`, made by `one_of` and `own_words`."""

    unsaid = ""  # what is asked for where one's own words are chosen and none are there

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("why") == OWN_WORDS and "words" in cleaned and not cleaned["words"].strip():
            self.add_error("words", self.unsaid)
        return cleaned

    @property
    def said(self) -> str | None:
        """One's own words; None where a reason of the list was chosen."""
        return self.cleaned_data["words"].strip() if self.cleaned_data["why"] == OWN_WORDS else None


def one_of(reasons: dict, *, label, own, missing) -> forms.ChoiceField:
    """Reasons to choose from, one's own words the last."""
    return forms.ChoiceField(
        label=label,
        choices=[*reasons.items(), (OWN_WORDS, own)],
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


def own_words(*, label, help_text="") -> forms.CharField:
    """A sentence."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=200,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Use at most 200 characters")},
    )
