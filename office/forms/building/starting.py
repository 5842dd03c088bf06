"""What a question begins with: a control that fits its answers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from office.forms.building.limits import DayInput
from smartforms.authoring import starting
from smartforms.authoring.kinds import kind_of
from smartforms.authoring.tree import Place

WIDGETS = {
    "valueInteger": {"inputmode": "numeric"}, "valueDecimal": {"inputmode": "decimal"},
    "valueQuantity": {"inputmode": "decimal"}, "valueTime": {"type": "time"},
}  # fmt: skip


def field(place: Place) -> forms.Field:
    """The control; it refuses what the question cannot begin with."""
    said = {"label": _("Begins with"), "required": False}
    name, is_several = starting.name_for(place), place.item.get("repeats") is True
    if name == "valueBoolean":
        answers = [("", _("Nothing")), ("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(**said, choices=answers, widget=forms.Select)
    help_text = _("One answer a line.") if is_several else ""
    widget = forms.TextInput(WIDGETS.get(name))
    if is_several or kind_of(place).code == "text":
        widget = forms.Textarea({"rows": 3})
    elif name in ("valueDate", "valueDateTime"):
        widget = DayInput()
    before = starting.start_of(place.item)

    def fits(text):
        try:
            if text != before:  # what a file brought stays until it is changed
                starting.read(place, text)
        except starting.Unfitting:
            raise ValidationError(_("This is no answer to the question")) from None

    return forms.CharField(**said, max_length=5_000, help_text=help_text, widget=widget, validators=[fits])
