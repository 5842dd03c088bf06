"""The pages that ask how far somebody is invited."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.presenters.ages import ages_notice
from office.presenters.person import workspace_page
from records.actions.invitations import is_shared_by_adults


def _page(space, form, *, title, intro, **more) -> dict:
    return {
        **workspace_page(space, "contacts"),
        "tab": title,
        "title": title,
        "intro": intro,
        "form": form,
        "back_url": reverse("office:contacts", args=[space.patient.pk]),
        "ages": ages_notice(space),
        "button": _("Send the invitation"),
        **more,
    }


def patient_page(space, form) -> dict:
    """Invite the patient themself."""
    patient = space.patient
    is_shared = bool(patient.email) and is_shared_by_adults(patient, patient.email, at=space.at)
    return _page(
        space,
        form,
        title=_("Invite %(name)s") % {"name": patient.name},
        intro=_("With the invitation and the date of birth, %(name)s sees the whole record.")
        % {"name": patient.given_name}
        if not is_shared
        else "",
        shared=_(
            "Another adult here has this address too. So the invitation gives limited access only: what they do "
            "online themselves. For full access hand over an access code."
        )
        if is_shared
        else "",
        address=patient.email,
        no_address=_("There is no address on file."),
        address_url=_where_to_write(space, "correction"),
        ages=None,
    )


def contact_page(space, form, contact) -> dict:
    """Invite a contact."""
    return _page(
        space,
        form,
        title=_("Invite %(name)s") % {"name": contact.name},
        intro=_(
            "%(name)s signs in at this address, gives the patient’s date of birth, and sees what you choose here."
        )
        % {"name": contact.name},
        address=contact.email,
        no_address=_("There is no address on file."),
        address_url=_where_to_write(space, "contact", contact.pk),
    )


def _where_to_write(space, place, *names) -> str:
    return reverse(f"office:{place}", args=[space.patient.pk, *names]) if space.keeps_details else ""


def person_page(space, form) -> dict:
    """Invite somebody who is no contact."""
    return _page(
        space,
        form,
        title=_("Invite somebody else"),
        intro=_("A portal user who is not a contact of the patient."),
        asks_address=True,
    )


def account_page(space, form) -> dict:
    """Link an account by its address."""
    return _page(
        space,
        form,
        title=_("Link user by email"),
        intro=_("For somebody who uses this portal already. Any other address gets an invitation."),
        asks_address=True,
        button=_("Link user"),
    )
