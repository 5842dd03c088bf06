"""Who may do what with a visit, apart from whether it is too late. Pure questions."""

from datetime import timedelta

from booking.rules import rules_of


def may_undo(account, appointment) -> bool:
    """Only whoever booked it online."""
    return appointment.made_online_by_id == account.pk


def undo_ends_at(appointment):
    """Until when a booking can be taken back."""
    minutes = rules_of(appointment.clinic).undo_minutes
    return appointment.booking.made_at + timedelta(minutes=minutes)


def is_too_late_to_undo(appointment, *, at) -> bool:
    return at >= undo_ends_at(appointment)
