"""Which visits somebody may see."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.lookups import Exact

from records.models import Grant
from records.models.access import Level, Relation, Scope, covers
from records.policies import sees_all


class Appointments(models.QuerySet):
    """Visits, and who may look at them (security, D2)."""

    def visible_to(self, account, *, at, grants=None):
        """Full access: all visits of the record. Limited: only those this account booked online itself.

        What is confidential stays between the patient and the clinic. `grants` are the account's live ones, where they
        were asked for already: the visits are then of those records only, and the database need not ask again.
        """
        if not account.is_authenticated:
            return self.none()
        if grants is not None:
            in_full = Q(patient__in=[one.patient_id for one in grants if sees_all(one, Scope.APPOINTMENTS)])
            booked = Q(patient__in=[one.patient_id for one in grants], made_online_by=account)
            own = Q(patient__in=[one.patient_id for one in grants if one.is_self])
            return self.filter(in_full | booked, Q(confidential=False) | own)
        # One question instead of four: between an account and a patient there is one live grant at most.
        grant = Grant.objects.opening(at=at).filter(account=account, patient=OuterRef("patient"))
        in_full = Q(level=Level.FULL) & covers(Scope.APPOINTMENTS, at=at)
        told = Q(relation=Relation.SELF) | Q(Exact(OuterRef("confidential"), Value(False)))
        return self.filter(Exists(grant.filter(told, in_full | Q(account=OuterRef("made_online_by")))))

    def standing(self):
        """Neither cancelled nor declined. A request stands: it keeps its time until it is answered."""
        return self.filter(cancelled_at=None, declined_at=None)

    def waiting(self):
        """Asked for, and not answered yet."""
        return self.standing().filter(requested_at__isnull=False, approved_at=None)

    def agreed(self):
        """Standing, and booked: nothing that the clinic has still to answer."""
        return self.standing().filter(Q(requested_at=None) | Q(approved_at__isnull=False))

    def unmet(self):
        """Standing, and nobody noted yet that the patient came or did not."""
        return self.standing().filter(arrived_at=None, completed_at=None, no_show_at=None)

    def coming(self, *, at):
        """Standing and not over yet, the next one first."""
        return (
            self.standing().filter(ends_at__gt=at, completed_at=None, no_show_at=None).order_by("starts_at")
        )

    def with_names(self):
        """Along with everything a card or a row shows."""
        return self.select_related("service", "practitioner", "location", "patient", "booking")
