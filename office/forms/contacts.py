"""Somebody who belongs to a patient."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.folding import fold
from common.text import one_line
from office.forms.access import person_name, relation_field


def email_field(label, *, required=True, **options):
    """A field for somebody's e-mail address."""
    wrong = _("Enter an email address like name@example.org")
    return forms.EmailField(
        label=label,
        max_length=254,
        required=required,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": wrong, "invalid": wrong, "max_length": wrong},
        **options,
    )


PHONE = _("Phone")


def phone_field(label=PHONE, **options):
    """A field for a telephone number."""
    return forms.CharField(
        label=label,
        max_length=40,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
        error_messages={"max_length": _("Use at most 40 characters")},
        **options,
    )


def taken() -> ValidationError:
    """What is said of a name that another contact has."""
    return ValidationError(_("There is a contact of this name already. Add something that tells them apart"))


class ContactForm(forms.Form):
    """Who it is, how to reach them, what they may know. Names differ, for codes are told apart by them."""

    name = person_name(_("Name"), _("Enter the name"))
    relation = relation_field()
    phone = phone_field()
    email = email_field(_("Email"), required=False)
    may_be_told = forms.BooleanField(label=_("May be told about visits"), required=False)
    may_have_access = forms.BooleanField(
        label=_("May see this patient’s information"),
        help_text=_("Nothing is shown to anybody by this alone: invite them, or give them a code."),
        required=False,
    )

    def __init__(self, *args, others, **kwargs):
        self.taken = {fold(one.name) for one in others}
        super().__init__(*args, **kwargs)

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if fold(name) in self.taken:
            raise taken()
        return name
