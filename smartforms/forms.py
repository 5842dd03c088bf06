"""What is typed about a form as a whole; its answers are read by `engine.reading`."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Correction(forms.Form):
    """What was wrong or missing in a form that was sent."""

    words = forms.CharField(
        label=_("What should be corrected or added?"),
        help_text=_("Say which question it is about. The answers themselves stay as they were sent."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Write what should be corrected"),
            "max_length": _("Use at most 2,000 characters"),
        },
    )
