from clinic.models.clinic import Clinic, ClinicLogo, Location, Membership
from clinic.models.handout import Handout
from clinic.models.hours import Closure, HoursException, OpeningHours, TimeOff
from clinic.models.invitations import TeamInvitation
from clinic.models.people import Bookable, Practitioner, Resource
from clinic.models.services import Category, Offer, Service

__all__ = [
    "Bookable",
    "Category",
    "Clinic",
    "ClinicLogo",
    "Closure",
    "Handout",
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
