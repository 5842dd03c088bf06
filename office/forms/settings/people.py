"""Someone patients see."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.admin_forms import Addressed
from clinic.admin_scope import ScopedForm
from clinic.models import Practitioner, Service
from office.forms.settings.base import OfOffice, TellsApart
from office.forms.settings.offers import OffersByPlace


class Colours(forms.RadioSelect):
    """Names of colours, each shown beside its name."""

    are_colours = True


class PractitionerForm(OfOffice, OffersByPlace, TellsApart, Addressed, ScopedForm):
    """Name, colour, what they give where. Which account it is, is said on the page of the team (D4)."""

    other = Service
    asks, asks_at = _("Services they give"), _("Services they give at %(place)s")

    class Meta:
        model = Practitioner
        fields = ["name", "short_name", "credentials", "bio", "order", "colour"]
        widgets = {"bio": forms.Textarea({"rows": 2}), "colour": Colours}
        help_texts = {
            "name": _("With a title, for example: Dr. Ingrid Solberg."),
            "order": _("0 comes first."),
            "colour": _("In the calendar, and behind the initials."),
        }

    def __init__(self, *args, clinic, **kwargs):
        super().__init__(*args, clinic=clinic, **kwargs)
        self.offer_places(self.instance.offers.all() if self.instance.pk else [])
        person = ["name", "short_name", "credentials", "bio", "order", "colour"]
        self.groups = [
            (_("The person"), person),
            (_("What they give"), self.offer_names),
        ]
