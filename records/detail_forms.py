"""The fields of the official record as they are typed, by patients and by the team."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.text import one_line, plain
from records.details import OF_PATIENT, text_of
from records.models import Patient, PatientDetails
from records.models.details import Language, Reach, Reminders

LONGEST_ADDRESS = 500
LABELS = {
    "given_name": _("First name"),
    "family_name": _("Last name"),
    "preferred_name": _("Preferred name"),
    "pronouns": _("Pronouns"),
    "phone": _("Mobile phone"),
    "email": _("Email"),
    "address": _("Address"),
    "occupation": _("Occupation"),
    "language": _("Language"),
    "emergency_name": _("Name"),
    "emergency_relation": _("Who they are"),
    "emergency_phone": _("Phone"),
    "insurer": _("Insurance company"),
    "insurance_number": _("Policy or member number"),
    "insurance_group": _("Group"),
    "pharmacy_name": _("Pharmacy"),
    "pharmacy_phone": _("Phone"),
    "pharmacy_address": _("Address"),
    "reach_visits": _("About visits"),
    "reach_papers": _("About letters and results"),
    "reminders": _("Reminders of visits"),
}
HINTS = {
    "emergency_relation": _("For example partner, sister, neighbour."),
    "preferred_name": _("What we call you, if that is not your first name."),
    "language": _("The clinic’s mails come in it, unless whoever reads them has chosen another one."),
    "reach_visits": _(
        "With phone or post, reminders are emailed only if email reminders are chosen. What is booked, moved or"
        " cancelled online is still answered by email, and so is a visit that the clinic moves or cancels."
    ),
    "reach_papers": _(
        "With phone or post, no email says that something new is in the record. It is still in the portal."
    ),
}
# What a browser fills in for somebody who types about themself.
OWN = {
    "given_name": "given-name",
    "family_name": "family-name",
    "preferred_name": "nickname",
    "phone": "tel",
    "email": "email",
    "address": "street-address",
    "occupation": "organization-title",
}
MISSING = {
    "given_name": _("Enter the first name"),
    "family_name": _("Enter the last name"),
    "email": _("Enter an email address like name@example.org"),
}
# Parts that say nothing without another one, and what is asked for then.
NEEDS = {
    "emergency_name": (("emergency_relation", "emergency_phone"), _("Enter the name")),
    "insurer": (("insurance_number", "insurance_group"), _("Enter the insurance company")),
    "pharmacy_name": (("pharmacy_phone", "pharmacy_address"), _("Enter the pharmacy")),
}
CHOICES = {"language": Language, "reach_visits": Reach, "reach_papers": Reach, "reminders": Reminders}


def a_number(text: str) -> None:
    """A validator: a telephone number has a digit; how people write it otherwise is up to them."""
    if not any(sign.isdigit() for sign in text):
        raise ValidationError(_("Enter a phone number"), code="no_number")


def field_for(column: str, *, own=False) -> forms.Field:
    """The form field of one column; `own`: somebody types about themself."""
    label, wrong = LABELS[column], MISSING.get(column, "")
    if column in CHOICES:
        return _choice(label, CHOICES[column].choices, own=own, hint=HINTS.get(column, ""))
    attrs = {"autocomplete": OWN.get(column, "off") if own else "off"}
    if column.endswith("phone"):
        attrs["inputmode"] = "tel"
    words = _("Use at most %(limit_value)d characters")
    common = {"label": label, "required": bool(wrong), "help_text": HINTS.get(column, "") if own else ""}
    if column == "email":
        errors = {"required": wrong, "invalid": wrong, "max_length": wrong}
        return forms.EmailField(
            **common, max_length=254, widget=forms.EmailInput(attrs=attrs), error_messages=errors
        )
    errors = {"required": wrong, "max_length": words}
    if column == "address":
        area = forms.Textarea(attrs=attrs | {"rows": 3})
        return forms.CharField(
            **common, max_length=LONGEST_ADDRESS, validators=[plain], widget=area, error_messages=errors
        )
    longest = (Patient if column in OF_PATIENT else PatientDetails)._meta.get_field(column).max_length
    box = forms.TextInput(attrs=attrs)
    checks = [one_line, a_number] if column.endswith("phone") else [one_line]
    field = forms.CharField(
        **common, max_length=longest, validators=checks, widget=box, error_messages=errors
    )
    field.leads = column in NEEDS  # empty only together with its other parts, so it is not called optional
    return field


def _choice(label, choices, *, own, hint):
    """Cards for patients, with what it means; a list for the team, who can leave it empty again."""
    widget = forms.RadioSelect if own else forms.Select
    empty = [] if own else [("", _("Not provided"))]
    words = {"label": label, "help_text": hint}
    return forms.ChoiceField(**words, required=False, choices=[*empty, *choices], widget=widget)


def tidy(column: str, value: str) -> str:
    """A value as it is kept: without stray spaces and empty lines."""
    if column == "address":
        return "\n".join(line.strip() for line in value.splitlines() if line.strip())
    return " ".join(value.split())


class DetailForm(forms.Form):
    """Some fields of the record on one page. Nothing but their own parts is ever read from what is sent."""

    def __init__(self, *args, details, said=None, own=True, **kwargs):
        """`said` is what stands in the boxes at first: {field: text}."""
        self.details = details
        super().__init__(*args, **kwargs)
        for detail in details:
            values = detail.values((said or {}).get(detail.key, ""))
            for column in detail.parts:
                self.fields[column] = field_for(column, own=own)
                self.initial[column] = values[column]

    def clean(self):
        cleaned = super().clean()
        for column in self.fields:
            if isinstance(cleaned.get(column), str):
                cleaned[column] = tidy(column, cleaned[column])
        complain_of_halves(self, cleaned)
        return cleaned

    def said(self) -> dict[str, str]:
        """What was typed, field by field, as text."""
        return {
            detail.key: text_of([self.cleaned_data[column] for column in detail.parts])
            for detail in self.details
        }


def complain_of_halves(form, cleaned) -> None:
    """A telephone without a name is nobody's."""
    for column, (others, wrong) in NEEDS.items():
        if column in form.fields and not cleaned.get(column) and any(cleaned.get(one) for one in others):
            form.add_error(column, wrong)
