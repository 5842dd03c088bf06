"""The paper about the portal, in a clinic's own words."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.models import Handout
from office.handout import NAMED, NAMES


class HandoutForm(forms.ModelForm):
    """Words only; names in braces must be among those we can fill in."""

    class Meta:
        model = Handout
        fields = ["title", "text"]
        labels = {"title": gettext_lazy("Title"), "text": gettext_lazy("What it says")}
        help_texts = {
            "text": gettext_lazy(
                "A line after “# ” is a heading, after “- ” a point. {clinic}, {address}, {phone} and {hours} are "
                "filled in when it is printed."
            )
        }
        widgets = {"text": forms.Textarea({"rows": 18})}
        error_messages = {
            "title": {"required": gettext_lazy("Give it a title")},
            "text": {"required": gettext_lazy("Write what it says")},
        }

    def clean_text(self):
        text = self.cleaned_data["text"]
        unknown = [name for name in NAMED.findall(text) if name not in NAMES]
        if unknown:
            words = _("We have nothing to fill in for {%(name)s}")
            raise forms.ValidationError(words % {"name": unknown[0][:40]})
        return text
