"""Who may do what with a visit, apart from whether it is too late. Pure questions."""

from datetime import timedelta

from django.conf import settings

from booking.models import Appointment
from booking.models.preferences import NoPreference
from booking.rules import online_until, rules_of
from clinic.models.clinic import Role
from clinic.policies import has_role

CANCEL, MOVE = "cancel", "move"
BOOK = {Role.FRONT_DESK, Role.MANAGER, Role.OWNER}


def may_book_for(membership, *, cares: bool) -> bool:
    """Who makes visits for a patient: the desk, and practitioners for their own patients."""
    return has_role(membership, BOOK) or (cares and has_role(membership, {Role.PRACTITIONER}))


def may_book_with(membership, practitioner, *, cares: bool) -> bool:
    """With whom a member may make a visit. It makes the patient one of that practitioner's, who reads answers.

    So nobody names themself for a patient they do not care for yet, and only the desk names somebody else.
    """
    if practitioner.user_id == membership.user_id:
        return cares
    return has_role(membership, BOOK)


def may_book_another(account, *, at) -> bool:
    """An account that has not proved its address may have a few visits ahead, and no more (`VISITS_BEFORE_PROOF`)."""
    if account.is_verified:
        return True
    ahead = Appointment.objects.coming(at=at).filter(made_online_by=account)
    return ahead.count() < settings.VISITS_BEFORE_PROOF


def has_enough_ahead(clinic, patient_id, *, at) -> bool:
    """Whether a patient has as many visits to come as patients may book online (product §4); one query with a limit.

    Confidential ones do not count: the refusal would tell whoever books for somebody else that there is one.
    """
    most = rules_of(clinic).most_ahead
    if most is None:
        return False
    ahead = Appointment.objects.coming(at=at).filter(
        clinic_id=clinic.pk, patient_id=patient_id, confidential=False
    )
    return ahead.count() >= most


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


def why_not_change(appointment, *, at, how) -> str | None:
    """Why a patient cannot CANCEL or MOVE a visit online at this instant; None when they can (product §5).

    `cancelled`, or declined; `over`: it has begun, or the clinic noted that they came or did not; `requested`: what is
    asked for is taken back at any time, not moved; `off`: the clinic does not let patients do so; `late`: the last
    hours before it.
    """
    rules = rules_of(appointment.clinic)
    if appointment.is_off:
        return "cancelled"
    if at >= appointment.starts_at or appointment.status not in ("booked", "requested"):
        return "over"
    if appointment.is_waiting:
        return None if how == CANCEL else "requested"
    if not (rules.cancel_online if how == CANCEL else rules.move_online):
        return "off"
    return "late" if at >= online_until(rules, appointment.starts_at) else None


def offers_no_preference(clinic, candidates, *, is_returning: bool) -> bool:
    """Whether a visitor may say that anybody will do: more than one gives the service, and the clinic's rule."""
    setting = rules_of(clinic).no_preference
    if len(candidates) < 2 or setting == NoPreference.OFF:
        return False
    return setting == NoPreference.ALL or is_returning
