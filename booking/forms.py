from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NewAccount
from common.date_field import BirthDateField, ThreePartDateWidget
from common.text import one_line, plain
from records.models.access import Relation
from records.presenters import I_AM


def _name(label, required, autocomplete="off"):
    return forms.CharField(
        label=label,
        max_length=80,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": required, "max_length": _("Use at most 80 characters")},
    )


class BookingAccount(NewAccount):
    """The account made while booking: who you are, an address and a password."""

    given_name = _name(_("First name"), _("Enter your first name"), "given-name")
    family_name = _name(_("Last name"), _("Enter your last name"), "family-name")
    field_order = ["given_name", "family_name", "email", "password"]


class Person(forms.Form):
    """Somebody the clinic does not know from this account yet. Names are asked as on the health card."""

    given_name = _name(_("First name"), _("Enter the first name"))
    family_name = _name(_("Last name"), _("Enter the last name"))
    date_of_birth = BirthDateField(label=_("Date of birth"), help_text=_("For example 14\u00a01\u00a02014."))

    def answers(self) -> dict:
        """As kept with the hold: plain text, the date in ISO form."""
        person = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        person["date_of_birth"] = person["date_of_birth"].isoformat()
        return person


class Myself(Person):
    """The account holder as a patient."""

    date_of_birth = BirthDateField(
        label=_("Your date of birth"),
        help_text=_("For example 14\u00a01\u00a01984."),
        widget=ThreePartDateWidget(autocomplete="bday"),
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        help_text=_("So that the clinic can reach you about this visit."),
        max_length=40,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["given_name"].label, self.fields["family_name"].label = (
            _("Your first name"),
            _("Your last name"),
        )
        self.fields["given_name"].error_messages["required"] = _("Enter your first name")
        self.fields["family_name"].error_messages["required"] = _("Enter your last name")

    def answers(self):
        return {**super().answers(), "relation": Relation.SELF}


class FamilyMember(Person):
    """A child or somebody else the account holder looks after."""

    relation = forms.ChoiceField(
        label=_("How do you look after this person?"),
        choices=I_AM,
        error_messages={
            "required": _("Choose how you look after this person"),
            "invalid_choice": _("Choose how you look after this person"),
        },
        widget=forms.Select,
    )
    field_order = ["given_name", "family_name", "date_of_birth", "relation"]


class GuestContact(forms.Form):
    """Where the mails about a guest's visit go: it is the only way back to it."""

    email = forms.EmailField(
        label=_("Your email"),
        help_text=_("The details go there, with a link to change or cancel the visit."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email"),
            "invalid": _("Enter an email address, like name@example.org"),
        },
    )

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class NoteField(forms.CharField):
    """Lines as the browser's box counts them: one character each, not two."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


def note_field(**words) -> NoteField:
    """What somebody writes to the practitioner along with a booking; `words` are its label and help."""
    return NoteField(
        required=False,
        max_length=2000,
        validators=[plain],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Use at most 2,000 characters")},
        **words,
    )


class Note(forms.Form):
    """What the practitioner should know before the visit."""

    note = note_field(
        help_text=_(
            "For example what hurts, and since when. Don’t write anything urgent here: call us instead."
        )
    )

    def __init__(self, *args, practitioner, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Anything %(name)s should know before the visit?") % {
            "name": practitioner.called
        }


class Agreement(forms.Form):
    """The cancellation rule is read before anybody commits."""

    agreed = forms.BooleanField(
        label=_("I understand the cancellation policy"),
        error_messages={"required": _("Tick that you understand the cancellation policy")},
    )


class Cancellation(forms.Form):
    """Why a visit is cancelled, if somebody wants to say; `seen` is which state of the visit the page showed."""

    because = forms.CharField(
        label=_("Why are you cancelling?"),
        help_text=_("The clinic’s team reads this."),
        required=False,
        max_length=300,
        validators=[one_line],
        error_messages={"max_length": _("Use at most %(limit_value)d characters")},
    )

    def __init__(self, data=None, *, seen, **kwargs):
        self.seen = seen
        super().__init__(data, **kwargs)

    @property
    def is_current(self) -> bool:
        """Whether the page showed the visit as it is now."""
        return self.data.get("seen") == str(self.seen)
