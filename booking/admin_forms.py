"""The form of the booking rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.presenters.rules import why_nobody_is_charged
from booking.rules import nobody_can_be_charged
from clinic.admin_fields import CentsField
from clinic.admin_scope import ScopedForm


class RulesForm(ScopedForm):
    """The late fee is typed as money. Limits under which nobody could be charged are kept only if they are meant."""

    fee = CentsField(label=_("late fee"), initial=0, help_text=_("0: none."))
    means_it = forms.BooleanField(
        label=_("I mean it"),
        required=False,
        help_text=_("Cancelling online ends before the late fee begins, or as it begins."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What was meant when it was saved is still meant; elsewhere nobody is asked.
        meant = self.initial["means_it"] = nobody_can_be_charged(self.instance)
        if not meant:
            self.fields["means_it"].widget = forms.HiddenInput()

    def clean(self):
        cleaned = super().clean()
        limits = ("fee", "cancel_notice_hours", "fee_window_hours")
        if any(self.cleaned_data.get(name) is None for name in limits) or self.cleaned_data.get("means_it"):
            return cleaned
        typed = type(self.instance)(**{name: self.cleaned_data[name] for name in limits})
        if nobody_can_be_charged(typed):
            self.fields["means_it"].widget = forms.CheckboxInput()
            asked = _("%(why)s Change one of the two, or tick “I mean it”.")
            self.add_error("means_it", asked % {"why": why_nobody_is_charged(typed)})
        return cleaned
