"""Asking a worker to do something soon. The work itself is rows, so losing the asking costs a wait, never the work."""

import logging

log = logging.getLogger(__name__)


def wake(task, *args) -> None:
    """Put a task in the queue. A broker that is down costs the request nothing: beat looks too."""
    try:
        task.apply_async(args, retry=False)
    except Exception as error:  # whatever a broker fails with
        log.warning("%s not woken: %s", task.name, type(error).__name__)
