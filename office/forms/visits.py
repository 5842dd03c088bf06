"""What staff decide when a visit is cancelled or moved."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from booking.actions.telling import can_be_told
from booking.forms import Cancellation
from office.forms.booking import reason_field

PATIENT, CLINIC = "patient", "clinic"


class StaffCancellation(Cancellation):
    """Whose wish it is, why, and whether the patient hears of it by mail."""

    asked_by = forms.ChoiceField(
        label=_("Who cancels?"),
        choices=[(PATIENT, _("The patient")), (CLINIC, _("The clinic"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who cancels")},
    )
    tells = forms.BooleanField(label=_("Tell the patient by mail"), required=False, initial=True)
    with_following = forms.BooleanField(required=False)
    field_order = ["asked_by", "with_following", "because", "tells"]

    def __init__(self, *args, can_be_told, following, **kwargs):
        """`following` is how many visits of its series come after it."""
        super().__init__(*args, **kwargs)
        self.fields["with_following"].label = ngettext(
            "Also cancel the visit after it", "Also cancel the %(n)d visits after it", following
        ) % {"n": following}
        if not following:
            del self.fields["with_following"]
        self.fields["because"].label = _("Why?")
        self.fields["because"].help_text = _("Kept with the visit. The mail does not name it.")
        if not can_be_told:
            del self.fields["tells"]

    @property
    def decided(self) -> dict:
        """As `booking.actions.by_staff.cancel_for` takes it."""
        cleaned = self.cleaned_data
        return {
            "asked_by_patient": cleaned["asked_by"] == PATIENT,
            "because": cleaned["because"],
            "tells": cleaned.get("tells", False),
            "with_following": cleaned.get("with_following", False),
        }


class LateCancellation(StaffCancellation):
    """The patient's own wish, in the hours in which it is late: why, and whether they hear of it by mail."""

    def __init__(self, *args, following, **kwargs):
        super().__init__(*args, following=0, **kwargs)
        del self.fields["asked_by"]

    @property
    def decided(self) -> dict:
        """As `booking.actions.by_staff.cancel_for` takes it."""
        self.cleaned_data["asked_by"] = PATIENT
        return super().decided


class Moving(forms.Form):
    """Why a visit moves although rules speak against its new time, and whether the patient hears of it by mail."""

    accepted = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = reason_field()
    tells = forms.BooleanField(label=_("Tell the patient by mail"), required=False, initial=True)

    def __init__(self, data=None, *, offer, only_longer=False):
        """`only_longer`: nobody has to come at another time, so that no mail says so."""
        self.offer = offer
        super().__init__(data)
        if only_longer or offer.space.patient.is_locked or not can_be_told(offer.moves):
            del self.fields["tells"]

    @property
    def is_current(self) -> bool:
        """Whether the page showed the visit as it is now."""
        return self.data.get("seen") == str(self.offer.moves.sequence)

    @property
    def decided(self) -> dict:
        """As `booking.actions.moving.move` takes it."""
        cleaned = self.cleaned_data
        return {
            "accepted": cleaned["accepted"],
            "reason": cleaned["reason"],
            "tells": cleaned.get("tells", False),
        }
