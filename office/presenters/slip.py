"""The slip that is handed over with an access code."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.letterhead import on_paper, site_of
from common import qr
from office.presenters.codes import whose
from office.presenters.moments import valid_until


def slip_values(space, code, words: list[str]) -> dict:
    """The values of templates/pdf/slip.typ. No date of birth: it is what is asked besides the words."""
    patient, clinic = space.patient, space.patient.clinic
    address = f"{site_of(clinic)}{reverse('portal:home')}"
    opens = (
        _("This code opens your record in our portal: %(clinic)s.")
        if not code.holder
        else _("This code opens the record of %(patient)s in our portal: %(clinic)s.")
    )
    phone = _("Questions? Call %(phone)s.") % {"phone": clinic.phone} if clinic.phone else ""
    return {
        **on_paper(clinic),
        "title": _("Your access code"),
        "about": [whose(code, patient)],
        "paragraphs": [
            opens % {"clinic": clinic.name, "patient": patient.given_name},
            _("It works once. Keep it to yourself, and throw this paper away when you have used it."),
        ],
        "words": words,
        "valid": valid_until(code.expires_at, zone=space.zone),
        "steps_title": _("How to use it"),
        "steps": [
            _("Go to %(address)s or scan the square.") % {"address": address.partition("://")[2]},
            _("Sign in, or create an account with your email address and prove that it is yours."),
            _("Choose “Enter access code” and type the four words."),
            _("Give the patient’s date of birth. We ask so that nobody opens a record by mistake."),
        ],
        "square": {
            "svg": qr.svg(address),
            "says": _("A square that leads to %(address)s") % {"address": address},
            "under": _("Scan to open the portal"),
        },
        "phone": phone,
    }
