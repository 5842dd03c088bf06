from celery import shared_task
from django.core.management import call_command

from accounts import emptying, kept_words, tries
from common import clock


@shared_task(ignore_result=True)
def clear_sessions():
    """Sweep away sessions that ended."""
    call_command("clearsessions")


@shared_task(ignore_result=True)
def forget_empty_accounts():
    """Sweep away accounts that stayed empty for thirty days."""
    emptying.forget_empty_accounts(at=clock.now())


@shared_task(ignore_result=True)
def forget_tries():
    """Sweep away counts of tried passwords that are over."""
    tries.forget(at=clock.now())


@shared_task(ignore_result=True)
def forget_kept_words():
    """Sweep away words that nobody came back for."""
    kept_words.forget(at=clock.now())
