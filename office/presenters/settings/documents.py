"""The table of document kinds."""

from django.utils.translation import gettext as _

from clinic.admin_errors import things_to_fix
from office.presenters.settings.pages import back_to_settings
from records.models.kinds import ADMINISTRATIVE, Kind
from records.models.sent import SENT_KINDS


def kinds_page(form) -> dict:
    """A row for each kind: who of the team opens it, and its two ticks."""
    shown, sent = form["shown"].value() or [], form["sent"].value() or []
    # As a list of ticks names its own, for the summary of errors leads to the first.
    named = {kind: f"{form['sent'].auto_id}_{number}" for number, kind in enumerate(SENT_KINDS)}
    rows = [
        {
            "kind": kind.value,
            "label": kind.label,
            "who": _("The front desk, too") if kind in ADMINISTRATIVE else _("Who cares for the patient"),
            "is_shown": kind in shown,
            "sent_id": named.get(kind, ""),
            "is_sent": kind in sent,
        }
        for kind in Kind
    ]
    return {
        "form": form,
        "rows": rows,
        "things": things_to_fix(form, []),
        "has_errors": bool(form.errors),
        **back_to_settings(),
    }
