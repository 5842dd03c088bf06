from celery import shared_task

from audit import sealing


@shared_task(ignore_result=True)
def seal_events():
    """Every minute: seal what is finished."""
    sealing.seal()
