"""What keeps a mail about a patient from leaving."""

from outbox.registry import ReasonGone
from records.policies import is_locked_down
from records.reaching import takes_papers_otherwise


def record_is_open(message, *, at):
    """No mail about a record under lock-down, nor one written before it (Settled 5)."""
    if message.patient_id and is_locked_down(message.patient_id, at=at, issued_at=message.posted_at):
        raise ReasonGone("locked down")


def papers_by_mail(message, *, at):
    """No mail that something new is in a record of whoever wants letters and results by phone or post."""
    if takes_papers_otherwise(message.patient_id):
        raise ReasonGone("told otherwise")
