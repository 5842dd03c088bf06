"""Asking a worker to look who waits, as soon as a time came free. Losing it costs a minute: beat looks too."""

from django.db import transaction

from common import workers


def wake_soon(clinic) -> None:
    """Once this transaction is through, have a clinic's free times offered to those who wait."""
    from booking.tasks import offer_times

    clinic_id = getattr(clinic, "pk", clinic)
    transaction.on_commit(lambda: workers.wake(offer_times, clinic_id))
