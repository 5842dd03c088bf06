from celery import shared_task

from booking.reminding import remind_all
from common import clock


@shared_task(ignore_result=True)
def remind_of_visits():
    """Post the reminders that are due. Losing or repeating this task changes nothing."""
    remind_all(at=clock.now())
