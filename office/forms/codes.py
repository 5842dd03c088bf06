"""For whom a new access code is."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.folding import fold
from office.forms.access import Reach, person_name, relation_field
from records.actions import ALL_SCOPES
from records.models.access import Level, Relation
from records.policies import why_not_full

PATIENT, ANOTHER = "patient", "another"


class NewCode(Reach):
    """The patient, a contact, or somebody else by name. What is asked about others does not count for the patient."""

    mark = forms.UUIDField(widget=forms.HiddenInput)
    who = forms.ChoiceField(
        label=_("Who is the code for?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who the code is for"),
            "invalid_choice": _("Choose who the code is for"),
        },
    )
    name = person_name(_("Name"), _("Enter the name of the person the code is for"))
    relation = relation_field()
    field_order = ["mark", "who", "name", "relation", "scopes", "until", "authorised"]

    def __init__(self, *args, contacts, **kwargs):
        self.contacts = {str(contact.pk): contact for contact in contacts}
        kwargs["initial"] = {"mark": uuid.uuid4(), "who": PATIENT} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        people = [(key, f"{one.name}, {one.get_relation_display()}") for key, one in self.contacts.items()]
        patient = (PATIENT, _("%(name)s, the patient") % {"name": self.space.patient.name})
        is_child = why_not_full(self.space.patient, Relation.SELF, at=self.space.at)
        self.fields["who"].choices = [
            *([] if is_child else [patient]),
            *people,
            (ANOTHER, _("Another person")),
        ]
        if is_child:
            self.initial["who"] = next(iter(self.contacts), ANOTHER)
        chosen = self.data.get("who", self.initial["who"])
        for name in ("name", "relation"):
            self.fields[name].required = chosen == ANOTHER
        for name in ("scopes", "authorised"):
            self.fields[name].required = chosen != PATIENT

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.data.get("who") == ANOTHER:
            taken = {fold(one.name) for one in self.contacts.values()}
            if fold(name) in taken:
                raise ValidationError(_("This is a contact: choose the name above"))
        return name

    def clean(self):
        who = self.cleaned_data.get("who")
        if who == PATIENT:
            for name in ("name", "relation", "scopes", "until", "authorised"):
                self._errors.pop(name, None)
        if who and why_not_full(self.space.patient, self.related_as, at=self.space.at):
            self.add_error("who", _("Ages are not chosen yet, so only the patient can be given a code"))
        return self.cleaned_data

    @property
    def contact(self):
        """The contact the code is for, if it is for one."""
        return self.contacts.get(self.cleaned_data.get("who"))

    @property
    def related_as(self):
        """Who the holder is to the patient."""
        if self.cleaned_data.get("who") == PATIENT:
            return Relation.SELF
        return self.contact.relation if self.contact else self.cleaned_data.get("relation")

    def as_issued(self) -> dict:
        """What `issue_code` needs to know."""
        if self.related_as == Relation.SELF:
            return {"relation": Relation.SELF, "scopes": ALL_SCOPES, "level": Level.FULL}
        return {
            "relation": self.related_as,
            "scopes": self.cleaned_data["scopes"],
            "level": Level.FULL,
            "access_until": self.access_until,
            "holder": self.contact.name if self.contact else self.cleaned_data["name"],
        }
