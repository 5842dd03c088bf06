from celery import shared_task

from clinic import watching
from common import clock


@shared_task(ignore_result=True)
def watch_audit():
    """Once a day: whether the list of what was done and seen is as it was written."""
    watching.watch_audit(at=clock.now())
