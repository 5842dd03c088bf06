"""Who waits for a time: Maya, for an evening with Noa's doctor that never comes; Leo, for anything earlier."""

from datetime import timedelta

from accounts.models import User
from booking.models import Appointment, WaitingEntry
from booking.models.waiting import PartOfDay
from booking.waiting.joining import Wanted, join
from records.models import Grant

FOUR_WEEKS = timedelta(weeks=4)


def load(diary) -> None:
    """Both, as far as they are missing."""
    maya, leo = (User.objects.get(email=f"{name}@example.org") for name in ("maya", "leo"))
    noa = diary.register.find("Noa Lindqvist")
    wanted = Wanted(
        diary.services["childrens-visit"],
        diary.place,
        diary.practitioners["amara-okafor"],
        first_day=diary.today,
        last_day=diary.today + FOUR_WEEKS,
        part=PartOfDay.EVENING,
    )
    _wait(diary, noa, wanted, maya, since=diary.at - timedelta(days=3))
    himself = Grant.objects.live(at=diary.at).filter(account=leo).select_related("patient").first()
    visits = Appointment.objects.visible_to(leo, at=diary.at).coming(at=diary.at).agreed()
    if himself and (visit := visits.select_related("service").first()):
        earlier = Wanted(visit.service, diary.place, visit=visit.pk)
        _wait(diary, himself.patient, earlier, leo, since=diary.at - timedelta(minutes=40))


def _wait(diary, patient, wanted, account, *, since) -> None:
    if WaitingEntry.objects.standing().filter(account=account, patient=patient).exists():
        return
    patient.clinic = diary.clinic
    entry = join(patient, wanted, account=account, by=account, at=diary.at)
    WaitingEntry.objects.filter(pk=entry.pk).update(joined_at=since)
