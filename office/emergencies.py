"""Records opened in an emergency: what is open to a member now, and what there is to look over. Read only."""

from django.db.models import F

from clinic.models.clinic import Role
from clinic.policies import has_role
from office.ledger import events_of
from records.models import BrokenGlass

MOST_EVENTS = 200


def emergencies_of(clinic):
    """Every opening at this clinic: those nobody has looked over first, then the last looked over."""
    rows = BrokenGlass.objects.of(clinic).select_related("patient", "membership__user", "reviewed_by")
    return rows.order_by(F("reviewed_at").desc(nulls_first=True), "-opened_at", "-pk")


def open_glass(member, patient_id, *, at) -> BrokenGlass | None:
    """This member's own opening of a record, while it lasts."""
    if not has_role(member, {Role.PRACTITIONER}):
        return None
    return BrokenGlass.objects.live(at=at).filter(membership=member, patient=patient_id).first()


def seen_during(glass):
    """What whoever opened the record did and saw in it meanwhile, kinds and not titles, the oldest first."""
    theirs = events_of(glass.patient, with_titles=False).filter(
        actor=glass.membership.user_id, at__gte=glass.opened_at, at__lte=glass.over_at
    )
    return theirs.order_by("at", "id")[:MOST_EVENTS]
