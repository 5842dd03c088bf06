"""What staff say when they put somebody on the waiting list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.waiting.forms import NOT_THERE, Days


class ForPatient(Days):
    """Also whose account is offered the times: the mails go there, and only they can take one."""

    account = forms.ChoiceField(
        label=_("Who is told and answers?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who is told"), "invalid_choice": NOT_THERE},
    )
    field_order = ["account", *Days.field_order]

    def __init__(self, *args, accounts, **kwargs):
        self.accounts = accounts
        super().__init__(*args, **kwargs)
        words = _("%(name)s, %(email)s")
        self._ask_only(
            "account",
            [
                (key, words % {"name": one.name, "email": one.email} if one.name else one.email)
                for key, one in accounts.items()
            ],
        )

    @property
    def account_chosen(self):
        """The account, once the form is valid."""
        return self.accounts[self.cleaned_data.get("account") or self.initial["account"]]
