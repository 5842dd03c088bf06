"""How much one account may send: files that wait for the clinic, files and megabytes within a day.

Counted in the database behind a lock, so that what is sent side by side cannot pass it together.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from common import files
from common.locks import one_at_a_time
from records.models import Upload

A_DAY = timedelta(hours=24)


def make_room(account, upload, *, at, waits=False) -> None:
    """Let a file in whose row was just written, and let nobody else count until it is there. Raises files.Refused.

    `waits` is a file for the clinic's tray. Whoever has no account is counted elsewhere, by their network.
    """
    if account is not None:
        one_at_a_time(f"files of {account.pk}")
        ask_for_room(account, upload.size, at=at, waits=waits, besides=upload)


def ask_for_room(account, size: int, *, at, waits=False, besides=None) -> None:
    """The same question without the lock, before a file costs anything. Raises files.Refused."""
    if account is None:
        return
    waiting = Q(sent__isnull=False, sent__decided_at=None, removed_at=None)
    recent = Q(created_at__gt=at - A_DAY)
    found = (
        Upload.objects.filter(waiting | recent, account=account)
        .exclude(pk=besides and besides.pk)
        .order_by()
        .aggregate(bytes=Sum("size"), today=Count("pk", filter=recent), waiting=Count("pk", filter=waiting))
    )
    if waits and found["waiting"] >= settings.UPLOADS_WAITING:
        raise files.Refused(
            _("%(n)d of your files still wait for the clinic. Remove one, or wait until they are looked at")
            % {"n": found["waiting"]}
        )
    if found["today"] >= settings.UPLOADS_A_DAY:
        raise files.Refused(
            _("You have sent %(n)d files within a day. Send the rest tomorrow") % {"n": found["today"]}
        )
    if (found["bytes"] or 0) + size > settings.UPLOADS_MEGABYTES << 20:
        raise files.Refused(
            _("Your files together would be larger than %(n)d MB. Send the rest tomorrow")
            % {"n": settings.UPLOADS_MEGABYTES}
        )
