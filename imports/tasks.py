from celery import shared_task

from common import clock
from imports import actions, working


@shared_task(ignore_result=True)
def work():
    """Do what waits. Losing or repeating this task changes nothing: the rows say what waits."""
    working.work_all(now=clock.now)


@shared_task(ignore_result=True)
def sweep():
    """Delete the files of imports that are over or were left lying. Repeating this task changes nothing."""
    actions.sweep(at=clock.now())
