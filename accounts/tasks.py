from celery import shared_task
from django.core.management import call_command


@shared_task(ignore_result=True)
def clear_sessions():
    """Sweep away sessions that ended."""
    call_command("clearsessions")
