from celery import shared_task

from common import clock
from records import keeping
from records.actions import emergencies, sent
from records.announcing import tell_what_is_ahead


@shared_task(ignore_result=True)
def announce():
    """Tell of birthdays and ends that have come near. Losing or repeating this task changes nothing."""
    tell_what_is_ahead(at=clock.now())


@shared_task(ignore_result=True)
def sweep_uploads():
    """Take away files that no row knows of, and those that were not accepted a while ago.

    Losing or repeating this task changes nothing.
    """
    keeping.sweep(at=clock.now())
    sent.forget_refused(at=clock.now())



@shared_task(ignore_result=True)
def remind_of_emergencies():
    """Tell owners of what was opened in an emergency and not looked over. Repeating this task changes nothing."""
    emergencies.remind_of_reviews(at=clock.now())
