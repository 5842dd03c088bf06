"""What staff choose when they open a record to somebody: who, which parts, until when."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.availability import wallclock
from common.date_field import ThreePartDateField
from common.text import one_line
from records.models.access import Relation, Scope
from records.policies import is_minor

OTHERS = [choice for choice in Relation.choices if choice[0] != Relation.SELF]
LONGEST_NAME = 120


def person_name(label, required, **attrs):
    """A field for somebody's name."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_NAME,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
        error_messages={"required": required, "max_length": _("Use at most 120 characters")},
    )


def relation_field(**options):
    """A field for who somebody is to the patient."""
    wrong = _("Choose who this person is to the patient")
    return forms.ChoiceField(
        label=_("Relation to the patient"),
        choices=[("", _("Choose")), *OTHERS],
        widget=forms.Select,
        error_messages={"required": wrong, "invalid_choice": wrong},
        **options,
    )


class Reach(forms.Form):
    """Which parts of the record, until when, and the word of whoever decides it."""

    scopes = forms.MultipleChoiceField(
        label=_("Which parts"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one part of the record"),
            "invalid_choice": _("Choose from the parts that are there"),
        },
    )
    until = ThreePartDateField(
        label=_("Until"),
        help_text=_("The last day of access. Empty: until somebody ends it."),
        required=False,
    )
    authorised = forms.BooleanField(
        label=_("This person may see this patient’s information"),
        error_messages={"required": _("Tick that this person may see this patient’s information")},
    )

    def __init__(self, *args, space, **kwargs):
        self.space = space
        super().__init__(*args, **kwargs)
        tomorrow = space.at.astimezone(space.zone).date() + timedelta(days=1)
        self.fields["until"].earliest = tomorrow
        self.fields["until"].latest = tomorrow.replace(year=tomorrow.year + 30, day=1)
        self.is_minor = is_minor(space.patient, at=space.at)
        if self.is_minor is False:
            # An adult's consent is asked again every year (D3).
            self.fields["until"].initial = tomorrow + timedelta(days=364)

    @property
    def access_until(self):
        """The instant at which the chosen day is over at the clinic; None without one."""
        day = self.cleaned_data.get("until")
        return day and wallclock.to_instant(wallclock.midnight(self.space.zone, day.toordinal() + 1))
