"""Browsers in which somebody signed in before: a cookie tells us whose, and tells nobody else anything."""

import hmac
import secrets
from datetime import timedelta

from django.conf import settings

from common.tokens import keyed_digest

KEPT_FOR = timedelta(days=365)
ACCOUNTS = 5  # a family's, on one computer
SALT = "known device"


def cookie_name() -> str:
    """Over https the browser itself keeps it to this very host."""
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def _seal(mark: str, account) -> str:
    # With the password in it, a new password forgets every device that knew the old one.
    return keyed_digest("known device", f"{mark}|{account.pk}|{account.password}")


def _read(request) -> tuple[str, list[str]]:
    """The device's own random mark, and a seal for each account that signed in there, the latest first."""
    max_age = KEPT_FOR.total_seconds()
    value = request.get_signed_cookie(cookie_name(), default="", salt=SALT, max_age=max_age)
    mark, *seals = value.split(".")
    return mark, seals


def mark_of(request, account) -> str:
    """The mark of the device if this account has signed in on it, else nothing."""
    mark, seals = _read(request)
    is_known = mark and any(hmac.compare_digest(_seal(mark, account), seal) for seal in seals)
    return mark if is_known else ""


def remember(request, response, account) -> None:
    """From now on the account is known in this browser. Only a proved one: anybody may claim an address."""
    if not account.is_verified:
        return
    mark, seals = _read(request)
    mark = mark or secrets.token_urlsafe(16)
    seal = _seal(mark, account)
    others = [other for other in seals if other != seal]
    response.set_signed_cookie(
        cookie_name(),
        ".".join([mark, seal, *others][: ACCOUNTS + 1]),
        salt=SALT,
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
