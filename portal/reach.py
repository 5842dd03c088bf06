"""How somebody has a visit before them: in a record of their account, or through the link in a guest's mail."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from booking.models import Appointment

GUESTS = ("visit", "cancellation", "move", "calendar", "attendance")


@dataclass(frozen=True)
class Places:
    """Where the pages of one visit are."""

    visit: str
    cancellation: str
    move: str
    calendar: str
    attendance: str


def in_portal(visit) -> Places:
    """Under the record, whose id stands in the address."""
    args = [visit.patient_id, visit.pk]
    names = ("visit", "cancellation", "move", "calendar_file", "attendance")
    return Places(*(reverse(f"portal:{name}", args=args) for name in names))


def behind_link() -> Places:
    """Without any id: which visit it is, the link says that this browser followed."""
    return Places(*(reverse(f"guest_{name}") for name in GUESTS))


@dataclass(frozen=True)
class Reach:
    """A visit, whoever reaches it (`by` is None for a guest), and where its pages are.

    `grant` is the access an account holds, or a guest as one (`booking.guests.AsGuest`).
    """

    visit: Appointment
    grant: object
    by: object
    at: datetime
    places: Places

    @property
    def page(self) -> dict:
        """What every page about the visit shows."""
        is_guest = self.by is None
        return {
            "patient": self.grant.patient,
            "grant": self.grant,
            "visit": self.visit,
            "places": self.places,
            "home_url": reverse("booking:services" if is_guest else "portal:home"),
        }
