from celery import shared_task

from common import clock
from smartforms.series import make_entries


@shared_task(ignore_result=True)
def make_entries_due():
    """Make the entries of diaries whose day has come. Losing or repeating this task changes nothing."""
    make_entries(at=clock.now())
