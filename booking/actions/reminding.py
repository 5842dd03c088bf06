"""Reminding of a visit some hours before it, once; one mail for all that somebody has within the hour (product §5)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from booking.actions import telling
from booking.models import Appointment, Move
from booking.rules import rules_of
from clinic.models import Clinic
from common.locks import one_at_a_time
from records.reaching import without_reminders

AN_HOUR = timedelta(hours=1)


def remind_all(*, at) -> int:
    """Post what is due, clinic by clinic; how many mails that are. Repeating or losing a run changes nothing."""
    wanted = {clinic.pk: timedelta(hours=rules_of(clinic).reminder_hours) for clinic in Clinic.objects.all()}
    return sum(remind(clinic, before=before, at=at) for clinic, before in wanted.items() if before)


@transaction.atomic
def remind(clinic_id: int, *, before: timedelta, at) -> int:
    """Post a clinic's reminders that are due, `before` the visits; those due within the next hour come along.

    Nobody is reminded of a visit that was booked, agreed to or moved later than that: a mail has just told them. Nor of
    one that is over, cancelled, begun or only asked for, nor whoever wants none, or to hear of visits otherwise.
    A visit that moves is reminded of anew.
    """
    one_at_a_time(f"reminders of clinic {clinic_id}")
    due_at = F("starts_at") - before
    moved_since = Move.objects.filter(
        appointment=OuterRef("pk"), moved_at__gte=OuterRef("starts_at") - before
    )
    waiting = (
        Appointment.objects.coming(at=at)
        .agreed()
        .filter(clinic_id=clinic_id, starts_at__gt=at, starts_at__lte=at + before + AN_HOUR, arrived_at=None)
        .exclude(reminded_of=F("starts_at"))
        .exclude(patient__in=without_reminders())
        .filter(
            Q(approved_at=None) | Q(approved_at__lt=due_at), ~Exists(moved_since), booking__made_at__lt=due_at
        )
        .select_related("booking__account", "clinic", "patient__details")
        .order_by("starts_at", "pk")
    )
    by_reader: dict[tuple, list[Appointment]] = {}
    for visit in waiting:
        account = visit.booking.account_id
        by_reader.setdefault((account, None if account else visit.patient_id), []).append(visit)
    due = {reader: visits for reader, visits in by_reader.items() if visits[0].starts_at <= at + before}
    for visits in due.values():
        first = visits[0]
        telling.post(
            "booking.reminder",
            first,
            key=f"booking.reminder:{first.pk}:{first.starts_at:%Y%m%dT%H%M}",
            about={"visits": " ".join(str(visit.pk) for visit in visits)},
            at=at,
        )
        ids = [visit.pk for visit in visits]
        Appointment.objects.filter(pk__in=ids).update(reminded_of=F("starts_at"))
    return len(due)
