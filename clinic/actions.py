"""What happens to a clinic and its team."""

from django.db import transaction

import audit
from clinic import team_mail
from clinic.models import Clinic, Location, Membership, Practitioner, TeamInvitation
from clinic.models.clinic import Role


class LastOwner(Exception):
    """A clinic is never without an owner: the last one stays one."""


class LinkedElsewhere(Exception):
    """An account is one practitioner, at one clinic."""


@transaction.atomic
def open_clinic(clinic, *, by):
    """A clinic begins, with one place. `clinic` is not saved yet, and was looked through (`full_clean`)."""
    clinic.save(force_insert=True)
    Location.objects.create(clinic=clinic, name=(clinic.address or clinic.name)[:120])
    audit.record("clinic.opened", by=by, target=clinic, clinic=clinic)
    return clinic


@transaction.atomic
def put_guide_away(clinic, *, by, at) -> bool:
    """The set-up guide leads nobody any more; it is found in the settings. Twice changes nothing."""
    if not Clinic.objects.filter(pk=clinic.pk, guide_put_away_at=None).update(guide_put_away_at=at):
        return False
    audit.record("settings.changed", by=by, target=clinic, clinic=clinic, reason="guide")
    return True


@transaction.atomic
def employ(account, clinic, roles, *, by, at) -> Membership:
    """Somebody works here from now on. Whoever does already keeps the roles they have."""
    member, is_new = Membership.objects.get_or_create(
        user=account, clinic=clinic, ended_at=None, defaults={"roles": sorted(set(roles)), "started_at": at}
    )
    if is_new:
        reason = ", ".join(member.roles)
        audit.record("team.joined", by=by, target=member, clinic=clinic, reason=reason)
    return member


@transaction.atomic
def change_roles(membership, roles, *, by, at) -> bool:
    """Give somebody of the team other roles; owners hear of it. The same roles again change nothing.

    Raises LastOwner where nobody would be left who owns the clinic.
    """
    wanted = sorted(set(roles))
    if Role.OWNER not in wanted:
        _somebody_else_owns(membership)
    live = Membership.objects.filter(pk=membership.pk, ended_at=None).exclude(roles=wanted)
    if not live.update(roles=wanted):
        return False
    reason = ", ".join(wanted)
    audit.record("team.roles_changed", by=by, target=membership, clinic=membership.clinic_id, reason=reason)
    team_mail.tell_owners(membership, roles=wanted, at=at)
    return True


@transaction.atomic
def end_membership(membership, *, by, at) -> bool:
    """Somebody no longer works here: from the next request on the pages of the team do not exist for them.

    What they invited others to is taken back; which practitioner they are stays, for the visits and notes of theirs.
    Raises LastOwner where nobody would be left who owns the clinic.
    """
    _somebody_else_owns(membership)
    if not Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=at):
        return False
    theirs = TeamInvitation.objects.standing().filter(
        clinic=membership.clinic_id, issued_by=membership.user_id
    )
    theirs.update(revoked_at=at, revoked_by=by)
    audit.record("team.left", by=by, target=membership, clinic=membership.clinic_id)
    return True


def _somebody_else_owns(membership) -> None:
    """Owners are looked at one press after the other: two who take the role from each other at once leave one."""
    live = Membership.objects.filter(clinic=membership.clinic_id, ended_at=None, roles__contains=[Role.OWNER])
    owners = list(live.select_for_update().order_by("pk").values_list("pk", flat=True))
    if owners == [membership.pk]:
        raise LastOwner


@transaction.atomic
def link_practitioner(membership, practitioner, *, by) -> bool:
    """Say which practitioner somebody of the team is, or (None) that they are none of them.

    Raises LinkedElsewhere where the account is another clinic's practitioner.
    """
    own = Practitioner.objects.filter(clinic=membership.clinic_id)
    before = own.select_for_update(of=["self"]).filter(user=membership.user_id).first()
    if before == practitioner:
        return False
    elsewhere = Practitioner.objects.filter(user=membership.user_id).exclude(clinic=membership.clinic_id)
    if practitioner is not None and elsewhere.exists():
        raise LinkedElsewhere
    for one, user, verb in (
        (before, None, "team.unlinked"),
        (practitioner, membership.user_id, "team.linked"),
    ):
        if one is not None:
            own.filter(pk=one.pk).update(user=user)
            audit.record(verb, by=by, target=membership, clinic=membership.clinic_id, ids=[one.pk])
    return True
