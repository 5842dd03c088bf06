"""The waiting list as the team works with it: who waits, by whom they are seen, and what could be offered."""

from dataclasses import dataclass

from booking.models import WaitingEntry
from booking.policies import may_book_for, sees_all_who_wait
from clinic.catalogue import catalogue_of
from records.policies import care_of, cares_for, may_find_visits


@dataclass(frozen=True)
class Filter:
    """Which part of the list is asked for: a practitioner (id) and a service (slug); None and '' for all."""

    practitioner: int | None = None
    service: str = ""

    @classmethod
    def of(cls, query, clinic) -> "Filter":
        """What stands in an address; what makes no sense in it is all."""
        catalogue, asked = catalogue_of(clinic), query.get("practitioner", "")
        person = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 15 else None
        service = query.get("service", "")
        return cls(
            person if person in catalogue.practitioners else None,
            service if service in catalogue.services else "",
        )


def waiting_for(member, clinic, chosen: Filter, *, at):
    """Who waits, the longest first; for a practitioner their own patients. Anyone will do counts for everybody."""
    rows = WaitingEntry.objects.standing().filter(clinic=clinic).with_names()
    if not sees_all_who_wait(member):
        rows = rows.filter(patient__in=care_of(member, at=at).values("patient"))
    if chosen.practitioner:
        rows = rows.filter(practitioner__in=[chosen.practitioner]) | rows.filter(practitioner=None)
    if chosen.service:
        rows = rows.filter(service__slug=chosen.service)
    return rows.with_offers()


def entry_of(member, clinic, entry_id, *, at) -> WaitingEntry | None:
    """One entry of this clinic that the member may work with, ended or not."""
    entry = WaitingEntry.objects.filter(clinic=clinic, pk=entry_id).with_names().first()
    if entry is None or not may_book_for(member, cares=cares_for(member, entry.patient, at=at)):
        return None
    entry.clinic = entry.patient.clinic = clinic
    return entry


def who_could_wait(space) -> dict[str, object]:
    """The accounts that may wait for a patient, by the key they have in the form: they see visits, and have proved
    their address."""
    if space.patient.is_locked:
        return {}
    found = {}
    for grant in sorted(space.grants, key=lambda grant: not grant.is_self):
        grant.under_review = grant.is_resting
        if grant.is_open and grant.account.is_verified and grant.account.is_active and may_find_visits(grant):
            found[str(grant.account_id)] = grant.account
    return found
