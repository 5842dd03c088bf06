"""When the clinic is closed, somebody is away, or a date has other hours. Visits that are hit are looked at first."""

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.admin_forms import ClosureWithVisits, ExceptionWithVisits, TimeOffWithVisits
from clinic.admin_fields import DayInput, MomentInput
from clinic.models import Closure, HoursException, TimeOff
from office.forms.settings.base import OfOffice

SEEN = "they_stay"


class ClosureForm(OfOffice, ClosureWithVisits):
    """Days on which the whole clinic is closed."""

    groups = [("", ["first_day", "last_day", "reason", SEEN])]

    class Meta:
        model = Closure
        fields = ["first_day", "last_day", "reason"]
        widgets = {"first_day": DayInput, "last_day": DayInput}


class TimeOffForm(OfOffice, TimeOffWithVisits):
    """Somebody or something is away."""

    groups = [("", ["bookable", "starts_at", "ends_at", "reason", SEEN])]

    class Meta:
        model = TimeOff
        fields = ["bookable", "starts_at", "ends_at", "reason"]
        widgets = {"starts_at": MomentInput, "ends_at": MomentInput}
        field_classes = {"starts_at": forms.DateTimeField, "ends_at": forms.DateTimeField}
        help_texts = {"starts_at": _("By the clock of the clinic.")}


class DayForm(OfOffice, ExceptionWithVisits):
    """One date with other hours, or closed."""

    groups = [("", ["practitioner", "location", "date", "opens", "closes", "services", SEEN])]

    class Meta:
        model = HoursException
        fields = ["practitioner", "location", "date", "opens", "closes", "services"]
        widgets = {"date": DayInput, "services": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = self.fields["location"].queryset[:2]
        if len(places) == 1 and self.instance.pk is None:
            self.fields["location"].initial = places[0].pk
