"""The website button in words: its colours with their contrast, the code to paste, the square for the door."""

from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import website
from booking.models.button import Colour, OpensAs
from clinic.catalogue import catalogue_of
from clinic.letterhead import site_of
from clinic.theme import NEEDED
from common import qr

# Size of the letters, and the room above and beside them, in px. The same figures as static/css/components/website.css.
SIZES = {"small": (15, 10, 18), "medium": (17, 14, 26), "large": (20, 18, 34)}


EXPLAINED = {
    OpensAs.POPUP: gettext_lazy(
        "Your page stays where it is. One small script, which the code brings along."
    ),
    OpensAs.INLINE: gettext_lazy(
        "Booking stands in the place of the button. One small script, which the code brings along."
    ),
    OpensAs.LINK: gettext_lazy("Leads to your booking page. No script, nothing to update."),
}
CAPTIONS = {
    OpensAs.POPUP: gettext_lazy("Opens booking in a window over this page."),
    OpensAs.INLINE: gettext_lazy(
        "Booking in the place of the button. Where no script can run, it is the button."
    ),
    OpensAs.LINK: gettext_lazy("Leads to your booking page."),
}
ROWS_DRAWN = 3


def website_page(button, form) -> dict:
    """Everything website.html shows: the button as it is typed, and the code that makes it."""
    clinic, drawn = button.clinic, form.drawn()  # what is typed is looked at in there
    shown = drawn if form.has_a_look else button
    address = website.address_of(button)
    return {
        "form": form,
        "colours": [_colour(colour, clinic, chosen=form["colour"].value()) for colour in Colour],
        "contrast": _contrast(form, clinic),
        "ways": [_way(way, chosen=form["opens_as"].value()) for way in OpensAs],
        "preview": _preview(drawn, form),
        "code": code_of(shown, website.address_of(shown)),
        "sign_in_code": sign_in_code_of(drawn),
        "code_words": _code_words(button, form, shown),
        "address": address,
        "square": mark_safe(qr.svg(address)),
    }


def _ratio(colour, clinic) -> str:
    ratio = number_format(website.ratio_of(colour, clinic), 1)
    return _("%(ratio)s : 1") % {"ratio": ratio}


def _colour(colour, clinic, *, chosen) -> dict:
    return {
        "value": colour.value,
        "label": colour.label,
        "ratio": _ratio(colour, clinic),
        "checked": colour == chosen,
    }


def _contrast(form, clinic) -> str:
    """How the chosen colour reads; nothing where the form itself has something to say of it."""
    colour = form["colour"].value()
    if form["colour"].errors or colour not in Colour.values:
        return ""
    return website.why_hard_to_read(colour, clinic) or _(
        "White words on it read well: %(ratio)s. A button needs %(needed)s\u00a0: 1."
    ) % {"ratio": _ratio(colour, clinic), "needed": number_format(NEEDED)}


def _way(way, *, chosen) -> dict:
    return {"value": way.value, "label": way.label, "text": EXPLAINED[way], "checked": way == chosen}


def _preview(drawn, form) -> dict:
    """The button on a page. A colour that cannot be saved is drawn nevertheless: that is how one sees why."""
    colour = form["colour"].value()
    return {
        "size": drawn.size,
        "colour": colour if colour in Colour.values else drawn.colour,
        "words": website.words_of(drawn),
        "caption": CAPTIONS[drawn.opens_as],
        "pages": [("light", _("On a light page")), ("dark", _("On a dark page"))],
        "frame": _frame(drawn) if drawn.opens_as == OpensAs.INLINE else None,
    }


def _frame(drawn) -> dict:
    """What stands in the page: the first rows of the page the button leads to."""
    catalogue = catalogue_of(drawn.clinic)
    if drawn.service:
        return {
            "title": _("Who would you like to see?"),
            "rows": [one.name for one in catalogue.who_gives(drawn.service)][:ROWS_DRAWN],
        }
    given = [
        one.title
        for one in catalogue.services.values()
        if drawn.practitioner is None or drawn.practitioner in catalogue.who_gives(one)
    ]
    return {"title": _("What would you like to come in for?"), "rows": given[:ROWS_DRAWN]}


def _code_words(button, form, shown) -> str:
    """Whether the code is that of the saved button, or of what is being typed."""
    if form.is_bound and not form.has_a_look:
        return _("As it was before: what is chosen now cannot be saved.")
    saved, typed = (code_of(one, website.address_of(one)) for one in (button, shown))
    if button.pk and saved == typed:
        return _("The button as it was last saved.")
    return _("As chosen now, not saved yet.")


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
    """What a clinic pastes into its own page: a link, and a script where booking is shown on that page."""
    attributes = {"href": address, "style": _looks(button)}
    if button.opens_as == OpensAs.LINK:
        return _element("a", attributes, website.words_of(button))
    script = {"src": site_of(button.clinic) + reverse("embed_script"), "async": True}
    link = _element("a", {**attributes, "data-anteroom": button.opens_as}, website.words_of(button))
    return f"{link}\n{_element('script', script)}"


def sign_in_code_of(button) -> str:
    """The second button: to the portal, always a plain link, for signing in never stands in a frame."""
    address = site_of(button.clinic) + reverse("portal:home")
    return _element("a", {"href": address, "style": _looks(button, outlined=True)}, _("Patient sign-in"))


def _element(name, attributes, words="") -> str:
    return f"<{name}{flatatt(attributes)}>{escape(words)}</{name}>"
