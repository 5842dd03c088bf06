"""Asking a worker to look who waits, as soon as a time came free. Losing it costs a minute: beat looks too."""

import logging

from django.db import transaction

log = logging.getLogger(__name__)


def wake_soon(clinic) -> None:
    """Once this transaction is through, have a clinic's free times offered to those who wait."""
    clinic_id = getattr(clinic, "pk", clinic)
    transaction.on_commit(lambda: _wake(clinic_id))


def _wake(clinic_id) -> None:
    from booking.tasks import offer_times

    try:
        offer_times.apply_async([clinic_id], retry=False)
    except Exception as error:  # any broker failure: the rows are safe, beat looks within a minute
        log.warning("waiting list not woken: %s", type(error).__name__)
