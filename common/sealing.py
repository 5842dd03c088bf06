"""Text that lies in the database for a while and is read by nobody on the way: encrypted, for one purpose."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def _key(purpose: str) -> Fernet:
    raw = hmac.new(settings.TOKEN_KEY.encode(), f"anteroom|sealed|{purpose}".encode(), hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(raw.digest()))


def seal(purpose: str, text: str) -> bytes:
    """The text, readable only where the same purpose is known."""
    return _key(purpose).encrypt(text.encode())


def unsealed(purpose: str, sealed: bytes) -> str | None:
    """The text again; None where it was sealed for another purpose, by another key, or altered."""
    try:
        return _key(purpose).decrypt(bytes(sealed)).decode()
    except InvalidToken:
        return None
