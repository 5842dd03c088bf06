"""The page to send forms, and what is missing before anything can be sent."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.presenters.person import workspace_page


def sending_page(space, offer, form) -> dict:
    """Everything form_sending.html shows."""
    title = _("Send forms to %(name)s") % {"name": space.patient.name}
    return {
        **workspace_page(space, "patient_forms"),
        "tab": title,
        "title": title,
        "form": form,
        "has_errors": bool(form.errors),
        "missing": _missing(space, offer),
        "back_url": reverse("office:patient_forms", args=[space.patient.pk]),
    }


def _missing(space, offer) -> dict | None:
    """Why nothing can be sent, and where that is put right by those who may."""
    if not offer.templates:
        return {"text": _("No form is published yet.")}
    if not offer.recipients:
        words = _("Nobody sees forms of this record, and there is no address to mail a link to.")
        return {
            "text": words,
            "url": reverse("office:correction", args=[space.patient.pk]) if space.keeps_details else "",
            "label": _("Add an address"),
        }
    return None
