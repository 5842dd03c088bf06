"""Questions about who waits. Pure; asked when somebody joins, when a time is offered, and when it is taken."""

from booking.models import Appointment
from booking.models.waiting import Ending
from booking.rules import rules_of
from records.models import Grant
from records.policies import may_find_visits

MOST = 10  # what one account may wait for at a clinic


def has_waiting_list(clinic) -> bool:
    """Whether patients may wait for a time here: the clinic's rule, while it books online at all."""
    rules = rules_of(clinic)
    return rules.is_online and rules.has_waiting_list


def grant_of(account, patient_id, *, at) -> Grant | None:
    """By which access an account waits for a patient now; None where it may not: no access, or not to visits."""
    if not (account.is_active and account.is_verified):
        return None
    live = (
        Grant.objects.live(at=at)
        .filter(account=account, patient=patient_id)
        .select_related("patient")
        .first()
    )
    return live if live is not None and may_find_visits(live) else None


def visit_to_move(account, visit_id, *, at) -> Appointment | None:
    """The visit an account would have earlier, if it may see it and it is booked and yet to begin."""
    visits = Appointment.objects.visible_to(account, at=at).agreed().unmet().filter(starts_at__gt=at)
    return visits.with_names().select_related("booking", "clinic").filter(pk=visit_id).first()


def why_over(entry, *, at) -> Ending | None:
    """Why somebody waits no longer, by the facts of this moment; None while they do. Few queries."""
    if grant_of(entry.account, entry.patient_id, at=at) is None:
        return Ending.NO_ACCESS
    if entry.visit_id is None:
        today = at.astimezone(entry.clinic.zone).date()
        return Ending.OVER if entry.last_day < today else None
    return None if visit_to_move(entry.account, entry.visit_id, at=at) else Ending.VISIT_GONE
