"""Accounts that nothing belongs to vanish (product §2): one made on its own and never given anything to see."""

from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef

import audit
from accounts.models import User

EMPTY_FOR = timedelta(days=30)
AT_ONCE = 500


def empty_accounts(*, at):
    """Accounts older than thirty days to which no row of any room belongs, or ever belonged.

    Rooms above say that a row belongs to an account by protecting it: whatever a clinic must keep, keeps the account.
    What only serves signing in (addresses, sessions, passkeys) goes along with it.
    """
    accounts = User.objects.filter(date_joined__lte=at - EMPTY_FOR, is_staff=False, is_superuser=False)
    for field in User._meta.related_objects:
        if field.on_delete is models.PROTECT and field.field.concrete:
            rows = field.related_model._base_manager.filter(**{field.field.name: OuterRef("pk")})
            accounts = accounts.filter(~Exists(rows))
    return accounts


def forget_empty_accounts(*, at) -> int:
    """Delete them; how many went. One that is given something in this very moment stays."""
    gone = 0
    for account in empty_accounts(at=at).order_by("date_joined")[:AT_ONCE]:
        try:
            with transaction.atomic():
                audit.record("account.forgotten", by=None, target=account)
                account.delete()
        except (models.ProtectedError, IntegrityError):
            continue
        gone += 1
    return gone
