"""Access codes in words: those that wait, those that were, and where a link would go."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.access import address_for, is_waiting
from office.presenters.grants import scope_words
from office.presenters.moments import day_of, valid_until


def whose(code, patient) -> str:
    """Whom a code is for: the patient or somebody named."""
    return code.holder or patient.name


def code_card(code, space) -> dict:
    """A code that still opens the record, with what can be done with it."""
    names = [space.patient.pk, code.pk]
    return {
        "holder": whose(code, space.patient),
        "reach": scope_words(code.relation, code.scopes) if code.holder else "",
        "valid": valid_until(code.expires_at, zone=space.zone),
        "mailed": code.email,
        "address": address_for(code, space.patient),
        "mail_url": reverse("office:code_mail", args=names),
        "cancel_url": reverse("office:code_cancellation", args=names),
        "slip_url": reverse("office:slip", args=names),
    }


def code_rows(access) -> list[dict]:
    """Codes so far, the newest first."""
    space = access.space
    return [_row(code, space) for code in access.codes]


def _row(code, space) -> dict:
    label, kind = code_state(code, space.at)
    return {
        "when": day_of(code.issued_at, at=space.at, zone=space.zone),
        "by": str(code.issued_by),
        "holder": code.holder,
        "mailed": code.email,
        "tag_label": label,
        "tag_kind": kind,
    }


def code_state(code, at) -> tuple[str, str]:
    """What became of a code, in a tag."""
    if code.used_at:
        return _("Used by %(name)s") % {"name": code.used_by.given_name or code.used_by.email}, "ok"
    if is_waiting(code, at):
        return _("Waiting"), "info"
    ended = {
        "burned": (_("Burned after five wrong dates"), "bad"),
        "reissued": (_("Replaced"), "outline"),
        "address_changed": (_("Address changed"), "outline"),
        "locked_down": (_("Locked down"), "outline"),
    }
    if code.revoked_at:
        return ended.get(code.revoked_because, (_("Cancelled"), "outline"))
    return _("Expired"), "outline"
