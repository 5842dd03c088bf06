"""What happens to a clinic and its team."""

from django.db import transaction

import audit
from clinic.models import Clinic, Location, Membership


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
def change_roles(membership, roles, *, by) -> bool:
    """Give somebody of the team other roles. The same roles again change nothing."""
    wanted = sorted(set(roles))
    if (
        not Membership.objects.filter(pk=membership.pk, ended_at=None)
        .exclude(roles=wanted)
        .update(roles=wanted)
    ):
        return False
    reason = ", ".join(wanted)
    audit.record("team.roles_changed", by=by, target=membership, clinic=membership.clinic_id, reason=reason)
    return True


@transaction.atomic
def end_membership(membership, *, by, at) -> bool:
    """Somebody no longer works here: from the next request on the pages of the team do not exist for them."""
    ended = Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=at)
    if ended:
        audit.record("team.left", by=by, target=membership, clinic=membership.clinic_id)
    return bool(ended)
