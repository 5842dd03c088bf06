"""Asking a worker to do something soon. The work itself is rows, so losing the asking costs a wait, never the work."""

import logging
from datetime import timedelta

from django.db.models import F, Q

log = logging.getLogger(__name__)
# A worker that has not said anything for so long is dead: another takes its work.
SILENCE = timedelta(minutes=5)


def wake(task, *args) -> None:
    """Put a task in the queue. A broker that is down costs the request nothing: beat looks too."""
    try:
        task.apply_async(args, retry=False)
    except Exception as error:  # whatever a broker fails with
        log.warning("%s not woken: %s", task.name, type(error).__name__)


def claimed(waiting, *, at, most, give_up, **begins):
    """The next row of `waiting` that nobody works on, with one try more; None where there is none.

    Two workers never get the same one; one on which `most` of them died is given up. A row says `asked_at`, `seen_at`
    (when its worker last lived) and `tries`; `begins` are facts it begins each try with.
    """
    free = waiting.filter(Q(seen_at=None) | Q(seen_at__lt=at - SILENCE))
    for row in free.order_by("asked_at", "pk"):
        if row.tries >= most:
            give_up(row)
        # Asked for anew meanwhile, it is another piece of work.
        elif free.filter(pk=row.pk, tries=row.tries, asked_at=row.asked_at).update(
            seen_at=at, tries=F("tries") + 1, **begins
        ):
            for name, value in {"seen_at": at, "tries": row.tries + 1, **begins}.items():
                setattr(row, name, value)
            return row
    return None
