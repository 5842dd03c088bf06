"""The access tab in words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.presenters.codes import code_card, code_rows
from office.presenters.grants import asks_rows, denial_rows, grant_rows
from office.presenters.ledger import ledger_panel, query_of
from office.presenters.moments import time_of
from office.presenters.person import workspace_page


def access_page(access, *, issued=None) -> dict:
    """Everything access.html shows. `issued` is a code that was made just now, with its words."""
    space = access.space
    here = [space.patient.pk]
    return {
        **workspace_page(space, "access"),
        "grants": grant_rows(space),
        "requests": asks_rows(access.requests, space),
        "denials": denial_rows(access.denials, space),
        "ledger": ledger_panel(access),
        "ledger_url": f"{reverse('office:ledger', args=here)}{query_of(access.chosen)}"
        if space.takes_ledger
        else "",
        "waiting_codes": [code_card(code, space) for code in access.live_codes if code.pk != _key(issued)],
        "codes": code_rows(access),
        "issued": issued_card(access, issued),
        "code_url": reverse("office:code", args=here),
        "lock_url": reverse("office:lockdown", args=here),
        "lockdowns": [_lockdown(fact, access.space) for fact in access.lockdowns],
        "keeping_url": reverse("office:retention", args=here) if space.keeps_records else "",
    }


def issued_card(access, issued) -> dict | None:
    """The new code with its four words, for the one page that shows them."""
    if issued is None:
        return None
    code = next(code for code in access.codes if code.pk == issued.code.pk)
    return {**code_card(code, access.space), "words": issued.words}


def _key(issued):
    return issued.code.pk if issued else None


def _lockdown(fact, space) -> dict:
    """Since when and by whom the record is locked, and the way to open it again."""
    words = {"when": time_of(fact.at, at=space.at, zone=space.zone), "name": fact.by, "reason": fact.reason}
    if fact.reason:
        text = _("%(when)s: locked by %(name)s. %(reason)s") % words
    else:
        text = _("%(when)s: locked by %(name)s.") % words
    lifting = reverse("office:lockdown_lifting", args=[space.patient.pk])
    return {"text": text, "lift_url": f"{lifting}?which={fact.pk}"}
