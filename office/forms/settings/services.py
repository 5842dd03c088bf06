"""What is booked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.admin_fields import CentsField
from clinic.admin_forms import Addressed
from clinic.admin_scope import ScopedForm
from clinic.models import Practitioner, Service
from office.forms.settings.base import OfOffice, TellsApart
from office.forms.settings.offers import OffersByPlace


class ServiceForm(OfOffice, OffersByPlace, TellsApart, Addressed, ScopedForm):
    """How long it takes, what it costs, who gives it where."""

    named_by = "title"
    other = Practitioner
    asks, asks_at = _("Who gives it"), _("Who gives it at %(place)s")
    price = CentsField(label=_("Price"), required=False, help_text=_("Empty: not shown."))

    class Meta:
        model = Service
        fields = [
            "title", "description", "category", "tag", "audience", "setting", "minutes", "buffer_before",
            "buffer_after", "price", "is_online", "approval", "resources", "on_the_day", "order",
        ]  # fmt: skip
        widgets = {
            "description": forms.Textarea({"rows": 2}),
            "resources": forms.CheckboxSelectMultiple,
        }
        labels = {"category": _("Heading")}
        help_texts = {
            "tag": _("A short word beside the title, for example: New."),
            "order": _("0 comes first."),
        }

    def __init__(self, *args, clinic, **kwargs):
        super().__init__(*args, clinic=clinic, **kwargs)
        self.fields["category"].empty_label = _("No heading")
        if not self.fields["resources"].queryset.exists():
            del self.fields["resources"]
        self.offer_places(self.instance.offers.all() if self.instance.pk else [])
        booked = ["is_online", "approval", "resources", "on_the_day", "order"]
        self.groups = [
            (_("The service"), ["title", "description", "category", "tag", "audience", "setting"]),
            (_("Time and price"), ["minutes", "buffer_before", "buffer_after", "price"]),
            (_("On the booking page"), [name for name in booked if name in self.fields]),
            (_("Who gives it"), self.offer_names),
        ]
