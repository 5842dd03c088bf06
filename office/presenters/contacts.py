"""The contacts tab in words: the people of a patient, who of them uses the portal, who was invited."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.forms.shown import shown_on
from office.presenters.deciding import asking_page
from office.presenters.grants import level_tag, scope_words, state
from office.presenters.moments import time_of
from office.presenters.person import workspace_page
from records.models.access import Relation
from records.policies import why_not_full
from records.presenters import of_the_account


def contacts_page(space, contacts, invitations) -> dict:
    """Everything contacts.html shows."""
    patient, known = space.patient, {one.email.lower() for one in contacts if one.email}
    others = [
        grant
        for grant in space.grants
        if grant.is_open and not grant.is_self and grant.account.email.lower() not in known
    ]
    return {
        **workspace_page(space, "contacts"),
        "tab": _("Contacts"),
        "rows": [_contact(one, space, invitations) for one in contacts],
        "users": [_user(grant, space) for grant in others],
        "invitations": [_invitation(one, space) for one in invitations],
        "patient_row": _patient(space, invitations),
        "sees_access": space.sees_access,
        "may_keep": space.keeps_details,
        "new_url": reverse("office:new_contact", args=[patient.pk]),
        "person_url": reverse("office:invite_person", args=[patient.pk]),
        "account_url": reverse("office:link_account", args=[patient.pk]),
    }


def _contact(contact, space, invitations) -> dict:
    names = [space.patient.pk, contact.pk]
    grants = [one for one in space.grants if contact.email and one.account.email == contact.email.lower()]
    invited = [one for one in invitations if one.contact_id == contact.pk]
    label, kind = _in_portal(grants, invited, space)
    return {
        "name": contact.name,
        "relation": of_the_account(contact.relation),
        "phone": contact.phone,
        "email": contact.email,
        "may_be_told": contact.may_be_told,
        "may_have_access": contact.may_have_access,
        "tag_label": label,
        "tag_kind": kind,
        "edit_url": reverse("office:contact", args=names) if space.keeps_details else "",
        "invite_url": reverse("office:invite_contact", args=names)
        if contact.email and _may_be_invited(space, grants)
        else "",
    }


def _may_be_invited(space, grants) -> bool:
    return space.gives_access and not space.patient.is_locked and not any(one.is_open for one in grants)


def _in_portal(grants, invited, space) -> tuple[str, str]:
    """How somebody stands in the portal, in a tag; nothing for those who may not know."""
    if not space.sees_access:
        return "", ""
    if standing := [grant for grant in grants if not grant.revoked_at]:
        return state(standing[0], space.at)
    return (_("Invited"), "info") if invited else (_("No access"), "outline")


def _patient(space, invitations) -> dict:
    """The patient themself in the portal."""
    patient = space.patient
    own = [grant for grant in space.grants if grant.is_self]
    invited = [one for one in invitations if one.relation == Relation.SELF]
    label, kind = _in_portal(own, invited, space)
    is_child = why_not_full(patient, Relation.SELF, at=space.at)
    is_full = any(grant.is_open and grant.is_full for grant in own)
    return {
        "name": patient.name,
        "email": patient.email,
        "tag_label": label,
        "tag_kind": kind,
        "invite_url": reverse("office:invite_patient", args=[patient.pk])
        if space.gives_access and not is_full and not patient.is_locked and not is_child
        else "",
    }


def _user(grant, space) -> dict:
    label, kind = state(grant, space.at)
    return {
        "name": grant.account.name or grant.account.email,
        "email": grant.account.email,
        "relation": of_the_account(grant.relation),
        "tag_label": label,
        "tag_kind": kind,
        "scopes": scope_words(grant.relation, grant.scopes),
        "revoke_url": reverse("office:revocation", args=[space.patient.pk, grant.pk]),
    }


def _invitation(one, space) -> dict:
    label, kind = level_tag(one)
    return {
        "email": one.email,
        "name": one.name,
        "relation": of_the_account(one.relation),
        "tag_label": label,
        "tag_kind": kind,
        "made": _("%(when)s, by %(name)s")
        % {"when": time_of(one.issued_at, at=space.at, zone=space.zone), "name": one.issued_by},
        "stands": _stands(one, space),
        "cancel_url": reverse("office:invitation_cancellation", args=[space.patient.pk, one.pk]),
    }


def _stands(one, space) -> str:
    """Where an invitation stands: its mail, its 24 hours."""
    if one.expires_at is None:
        return _("The mail is about to leave")
    moment = time_of(one.expires_at, at=space.at, zone=space.zone)
    if one.expires_at > space.at:
        return _("The link works until: %(moment)s") % {"moment": moment}
    return _("The link is too old. “Forgot password” at this address sends a fresh one, or invite again.")


def contact_page(space, form, contact) -> dict:
    """Everything contact.html shows."""
    back = reverse("office:contacts", args=[space.patient.pk])
    title = contact.name if contact else _("New contact")
    return {
        **workspace_page(space, "contacts"),
        "tab": title,
        "title": title,
        "form": form,
        "shown": shown_on(form),
        "has_errors": bool(form.errors),
        "back_url": back,
        "warns_about_mail": bool(contact and contact.email),
        "end_url": reverse("office:contact_ending", args=[space.patient.pk, contact.pk]) if contact else "",
    }


def ending_page(space, contact) -> dict:
    """No longer a contact?"""
    names = {"name": contact.name}
    return asking_page(
        space,
        current="contacts",
        title=_("Remove %(name)s from the contacts?") % names,
        text=_("%(name)s is no longer told about visits, and open invitations end.") % names,
        facts=[_("Access that %(name)s has already stays until you revoke it on the Access tab.") % names]
        if space.gives_access
        else [],
        button=_("Remove contact"),
        danger=True,
    )
