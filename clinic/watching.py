"""Once a day the list of what was done and seen is checked; whether it is whole, `/readyz` and the owners hear."""

import logging

from django.core.cache import cache

import outbox
from accounts.mail import account_of
from audit import sealing
from clinic.models import Membership
from clinic.models.clinic import Role
from outbox import registry
from outbox.composing import written

BROKEN_KEY = "audit-is-broken"
log = logging.getLogger(__name__)


def watch_audit(*, at) -> None:
    """Check every seal. Broken: a mark for `/readyz`, and a mail to every owner.

    Whole: the last seal is logged, so that it stands outside of the database as well.
    """
    found = sealing.check()
    if found.is_whole:
        cache.delete(BROKEN_KEY)
        if found.head:
            log.info("The audit is whole: %s seals, the last %s", found.seals, sealing.mark_of(found.head))
        return
    numbers = [seal.pk for seal in found.wrong]
    log.error("The audit was altered: seals %s", numbers)
    cache.set(BROKEN_KEY, numbers, timeout=None)
    owners = Membership.objects.filter(ended_at=None, user__is_active=True, roles__contains=[Role.OWNER])
    for owner in owners.select_related("user"):
        outbox.post(
            "clinic.audit_broken",
            clinic=owner.clinic_id,
            account=owner.user,
            about={"seals": len(numbers)},
            dedupe_key=f"audit_broken:{owner.pk}:{at:%Y-%m-%d}",
            at=at,
        )


def is_known_broken() -> bool:
    """Whether the last check found the audit altered."""
    return bool(cache.get(BROKEN_KEY))


def audit_broken(message, *, at):
    """To an owner: something in the audit is not as it was written. Dropped when it was whole again meanwhile."""
    if not is_known_broken():
        raise registry.ReasonGone("whole again")
    return written(message, "clinic/mail/audit_broken", to=account_of(message).email, context={})


def register():
    """Tell the outbox how this room's mail is made."""
    registry.register("clinic.audit_broken", audit_broken)
