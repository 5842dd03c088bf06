"""Wording a mail: a subject on one line, an opening, and no placeholder but the mail's own."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.text import one_line, plain
from outbox.texts import LONGEST_OPENING, LONGEST_SUBJECT, strangers


class MailTextForm(forms.Form):
    """The two parts of a mail that are the clinic's to word."""

    subject = forms.CharField(
        label=_("Subject"),
        max_length=LONGEST_SUBJECT,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Write a subject"),
            "max_length": _("Use at most %(limit_value)s characters"),
        },
    )
    opening = forms.CharField(
        label=_("Opening"),
        help_text=_("Plain words; an empty line begins a new paragraph. Nothing about anybody’s health."),
        max_length=LONGEST_OPENING,
        required=False,
        validators=[plain],
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": _("Use at most %(limit_value)s characters")},
    )

    def __init__(self, *args, text, **kwargs):
        super().__init__(*args, **kwargs)
        self.text = text

    def clean_subject(self):
        return self._with_its_own(" ".join(self.cleaned_data["subject"].split()))

    def clean_opening(self):
        return self._with_its_own(self.cleaned_data["opening"].replace("\r\n", "\n").strip())

    def _with_its_own(self, words: str) -> str:
        if unknown := strangers(words, self.text):
            known = ", ".join(f"{{{name}}}" for name in self.text.placeholders)
            raise ValidationError(
                _("%(typed)s is no placeholder of this mail. There are: %(known)s"),
                params={"typed": unknown[0], "known": known},
            )
        return words
