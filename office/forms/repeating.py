"""How often a form comes: once, or as a series with its days."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from common.date_field import ThreePartDateField
from smartforms.models import Pace

ONCE, N_WEEKS = "once", "n_weeks"
OFTEN = [
    (ONCE, _("Once")),
    (Pace.DAYS, _("Every day")),
    (Pace.WEEKS, _("Every week")),
    (N_WEEKS, _("Every few weeks")),
    (Pace.FREELY, _("As often as they like")),
]
LONGEST = timedelta(days=730)


def _number(label, help_text, most) -> forms.IntegerField:
    out_of = _("Enter a number from 1 to %(most)d") % {"most": most}
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
        error_messages={"invalid": out_of, "min_value": out_of, "max_value": out_of},
    )


class Repeating(forms.Form):
    """The pace of a series; an entry is due at six in the evening of its day."""

    often = forms.ChoiceField(
        label=_("How often"),
        choices=OFTEN,
        initial=ONCE,
        required=False,
        widget=forms.Select,
        help_text=_("A diary asks again on its days, due at six in the evening, with one reminder by mail."),
        error_messages={"invalid_choice": _("Choose how often")},
    )
    weeks = _number(_("Weeks from one to the next"), _("For “Every few weeks”."), 52)
    first = ThreePartDateField(label=_("First day"), required=False, help_text=_("Empty: today."))
    until = ThreePartDateField(label=_("Last day"), required=False)
    times = _number(_("Or how many times"), _("In place of a last day."), 365)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = self.space.at.astimezone(self.space.zone).date()
        for name in ("first", "until"):
            self.fields[name].earliest, self.fields[name].latest = self.day, self.day + LONGEST

    def clean(self):
        cleaned = super().clean()
        first, until = cleaned.get("first") or self.day, cleaned.get("until")
        if cleaned.get("often") == N_WEEKS and not cleaned.get("weeks") and "weeks" not in self.errors:
            self.add_error("weeks", _("Enter how many weeks lie between"))
        if until and until < first:
            self.add_error("until", _("The last day must not be before the first"))
        if until and cleaned.get("times"):
            self.add_error("times", _("Choose a last day or how many times, not both"))
        return cleaned

    @property
    def is_series(self) -> bool:
        """Whether it comes more than once."""
        return self.cleaned_data["often"] not in ("", ONCE)

    @property
    def pace(self) -> dict:
        """The days, as `smartforms.series.begin` takes them."""
        cleaned, often = self.cleaned_data, self.cleaned_data["often"]
        if often == Pace.FREELY:
            return {"pace": Pace.FREELY, "starts_on": self.day}
        return {
            "pace": Pace.DAYS if often == Pace.DAYS else Pace.WEEKS,
            "every": cleaned["weeks"] if often == N_WEEKS else 1,
            "starts_on": cleaned["first"] or self.day,
            "ends_on": cleaned["until"],
            "times": cleaned["times"],
        }
