from celery import shared_task
from django.core.cache import cache

from common import clock

BEAT_KEY = "beat-seen-at"


@shared_task(ignore_result=True)
def note_beat():
    """Beat and worker are alive: `/readyz` reads this mark."""
    cache.set(BEAT_KEY, clock.now().timestamp(), timeout=3600)
