from celery import shared_task

from common import clock
from office import hearing, tray_acts


@shared_task(ignore_result=True)
def tell_team():
    """Give back what nobody has any more, then tell the team what waits. Losing or repeating this changes nothing."""
    at = clock.now()
    tray_acts.give_back(at=at)
    hearing.tell_news(at=at)
    hearing.send_digests(at=at)
