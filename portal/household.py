"""The records an account holds at this clinic: looked up once a request, never kept past it (D1)."""

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.functional import cached_property

from booking.models import WaitingOffer
from common import clock
from records.models import AccessRules, Grant, Invitation
from records.policies import in_order
from smartforms.counting import with_forms_waiting
from smartforms.models import Assignment


class Household:
    """The account holder and everybody they look after at one clinic; each grant tells how many forms wait there."""

    def __init__(self, account, clinic, *, at, only=None):
        """`only`: the patients that whoever looks as this account may see of it."""
        self.account, self.clinic, self.at, self.only = account, clinic, at, only

    @cached_property
    def _given(self) -> list:
        if not self.account.is_authenticated:
            return []
        given = Grant.objects.live_or_resting(at=self.at).filter(account=self.account)
        unread = self._unread.filter(patient=OuterRef("patient"))
        offered = WaitingOffer.objects.visible_to(self.account, at=self.at).live(at=self.at)
        offered = offered.filter(patient=OuterRef("patient"))
        refused = AccessRules.objects.filter(clinic=self.clinic.pk).values("refused_kinds")
        given = given.filter(patient__clinic_id=self.clinic.pk).annotate(
            has_message=Exists(unread),
            offered_entry=Subquery(offered.values("entry")[:1]),
            refused_kinds=Subquery(refused),  # which kinds of files the clinic takes from nobody
        )
        given = with_forms_waiting(given, self.account, self.clinic, at=self.at)
        if self.only is not None:
            given = given.filter(patient__in=self.only)
        return in_order(given.select_related("patient"))

    @property
    def _unread(self):
        return Invitation.objects.filter(clinic=self.clinic).with_message_for(self.account, at=self.at)

    def messages_on(self, grant) -> list[Invitation]:
        """What the clinic wrote when it invited this account to a record, until it is put away."""
        if not grant.has_message:
            return []
        return list(self._unread.filter(patient=grant.patient_id).order_by("-accepted_at"))

    def offers_for(self, patients) -> list[WaitingOffer]:
        """The times of the waiting list that are kept for some patients (ids) now, as this account may take them."""
        live = WaitingOffer.objects.visible_to(self.account, at=self.at).live(at=self.at)
        return list(live.filter(patient__in=patients).select_related("hold").order_by("until"))

    @property
    def today(self):
        """The date on the clinic's wall."""
        return self.at.astimezone(self.clinic.zone).date()

    @cached_property
    def grants(self) -> list:
        """The account holder first, then by age, the youngest first."""
        return [grant for grant in self._given if not grant.rests]

    @property
    def has_resting(self) -> bool:
        """Whether some record is shut for everybody just now (locked down); whose is not said."""
        return any(grant.rests for grant in self._given)

    @property
    def own(self):
        """The grant on the account holder's own record; None for somebody who only looks after others."""
        return next((grant for grant in self.grants if grant.is_self), None)

    @property
    def is_large(self) -> bool:
        """Whether there is anybody to tell apart."""
        return len(self.grants) > 1

    def grant_on(self, patient_id):
        """The grant on one record; None when this account holds none."""
        return next((grant for grant in self.grants if grant.patient_id == patient_id), None)

    def next_forms(self, grant, most: int) -> list[Assignment]:
        """Of the forms that wait for one person, those that are due first."""
        if not grant.forms_waiting:
            return []
        mine = Assignment.objects.visible_to(self.account, at=self.at, grants=[grant])
        mine = mine.of(self.clinic).waiting(at=self.at)
        return list(listed(mine).order_by(F("due_at").asc(nulls_last=True), "sent_at", "pk")[:most])


def listed(assignments):
    """Forms along with what a line about them shows, without the questionnaires themselves."""
    along = assignments.select_related("version__template", "response")
    return along.defer("version__definition", "version__source", "version__report", "response__answers")


def household_of(request) -> Household:
    """The household of whoever is signed in, at this host's clinic."""
    if not hasattr(request, "household"):
        request.household = Household(request.user, request.clinic, at=clock.now())
    return request.household
