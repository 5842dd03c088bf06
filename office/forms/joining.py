"""What is chosen when two records are joined: the details to keep, and who stays the patient."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.wording import day_month_year
from records.merging import differing, usual_values

KEPT, GONE = "kept", "gone"
LABELS = {
    "given_name": _("First name"),
    "family_name": _("Last name"),
    "date_of_birth": _("Date of birth"),
    "pronouns": _("Pronouns"),
    "email": _("Email"),
    "phone": _("Phone"),
    "address": _("Address"),
}


def said(patient, name) -> str:
    """A detail as it is on file."""
    value = getattr(patient, name)
    return day_month_year(value) if name == "date_of_birth" else value


class Joining(forms.Form):
    """A choice for each detail in which the records differ; of several accounts that are the patient, one."""

    def __init__(self, data, *, kept, gone, seats):
        super().__init__(data)
        self.records = {KEPT: kept, GONE: gone}
        usual = usual_values(kept, gone)
        for name in differing(kept, gone):
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name],
                widget=forms.RadioSelect,
                choices=[(side, said(one, name) or _("nothing")) for side, one in self.records.items()],
                initial=KEPT if usual[name] == getattr(kept, name) else GONE,
                error_messages={"required": _("Choose which one to keep")},
            )
        if len(seats) > 1:
            self.fields["patient_account"] = forms.ChoiceField(
                label=_("Which account stays the patient’s own?"),
                help_text=_(
                    "Several accounts are the patient in full, and a record has one. The others lose it and get a mail."
                ),
                widget=forms.RadioSelect,
                choices=[
                    (str(one.pk), f"{one.name} ({one.email})" if one.name else one.email) for one in seats
                ],
                error_messages={"required": _("Choose the account that stays")},
            )
        self.seats = seats

    @property
    def values(self) -> dict:
        """Field → what the kept record will say."""
        chosen = {name: side for name, side in self.cleaned_data.items() if name in LABELS}
        return {name: getattr(self.records[side], name) for name, side in chosen.items()}

    @property
    def account(self):
        """The id of the account that stays the patient in full; None where nothing was to be chosen."""
        picked = self.cleaned_data.get("patient_account")
        return next((one.pk for one in self.seats if str(one.pk) == picked), None)
