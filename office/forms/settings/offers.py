"""Who gives what where, as ticks below each place."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.models import Location
from office.forms.settings.base import in_use


class OffersByPlace:
    """A form with a list of ticks for each place in use. `other` is what is ticked: services, or practitioners."""

    other = None  # the model
    asks = ""  # where there is one place
    asks_at = ""  # where there are several, with %(place)s

    def offer_places(self, given) -> None:
        """Make the lists; `given` are the offers there are. Two queries."""
        self.places = list(in_use(Location, self.clinic))
        field = f"{self.other._meta.model_name}_id"
        choices = [(one.pk, str(one)) for one in in_use(self.other, self.clinic)]
        for place in self.places:
            label = self.asks if len(self.places) == 1 else self.asks_at % {"place": place.name}
            self.fields[self.name_at(place)] = forms.TypedMultipleChoiceField(
                label=label,
                choices=choices,
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[getattr(one, field) for one in given if one.location_id == place.pk],
                error_messages={"invalid_choice": _("Choose from the list")},
            )
        self.nothing_to_offer = not choices

    def name_at(self, place) -> str:
        return f"at_{place.pk}"

    @property
    def offer_names(self) -> list[str]:
        return [self.name_at(place) for place in self.places]

    @property
    def offers(self) -> set[tuple[int, int]]:
        """What was ticked, as (id of the other, id of the place)."""
        return {(one, place.pk) for place in self.places for one in self.cleaned_data[self.name_at(place)]}
