"""What staff decide about forms they send, to one patient or to many: which, whether again, a word along."""

from django import forms
from django.utils.translation import gettext_lazy as _

from office.forms.message import message_field
from smartforms.models import FormRule

RULES = [
    (FormRule.EVERY_TIME, _("Send it, unless it waits already")),
    (FormRule.ONCE, _("Only if it was never filled in")),
    (FormRule.AGAIN, _("Only if it was not filled in for some months")),
]


class AskingAgain(forms.Form):
    """By which rule a form goes to somebody who may have answered it before; and a message."""

    rule = forms.ChoiceField(
        label=_("If they had it before"),
        choices=RULES,
        initial=FormRule.EVERY_TIME,
        required=False,
        widget=forms.Select,
        error_messages={"invalid_choice": _("Choose one of the three")},
    )
    months = forms.IntegerField(
        label=_("For how many months"),
        help_text=_("For the third choice: how long ago it must have been sent in."),
        required=False,
        min_value=1,
        max_value=120,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
        error_messages={
            "invalid": _("Enter a whole number of months"),
            "min_value": _("Enter a number from 1 to 120"),
            "max_value": _("Enter a number from 1 to 120"),
        },
    )
    message = message_field()

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("rule") == FormRule.AGAIN
            and not cleaned.get("months")
            and "months" not in self.errors
        ):
            self.add_error("months", _("Enter after how many months"))
        return cleaned

    def asked(self) -> dict:
        """The rule, its months and the message, as `smartforms.sending.Asking` takes them."""
        rule = FormRule(self.cleaned_data["rule"] or FormRule.EVERY_TIME)
        months = self.cleaned_data["months"] if rule == FormRule.AGAIN else None
        return {"rule": rule, "months": months, "message": self.cleaned_data.get("message", "")}
