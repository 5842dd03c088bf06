"""Who the clinic is: name, address, telephone, language, time zone, money."""

from itertools import groupby
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from booking.models import Appointment
from clinic.admin_scope import ScopedForm
from clinic.models import Clinic
from common import wording
from office.forms.settings.base import OfOffice

CURRENCIES = ("AUD", "CAD", "CHF", "EUR", "GBP", "NZD", "USD")


class DetailsForm(OfOffice, ScopedForm):
    """Another time zone is kept only once somebody has read what it changes."""

    zone_seen = forms.BooleanField(
        label=_("I mean to change the time zone"),
        required=False,
        widget=forms.HiddenInput,
    )
    groups = [
        (_("Name and address"), ["name", "tagline", "address", "emergency_line"]),
        (_("How to reach you"), ["phone", "phone_hours", "email"]),
        (_("Language, time, money"), ["language", "timezone", "zone_seen", "currency"]),
    ]

    class Meta:
        model = Clinic
        fields = [
            "name", "tagline", "address", "emergency_line", "phone", "phone_hours", "email",
            "language", "timezone", "currency",
        ]  # fmt: skip
        help_texts = {
            "language": _(
                "Of mails to people who chose none, and of pages for browsers that ask for another."
            ),
            "timezone": _("Visits keep their moment; the clock times shown for them change."),
            "currency": _("Of new services. Prices that are there keep theirs."),
        }

    def __init__(self, *args, at, **kwargs):
        self.at = at
        super().__init__(*args, **kwargs)
        before = self.initial.get("timezone", "")
        self.fields["timezone"].widget = forms.Select(choices=zones(before))
        now = self.initial.get("currency")
        names = sorted({*CURRENCIES, now} - {None, ""})
        self.fields["currency"].widget = forms.Select(choices=[(name, name) for name in names])

    def clean_currency(self):
        currency = self.cleaned_data["currency"]
        if currency not in {*CURRENCIES, self.initial.get("currency")}:
            raise forms.ValidationError(_("Choose one"))
        return currency

    def clean(self):
        cleaned = super().clean()
        zone = self.cleaned_data.get("timezone")
        if zone in available_timezones() and zone != self.initial.get("timezone"):
            self.fields["zone_seen"].widget = forms.CheckboxInput()
            if not self.cleaned_data.get("zone_seen"):
                self.add_error("zone_seen", self._what_changes(ZoneInfo(zone)))
        return cleaned

    def _what_changes(self, zone: ZoneInfo) -> str:
        """In words: how many visits are shown at another time, and the next of them before and after."""
        coming = Appointment.objects.coming(at=self.at).filter(clinic=self.clinic)
        nearest, count = coming.order_by("starts_at").first(), coming.count()
        tick = _("Opening hours stay as they are on the clock. Tick below if you mean it.")
        if not count:
            return tick
        words = ngettext(
            "%(n)d visit is booked: it keeps its moment, but what is shown as %(before)s becomes %(after)s.",
            "%(n)d visits are booked: they keep their moment, but what is shown as %(before)s becomes %(after)s.",
            count,
        )
        before, after = (
            wording.short_moment(nearest.starts_at.astimezone(one)) for one in (self.clinic.zone, zone)
        )
        return f"{words % {'n': count, 'before': before, 'after': after}} {tick}"


def zones(current: str) -> list:
    """Every zone of a place, by continent, for a choice."""
    names = sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "US/"))
    )
    if current and current not in names:
        names.insert(0, current)
    by_continent = groupby(names, key=lambda name: name.partition("/")[0])
    return [
        (continent, [(name, name.partition("/")[2].replace("_", " ") or name) for name in several])
        for continent, several in by_continent
    ]
