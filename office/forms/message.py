"""What staff write to somebody beside what they send: plain words, never in a mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import plain

LONGEST_MESSAGE = 2000


def message_field() -> forms.CharField:
    """A few words that are read in the portal."""
    return forms.CharField(
        label=_("Message"),
        help_text=_("Read in the portal after signing in, never in the mail."),
        required=False,
        max_length=LONGEST_MESSAGE,
        validators=[plain],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Use at most 2,000 characters")},
    )
