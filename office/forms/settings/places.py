"""A place where visits happen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.admin_scope import ScopedForm
from clinic.models import Location
from office.forms.settings.base import OfOffice, TellsApart


class PlaceForm(OfOffice, TellsApart, ScopedForm):
    """Its name, how to get there and in."""

    groups = [
        (_("The place"), ["name", "detail", "order"]),
        (_("What patients read"), ["access", "on_the_day", "map_url"]),
    ]

    class Meta:
        model = Location
        fields = ["name", "detail", "order", "access", "on_the_day", "map_url"]
        widgets = {"on_the_day": forms.Textarea({"rows": 3})}
        field_classes = {"map_url": forms.CharField}
        help_texts = {
            "name": _("As patients know it, for example: 12 Harbour Street."),
            "order": _("0 comes first."),
            "map_url": _("It begins with https://."),
        }

    def clean_map_url(self):
        link = self.cleaned_data["map_url"]
        if link and not link.startswith("https://"):
            raise forms.ValidationError(_("Write the whole address, beginning with https://"))
        return link
