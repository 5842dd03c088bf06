from celery import shared_task

from booking.actions.reminding import remind_all
from booking.family.keeping import forget_begun
from booking.waiting import offering
from clinic.models import Clinic
from common import clock


@shared_task(ignore_result=True)
def remind_of_visits():
    """Post the reminders that are due. Losing or repeating this task changes nothing."""
    remind_all(at=clock.now())


@shared_task(ignore_result=True)
def offer_times(clinic_id=None):
    """Offer free times to those who wait, at one clinic or at all. Losing or repeating this task changes nothing."""
    at = clock.now()
    if clinic_id is None:
        offering.offer_all(at=at)
    elif clinic := Clinic.objects.filter(pk=clinic_id).first():
        offering.offer_times(clinic, at=at)


@shared_task(ignore_result=True)
def forget_family_days():
    """Throw away family days that were never booked. Losing or repeating this task changes nothing."""
    forget_begun(at=clock.now())
