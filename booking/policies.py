"""Who may do what with a visit, apart from whether it is too late. Pure questions."""

from datetime import timedelta

from django.conf import settings

from booking.models import Appointment
from booking.models.preferences import NoPreference
from booking.rules import rules_of


def may_book_another(account, *, at) -> bool:
    """An account that has not proved its address may have a few visits ahead, and no more (`VISITS_BEFORE_PROOF`)."""
    if account.is_verified:
        return True
    ahead = Appointment.objects.coming(at=at).filter(made_online_by=account)
    return ahead.count() < settings.VISITS_BEFORE_PROOF


def may_undo(account, appointment) -> bool:
    """Only whoever booked it online."""
    return appointment.made_online_by_id == account.pk


def undo_ends_at(appointment):
    """Until when a booking can be taken back."""
    minutes = rules_of(appointment.clinic).undo_minutes
    return appointment.booking.made_at + timedelta(minutes=minutes)


def is_too_late_to_undo(appointment, *, at) -> bool:
    """Whether the minutes in which a booking can be taken back are over."""
    return at >= undo_ends_at(appointment)


def offers_no_preference(clinic, candidates, *, is_returning: bool) -> bool:
    """Whether a visitor may say that anybody will do: more than one gives the service, and the clinic's rule."""
    setting = rules_of(clinic).no_preference
    if len(candidates) < 2 or setting == NoPreference.OFF:
        return False
    return setting == NoPreference.ALL or is_returning
