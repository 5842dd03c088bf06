from celery import shared_task

from common import clock
from records import keeping
from records.actions import emergencies, exports, sent, takeouts
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


@shared_task(ignore_result=True)
def make_take_outs():
    """Make what was asked for. Losing or repeating this task changes nothing: the rows say what waits."""
    from records.takeout import working

    working.make_all(now=clock.now)


@shared_task(ignore_result=True)
def sweep_take_outs():
    """Delete the files of what is over. Losing or repeating this task changes nothing."""
    takeouts.sweep(at=clock.now())
    exports.sweep(at=clock.now())


@shared_task(ignore_result=True)
def make_exports():
    """Make what was released. Losing or repeating this task changes nothing: the rows say what waits."""
    from records.takeout import working

    working.make_exports(now=clock.now)
