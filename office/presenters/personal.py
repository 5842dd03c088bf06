"""The official record in words, and the page that corrects it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from office.forms.shown import shown_on
from office.presenters.person import born, workspace_page


def details(patient) -> list[dict]:
    """The official record, field by field."""
    return [
        {"term": _("Name"), "answer": patient.name},
        {"term": _("Date of birth"), "answer": born(patient.date_of_birth)},
        {"term": _("Pronouns"), "answer": patient.pronouns},
        {"term": _("Phone"), "answer": patient.phone},
        {"term": _("Email"), "answer": patient.email},
        {"term": _("Address"), "answer": patient.address},
    ]


def personal_page(space) -> dict:
    """Everything personal.html shows."""
    return {
        **workspace_page(space, "personal"),
        "tab": _("Personal"),
        "details": details(space.patient),
        "edit_url": reverse("office:correction", args=[space.patient.pk]) if space.keeps_details else "",
    }


def correction_page(space, form, mailed) -> dict:
    """Everything correction.html shows. `mailed` says what a new address would end: links and invitations."""
    return {
        **workspace_page(space, "personal"),
        "tab": _("Personal"),
        "form": form,
        "shown": shown_on(form),
        "has_errors": bool(form.errors),
        "email_hint": email_hint(space.patient.email, *mailed),
        "back_url": reverse("office:personal", args=[space.patient.pk]),
    }


def email_hint(email, links: int, invitations: int) -> str:
    """What a new address means for whatever was mailed to the old one."""
    if not email:
        return ""
    ends = []
    if links:
        ends.append(ngettext("%(n)d access link", "%(n)d access links", links) % {"n": links})
    if invitations:
        ends.append(ngettext("%(n)d invitation", "%(n)d invitations", invitations) % {"n": invitations})
    if not ends:
        return _("Links and invitations that were mailed to the old address would end. There are none now.")
    words = _("A new address ends what was mailed to %(email)s: %(what)s.")
    return words % {"email": email, "what": ", ".join(ends)}
