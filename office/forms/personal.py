"""The official record, as staff correct it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.date_field import BirthDateField
from common.text import one_line, plain
from office.forms.contacts import email_field, phone_field
from office.forms.shown import changed_on
from records.actions import alike
from records.detail_forms import complain_of_halves, field_for, tidy
from records.details import DETAILS, OF_PATIENT, text_of, touched_by


def _line(label, longest, required=""):
    words = _("Use at most %(limit_value)d characters")
    return forms.CharField(
        label=label,
        max_length=longest,
        required=bool(required),
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": required, "max_length": words},
    )


class Correction(forms.Form):
    """Name, birth, how to reach the patient."""

    given_name = _line(_("First name"), 80, _("Enter the first name"))
    family_name = _line(_("Last name"), 80, _("Enter the last name"))
    date_of_birth = BirthDateField(label=_("Date of birth"))
    pronouns = _line(_("Pronouns"), 30)
    phone = phone_field(_("Mobile phone"))
    email = email_field(_("Email"), required=False)
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
        validators=[plain],
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        error_messages={"max_length": _("Use at most %(limit_value)d characters")},
    )

    def clean_address(self):
        # As it is kept: a browser ends lines in another way, which would look like a change.
        return "\n".join(line.rstrip() for line in self.cleaned_data["address"].splitlines())


class WholeRecord(Correction):
    """All that is on file, a contact for emergencies and insurance too."""

    def __init__(self, *args, patient, **kwargs):
        initial = {name: getattr(patient, name) for name in Correction.base_fields}
        initial |= {column: getattr(patient.more, column) for column in self.MORE}
        super().__init__(*args, initial=initial, **kwargs)
        for column in self.MORE:
            self.fields[column] = field_for(column)

    MORE = tuple(column for detail in DETAILS.values() for column in detail.parts if column not in OF_PATIENT)

    @property
    def groups(self) -> list[dict]:
        """What stands together on the page; the first one has no heading."""
        heads = {"insurance": _("Insurance"), "pharmacy": _("Pharmacy"), "emergency": _("Emergency contact")}
        reach = [DETAILS[key] for key in ("reach_visits", "reach_papers", "reminders", "language")]
        return [
            {"title": title, "fields": [self[column] for column in DETAILS[key].parts]}
            for key, title in heads.items()
        ] + [{"title": _("How we reach them"), "fields": [self[detail.key] for detail in reach]}]

    def clean(self):
        cleaned = super().clean()
        for column in self.MORE:
            if cleaned.get(column):
                cleaned[column] = tidy(column, cleaned[column])
        complain_of_halves(self, cleaned)
        return cleaned

    def changed_fields(self) -> dict[str, str]:
        """{field: text} of what was changed on the page, for a suggestion."""
        changed = touched_by(changed_on(self))
        return {one.key: text_of([self.cleaned_data[column] for column in one.parts]) for one in changed}


class NewPatient(Correction):
    """Somebody the clinic has no record of. One that looks like another is made only on purpose."""

    is_another = forms.BooleanField(label=_("This is somebody else: make a new record"), required=False)

    def __init__(self, *args, clinic, **kwargs):
        self.clinic, self.twins = clinic, []
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        named = {
            name: cleaned[name]
            for name in ("given_name", "family_name", "date_of_birth")
            if cleaned.get(name)
        }
        if len(named) == 3:
            self.twins = list(alike(self.clinic, **named)[:10])
        if self.twins and not (cleaned["is_another"] and self._has_shown(self.twins)):
            self.data = self.data.copy()
            self.data.pop("is_another", None)
            self.add_error("is_another", _("A record with this name and date of birth is here already"))
        return cleaned

    def _has_shown(self, twins) -> bool:
        """Whether the page showed all of these, and not those of another name, or fewer before a second press."""
        return {str(twin.pk) for twin in twins} <= set(self.data.getlist("twin"))

    @property
    def details(self) -> dict:
        """The record, as `records.actions.register_patient` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "is_another"}
