from booking.models.button import WebsiteButton
from booking.models.family_day import FamilyDay
from booking.models.feeds import CalendarFeed
from booking.models.guests import ManageLink
from booking.models.moves import Move
from booking.models.occupancy import Hold, Occupancy
from booking.models.preferences import Preferences, ServiceForm
from booking.models.visits import Appointment, Booking
from booking.models.waiting import WaitingEntry, WaitingOffer

__all__ = [
    "Appointment",
    "Booking",
    "ManageLink",
    "CalendarFeed",
    "FamilyDay",
    "Hold",
    "Move",
    "Occupancy",
    "Preferences",
    "ServiceForm",
    "WaitingEntry",
    "WaitingOffer",
    "WebsiteButton",
]
