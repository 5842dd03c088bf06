"""What may be booked for a patient from their workspace: services, with whom, where, and who hears of it."""

from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from booking.actions.by_staff import Terms, book_series, tell
from booking.availability import wallclock
from booking.availability.finding import Search, Slot
from booking.models import Appointment
from booking.objections import Wish
from booking.policies import may_book_with
from booking.rules import forms_of
from clinic.catalogue import catalogue_of
from clinic.models import Location, Practitioner, Service
from office.workspace import Workspace
from records.models.access import Scope
from records.policies import may_find_forms, sees_all
from smartforms.asking_again import is_asked
from smartforms.mailing import mail_forms, relation_of_own_address
from smartforms.models import Assignment, Template

DAYS = 7  # of free times on one page
ON_FILE = "file"


@dataclass(frozen=True)
class Hearer:
    """Somebody who can be told of a visit: an account, or (without one) the address on file."""

    words: str
    account: User | None = None
    finds_forms: bool = True  # a link to forms goes to the address on file


@dataclass(frozen=True)
class Offer:
    """What can be chosen, each by the key it has in the form."""

    space: Workspace
    services: dict[str, Service]
    practitioners: dict[str, Practitioner]
    locations: dict[str, Location]
    templates: dict[str, Template] = field(default_factory=dict)
    recipients: dict[str, Hearer] = field(default_factory=dict)
    moves: Appointment | None = None  # the visit that gets another time; None for a new one

    @property
    def clinic(self):
        return self.space.patient.clinic

    @property
    def url(self) -> str:
        """The page where it is chosen."""
        if self.moves:
            return reverse("office:visit_move", args=[self.space.patient.pk, self.moves.pk])
        return reverse("office:booking", args=[self.space.patient.pk])

    @property
    def lasts(self) -> int | None:
        """How many minutes the visit that moves lasts; None for a new one, which lasts as long as its service."""
        if self.moves is None:
            return None
        return int((self.moves.ends_at - self.moves.starts_at).total_seconds() // 60)

    @property
    def first_choice(self) -> dict:
        """What stands in the form before anybody chose."""
        today = self.space.at.astimezone(self.space.zone).date()
        if self.moves is None:
            return {"day": today, "location": next(iter(self.locations), "")}
        return {
            "service": self.moves.service.slug,
            "practitioner": str(self.moves.practitioner_id),
            "location": str(self.moves.location_id),
            "minutes": self.lasts,
            "day": max(today, self.moves.starts_at.astimezone(self.space.zone).date()),
        }


def offer_of(space: Workspace) -> Offer:
    """The clinic's services, and the practitioners this member may book with."""
    catalogue = catalogue_of(space.patient.clinic)
    people = catalogue.practitioners.values()
    return Offer(
        space,
        catalogue.services,
        {str(one.pk): one for one in people if may_book_with(space.member, one, cares=space.cares)},
        {str(key): place for key, place in catalogue.locations.items()},
        {str(one.pk): one for one in Template.objects.of(space.patient.clinic).in_use()},
        _recipients(space),
    )


def offer_to_move(space: Workspace, visit) -> Offer:
    """The same for a visit that gets another time: its own service only, also one that is not given any more."""
    return replace(offer_of(space), services={visit.service.slug: visit.service}, moves=visit)


def _recipients(space) -> dict[str, Hearer]:
    """Who can be told of a visit that staff made: accounts that see all visits, else the address on file."""
    found = {}
    if space.patient.is_locked:
        return found
    for grant in sorted(space.grants, key=lambda grant: not grant.is_self):
        if grant.is_open and grant.account.is_verified and sees_all(grant, Scope.APPOINTMENTS):
            words = _("In the portal: %(name)s, %(email)s")
            told = words % {"name": grant.account.name or grant.account.email, "email": grant.account.email}
            found[f"account:{grant.account_id}"] = Hearer(told, grant.account, may_find_forms(grant))
    if space.patient.email and space.patient.email not in {one.account.email for one in found.values()}:
        found[ON_FILE] = Hearer(_("By mail: %(email)s") % {"email": space.patient.email})
    return found


def free_times(offer: Offer, service, practitioner, location, *, day: int) -> list[Slot]:
    """Free starts of a week from a day (an ordinal) on, as patients are offered them; with anybody, or with one."""
    people = catalogue_of(offer.clinic).who_gives(service, location)
    allowed = {one.pk for one in offer.practitioners.values()}
    asked = [one for one in people if one.pk in allowed and practitioner in (None, one)]
    moves = offer.moves
    search = Search(
        offer.clinic, service, asked, location, at=offer.space.at, ignoring_visit=moves and moves.pk
    )
    now = moves and (wallclock.to_minutes(moves.starts_at), moves.practitioner_id)
    return [slot for slot in search.free(day, day + DAYS - 1) if tuple(slot) != now]


def forms_asked(offer: Offer, service) -> list[str]:
    """The forms the service brings and this patient would be asked now, by key."""
    patient, at = offer.space.patient, offer.space.at
    return [
        str(link.template_id)
        for link in forms_of(offer.clinic, service)
        if str(link.template_id) in offer.templates
        and is_asked(patient, link.template, rule=link.rule, months=link.months, at=at)
    ]


def book(space, wishes: list[Wish], terms: Terms, *, mark, tells: bool, by):
    """Make the visits, all or none, and, where that is wanted, tell of them: (the first one, whether somebody is told).

    Forms for an address on file go with a link of their own. Raises what `booking.actions.by_staff.book_series` raises.
    """
    visits = book_series(space.patient, wishes, terms, mark=mark, by=by, at=space.at)
    told = tells and tell(visits[0], by=by, at=space.at)
    brought = Assignment.objects.waiting(at=space.at).filter(account=None, link=None)
    links = Appointment.assignments.through.objects.filter(appointment__in=visits)
    unmailed = brought.filter(pk__in=links.values("assignment"))
    if told and terms.account is None and unmailed.exists():
        relation = relation_of_own_address(space.patient, at=space.at)
        mail_forms(space.patient, email=space.patient.email, relation=relation, by=by, at=space.at)
    return visits[0], told
