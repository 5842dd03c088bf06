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
    """Name, colour, the account behind it, what they give where. `may_link` lets the account be chosen (D4)."""

    other = Service
    asks, asks_at = _("Services they give"), _("Services they give at %(place)s")

    class Meta:
        model = Practitioner
        fields = ["name", "short_name", "credentials", "bio", "order", "colour", "user"]
        widgets = {"bio": forms.Textarea({"rows": 2}), "colour": Colours}
        help_texts = {
            "name": _("With a title, for example: Dr. Ingrid Solberg."),
            "order": _("0 comes first."),
            "colour": _("In the calendar, and behind the initials."),
            "user": _("The member of the team this is. Reads the answers of this practitioner’s patients."),
        }

    def __init__(self, *args, clinic, may_link, asker, **kwargs):
        super().__init__(*args, clinic=clinic, **kwargs)
        self._link(may_link, asker)
        self.offer_places(self.instance.offers.all() if self.instance.pk else [])
        person = ["name", "short_name", "credentials", "bio", "order", "colour"]
        self.groups = [
            (_("The person"), person),
            (_("Account"), ["user"] if "user" in self.fields else []),
            (_("What they give"), self.offer_names),
        ]

    def _link(self, may_link, asker):
        own = self.instance.user_id is not None and self.instance.user_id == asker.pk
        if not may_link or own and not asker.is_superuser:
            del self.fields["user"]
            return
        field = self.fields["user"]
        field.empty_label = _("Nobody")
        if not asker.is_superuser:
            field.queryset = field.queryset.exclude(pk=asker.pk)
