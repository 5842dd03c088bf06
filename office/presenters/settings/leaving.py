"""The question before somebody, a place or a service is retired."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.admin_errors import things_to_fix
from clinic.keeping import is_only_place
from clinic.models import Location, Practitioner
from office.presenters.settings.pages import hit_page


def leaving_page(form, row, clinic, name) -> dict:
    """Everything retiring.html shows: what will no longer be, what stands in the way, the visits that stay."""
    return {
        "form": form,
        "title": _("Retire %(name)s") % {"name": row},
        "says": _says(row),
        "blocked": _blocked(row),
        "things": things_to_fix(form, []),
        "has_errors": bool(form.errors),
        "back_url": reverse(f"office:{name}", args=[row.pk]),
        "back_label": str(row),
        **hit_page(form, clinic),
    }


def _says(row) -> str:
    if isinstance(row, Location):
        return _(
            "Nothing can be booked there any more. Hours and services stay noted, for when it is used again."
        )
    if isinstance(row, Practitioner):
        return _(
            "Nobody can be booked with them any more. Hours and services stay noted, for when they come back."
        )
    return _("Nobody can book it any more. Visits that are booked stay as they are.")


def _blocked(row) -> str:
    """Why it cannot be, whatever is ticked; empty where it can."""
    if isinstance(row, Location) and is_only_place(row):
        return _("This is your only location. Add another one first.")
    return ""
