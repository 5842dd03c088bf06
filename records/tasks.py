from celery import shared_task

from common import clock
from records import keeping
from records.announcing import tell_what_is_ahead


@shared_task(ignore_result=True)
def announce():
    """Tell of birthdays and ends that have come near. Losing or repeating this task changes nothing."""
    tell_what_is_ahead(at=clock.now())


@shared_task(ignore_result=True)
def sweep_uploads():
    """Take away files that no row knows of. Losing or repeating this task changes nothing."""
    keeping.sweep(at=clock.now())
