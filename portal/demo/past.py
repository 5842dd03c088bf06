"""The year before, for the reports: who stayed away or cancelled late, who was invited, joined, and bounced."""

from datetime import timedelta

from booking.actions import occupying
from booking.models import Appointment
from clinic.models import Offer
from outbox.models import Message
from outbox.sparing import mark_of
from portal.demo import hours
from portal.demo.cohort import account_of
from portal.demo.day import HARBOUR
from portal.demo.visits import Planned
from records.actions.invitations import invite
from records.models import Grant, Invitation, Patient
from records.models.access import Level, Relation
from records.policies import age

DAY = timedelta(days=1)
MONTHS = 11
# How many stayed away, and how many cancelled late, in each month before this one.
AWAY, LATE = (4, 3, 5, 2, 4, 6, 3, 2, 5, 4, 3), (2, 1, 3, 1, 2, 1, 0, 2, 4, 1, 2)
INVITED, BOUNCED = 36, 2


def load(diary) -> None:
    """What is missing of it; once it is there, it stays as it is."""
    if Invitation.objects.filter(clinic=diary.clinic, issued_at__lt=diary.at - 60 * DAY).exists():
        return
    known = Patient.objects.of(diary.clinic).exclude(email="").order_by("created_at", "sort_name")
    by_day = {seat.name for seat in HARBOUR}  # who comes on the model day keeps to it
    patients = [one for one in known if age(one.date_of_birth, diary.today) >= 19 and one.name not in by_day]
    _visits(diary, patients)
    _invitations(diary, patients)
    _bounces(diary, patients)


def _visits(diary, patients) -> None:
    """Visits that fell through, at eleven on weekdays, one practitioner after the other."""
    offers = Offer.objects.filter(service__clinic=diary.clinic, service__is_online=True)
    offers = list(offers.select_related("service", "practitioner").order_by("pk"))
    planned, late = [], set()
    for month in range(1, MONTHS + 1):
        for number in range(AWAY[month - 1] + LATE[month - 1]):
            day = diary.today - (30 * month + 2 * number) * DAY
            day -= max(0, day.weekday() - 4) * DAY
            offer = offers[(5 * month + number) % len(offers)]
            patient = patients[(7 * month + number) % len(patients)]
            starts_at = hours.instant(diary.clinic, day, "11:00")
            planned.append(Planned(patient, offer.practitioner, offer.service, starts_at))
            if number >= AWAY[month - 1]:
                late.add((offer.practitioner.pk, starts_at))
    made = diary.enter(planned)
    for visit in made:
        if (visit.practitioner_id, visit.starts_at) in late:
            visit.cancelled_at = visit.starts_at - timedelta(hours=3 + visit.starts_at.day % 9)
            visit.cancelled_by_link, visit.cancelled_late, visit.late_fee = True, True, 4500
            occupying.give_back(at=visit.cancelled_at, appointment=visit.pk)
        else:
            visit.no_show_at = visit.starts_at + timedelta(minutes=15)
    Appointment.objects.bulk_update(
        made, ["cancelled_at", "cancelled_by_link", "cancelled_late", "late_fee", "no_show_at"]
    )


def _invitations(diary, patients) -> None:
    """Three of four who were invited joined, a few days later; the others' invitations ran out."""
    known = set(Grant.objects.filter(patient__in=patients).values_list("patient", flat=True))
    asked = [one for one in patients if one.pk not in known][:INVITED]
    for number, patient in enumerate(asked):
        at = diary.at - (330 - 9 * number) * DAY
        common = {"relation": Relation.SELF, "level": Level.FULL, "scopes": []}
        invitation = invite(patient, email=patient.email, by=diary.by, at=at, **common)
        facts = {"sent_at": at, "expires_at": at + DAY}
        if number % 4:
            joined_at = at + timedelta(hours=20)
            facts |= {"accepted_at": joined_at, "accepted_by": account_of(patient, by=diary.by, at=joined_at)}
        Invitation.objects.filter(pk=invitation.pk).update(**facts)


def _bounces(diary, patients) -> None:
    """Mails that a mailbox refused."""
    for number, patient in enumerate(patients[3 : 3 + BOUNCED]):
        at = diary.at - (3 + number) * DAY
        Message.objects.get_or_create(
            dedupe_key=f"demo-bounced:{diary.clinic.pk}:{number}",
            defaults={
                "kind": "booking.reminder", "clinic_id": diary.clinic.pk, "patient_id": patient.pk,
                "posted_at": at, "due_at": at, "attempts": 8, "dead_at": at + timedelta(hours=20),
                "last_error": "SMTPRecipientsRefused", "recipient": mark_of(patient.email),
            },
        )  # fmt: skip
