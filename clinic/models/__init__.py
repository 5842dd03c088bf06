from clinic.models.clinic import Clinic, Location, Membership
from clinic.models.hours import Closure, HoursException, OpeningHours, TimeOff
from clinic.models.invitations import TeamInvitation
from clinic.models.people import Bookable, Practitioner, Resource
from clinic.models.services import Category, Offer, Service

__all__ = [
    "Bookable",
    "Category",
    "Clinic",
    "Closure",
    "HoursException",
    "Location",
    "Membership",
    "Offer",
    "OpeningHours",
    "Practitioner",
    "Resource",
    "Service",
    "TeamInvitation",
    "TimeOff",
]
