"""Secrets that travel by mail: derived, never stored.

A row keeps a nonce and its dates; the secret is HMAC-SHA256(key, purpose | row | nonce), so the mail can be
composed when it leaves and again on a retry (house rule, Settled 2). 256 bits, url-safe.
"""

import base64
import hashlib
import hmac
import secrets
import uuid

from django.conf import settings


def new_nonce() -> str:
    """128 random bits as text, kept with the row a secret is derived from."""
    return secrets.token_urlsafe(16)


def _mac(purpose: str, row_id, nonce: str) -> bytes:
    text = f"anteroom|{purpose}|{row_id}|{nonce}".encode()
    return hmac.new(settings.TOKEN_KEY.encode(), text, hashlib.sha256).digest()


def derive(purpose: str, row_id: uuid.UUID, nonce: str) -> str:
    """The secret of one row for one purpose: 64 url-safe characters that also name the row."""
    return base64.urlsafe_b64encode(row_id.bytes + _mac(purpose, row_id, nonce)).decode()


def row_of(token: str) -> uuid.UUID | None:
    """Which row a token speaks of; None when it is no token of ours. Proves nothing yet."""
    try:
        raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (ValueError, UnicodeEncodeError):
        return None
    return uuid.UUID(bytes=raw[:16]) if len(raw) == 48 else None


def matches(token: str, purpose: str, row_id: uuid.UUID, nonce: str) -> bool:
    """Whether the token is the secret of this row, compared in constant time."""
    return hmac.compare_digest(derive(purpose, row_id, nonce), token)


def keyed_digest(purpose: str, text: str) -> str:
    """A keyed fingerprint (hex, 128 bits) of something we count but do not want to keep, such as an IP address."""
    return hmac.new(settings.TOKEN_KEY.encode(), f"{purpose}|{text}".encode(), hashlib.sha256).hexdigest()[
        :32
    ]
