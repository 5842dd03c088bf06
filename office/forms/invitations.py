"""What staff decide when they invite somebody: how far, until when, what goes along, and their word."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.date_field import ThreePartDateField
from office.forms.access import Reach, person_name, relation_field
from office.forms.behalf import behalf_field, offer_behalf
from office.forms.contacts import email_field
from office.forms.due import LATEST, last_minute
from office.forms.message import message_field
from office.inviting import Wanted
from office.sending import practitioners_for
from records.actions import ALL_SCOPES
from records.models.access import Level, Relation, Scope
from records.policies import why_not_full
from smartforms.presenters import titles

ALONG = ("templates", "due", "practitioner", "message")  # the fields of what goes along, in order
LEVELS = [
    (Level.FULL, _("Full: also what the clinic enters")),
    (Level.LIMITED, _("Limited: only what they do online themselves")),
]


class GoesAlong(forms.Form):
    """Forms to fill in, by when and for whom, and a message: all read in the portal after signing in."""

    templates = forms.MultipleChoiceField(
        label=_("Forms to fill in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the forms that are there")},
    )
    due = ThreePartDateField(label=_("Forms due"), required=False)
    practitioner = behalf_field()
    message = message_field()

    def offer(self, templates):
        """The clinic's forms that can be sent, and on whose behalf."""
        self.offered = {str(template.pk): template for template in templates}
        called = titles.of_templates(self.offered.values())
        self.fields["templates"].choices = [(key, called[one.pk]) for key, one in self.offered.items()]
        today = self.space.at.astimezone(self.space.zone).date()
        self.fields["due"].earliest, self.fields["due"].latest = today, today + LATEST
        self.practitioners = practitioners_for(self.space)
        offer_behalf(self.fields["practitioner"], self.practitioners)
        if not self.offered:
            for name in ("templates", "due", "practitioner"):
                del self.fields[name]

    def along(self) -> dict:
        """The message, and the forms that were ticked, with their day and on whose behalf they go."""
        ticked = self.cleaned_data.get("templates", [])
        return {
            "message": self.cleaned_data["message"],
            "forms": tuple(self.offered[key] for key in ticked),
            "due_at": last_minute(self.cleaned_data.get("due"), self.space.zone),
            "practitioner": self.practitioners.get(self.cleaned_data.get("practitioner", "")),
        }


class OfPatient(GoesAlong):
    """The patient themself, at the address on file: full, as far as the address is theirs alone."""

    authorised = forms.BooleanField(
        label=_("I checked this address with the patient"),
        error_messages={"required": _("Tick that the address was checked with the patient")},
    )

    def __init__(self, *args, space, templates, **kwargs):
        self.space = space
        super().__init__(*args, **kwargs)
        self.offer(templates)

    def clean(self):
        if why_not_full(self.space.patient, Relation.SELF, at=self.space.at):
            words = _("A child is not invited. Add a parent as a contact, and invite them.")
            self.add_error(None, words)
        return self.cleaned_data

    def wanted(self) -> Wanted:
        """What `invite_person` needs."""
        patient = self.space.patient
        return Wanted(
            email=patient.email, relation=Relation.SELF, level=Level.FULL, scopes=ALL_SCOPES,
            name=patient.name, **self.along(),
        )  # fmt: skip


class OfOther(Reach):
    """What is decided for everybody but the patient."""

    level = forms.ChoiceField(
        label=_("How much"),
        choices=LEVELS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how much"), "invalid_choice": _("Choose how much")},
    )

    def __init__(self, *args, space, **kwargs):
        super().__init__(*args, space=space, **kwargs)
        if self.is_minor:
            self.fields["scopes"].initial = ALL_SCOPES

    @property
    def related_as(self):
        """Who the invited person is to the patient."""
        return self.cleaned_data.get("relation")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("level") == Level.FULL and self.related_as:
            if why_not_full(self.space.patient, self.related_as, at=self.space.at):
                self.add_error("level", _("Ages are not chosen yet, so this record cannot be given in full"))
        if cleaned.get("templates") and Scope.FORMS not in cleaned.get("scopes", [Scope.FORMS]):
            self.add_error("scopes", _("Choose the part Forms too, or they cannot see what you send along"))
        return cleaned

    def wanted(self, **more) -> Wanted:
        """What `invite_person` needs."""
        decided = {
            "email": self.cleaned_data.get("email"),
            "name": self.cleaned_data.get("name", ""),
            "relation": self.related_as,
            "level": self.cleaned_data["level"],
            "scopes": self.cleaned_data["scopes"],
            "access_until": self.access_until,
        }
        return Wanted(**decided | more)


class OfContact(OfOther, GoesAlong):
    """A contact, at the address on file."""

    field_order = ["level", "scopes", "until", *ALONG, "authorised"]

    def __init__(self, *args, contact, templates, **kwargs):
        self.contact = contact
        super().__init__(*args, **kwargs)
        self.offer(templates)

    @property
    def related_as(self):
        return self.contact.relation

    def wanted(self, **more):
        one = self.contact
        return super().wanted(contact=one, email=one.email, name=one.name, **self.along(), **more)


class OfPerson(OfOther, GoesAlong):
    """A portal user who is no contact."""

    name = person_name(_("Name"), _("Enter the name"))
    email = email_field(_("Email"))
    relation = relation_field()
    field_order = [
        "name",
        "email",
        "relation",
        "level",
        "scopes",
        "until",
        *ALONG,
        "authorised",
    ]

    def __init__(self, *args, templates, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(templates)

    def wanted(self, **more):
        return super().wanted(**self.along(), **more)


class OfAccount(OfOther):
    """Somebody by the exact address of their account."""

    email = email_field(_("Email"), help_text=_("The exact address of the account."))
    relation = relation_field()
    field_order = ["email", "relation", "level", "scopes", "until", "authorised"]
