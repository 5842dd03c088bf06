"""The booking rules of a clinic, and what is looked at while they are set."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from booking.models import Preferences
from booking.presenters.rules import why_nobody_is_charged
from booking.rules import nobody_can_be_charged
from clinic.admin_fields import CentsField
from clinic.admin_scope import ScopedForm

# The page's cards, in their order.
GROUPS = {
    "when": (
        _("When patients can book"),
        ["is_online", "days_ahead", "notice_hours", "same_day", "start_grid", "keeps_together"],
    ),
    "who": (
        _("Patients and practitioners"),
        [
            "account_panel",
            "approval_new",
            "approval_existing",
            "no_preference",
            "most_ahead",
            "reminder_hours",
        ],
    ),
    "waiting": (_("Waiting list"), ["has_waiting_list", "quiet_from", "quiet_until"]),
    "changes": (
        _("Cancelling and moving"),
        [
            "cancel_online",
            "move_online",
            "cancel_notice_hours",
            "fee_window_hours",
            "fee",
            "means_it",
            "undo_minutes",
        ],
    ),
}


class RulesForm(ScopedForm):
    """The late fee is typed as money. Limits under which nobody could be charged are kept only if they are meant."""

    fee = CentsField(label=_("late fee"), initial=0, help_text=_("0 means no fee."))
    means_it = forms.BooleanField(
        label=_("I mean it"),
        required=False,
        help_text=_("Changes online end before the late fee begins, or as it begins."),
    )

    class Meta:
        model = Preferences
        fields = [name for _title, names in GROUPS.values() for name in names if name != "means_it"]

    def __init__(self, *args, clinic, **kwargs):
        self.clinic = clinic
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)
        self.fields["start_grid"].choices = [
            ("", _("Each service’s own")),
            *self.fields["start_grid"].choices[1:],
        ]
        # What was meant when it was saved is still meant; elsewhere nobody is asked.
        meant = self.initial["means_it"] = nobody_can_be_charged(self.instance)
        if not meant:
            self.fields["means_it"].widget = forms.HiddenInput()

    def clean(self):
        cleaned = super().clean()
        limits = ("fee", "cancel_notice_hours", "fee_window_hours")
        if any(self.cleaned_data.get(name) is None for name in limits) or self.cleaned_data.get("means_it"):
            return cleaned
        typed = Preferences(**{name: self.cleaned_data[name] for name in limits})
        if nobody_can_be_charged(typed):
            self.fields["means_it"].widget = forms.CheckboxInput()
            asked = _("%(why)s Change one of the two, or tick “I mean it”.")
            self.add_error("means_it", asked % {"why": why_nobody_is_charged(typed)})
        return cleaned


class Example(forms.Form):
    """The service whose times next week are shown; the first of the list where nothing, or nonsense, was chosen."""

    service = forms.ChoiceField(label=_("Service"), required=False)

    def __init__(self, *args, catalogue, **kwargs):
        super().__init__(*args, **kwargs)
        self.services = {key: one for key, one in catalogue.services.items() if one.is_online}
        self.fields["service"].choices = [(key, one.title) for key, one in self.services.items()]

    @property
    def chosen(self):
        """The service, or None where the clinic has none."""
        asked = self.data.get(self.add_prefix("service")) if self.is_bound else None
        return self.services.get(asked) or next(iter(self.services.values()), None)
