"""The page that asks for whom a new access code is."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.presenters.ages import ages_notice
from office.presenters.person import workspace_page


def new_code_page(space, form) -> dict:
    """Everything new_code.html shows."""
    return {
        **workspace_page(space, "access"),
        "tab": _("New access code"),
        "form": form,
        "has_errors": bool(form.errors),
        "back_url": reverse("office:access", args=[space.patient.pk]),
        "ages": ages_notice(space),
    }
