"""Which mails about forms a colleague gets. Alerts, which must not wait, cannot be switched off."""

from django.db import transaction

import audit
from smartforms.models import Unnoticed


def wants_completed(account, clinic) -> bool:
    """Whether a colleague is mailed when a form that was sent for them was completed: yes, unless they said no."""
    return not Unnoticed.objects.filter(clinic=clinic, account=account).exists()


@transaction.atomic
def choose(*, account, clinic, completed: bool, at) -> bool:
    """What a colleague wants to be mailed about. Choosing the same twice changes nothing."""
    mine = {"clinic": clinic, "account": account}
    if completed:
        changed = bool(Unnoticed.objects.filter(**mine).delete()[0])
    else:
        _row, changed = Unnoticed.objects.get_or_create(**mine, defaults={"since": at})
    if changed:
        verb = "notices.completed_on" if completed else "notices.completed_off"
        audit.record(verb, by=account, target=account, clinic=clinic)
    return changed
