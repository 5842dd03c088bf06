"""What staff choose when they send forms: which, to whom, by when, on whose behalf."""

from django import forms
from django.utils.translation import gettext_lazy as _

from office.forms.asking import AskingAgain
from office.forms.behalf import behalf_field, offer_behalf
from office.forms.due import DueBy
from office.forms.repeating import Repeating
from smartforms.presenters import titles
from smartforms.sending import Asking


class Sending(DueBy, AskingAgain, Repeating):
    """Published forms, to an account with access or to a mailbox on file."""

    templates = forms.MultipleChoiceField(
        label=_("Forms"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one form"),
            "invalid_choice": _("Choose from the forms that are there"),
        },
    )
    to = forms.ChoiceField(
        label=_("To whom"),
        help_text=_(
            "In the portal: a mail says that a form waits, and not which. "
            "By mailed link: it opens these forms, and others that wait and went to nobody else; nothing more."
        ),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose to whom"),
            "invalid_choice": _("This has changed meanwhile: choose again to whom"),
        },
    )
    practitioner = behalf_field()
    confidential = forms.BooleanField(
        label=_("For the patient alone"),
        help_text=_("Confidential: nobody who looks after the patient sees that this form is there."),
        required=False,
    )
    field_order = [
        "templates", "to", "due", "practitioner", "message", "confidential",
        "rule", "months", "often", "weeks", "first", "until", "times",
    ]  # fmt: skip

    def __init__(self, *args, offer, **kwargs):
        self.offer = offer
        super().__init__(*args, space=offer.space, **kwargs)
        called = titles.of_templates(offer.templates.values())
        self.fields["templates"].choices = [(key, called[one.pk]) for key, one in offer.templates.items()]
        self.fields["to"].choices = [(key, one.words) for key, one in offer.recipients.items()]
        self.fields["to"].initial = offer.usual
        offer_behalf(self.fields["practitioner"], offer.practitioners)
        self.fields["due"].required = False

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("confidential") and "to" in cleaned and not self.recipient.is_the_patient:
            self.add_error("to", _("A confidential form goes to the patient alone: choose the patient"))
        return cleaned

    @property
    def recipient(self):
        """To whom it goes."""
        return self.offer.recipients[self.cleaned_data["to"]]

    @property
    def asking(self) -> Asking:
        """What was chosen, as `office.sending.send` takes it."""
        cleaned = self.cleaned_data
        return Asking(
            [self.offer.templates[key] for key in cleaned["templates"]],
            due_at=self.due_at,
            practitioner=self.offer.practitioners.get(cleaned["practitioner"]),
            confidential=cleaned["confidential"],
            **self.asked(),
        )
