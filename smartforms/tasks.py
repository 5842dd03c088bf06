from celery import shared_task

from common import clock
from smartforms import guests
from smartforms.many import send_lines
from smartforms.series import make_entries


@shared_task(ignore_result=True)
def make_entries_due():
    """Make the entries of diaries whose day has come. Losing or repeating this task changes nothing."""
    make_entries(at=clock.now())


@shared_task(ignore_result=True)
def send_lines_due():
    """Send what is due of forms that go to many. Losing or repeating this task changes nothing."""
    send_lines(at=clock.now())


@shared_task(ignore_result=True)
def forget_guests():
    """Forget who asked for a form and never came. Losing or repeating this task changes nothing."""
    guests.forget(at=clock.now())
