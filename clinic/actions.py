"""What happens to the team of a clinic."""

from django.db import transaction

import audit
from clinic.models import Membership


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
