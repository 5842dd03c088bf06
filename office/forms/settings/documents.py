"""Which kinds of documents patients see and may send. What is kept is the opposite: hidden, and refused."""

from django import forms
from django.utils.translation import gettext_lazy as _

from records.models.kinds import Kind
from records.models.sent import SENT_KINDS


class KindsForm(forms.Form):
    """Two ticks for each kind; the second only where patients can say that it is one."""

    shown = forms.MultipleChoiceField(
        label=_("Patients see it"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    sent = forms.MultipleChoiceField(
        label=_("Patients may send it"),
        choices=[(kind, kind.label) for kind in SENT_KINDS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Let patients send at least one kind, for example other documents.")},
    )

    def __init__(self, sent, *, rules):
        self.rules = rules
        shown = [kind for kind in Kind.values if kind not in rules.hidden_kinds]
        taken = [kind.value for kind in SENT_KINDS if kind not in rules.refused_kinds]
        super().__init__(sent, initial={"shown": shown, "sent": taken})

    def fill(self):
        """Put what was ticked into the rules; the caller saves them."""
        said = self.cleaned_data
        self.rules.hidden_kinds = [kind for kind in Kind.values if kind not in said["shown"]]
        self.rules.refused_kinds = [kind.value for kind in SENT_KINDS if kind not in said["sent"]]
        return self.rules
