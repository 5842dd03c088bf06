"""What an account waits for, for one person."""

from booking.models import WaitingEntry


def entries_of(account, patient, *, at):
    """What an account waits for, for one person, with what is on offer."""
    rows = WaitingEntry.objects.standing().visible_to(account, at=at).filter(patient=patient)
    return rows.with_names().select_related("clinic").with_offers()
