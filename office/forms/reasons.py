"""Why somebody did something, for colleagues who look later."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import one_line


class Reason(forms.Form):
    """A line that stays with the team."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("For the team only."),
        max_length=200,
        required=False,
        validators=[one_line],
        error_messages={"max_length": _("Use at most 200 characters")},
    )


class MustSay(forms.Form):
    """A line that has to be there."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        validators=[one_line],
        error_messages={"required": _("Say why"), "max_length": _("Use at most 200 characters")},
    )
