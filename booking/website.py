"""The button on a clinic's own website: what it looks like, where it leads, which sites may show booking in a frame."""

import re
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from booking.models import WebsiteButton
from booking.models.button import Colour
from clinic import theme
from clinic.catalogue import catalogue_of
from clinic.letterhead import site_of

# White words stand on each of these; `ratio_of` says how well. The same figures as static/css/components/website.css.
FIXED = {
    Colour.INK: "#15252e",
    Colour.PINE: "#1f5233",
    Colour.BERRY: "#85243a",
    Colour.VIOLET: "#534a94",
    Colour.CHESTNUT: "#7f4300",
}
MOST_SITES = 20
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")


def button_of(clinic) -> WebsiteButton:
    """The button as it was saved; where nothing was, as it comes. One query."""
    found = (
        WebsiteButton.objects.filter(clinic_id=clinic.pk).select_related("service", "practitioner").first()
    )
    return found or WebsiteButton(clinic=clinic)


def words_of(button) -> str:
    """What stands on the button."""
    return button.words or _("Book a visit")


def hex_of(colour, clinic) -> str:
    """A colour of the button as #rrggbb."""
    return FIXED.get(colour, clinic.brand)


def ratio_of(colour, clinic) -> float:
    """How well white words can be read on it, 1 to 21 (WCAG 2.2); a button needs `theme.NEEDED`."""
    return theme.contrast(theme.WHITE, hex_of(colour, clinic))


def why_hard_to_read(colour, clinic) -> str:
    """Why the button cannot have this colour, in words; empty where white words read well on it."""
    ratio = ratio_of(colour, clinic)
    if ratio >= theme.NEEDED:
        return ""
    words = _(
        "White words on it are hard to read (%(ratio)s : 1, at least %(needed)s : 1). Choose another colour."
    )
    return words % {"ratio": number_format(ratio, 1), "needed": number_format(theme.NEEDED)}


def address_of(button) -> str:
    """Where the button leads, as others write it on their pages: what was retired since is not preselected."""
    catalogue = catalogue_of(button.clinic)
    if button.service_id and button.service.slug in catalogue.services:
        path = reverse("booking:practitioners", args=[button.service.slug])
    else:
        path = reverse("booking:services")
        if button.practitioner_id in catalogue.practitioners:
            path += f"?{urlencode({'with': button.practitioner.slug})}"
    return site_of(button.clinic) + path


def _is_of_this_machine(host) -> bool:
    return host == "localhost" or host.endswith(".localhost")


def origin_of(text: str) -> str:
    """A site as browsers name it, `https://www.example.org`, from what somebody typed or pasted.

    Raises ValidationError in words. Only https, and one host by its full name: a wildcard would let in whoever gets a
    page below it. The demo also takes http on this machine.
    """
    if "*" in text:
        raise ValidationError(_("Name each site in full: “*” is not possible."))
    try:
        parts = urlsplit(text.strip())
        host, port = (parts.hostname or "").encode("idna").decode().lower(), parts.port
    except (ValueError, UnicodeError):
        parts, host, port = None, "", None
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise ValidationError(_("Write each site like this: https://www.example.org"))
    at_home = settings.DEMO and parts.scheme == "http" and _is_of_this_machine(host)
    if parts.scheme != "https" and not at_home:
        raise ValidationError(_("%(site)s must begin with https://") % {"site": host})
    if parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValidationError(
            _("Only the beginning of the address, without a page: https://%(site)s") % {"site": host}
        )
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, 443 if not at_home else 80) else "")


def sites_of(clinic) -> list[str]:
    """The origins that may show the pages of choosing in a frame. One query."""
    return next(iter(WebsiteButton.objects.filter(clinic_id=clinic.pk).values_list("sites", flat=True)), [])
