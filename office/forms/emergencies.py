"""Why a record must be opened now, and whether that was right."""

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from common.text import plain

FEWEST, MOST = 10, 1000


class Emergency(forms.Form):
    """A reason in words that somebody can look over later."""

    reason = forms.CharField(
        label=_("Why do you need to see it now?"),
        help_text=_("Managers and owners read this. Say why you look, not what the patient has."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST,
        validators=[
            plain,
            MinLengthValidator(FEWEST, _("Say it in a few words: at least 10 characters")),
        ],
        error_messages={
            "required": _("Say why you need to see it now"),
            "max_length": _("Use at most 1,000 characters"),
        },
    )


class Review(forms.Form):
    """Right or not; why, where it was not."""

    verdict = forms.ChoiceField(
        label=_("Was it right to open the record?"),
        choices=[("fine", _("It was right")), ("not_fine", _("It was not right"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two")},
    )
    review = forms.CharField(
        label=_("What you found"),
        help_text=_("For managers and owners."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST,
        required=False,
        validators=[plain],
        error_messages={"max_length": _("Use at most 1,000 characters")},
    )

    def clean(self):
        said = super().clean()
        if said.get("verdict") == "not_fine" and not said.get("review") and "review" not in self.errors:
            self.add_error("review", _("Say what was not right, and what follows"))
        return said

    @property
    def said(self) -> dict:
        """The words of the action."""
        return {
            "was_fine": self.cleaned_data["verdict"] == "fine",
            "review": self.cleaned_data["review"],
        }
