"""The steps of booking after a time is held, in order (Settled 14: a list, so that a clinic's rules can add one)."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from booking.models.preferences import AccountPanel
from booking.rules import needs_account, rules_of


@dataclass(frozen=True)
class Step:
    """One page of the way: its address, and whether it has been answered."""

    name: str
    is_answered: callable

    def url(self, held) -> str:
        return reverse(f"booking:{self.name}", args=[held.pk])


def _is_known(held, account) -> bool:
    """Signed in; or a guest, who chose to go on without an account where that is possible, or whom nobody asks."""
    if account is not None and account.is_authenticated:
        return True
    if needs_account(held.clinic, held.service):
        return False
    return rules_of(held.clinic).account_panel == AccountPanel.OFF or bool(held.answers.get("as_guest"))


STEPS = [
    Step("account", _is_known),
    Step("patient", lambda held, account: "patient" in held.answers or "person" in held.answers),
    Step("check", lambda held, account: held.appointment_id is not None),
    Step("done", lambda held, account: False),
]


def next_step(held, account) -> Step:
    """The first step not answered yet."""
    return next(step for step in STEPS if not step.is_answered(held, account))


def change_url(held, name="booking:times") -> str:
    """Back to an earlier choice, keeping this hold until the new one is sure."""
    arguments = {"booking:services": [], "booking:practitioners": [held.service.slug]}.get(
        name, [held.service.slug, "anyone" if held.any_practitioner else held.practitioner.slug]
    )
    return f"{reverse(name, args=arguments)}?{urlencode({'instead_of': held.pk})}"
