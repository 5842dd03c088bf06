"""Questions about accounts and their sessions. Pure: no writes, no HTTP."""

from datetime import datetime

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string


def is_staff(account) -> bool:
    """Whether the account works for some clinic or runs the installation (idle time, second factor)."""
    return account.is_staff or import_string(settings.IS_STAFF_OF_A_CLINIC)(account)


def idle_limit(*, is_staff: bool):
    """How long a session may stand unused: 15 minutes for staff, 30 for patients (product §2)."""
    return settings.SESSION_IDLE_STAFF if is_staff else settings.SESSION_IDLE_PATIENT


def is_over(*, started_at: datetime, touched_at: datetime, is_staff: bool, at: datetime) -> bool:
    """Whether a session has ended by standing idle or by its twelve hours."""
    return at - touched_at >= idle_limit(is_staff=is_staff) or at - started_at >= settings.SESSION_ABSOLUTE


def is_own_path(url: str) -> bool:
    """Whether going on to this address stays on our own site: a path, never a host or a scheme (A5 #31)."""
    return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
