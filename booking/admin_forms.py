"""The form of the booking rules."""

from django.utils.translation import gettext_lazy as _

from clinic.admin_fields import CentsField
from clinic.admin_scope import ScopedForm


class RulesForm(ScopedForm):
    """The late fee is typed as money."""

    fee = CentsField(label=_("Late fee"), initial=0, help_text=_("0: none."))
