"""Which day is asked about: a service, with whom, where."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from common.date_field import ThreePartDateField


class DayAsked(forms.Form):
    """One day of one practitioner, for one service."""

    service = forms.ChoiceField(
        label=_("Service"),
        error_messages={"required": _("Choose the service"), "invalid_choice": _("Choose the service")},
    )
    practitioner = forms.ChoiceField(
        label=_("With"),
        error_messages={
            "required": _("Choose from the practitioners that are there"),
            "invalid_choice": _("Choose from the practitioners that are there"),
        },
    )
    location = forms.ChoiceField(
        label=_("Where"), error_messages={"required": _("Choose where"), "invalid_choice": _("Choose where")}
    )
    day = ThreePartDateField(
        label=_("Day"),
        earliest=date(2000, 1, 1),
        latest=date(2199, 12, 1),
        error_messages={"required": _("Enter the day")},
    )

    def __init__(self, *args, catalogue, **kwargs):
        super().__init__(*args, **kwargs)
        self.catalogue = catalogue
        people, places = catalogue.practitioners, catalogue.locations
        self.fields["service"].choices = [(key, one.title) for key, one in catalogue.services.items()]
        self.fields["practitioner"].choices = [(str(key), one.name) for key, one in people.items()]
        self.fields["location"].choices = [(str(key), one.name) for key, one in places.items()]
        if len(places) == 1:
            self.fields["location"].widget = forms.HiddenInput()

    @property
    def chosen(self) -> tuple:
        """(service, practitioner, location, ordinal of the day)."""
        asked, catalogue = self.cleaned_data, self.catalogue
        return (
            catalogue.services[asked["service"]],
            catalogue.practitioners[int(asked["practitioner"])],
            catalogue.locations[int(asked["location"])],
            asked["day"].toordinal(),
        )
