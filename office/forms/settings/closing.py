"""When the clinic is closed, somebody is away, or a date has other hours. Visits that are hit are looked at first."""

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.admin_forms import ClosureWithVisits, ExceptionWithVisits, TimeOffWithVisits
from clinic.admin_fields import DayInput, MomentInput
from clinic.admin_scope import has_clinic
from clinic.models import Closure, HoursException, TimeOff
from office.forms.settings.base import OfOffice

SEEN = "they_stay"


class SavedOnce:
    """Pressed twice it is one row: a new one that says the same as another is refused. `same` are its fields."""

    same: tuple = ()

    @property
    def mine(self) -> dict:
        """What a row says of its clinic itself, where it does."""
        return {"clinic": self.clinic.pk} if has_clinic(self._meta.model) else {}

    def clean(self):
        cleaned = super().clean()
        said = {name: cleaned.get(name) for name in self.same}
        rows = self._meta.model.objects.filter(**self.mine, **said)
        if self.instance.pk is None and None not in said.values() and rows.exists():
            self.add_error(self.same[0], _("This is saved already."))
        return cleaned


class ClosureForm(OfOffice, SavedOnce, ClosureWithVisits):
    """Days on which the whole clinic is closed."""

    same = ("first_day", "last_day")

    groups = [("", ["first_day", "last_day", "reason", SEEN])]

    class Meta:
        model = Closure
        fields = ["first_day", "last_day", "reason"]
        widgets = {"first_day": DayInput, "last_day": DayInput}


class TimeOffForm(OfOffice, SavedOnce, TimeOffWithVisits):
    """Somebody or something is away."""

    same = ("bookable", "starts_at", "ends_at")

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
