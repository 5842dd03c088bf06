"""How long sign-in is closed for an address, and opening it again by staff who spoke with its owner."""

import audit
from accounts import tries
from accounts.models import User
from accounts.tries import sign_in_wait

__all__ = ["open_sign_in", "sign_in_wait"]


def open_sign_in(email: str, *, by, clinic) -> None:
    """Failed tries at this address count no longer: a member of the team has spoken with its owner."""
    tries.open_sign_in(email)
    audit.record("account.sign_in_opened", by=by, target=User.objects.owner_of(email), clinic=clinic)
