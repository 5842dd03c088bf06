"""Invitations that wait, as the patient who sent them reads of them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common.wording import short_moment
from portal.presenters.access import scope_words
from portal.presenters.words import day_with_year
from records.policies import may_share


def waiting_page(invitations, own, *, at) -> dict:
    """Rows of what waits, and the way to invite somebody where that is allowed."""
    return {
        "waiting": [_row(one, own, at) for one in invitations],
        "share_url": reverse("portal:sharing", args=[own.patient_id]) if may_share(own, at=at) else "",
    }


def _row(invitation, own, at) -> dict:
    zone = own.patient.clinic.zone
    # What the clinic gives may have no end; what a patient gives always has one.
    ends = invitation.access_until
    day = day_with_year(ends.astimezone(zone), at.astimezone(zone).date()) if ends else ""
    return {
        "name": invitation.name or invitation.email,
        "email": invitation.email,
        "sees": scope_words(invitation.scopes),
        "until": _("Until %(day)s") % {"day": day} if day else "",
        "state": _state(invitation, at, zone),
        "take_back_url": reverse("portal:withdrawal", args=[own.patient_id, invitation.pk]),
    }


def _state(invitation, at, zone) -> str:
    if invitation.expires_at is None:
        return _("The mail is about to leave.")
    if invitation.expires_at <= at:
        return _("The link has run out. “Forgot password” on the sign-in page sends them a new one.")
    until = short_moment(invitation.expires_at.astimezone(zone))
    return _("The link works until %(when)s.") % {"when": until}
