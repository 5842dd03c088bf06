"""The one button of a mail about visits, decided as it leaves."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import live_link
from accounts.mail import claim_path, link_path
from accounts.models import User
from booking import guests


def door(account, visits, *, has_forms, at) -> dict:
    """The mail's one button, decided as it leaves: into the portal, by a proof, or by signing in as the owner.

    `kind` is `portal`, `proof`, `claim`, `guest`, or `none` for an address on file.
    """
    if account is None:
        return guests_door(visits[0], at=at)
    patient = visits[0].patient_id
    # Of several people at once: to where all their visits and forms stand.
    is_of_one = len({visit.patient_id for visit in visits}) == 1
    forms = reverse("portal:forms", args=[patient]) if is_of_one else reverse("portal:home")
    if not account.is_verified:
        if User.objects.owner_of(account.email):
            return {
                "kind": "claim",
                "path": claim_path(account, at=at),
                "label": _("Sign in to add this visit"),
            }
        path = link_path(live_link(account, "verify", email=account.email, at=at))
        if has_forms:
            return {"kind": "proof", "path": f"{path}?next={forms}", "label": _("Take me to my forms")}
        return {"kind": "proof", "path": path, "label": _("Confirm your email address")}
    if has_forms:
        return {"kind": "portal", "path": forms, "label": _("Take me to my forms")}
    label = ngettext("See your visit", "See your visits", len(visits))
    path = reverse("portal:visits", args=[patient]) if is_of_one else reverse("portal:home")
    return {"kind": "portal", "path": path, "label": label}


def guests_door(visit, *, at) -> dict:
    """A guest's link to the visit; nothing where the clinic made it for an address on file."""
    link = guests.live_link(visit.booking_id, at=at) if visit.booking.guest_email else None
    if link is None:
        return {"kind": "none"}
    path = reverse("mailed_link", args=[guests.token_of(link)])
    return {"kind": "guest", "path": path, "label": _("See or change this visit")}
