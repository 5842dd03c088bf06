"""The form of the booking rules."""

from django.utils.translation import gettext_lazy as _

from clinic.admin_fields import CentsField
from clinic.admin_scope import ScopedForm


class RulesForm(ScopedForm):
    """The late fee is typed as money."""

    class Meta:
        labels = {
            "same_day": _("Visits on the same day"),
            "start_grid": _("Start times"),
            "no_preference": _("Who may choose “No preference”"),
            "cancel_online": _("Cancelling online"),
            "cancel_notice_hours": _("Cancelling online ends"),
            "fee_window_hours": _("The late fee begins"),
            "undo_minutes": _("Minutes to undo a booking"),
        }

    fee = CentsField(label=_("Late fee"), initial=0, help_text=_("0: none."))


class BroughtForm(ScopedForm):
    """A form that a service brings along."""

    class Meta:
        labels = {"template": _("Form"), "rule": _("How often")}
