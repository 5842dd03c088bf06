"""A clinic's six theme tokens as one small style sheet, at an address that changes with its content."""

import hashlib
from functools import lru_cache

from django.urls import reverse

from clinic import theme


@lru_cache(maxsize=256)
def _sheet(brand, on_brand, accent, radius, font) -> str:
    return theme.css(theme.Theme(brand=brand, on_brand=on_brand, accent=accent, radius=radius, font=font))


@lru_cache(maxsize=256)
def _fingerprint(*look) -> str:
    return hashlib.sha256(_sheet(*look).encode()).hexdigest()[:12]


def _look(clinic) -> tuple:
    return clinic.brand, clinic.on_brand, clinic.accent, clinic.radius, clinic.font


def sheet(clinic) -> str:
    """The style sheet itself."""
    return _sheet(*_look(clinic))


def fingerprint(clinic) -> str:
    """Twelve letters that change with every change of the look."""
    return _fingerprint(*_look(clinic))


def sheet_address(clinic) -> str:
    """Where the sheet is served; a new look has a new address, so browsers may keep the old one for ever."""
    return reverse("theme", args=[clinic.slug, fingerprint(clinic)])
