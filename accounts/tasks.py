from celery import shared_task
from django.core.management import call_command

from accounts import tries
from common import clock


@shared_task(ignore_result=True)
def clear_sessions():
    """Sweep away sessions that ended."""
    call_command("clearsessions")


@shared_task(ignore_result=True)
def forget_tries():
    """Sweep away counts of tried passwords that are over."""
    tries.forget(at=clock.now())
