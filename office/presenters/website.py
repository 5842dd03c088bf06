"""The website button in words: its colours with their contrast, the code to paste, the square for the door."""

from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from booking import website
from booking.models.button import Colour
from clinic.letterhead import site_of
from common import qr

# Size of the letters, and the room above and beside them, in px. The same figures as static/css/components/website.css.
SIZES = {"small": (15, 10, 18), "medium": (17, 14, 26), "large": (20, 18, 34)}


def website_page(button, form) -> dict:
    """Everything website.html shows."""
    clinic, address = button.clinic, website.address_of(button)
    chosen = form["colour"].value()
    shown = form if form.is_bound else None
    return {
        "form": form,
        "colours": [_colour(colour, clinic, is_chosen=colour == chosen) for colour in Colour],
        "preview": {
            "size": shown["size"].value() if shown and shown["size"].value() in SIZES else button.size,
            "colour": chosen if chosen in Colour.values else button.colour,
            "words": form["words"].value() or website.words_of(button),
        },
        "code": code_of(button, address),
        "sign_in_code": sign_in_code_of(button),
        "address": address,
        "square": mark_safe(qr.svg(address)),
    }


def _colour(colour, clinic, *, is_chosen) -> dict:
    ratio = number_format(website.ratio_of(colour, clinic), 1)
    return {
        "value": colour.value,
        "label": colour.label,
        "ratio": _("%(ratio)s : 1") % {"ratio": ratio},
        "checked": is_chosen,
    }


def _looks(button, *, outlined=False) -> str:
    """The look for a page that has none of our sheets."""
    letters, above, beside = SIZES[button.size]
    colour = website.hex_of(button.colour, button.clinic)
    filled = f"background:{colour};color:#fff" if not outlined else f"background:#fff;color:{colour}"
    return (
        f"display:inline-block;{filled};border:2px solid {colour};border-radius:12px;"
        f"font:600 {letters}px/1.2 system-ui,sans-serif;padding:{above}px {beside}px;text-decoration:none"
    )


def code_of(button, address) -> str:
    """What a clinic pastes into its own page: a link, and a script where it wants a window over the page."""
    attributes = {"href": address, "style": _looks(button)}
    if not button.over_page:
        return _element("a", attributes, website.words_of(button))
    script = {"src": site_of(button.clinic) + reverse("embed_script"), "async": True}
    link = _element("a", {**attributes, "data-anteroom": "popup"}, website.words_of(button))
    return f"{link}\n{_element('script', script)}"


def sign_in_code_of(button) -> str:
    """The second button: to the portal, always a plain link, for signing in never stands in a frame."""
    address = site_of(button.clinic) + reverse("portal:home")
    return _element("a", {"href": address, "style": _looks(button, outlined=True)}, _("Patient sign-in"))


def _element(name, attributes, words="") -> str:
    return f"<{name}{flatatt(attributes)}>{escape(words)}</{name}>"
