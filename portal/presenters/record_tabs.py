"""The parts of a record in the portal, in the order of their tabs: what this grant opens, access last."""

from django.urls import reverse
from django.utils.translation import gettext as _


def record_tabs(grant, current: str = "") -> list[dict]:
    """A tab for each part there is for this grant; `current` is the address's name of the open one."""
    return [
        {
            "label": label,
            "url": reverse(f"portal:{place}", args=[grant.patient_id]),
            "current": place == current,
        }
        for place, label in _places(grant)
    ]


def _places(grant):
    yield "documents", _("Documents")
    yield "access", _("Access")
