"""What search engines and link previews read of the booking pages: the clinic and what it offers, nobody's name."""

import hashlib
import json

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clinic.letterhead import site_of

# The last of these languages that a preview names; see ogp.me.
LOCALES = {"en": "en_CA", "fr": "fr_CA"}


def bookable(catalogue) -> list:
    """The services that somebody gives and that can be booked online, in their order."""
    return [one for one in catalogue.services.values() if one.is_online and catalogue.who_gives(one)]


def pages_to_find(clinic, catalogue, *, is_online) -> list[str]:
    """The addresses of the sitemap: the page of services, and each service while booking is online."""
    paths = [reverse("booking:services")]
    if is_online:
        paths += [reverse("booking:practitioners", args=[one.slug]) for one in bookable(catalogue)]
    return [site_of(clinic) + path for path in paths]


def structured(clinic, catalogue) -> dict:
    """The clinic as schema.org's MedicalClinic, with what can be booked as its offers."""
    return {
        "name": clinic.name,
        "url": site_of(clinic) + reverse("booking:services"),
        "phone": clinic.phone,
        "address": clinic.address,
        "picture": picture_address(clinic),
        "offers": [
            {
                "title": one.title,
                "text": one.description,
                "url": site_of(clinic) + reverse("booking:practitioners", args=[one.slug]),
                "price": "" if one.price is None else f"{one.price / 100:.2f}",
                "currency": one.currency,
            }
            for one in bookable(catalogue)
        ],
    }


def preview(clinic, service=None, *, language) -> dict:
    """What a shared link shows (Open Graph): of the booking page, or of one service."""
    path = reverse("booking:practitioners", args=[service.slug]) if service else reverse("booking:services")
    words = {"clinic": clinic.name}
    return {
        "site": clinic.name,
        "title": service.title if service else _("Book a visit at %(clinic)s") % words,
        "text": (service.description if service else "") or _("Choose a time online at %(clinic)s.") % words,
        "url": site_of(clinic) + path,
        "picture": picture_address(clinic),
        "picture_words": clinic.name,
        "locale": LOCALES.get(language, LOCALES["en"]),
    }


def picture_values(clinic) -> dict:
    """The values of templates/pdf/share.typ, in the clinic's own language."""
    with override(clinic.language):
        words = _("Book a visit online")
    return {
        "title": clinic.name,
        "clinic": {"name": clinic.name},
        "words": words,
        "colour": clinic.brand,
        "on_colour": clinic.on_brand,
    }


def picture_fingerprint(clinic) -> str:
    """Twelve letters that change with whatever the picture shows."""
    shown = json.dumps([picture_values(clinic), clinic.language])
    return hashlib.sha256(shown.encode()).hexdigest()[:12]


def picture_address(clinic) -> str:
    """Where the picture is; another look has another address, so it may be kept for ever."""
    return site_of(clinic) + reverse("share_picture", args=[picture_fingerprint(clinic)])
