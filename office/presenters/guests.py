"""A form's public link in words, as a square to scan, and on paper."""

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from clinic.letterhead import on_paper, site_of
from common import qr, wording
from smartforms.presenters import titles


def address_of(link, clinic) -> str:
    """Where guests go."""
    return f"{site_of(clinic)}{reverse('guest_form', args=[link.token])}"


def guest_page(template, link, clinic) -> dict:
    """Everything guests.html shows; `link` None: no guests."""
    page = {
        "title": titles.of_template(template),
        "template": template,
        "back_url": reverse("office:form", args=[template.pk]),
    }
    if link is None:
        return page
    address = address_of(link, clinic)
    return page | {
        "address": address,
        "square": mark_safe(qr.svg(address)),
        "since": _("On since %(day)s, by %(name)s")
        % {"day": wording.short_date(link.opened_at.astimezone(clinic.zone)), "name": link.opened_by},
    }


def guest_slip(template, link, clinic) -> dict:
    """The values of templates/pdf/guest.typ."""
    address = address_of(link, clinic)
    return {
        **on_paper(clinic),
        "title": titles.of_template(template),
        "paragraphs": [
            _("Please fill in this form for us online, before your visit or whenever it suits you.")
        ],
        "steps_title": _("How it works"),
        "steps": [
            _("Scan the square with your phone."),
            _("Say who the form is about, and give your email address."),
            _("Open the link in the mail we send you, and answer at your own pace."),
        ],
        "square": {
            "svg": qr.svg(address),
            "says": _("A square that leads to the form"),
            "under": _("Scan to open the form"),
        },
        "phone": _("Questions? Call %(phone)s.") % {"phone": clinic.phone} if clinic.phone else "",
    }
