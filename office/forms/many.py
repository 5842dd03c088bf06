"""Whom a form goes to when it goes to many, and how."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from common.date_field import ThreePartDateField
from common.text import one_line
from office.forms.asking import AskingAgain
from office.forms.due import DueBy
from office.forms.message import message_field
from smartforms.presenters import titles
from smartforms.sending import Asking

ANY = ("", _("Any"))


@dataclass(frozen=True)
class Here:
    """What a day is reckoned by."""

    at: datetime
    zone: tzinfo


def _choice(label, message) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, error_messages={"invalid_choice": message})


class Whom(AskingAgain):
    """Which form, and which patients: by their visits, or by name. All that is chosen must fit."""

    template = forms.ChoiceField(
        label=_("Form"),
        error_messages={
            "required": _("Choose a form"),
            "invalid_choice": _("Choose from the forms that are there"),
        },
    )
    since = ThreePartDateField(label=_("With a visit from"), required=False)
    until = ThreePartDateField(label=_("With a visit until"), required=False)
    practitioner = _choice(_("With a visit to"), _("Choose from the practitioners that are there"))
    service = _choice(_("With a visit for"), _("Choose from the services that are there"))
    text = forms.CharField(
        label=_("Name, date of birth or phone"), required=False, max_length=100, validators=[one_line]
    )
    message = None
    field_order = ["template", "since", "until", "practitioner", "service", "text", "rule", "months"]

    def __init__(self, *args, templates, catalogue, **kwargs):
        super().__init__(*args, **kwargs)
        self.templates = {str(one.pk): one for one in templates}
        self.people = {str(one.pk): one for one in catalogue.practitioners.values()}
        self.services = {str(one.pk): one for one in catalogue.services.values()}
        called = titles.of_templates(self.templates.values())
        self.fields["template"].choices = [(key, called[one.pk]) for key, one in self.templates.items()]
        self.fields["practitioner"].choices = [ANY, *((key, one.name) for key, one in self.people.items())]
        self.fields["service"].choices = [ANY, *((key, one.title) for key, one in self.services.items())]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must not be before the first"))
        return cleaned

    @property
    def chosen(self):
        """The form that is sent."""
        return self.templates[self.cleaned_data["template"]]


class How(DueBy):
    """What goes along to all of them."""

    practitioner = _choice(_("On behalf of"), _("Choose from the practitioners that are there"))
    message = message_field()
    field_order = ["due", "practitioner", "message"]

    def __init__(self, *args, whom, **kwargs):
        super().__init__(*args, **kwargs)
        self.whom = whom
        self.fields["due"].required = False
        nobody = ("", _("Nobody in particular"))
        self.fields["practitioner"].choices = [nobody, *whom.fields["practitioner"].choices[1:]]

    @property
    def asking(self) -> Asking:
        """What is sent, as `smartforms.many.dispatch` takes it."""
        return Asking(
            [self.whom.chosen],
            due_at=self.due_at,
            practitioner=self.whom.people.get(self.cleaned_data["practitioner"]),
            **self.whom.asked() | {"message": self.cleaned_data["message"]},
        )
