"""Pages that ask once more before something about access changes: what it does, in words, and one button."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.presenters.grants import scope_words
from office.presenters.moments import time_of
from office.presenters.person import workspace_page
from records.presenters import of_the_account


def asking_page(
    space,
    *,
    title,
    text,
    button,
    facts=(),
    danger=False,
    form=None,
    doors=(),
    doors_title="",
    current="access",
) -> dict:
    """Everything confirm.html shows."""
    return {
        **workspace_page(space, current),
        "tab": title,
        "title": title,
        "text": text,
        "facts": list(facts),
        "doors": list(doors),
        "doors_title": doors_title,
        "button": button,
        "is_danger": danger,
        "form": form,
        "has_errors": bool(form and form.errors),
        "back_url": reverse(f"office:{current}", args=[space.patient.pk]),
    }


def revocation_page(space, grant) -> dict:
    """End one account's access?"""
    names = {"name": grant.account, "patient": space.patient.given_name}
    return asking_page(
        space,
        title=_("Revoke the access of %(name)s?") % names,
        text=_("%(name)s can no longer see this record, from the next click on.") % names,
        facts=[
            f"{grant.account.email}, {of_the_account(grant.relation)}",
            _("A mail says that access has ended, without a reason."),
            _("Appointments and sent forms stay in the record."),
        ],
        button=_("Revoke access"),
        danger=True,
    )


def consent_page(space, grant) -> dict:
    """Does the young person agree?"""
    names = {"name": grant.account, "patient": space.patient.given_name}
    parts = scope_words(grant.relation, grant.scopes) or _("all parts of the record")
    return asking_page(
        space,
        title=_("Record the consent of %(patient)s?") % names,
        text=_(
            "%(patient)s has reached the review age. Since then %(name)s sees appointments and billing only."
        )
        % names,
        facts=[
            _("With consent %(name)s sees again: %(parts)s.") % {**names, "parts": parts},
            _("Ask %(patient)s alone, and explain what can be seen.") % names,
            _("Consent can be taken back at any time: revoke the access."),
        ],
        button=_("Record consent"),
    )


def denial_page(space, account, form) -> dict:
    """Keep an account out?"""
    names = {"name": account, "patient": space.patient.given_name}
    return asking_page(
        space,
        title=_("Deny %(name)s this record?") % names,
        text=_("To %(name)s the record is not there any more, whatever was or will be granted.") % names,
        facts=[account.email, _("Nobody in the portal is told that a denial exists.")],
        button=_("Deny access"),
        danger=True,
        form=form,
    )


def denial_lifting_page(space, denial, *, others=0) -> dict:
    """Let an account in again? With `others` it stays out: denied a record that was joined into this one."""
    names = {"name": denial.account}
    since = time_of(denial.at, at=space.at, zone=space.zone)
    return asking_page(
        space,
        title=_("Lift the denial of %(name)s?") % names,
        text=(
            _("Another denial stands: %(name)s sees nothing until it is lifted too.")
            if others
            else _("What %(name)s was granted counts again at once.")
        )
        % names,
        facts=[
            denial.account.email,
            _("%(day)s: denied by %(name)s") % {"day": since, "name": denial.by},
            *([denial.reason] if denial.reason else []),
        ],
        button=_("Lift the denial"),
        danger=True,
    )


def lockdown_page(space, rooms, form) -> dict:
    """Shut everything?"""
    doors = [door for _room, doors in rooms for door in doors]
    names = {"patient": space.patient.given_name}
    return asking_page(
        space,
        title=_("Lock portal access to this record?"),
        text=_(
            "For when a mailbox or an account is in the wrong hands. Everything below closes at once, for everybody."
        ),
        doors=doors,
        doors_title=_("Open now"),
        facts=[
            _("Whoever has access is signed out and sees nothing of %(patient)s until you lift it.") % names,
            _("Access codes, links and invitations end for good."),
            _("Mails about this record stop."),
        ],
        button=_("Lock portal access"),
        danger=True,
        form=form,
    )


def lifting_page(space, fact, *, others=0) -> dict:
    """Open it again? With `others` it stays shut: the lock-down of a record that was joined into this one."""
    since = time_of(fact.at, at=space.at, zone=space.zone)
    standing = [grant.account.email for grant in space.grants if not grant.revoked_at and not grant.is_denied]
    return asking_page(
        space,
        title=_("Open portal access again?"),
        text=_("Another lock-down stands: nobody sees the record until it is lifted too.")
        if others
        else _("These accounts can see the record again. Revoke first whoever should not."),
        doors=[] if others else standing,
        doors_title=_("Accounts"),
        facts=[
            _("%(when)s: locked by %(name)s.") % {"when": since, "name": fact.by},
            *([fact.reason] if fact.reason else []),
            _("Codes, links and invitations from before stay dead: make new ones."),
        ],
        button=_("Open portal access"),
        danger=True,
    )


def emergency_page(space, form) -> dict:
    """What opening a record in an emergency means; then a reason."""
    name = space.patient.name
    page = asking_page(
        space,
        title=_("Open in an emergency"),
        text=_("%(name)s is not among your patients. For one hour you can read the record all the same.")
        % {"name": name},
        facts=[
            _("You can read, and add a note of your own. Nothing can be downloaded or changed."),
            _("The owner is told at once. A manager or owner looks it over within seven days."),
            _("%(name)s sees that you opened the record in an emergency, and everything you open in it.")
            % {"name": name},
            _("You can end it at any time."),
        ],
        button=_("Open the record for an hour"),
        danger=True,
        form=form,
        current="patient",
    )
    return page | {"helps": [], "back_label": _("Leave it closed")}  # the way here leads nowhere from here
