"""What somebody is asked who wants to wait for a time."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from booking.models.waiting import PartOfDay
from booking.policies import offers_no_preference
from booking.rules import last_day, rules_of
from booking.waiting.joining import Wanted
from clinic.catalogue import catalogue_of
from common.date_field import ThreePartDateField

ANYONE = "anyone"
NOT_THERE = _("Choose from the list")


class Asked(forms.Form):
    """With whom, where and at which part of the day; the service is settled before."""

    who = forms.ChoiceField(
        label=_("With"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose with whom"), "invalid_choice": NOT_THERE},
    )
    place = forms.ChoiceField(
        label=_("Where"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where"), "invalid_choice": NOT_THERE},
    )
    part = forms.ChoiceField(
        label=_("At what time of day?"),
        widget=forms.RadioSelect,
        choices=PartOfDay.choices,
        error_messages={"required": _("Choose a time of day"), "invalid_choice": NOT_THERE},
    )

    def __init__(self, *args, clinic, service, at, place=None, is_returning=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.clinic, self.service, self.at = clinic, service, at
        self.catalogue = catalogue_of(clinic)
        self.places = {
            str(one.pk): one for one in self.catalogue.where_given(service) if place in (None, one)
        }
        people = self.catalogue.who_gives(service, place)
        self.people = {one.slug: one for one in people}
        may_have_anyone = offers_no_preference(clinic, people, is_returning=is_returning)
        anyone = [(ANYONE, _("Anyone"))] if may_have_anyone else []
        self._ask_only("who", [*anyone, *((slug, one.name) for slug, one in self.people.items())])
        self._ask_only("place", [(key, one.name) for key, one in self.places.items()])
        self.initial.setdefault("part", PartOfDay.ANY)

    def _ask_only(self, name, choices) -> None:
        """A question with one possible answer is not asked."""
        field = self.fields[name]
        field.choices = choices
        if len(choices) == 1:
            field.widget, field.required = forms.HiddenInput(), False
            field.empty_value = choices[0][0]
            self.initial[name] = choices[0][0]
        elif self.initial.get(name) not in dict(choices):
            self.initial[name] = choices[0][0] if choices else ""

    def clean(self):
        cleaned = super().clean()
        person = self.people.get(cleaned.get("who") or self.initial["who"])
        place = self.places.get(cleaned.get("place") or self.initial["place"])
        if person and place and person not in self.catalogue.who_gives(self.service, place):
            self.add_error("who", _("%(name)s does not give this there") % {"name": person.name})
        self.asked = {"service": self.service, "practitioner": person, "location": place}
        return cleaned

    @property
    def wanted(self) -> Wanted:
        """What was asked for, once the form is valid."""
        return Wanted(**self.asked, part=self.cleaned_data["part"])


class Days(Asked):
    """A time on some days."""

    first_day = ThreePartDateField(label=_("From"), error_messages={"required": _("Enter the first day")})
    last_day = ThreePartDateField(
        label=_("Until"),
        help_text=_("This day included. For a single day enter it twice."),
        error_messages={"required": _("Enter the last day")},
    )
    field_order = ["who", "place", "first_day", "last_day", "part"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first_day"].earliest = self.today = self.at.astimezone(self.clinic.zone).date()
        farthest = date.fromordinal(last_day(rules_of(self.clinic), self.clinic, at=self.at))
        self.fields["last_day"].earliest, self.fields["last_day"].latest = self.today, farthest

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error(
                "last_day", ValidationError(_("Enter a day that is not before the first"), code="date")
            )
        return cleaned

    @property
    def wanted(self) -> Wanted:
        days = {name: self.cleaned_data[name] for name in ("first_day", "last_day")}
        return Wanted(**self.asked, **days, part=self.cleaned_data["part"])


class Earlier(Asked):
    """An earlier time for a visit, in its own place."""

    def __init__(self, *args, visit, **kwargs):
        self.visit = visit
        super().__init__(*args, service=visit.service, place=visit.location, **kwargs)

    @property
    def wanted(self) -> Wanted:
        return Wanted(**self.asked, visit=self.visit.pk, part=self.cleaned_data["part"])
