"""Opening sign-in again, by staff who spoke with the owner of an address."""

import audit
from accounts import tries
from accounts.models import User


def open_sign_in(email: str, *, by, clinic) -> None:
    """Failed tries at this address count no longer: a member of the team has spoken with its owner."""
    tries.open_sign_in(email)
    audit.record("account.sign_in_opened", by=by, target=User.objects.owner_of(email), clinic=clinic)
