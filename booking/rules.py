"""A clinic's booking rules as questions: pure, with a reason in words where something is refused."""

from datetime import timedelta

from booking.models import Preferences, ServiceForm
from booking.models.preferences import AccountPanel

_kept: dict[int, tuple[int, Preferences, dict]] = {}


def _load(clinic):
    preferences = Preferences.objects.filter(clinic_id=clinic.pk).first() or Preferences(clinic_id=clinic.pk)
    forms: dict[int, list[ServiceForm]] = {}
    for link in (
        ServiceForm.objects.filter(service__clinic_id=clinic.pk).select_related("template").order_by("pk")
    ):
        forms.setdefault(link.service_id, []).append(link)
    return clinic.version, preferences, forms


def _current(clinic):
    kept = _kept.get(clinic.pk)
    if kept is None or kept[0] != clinic.version:
        kept = _kept[clinic.pk] = _load(clinic)
    return kept


def rules_of(clinic) -> Preferences:
    """The rules in force; kept per process and clinic version, like the catalogue."""
    return _current(clinic)[1]


def forms_of(clinic, service) -> list[ServiceForm]:
    """The forms a service brings."""
    return _current(clinic)[2].get(service.pk, [])


def needs_account(clinic, service) -> bool:
    """Whether a visit is booked with an account only: by the rules, or as the answers to its forms need a place."""
    return rules_of(clinic).account_panel == AccountPanel.REQUIRED or bool(forms_of(clinic, service))


def shape_of(service, rules):
    """What one visit of this service takes."""
    from booking.availability.slots import Shape

    return Shape(service.minutes, service.buffer_before, service.buffer_after, rules.start_grid)


def earliest_start(rules, clinic, *, at):
    """Nobody books closer than this: the notice in hours, and not today where the clinic says so."""
    soonest = at + timedelta(hours=rules.notice_hours)
    if rules.same_day:
        return soonest
    local = at.astimezone(clinic.zone)
    tomorrow = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(soonest, tomorrow)


def last_day(rules, clinic, *, at) -> int:
    """The ordinal of the last calendar day, in the clinic's zone, that may be booked."""
    return at.astimezone(clinic.zone).date().toordinal() + rules.days_ahead


def first_end(rules) -> int:
    """How many hours before a visit something first ends: changing it without a fee, or changing it online."""
    ends = [rules.fee_window_hours] if rules.fee else []
    return max([*ends, *([rules.cancel_notice_hours] if rules.changes_online else [])], default=0)


def nobody_can_be_charged(rules) -> bool:
    """Whether cancelling online ends before the late fee begins, or as it begins: no fee is then recorded by itself."""
    return bool(rules.fee) and rules.cancel_notice_hours >= rules.fee_window_hours


def online_until(rules, appointment_start):
    """The instant until which a visit can be cancelled or moved online, where the clinic lets patients do so."""
    return appointment_start - timedelta(hours=rules.cancel_notice_hours)


def free_until(rules, appointment_start):
    """The instant until which cancelling costs nothing."""
    return appointment_start - timedelta(hours=rules.fee_window_hours)


def is_late(rules, appointment_start, *, at) -> bool:
    """Whether a patient who cancels at this instant does so late, whatever that costs."""
    return at >= free_until(rules, appointment_start)


def late_fee(rules, appointment_start, *, at) -> int:
    """What cancelling or moving a visit at this instant costs, in cents: 0 until the free time has ended."""
    return rules.fee if is_late(rules, appointment_start, at=at) else 0
