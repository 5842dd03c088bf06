"""Below the name of a patient: how far they are in the portal, and the way to invite them. For those who see access."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.policies import age


def portal_state(space) -> dict | None:
    """(label, kind, icon) of where the patient stands, and (url, action) where they may be invited; None for those who
    may not know, and where a tag of the heading has said it: in full, locked down."""
    patient = space.patient
    own = [grant for grant in space.grants if grant.is_self and grant.is_open]
    if not space.sees_access or patient.is_locked or any(grant.is_full for grant in own):
        return None
    state = _stands(space, own)
    if space.gives_access and _may_be_invited(space):
        again = patient.invited_at is not None
        state["action"] = _("Invite again") if again else _("Send portal invitation")
        state["url"] = reverse("office:invite_patient", args=[patient.pk])
    return state


def _may_be_invited(space) -> bool:
    """With an address, old enough, and not while an invitation is still good (as `records.policies.why_not_full`)."""
    patient, at = space.patient, space.at
    if patient.invited_at and (patient.invited_until is None or patient.invited_until > at):
        return False
    years = age(patient.date_of_birth, at.astimezone(space.zone).date())
    return bool(patient.email) and years >= (patient.review_age or 0)


def _stands(space, own) -> dict:
    patient, at = space.patient, space.at
    if patient.invited_at is not None:
        if patient.invited_until is not None and patient.invited_until <= at:
            return _said(
                _("Invitation ran out %(ago)s"), "neutral", "hourglass", ago(patient.invited_until, at)
            )
        return _said(
            _("Invited %(ago)s"), "info", "send", ago(patient.invitation_sent_at or patient.invited_at, at)
        )
    if own:
        return _said(_("Active, limited access"), "info", "lock-open")
    if not patient.email:
        return _said(_("No email"), "outline", "mail")
    return _said(_("Not invited"), "outline", "mail")


def _said(words, kind, icon, when="") -> dict:
    return {"label": words % {"ago": when} if when else words, "kind": kind, "icon": icon}


def ago(instant, at) -> str:
    """How long ago, roughly: '20 min ago', '3 h ago', '2 days ago'."""
    minutes = max(0, int((at - instant).total_seconds() // 60))
    if minutes < 60:
        return _("%(n)d min ago") % {"n": minutes}
    if minutes < 24 * 60:
        return _("%(n)d h ago") % {"n": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
