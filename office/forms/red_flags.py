"""A flag above a record: of which kind, in which words, until when."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.date_field import ThreePartDateField
from common.text import one_line
from records.models import FlagKind

MEANS = {
    FlagKind.ALLERGY: _("Allergy: for those who care for the patient"),
    FlagKind.RISK: _("Risk to health: for those who care for the patient"),
    FlagKind.NOTE: _("Note: for the whole team, so nothing about health"),
}


class NewFlag(forms.Form):
    """`kinds` are those that may be raised; where that is one only, it is not asked."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what it is"),
            "invalid_choice": _("Choose from the kinds that are there"),
        },
    )
    text = forms.CharField(
        label=_("In a few words"),
        help_text=_("It stands above the record on every page of it."),
        max_length=120,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say what it is"), "max_length": _("Use at most 120 characters")},
    )
    until = ThreePartDateField(
        label=_("Until"),
        help_text=_("The last day on which it counts. Empty: until somebody ends it."),
        required=False,
    )

    def __init__(self, data=None, *, kinds, today):
        super().__init__(data)
        self.kinds = kinds
        self.fields["kind"].choices = [(kind, MEANS[kind]) for kind in kinds]
        self.fields["until"].earliest = today
        if len(kinds) == 1:
            del self.fields["kind"]
            if kinds == [FlagKind.NOTE]:
                self.fields["text"].help_text = _(
                    "It stands above the record on every page of it. The whole team reads it, so nothing about health."
                )

    @property
    def decided(self) -> dict:
        """As `records.actions.red_flags.raise_flag` takes it."""
        return {"kind": self.kinds[0], **self.cleaned_data, "text": self.cleaned_data["text"].strip()}
