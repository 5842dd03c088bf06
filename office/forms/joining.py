"""What is chosen when two records are joined: the details to keep, and who stays the patient."""

from django import forms
from django.utils.translation import gettext_lazy as _

from records.details import DETAILS
from records.joining.look import differing

KEPT, GONE = "kept", "gone"


class Joining(forms.Form):
    """A choice for each detail in which the records differ; of several accounts that are the patient, one."""

    def __init__(self, data, *, kept, gone, seats):
        super().__init__(data)
        self.records = {KEPT: kept, GONE: gone}
        for detail in differing(kept, gone):
            self.fields[detail.key] = forms.ChoiceField(
                label=detail.label,
                widget=forms.RadioSelect,
                choices=[(side, _told(detail, one) or _("Nothing")) for side, one in self.records.items()],
                initial=KEPT if detail.said(kept) else GONE,
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
    def values(self) -> dict[str, str]:
        """Detail → what the kept record will say, as text."""
        chosen = {key: side for key, side in self.cleaned_data.items() if key in DETAILS}
        return {key: DETAILS[key].said(self.records[side]) for key, side in chosen.items()}

    @property
    def account(self):
        """The id of the account that stays the patient in full; None where nothing was to be chosen."""
        picked = self.cleaned_data.get("patient_account")
        return next((one.pk for one in self.seats if str(one.pk) == picked), None)


def _told(detail, patient) -> str:
    return ", ".join(detail.words(detail.said(patient)).split("\n"))
