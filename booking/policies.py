"""Who may do what with a visit, apart from whether it is too late. Pure questions."""

from datetime import timedelta

from django.conf import settings

from booking.models import Appointment
from booking.models.preferences import NoPreference
from booking.rules import is_late, online_until, rules_of
from clinic.models.clinic import Role
from clinic.models.services import Approval
from clinic.policies import has_role

CANCEL, MOVE = "cancel", "move"
BOOK = {Role.FRONT_DESK, Role.MANAGER, Role.OWNER}


def may_book_for(membership, *, cares: bool) -> bool:
    """Who makes visits for a patient: the desk, and practitioners for their own patients."""
    return has_role(membership, BOOK) or (cares and has_role(membership, {Role.PRACTITIONER}))


def sees_waiting_list(membership) -> bool:
    """Who sees who waits: whoever books, practitioners of their own patients."""
    return has_role(membership, BOOK | {Role.PRACTITIONER})


def sees_all_who_wait(membership) -> bool:
    """Whether a member sees everybody on the waiting list, not their own patients only."""
    return has_role(membership, BOOK)


def may_book_with(membership, practitioner, *, cares: bool) -> bool:
    """With whom a member may make a visit. It makes the patient one of that practitioner's, who reads answers.

    So nobody names themself for a patient they do not care for yet, and only the desk names somebody else.
    """
    if practitioner.user_id == membership.user_id:
        return cares
    return has_role(membership, BOOK)


def may_answer(membership, visit, *, cares: bool) -> bool:
    """Who approves or declines a visit that was asked for: the desk, and the practitioner it was asked of."""
    is_theirs = has_role(membership, {Role.PRACTITIONER}) and visit.practitioner.user_id == membership.user_id
    return is_theirs or may_book_for(membership, cares=cares)


def may_book_another(account, *, more=1, at) -> bool:
    """An account that has not proved its address may have a few visits ahead, and no more (`VISITS_BEFORE_PROOF`).

    `more` are the visits that it books now.
    """
    if account.is_verified:
        return True
    ahead = Appointment.objects.coming(at=at).filter(made_online_by=account)
    return ahead.count() + more <= settings.VISITS_BEFORE_PROOF


def has_enough_ahead(clinic, patient_id, *, at) -> bool:
    """Whether a patient has as many visits to come as patients may book online (product §4); one query with a limit.

    Confidential ones do not count: the refusal would tell whoever books for somebody else that there is one.
    """
    most = rules_of(clinic).most_ahead
    return most is not None and visits_ahead(clinic, patient_id, at=at) >= most


def visits_ahead(clinic, patient_id, *, at) -> int:
    """How many visits to come count against that limit. One query."""
    ahead = Appointment.objects.coming(at=at).filter(
        clinic_id=clinic.pk, patient_id=patient_id, confidential=False
    )
    return ahead.count()


def is_new_here(patient, *, at) -> bool:
    """Whether somebody has not been at the clinic yet: their record was made online and no visit took place since.

    None is somebody without a record. A visit that is over and was not missed counts, noted or not.
    """
    if patient is None:
        return True
    been = Appointment.objects.agreed().filter(patient=patient, ends_at__lte=at, no_show_at=None)
    return patient.made_online and not been.exists()


def is_asked_for(clinic, service, patient, *, at) -> bool:
    """Whether somebody's visit is asked for first, when it is booked online: what the service says, else the rules.

    One query at most, where the rules treat new patients and others apart; None is a patient without a record.
    """
    rules = rules_of(clinic)
    how = service.approval
    if how == Approval.RULES:
        how = rules.approval_existing
        if rules.approval_new != how and is_new_here(patient, at=at):
            how = rules.approval_new
    return how == Approval.REQUEST


def may_undo(account, appointment) -> bool:
    """Only whoever booked it online: of a guest (None, or nobody signed in) the browser that did, as the view knows."""
    if account is None or not account.is_authenticated:
        return bool(appointment.booking.guest_email)
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


def can_be_cancelled_late(appointment, *, at) -> bool:
    """Whether a patient who cancels now does so late: the visit stands, and the hours in which it is free are over."""
    return appointment.status == "booked" and is_late(
        rules_of(appointment.clinic), appointment.starts_at, at=at
    )


def may_bring_existing(grants, *, at) -> bool:
    """Whether an account sees an existing patient: a record that was only typed in online makes nobody one."""
    return any(not is_new_here(grant.patient, at=at) for grant in grants)


def offers_no_preference(clinic, candidates, *, is_returning: bool) -> bool:
    """Whether a visitor may say that anybody will do: more than one gives the service, and the clinic's rule."""
    return len(candidates) > 1 and may_have_anyone(clinic, is_returning=is_returning)


def may_have_anyone(clinic, *, is_returning: bool) -> bool:
    """Whether the clinic's rule lets somebody leave open whom they see."""
    setting = rules_of(clinic).no_preference
    return setting == NoPreference.ALL or (setting == NoPreference.EXISTING and is_returning)
